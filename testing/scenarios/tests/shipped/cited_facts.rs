//! Every figure that a fact cites stands where the fact says.
//!
//! `row` says `ROWS:COLUMN`, rows numbered from 1 under the heading of the extract: `3:gdp_deflator` is one cell,
//! `61-72:elective_ga_daycase_ffce` the sum of twelve (sources.md).

use crate::folder;
use accordant_facts::{Fact, FactValue};
use accordant_intake::rows::{Chunk, Rows};
use accordant_money::{Exact, Number};
use std::fs::File;
use std::num::NonZeroUsize;
use std::ops::RangeInclusive;

const ALLIANCE: &str = "leicester";

/// The figure at a place of a cited file: a cell, or the sum of several.
fn cited(file: &str, place: &str) -> Exact {
    let (rows, column) = place.split_once(':').unwrap_or_else(|| panic!("`{place}` is not ROWS:COLUMN"));
    let cells = cells(file, column);
    let chosen =
        numbered(rows).map(|row| cells.get(row - 1).unwrap_or_else(|| panic!("{file} has no row {row}")));
    chosen.fold(Exact::zero(), |sum, cell| {
        let number =
            Exact::parse_decimal(cell).unwrap_or_else(|| panic!("{file}, {place}: `{cell}` is no number"));
        sum.plus(&number).unwrap()
    })
}

fn numbered(rows: &str) -> RangeInclusive<usize> {
    let (first, last) = rows.split_once('-').unwrap_or((rows, rows));
    first.parse().unwrap()..=last.parse().unwrap()
}

/// A column of a file, under its heading.
fn cells(file: &str, column: &str) -> Vec<String> {
    let path = folder::path("agreements").join(ALLIANCE).join(file);
    let rows = Rows::open(File::open(path).unwrap()).unwrap();
    let at = rows.heading().iter().position(|name| name == column);
    let at = at.unwrap_or_else(|| panic!("{file} has no column `{column}`"));
    let work = |mut chunk: Chunk<'_>| {
        let mut found = Vec::new();
        while let Some(row) = chunk.next_row() {
            found.push(String::from_utf8(row.field(at).unwrap().to_vec()).unwrap());
        }
        found
    };
    let mut all = Vec::new();
    let sink = |found: Vec<String>| -> Result<(), ()> {
        all.extend(found);
        Ok(())
    };
    rows.each_chunk(NonZeroUsize::MIN, work, sink).unwrap();
    all
}

/// The facts of the alliance whose row is in an extract beside them.
fn citing() -> Vec<Fact> {
    let files = folder::files(ALLIANCE);
    let agreement = folder::agreement(&files);
    let facts = folder::facts(&files, &agreement);
    let in_extract = |fact: &&Fact| fact.source.as_deref().is_some_and(|source| source.starts_with("data/"));
    facts.iter().filter(in_extract).cloned().collect()
}

// spec: F7
#[test]
fn every_cited_figure_stands_in_its_source() {
    let facts = citing();
    assert_eq!(facts.len(), 31, "the facts of the alliance that are taken from a published table");
    for fact in &facts {
        let (source, row) = (fact.source.as_deref().unwrap(), fact.row.as_deref());
        let row = row.unwrap_or_else(|| panic!("{}: a figure of {source} without its row", fact.at));
        let FactValue::Number(value) = &fact.value else {
            panic!("{}: `{}` is no number", fact.at, fact.name)
        };
        assert_eq!(
            &cited(source, row),
            value,
            "{}: `{}` is not what stands in {source} at {row}",
            fact.at,
            fact.name
        );
    }
}

// spec: F7
#[test]
fn what_is_called_real_is_cited_and_what_is_cited_is_real() {
    let files = folder::files(ALLIANCE);
    let agreement = folder::agreement(&files);
    let facts = folder::facts(&files, &agreement);
    for fact in facts.iter() {
        let real = fact.status == accordant_facts::Status::Real;
        let cited = fact.source.as_deref().is_some_and(|source| source.starts_with("data/"));
        assert_eq!(real, cited, "{}: `{}`", fact.at, fact.name);
    }
}
