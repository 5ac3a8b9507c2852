//! What follows from terms and facts, in a few lines each.
//!
//! [`check`] takes money terms, facts and what they come to; only the helpers here know how settling is called.
#![expect(clippy::unwrap_used, reason = "a test stops at its first surprise")]

mod bounds;
mod formulas;
mod lines;
mod measures;
mod missing;
mod periods;
mod postings;
mod reads;
mod reasons;
mod restated;
mod tables;
mod to_date;
mod zeros;

use accordant_agreement::calendar::parse_period;
use accordant_agreement::problem::{Severity, render};
use accordant_agreement::resolve::{Given, read_value};
use accordant_agreement::terms::Origin;
use accordant_agreement::{Agreement, SourceFile};
use accordant_facts::{Days, Fact, FactValue, Facts, RowPlace, Status};
use accordant_money::Exact;
use accordant_settlement::{SettledPeriod, Settlement, Statement, Value, account_name, series};
use std::fmt::Write;
use std::sync::Arc;

/// All that stands before the money terms of most tests: three years, a commissioner and two providers.
pub const HEAD: &str = "
accordant: 1
alliance:
  name: A small alliance
  term: { from: 2014-04-01, to: 2017-03-31 }
  settles: { every: year, from: 1 April, currency: GBP }
parties:
  owner: { name: The owner, role: commissioner }
  builder: { name: The builder, role: provider }
  designer: { name: The designer, role: provider }
services:
  hips: { name: Hips }
  eyes: { name: Eyes }
";

/// Settles money terms under the usual head, with a rounding to pennies, and compares what is printed.
pub fn check(money: &str, facts: &str, expected: &str) {
    check_text(&with_head(HEAD, money), facts, expected);
}

/// The money terms under a head.
pub fn with_head(head: &str, money: &str) -> String {
    let mut text = format!("{head}\nmoney:\n  rounding: pennies, half away from zero\n");
    for line in dedented(money).lines() {
        writeln!(text, "  {line}").unwrap();
    }
    text
}

/// Settles a whole agreement, and compares what is printed.
pub fn check_text(text: &str, facts: &str, expected: &str) {
    let found = printed(&settled(&agreement(text), &facts_of(text, facts)));
    let (found, expected) = (dedented(&found), dedented(expected));
    assert!(found == expected, "found:\n{found}\n\nexpected:\n{expected}\n");
}

/// The problems that bar an agreement, in words.
pub fn problems(text: &str) -> Vec<String> {
    let checked = accordant_agreement::check(&[SourceFile { name: "alliance.yaml", bytes: text.as_bytes() }]);
    let barring = checked.findings.iter().filter(|finding| finding.severity == Severity::Problem);
    barring.map(|problem| problem.what.clone()).collect()
}

/// A checked agreement; a problem stops the test.
pub fn agreement(text: &str) -> Agreement {
    let checked = accordant_agreement::check(&[SourceFile { name: "alliance.yaml", bytes: text.as_bytes() }]);
    let problems = checked.findings.iter().filter(|finding| finding.severity == Severity::Problem);
    let told: Vec<String> = problems.map(|problem| render(problem, Some(text))).collect();
    checked.agreement.unwrap_or_else(|| panic!("{}", told.join("\n")))
}

/// Every period with facts, in order.
pub fn settled(agreement: &Agreement, facts: &Facts) -> Vec<SettledPeriod> {
    let last = facts.iter().map(|fact| fact.days.from()).max();
    series(agreement, facts, last.unwrap_or(agreement.particulars.alliance.term.from))
}

