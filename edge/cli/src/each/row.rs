//! One row: its cells into slots, its amounts and reasons out.

use super::Written;
use super::reasons::Layouts;
use super::write::{Line, heading};
use crate::print::Face;
use accordant_agreement::terms::{InputId, Terms};
use accordant_facts::{FactValue, Status};
use accordant_intake::Fault;
use accordant_intake::columns::{BoundInput, BoundMapping, Cell};
use accordant_intake::rows::{Chunk, Row};
use accordant_money::{Batch, Exact, Number, NumberProblem};
use accordant_settlement::{EachRow, RowAmount, RowReader, Stop, code};

/// The room that is kept ready for what a chunk of rows is written as.
const TEXT_BYTES: usize = 128 * 1024;

/// All that is the same for every row.
pub(super) struct Worker<'w> {
    pub each: &'w EachRow<'w>,
    pub terms: &'w Terms,
    pub bound: &'w BoundMapping<'w>,
    pub asked: Asked<'w>,
    /// The column and the owner of each slot that rows give.
    pub origins: Vec<(Option<&'w str>, Option<&'w str>)>,
    /// How lines are laid out, where they tell reasons.
    pub layouts: Option<Layouts>,
    slots: Vec<(usize, &'w BoundInput<'w>, Option<InputId>)>,
}

/// What is asked of the rows, and what they are.
pub(super) struct Asked<'w> {
    /// The file, as reasons name it.
    pub file: String,
    /// The period, as figures are addressed.
    pub label: String,
    /// Text or JSON.
    pub face: Face,
    /// How far the facts of the rows can be relied on.
    pub status: Status,
    /// The identity of the only row that is wanted.
    pub only: Option<&'w str>,
}

/// Why a row gave nothing.
enum Failed {
    Unreadable(Vec<Fault>),
    TooLarge,
    Refused,
}

impl<'w> Worker<'w> {
    pub fn new(
        each: &'w EachRow<'w>,
        terms: &'w Terms,
        bound: &'w BoundMapping<'w>,
        asked: Asked<'w>,
    ) -> Worker<'w> {
        let slots = bound.inputs().iter().filter_map(|input| {
            let id = input.input()?;
            Some((each.slot(id, input.of())?, input, Some(id)))
        });
        let slots: Vec<(usize, &BoundInput<'_>, Option<InputId>)> = slots.collect();
        let mut origins = vec![(None, None); each.graph().slots().len()];
        for (slot, input, id) in &slots {
            let owner = id.and_then(|id| terms.inputs.get(id.0)?.owner.as_deref());
            if let Some(origin) = origins.get_mut(*slot) {
                *origin = (input.column(), owner);
            }
        }
        let mut worker = Worker { each, terms, bound, asked, origins, layouts: None, slots };
        worker.layouts = worker.asked.face.is_json().then(|| Layouts::new(&worker));
        worker
    }

    /// The heading row, where the output has one.
    pub fn heading(&self) -> String {
        if self.asked.face.is_json() { String::new() } else { heading(self.each.shares()) }
    }

    /// Settles the rows of a chunk.
    pub fn chunk(&self, mut chunk: Chunk<'_>) -> Written {
        let mut written = Written { text: String::with_capacity(TEXT_BYTES), rows: 0, refused: 0 };
        // Constants that only the reference can hold make every row one for the reference.
        let mut quick = self.each.quick_reader().ok();
        let mut slow: Option<RowReader<'_, Exact>> = None;
        let mut line = Line::new(self);
        let mut amounts = Vec::new();
        let mut exact_amounts = Vec::new();
        while let Some(row) = chunk.next_row() {
            if self.asked.only.is_some_and(|only| only.as_bytes() != self.bound.identity(&row)) {
                continue;
            }
            written.rows += 1;
            let done = match quick.as_mut() {
                Some(reader) => self.read_quick(reader, &row).and_then(|()| settle(reader, &mut amounts)),
                None => Err(Failed::TooLarge),
            };
            let refused = match (done, quick.as_ref()) {
                (Ok(()), Some(reader)) => line.settled(reader, &amounts, &row, &mut written.text),
                (Err(Failed::Refused), Some(reader)) => line.refused(reader, &row, &mut written.text),
                (Err(Failed::Unreadable(faults)), _) => line.unreadable(&faults, &row, &mut written.text),
                _ => self.again(&mut slow, &mut exact_amounts, &mut line, &row, &mut written.text),
            };
            written.refused += u64::from(refused);
        }
        written
    }

