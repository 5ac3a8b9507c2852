//! What can be wrong with a file of rows as a whole.

use super::ROW_BYTES_MAX;
use std::{fmt, io};

/// Why a file of rows cannot be read on.
#[derive(Debug)]
pub enum RowsProblem {
    /// The file could not be read.
    Unreadable(io::Error),
    /// There is nothing in the file.
    NoHeading,
    /// The heading row is not UTF-8.
    HeadingNotUtf8,
    /// A quote is never closed; the line on which it opens.
    QuoteNotClosed(u64),
    /// A row is longer than [`ROW_BYTES_MAX`]; the line on which it begins.
    RowTooLong(u64),
}

impl RowsProblem {
    /// What to do about it.
    pub const fn help(&self) -> &'static str {
        match self {
            Self::Unreadable(_) => "see whether the file is there and may be read",
            Self::NoHeading => "the first row names the columns",
            Self::HeadingNotUtf8 => {
                "save the file again with the encoding UTF-8 (spreadsheets call it `CSV UTF-8`)"
            }
            Self::QuoteNotClosed(_) => "close it, or write a quote within quotes twice",
            Self::RowTooLong(_) => "end every row with a line feed, and close every quote",
        }
    }
}

impl fmt::Display for RowsProblem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(error) => write!(out, "the file cannot be read: {error}"),
            Self::NoHeading => out.write_str("the file has no heading row"),
            Self::HeadingNotUtf8 => out.write_str("the heading row is not UTF-8"),
            Self::QuoteNotClosed(line) => write!(out, "the quote that opens on line {line} is never closed"),
            Self::RowTooLong(line) => {
                write!(out, "the row that begins on line {line} is longer than {ROW_BYTES_MAX} bytes")
            }
        }
    }
}

impl std::error::Error for RowsProblem {}
