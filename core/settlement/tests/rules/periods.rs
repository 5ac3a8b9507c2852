//! Periods, their parts, and what is carried from one to the next.

use crate::{HEAD, check, check_text, with_head};

/// The designer leaves in the middle of the first year.
fn leaving(money: &str, facts: &str, expected: &str) {
    let head = HEAD.replace(
        "designer: { name: The designer, role: provider }",
        "designer: { name: The designer, role: provider, to: 2014-09-30 }",
    );
    check_text(&with_head(&head, money), facts, expected);
}

// spec: S19, S20, M2
#[test]
fn a_party_that_leaves_cuts_the_period_and_each_part_has_its_own_parties() {
    leaving(
        "
        inputs:
          a: { unit: GBP, over: by days }
          rate: { unit: ratio, over: same }
          dated: { unit: GBP, over: as dated }
          own: { unit: GBP }
        lines:
          spread: { is: a }
          kept: { is: rate }
          added: { is: dated }
          given: { is: own }
          there: { by: provider, is: 1 }
        ",
        "
        a 2014-15 = 365
        rate 2014-15 = 50%
        dated 2014-04-01..2014-06-30 = 1
        dated 2014-07-01..2014-09-30 = 2
        dated 2014-10-01..2015-03-31 = 4
        own 2014-04-01..2014-09-30 = 7
        own 2014-10-01..2015-03-31 = 8
        ",
        "
        2014-04-01..2014-09-30
          spread = 183
          kept = 0.5
          added = 3
          given = 7
          there[builder] = 1
          there[designer] = 1
        2014-10-01..2015-03-31
          spread = 182
          kept = 0.5
          added = 4
          given = 8
          there[builder] = 1
        ",
    );
}

// spec: S20
#[test]
fn a_fact_that_spans_a_cut_is_missing_unless_a_term_spreads_it() {
    leaving(
        "
        inputs: { a: { unit: GBP }, dated: { unit: GBP, over: as dated } }
        postings:
          paid: { of: a, from: owner, to: builder }
          added: { of: dated, from: owner, to: builder }
        ",
        "
        a 2014-15 = 365
        dated 2014-04-01..2014-06-30 = 1
        dated 2014-10-01..2015-03-30 = 1
        dated 2015-03-01..2015-03-31 = 1
        ",
        "
        2014-04-01..2014-09-30
          refused: the fact `a` is missing: the fact of 2014-04-01..2015-03-31 reaches beyond 2014-04-01..2014-09-30; give one for each part, or say with `over` how it is spread
          refused: the fact `dated` is missing: the dated facts leave out 2014-07-01..2014-09-30; give those too
        2014-10-01..2015-03-31
          refused: the fact `a` is missing: the fact of 2014-04-01..2015-03-31 reaches beyond 2014-10-01..2015-03-31; give one for each part, or say with `over` how it is spread
          refused: the fact `dated` is missing: the facts at facts:3 and facts:4 cover the same days
        ",
    );
}

// spec: S20
#[test]
fn dated_facts_serve_an_uncut_period_too() {
    check(
        "
        inputs: { dated: { unit: GBP, over: as dated } }
        lines: { added: { is: dated } }
        ",
        "
        dated 2014-04-01..2014-12-31 = 1
        dated 2015-01 = 2
        dated 2015-02-01..2015-03-31 = 4
        ",
        "
        2014-15
          added = 7
        ",
    );
}

// spec: S19
#[test]
fn a_change_of_work_allocation_cuts_only_where_a_term_asks() {
    let head = format!(
        "{HEAD}work_allocation:\n  - {{ service: hips, responsible: builder, to: 2014-09-30 }}\n  - {{ service: hips, responsible: designer, from: 2014-10-01 }}\n"
    );
    let inputs = "inputs: { a: { unit: GBP, over: by days } }\n";
    check_text(
        &with_head(&head, &format!("{inputs}postings: {{ paid: {{ of: a, from: owner, to: builder }} }}\n")),
        "a 2014-15 = 365",
        "
        2014-15
          paid: owner -> builder 365
    ",
    );
    let asks =
        "lines: { builders: { is: a, when: \"responsible[hips] is builder\", otherwise: It has moved } }\n";
    check_text(
        &with_head(&head, &format!("{inputs}{asks}")),
        "a 2014-15 = 365",
        "
        2014-04-01..2014-09-30
          builders = 183
        2014-10-01..2015-03-31
          builders = 0, because It has moved
    ",
    );
}