    /// The same row with reference numbers.
    fn again<'s>(
        &'s self,
        slow: &mut Option<RowReader<'s, Exact>>,
        amounts: &mut Vec<RowAmount<Exact>>,
        line: &mut Line<'_>,
        row: &Row<'_>,
        out: &mut String,
    ) -> bool {
        if slow.is_none() {
            *slow = self.each.reader::<Exact>().ok();
        }
        let Some(reader) = slow.as_mut() else {
            return line.unreadable(&[], row, out);
        };
        match self.read_exact(reader, row).and_then(|()| settle(reader, amounts)) {
            Ok(()) => line.settled(reader, amounts, row, out),
            Err(Failed::Unreadable(faults)) => line.unreadable(&faults, row, out),
            Err(Failed::TooLarge | Failed::Refused) => line.refused(reader, row, out),
        }
    }

    fn read_quick(&self, reader: &mut RowReader<'_, Batch>, row: &Row<'_>) -> Result<(), Failed> {
        reader.begin();
        ragged(row)?;
        for (slot, input, id) in &self.slots {
            match input.quick(row).map_err(|fault| Failed::Unreadable(vec![fault]))? {
                Cell::Absent => reader.absent(*slot),
                Cell::Number(number) => reader.number(*slot, number),
                Cell::Word(word) => reader.word(*slot, u16::try_from(word).map_err(|_| Failed::TooLarge)?),
                Cell::NotPublished => self.not_published(reader, *slot, *id).map_err(|_| Failed::TooLarge)?,
                Cell::TooLarge => return Err(Failed::TooLarge),
            }
        }
        Ok(())
    }

    fn read_exact(&self, reader: &mut RowReader<'_, Exact>, row: &Row<'_>) -> Result<(), Failed> {
        reader.begin();
        ragged(row)?;
        for (slot, input, id) in &self.slots {
            match input.exact(row).map_err(|fault| Failed::Unreadable(vec![fault]))? {
                None => reader.absent(*slot),
                Some(FactValue::Number(number)) => reader.number(*slot, number),
                Some(FactValue::Word(word)) => {
                    let of = id.and_then(|id| self.terms.inputs.get(id.0));
                    match code(of, &word) {
                        Some(number) => reader.word(*slot, number),
                        None => reader.absent(*slot),
                    }
                }
                Some(FactValue::NotPublished) => {
                    self.not_published(reader, *slot, *id).map_err(|_| Failed::TooLarge)?
                }
            }
        }
        Ok(())
    }

    fn not_published<N: Number>(
        &self,
        reader: &mut RowReader<'_, N>,
        slot: usize,
        id: Option<InputId>,
    ) -> Result<(), NumberProblem> {
        let input = id.and_then(|id| self.terms.inputs.get(id.0));
        let bound = |bound: Option<&Exact>| bound.map(N::from_exact).transpose();
        let low = bound(input.and_then(|input| input.at_least.as_ref()))?;
        let high = bound(input.and_then(|input| input.at_most.as_ref()))?;
        reader.not_published(slot, low, high);
        Ok(())
    }
}

fn settle<N: Number>(reader: &mut RowReader<'_, N>, amounts: &mut Vec<RowAmount<N>>) -> Result<(), Failed> {
    reader
        .settle(amounts)
        .map_err(|stop| if stop == Stop::TooLarge { Failed::TooLarge } else { Failed::Refused })
}

fn ragged(row: &Row<'_>) -> Result<(), Failed> {
    match row.ragged() {
        None => Ok(()),
        Some(fields) => {
            let what = format!("this row has {fields} fields, not as many as the heading");
            let help = Some("put quotes round a field that contains a comma".to_string());
            Err(Failed::Unreadable(vec![Fault { code: "ragged", what, help }]))
        }
    }
}
