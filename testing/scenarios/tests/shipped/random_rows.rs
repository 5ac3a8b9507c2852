//! Rows that nobody wrote come out alike by the kernel, by the evaluator in batches and by the reference.

use crate::folder;
use accordant_agreement::Agreement;
use accordant_agreement::terms::Terms;
use accordant_facts::Facts;
use accordant_scenarios::rows::{Counts, RandomRows, Readers};
use accordant_settlement::{EachRow, example_facts, period, whole};
use std::collections::BTreeMap;

/// How many rows of each agreement, and how many before there are new readers: one that leaves too many rows asks the
/// kernel no more.
const ROWS: usize = 250;
const ROWS_DEEP: usize = 5_000;
const ROWS_OF_A_READER: usize = 40;

// spec: F9
#[test]
fn random_rows_come_out_alike_in_every_reading() {
    let deep = std::env::var("ACCORDANT_DEEP").is_ok_and(|deep| deep == "1");
    let rows = if deep { ROWS_DEEP } else { ROWS };
    let mut counts = BTreeMap::new();
    for name in folder::shipped() {
        let files = folder::files(&name);
        let agreement = folder::agreement(&files);
        let Some(terms) = &agreement.terms else { continue };
        let text: String =
            files.agreement.iter().map(|file| String::from_utf8(file.bytes.clone()).unwrap()).collect();
        let settled = settled(&agreement, terms, &text, rows);
        let settled = settled.unwrap_or_else(|difference| panic!("{name}: {difference}"));
        println!("{name}: {settled:?}");
        counts.insert(name, settled);
    }
    let of_medicare = counts["medicare-shared-savings"];
    assert!(of_medicare.by_kernel > rows / 10, "{of_medicare:?}");
    let by_kernel = counts.values().filter(|counts| counts.by_kernel > 0).count();
    assert!(by_kernel > 5, "the kernel settles rows of {by_kernel} agreements only");
}

/// Settles random rows around the facts of each example.
fn settled(agreement: &Agreement, terms: &Terms, text: &str, rows: usize) -> Result<Counts, String> {
    let mut counts = Counts::default();
    let around: Vec<_> = agreement
        .examples
        .iter()
        .filter_map(|example| {
            let setting = whole(agreement, &period(agreement, example)?)?;
            let facts = example_facts(example, setting.period);
            Some((setting, facts))
        })
        .collect();
    let first = whole(agreement, &folder::periods(agreement)[0]).map(|setting| (setting, Facts::new()));
    let around: Vec<_> = around.into_iter().chain(first).collect();
    for (seed, (setting, facts)) in around.iter().enumerate() {
        let Ok(each) = EachRow::new(terms, setting, facts) else { return Ok(counts) };
        let mut random = RandomRows::new(seed as u64, terms, &each, text);
        let mut readers = Readers::new(&each).unwrap();
        for number in 0..rows.div_ceil(around.len()) {
            if number % ROWS_OF_A_READER == 0 {
                readers = Readers::new(&each).unwrap();
            }
            readers.compare(&random.row(), &mut counts)?;
        }
    }
    Ok(counts)
}
