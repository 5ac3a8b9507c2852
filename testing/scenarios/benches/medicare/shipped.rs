//! The shipped agreement and its published rows, as the benchmarks read them.

use accordant_agreement::calendar;
use accordant_agreement::problem::Problems;
use accordant_agreement::{Agreement, SourceFile, check};
use accordant_facts::{Days, Facts};
use accordant_intake::columns::{self, Mapping};
use accordant_intake::folder::{self, Folder};
use accordant_settlement::{EachRow, whole};
use std::path::{Path, PathBuf};

pub const AGREEMENT: &str = "agreements/medicare-shared-savings";
pub const YEARS: [&str; 2] = ["2022", "2023"];

/// The root of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// The published rows of a year.
pub fn published(year: &str) -> PathBuf {
    root().join(AGREEMENT).join(format!("data/py{year}.csv"))
}

pub fn files() -> Folder {
    folder::read(&root().join(AGREEMENT)).unwrap()
}

/// The agreement, its text changed as asked.
pub fn agreement(files: &Folder, edit: impl Fn(String) -> String) -> Agreement {
    let text = |bytes: &[u8]| edit(String::from_utf8(bytes.to_vec()).unwrap());
    let texts: Vec<(&str, String)> =
        files.agreement.iter().map(|file| (file.name.as_str(), text(&file.bytes))).collect();
    let sources: Vec<SourceFile<'_>> =
        texts.iter().map(|(name, text)| SourceFile { name, bytes: text.as_bytes() }).collect();
    check(&sources).agreement.unwrap()
}

/// What the columns of the published files mean.
pub fn mappings(files: &Folder, agreement: &Agreement) -> Vec<Mapping> {
    let columns = files.columns.as_ref().unwrap();
    let named = |year: &str| {
        let period = calendar::parse_period(&agreement.particulars.alliance, year).unwrap();
        (period.label.clone(), Days::new(period.from, period.to).unwrap())
    };
    let days: Vec<(String, Days)> = YEARS.into_iter().map(named).collect();
    let mut problems = Problems::new();
    let mappings =
        columns::read(&columns.name, &columns.bytes, agreement.terms.as_ref().unwrap(), &days, &mut problems);
    assert!(!problems.bar_acceptance(), "columns.yaml has problems");
    mappings
}

/// The terms of a year, ready for its rows.
pub fn compiled<'t>(agreement: &'t Agreement, year: &str) -> EachRow<'t> {
    let period = calendar::parse_period(&agreement.particulars.alliance, year).unwrap();
    let setting = whole(agreement, &period).unwrap();
    EachRow::new(agreement.terms.as_ref().unwrap(), &setting, &Facts::new()).unwrap()
}
