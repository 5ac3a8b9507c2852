//! What the reading of every kind of submission has in common.

use super::notes::Notes;
use super::row::{Noted, Reading};
use super::value::Habits;
use super::{heading::Binding, profile::Field};
use crate::rows::{Chunk, Row};
use accordant_activity::TooLarge;

/// How rows of one kind are read.
pub(crate) trait Layout: Sync {
    /// What is gathered from some rows.
    type Gathered: Default + Send;

    /// Reads a row. One that is refused must not be gathered.
    ///
    /// # Errors
    /// When a sum cannot be held.
    fn row(&self, row: &mut Reading<'_>, gathered: &mut Self::Gathered) -> Result<(), TooLarge>;

    /// Adds what was gathered from the rows that follow.
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

/// What is known of the file before its rows are read.
#[derive(Debug)]
pub(crate) struct Context {
    pub(crate) binding: Binding,
    pub(crate) habits: Habits,
    /// The columns whose amounts have a control total.
    pub(crate) controls: &'static [Field],
}

/// What came of some rows.
#[derive(Debug, Default)]
pub(crate) struct Part<G> {
    pub(crate) notes: Notes,
    pub(crate) gathered: G,
}

/// Reads some rows.
///
/// # Errors
/// When a sum cannot be held.
pub(crate) fn part<L: Layout>(
    context: &Context,
    layout: &L,
    rows: &mut impl NextRow,
) -> Result<Part<L::Gathered>, TooLarge> {
    let mut part = Part { notes: Notes::default(), gathered: L::Gathered::default() };
    let mut noted = Noted::default();
    while let Some(row) = rows.next_row() {
        let mut reading = Reading::new(&context.binding, &context.habits, row, &mut noted);
        match row.ragged() {
            Some(fields) => reading.refuse_shape(fields, context.controls),
            None if row.has_nul() => reading.refuse_nul(context.controls),
            None => layout.row(&mut reading, &mut part.gathered)?,
        }
        reading.finish(&mut part.notes)?;
    }
    Ok(part)
}