/// Facts, one on each line: `cost 2014-15 = 100`, `margin[builder] 2014-15 = 5`, `cost 2014-15 = 100 known to 1`,
/// each with its status in brackets at the end unless it is real.
pub fn facts_of(text: &str, lines: &str) -> Facts {
    let agreement = agreement(text);
    let mut facts = Facts::new();
    for (number, line) in lines.lines().map(str::trim).filter(|line| !line.is_empty()).enumerate() {
        let (what, value) = line.split_once(" = ").unwrap();
        let (figure, period) = what.rsplit_once(' ').unwrap();
        let (name, of) = figure.split_once('[').unwrap_or((figure, ""));
        let (value, status) = value.split_once(" (").unwrap_or((value, "real)"));
        let (value, known_to) =
            value.split_once(" known to ").map_or((value, None), |(value, to)| (value, Some(to)));
        let days = parse_period(&agreement.particulars.alliance, period).unwrap();
        let of = of.trim_end_matches(']').split(", ").filter(|element| !element.is_empty());
        let fact = Fact {
            name: name.to_string(),
            of: of.map(str::to_string).collect(),
            days: Days::new(days.from, days.to).unwrap(),
            value: value_of(value),
            known_to: known_to.map(|to| Exact::parse_decimal(to).unwrap()),
            status: Status::parse(status.trim_end_matches(')')).unwrap(),
            owner: None,
            source: None,
            row: None,
            at: RowPlace { file: Arc::from("facts"), line: number as u64 + 1 },
        };
        facts.insert(fact).unwrap();
    }
    facts
}

fn value_of(text: &str) -> FactValue {
    match read_value(text) {
        Some(Given::Number(number, _)) => FactValue::Number(number),
        Some(Given::NotPublished) => FactValue::NotPublished,
        Some(Given::Word(_)) | None => FactValue::Word(text.to_string()),
    }
}

/// Everything settled: for each part its refusals, open conditions, lines, postings and pools.
pub fn printed(settled: &[SettledPeriod]) -> String {
    let mut text = String::new();
    for part in settled.iter().flat_map(|period| &period.parts) {
        writeln!(text, "{}", part.setting.label).unwrap();
        part_into(part, &mut text);
    }
    text
}

fn part_into(part: &Settlement, text: &mut String) {
    for refusal in &part.refusals {
        writeln!(text, "  refused: {}", refusal.what).unwrap();
    }
    for condition in &part.undecided {
        writeln!(text, "  undecided: {condition}").unwrap();
    }
    // The score of every area and measure is told of as well; here the lines are enough.
    for reason in part.reasons.iter().filter(|reason| reason.origin == Origin::Line) {
        let because = because(reason.because.as_ref());
        writeln!(text, "  {} = {}{because}", reason.address, value(&reason.value)).unwrap();
    }
    for (address, why) in &part.open {
        writeln!(text, "  {address} is open: {why}").unwrap();
    }
    for (address, why) in &part.left_out {
        writeln!(text, "  {address} takes no part: {why}").unwrap();
    }
    part.shares.iter().for_each(|statement| posting(statement, text));
    for pool in &part.pools {
        writeln!(text, "  pool {}: {}", pool.pool, number(&pool.closing.to_exact())).unwrap();
    }
}

fn posting(statement: &Statement, text: &mut String) {
    let share = &statement.share;
    let amount = match &share.posted {
        Some(posted) => number(&posted.to_exact()),
        None => format!("not posted, {}", value(&share.exact)),
    };
    let (from, to) = (account_name(&share.from), account_name(&share.to));
    writeln!(text, "  {}: {from} -> {to} {amount}{}", share.address, because(statement.because.as_ref()))
        .unwrap();
}

fn because(because: Option<&String>) -> String {
    because.map(|because| format!(", because {because}")).unwrap_or_default()
}

/// A value as a decimal, or as a fraction; or its bounds.
pub fn value(value: &Value<Exact>) -> String {
    let end = |bound: Option<&Exact>| bound.map_or_else(|| "no bound".to_string(), number);
    match value {
        Value::Exact(value) => number(value),
        Value::Loose(loose) => {
            let stated =
                loose.stated.as_ref().map(|stated| format!("{}, ", number(stated))).unwrap_or_default();
            format!("{stated}from {} to {}", end(loose.low.as_ref()), end(loose.high.as_ref()))
        }
    }
}

fn number(value: &Exact) -> String {
    value.terminating().unwrap_or_else(|| value.fraction())
}

/// Without the indentation that all lines share, and without empty lines around.
pub fn dedented(text: &str) -> String {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let indent = lines.iter().map(|line| line.len() - line.trim_start().len()).min().unwrap_or_default();
    lines.iter().map(|line| line[indent..].trim_end()).collect::<Vec<_>>().join("\n")
}
