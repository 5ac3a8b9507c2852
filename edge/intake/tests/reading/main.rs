//! What is read from the files that people have, and what they are told.

mod columns;
mod counting;
mod facts;
mod folder;
mod numbers;
mod rows;

use accordant_agreement::problem::Problems;
use accordant_agreement::terms::Terms;
use accordant_agreement::{SourceFile, check};
use accordant_facts::{Days, Fact, FactValue};
use accordant_intake::period::Period;

const AGREEMENT: &str = r#"
accordant: 1
alliance:
  name: A small alliance
  term: { from: 2014-04-01, to: 2016-03-31 }
  settles: { every: year, from: 1 April, currency: GBP }
parties:
  owner: { name: The owner, role: commissioner }
  builder: { name: The builder, role: provider }
  designer: { name: The designer, role: provider }
money:
  lists: { stage: [plan, build] }
  inputs:
    cost: { unit: GBP, kind: value }
    margin: { unit: GBP, by: provider }
    hours: { unit: hours, by: [provider, stage] }
    quality: { unit: ratio }
    track: { one_of: [basic, enhanced] }
    met: { one_of: [yes, no] }
    opened: { unit: date }
  lines:
    half: 50% of cost
  pools: { fund: { says: What is set aside } }
"#;

fn terms() -> Terms {
    let checked = check(&[SourceFile { name: "alliance.yaml", bytes: AGREEMENT.as_bytes() }]);
    let told = || panic!("the agreement of the tests is wrong: {:#?}", checked.findings);
    checked.agreement.clone().and_then(|agreement| agreement.terms).unwrap_or_else(told)
}

fn periods() -> Vec<Period> {
    let period = |name: &str, days| (name.to_string(), Days::parse(days).unwrap());
    vec![period("2014-15", "2014-04-01..2015-03-31"), period("2015-16", "2015-04-01..2016-03-31")]
}

/// Each problem as `line:column-length what > help`.
fn told(problems: &Problems) -> Vec<String> {
    let shown = problems.sorted().into_iter().map(|problem| {
        let place = problem.place;
        let help = problem.help.unwrap_or_default();
        format!("{}:{}-{} {} > {help}", place.line, place.column, place.length, problem.what)
    });
    shown.collect()
}

fn value(value: &FactValue) -> String {
    match value {
        FactValue::Number(number) => number.terminating().unwrap(),
        FactValue::Word(word) => format!("word {word}"),
        FactValue::NotPublished => "not published".to_string(),
    }
}

/// A fact as `line name/of days value`.
fn shown(fact: &Fact) -> String {
    let name: Vec<&str> = std::iter::once(&fact.name).chain(&fact.of).map(String::as_str).collect();
    format!("{} {} {} {}", fact.at.line, name.join("/"), fact.days, value(&fact.value))
}
