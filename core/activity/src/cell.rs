//! A cell: all lines of one file with the same key, added up.

use crate::{Amounts, Month, Rows, Scope};
use alloc::sync::Arc;

/// A code as the file states it: of an organisation, a site, a treatment function, a currency. Cheap to copy.
pub type Code = Arc<str>;

/// What a cell is about. Ordered first by what a submission is sent for, so that its cells lie together.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// The organisation that provides.
    pub provider: Code,
    /// The month.
    pub month: Month,
    /// The organisation that commissions.
    pub commissioner: Code,
    /// The site of treatment; nothing where it was not said.
    pub site: Option<Code>,
    /// The treatment function; nothing where it was not said.
    pub function: Option<Code>,
    /// The point of delivery.
    pub point_of_delivery: Code,
    /// What is counted; nothing where it was not said.
    pub currency: Option<Code>,
    /// Whose prices apply.
    pub tariff: Tariff,
}

/// Whose prices apply to a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tariff {
    /// The national ones.
    National,
    /// Those that were agreed locally.
    Local,
}

/// The lines of one file that have the same key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// What it is about.
    pub key: Key,
    /// What its lines come to.
    pub amounts: Amounts,
    /// The rows of the file that say so.
    pub rows: Rows,
}

impl Key {
    /// What a submission with this cell was sent for.
    pub fn scope(&self) -> Scope {
        Scope { provider: self.provider.clone(), month: self.month, commissioner: self.commissioner.clone() }
    }
}

impl Tariff {
    /// The word that stands for it.
    pub const fn word(self) -> &'static str {
        match self {
            Tariff::National => "national",
            Tariff::Local => "local",
        }
    }

    /// Reads the word; `None` for any other.
    pub fn parse(word: &str) -> Option<Tariff> {
        [Tariff::National, Tariff::Local].into_iter().find(|tariff| tariff.word() == word)
    }
}
