//! Bounds: what is known of a figure when a fact is known closely, or not at all.

use crate::check;

const INPUTS: &str = "
        inputs:
          a: { unit: GBP, known_to: 2 }
          b: { unit: GBP }
          hidden: { unit: GBP, missing: not published, at_least: 0 }
";

fn bounded(rest: &str, facts: &str, expected: &str) {
    check(&format!("{}\n{}", crate::dedented(INPUTS), crate::dedented(rest)), facts, expected);
}

// spec: S6
#[test]
fn a_fact_lies_within_half_of_what_it_is_known_to_and_its_row_wins() {
    bounded(
        "lines: { found: { is: a } }",
        "a 2014-15 = 10\na 2015-16 = 10 known to 0.5\na 2016-17 = 10 known to 0",
        "
        2014-15
          found = 10, from 9 to 11
        2015-16
          found = 10, from 9.75 to 10.25
        2016-17
          found = 10
    ",
    );
}

// spec: S7
#[test]
fn bounds_hold_through_every_operation() {
    bounded(
        "
        lines:
          added: { is: a + b }
          less: { is: b - a }
          doubled: { is: -2 * a }
          share: { is: b / a }
          size: { is: abs(a - b) }
          rounded_off: { is: \"a rounded to 5, half up\" }
        ",
        "a 2014-15 = 10\nb 2014-15 = 10",
        "
        2014-15
          added = 20, from 19 to 21
          less = 0, from -1 to 1
          doubled = -20, from -22 to -18
          share = 1, from 10/11 to 10/9
          size = 0, from 0 to 1
          rounded_off = 10
        ",
    );
}

// spec: S3, S7
#[test]
fn a_divisor_that_is_or_may_be_zero_is_refused() {
    bounded(
        "
        lines:
          known: { is: b / (b - b) }
          may_be: { is: b / a }
        ",
        "a 2014-15 = 1\nb 2014-15 = 10",
        "
        2014-15
          known is open: this divides by zero, or by what may be zero: b / (b − b)
          may_be is open: this divides by zero, or by what may be zero: b / a
        ",
    );
}

// spec: S8
#[test]
fn what_is_not_published_has_no_stated_value_unless_the_bounds_decide_it() {
    bounded(
        "
        lines:
          either: { is: \"min(b, hidden)\" }
          decided: { is: \"max(hidden, 0) * 0 + b\" }
          above: { is: b + hidden }
          certain: { is: b, when: hidden >= 0, otherwise: never }
        ",
        "b 2014-15 = 10",
        "
        2014-15
          either = from 0 to 10
          decided = 10
          above = from 10 to no bound
          certain = 10
        ",
    );
}

// spec: S9
#[test]
fn an_undecided_condition_gives_the_lowest_to_the_highest_of_its_branches() {
    bounded(
        "
        lines:
          gated: { is: 100 * b, when: a >= b, otherwise: Not reached }
          chosen: { choose: [ { when: a > 2 * b, is: b }, { when: a < b, is: 2 * b }, { otherwise: 3 * b } ] }
        ",
        "a 2014-15 = 10\nb 2014-15 = 10",
        "
        2014-15
          undecided: a is at least b
          undecided: a is below b
          gated = 1000, from 0 to 1000
          chosen = 30, from 20 to 30
        ",
    );
}

// spec: S8, S9
#[test]
fn a_choice_is_stated_where_all_that_is_left_of_it_is_the_same() {
    bounded(
        "
        lines:
          same: { choose: [ { when: a > b, is: b }, { when: hidden > 5 GBP, is: 2 * b }, { otherwise: 20 GBP } ] }
          unlike: { choose: [ { when: a > b, is: b }, { when: hidden > 5 GBP, is: 2 * b }, { otherwise: 30 GBP } ] }
        ",
        "a 2014-15 = 10\nb 2014-15 = 10",
        "
        2014-15
          undecided: a is above b
          undecided: hidden is above 5 GBP
          undecided: a is above b
          undecided: hidden is above 5 GBP
          same = 20, from 10 to 20
          unlike = from 10 to 30
        ",
    );
}

// spec: S10
#[test]
fn bounds_are_shown_and_never_posted() {
    bounded(
        "
        lines: { gain: { is: 50% of a } }
        postings:
          shared: { of: gain, from: owner, to: builder }
          fixed: { of: b, from: owner, to: builder }
        ",
        "a 2014-15 = 10\nb 2014-15 = 3",
        "
        2014-15
          gain = 5, from 4.5 to 5.5
          shared: owner -> builder not posted, 5, from 4.5 to 5.5
          fixed: owner -> builder 3
        ",
    );
}

// spec: S16
#[test]
fn a_weight_within_bounds_cannot_divide_money() {
    bounded(
        "
        lines: { by_a: { by: provider, is: a } }
        postings: { shared: { of: b, from: owner, to: { providers: by by_a } } }
        ",
        "a 2014-15 = 10\nb 2014-15 = 3",
        "
        2014-15
          refused: the weight of `shared[builder]` is known within bounds only, and cannot divide money
          by_a[builder] = 10, from 9 to 11
          by_a[designer] = 10, from 9 to 11
        ",
    );
}
