//! One row of a file, as whoever asks about it is shown it: by the number under which the report tells of it.

use super::{CLEAN, known, read};
use accordant_intake::submission::{Asked, Kind, row_of};
use std::fs;
use std::path::{Path, PathBuf};

fn row(name: &str, bytes: &[u8], number: u64) -> Vec<(String, String)> {
    let known = known();
    let asked = Asked { allows_nhs_numbers: true, ..Asked::new(name, &known) };
    row_of(bytes.to_vec(), &asked, number).unwrap_or_else(|refused| panic!("{name}: {}", refused.fault.what))
}

fn messy() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testing/messy");
    let is_file = |path: &PathBuf| {
        ["csv", "xlsx", "parquet"].into_iter().any(|ending| path.extension().is_some_and(|of| of == ending))
    };
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(is_file).collect();
    files.sort();
    files
}

#[test]
fn the_row_of_a_refusal_is_the_one_whose_number_the_report_tells() {
    let (mut rows, mut endings) = (0, Vec::new());
    for path in messy() {
        let (name, bytes) = (path.file_name().unwrap().to_str().unwrap(), fs::read(&path).unwrap());
        let (Ok(submission), rejects) = read(name, &bytes) else { continue };
        if submission.report.kind.is_of_patients() {
            continue;
        }
        for refusal in &submission.report.refusals {
            let found = row(name, &bytes, u64::from(refusal.row));
            assert!(!found.is_empty(), "{name}: row {}", refusal.row);
            // Every field is among those of the rejected row that can be mended.
            let all = found.iter().all(|(_, value)| rejects.replace("\"\"", "\"").contains(value.as_str()));
            assert!(all, "{name}: row {}: {found:?}\n{rejects}", refusal.row);
            rows += 1;
        }
        endings.extend(path.extension().map(|ending| ending.to_owned()));
        assert_eq!(row(name, &bytes, 1_000_000), [], "{name} has no such row");
    }
    endings.sort();
    endings.dedup();
    assert!(rows > 50 && endings.len() == 3, "{rows} rows of {endings:?}");
}

#[test]
fn a_row_has_the_columns_that_are_read_and_nothing_of_a_column_of_nhs_numbers() {
    let (Ok(submission), _) = read("clean.csv", CLEAN.as_bytes()) else { panic!("it can be read") };
    assert_eq!(submission.report.kind, Kind::Acm);
    let lines: Vec<&str> = CLEAN.lines().collect();
    let found = row("clean.csv", CLEAN.as_bytes(), 2);
    assert!(
        found
            .iter()
            .all(|(column, value)| lines[0].contains(column.as_str()) && lines[1].contains(value.as_str()))
    );
    let numbered: String = lines
        .iter()
        .enumerate()
        .map(|(at, line)| format!("{line},{}\n", if at == 0 { "NHS_NUMBER" } else { "4857773456" }))
        .collect();
    assert_eq!(row("clean.csv", numbered.as_bytes(), 2), found);
    assert_eq!(row("clean.csv", CLEAN.as_bytes(), 1), [], "the heading is no row");
}

#[test]
fn every_kind_that_can_be_owed_is_one_that_can_be_imported() {
    // A table of columns of its own is no return that parties know by a word.
    let words: Vec<&str> =
        Kind::ALL.iter().filter(|kind| **kind != Kind::Csv).map(|kind| kind.word()).collect();
    assert_eq!(words, accordant_agreement::shape::RETURN_KINDS);
}
