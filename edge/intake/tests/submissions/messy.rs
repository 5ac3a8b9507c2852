//! Every messy file against its expected report.

use super::read;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testing/messy")
}

fn files() -> Vec<PathBuf> {
    let entries = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let is_file = |path: &PathBuf| {
        ["csv", "xlsx", "parquet"].into_iter().any(|ending| path.extension().is_some_and(|of| of == ending))
    };
    let mut files: Vec<PathBuf> = entries.filter(is_file).collect();
    files.sort();
    files
}

/// The report and the rejected rows, or why the file was refused.
fn told(path: &Path) -> String {
    let name = path.file_name().unwrap().to_str().unwrap();
    let (read, rejects) = read(name, &fs::read(path).unwrap());
    match read {
        Err(refused) => format!("{name} is refused: {refused}\n"),
        Ok(submission) if rejects.is_empty() => submission.report.to_string(),
        Ok(submission) => format!("{}\nthe file of rejected rows\n{rejects}", submission.report),
    }
}

#[test]
fn every_messy_file_is_reported_as_expected() {
    let files = files();
    assert!(files.len() >= 40, "there are only {} messy files", files.len());
    let mut unlike = Vec::new();
    for path in files {
        let expected = path.with_extension("txt");
        let told = told(&path);
        if env::var_os("ACCORDANT_BLESS").is_some() {
            fs::write(&expected, &told).unwrap();
        } else if fs::read_to_string(&expected).unwrap_or_default() != told {
            unlike.push(format!("--- {}\n{told}", expected.display()));
        }
    }
    assert!(unlike.is_empty(), "not as expected:\n{}", unlike.join("\n"));
}

#[test]
fn the_rows_and_the_money_of_every_messy_file_add_up() {
    for path in files() {
        let name = path.file_name().unwrap().to_str().unwrap();
        let Ok(submission) = read(name, &fs::read(&path).unwrap()).0 else { continue };
        let rows = submission.report.rows;
        assert_eq!(rows.rows(), rows.accepted + rows.fixed + rows.refused, "{name}");
        for (column, control) in &submission.report.controls {
            let parts = control.accepted.units() + control.fixed.units() + control.refused.units();
            assert_eq!(control.came_in().unwrap().units(), parts, "{name} {column}");
            assert!(control.unreadable <= rows.refused, "{name} {column}");
        }
    }
}

#[test]
fn no_rejected_row_is_taken_when_it_comes_back_as_it_went() {
    let (mut rows, mut taken) = (0, Vec::new());
    for path in files() {
        let name = path.file_name().unwrap().to_str().unwrap();
        let (_, rejects) = read(name, &fs::read(&path).unwrap());
        if rejects.is_empty() {
            continue;
        }
        let (again, _) = read("to-mend-let-in.csv", rejects.as_bytes());
        let Ok(again) = again else { panic!("{name}: {}", again.unwrap_err()) };
        if again.report.rows.accepted + again.report.rows.fixed > 0 {
            taken.push(format!("{name}: {}", again.report));
        }
        rows += again.report.rows.refused;
    }
    assert!(taken.is_empty(), "{}", taken.join("\n"));
    assert!(rows > 80, "only {rows} rows");
}
