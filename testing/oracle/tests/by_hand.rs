//! The oracle by itself, against figures worked out by hand.

use accordant_agreement::{SourceFile, check as check_text};
use accordant_facts::Days;
use accordant_oracle::{
    Context, End, Facts, OracleFact, OracleFactValue, OracleStatement, PostedAmount, Refusal, settle,
};
use std::collections::BTreeMap;

const CAPITAL_WORKS: &str = include_str!("../../../agreements/capital-works/alliance.yaml");
const HEAD: &str = "
accordant: 1
alliance: { name: A, term: { from: 2014-04-01, to: 2017-03-31 }, settles: { every: year, from: 1 April, currency: GBP } }
parties:
  owner: { name: O, role: commissioner }
  a: { name: A, role: provider }
  b: { name: B, role: provider }
  c: { name: C, role: provider }
";

/// Settles the first year with facts written as `name value`, `name[element] value`, with `~p` for known to p.
fn settled(text: &str, facts: &str) -> Result<OracleStatement, Refusal> {
    let checked = check_text(&[SourceFile { name: "alliance.yaml", bytes: text.as_bytes() }]);
    let agreement = checked.agreement.unwrap_or_else(|| panic!("{:#?}", checked.findings));
    let year = Days::parse("2014-04-01..2015-03-31").unwrap();
    let term = Days::parse("2014-04-01..2017-03-31").unwrap();
    let around =
        Context { period: year, part: year, term, carried: BTreeMap::new(), openings: BTreeMap::new() };
    let rows: BTreeMap<(String, Vec<String>), OracleFact> = facts.split(';').filter_map(fact).collect();
    let now = |name: &str, of: &[String]| rows.get(&(name.to_owned(), of.to_vec())).cloned();
    settle(&agreement.terms.unwrap(), &around, &Facts { now: &now, before: &|_, _| None, met: &|_| {} })
}

fn fact(row: &str) -> Option<((String, Vec<String>), OracleFact)> {
    let (name, value) = row.trim().split_once(' ')?;
    let (name, of) = match name.split_once('[') {
        Some((name, of)) => (name, vec![of.trim_end_matches(']').to_owned()]),
        None => (name, Vec::new()),
    };
    let (value, known_to) = match value.split_once('~') {
        Some((value, known_to)) => (value, Some(known_to.parse().unwrap())),
        None => (value, None),
    };
    let value = match value {
        "unpublished" => OracleFactValue::NotPublished,
        _ => value.parse().map_or_else(|_| OracleFactValue::Word(value.to_owned()), OracleFactValue::Number),
    };
    Some(((name.to_owned(), of), OracleFact { value, known_to }))
}

/// Compares the postings, in pennies, `bounds low..high`, or the refusal.
fn check(text: &str, facts: &str, expected: &str) {
    let found = match settled(text, facts) {
        Ok(statement) => statement.postings.iter().map(line).collect::<Vec<_>>().join("; "),
        Err(Refusal { missing, forbidden }) => {
            let missing = missing.iter().map(|(name, of)| format!("missing {name}{of:?}"));
            missing.chain(forbidden).collect::<Vec<_>>().join("; ")
        }
    };
    assert_eq!(found, expected, "{facts}");
}

fn line(posting: &accordant_oracle::OraclePosting) -> String {
    let of = if posting.of.is_empty() { String::new() } else { format!("[{}]", posting.of.join(",")) };
    let amount = match &posting.amount {
        PostedAmount::Posted(units) => units.to_string(),
        PostedAmount::Bounds(range) => format!("bounds {}..{}", end(&range.low), end(&range.high)),
    };
    format!("{}{of} {}>{} {amount}", posting.figure, posting.from, posting.to)
}

fn end(end: &End) -> String {
    end.value().map_or_else(String::new, ToString::to_string)
}

fn money(rest: &str) -> String {
    format!("{HEAD}\nmoney:\n{rest}")
}

#[test]
fn the_capital_works_pay_what_their_own_examples_say() {
    check(
        CAPITAL_WORKS,
        "target_cost 100000000; actual_cost 92000000; margin[builder] 5000000; margin[designer] 3000000;
         weeks_late -8; lost_time_rate 1",
        "provider_gain[builder] outside>builder 200000000; provider_gain[designer] outside>designer 120000000; \
         unearned outside>owner 80000000; owner_gain outside>owner 400000000; \
         provider_pain[builder] builder>owner 0; provider_pain[designer] designer>owner 0",
    );
    check(
        CAPITAL_WORKS,
        "target_cost 10; actual_cost 249/25; margin[builder] 4000000; margin[designer] 4000000; weeks_late 0; lost_time_rate 2",
        "provider_gain[builder] outside>builder 1; provider_gain[designer] outside>designer 0; \
         unearned outside>owner 1; owner_gain outside>owner 2; \
         provider_pain[builder] builder>owner 0; provider_pain[designer] designer>owner 0",
    );
}

#[test]
fn every_missing_fact_is_named_in_one_run() {
    check(
        CAPITAL_WORKS,
        "target_cost 100; margin[builder] 5",
        "missing actual_cost[]; missing lost_time_rate[]; missing margin[\"designer\"]; missing weeks_late[]",
    );
}

const SHARED: &str = "  inputs: { x: { unit: GBP }, w: { unit: ratio, by: provider } }
  rounding: pennies, half even
  postings: { gain: { of: x, from: owner, to: { providers: by w } } }";

