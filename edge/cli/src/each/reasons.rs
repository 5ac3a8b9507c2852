//! The reasons of a row as one line of JSON, by the writer that explains a single figure.

use super::row::Worker;
use crate::text::json::quoted;
use accordant_documents::json::{Origin, Origins, PostingLine, ReasonLine, ReasonWriter};
use accordant_facts::Status;
use accordant_money::{Number, Posted};
use accordant_settlement::{FigureId, Looked, RowAmount, RowReader, SlotId};
use std::borrow::Cow;

/// Writes the reasons of the rows of one chunk.
pub(super) struct Reasons<'w> {
    worker: &'w Worker<'w>,
    writer: ReasonWriter,
    behind: Vec<Looked>,
    wanted: Vec<FigureId>,
    slots: Vec<SlotId>,
}

impl<'w> Reasons<'w> {
    pub fn new(worker: &'w Worker<'w>) -> Reasons<'w> {
        let writer = ReasonWriter::new(worker.each.graph(), worker.terms, &worker.asked.label);
        Reasons { worker, writer, behind: Vec::new(), wanted: Vec::new(), slots: Vec::new() }
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
        let because: Vec<Option<Cow<'_, str>>> = amounts
            .iter()
            .enumerate()
            .map(|(number, amount)| {
                let zero = amount.posted.as_ref().is_some_and(|posted| posted.sign().is_eq());
                zero.then(|| reader.because(number)).flatten()
            })
            .collect();
        let postings: Vec<PostingLine<'_, N>> = self
            .worker
            .each
            .shares()
            .iter()
            .zip(amounts)
            .zip(self.behind.iter().zip(&because))
            .map(|((share, amount), (behind, because))| PostingLine {
                address: &share.address,
                says: share.says.as_deref(),
                clause: share.clause.as_deref(),
                rule: &share.words,
                from: &share.from,
                to: &share.to,
                posted: amount.posted.as_ref().and_then(|posted| self.posted(posted)),
                exact: &amount.exact,
                because: because.as_deref(),
                leftover: amount.leftover,
                uses: &behind.figures,
            })
            .collect();
        let line = ReasonLine { row: Some(row), postings: &postings, facts: &self.slots };
        let origins = RowOrigins { worker: self.worker, reader, row };
        self.writer.write(&line, &self.wanted, reader, &origins, out);
        out.push('\n');
    }

    /// An amount that is whole minor units already.
    fn posted<N: Number>(&self, amount: &N) -> Option<Posted> {
        let rule = self.worker.terms.rounding.as_ref()?.rule;
        Posted::round(&amount.to_exact(), self.worker.terms.currency, rule)
    }
}

/// Where the facts of a row came from: its columns, or what serves every row.
struct RowOrigins<'r, N> {
    worker: &'r Worker<'r>,
    reader: &'r RowReader<'r, N>,
    row: &'r str,
}

impl<N: Number> Origins for RowOrigins<'_, N> {
    fn origin(&self, slot: usize) -> Origin<'_> {
        if !self.reader.is_from_row(slot) {
            return self.worker.each.sources().origin(slot);
        }
        let (column, owner) = self.worker.origins.get(slot).copied().unwrap_or_default();
        Origin {
            status: Some(self.worker.asked.status),
            owner,
            source: Some(column.map_or("columns.yaml", |_| self.worker.asked.file.as_str())),
            row: column.map(|_| self.row),
            column,
            note: None,
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
