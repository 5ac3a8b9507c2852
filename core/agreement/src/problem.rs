//! Bad news about a text: where it is, what is wrong, and what to do about it.
//!
//! A problem is data; [`render`] turns it into words for a person. Nothing here knows what an agreement says.
//! Start with [`Problem`] and [`Problems`].

mod collection;
mod near;
mod picture;
mod unseen;

pub use collection::{PROBLEMS_MAX, Problems};
pub use near::nearest;
pub use picture::{in_backticks, render};
pub(crate) use unseen::is_unseen;

use alloc::string::String;
use alloc::sync::Arc;
use core::fmt;

/// The name of a file as its reader knows it, relative to the agreement's folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileName(Arc<str>);

impl FileName {
    /// Takes the name as it is to be shown to people.
    pub fn new(name: &str) -> FileName {
        FileName(Arc::from(name))
    }

    /// The name as it is shown.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for FileName {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// Where something is written: part of one line of one file.
///
/// Ordered by file, line and column. A byte-order mark does not count as a column.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file.
    pub file: FileName,
    /// The line; the first is 1.
    pub line: u32,
    /// The column of the first character, in characters; the first is 1.
    pub column: u32,
    /// How many characters of that line are meant; 0 where something is missing.
    pub length: u32,
}

/// Whether an agreement can be accepted in spite of the finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The text is wrong and cannot be accepted.
    Problem,
    /// The text can be accepted, but experience advises against what it says.
    Warning,
}

/// Something in a text that is wrong or unwise, and where it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Whether it bars the text from being accepted.
    pub severity: Severity,
    /// Where it is written.
    pub place: Place,
    /// What is wrong: lower case, no full stop, the author's words in backticks.
    pub what: String,
    /// The author's own words at that place.
    pub words: String,
    /// What to do about it.
    pub help: Option<String>,
    /// A short stable name of this kind of problem, such as `duplicate-key`.
    pub code: &'static str,
    /// For a warning: where in the literature of the field it comes from.
    pub source: Option<&'static str>,
}
