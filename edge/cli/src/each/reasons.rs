//! The reasons of a row as one line of JSON, by the writer that explains a single figure.

use super::row::Worker;
use crate::text::json::quoted;
use accordant_documents::json::{
    Origin, Origins, PostingHead, PostingLine, ReasonLine, ReasonWriter, Subject, Template,
};
use accordant_facts::Status;
use accordant_money::{Number, Rounding};
use accordant_settlement::{Computed, FigureId, Looked, RowAmount, RowReader, SlotId};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// So many layouts are kept; a row that needs one more has it made for itself.
const LAYOUTS_MAX: usize = 4_096;

/// How the lines of rows are laid out, for all chunks together.
pub(super) struct Layouts {
    made: Mutex<Made>,
    heads: Vec<PostingHead>,
    origins: Vec<Written>,
}

/// The layouts that rows have needed, by the shape of what was computed.
struct Made {
    writer: ReasonWriter,
    layouts: BTreeMap<Vec<u64>, Arc<Template>>,
}

impl Layouts {
    pub fn new(worker: &Worker<'_>) -> Layouts {
        let label = &worker.asked.label;
        let heads = worker.each.shares().iter().map(|share| {
            let said = [share.says.as_deref(), share.clause.as_deref(), Some(share.words.as_str())];
            PostingHead::new(label, &share.address, said, [&share.from, &share.to])
        });
        let writer = ReasonWriter::new(worker.each.graph(), worker.terms, label);
        Layouts {
            made: Mutex::new(Made { writer, layouts: BTreeMap::new() }),
            heads: heads.collect(),
            origins: (0..worker.origins.len()).map(|slot| Written::of(worker, slot)).collect(),
        }
    }

    /// The layout for this shape, made if no row has needed it yet.
    fn layout<N: Number>(
        &self,
        shape: &[u64],
        reader: &RowReader<'_, N>,
        origins: &RowOrigins<'_, N>,
    ) -> Arc<Template> {
        // A layout is put in whole or not at all, so one that another thread died over is no worse.
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(layout) = made.layouts.get(shape) {
            return Arc::clone(layout);
        }
        let behind: Vec<Looked> = (0..self.heads.len()).map(|number| reader.behind(number)).collect();
        let wanted: Vec<FigureId> = behind.iter().flat_map(|looked| &looked.figures).copied().collect();
        let facts: Vec<SlotId> = behind.iter().flat_map(|looked| &looked.slots).copied().collect();
        let postings = self.heads.iter().zip(&behind);
        let postings: Vec<(&PostingHead, &[FigureId])> =
            postings.map(|(head, looked)| (head, looked.figures.as_slice())).collect();
        let subject = Subject { postings: &postings, wanted: &wanted, facts: &facts };
        let layout = Arc::new(made.writer.template(&subject, reader, origins));
        if made.layouts.len() < LAYOUTS_MAX {
            made.layouts.insert(shape.to_vec(), Arc::clone(&layout));
        }
        layout
    }
}

/// Writes the reasons of the rows of one chunk.
pub(super) struct Reasons<'w> {
    worker: &'w Worker<'w>,
    layouts: &'w Layouts,
    /// Those that this chunk has needed, so that chunks seldom wait for one another.
    at_hand: BTreeMap<Vec<u64>, Arc<Template>>,
    shape: Vec<u64>,
}

impl<'w> Reasons<'w> {
    pub fn new(worker: &'w Worker<'w>, layouts: &'w Layouts) -> Reasons<'w> {
        Reasons { worker, layouts, at_hand: BTreeMap::new(), shape: Vec::new() }
    }

    /// Appends the line of a settled row.
    pub fn settled<N: Number>(
        &mut self,
        reader: &RowReader<'_, N>,
        amounts: &[RowAmount<N>],
        row: &str,
        out: &mut String,
    ) {
        let mut text = String::new();
        Origin { row: Some(row), ..Origin::default() }.write(&mut text);
        let origins = RowOrigins { written: &self.layouts.origins, worker: self.worker, reader, row: &text };
        reader.shape_into(&mut self.shape);
        for slots in (0..self.layouts.origins.len()).step_by(64) {
            let from_row = (slots..slots + 64).map(|slot| u64::from(reader.is_from_row(slot)));
            self.shape.push(from_row.fold(0, |all, given| all << 1 | given));
        }
        let layout = match self.at_hand.get(&self.shape) {
            Some(layout) => layout,
            None => {
                let layout = self.layouts.layout(&self.shape, reader, &origins);
                self.at_hand.entry(self.shape.clone()).or_insert(layout)
            }
        };
        let postings = amounts.iter().enumerate().map(|(number, amount)| {
            let zero = amount.posted.as_ref().is_some_and(|posted| posted.sign().is_eq());
            PostingLine {
                posted: amount.posted.as_ref().map(|posted| decimal(self.worker, posted).into()),
                exact: &amount.exact,
                because: if zero { reader.because(number) } else { None },
                leftover: amount.leftover,
            }
        });
        let postings: Vec<PostingLine<'_, N>> = postings.collect();
        layout.fill(&ReasonLine { row: Some(row), postings: &postings }, reader, &origins, out);
        out.push('\n');
    }
}

/// An amount that is whole minor units already.
fn decimal<N: Number>(worker: &Worker<'_>, amount: &N) -> String {
    let (places, mut text) = (worker.terms.currency.minor_digits(), String::new());
    match amount.decimal_into(places, Rounding::TowardZero, &mut text) {
        Ok(()) => text,
        Err(_) => amount.to_exact().decimal(places, Rounding::TowardZero),
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

    fn is_same(&self, slot: usize) -> bool {
        let varies = |written: &Written| written.row == RowIsNamed::Yes;
        !(self.reader.is_from_row(slot) && self.written.get(slot).is_some_and(varies))
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
