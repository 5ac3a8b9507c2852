//! The reasons of a row as one line of JSON, by the writer that explains a single figure.

use super::row::Worker;
use crate::text::json::quoted;
use accordant_documents::json::{Origin, Origins, PostingHead, PostingLine, ReasonLine, ReasonWriter};
use accordant_facts::Status;
use accordant_money::{Number, Rounding};
use accordant_settlement::{FigureId, Looked, RowAmount, RowReader, SlotId};

/// Writes the reasons of the rows of one chunk.
pub(super) struct Reasons<'w> {
    worker: &'w Worker<'w>,
    writer: ReasonWriter,
    heads: Vec<PostingHead>,
    origins: Vec<Written>,
    behind: Vec<Looked>,
    wanted: Vec<FigureId>,
    slots: Vec<SlotId>,
}

impl<'w> Reasons<'w> {
    pub fn new(worker: &'w Worker<'w>) -> Reasons<'w> {
        let label = &worker.asked.label;
        let heads = worker.each.shares().iter().map(|share| {
            let said = [share.says.as_deref(), share.clause.as_deref(), Some(share.words.as_str())];
            PostingHead::new(label, &share.address, said, [&share.from, &share.to])
        });
        Reasons {
            worker,
            writer: ReasonWriter::new(worker.each.graph(), worker.terms, label),
            heads: heads.collect(),
            origins: (0..worker.origins.len()).map(|slot| Written::of(worker, slot)).collect(),
            behind: Vec::new(),
            wanted: Vec::new(),
            slots: Vec::new(),
        }
    }

    /// Appends the line of a settled row.
    pub fn settled<N: Number>(
        &mut self,
        reader: &RowReader<'_, N>,
        amounts: &[RowAmount<N>],
        row: &str,
        out: &mut String,
    ) {
        self.behind.clear();
        self.wanted.clear();
        self.slots.clear();
        for number in 0..amounts.len() {
            let behind = reader.behind(number);
            self.wanted.extend(&behind.figures);
            self.slots.extend(&behind.slots);
            self.behind.push(behind);
        }
        let postings: Vec<PostingLine<'_, N>> = amounts
            .iter()
            .enumerate()
            .zip(self.heads.iter().zip(&self.behind))
            .map(|((number, amount), (head, behind))| {
                let zero = amount.posted.as_ref().is_some_and(|posted| posted.sign().is_eq());
                PostingLine {
                    head,
                    posted: amount.posted.as_ref().map(|posted| self.decimal(posted).into()),
                    exact: &amount.exact,
                    because: if zero { reader.because(number) } else { None },
                    leftover: amount.leftover,
                    uses: &behind.figures,
                }
            })
            .collect();
        let line = ReasonLine { row: Some(row), postings: &postings, facts: &self.slots };
        let mut text = String::new();
        Origin { row: Some(row), ..Origin::default() }.write(&mut text);
        let origins = RowOrigins { written: &self.origins, worker: self.worker, reader, row: &text };
        self.writer.write(&line, &self.wanted, reader, &origins, out);
        out.push('\n');
    }

    /// An amount that is whole minor units already.
    fn decimal<N: Number>(&self, amount: &N) -> String {
        let (places, mut text) = (self.worker.terms.currency.minor_digits(), String::new());
        match amount.decimal_into(places, Rounding::TowardZero, &mut text) {
            Ok(()) => text,
            Err(_) => amount.to_exact().decimal(places, Rounding::TowardZero),
        }
    }
}

/// Where a fact comes from if a row gives it, as it is written: the fields before the row, and those behind it.
struct Written {
    before: String,
    after: String,
    row: RowIsNamed,
}

/// Whether the row is where a value came from: not if it is the same for every row.
#[derive(PartialEq, Eq)]
enum RowIsNamed {
    Yes,
    No,
}

impl Written {
    fn of(worker: &Worker<'_>, slot: usize) -> Written {
        let (column, owner) = worker.origins.get(slot).copied().unwrap_or_default();
        let source = column.map_or("columns.yaml", |_| worker.asked.file.as_str());
        let (mut before, mut after) = (String::new(), String::new());
        let status = Some(worker.asked.status);
        Origin { status, owner, source: Some(source), ..Origin::default() }.write(&mut before);
        Origin { column, ..Origin::default() }.write(&mut after);
        let row = if column.is_some() { RowIsNamed::Yes } else { RowIsNamed::No };
        Written { before, after, row }
    }
}

/// Where the facts of a row came from: its columns, or what serves every row.
struct RowOrigins<'r, N> {
    written: &'r [Written],
    worker: &'r Worker<'r>,
    reader: &'r RowReader<'r, N>,
    /// The row as a field.
    row: &'r str,
}

impl<N: Number> Origins for RowOrigins<'_, N> {
    fn status(&self, slot: usize) -> Option<Status> {
        if self.reader.is_from_row(slot) {
            Some(self.worker.asked.status)
        } else {
            self.worker.each.sources().status(slot)
        }
    }

    fn write(&self, slot: usize, out: &mut String) {
        match self.written.get(slot) {
            Some(written) if self.reader.is_from_row(slot) => {
                out.push_str(&written.before);
                if written.row == RowIsNamed::Yes {
                    out.push_str(self.row);
                }
                out.push_str(&written.after);
            }
            _ => self.worker.each.sources().write(slot, out),
        }
    }
}

/// How far the facts of a row can be relied on: the figures of an invented alliance are invented.
pub(super) fn status(illustrative: bool) -> Status {
    if illustrative { Status::Illustrative } else { Status::Real }
}

/// The line of a row that could not be settled.
pub(super) fn refused(row: &str, why: &[String], out: &mut String) {
    out.push_str("{\"row\":");
    quoted(row, out);
    out.push_str(",\"refused\":[");
    for (at, text) in why.iter().enumerate() {
        out.push_str(if at == 0 { "" } else { "," });
        quoted(text, out);
    }
    out.push_str("]}\n");
}
