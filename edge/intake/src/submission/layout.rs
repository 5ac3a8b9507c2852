//! What the reading of every kind of submission has in common.

use super::heading::Binding;
use super::notes::Notes;
use super::row::{Noted, Reading};
use super::value::Habits;
use crate::rows::{Chunk, Row};
use accordant_activity::TooLarge;
use csv::ByteRecord;

/// How rows of one kind are read.
pub(crate) trait Layout: Sync {
    /// What is gathered from some rows. In which order rows come to it is not said.
    type Gathered: Default + Send;

    /// Reads a row. One that is refused must not be gathered.
    ///
    /// # Errors
    /// When a sum cannot be held.
    fn row(&self, row: &mut Reading<'_>, gathered: &mut Self::Gathered) -> Result<(), TooLarge>;

    /// Adds what was gathered from other rows.
    ///
    /// # Errors
    /// When a sum cannot be held.
    fn absorb(all: &mut Self::Gathered, more: Self::Gathered) -> Result<(), TooLarge>;
}

/// Rows one after the other.
pub(crate) trait NextRow {
    fn next_row(&mut self) -> Option<Row<'_>>;
}

impl NextRow for Chunk<'_> {
    fn next_row(&mut self) -> Option<Row<'_>> {
        Chunk::next_row(self)
    }
}

/// Rows of a workbook or a table, each with its number.
#[derive(Debug)]
pub(crate) struct Records {
    columns: usize,
    records: Vec<(u64, ByteRecord)>,
    at: usize,
}

impl Records {
    /// Rows of a file with so many columns. Fields at the end of a row in which nothing stands may be missing.
    pub(crate) fn new(columns: usize, mut records: Vec<(u64, ByteRecord)>) -> Records {
        for (_, record) in &mut records {
            (record.len()..columns).for_each(|_| record.push_field(b""));
        }
        Records { columns, records, at: 0 }
    }
}

impl NextRow for Records {
    fn next_row(&mut self) -> Option<Row<'_>> {
        let (line, record) = self.records.get(self.at)?;
        self.at += 1;
        Some(Row::of_record(*line, record, self.columns))
    }
}

/// What is known of the file before its rows are read.
#[derive(Debug)]
pub(crate) struct Context {
    pub(crate) binding: Binding,
    pub(crate) habits: Habits,
    /// The columns whose amounts have a control total.
    pub(crate) controls: Vec<usize>,
}

/// Reads some rows, and gathers what they say.
///
/// # Errors
/// When a sum cannot be held.
pub(crate) fn part<L: Layout>(
    context: &Context,
    layout: &L,
    rows: &mut impl NextRow,
    gathered: &mut L::Gathered,
) -> Result<Notes, TooLarge> {
    let mut notes = Notes::default();
    let mut noted = Noted::default();
    while let Some(row) = rows.next_row() {
        let mut reading = Reading::new(&context.binding, &context.habits, row, &mut noted);
        match row.ragged() {
            Some(fields) => reading.refuse_shape(fields, &context.controls),
            None if row.has_nul() => reading.refuse_nul(&context.controls),
            None if reading.is_still_to_mend() => reading.refuse_not_mended(&context.controls),
            None => layout.row(&mut reading, gathered)?,
        }
        reading.finish(&mut notes)?;
    }
    Ok(notes)
}