// spec: S21, M24
#[test]
fn balances_and_pools_are_carried_through_a_series() {
    check(
        "
        inputs:
          result: { unit: GBP }
          deficit: { unit: GBP, carried_from: still_owed, first: 10 }
        pools: { fund: { opening: 1 } }
        lines:
          recovered: { is: \"min(max(result, 0), deficit)\" }
          still_owed: { is: deficit - recovered }
        postings:
          kept: { of: recovered, from: builder, to: fund }
        ",
        "
        result 2014-15 = 4
        result 2015-16 = 5
        result 2016-17 = 6
        ",
        "
        2014-15
          recovered = 4
          still_owed = 6
          kept: builder -> fund 4
          pool fund: 5
        2015-16
          recovered = 5
          still_owed = 1
          kept: builder -> fund 5
          pool fund: 10
        2016-17
          recovered = 1
          still_owed = 0, because deficit equals recovered
          kept: builder -> fund 1
          pool fund: 11
        ",
    );
}

// spec: M24, S19
#[test]
fn a_part_of_a_period_takes_what_the_part_before_hands_on() {
    leaving(
        "
        inputs:
          result: { unit: GBP }
          deficit: { unit: GBP, carried_from: still_owed, first: 10 }
        pools: { fund: { opening: 1 } }
        lines:
          recovered: { is: \"min(result, deficit)\" }
          still_owed: { is: deficit - recovered }
        postings:
          kept: { of: recovered, from: builder, to: fund }
        ",
        "
        result 2014-04-01..2014-09-30 = 7
        result 2014-10-01..2015-03-31 = 7
        ",
        "
        2014-04-01..2014-09-30
          recovered = 7
          still_owed = 3
          kept: builder -> fund 7
          pool fund: 8
        2014-10-01..2015-03-31
          recovered = 3
          still_owed = 0, because deficit equals recovered
          kept: builder -> fund 3
          pool fund: 11
        ",
    );
}

// spec: M24
#[test]
fn the_first_opening_may_be_a_fact() {
    check(
        "
        inputs: { a: { unit: GBP }, owed: { unit: GBP, carried_from: left } }
        pools: { fund: {} }
        lines: { left: { is: owed + a } }
        postings: { paid: { of: a, from: fund, to: builder } }
        ",
        "
        a 2014-15 = 4
        owed 2014-15 = 1
        opening[fund] 2014-15 = 10
        a 2015-16 = 4
        ",
        "
        2014-15
          left = 5
          paid: fund -> builder 4
          pool fund: 6
        2015-16
          left = 9
          paid: fund -> builder 4
          pool fund: 2
        ",
    );
}

/// What a period hands on is never silently the first balance again.
// spec: M24, S7
#[test]
fn a_balance_known_within_bounds_is_carried_with_them() {
    check(
        "
        inputs: { a: { unit: GBP, known_to: 2 }, owed: { unit: GBP, carried_from: left, first: 100 } }
        lines: { left: { is: owed - a } }
        ",
        "
        a 2014-15 = 10
        a 2015-16 = 10
        ",
        "
        2014-15
          left = 90, from 89 to 91
        2015-16
          left = from 78 to 82
        ",
    );
}

// spec: M24
#[test]
fn a_balance_that_could_not_be_given_is_missing_in_the_next_period() {
    check(
        "
        inputs: { a: { unit: GBP }, b: { unit: GBP }, owed: { unit: GBP, carried_from: left, first: 100 } }
        lines: { left: { is: owed - a } }
        postings: { paid: { of: b, from: owner, to: builder } }
        ",
        "
        b 2014-15 = 1
        a 2015-16 = 10
        b 2015-16 = 1
        ",
        "
        2014-15
          left is open: the fact `a` is missing: there is no fact for 2014-15
          paid: owner -> builder 1
        2015-16
          left is open: the fact `owed` is missing: the line that it carries forward has no value in the period before
          paid: owner -> builder 1
        ",
    );
}

// spec: S21, S18
#[test]
fn a_period_that_cannot_be_settled_bars_those_that_take_its_balances() {
    check(
        "
        inputs: { a: { unit: GBP }, b: { unit: GBP, missing: 0 } }
        pools: { fund: { opening: 4 } }
        postings:
          paid: { of: a, from: fund, to: builder }
          returned: { of: b, from: builder, to: fund }
        ",
        "
        a 2014-15 = 5
        b 2014-15 = 2
        a 2015-16 = 1
        ",
        "
        2014-15
          refused: the pool `fund` holds £4.00, and £5.00 would be drawn from it
          paid: fund -> builder 5
          returned: builder -> fund 2
          pool fund: 1
        2015-16
          refused: 2014-15 cannot be settled, and balances are carried from it into this period
          paid: fund -> builder 1
          returned: builder -> fund 0, because b is 0
          pool fund: 0
        ",
    );
}

/// An agreement with a fund, of which the middle year has no facts.
fn gap(input: &str, expected: &str) {
    check(
        &format!(
            "
            inputs: {{ a: {{ unit: GBP{input} }} }}
            pools: {{ fund: {{ opening: 0 }} }}
            postings: {{ kept: {{ of: a, from: owner, to: fund }} }}
            "
        ),
        "a 2014-15 = 5\na 2016-17 = 1",
        expected,
    );
}

// spec: S21
#[test]
fn a_period_without_facts_is_settled_too_where_balances_go_through_it() {
    gap(
        ", missing: last value",
        "
        2014-15
          kept: owner -> fund 5
          pool fund: 5
        2015-16
          kept: owner -> fund 5
          pool fund: 10
        2016-17
          kept: owner -> fund 1
          pool fund: 11
        ",
    );
    gap(
        "",
        "
        2014-15
          kept: owner -> fund 5
          pool fund: 5
        2015-16
          refused: the fact `a` is missing: there is no fact for 2015-16
          pool fund: 5
        2016-17
          refused: 2015-16 has no facts and cannot be settled without them, and balances are carried from it into this period
          kept: owner -> fund 1
          pool fund: 6
        ",
    );
}

// spec: S21
#[test]
fn a_period_without_facts_is_passed_over_where_nothing_is_carried() {
    check(
        "
        inputs: { a: { unit: GBP } }
        postings: { paid: { of: a, from: owner, to: builder } }
        ",
        "a 2014-15 = 5\na 2016-17 = 1",
        "
        2014-15
          paid: owner -> builder 5
        2016-17
          paid: owner -> builder 1
        ",
    );
}
