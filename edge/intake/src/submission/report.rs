//! What became of a file: a report that a person reads, and a record keeps.

mod words;

use super::encoding::Encoding;
use super::heading::Binding;
use super::kind::Kind;
use super::notes::{Control, Group, Notes, Refusal, Tally};
use super::profile::Field;
use super::rule::{Rule, Warning};
use accordant_activity::{Scaled, TooLarge};
use jiff::civil::DateTime;
use std::collections::BTreeMap;

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Its name, without folders.
    pub file: String,
    /// What it is.
    pub kind: Kind,
    /// How many bytes it has.
    pub bytes: u64,
    /// Their SHA-256, to the base of sixteen.
    pub sha256: String,
    /// How it is written.
    pub written: Written,
    /// Which columns are read.
    pub columns: Columns,
    /// How many rows were taken, and how. Rows in which nothing stands are no rows.
    pub rows: Tally,
    /// What each column of amounts comes to, by the name of the column.
    pub controls: Vec<(String, Control)>,
    /// What it comes to beside the invoice, if one was given.
    pub invoice: Option<Invoice>,
    /// When the file was made, by its own word: the latest of all rows.
    pub made: Option<DateTime>,
    /// The fixes, by rule and column.
    pub fixes: Vec<(Rule, String, Group)>,
    /// The warnings, by kind and column; no column if the whole row is meant.
    pub warnings: Vec<(Warning, Option<String>, Group)>,
    /// Whether a figure of the agreement reads prices as files state them; nothing if no agreement is known.
    pub reads_prices: Option<bool>,
    /// The first hundred refusals.
    pub refusals: Vec<Refusal>,
    /// How often each fault was met, by its short name.
    pub refused_by: BTreeMap<&'static str, u64>,
    /// What is to be known of the file as a whole.
    pub remarks: Vec<String>,
    /// Whether a column of NHS numbers was let in by the switch. None of it is kept.
    pub nhs_numbers_let_in: bool,
    /// Whether these are mended rows of an earlier file: they add to it and do not stand in its place.
    pub is_mended: bool,
}

/// How a file is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    /// Lines of text.
    Lines {
        /// How the text is written.
        encoding: Encoding,
        /// What stands between two fields.
        delimiter: char,
    },
    /// A sheet of a workbook.
    Sheet(String),
    /// A Parquet file.
    Parquet,
}

/// Which columns of a file are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    /// How many.
    pub read: usize,
    /// Of how many.
    pub all: usize,
    /// Which the layout asks for, and the file has not.
    pub missing: Vec<&'static str>,
    /// Which are in the file, and nothing here reads.
    pub unread: Vec<String>,
}

/// A control total against an invoice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Invoice {
    /// What the invoice says.
    pub amount: Scaled,
    /// What was taken over of the file.
    pub taken: Scaled,
    /// How much more was taken over than the invoice says.
    pub difference: Scaled,
}

impl Report {
    /// What there is to say of the notes of all rows.
    pub(crate) fn new(
        about: About<'_>,
        binding: &Binding,
        controls: &[usize],
        notes: Notes,
    ) -> Result<Report, TooLarge> {
        let name = |column: usize| match column {
            usize::MAX => "(no column)".to_string(),
            column => binding.name(column).to_string(),
        };
        let total = |column: &usize| (name(*column), notes.controls.get(*column).unwrap_or_default());
        let mut report = Report {
            file: about.file.to_string(),
            kind: binding.kind,
            bytes: about.bytes,
            sha256: about.sha256,
            written: about.written,
            columns: Columns {
                read: binding.read,
                all: binding.names.iter().filter(|name| !name.is_empty()).count(),
                missing: binding.missing.clone(),
                unread: binding.unread().map(str::to_string).collect(),
            },
            rows: notes.tally,
            controls: controls.iter().map(total).collect(),
            invoice: None,
            made: notes.made,
            fixes: notes
                .fixes
                .into_iter()
                .map(|((rule, column), group)| (rule, name(column), group))
                .collect(),
            warnings: Vec::new(),
            reads_prices: about.reads_prices,
            refusals: notes.refusals,
            refused_by: notes.refused_by,
            remarks: about.remarks.into_iter().chain(notes.remarks).collect(),
            nhs_numbers_let_in: about.nhs_numbers_let_in,
            is_mended: binding.is_mended(),
        };
        let warnings = notes.warnings.into_iter();
        report.warnings = warnings.map(|((kind, column), group)| (kind, column.map(name), group)).collect();
        if let Some(amount) = about.invoice {
            let price =
                [Field::ActualPrice, Field::Amount].into_iter().filter_map(|field| binding.column(field));
            // Of a layout of its own, the only column of figures is meant.
            let only = controls.first().copied().filter(|_| binding.kind == Kind::Csv && controls.len() == 1);
            let price = price.chain(only).find_map(|column| notes.controls.get(column));
            let taken = price.unwrap_or_default().taken()?;
            report.invoice = Some(Invoice { amount, taken, difference: taken.minus(amount)? });
        }
        Ok(report)
    }

    /// Whether every row was taken over, and what was taken is what the invoice says.
    pub fn is_whole(&self) -> bool {
        self.rows.refused == 0 && self.invoice.is_none_or(|invoice| invoice.difference == Scaled::ZERO)
    }
}

/// What is known of a file beside its rows.
#[derive(Debug)]
pub(crate) struct About<'a> {
    pub(crate) file: &'a str,
    pub(crate) bytes: u64,
    pub(crate) sha256: String,
    pub(crate) written: Written,
    pub(crate) remarks: Vec<String>,
    pub(crate) nhs_numbers_let_in: bool,
    pub(crate) invoice: Option<Scaled>,
    pub(crate) reads_prices: Option<bool>,
}
