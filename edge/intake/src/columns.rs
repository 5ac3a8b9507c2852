//! What the columns of another file mean, as `columns.yaml` says it (F8).
//!
//! [`read`] gives the mappings of the file; [`choose`] takes the one that fits a heading and binds it to the columns;
//! [`BoundMapping`] then reads rows.

mod apart;
mod bind;
mod cell;
mod coded;
mod read;
mod texts;

pub use apart::{ElementColumn, ElementFrom};
pub use bind::{BoundMapping, choose};
pub use cell::{BoundInput, Cell};
pub use read::read;

use crate::number::Percent;
use accordant_agreement::problem::Place;
use accordant_agreement::terms::{InputId, InputKind};
use accordant_facts::{Days, FactValue};
use coded::Codes;

/// What the columns of one kind of file mean.
#[derive(Debug, Clone)]
pub struct Mapping {
    /// Its name.
    pub name: String,
    /// Where its name is written.
    pub place: Place,
    /// The column that identifies a row; that of its period where none is named.
    pub row: ColumnName,
    /// The days that every row is about, if they are the same.
    pub period: Option<Days>,
    /// The column in which each row says what days it is about, if they are not the same.
    pub period_column: Option<ColumnName>,
    /// What each input is read from, in the author's order.
    pub inputs: Vec<MappedInput>,
}

/// What one input is read from.
#[derive(Debug, Clone)]
pub struct MappedInput {
    /// The input; none for the opening balance of a pool.
    pub input: Option<InputId>,
    /// Its name.
    pub name: String,
    /// Its elements.
    pub of: Vec<String>,
    /// Where its elements stand, one for each index, if rows say them; then `of` is empty.
    pub apart: Vec<ElementFrom>,
    /// The rows that speak of it; all of them without this.
    pub only: Option<OnlyRows>,
    /// A quantity or a choice.
    pub kind: InputKind,
    /// The column, or the value of every row.
    pub from: From,
    /// How percentages are written in the column.
    pub percent: Percent,
    /// Marks that mean no value, beside an empty field.
    pub absent: Vec<String>,
    codes: Codes,
}

/// The rows of a file in which a column says one of these.
#[derive(Debug, Clone)]
pub struct OnlyRows {
    /// The column.
    pub column: ColumnName,
    /// What it says there.
    pub is: Vec<String>,
}

/// Where the value of an input stands.
#[derive(Debug, Clone)]
pub enum From {
    /// In this column.
    Column(ColumnName),
    /// It is the same in every row.
    Constant(FactValue),
}

/// A column of the file, as the author names it.
#[derive(Debug, Clone)]
pub struct ColumnName {
    /// Its name.
    pub name: String,
    /// Where it is named.
    pub place: Place,
}
