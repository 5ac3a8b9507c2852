//! Harbour settled to the end of each month, and what its figures read, from the facts that are shipped with it.
#![expect(clippy::unwrap_used, reason = "a test stops at its first surprise")]

use accordant_agreement::calendar::parse_period;
use accordant_agreement::resolve::{Given, read_value};
use accordant_agreement::{Agreement, SourceFile};
use accordant_facts::{Days, Fact, FactValue, Facts, RowPlace, Status};
use accordant_money::{Exact, Number};
use accordant_settlement::{Restated, difference, series, series_to_date};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The files of a folder that end so, by name.
fn files(folder: &Path, ending: &str) -> Vec<(String, String)> {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<PathBuf> =
        paths.filter(|path| path.extension().is_some_and(|is| is == ending)).collect();
    paths.sort();
    let name = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_string();
    paths.iter().map(|path| (name(path), fs::read_to_string(path).unwrap())).collect()
}

fn harbour() -> (Agreement, Facts) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../agreements/harbour");
    let mut texts = files(&folder, "yaml");
    texts.retain(|(name, _)| name != "counting.yaml");
    let sources: Vec<SourceFile<'_>> =
        texts.iter().map(|(name, text)| SourceFile { name, bytes: text.as_bytes() }).collect();
    let agreement = accordant_agreement::check(&sources).agreement.unwrap();
    let mut facts = Facts::new();
    for (file, text) in files(&folder.join("facts"), "csv") {
        for (line, row) in text.lines().enumerate().skip(1) {
            let at = RowPlace { file: Arc::from(file.as_str()), line: line as u64 + 1 };
            facts.insert(fact(&agreement, row, at)).unwrap();
        }
    }
    (agreement, facts)
}

/// A row: fact, of, period, value, status, and where it comes from, of which nothing is read here.
fn fact(agreement: &Agreement, row: &str, at: RowPlace) -> Fact {
    let cells: Vec<&str> = row.splitn(6, ',').collect();
    let [name, of, period, value, status, _] = cells[..] else { panic!("{at}: {row}") };
    let period = parse_period(&agreement.particulars.alliance, period).unwrap();
    let value = match read_value(value) {
        Some(Given::Number(number, _)) => FactValue::Number(number),
        _ => FactValue::Word(value.to_string()),
    };
    Fact {
        name: name.to_string(),
        of: [of].into_iter().filter(|of| !of.is_empty()).map(str::to_string).collect(),
        days: Days::new(period.from, period.to).unwrap(),
        value,
        known_to: None,
        status: Status::parse(status).unwrap(),
        owner: None,
        source: None,
        row: None,
        at,
    }
}

/// What is posted to a day under each figure of this name, in pounds.
fn check(day: Date, figure: &str, expected: &[(&str, &str)]) {
    let (agreement, facts) = harbour();
    let settled = series_to_date(&agreement, &facts, day);
    let [part] = &settled.last().unwrap().parts[..] else { panic!("{day} is cut") };
    let of_figure =
        part.shares.iter().map(|one| &one.share).filter(|share| share.address.starts_with(figure));
    let found: Vec<(&str, String)> =
        of_figure.map(|share| (share.address.as_str(), share.posted.as_ref().unwrap().plain())).collect();
    let expected: Vec<(&str, String)> =
        expected.iter().map(|(address, amount)| (*address, (*amount).to_string())).collect();
    assert_eq!(found, expected, "{day}");
}

// spec: S28, S20
#[test]
fn every_month_of_both_years_is_settled_to_date_without_a_refusal() {
    let (agreement, facts) = harbour();
    for months in 1..=24 {
        let next = date(2025, 4, 1).checked_add(months.months()).unwrap();
        let day = next.yesterday().unwrap();
        let settled = series_to_date(&agreement, &facts, day);
        assert_eq!(settled.len(), if months <= 12 { 1 } else { 2 }, "{day}");
        for part in settled.iter().flat_map(|period| &period.parts) {
            assert!(part.refusals.is_empty() && part.undecided.is_empty(), "{day}: {:?}", part.refusals);
            assert!(part.shares.iter().all(|one| one.share.posted.is_some()), "{day}");
            let budget = part.pools.iter().find(|pool| pool.pool == "pooled_budget").unwrap();
            assert_eq!(
                budget.closing.plain(),
                "0.00",
                "{day}: what is paid in to date is paid out or shared"
            );
        }
    }
}

// spec: S28
#[test]
fn at_the_end_of_the_year_to_date_is_the_year() {
    let (agreement, facts) = harbour();
    let last = date(2026, 3, 31);
    let (whole, to_date) = (series(&agreement, &facts, last), series_to_date(&agreement, &facts, last));
    assert_eq!(format!("{whole:?}"), format!("{to_date:?}"));
}

/// 30 of 365 days of 46,650,000.00 and of the fixed elements.
// spec: S28, S20, S14
#[test]
fn the_first_month_takes_its_days_of_what_is_agreed_for_the_year() {
    check(date(2025, 4, 30), "contributions_paid", &[("contributions_paid[icb]", "3834246.58")]);
    check(
        date(2025, 4, 30),
        "fixed_payment",
        &[
            ("fixed_payment[acute]", "1528767.12"),
            ("fixed_payment[community]", "1167123.29"),
            ("fixed_payment[gp_federation]", "254794.52"),
            ("fixed_payment[charity]", "73972.60"),
        ],
    );
}

/// Every number said a thousandth larger.
fn said_larger(facts: &Facts) -> Facts {
    let mut larger = Facts::new();
    for fact in facts.iter() {
        let value = match &fact.value {
            FactValue::Number(number) => {
                FactValue::Number(number.times(&Exact::parse_decimal("1.001").unwrap()).unwrap())
            }
            other => other.clone(),
        };
        larger.insert(Fact { value, ..fact.clone() }).unwrap();
    }
    larger
}

// spec: S22
#[test]
fn a_posted_figure_moves_as_far_by_the_facts_that_it_reads_alone() {
    let (agreement, facts) = harbour();
    let later = said_larger(&facts);
    let (mut moved, mut fewest) = (0, usize::MAX);
    for label in ["2025-26", "2026-27"] {
        let period = parse_period(&agreement.particulars.alliance, label).unwrap();
        let state = Restated::of_facts(&agreement, &facts, &later);
        let whole = difference(&state, &period).unwrap();
        for figure in &whole.figures {
            let mut narrow = whole.clone();
            narrow.leaves_what_they_read(&state, |posted| posted == figure.figure);
            let mut read = facts.clone();
            for change in &narrow.changes {
                drop(read.replace(change.latest().clone()));
            }
            let settled = series(&agreement, &read, period.from);
            let part = &settled.last().unwrap().parts[0];
            let named = |address: &str| format!("{label}/{address}") == figure.figure;
            let share = part.shares.iter().map(|one| &one.share).find(|share| named(&share.address)).unwrap();
            assert_eq!(share.posted, Some(figure.after), "{}", figure.figure);
            moved += 1;
            fewest = fewest.min(narrow.changes.len());
        }
    }
    assert!(moved > 30 && fewest < 5, "{moved} figures moved; the one that reads least reads {fewest}");
}
