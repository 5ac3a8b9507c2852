//! The folders of the repository, as tests read them.

use accordant_agreement::calendar::{self, Period};
use accordant_agreement::problem::{Problem, Problems, Severity, render};
use accordant_agreement::{Agreement, SourceFile, check};
use accordant_facts::{Days, Facts, Status};
use accordant_intake::facts_csv::FactsReader;
use accordant_intake::folder::{self, Folder};
use std::fs;
use std::path::{Path, PathBuf};

/// No shipped term is as long as a century of months.
const PERIODS_MAX: usize = 1200;

/// A path from the root of the repository.
pub fn path(within: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(within)
}

/// A text of the repository.
pub fn text(within: &str) -> String {
    let path = path(within);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The names of the shipped agreements.
pub fn shipped() -> Vec<String> {
    let entries = fs::read_dir(path("agreements")).unwrap().map(Result::unwrap);
    let folders = entries.filter(|entry| entry.path().is_dir());
    let mut names: Vec<String> = folders.map(|entry| entry.file_name().into_string().unwrap()).collect();
    names.sort();
    assert!(names.len() > 10, "only {names:?} are shipped");
    names
}

/// The files of a shipped agreement.
pub fn files(name: &str) -> Folder {
    folder::read(&path("agreements").join(name)).unwrap()
}

/// The files of an agreement, checked; a problem stops the test.
pub fn agreement(files: &Folder) -> Agreement {
    try_agreement(files).unwrap_or_else(|problems| panic!("{problems}"))
}

/// The files of an agreement, checked; or all that is wrong with them.
pub fn try_agreement(files: &Folder) -> Result<Agreement, String> {
    let sources: Vec<SourceFile<'_>> =
        files.agreement.iter().map(|file| SourceFile { name: &file.name, bytes: &file.bytes }).collect();
    let checked = check(&sources);
    checked.agreement.ok_or_else(|| told(&checked.findings))
}

/// The periods of the term, in order.
pub fn periods(agreement: &Agreement) -> Vec<Period> {
    calendar::periods(&agreement.particulars.alliance).take(PERIODS_MAX).collect()
}

/// The periods of the term by name, as readers of files take them.
pub fn named_days(agreement: &Agreement) -> Vec<(String, Days)> {
    let days = |period: Period| (period.label, Days::new(period.from, period.to).unwrap());
    periods(agreement).into_iter().map(days).collect()
}

/// The facts in a folder.
pub fn facts(files: &Folder, agreement: &Agreement) -> Facts {
    let Some(terms) = &agreement.terms else { return Facts::new() };
    let invented = agreement.particulars.alliance.illustrative.is_some();
    let unless_said = if invented { Status::Illustrative } else { Status::Real };
    let days = named_days(agreement);
    let mut reader = FactsReader::new(terms, &days, unless_said);
    let mut problems = Problems::new();
    for file in &files.facts {
        reader.read(&file.name, &file.bytes, &mut problems);
    }
    assert!(!problems.bar_acceptance(), "{}", told(&problems.sorted()));
    reader.finish().facts
}

/// Every problem as text.
pub fn told(findings: &[Problem]) -> String {
    let problems = findings.iter().filter(|finding| finding.severity == Severity::Problem);
    problems.map(|problem| render(problem, None)).collect::<Vec<_>>().join("\n")
}
