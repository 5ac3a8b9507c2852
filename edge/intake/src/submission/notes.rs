//! What is noted of rows while they are read: how many, how much money, which rules, which faults.
//!
//! Each chunk of rows has notes of its own; joined in the order of the rows they are the same for any number of
//! threads.

use super::rule::{Rule, Warning};
use crate::fault::Fault;
use accordant_activity::{Rows, Scaled, TooLarge};
use jiff::civil::DateTime;
use std::collections::{BTreeMap, BTreeSet};

/// How many examples of one rule are shown.
pub(crate) const EXAMPLES_MAX: usize = 3;
/// How many refusals are shown one by one; the file of rejected rows has them all.
pub(crate) const REFUSALS_MAX: usize = 100;
/// Of one rule, the numbers of so many rows are kept.
const ROWS_MAX: u64 = 10_000;

/// How many rows were taken, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// As they stand.
    pub accepted: u64,
    /// By a named rule.
    pub fixed: u64,
    /// Not.
    pub refused: u64,
}

impl Tally {
    /// All rows of the file.
    pub const fn rows(&self) -> u64 {
        self.accepted + self.fixed + self.refused
    }

    pub(crate) fn add(&mut self, class: Class) {
        match class {
            Class::Accepted => self.accepted += 1,
            Class::Fixed => self.fixed += 1,
            Class::Refused => self.refused += 1,
        }
    }
}

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    Accepted,
    Fixed,
    Refused,
}

/// What the amounts of a column come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Control {
    /// In the rows that stand as they should.
    pub accepted: Scaled,
    /// In the rows that were fixed.
    pub fixed: Scaled,
    /// In the rows that were refused, as far as it can be read.
    pub refused: Scaled,
    /// In how many refused rows it cannot be read.
    pub unreadable: u64,
}

impl Control {
    /// What came in: all that can be read in the file.
    ///
    /// # Errors
    /// When it cannot be held.
    pub fn came_in(&self) -> Result<Scaled, TooLarge> {
        self.taken()?.plus(self.refused)
    }

    /// What is taken over.
    ///
    /// # Errors
    /// When it cannot be held.
    pub fn taken(&self) -> Result<Scaled, TooLarge> {
        self.accepted.plus(self.fixed)
    }

    pub(crate) fn add(&mut self, class: Class, amount: Scaled) -> Result<(), TooLarge> {
        let place = match class {
            Class::Accepted => &mut self.accepted,
            Class::Fixed => &mut self.fixed,
            Class::Refused => &mut self.refused,
        };
        *place = place.plus(amount)?;
        Ok(())
    }

    fn join(&mut self, other: &Control) -> Result<(), TooLarge> {
        self.accepted = self.accepted.plus(other.accepted)?;
        self.fixed = self.fixed.plus(other.fixed)?;
        self.refused = self.refused.plus(other.refused)?;
        self.unreadable += other.unreadable;
        Ok(())
    }
}

/// The control totals of a few columns, by their places in the file.
#[derive(Debug, Default)]
pub(crate) struct Controls(Vec<(usize, Control)>);

impl Controls {
    /// The one of a column, which is there from now on.
    #[inline]
    pub(crate) fn of(&mut self, column: usize) -> &mut Control {
        let at = self.0.iter().position(|(known, _)| *known == column).unwrap_or(self.0.len());
        if at == self.0.len() {
            self.0.push((column, Control::default()));
        }
        &mut self.0[at].1
    }

    /// The one of a column, if there was an amount.
    pub(crate) fn get(&self, column: usize) -> Option<Control> {
        self.0.iter().find(|(known, _)| *known == column).map(|(_, control)| *control)
    }
}

/// Where one rule was met.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Group {
    /// How often.
    pub count: u64,
    /// In which rows; of very many, the first.
    pub rows: Rows,
    /// The first few.
    pub examples: Vec<Example>,
    /// Of codes that are not listed, how often each stands there.
    pub codes: BTreeMap<String, u64>,
}

