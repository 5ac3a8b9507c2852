//! Tables as files that other programs read: lines of text, a workbook, Parquet.
//!
//! Amounts come as decimals and leave as the same digits: no value passes through a binary fraction that would change
//! it. A text never becomes a formula. Start with [`Table`].

pub mod lines;
pub mod parquet;
pub mod workbook;

use accordant_money::Exact;

/// A table.
#[derive(Debug)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, each with a cell for every column.
    pub rows: Vec<Vec<Cell>>,
}

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What stands in it.
    pub holds: Holds,
}

/// What stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Texts.
    Text,
    /// Counts and numbers of rows.
    Whole,
    /// Exact decimals.
    Decimal,
    /// Exact decimals, or words where the value is none.
    Value,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Nothing is said.
    Nothing,
    /// A text.
    Text(String),
    /// A count, or the number of an entry.
    Whole(u64),
    /// A decimal: digits, a point, a minus before it, and nothing else.
    Decimal(String),
}

impl Cell {
    /// A text.
    pub fn text(text: impl Into<String>) -> Cell {
        Cell::Text(text.into())
    }

    /// A text, or nothing.
    pub fn maybe(text: Option<impl Into<String>>) -> Cell {
        text.map_or(Cell::Nothing, Cell::text)
    }

    /// A number as a decimal; nothing where it has no end as one, for which a column of fractions stands beside it.
    pub fn decimal(number: &Exact) -> Cell {
        number.terminating().map_or(Cell::Nothing, Cell::Decimal)
    }

    /// The same, where there is one.
    pub fn maybe_decimal(number: Option<&Exact>) -> Cell {
        number.map_or(Cell::Nothing, Cell::decimal)
    }

    /// A number as the fraction that it exactly is.
    pub fn fraction(number: Option<&Exact>) -> Cell {
        Cell::maybe(number.map(Exact::fraction))
    }
}

/// Columns of these names, all holding the same.
pub fn columns<const N: usize>(names: [&'static str; N], holds: Holds) -> Vec<Column> {
    names.into_iter().map(|name| Column { name, holds }).collect()
}
