//! `check`: every problem and warning of the texts of a folder, or of the text that its record holds.

use crate::load::{self, Folders, counted, rendered};
use crate::print::{Face, data, message};
use crate::recorded::Reading;
use crate::stop::{Ended, Stop, WRONG_USE};
use crate::text::wrapped;
use accordant_agreement::problem::{Problem, Problems, Severity};
use clap::ArgMatches;
use std::path::PathBuf;

/// Everything that is to be said of one folder.
struct Said {
    folder: Folders,
    findings: Vec<Problem>,
}

/// Checks every folder that is named.
pub fn run(asked: &ArgMatches, face: Face, reading: Reading) -> Result<Ended, Stop> {
    let mut ended = Ended::Done;
    let mut told = Vec::new();
    for path in asked.get_many::<PathBuf>("folder").into_iter().flatten() {
        match load::texts(path, reading) {
            Ok(folder) => told.push(said(folder)),
            Err(stop) if stop.code() == WRONG_USE => return Err(stop),
            Err(stop) => {
                message(&stop.to_string());
                ended = Ended::WithProblems;
            }
        }
    }
    if told.iter().any(|said| said.number_of(Severity::Problem) > 0) {
        ended = Ended::WithProblems;
    }
    if face.is_json() {
        data(&crate::text::json::checked(told.iter().map(|said| (&said.folder, said.findings.as_slice()))));
    } else {
        told.iter().for_each(|said| data(&said.text(face)));
    }
    Ok(ended)
}

/// Facts are looked at only under an agreement that can be used: it says what they may be.
fn said(folder: Folders) -> Said {
    let mut findings = folder.checked.findings.clone();
    if let Some(agreement) = &folder.checked.agreement {
        let mut problems = Problems::new();
        load::facts(agreement, &folder.files.facts, &mut problems);
        load::columns(agreement, &folder.files, &mut problems);
        load::counting(agreement, &folder.files, &mut problems);
        findings.extend(problems.sorted());
    }
    findings.sort_by_key(|found| found.severity);
    Said { folder, findings }
}

impl Said {
    fn number_of(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|found| found.severity == severity).count()
    }

    fn text(&self, face: Face) -> String {
        let mut out = String::new();
        for found in &self.findings {
            if face.is_plain() {
                out.push_str(&plain(found));
            } else {
                out.push_str(&rendered(found, &self.folder.files));
                out.push('\n');
            }
        }
        for (warning, answer) in &self.folder.checked.answered {
            out.push_str(&answered(warning, answer, face));
        }
        if !face.is_plain() && !self.folder.checked.answered.is_empty() {
            out.push('\n');
        }
        if let Some((from, entry)) = &self.folder.in_force {
            let said =
                format!("The agreement of the record, in force from {from}, put in force by entry {entry}.");
            out.push_str(&wrapped("", &said));
        }
        out.push_str(&wrapped("", &self.last_line()));
        out
    }

    fn last_line(&self) -> String {
        let problems = counted(self.number_of(Severity::Problem), "problem");
        let warnings = counted(self.number_of(Severity::Warning), "warning");
        let answered = match self.folder.checked.answered.len() {
            0 => String::new(),
            number => format!(", {number} answered"),
        };
        let examples = self.folder.checked.agreement.as_ref().map_or(0, |agreement| agreement.examples.len());
        let examples =
            if examples == 0 { String::new() } else { format!(", {}", counted(examples, "worked example")) };
        format!("{}: {problems}, {warnings}{answered}{examples}", self.folder.path.display())
    }
}

/// One finding on one line: kind, place, what, help.
fn plain(found: &Problem) -> String {
    let kind = match found.severity {
        Severity::Problem => "problem",
        Severity::Warning => "warning",
    };
    let place = &found.place;
    let help = found.help.as_ref().map(|help| format!("\t{help}")).unwrap_or_default();
    format!("{kind}\t{}:{}:{}\t{}{help}\n", place.file, place.line, place.column, found.what)
}

fn answered(warning: &Problem, answer: &str, face: Face) -> String {
    let place = &warning.place;
    if face.is_plain() {
        return format!(
            "answered\t{}:{}:{}\t{}\t{answer}\n",
            place.file, place.line, place.column, warning.what
        );
    }
    let what = wrapped("answered: ", &format!("{} ({}:{})", warning.what, place.file, place.line));
    format!("{what}{}", wrapped("  because: ", answer))
}
