//! Every zero names the condition that decided it.

use crate::check;

/// One line each over two amounts, the reason of each zero.
fn zero(formula: &str, because: &str) {
    let money = format!(
        "
        inputs: {{ a: {{ unit: GBP }}, b: {{ unit: GBP }}, nothing: {{ unit: GBP }}, rate: {{ unit: ratio }} }}
        lines:
          kept: {{ is: \"max(b - a, 0)\", says: What was kept }}
          found: {{ {formula} }}
          unused: {{ is: rate * nothing }}
        "
    );
    let facts = "a 2014-15 = 10\nb 2014-15 = 4\nnothing 2014-15 = 0\nrate 2014-15 = 0%";
    let expected = format!(
        "2014-15\n  kept = 0, because b − a is not above 0\n  found = 0, because {because}\n  unused = 0, because rate is 0"
    );
    check(&money, facts, &expected);
}

// spec: S12
#[test]
fn the_operand_that_set_the_zero_is_named() {
    zero("is: \"max(b - a, 0)\"", "b − a is not above 0");
    zero("is: \"min(a - b, 0)\"", "a − b is not below 0");
    zero("is: \"clamp(b - a, 0, a)\"", "b − a is below 0");
    zero("is: \"cliff(b, a)\"", "b does not reach a");
    zero("is: \"deductible(b, a)\"", "b does not exceed a");
    zero("is: \"deadband(b, a)\"", "b lies within a of zero");
    zero("steps: [ b - a, at least 0 ]", "b − a is not above 0");
    zero("steps: [ a - b, at most 0 ]", "a − b is not below 0");
}

// spec: S12
#[test]
fn the_factor_that_is_zero_is_named() {
    zero("is: a * nothing / b", "nothing is 0");
    zero("is: rate of a", "rate is 0");
}

// spec: S12
#[test]
fn a_condition_that_fails_gives_its_own_text() {
    zero("is: a, when: a < b, otherwise: Nothing was left", "Nothing was left");
    zero("choose: [ { when: a > b, is: \"0\", says: More was spent }, { otherwise: a } ]", "More was spent");
    zero(
        "choose: [ { when: a < b, is: a }, { otherwise: \"0\", says: Nothing less was spent } ]",
        "Nothing less was spent",
    );
}

// spec: S12
#[test]
fn a_zero_of_another_figure_gives_that_figures_reason() {
    zero("is: 50% of kept", "b − a is not above 0");
    zero("is: \"deductible(kept, a)\"", "b − a is not above 0");
    zero("is: \"deadband(kept, a)\"", "b − a is not above 0");
    zero("choose: [ { when: a > b, is: kept }, { otherwise: a } ]", "b − a is not above 0");
}

// spec: S12
#[test]
fn equal_amounts_and_a_rounded_remnant_are_named() {
    zero("is: a - a", "a equals a");
    zero("is: \"b rounded to 10, half up\"", "b rounds to 0");
    zero("is: 0 * a", "it is multiplied by 0");
    zero("is: \"0\"", "it is written as 0");
}
