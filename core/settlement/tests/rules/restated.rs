//! A period settled again: the difference, and what each cause made of it.

use crate::{HEAD, agreement, dedented, facts_of, with_head};
use accordant_agreement::calendar::parse_period;
use accordant_settlement::{CauseKind, Difference, Restated, difference};
use std::fmt::Write;

const MONEY: &str = "
    inputs:
      fee: { unit: GBP }
      price: { unit: GBP per case, kind: price }
      cases: { unit: cases, kind: activity }
    lines: { paid_for_work: { is: price * cases } }
    postings:
      paid: { of: paid_for_work + fee, from: owner, to: builder }
      fixed: { of: fee, from: owner, to: designer }
";
const FACTS: &str = "
    fee 2014-15 = 10
    price 2014-15 = 2
    cases 2014-15 = 100
";

fn differ(old: &str, new: &str, restated: &str) -> Difference {
    let (facts, restated) = (facts_of(old, FACTS), facts_of(new, restated));
    let (later, _) = facts.replaced_by(&restated);
    let (old, new) = (agreement(old), agreement(new));
    let period = parse_period(&old.particulars.alliance, "2014-15").unwrap();
    difference(
        &Restated { old: &old, new: &new, facts: &facts, later: &later, values: None, to_date: None },
        &period,
    )
    .unwrap()
}

/// The differences of the figures, each cause with its effect in turn and, where that differs, alone.
fn check(old: &str, new: &str, restated: &str, expected: &str) {
    let mut text = String::new();
    for figure in differ(old, new, restated).figures {
        let money = |posted: accordant_money::Posted| posted.to_exact().terminating().unwrap();
        writeln!(
            text,
            "{}: {} -> {}, {}",
            figure.figure,
            money(figure.before),
            money(figure.after),
            money(figure.difference)
        )
        .unwrap();
        let mut sum = 0;
        for effect in &figure.effects {
            sum += effect.in_turn.map_or(0, |in_turn| in_turn.minor());
            let told = |effect: Option<accordant_money::Posted>| effect.map_or("refused".to_string(), money);
            let (in_turn, lone) = (told(effect.in_turn), told(effect.alone));
            if in_turn != "0" || lone != "0" {
                let alone = if in_turn == lone { String::new() } else { format!(", alone {lone}") };
                writeln!(text, "  {} {in_turn}{alone}", effect.cause.word()).unwrap();
            }
        }
        assert_eq!(
            sum,
            figure.difference.minor(),
            "the effects of {} do not sum to its difference",
            figure.figure
        );
    }
    let (found, expected) = (dedented(&text), dedented(expected));
    assert!(found == expected, "found:\n{found}\n\nexpected:\n{expected}\n");
}

// spec: S22, S25
#[test]
fn causes_are_replaced_one_kind_at_a_time_and_sum_to_the_difference() {
    let text = with_head(HEAD, MONEY);
    check(
        &text,
        &text,
        "
        fee 2014-15 = 11
        price 2014-15 = 3
        cases 2014-15 = 110
        ",
        "
        2014-15/fixed: 10 -> 11, 1
          data 1
        2014-15/paid: 210 -> 341, 131
          data 1
          price 100
          activity 30, alone 20
        ",
    );
}

// spec: S25
#[test]
fn a_step_that_is_refused_posts_nothing_and_counts_with_the_next() {
    let table =
        "tables: { share: { of: price, points: { 1: 10 GBP, 2: 20 GBP }, between: step, above: refuse } }";
    let money =
        format!("{}\n    {table}\n", MONEY.replace("price * cases", "price * cases + share").trim_end());
    let text = with_head(HEAD, &money);
    let new = text.replace(", above: refuse", "");
    check(
        &text,
        &new,
        "
        fee 2014-15 = 11
        price 2014-15 = 3
        ",
        "
        2014-15/fixed: 10 -> 11, 1
          data 1
          price refused
        2014-15/paid: 230 -> 331, 101
          data 1
          price refused
          text 100, alone 0
        ",
    );
}

