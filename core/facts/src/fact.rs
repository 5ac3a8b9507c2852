//! One fact: a named value with all that is known of where it comes from.

use crate::{Days, Status};
use accordant_money::Exact;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

/// A named value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The input, measure or other name that the agreement asks for.
    pub name: String,
    /// The elements of its indexes, in the order in which the agreement names the indexes; often none.
    pub of: Vec<String>,
    /// The days that it is about.
    pub days: Days,
    /// The value, in the unit of the input.
    pub value: FactValue,
    /// How closely the value is known: the true one lies within half of this. It wins over that of the input.
    pub known_to: Option<Exact>,
    /// How far it can be relied on.
    pub status: Status,
    /// The party answerable for it.
    pub owner: Option<String>,
    /// The file, publication or letter that it was taken from.
    pub source: Option<String>,
    /// The row in the source.
    pub row: Option<String>,
    /// Where it was read.
    pub at: RowPlace,
}

/// What a fact says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FactValue {
    /// A quantity; a day counts from 1970-01-01.
    Number(Exact),
    /// One of a closed list of words.
    Word(String),
    /// There is a value, but it is not published.
    NotPublished,
}

/// A row of a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RowPlace {
    /// The file, as its reader names it.
    pub file: Arc<str>,
    /// The line on which the row begins; the first is 1.
    pub line: u64,
}

/// A fact by its name and what it is indexed by: `margin[builder]`.
pub fn named(name: &str, of: &[String]) -> String {
    if of.is_empty() { name.to_string() } else { format!("{name}[{}]", of.join("/")) }
}

impl Fact {
    /// Whether both say the same of the same thing, wherever they were read and whoever says it.
    pub fn agrees_with(&self, other: &Fact) -> bool {
        (&self.name, &self.of, self.days) == (&other.name, &other.of, other.days)
            && (&self.value, &self.known_to, self.status) == (&other.value, &other.known_to, other.status)
    }

    /// Whether both were taken from the same rows of the same source.
    pub fn cites_as(&self, other: &Fact) -> bool {
        (&self.source, &self.row, &self.at) == (&other.source, &other.row, &other.at)
    }
}

impl fmt::Display for RowPlace {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}", self.file, self.line)
    }
}