/// What stood in a field, and what is read there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// The row.
    pub row: u32,
    /// What stood there, in backticks.
    pub stood: String,
    /// What is read; nothing for a warning.
    pub read: String,
}

impl Group {
    pub(crate) fn add(&mut self, row: u32, example: impl FnOnce() -> Example) {
        self.count += 1;
        if self.count <= ROWS_MAX {
            self.rows.add(row);
        }
        if self.examples.len() < EXAMPLES_MAX {
            self.examples.push(example());
        }
    }

    fn join(&mut self, other: Group) {
        if self.count + other.count <= ROWS_MAX {
            self.rows.add_all(&other.rows);
        }
        self.count += other.count;
        let free = EXAMPLES_MAX.saturating_sub(self.examples.len());
        self.examples.extend(other.examples.into_iter().take(free));
        for (code, count) in other.codes {
            *self.codes.entry(code).or_default() += count;
        }
    }

    /// Whether the rows are all named.
    pub const fn names_all(&self) -> bool {
        self.count <= ROWS_MAX
    }
}

/// Why a row was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The row.
    pub row: u32,
    /// The name of the column; nothing if the whole row is meant.
    pub column: Option<String>,
    /// What is wrong and what to do.
    pub fault: Fault,
}

/// Notes of some rows.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    pub(crate) tally: Tally,
    pub(crate) controls: Controls,
    pub(crate) fixes: BTreeMap<(Rule, usize), Group>,
    pub(crate) warnings: BTreeMap<(Warning, Option<usize>), Group>,
    pub(crate) refusals: Vec<Refusal>,
    pub(crate) refused_by: BTreeMap<&'static str, u64>,
    /// How many rows are totals of others, left out and counted nowhere else.
    pub(crate) totals: u64,
    /// The last row.
    pub(crate) last: u32,
    /// How often each stage of reporting is said.
    pub(crate) reporting: BTreeMap<Vec<u8>, u64>,
    /// What is to be known of the rows together.
    pub(crate) remarks: Vec<String>,
    /// The latest moment at which the file says that it was made.
    pub(crate) made: Option<DateTime>,
    /// The rows with a hash of each, by which a row is known that stood there before.
    pub(crate) prints: Vec<(u32, u64)>,
    /// The rejected rows, as they are written down.
    pub(crate) rejects: Vec<u8>,
}

impl Notes {
    /// Adds the notes of the rows that follow.
    ///
    /// # Errors
    /// When a sum cannot be held.
    pub(crate) fn join(&mut self, other: Notes) -> Result<(), TooLarge> {
        self.tally.accepted += other.tally.accepted;
        self.tally.fixed += other.tally.fixed;
        self.tally.refused += other.tally.refused;
        self.totals += other.totals;
        self.last = self.last.max(other.last);
        self.made = self.made.max(other.made);
        for (column, control) in &other.controls.0 {
            self.controls.of(*column).join(control)?;
        }
        for (key, group) in other.fixes {
            self.fixes.entry(key).or_default().join(group);
        }
        for (key, group) in other.warnings {
            self.warnings.entry(key).or_default().join(group);
        }
        for (said, count) in other.reporting {
            *self.reporting.entry(said).or_default() += count;
        }
        let free = REFUSALS_MAX.saturating_sub(self.refusals.len());
        self.refusals.extend(other.refusals.into_iter().take(free));
        for (code, count) in other.refused_by {
            *self.refused_by.entry(code).or_default() += count;
        }
        Ok(())
    }

    /// Warns of the rows that say something of what a row before them said something of: both are counted.
    pub(crate) fn warn_of_twice<K: Ord>(&mut self, rows: impl Iterator<Item = (u32, K)>) {
        let mut seen = BTreeSet::new();
        let mut twice = Group::default();
        for (row, place) in rows {
            if seen.insert(place) {
                continue;
            }
            twice.add(row, || Example { row, stood: String::new(), read: String::new() });
        }
        if twice.count > 0 {
            self.warnings.insert((Warning::SaidTwice, None), twice);
        }
    }
}
