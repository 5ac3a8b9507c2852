//! Formulas: units, precedence, functions, indexes and what is built in.

use crate::{HEAD, check, check_text, problems, with_head};

/// Money terms that are one line each, over a few facts.
fn computed(lines: &str, expected: &str) {
    let money = "
        inputs:
          a: { unit: GBP }
          b: { unit: GBP }
          rate: { unit: ratio }
          by_service: { unit: GBP, by: service }
        lines:
    ";
    let lines: String = lines.lines().map(|line| format!("{line}\n")).collect();
    let facts = "
        a 2014-15 = 10
        b 2014-15 = 4
        rate 2014-15 = 25%
        by_service[hips] 2014-15 = 7
        by_service[eyes] 2014-15 = 5
    ";
    check(&format!("{money}{lines}"), facts, expected);
}

// spec: M5, M7
#[test]
fn of_and_times_bind_alike_and_tighter_than_plus() {
    computed(
        "
          half_and_b: { is: 50% of a + b }
          in_turn: { is: a / 2 * 3 }
          negative: { is: -a + b }
          brackets: { is: rate of (a + b) }
        ",
        "
        2014-15
          half_and_b = 9
          in_turn = 15
          negative = -6
          brackets = 3.5
        ",
    );
}

// spec: M7
#[test]
fn not_binds_tighter_than_and_and_and_tighter_than_or() {
    computed(
        "
          or_last: { is: a, when: a > b or a < b and a < b, otherwise: never }
          not_first: { is: a, when: not a < b and a > b, otherwise: never }
          not_both: { is: a, when: not (a > b and a > b), otherwise: never }
        ",
        "
        2014-15
          or_last = 10
          not_first = 10
          not_both = 0, because never
        ",
    );
}

// spec: M8, M9
#[test]
fn each_function_gives_what_it_says() {
    computed(
        "
          least: { is: \"min(a, b, 7 GBP)\" }
          held: { is: \"clamp(a, b, 8 * b / 4)\" }
          size: { is: abs(b - a) }
          cliff_reached: { is: \"cliff(a, 10 * b / 4)\" }
          cliff_missed: { is: \"cliff(b, a)\" }
          past: { is: \"deductible(a, b)\" }
          not_past: { is: \"deductible(b, b)\" }
          beyond: { is: \"deadband(b - a, b / 2)\" }
          within: { is: \"deadband(b, a)\" }
        ",
        "
        2014-15
          least = 4
          held = 8
          size = 6
          cliff_reached = 10
          cliff_missed = 0, because b does not reach a
          past = 6
          not_past = 0, because b does not exceed b
          beyond = -4
          within = 0, because b lies within a of zero
        ",
    );
}

// spec: M8
#[test]
fn an_aggregate_takes_the_tightest_expression_after_it() {
    computed(
        "
          all: { is: sum of by_service }
          half_of_all: { is: sum of by_service / 2 }
          most: { is: largest of by_service }
          least: { is: smallest of by_service }
          how_many: { is: count of by_service }
        ",
        "
        2014-15
          all = 12
          half_of_all = 6
          most = 7
          least = 5
          how_many = 2
        ",
    );
}

// spec: M8
#[test]
fn a_clamp_whose_ends_are_crossed_is_refused() {
    let money = "
        inputs: { a: { unit: GBP } }
        lines: { held: { is: \"clamp(a, 10, 5)\" } }
        postings: { paid: { of: held, from: owner, to: builder } }
    ";
    let text = with_head(HEAD, &money.replace("10, 5", "10 * a, 5 * a"));
    check_text(
        &text,
        "a 2014-15 = 1",
        "
        2014-15
          refused: the low end of `clamp` lies above its high end: (a) held between 10 × a and 5 × a
          held is open: it needs a figure that cannot be given
        ",
    );
}

// spec: M8, S2
#[test]
fn nothing_is_rounded_unless_a_term_says_so() {
    computed(
        "
          third: { is: a / 3 }
          to_whole: { is: \"a / 3 rounded to 1, half up\" }
          inside: { is: \"(a / 3 rounded to 0.01, half up) * 3\" }
        ",
        "
        2014-15
          third = 10/3
          to_whole = 3
          inside = 9.99
        ",
    );
}

// spec: M4
#[test]
fn a_final_s_does_not_distinguish_units_and_a_price_times_a_number_is_money() {
    check(
        "
        inputs:
          cases: { unit: cases }
          price: { unit: GBP per case }
        lines:
          paid: { is: cases * price }
        ",
        "
        cases 2014-15 = 3
        price 2014-15 = 12.50
        ",
        "
        2014-15
          paid = 37.5
        ",
    );
}

// spec: M5
#[test]
fn unlike_units_are_a_problem_where_they_are_written() {
    let refused = |formula: &str| {
        let money = format!(
            "inputs: {{ a: {{ unit: GBP }}, weeks_late: {{ unit: weeks }} }}\nlines: {{ x: {{ is: \"{formula}\" }} }}"
        );
        problems(&with_head(HEAD, &money)).join("; ")
    };
    assert_eq!(refused("a + 0"), "", "the literal 0 fits every unit");
    for wrong in ["a + 1", "a + weeks_late", "a + 5%", "max(a, weeks_late)"] {
        assert!(refused(wrong).contains("GBP"), "`{wrong}`: {:?}", refused(wrong));
    }
}

// spec: M10
#[test]
fn a_name_with_the_lines_own_index_means_its_own_element() {
    check(
        "
        inputs:
          margin: { unit: GBP, by: provider }
        lines:
          own: { by: provider, is: margin }
          others: { by: provider, is: sum of margin - margin }
          lead: { by: provider, choose: [ { when: provider is builder, is: margin }, { otherwise: \"0\", says: Only the builder leads } ] }
          of_one: { is: \"margin[designer]\" }
          days: { is: days_in_part / days_in_period }
          year: { is: term_year }
        ",
        "
        margin[builder] 2014-15 = 5
        margin[designer] 2014-15 = 3
        margin[builder] 2015-16 = 6
        margin[designer] 2015-16 = 4
        ",
        "
        2014-15
          own[builder] = 5
          own[designer] = 3
          others[builder] = 3
          others[designer] = 5
          lead[builder] = 5
          lead[designer] = 0, because Only the builder leads
          of_one = 3
          days = 1
          year = 1
        2015-16
          own[builder] = 6
          own[designer] = 4
          others[builder] = 4
          others[designer] = 6
          lead[builder] = 6
          lead[designer] = 0, because Only the builder leads
          of_one = 4
          days = 1
          year = 2
        ",
    );
}

// spec: M2
#[test]
fn two_indexes_unroll_in_the_order_in_which_they_are_named() {
    check(
        "
        lists: { stage: [plan, build] }
        inputs:
          hours: { unit: hours, by: [provider, stage] }
        lines:
          all: { is: sum of hours }
          by_stage: { by: stage, is: sum of hours over provider }
        ",
        "
        hours[builder, plan] 2014-15 = 1
        hours[builder, build] 2014-15 = 2
        hours[designer, plan] 2014-15 = 4
        hours[designer, build] 2014-15 = 8
        ",
        "
        2014-15
          all = 15
          by_stage[plan] = 5
          by_stage[build] = 10
        ",
    );
}
