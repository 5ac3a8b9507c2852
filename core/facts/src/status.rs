//! How far a fact can be relied on.

use core::fmt;

/// How far a fact can be relied on, from strong to weak.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Published or audited.
    Real,
    /// Computed from real figures by a stated method.
    Derived,
    /// Taken to be so.
    Assumed,
    /// Invented, to show how the terms work.
    Illustrative,
}

impl Status {
    /// Every status, from strong to weak.
    pub const ALL: [Status; 4] = [Status::Real, Status::Derived, Status::Assumed, Status::Illustrative];

    /// The status of a figure computed from facts of these: the weakest; of none, the strongest.
    pub fn weakest(all: impl IntoIterator<Item = Status>) -> Status {
        all.into_iter().max().unwrap_or(Status::Real)
    }

    /// Reads the word; `None` for any other.
    pub fn parse(word: &str) -> Option<Status> {
        Status::ALL.into_iter().find(|status| status.word() == word)
    }

    /// The word by which people know it.
    pub const fn word(self) -> &'static str {
        match self {
            Status::Real => "real",
            Status::Derived => "derived",
            Status::Assumed => "assumed",
            Status::Illustrative => "illustrative",
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.word())
    }
}