#[test]
fn pennies_left_over_go_to_the_largest_remainders_and_pain_is_the_mirror() {
    let text = money(SHARED);
    let equal = "w[a] 1; w[b] 1; w[c] 1";
    check(&text, &format!("x 1; {equal}"), "gain[a] owner>a 34; gain[b] owner>b 33; gain[c] owner>c 33");
    check(&text, &format!("x -1; {equal}"), "gain[a] owner>a -34; gain[b] owner>b -33; gain[c] owner>c -33");
    check(&text, "x 1; w[a] 1; w[b] 5; w[c] 1", "gain[a] owner>a 14; gain[b] owner>b 72; gain[c] owner>c 14");
    // Half a penny is rounded to the even one before it is split.
    check(
        &text,
        "x 5/1000; w[a] 1; w[b] 1; w[c] 0",
        "gain[a] owner>a 0; gain[b] owner>b 0; gain[c] owner>c 0",
    );
}

#[test]
fn weights_are_neither_negative_nor_all_zero() {
    let text = money(SHARED);
    check(&text, "x 1; w[a] 1; w[b] -1; w[c] 3", "a weight is below zero");
    check(&text, "x 1; w[a] 0; w[b] 0; w[c] 0", "all weights are zero");
    check(&text, "x 0; w[a] 0; w[b] 0; w[c] 0", "gain[a] owner>a 0; gain[b] owner>b 0; gain[c] owner>c 0");
}

fn of(formula: &str) -> String {
    money(&format!(
        "  inputs: {{ x: {{ unit: GBP }}, y: {{ unit: GBP, at_least: -5 }} }}
  rounding: pennies, half away from zero
  lines: {{ z: \"{formula}\" }}
  postings: {{ gain: {{ of: z, from: outside, to: a }} }}"
    ))
}

#[test]
fn bounds_pass_through_every_operation_and_are_not_posted() {
    check(&of("2 * x - 1 GBP"), "x 100~10", "gain outside>a bounds 189..209");
    check(&of("-x"), "x 100~10", "gain outside>a bounds -105..-95");
    check(&of("x * x / 2 GBP"), "x 1~4", "gain outside>a bounds -3/2..9/2");
    check(&of("1 GBP * (1 GBP / x)"), "x 1~2", "a divisor may be zero");
    check(&of("max(x, 0)"), "x 1~4", "gain outside>a bounds 0..3");
    check(&of("x rounded to 10, half down"), "x 100~10", "gain outside>a bounds 90..100");
    check(&of("min(x, y)"), "x 100; y unpublished", "gain outside>a bounds -5..100");
    check(&of("min(x, y)"), "x -100; y unpublished", "gain outside>a -10000");
    check(&of("max(x, y)"), "x -100; y unpublished", "gain outside>a bounds -5..");
}

#[test]
fn the_three_thresholds_differ_at_their_edges() {
    for (x, cliff, deductible, deadband) in
        [(9, 0, 0, 0), (10, 1000, 0, 0), (11, 1100, 100, 100), (-10, 0, 0, 0), (-12, 0, 0, -200)]
    {
        for (function, expected) in [("cliff", cliff), ("deductible", deductible), ("deadband", deadband)] {
            let text = of(&format!("{function}(x, 10 GBP)"));
            check(&text, &format!("x {x}"), &format!("gain outside>a {expected}"));
        }
    }
}

#[test]
fn rounding_rules_differ_on_ties_and_below_zero() {
    let rules = [
        ("half away from zero", [1, -1, 2, -2]),
        ("half even", [0, 0, 2, -2]),
        ("half up", [1, 0, 2, -1]),
        ("half down", [0, -1, 1, -2]),
        ("away from zero", [1, -1, 2, -2]),
        ("toward zero", [0, 0, 1, -1]),
        ("up", [1, 0, 2, -1]),
        ("down", [0, -1, 1, -2]),
    ];
    for (rule, expected) in rules {
        for (x, units) in ["1/2", "-1/2", "3/2", "-3/2"].into_iter().zip(expected) {
            let text = of(&format!("x rounded to 1, {rule}"));
            check(&text, &format!("x {x}"), &format!("gain outside>a {}", units * 100));
        }
    }
}

#[test]
fn a_band_rate_is_marginal_and_a_loss_is_the_mirror_of_a_gain() {
    let text = money(
        "  inputs: { x: { unit: GBP } }
  rounding: pennies, half away from zero
  tables: { share: { of: x, bands: [ { to: 10 GBP, rate: 50% }, { to: 20 GBP, rate: 20% }, { beyond: 10% } ] } }
  postings: { gain: { of: share, from: outside, to: a } }",
    );
    for (x, pennies) in [("10", 500), ("15", 600), ("30", 800), ("-15", -600)] {
        check(&text, &format!("x {x}"), &format!("gain outside>a {pennies}"));
    }
    check(&text, "x 15~40", "gain outside>a bounds -5/2..17/2");
}

#[test]
fn a_pool_is_not_overdrawn() {
    let text = money(
        "  inputs: { x: { unit: GBP }, y: { unit: GBP } }
  rounding: pennies, half away from zero
  pools: { fund: { opening: 5 } }
  postings: { in: { of: x, from: owner, to: fund }, out: { of: y, from: fund, to: a } }",
    );
    check(&text, "x 1; y 6", "in owner>fund 100; out fund>a 600");
    check(&text, "x 1; y 601/100", "the pool `fund` would be overdrawn");
}
