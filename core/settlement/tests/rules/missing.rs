//! Facts that are missing: a refusal that names them, or what the agreement says; never zero.

use crate::{HEAD, check, check_text, with_head};

// spec: S1, S5
#[test]
fn all_missing_facts_are_named_in_one_run() {
    check(
        "
        inputs: { a: { unit: GBP, says: What was spent }, b: { unit: GBP }, c: { unit: GBP, by: provider } }
        postings:
          first: { of: a + b, from: owner, to: builder }
          second: { of: sum of c, from: owner, to: builder }
        ",
        "c[builder] 2014-15 = 1",
        "
        2014-15
          refused: the fact `a` (What was spent) is missing: there is no fact for 2014-15
          refused: the fact `b` is missing: there is no fact for 2014-15
          refused: the fact `c[designer]` is missing: there is no fact for 2014-15
        ",
    );
}

// spec: S5, M1
#[test]
fn what_is_missing_is_what_the_agreement_says() {
    check(
        "
        inputs:
          known: { unit: GBP }
          none_agreed: { unit: GBP, missing: 0 }
          mode: { one_of: [live, off], missing: off }
          latest: { unit: GBP, missing: last value }
          hidden: { unit: GBP, missing: not published, at_most: 7 }
        lines:
          spent: { is: none_agreed }
          chosen: { is: known, when: mode is live, otherwise: It is off }
          carried: { is: latest }
          unseen: { is: hidden }
        ",
        "
        known 2014-15 = 1
        latest 2014-15 = 5
        known 2015-16 = 1
        ",
        "
        2014-15
          spent = 0, because none agreed is 0
          chosen = 0, because It is off
          carried = 5
          unseen = from no bound to 7
        2015-16
          spent = 0, because none agreed is 0
          chosen = 0, because It is off
          carried = 5
          unseen = from no bound to 7
        ",
    );
}

// spec: S4
#[test]
fn a_line_that_nothing_needs_bars_nothing() {
    check(
        "
        inputs: { a: { unit: GBP }, b: { unit: GBP } }
        lines: { shown: { is: b } }
        postings: { paid: { of: a, from: owner, to: builder } }
        ",
        "a 2014-15 = 1",
        "
        2014-15
          shown is open: the fact `b` is missing: there is no fact for 2014-15
          paid: owner -> builder 1
        ",
    );
}

// spec: S2
#[test]
fn a_number_past_its_bits_is_refused_with_its_place() {
    let squares: String = (1..16).map(|n| format!("  x{n}: {{ is: x{} * x{} }}\n", n - 1, n - 1)).collect();
    let money = format!(
        "inputs: {{ a: {{ unit: ratio }} }}\nlines:\n  x0: {{ is: a }}\n{squares}postings: {{ paid: {{ of: x15 * 1 GBP, from: owner, to: builder }} }}\n"
    );
    let text = with_head(HEAD, &money);
    let settled = crate::settled(&crate::agreement(&text), &crate::facts_of(&text, "a 2014-15 = 3"));
    let refusals: Vec<_> = settled[0].refusals().collect();
    assert_eq!(refusals.len(), 1, "{refusals:?}");
    assert!(refusals[0].what.contains("x11 × x11"), "{refusals:?}");
    assert!(refusals[0].place.is_some());
}

// spec: L17
#[test]
fn an_agreement_without_money_has_nothing_to_settle() {
    check_text(HEAD, "", "");
}
