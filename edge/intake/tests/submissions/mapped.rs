//! Tables of a layout of their own, by what a `columns.yaml` says: what is read, fixed and refused of their rows.

use super::fuzz::{Numbers, altered};
use accordant_agreement::problem::Problems;
use accordant_agreement::{SourceFile, check};
use accordant_facts::{Days, FactValue, Status};
use accordant_intake::columns;
use accordant_intake::period::Period;
use accordant_intake::submission::{self, Asked, Content, Kind, Known, Mapped, Refused, Submission};
use std::io::Cursor;

const AGREEMENT: &str = "
accordant: 1
alliance:
  name: A small alliance
  term: { from: 2025-04-01, to: 2026-03-31 }
  settles: { every: year, from: 1 April, currency: GBP }
parties:
  owner: { name: The owner, role: commissioner }
  builder: { name: The builder, role: provider }
  designer: { name: The designer, role: provider }
money:
  lists: { stage: [plan, build] }
  inputs:
    cost: { unit: GBP, by: [provider, stage] }
    quality: { unit: ratio, by: provider }
    track: { one_of: [basic, enhanced] }
    opened: { unit: date }
  lines:
    half: 50% of sum of cost
";
const COLUMNS: &str = "
monthly:
  period: { column: Month }
  absent: [n/a]
  inputs:
    cost: { column: Cost, of: [{ column: Who, codes: { B1: builder } }, build] }
    quality: { column: Q, percent: text, of: { column: Who, codes: { B1: builder } } }
yearly:
  row: Id
  period: 2025-26
  inputs:
    track: { column: Track, codes: { E: enhanced, B: basic } }
    opened: Opened
";
const MONTHLY: &str = "Who,Month,Cost,Q\nB1,2025-04,\"(1,234.50)\",40.00%\ndesigner,2025-04,2.5m,\nB1,13/05/2025,12.123456789012,n/a\n";

fn read(bytes: &[u8]) -> (Result<Submission, Refused>, String) {
    let checked = check(&[SourceFile { name: "alliance.yaml", bytes: AGREEMENT.as_bytes() }]);
    let agreement = checked.agreement.unwrap_or_else(|| panic!("{:#?}", checked.findings));
    let periods: Vec<Period> = vec![("2025-26".to_string(), Days::parse("2025-04-01..2026-03-31").unwrap())];
    let mut problems = Problems::new();
    let terms = agreement.terms.as_ref().unwrap();
    let mappings = columns::read("columns.yaml", COLUMNS.as_bytes(), terms, &periods, &mut problems);
    assert!(!problems.bar_acceptance(), "{:#?}", problems.sorted());
    let known = Known::default();
    let mapped = Mapped { mappings: &mappings, periods: &periods, status: Status::Real };
    let asked = Asked { mapped, kind: Some(Kind::Csv), ..Asked::new("table.csv", &known) };
    let mut rejects = Vec::new();
    let read = submission::read(Cursor::new(bytes.to_vec()), &asked, &mut rejects);
    (read, String::from_utf8(rejects).unwrap())
}

/// The facts as `row name/of days value`.
fn facts(submission: &Submission) -> Vec<String> {
    let Content::Facts(facts) = &submission.content else { panic!("they are no facts") };
    let value = |value: &FactValue| match value {
        FactValue::Number(number) => number.terminating().unwrap(),
        FactValue::Word(word) => word.clone(),
        FactValue::NotPublished => "not published".to_string(),
    };
    let shown = facts.iter().map(|fact| {
        let name: Vec<&str> = std::iter::once(&fact.name).chain(&fact.of).map(String::as_str).collect();
        format!("{} {} {} {}", fact.row.as_deref().unwrap(), name.join("/"), fact.days, value(&fact.value))
    });
    shown.collect()
}

#[test]
fn each_row_gives_the_facts_that_it_says() {
    let (read, rejects) = read(MONTHLY.as_bytes());
    let submission = read.unwrap();
    assert_eq!(
        facts(&submission),
        [
            "2 cost/builder/build 2025-04-01..2025-04-30 -1234.5",
            "2 quality/builder 2025-04-01..2025-04-30 0.4",
            "3 cost/designer/build 2025-04-01..2025-04-30 2500000",
            "4 cost/builder/build 2025-05-01..2025-05-31 12.123456789012",
        ]
    );
    assert_eq!(rejects, "");
    let report = submission.report;
    assert_eq!((report.rows.accepted, report.rows.fixed, report.columns.read), (1, 2, 4), "{report}");
    assert_eq!(report.controls.len(), 1, "{report}");
}

#[test]
fn a_table_of_one_period_takes_it_from_the_mapping() {
    let (read, _) = read(b"Id,Track,Opened\n1,E,2025-06-01\n");
    let all = facts(&read.unwrap());
    assert_eq!(all, ["2 track 2025-04-01..2026-03-31 enhanced", "2 opened 2025-04-01..2026-03-31 20240"]);
}

#[test]
fn what_a_row_cannot_mean_is_refused_with_what_to_do() {
    let table = "Who,Month,Cost,Q\nB1,01/02/2025,1,\nB1,soon,1,\n,2025-04,1,\nB1,2025-04,,\nB1,2025-04,1,4\n";
    let (read, rejects) = read(table.as_bytes());
    let report = read.unwrap().report;
    let whats: Vec<(&str, &str)> =
        report.refusals.iter().map(|refusal| (refusal.fault.code, refusal.fault.what.as_str())).collect();
    assert_eq!(
        whats,
        [
            ("ambiguous-date", "`01/02/2025` could be two days"),
            ("bad-period", "`soon` is no period of the agreement"),
            ("unknown-element", "nothing says of which provider it is"),
            ("missing-value", "no value stands in the row"),
            ("percent", "`4` has no percent sign"),
        ],
        "{report}"
    );
    assert_eq!(rejects.lines().count(), 6);
}

#[test]
fn whatever_is_sent_nothing_panics_and_everything_adds_up() {
    let cases = if std::env::var_os("ACCORDANT_DEEP").is_some() { 20_000 } else { 300 };
    let mut numbers = Numbers(0x5eed_c0de);
    for _ in 0..cases {
        let (Ok(submission), _) = read(&altered(MONTHLY.as_bytes(), &mut numbers)) else { continue };
        let rows = submission.report.rows;
        assert_eq!(rows.rows(), rows.accepted + rows.fixed + rows.refused);
        for (_, control) in &submission.report.controls {
            let parts = control.accepted.units() + control.fixed.units() + control.refused.units();
            assert_eq!(control.came_in().unwrap().units(), parts);
        }
    }
}
