//! Every published row of two years comes out as it was published.

use crate::folder;
use crate::published::{self, Outcome, PublishedRow, REVENUE_LIMITED};
use accordant_money::Exact;
use std::collections::BTreeMap;

/// The columns that hold results of the programme's own settlement.
const RESULTS: [&str; 5] = ["FinalShareRate", "FinalLossRate", "GenSaveLoss", "Sav_rate", "EarnSaveLoss"];

/// The rows of both years, each settled in both ways of holding numbers, which must agree.
fn settled() -> Vec<(PublishedRow, Outcome)> {
    let files = folder::files(published::AGREEMENT);
    let agreement = folder::agreement(&files);
    let terms = agreement.terms.as_ref().unwrap();
    let mut all = Vec::new();
    for year in published::YEARS {
        let each = published::compiled(&agreement, year);
        let mut exact = each.reader::<Exact>().unwrap();
        let mut quick = each.quick_reader().unwrap();
        for row in published::rows(&files, &agreement, year) {
            let outcome = published::settle_exactly(&mut exact, &each, terms, &row);
            let quickly = published::settle_quickly(&mut quick, &each, terms, &row);
            assert_eq!(outcome, quickly, "{}: the two readings differ", row.name);
            all.push((row, outcome.unwrap()));
        }
    }
    all
}

// spec: F8, F9, S6, S7, S8, S10
#[test]
fn every_published_row_is_met_within_whole_dollars() {
    let all = settled();
    let years: BTreeMap<&str, usize> = published::YEARS
        .into_iter()
        .map(|year| (year, all.iter().filter(|(row, _)| row.name.starts_with(year)).count()))
        .collect();
    assert_eq!(years, BTreeMap::from([("2022", 482), ("2023", 453)]));
    let missed: Vec<String> =
        all.iter().filter_map(|(row, outcome)| published::compared(row, outcome).err()).collect();
    assert!(missed.is_empty(), "{} rows are missed:\n{}", missed.len(), missed.join("\n"));
    let bounds: Vec<&str> = all
        .iter()
        .filter(|(_, outcome)| outcome.amount.stated.is_none())
        .map(|(row, _)| row.name.as_str())
        .collect();
    assert_eq!(bounds, REVENUE_LIMITED);
    let apart = |(row, outcome): &(PublishedRow, Outcome)| {
        outcome.amount.stated.as_ref().map(|stated| published::distance(&row.earned, stated))
    };
    let furthest = all.iter().filter_map(apart).max().unwrap();
    println!(
        "the furthest row is {} dollars apart",
        furthest.decimal(4, accordant_money::Rounding::HalfEven)
    );
    // Nothing is met by chance: some published row does lie further off than its own rounding.
    assert!(furthest > Exact::ratio(1, 2).unwrap());
}

// spec: S9
#[test]
fn no_threshold_is_left_open_by_whole_dollars() {
    let open: Vec<String> = settled()
        .iter()
        .filter(|(row, outcome)| {
            !outcome.undecided.is_empty() && !REVENUE_LIMITED.contains(&row.name.as_str())
        })
        .map(|(row, outcome)| format!("{}: {:?}", row.name, outcome.undecided))
        .collect();
    assert!(open.is_empty(), "{}", open.join("\n"));
}

// spec: S12
#[test]
fn every_zero_names_the_term_that_made_it() {
    let all = settled();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (row, outcome) in all
        .iter()
        .filter(|(_, outcome)| outcome.amount.stated.as_ref().is_some_and(|stated| stated == &Exact::zero()))
    {
        assert_eq!(row.earned, Exact::zero(), "{}", row.name);
        let because = outcome.because.as_deref().unwrap_or_else(|| panic!("{}: no reason", row.name));
        *counts.entry(because).or_default() += 1;
    }
    let expected = BTreeMap::from([
        ("The saving is below the minimum rate", 171),
        ("Overspent, but this track shares no losses", 80),
        ("The overspend is inside the corridor", 32),
        ("Disaster relief covers the whole loss", 14),
    ]);
    assert_eq!(counts, expected);
    let terms = folder::text("agreements/medicare-shared-savings/alliance.yaml");
    assert!(counts.keys().all(|because| terms.contains(because)), "a reason is no text of the agreement");
}

// spec: F8
#[test]
fn no_result_of_the_programme_is_read() {
    let columns = folder::text("agreements/medicare-shared-savings/columns.yaml");
    let terms: String = columns.lines().filter(|line| !line.starts_with('#')).collect::<Vec<_>>().join("\n");
    let data = folder::text("agreements/medicare-shared-savings/data/py2023.csv");
    let heading = data.lines().next().unwrap();
    for name in RESULTS {
        assert!(!terms.contains(name), "`{name}` is a result");
        // Unless the name is one of the file's, saying that it is not read says nothing.
        let published = heading.split(',').any(|column| column == name);
        assert!(published, "`{name}` is no column of the file");
    }
}
