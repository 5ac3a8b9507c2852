//! Lines: choices, conditions, steps and waterfalls.

use crate::check;

/// Two amounts.
const INPUTS: &str = "inputs: { a: { unit: GBP }, b: { unit: GBP }, unknown: { unit: GBP } }\nlines:\n";

fn lines(lines: &str, facts: &str, expected: &str) {
    check(
        &format!(
            "{INPUTS}{}",
            crate::dedented(lines).lines().map(|line| format!("  {line}\n")).collect::<String>()
        ),
        facts,
        expected,
    );
}

// spec: M12, S4
#[test]
fn the_first_branch_that_holds_decides_and_no_other_asks_for_its_facts() {
    lines(
        "
        decided: { choose: [ { when: a > b, is: a }, { when: a < b, is: unknown }, { otherwise: unknown } ] }
        ",
        "
        a 2014-15 = 2
        b 2014-15 = 1
        ",
        "
        2014-15
          decided = 2
        ",
    );
}

// spec: M13
#[test]
fn a_line_whose_condition_fails_is_nothing_and_says_why() {
    lines(
        "
        with_words: { is: unknown, when: a > b, otherwise: Nothing was saved }
        without: { is: unknown, when: a > b }
        ",
        "
        a 2014-15 = 1
        b 2014-15 = 2
        ",
        "
        2014-15
          with_words = 0, because Nothing was saved
          without = 0, because it does not hold that a is above b
        ",
    );
}

// spec: M14
#[test]
fn steps_act_in_the_order_written_on_the_result_so_far() {
    lines(
        "
        cut_then_capped: { steps: [ a, less 2%, at most b ] }
        capped_then_cut: { steps: [ a, at most b, less 2% ] }
        passed_over: { steps: [ a, { step: at most b, when: b > a }, plus b ] }
        rates: { steps: [ 50%, less 2%, plus 1% ] }
        held_up: { steps: [ a, divided by 4, at least b, times 3, \"rounded to 100, half up\" ] }
        ",
        "
        a 2014-15 = 100
        b 2014-15 = 98
        ",
        "
        2014-15
          cut_then_capped = 98
          capped_then_cut = 96.04
          passed_over = 198
          rates = 0.49
          held_up = 300
        ",
    );
}

// spec: M15
#[test]
fn a_waterfall_draws_from_each_source_in_turn_up_to_its_limit() {
    lines(
        "
        uncovered: { waterfall: { of: a, from: [ { reserve: b }, { nothing_left: b - a }, { insurer: 30 * b / 20 } ] } }
        covered: { waterfall: { of: b, from: [ { first_ten: a / 10 }, { last: the rest } ] } }
        ",
        "
        a 2014-15 = 100
        b 2014-15 = 20
        ",
        "
        2014-15
          uncovered = 50
          covered = 0, because b − first ten equals last
        ",
    );
}

// spec: M15
#[test]
fn a_waterfall_of_less_than_nothing_is_refused() {
    check(
        "
        inputs: { a: { unit: GBP }, close: { unit: GBP, known_to: 10 }, cap: { unit: GBP } }
        lines:
          uncovered: { waterfall: { of: a - cap, from: [ { reserve: cap }, { insurer: cap }, { last: the rest } ] } }
          near: { waterfall: { of: close, from: [ { bank: cap }, { others: the rest } ] } }
        postings:
          paid: { of: insurer, from: outside, to: builder }
        ",
        "
        a 2014-15 = 1
        cap 2014-15 = 3
        close 2014-15 = 2
        ",
        "
        2014-15
          refused: what a waterfall draws is below zero: a − cap
          near = 0, from -10 to 10
          reserve is open: it needs a figure that cannot be given
          insurer is open: it needs a figure that cannot be given
          last is open: it needs a figure that cannot be given
          uncovered is open: it needs a figure that cannot be given
        ",
    );
}

// spec: M11
#[test]
fn a_line_may_use_a_line_written_after_it() {
    lines(
        "
        first: { is: second + a }
        second: { is: b }
        ",
        "
        a 2014-15 = 1
        b 2014-15 = 2
        ",
        "
        2014-15
          second = 2
          first = 3
        ",
    );
}
