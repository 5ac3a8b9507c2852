//! Submissions: the files that parties send each month, with a report of what was read, fixed and refused.
//!
//! A file belongs to a [`Kind`], known by the names in its heading. Each row is accepted as it stands, fixed by a
//! named rule, or refused with what to do; the three always add up to the rows of the file, and so does the money.
//! What was refused is written to a second file that can be mended and sent again. A row about a patient becomes part
//! of a sum here, and goes no further.
//!
//! This module will never know an agreement: which cells are a service, and what they are worth, is for the core.
//!
//! Start with [`read`] and [`Report`].

mod contract;
mod costs;
mod dense;
mod encoding;
mod heading;
mod kind;
mod layout;
mod mapped;
mod measures;
mod notes;
mod one_row;
mod prints;
mod profile;
mod read;
mod rejects;
mod report;
mod row;
mod rule;
mod sessions;
mod sniff;
mod table;
mod value;
mod waits;
mod whole;
mod workbook;

pub use costs::{Cost, Standing};
pub use dense::{Dense, NumberedRows, Numbering};
pub use encoding::Encoding;
pub use heading::{REFUSED_BECAUSE, ROW, detect};
pub use kind::Kind;
pub use measures::{Found, MeasureValue};
pub use notes::{Control, Example, Group, Refusal, Tally};
pub use one_row::row_of;
pub use read::{lines, read};
pub use report::{Columns, Invoice, Report, Written};
pub use rule::{Rule, Warning};
pub use sessions::Sessions;
pub use waits::{Part, Waits, WaitsKey};

use crate::columns::Mapping;
use crate::fault::{Fault, either};
use crate::period::Period;
use crate::rows::RowsProblem;
use accordant_activity::{Cells, Scaled};
use accordant_facts::{Fact, Status};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::num::NonZeroUsize;

/// What is asked of a file.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The name of the file, without folders; the financial year may stand in it.
    pub name: &'a str,
    /// The kind, if it is not to be known by the heading.
    pub kind: Option<Kind>,
    /// The sheet of a workbook; the first that is not hidden if none is named.
    pub sheet: Option<&'a str>,
    /// Whether a column of NHS numbers is let in. It is never read.
    pub allows_nhs_numbers: bool,
    /// What the invoice says, to hold the file against.
    pub invoice: Option<Scaled>,
    /// The codes that are known.
    pub known: &'a Known,
    /// What the columns of another layout mean.
    pub mapped: Mapped<'a>,
    /// How many threads may work.
    pub threads: NonZeroUsize,
    /// Whether it was taken already: then it may have no rows, as files once might.
    pub is_held: bool,
}

impl<'a> Asked<'a> {
    /// Nothing but the name and the known codes: any kind, one thread, no invoice, and no NHS numbers.
    pub const fn new(name: &'a str, known: &'a Known) -> Asked<'a> {
        let threads = NonZeroUsize::MIN;
        Asked {
            name,
            kind: None,
            sheet: None,
            allows_nhs_numbers: false,
            invoice: None,
            known,
            mapped: Mapped::NOTHING,
            threads,
            is_held: false,
        }
    }
}

/// What the columns of files of any layout mean, and what must be known to read them.
#[derive(Debug, Clone, Copy)]
pub struct Mapped<'a> {
    /// The mappings of a `columns.yaml`.
    pub mappings: &'a [Mapping],
    /// The periods of the agreement.
    pub periods: &'a [Period],
    /// How far such figures can be relied on.
    pub status: Status,
}

impl Mapped<'_> {
    /// No mapping.
    pub const NOTHING: Mapped<'static> = Mapped { mappings: &[], periods: &[], status: Status::Real };
}

/// The codes that are known; of an empty list nothing is known, and every code is taken.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Known {
    /// Organisations that provide. Any other is refused.
    pub providers: BTreeSet<String>,
    /// Organisations that commission. Any other is warned of: activity is done for people of other places too.
    pub commissioners: BTreeSet<String>,
    /// Points of delivery. Any other is warned of.
    pub points_of_delivery: BTreeSet<String>,
    /// The measures whose value is no number, by their names in a return, and what it is. Of any other it is a number.
    pub answers: BTreeMap<String, Answer>,
    /// Whether a figure of the agreement reads prices as files state them; nothing if no agreement is known.
    pub reads_prices: Option<bool>,
}

/// What the value of a measure may be that is no number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// One of these words, as for a judged measure or a milestone.
    Words(Vec<String>),
    /// A day.
    Day,
}

impl fmt::Display for Answer {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Answer::Words(words) => out.write_str(&either(words.iter().map(String::as_str))),
            Answer::Day => out.write_str("a day such as `2026-03-31`"),
        }
    }
}

/// A file that was read.
#[derive(Debug)]
pub struct Submission {
    /// What became of it.
    pub report: Report,
    /// What it says.
    pub content: Content,
}

/// What a file says.
#[derive(Debug)]
pub enum Content {
    /// Contract monitoring.
    Cells(Cells),
    /// Waiting times.
    Waits(BTreeMap<WaitsKey, Waits>),
    /// Costs.
    Costs(Vec<Cost>),
    /// Values of measures.
    Measures(Vec<MeasureValue>),
    /// Facts, read as a `columns.yaml` says; no two are of the same name, index and days.
    Facts(Vec<Fact>),
    /// Sessions of rooms.
    Sessions(Vec<Sessions>),
}

/// Why a file was refused as a whole. Nothing of it is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// What is wrong and what to do.
    pub fault: Fault,
    /// The line, where one can be named.
    pub line: Option<u64>,
}

impl From<Fault> for Refused {
    fn from(fault: Fault) -> Refused {
        Refused { fault, line: None }
    }
}

impl From<RowsProblem> for Refused {
    fn from(problem: RowsProblem) -> Refused {
        let line = match problem {
            RowsProblem::QuoteNotClosed(line) | RowsProblem::RowTooLong(line) => Some(line),
            RowsProblem::Unreadable(_) | RowsProblem::NoHeading | RowsProblem::HeadingNotUtf8 => None,
        };
        let fault = Fault::new("rows", problem.to_string(), problem.help().to_string());
        Refused { fault, line }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} [{}]", self.fault.what, self.fault.code)?;
        self.fault.help.as_deref().map_or(Ok(()), |help| write!(out, "\n  {help}"))
    }
}