// spec: S25
#[test]
fn a_changed_text_is_the_last_cause() {
    let old = with_head(HEAD, MONEY);
    let new = old.replace("price * cases", "50% of price * cases");
    check(
        &old,
        &new,
        "price 2014-15 = 3",
        "
        2014-15/paid: 210 -> 160, -50
          price 100
          text -150, alone -100
        ",
    );
}

// spec: S25
#[test]
fn work_that_moves_is_a_cause_by_itself() {
    let money = "
        inputs: { fee: { unit: GBP } }
        postings: { released: { by: service, of: fee, from: owner, to: responsible } }
    ";
    let head = HEAD.replace("  eyes: { name: Eyes }\n", "");
    let text = |responsible: &str| {
        with_head(
            &format!("{head}work_allocation:\n  - {{ service: hips, responsible: {responsible} }}\n"),
            money,
        )
    };
    let (old, new) = (text("builder"), text("designer"));
    let facts = facts_of(&old, "fee 2014-15 = 10");
    let (old, new) = (agreement(&old), agreement(&new));
    let period = parse_period(&old.particulars.alliance, "2014-15").unwrap();
    let found = difference(
        &Restated { old: &old, new: &new, facts: &facts, later: &facts, values: None, to_date: None },
        &period,
    )
    .unwrap();
    let posted: Vec<(String, String, i128)> = found
        .figures
        .iter()
        .map(|figure| {
            (
                accordant_settlement::account_name(&figure.from),
                accordant_settlement::account_name(&figure.to),
                figure.difference.minor(),
            )
        })
        .collect();
    let pair = |to: &str, minor: i128| ("owner".to_string(), to.to_string(), minor);
    assert_eq!(
        posted,
        [pair("builder", -1000), pair("designer", 1000)],
        "what one was paid goes back, and the other is paid"
    );
    let causes = found
        .figures
        .iter()
        .flat_map(|figure| &figure.effects)
        .filter(|effect| effect.in_turn.is_some_and(|in_turn| in_turn.minor() != 0));
    assert!(causes.map(|effect| effect.cause).all(|cause| cause == CauseKind::Allocation));
}

// spec: S23
#[test]
fn a_difference_names_the_facts_that_changed_with_both_values() {
    let text = with_head(HEAD, MONEY);
    let found = differ(&text, &text, "price 2014-15 = 3\ncases 2014-15 = 100");
    assert_eq!(found.changes.len(), 1, "a fact said again as it was is no change: {:?}", found.changes);
}

// spec: S24
#[test]
fn with_the_same_text_and_facts_the_difference_is_nothing() {
    let text = with_head(HEAD, MONEY);
    let found = differ(&text, &text, FACTS);
    assert!(found.figures.is_empty() && found.changes.is_empty());
}

// spec: S22, S25
#[test]
fn a_fact_that_is_said_no_longer_is_a_cause() {
    let text = with_head(
        HEAD,
        "
        inputs:
          fee: { unit: GBP }
          cases: { unit: cases, kind: activity, missing: 0 }
        postings:
          paid: { of: fee + cases * 1 GBP per case, from: owner, to: builder }
        ",
    );
    let facts = facts_of(&text, "fee 2014-15 = 10\ncases 2014-15 = 3");
    let later = facts_of(&text, "fee 2014-15 = 10");
    let agreement = agreement(&text);
    let period = parse_period(&agreement.particulars.alliance, "2014-15").unwrap();
    let state = Restated::of_facts(&agreement, &facts, &later);
    let found = difference(&state, &period).unwrap();
    assert_eq!(found.changes.iter().filter(|change| change.after().is_none()).count(), 1);
    let told: Vec<_> =
        found.figures.iter().map(|figure| (figure.before.minor(), figure.after.minor())).collect();
    assert_eq!(told, [(1300, 1000)]);
    let effects: Vec<_> =
        found.figures[0].effects.iter().map(|effect| effect.in_turn.unwrap().minor()).collect();
    assert_eq!(effects, [0, 0, -300, 0, 0]);
}
