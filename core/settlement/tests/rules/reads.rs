//! Of the facts that changed, those that a posted figure reads.

use crate::{HEAD, agreement, facts_of, with_head};
use accordant_agreement::calendar::parse_period;
use accordant_settlement::{Restated, difference};

/// What changed that this figure of a period reads, each with the days from which it is said.
#[track_caller]
fn check(money: &str, before: &str, after: &str, (period, figure): (&str, &str), expected: &[&str]) {
    let text = with_head(HEAD, money);
    let (facts, restated) = (facts_of(&text, before), facts_of(&text, after));
    let (later, _) = facts.replaced_by(&restated);
    let agreement = agreement(&text);
    let period = parse_period(&agreement.particulars.alliance, period).unwrap();
    let state = Restated::of_facts(&agreement, &facts, &later);
    let mut found = difference(&state, &period).unwrap();
    found.leaves_what_they_read(&state, |posted| posted == format!("{}/{figure}", period.label));
    let read: Vec<String> = found
        .changes
        .iter()
        .map(|change| {
            let fact = change.latest();
            format!("{} {}", accordant_facts::named(&fact.name, &fact.of), fact.days.from())
        })
        .collect();
    assert_eq!(read, expected);
}

const MONEY: &str = "
    inputs:
      fee: { unit: GBP }
      price: { unit: GBP per case, kind: price }
      cases: { unit: cases, kind: activity }
    lines:
      paid_for_work: { is: price * cases }
      beyond: { is: \"max(paid_for_work - 100 GBP, 0)\" }
    postings:
      paid: { of: beyond, from: owner, to: builder }
      fixed: { of: fee, from: owner, to: designer }
";

// spec: S22
#[test]
fn a_figure_reads_what_the_figures_behind_it_read_and_nothing_of_another_year() {
    let said =
        |fee: u32, year: &str| format!("fee {year} = {fee}\nprice {year} = 2\ncases {year} = {fee}0\n");
    let both = |fee: u32| said(fee, "2014-15") + &said(fee, "2015-16");
    let (before, after) = (both(10), both(11));
    check(MONEY, &before, &after, ("2014-15", "fixed"), &["fee 2014-04-01"]);
    check(MONEY, &before, &after, ("2015-16", "paid"), &["cases 2015-04-01"]);
    check(MONEY, &before, &after, ("2015-16", "nobody"), &[]);
}

// spec: S22, S15
#[test]
fn who_shares_by_weight_reads_the_weights_of_the_others() {
    let money = "
        inputs: { a: { unit: GBP }, weight: { unit: ratio, by: provider }, other: { unit: GBP, by: provider } }
        postings:
          gain: { of: a, from: owner, to: { providers: by weight } }
          own: { by: provider, of: other, from: owner, to: provider }
    ";
    let said = |n: u32| {
        format!(
            "a 2014-15 = 9\nweight[builder] 2014-15 = {n}\nweight[designer] 2014-15 = 1\n\
             other[builder] 2014-15 = {n}\nother[designer] 2014-15 = {n}\n"
        )
    };
    check(money, &said(1), &said(2), ("2014-15", "gain[designer]"), &["weight[builder] 2014-04-01"]);
    check(money, &said(1), &said(2), ("2014-15", "own[designer]"), &["other[designer] 2014-04-01"]);
}

// spec: S22
#[test]
fn what_is_handed_on_may_rest_on_every_fact_before_it() {
    let money = "
        inputs:
          cost: { unit: GBP }
          target: { unit: GBP }
          other: { unit: GBP }
          deficit: { unit: GBP, carried_from: still_owed, first: 10 }
        lines:
          still_owed: { is: \"max(deficit + cost - target, 0)\" }
        postings:
          owed: { of: still_owed, from: builder, to: owner }
          paid: { of: other, from: owner, to: builder }
    ";
    let said = |n: u32, year: &str| format!("cost {year} = 5{n}\ntarget {year} = 30\nother {year} = {n}\n");
    let both = |n: u32| said(n, "2014-15") + &said(n, "2015-16");
    let (before, after) = (both(1), both(2));
    let all = &["cost 2014-04-01", "cost 2015-04-01", "other 2014-04-01"];
    check(money, &before, &after, ("2015-16", "owed"), all);
    check(money, &before, &after, ("2014-15", "owed"), &["cost 2014-04-01"]);
    check(money, &before, &after, ("2015-16", "paid"), &["other 2015-04-01"]);
}

// spec: S22
#[test]
fn a_last_value_is_read_where_it_serves_later() {
    let money = "
        inputs: { latest: { unit: GBP, missing: last value }, now: { unit: GBP } }
        postings:
          served: { of: latest, from: owner, to: builder }
          said: { of: now, from: owner, to: builder }
    ";
    let said = |n: u32| format!("latest 2014-15 = {n}\nnow 2014-15 = {n}\nnow 2015-16 = {n}\n");
    check(money, &said(1), &said(2), ("2015-16", "served"), &["latest 2014-04-01"]);
    check(money, &said(1), &said(2), ("2015-16", "said"), &["now 2015-04-01"]);
}
