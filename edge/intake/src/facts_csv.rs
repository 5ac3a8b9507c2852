//! Facts in the form that this program documents: one row each (F1 to F7).
//!
//! Start with [`FactsReader`].

mod heading;

use crate::fault::Fault;
use crate::names::Names;
use crate::period::{Period, read_period};
use crate::sheet::{Sheet, SheetRow};
use accordant_agreement::problem::{Place, Problem, Problems, Severity, in_backticks};
use accordant_agreement::terms::Terms;
use accordant_facts::{Days, Fact, Facts, RowPlace, Status};
use heading::{Column, Heading};
use std::sync::Arc;

/// The longest file of facts that is read, in bytes: 64 MiB.
pub const FACTS_BYTES_MAX: usize = 64 * 1024 * 1024;

/// Whether a spreadsheet might take a text for a formula, or would if the marks before it that keep it from that were
/// gone. Such a text stands in an exported file of lines with a mark before it, and is read back without.
pub fn looks_like_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// Reads files of facts, one after another, as facts of one alliance.
#[derive(Debug)]
pub struct FactsReader<'a> {
    names: Names<'a>,
    periods: &'a [Period],
    unless_said: Status,
    facts: Facts,
    outside_term: Vec<OutsideTerm>,
}

/// What was read.
#[derive(Debug, Clone, PartialEq)]
pub struct FactsRead {
    /// The facts, those outside the term too.
    pub facts: Facts,
    /// Rows that lie outside the term, wholly or in part, in the order of reading (F10).
    pub outside_term: Vec<OutsideTerm>,
}

/// A row that no period can use as it is.
#[derive(Debug, Clone, PartialEq)]
pub struct OutsideTerm {
    /// The row.
    pub at: RowPlace,
    /// The fact that it gives.
    pub name: String,
    /// The days for which it gives it.
    pub days: Days,
}

impl<'a> FactsReader<'a> {
    /// A reader of facts that these terms ask for, in these periods. A row without a status has `unless_said`.
    pub fn new(terms: &'a Terms, periods: &'a [Period], unless_said: Status) -> FactsReader<'a> {
        let names = Names::new(terms);
        FactsReader { names, periods, unless_said, facts: Facts::new(), outside_term: Vec::new() }
    }

    /// Reads one file. Every problem in it is added to `problems`; a row with one is left out.
    pub fn read(&mut self, file: &str, bytes: &[u8], problems: &mut Problems) {
        if bytes.len() > FACTS_BYTES_MAX {
            problems.push(too_long(file));
            return;
        }
        let Some(sheet) = Sheet::read(file, bytes, problems) else { return };
        let Some(heading) = sheet.heading().and_then(|row| Heading::read(row, problems)) else { return };
        let file: Arc<str> = Arc::from(file);
        for row in sheet.rows(problems) {
            let at = RowPlace { file: Arc::clone(&file), line: row.line() };
            match self.fact(&heading, row, at) {
                Ok(fact) => self.keep(fact, &heading, row, problems),
                Err(found) => problems.extend(found),
            }
        }
    }

    /// Everything that was read.
    pub fn finish(self) -> FactsRead {
        FactsRead { facts: self.facts, outside_term: self.outside_term }
    }

    /// The fact that a row gives, or everything that is wrong with it.
    fn fact(&self, heading: &Heading, row: SheetRow<'_>, at: RowPlace) -> Result<Fact, Vec<Problem>> {
        let mut found = Vec::new();
        let text = |column| heading.text(column, row);
        let asked = heading.note(&mut found, row, Column::Fact, self.names.asked(text(Column::Fact)));
        let days =
            heading.note(&mut found, row, Column::Period, read_period(text(Column::Period), self.periods));
        let status = heading.note(&mut found, row, Column::Status, self.status(text(Column::Status)));
        let (mut of, mut value, mut known_to) = (None, None, None);
        if let Some(asked) = asked {
            of = heading.note(&mut found, row, Column::Of, asked.of(text(Column::Of)));
            value = heading.note(&mut found, row, Column::Value, asked.value(text(Column::Value)));
            let width = Some(text(Column::KnownTo)).filter(|text| !text.is_empty());
            let width = width.map(|width| asked.known_to(width)).transpose();
            known_to = heading.note(&mut found, row, Column::KnownTo, width).flatten();
        }
        let said = |column| Some(text(column)).filter(|text| !text.is_empty()).map(plain);
        let (owner, source, row) = (said(Column::Owner), said(Column::Source), said(Column::Row));
        match (asked, of, days, value, status) {
            (Some(asked), Some(of), Some(days), Some(value), Some(status)) if found.is_empty() => {
                let name = asked.name.to_string();
                Ok(Fact { name, of, days, value, known_to, status, owner, source, row, at })
            }
            _ => Err(found),
        }
    }

    fn status(&self, written: &str) -> Result<Status, Fault> {
        if written.is_empty() {
            return Ok(self.unless_said);
        }
        Status::parse(written).ok_or_else(|| {
            let help = crate::fault::instead(written, Status::ALL.map(Status::word));
            Fault::new("unknown-status", format!("{} is no status", in_backticks(written)), help)
        })
    }

    fn keep(&mut self, fact: Fact, heading: &Heading, row: SheetRow<'_>, problems: &mut Problems) {
        let outside = OutsideTerm { at: fact.at.clone(), name: fact.name.clone(), days: fact.days };
        let is_outside = term(self.periods).is_none_or(|term| !term.covers(fact.days));
        let described = described(&fact);
        match self.facts.insert(fact) {
            Ok(()) if is_outside => self.outside_term.push(outside),
            Ok(()) => {}
            Err(earlier) => {
                let what = format!(
                    "{described} is given twice: here and on line {} of {}",
                    earlier.at.line, earlier.at.file
                );
                let help = "keep one of the two rows".to_string();
                problems.push(heading.problem(row, Column::Fact, Fault::new("duplicate-fact", what, help)));
            }
        }
    }
}

/// A text without the mark that keeps a spreadsheet from taking it for a formula, which an export puts before it.
fn plain(text: &str) -> String {
    let is_marked = looks_like_formula(text);
    text.strip_prefix('\'').filter(|_| is_marked).unwrap_or(text).to_string()
}

/// `margin` of `builder` for 2014-04-01..2015-03-31.
fn described(fact: &Fact) -> String {
    let of = if fact.of.is_empty() { String::new() } else { format!(" of `{}`", fact.of.join("/")) };
    format!("`{}`{of} for {}", fact.name, fact.days)
}

/// From the first day of the first period to the last day of the last.
fn term(periods: &[Period]) -> Option<Days> {
    let from = periods.iter().map(|(_, days)| days.from()).min()?;
    let to = periods.iter().map(|(_, days)| days.to()).max()?;
    Days::new(from, to)
}

fn too_long(file: &str) -> Problem {
    let file = accordant_agreement::problem::FileName::new(file);
    Problem {
        severity: Severity::Problem,
        place: Place { file, line: 1, column: 1, length: 0 },
        what: format!("the file is longer than {FACTS_BYTES_MAX} bytes (64 MiB)"),
        words: String::new(),
        help: Some(
            "divide it into several files, or settle its rows one after another with `--each`".to_string(),
        ),
        code: "file-too-long",
        source: None,
    }
}
