//! The table of mechanisms is whole, and every example in it holds.

use crate::folder;
use accordant_agreement::Agreement;
use accordant_settlement::run_example;
use std::collections::{BTreeMap, BTreeSet};

const PAGE: &str = "docs/mechanisms.md";

/// One row: the mechanism, how it is written, and what shows it.
struct Row {
    name: String,
    written: String,
    shown_by: String,
}

fn rows() -> Vec<Row> {
    let page = folder::text(PAGE);
    let of_table = page.lines().filter(|line| line.starts_with("| M"));
    let read = |line: &str| {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        let [name, written, shown_by] = cells[..] else { panic!("{} cells: {line}", cells.len()) };
        Row { name: name.to_string(), written: written.to_string(), shown_by: shown_by.to_string() }
    };
    of_table.map(read).collect()
}

/// What stands in backticks.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// The number of a mechanism: `M07`.
fn number(row: &Row) -> &str {
    row.name.split_whitespace().next().unwrap()
}

#[test]
fn every_mechanism_has_a_row_that_says_how_it_is_written() {
    let rows = rows();
    let numbers: BTreeSet<&str> = rows.iter().map(number).collect();
    let wanted: Vec<String> = (1..=54).map(|number| format!("M{number:02}")).collect();
    assert_eq!(numbers.into_iter().collect::<Vec<_>>(), wanted);
    let silent: Vec<&str> =
        rows.iter().filter(|row| row.written.is_empty()).map(|row| row.name.as_str()).collect();
    assert_eq!(silent, Vec::<&str>::new());
}

#[test]
fn every_example_that_shows_a_mechanism_holds() {
    let mut agreements: BTreeMap<String, Agreement> = BTreeMap::new();
    let mut shown = 0;
    for row in rows() {
        for (name, example) in quoted(&row.shown_by).filter_map(|cited| cited.split_once(": ")) {
            let read = || folder::agreement(&folder::files(name));
            let agreement = agreements.entry(name.to_string()).or_insert_with(read);
            let found = agreement.examples.iter().find(|found| found.name == example);
            let found = found.unwrap_or_else(|| panic!("{}: `{name}` has no example `{example}`", row.name));
            let ran = run_example(agreement, found);
            assert!(
                ran.holds() && !ran.compared.is_empty(),
                "{}: `{name}: {example}` does not hold: {:#?}",
                row.name,
                ran.compared
            );
            shown += 1;
        }
    }
    assert!(shown >= 60, "only {shown} examples are cited");
}

/// A mechanism that no example shows is no matter of settlement; its row says where it lives, or which folder is it.
#[test]
fn a_mechanism_without_an_example_says_where_it_lives() {
    let mut without = Vec::new();
    for row in rows().iter().filter(|row| !quoted(&row.shown_by).any(|cited| cited.contains(": "))) {
        let lives = ["governance", "record"].iter().any(|home| row.shown_by.contains(home));
        let folders =
            quoted(&row.shown_by).filter(|name| folder::path("agreements").join(name).is_dir()).count();
        assert!(lives || folders == 1, "{}: neither an example nor a place", row.name);
        without.push(number(row).to_string());
    }
    assert_eq!(without, ["M54"], "a mechanism lost its example");
}

// spec: L17
#[test]
fn the_agreement_without_money_checks_clean_and_has_nothing_to_settle() {
    let agreement = folder::agreement(&folder::files("worked-m54-governance-only"));
    assert!(agreement.terms.is_none() && agreement.examples.is_empty());
}

#[test]
fn every_worked_folder_shows_a_mechanism() {
    let page = folder::text(PAGE);
    let worked = folder::shipped().into_iter().filter(|name| name.starts_with("worked-"));
    let unused: Vec<String> = worked.filter(|name| !page.contains(&format!("`{name}"))).collect();
    assert_eq!(unused, Vec::<String>::new());
}
