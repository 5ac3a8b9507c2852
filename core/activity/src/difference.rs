//! What two readings of the same activity say differently.

use crate::{Amounts, Cell, Cells, Key, Scaled, Side, TooLarge, Total};
use alloc::vec::Vec;
use core::cmp::Ordering;

/// The cells that came, went and changed. Rows alone are no change: a file may be sorted anew.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Difference {
    /// Cells that only the later one has.
    pub came: Vec<Cell>,
    /// Cells that only the earlier one has.
    pub went: Vec<Cell>,
    /// Cells of which the two say different things.
    pub changed: Vec<Changed>,
}

/// A cell of which two readings say different things.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// The earlier one.
    pub before: Cell,
    /// The later one.
    pub after: Cell,
}

impl Difference {
    /// What differs from the earlier to the later.
    pub fn between(before: &Cells, after: &Cells) -> Difference {
        let mut difference = Difference::default();
        let (mut old, mut new) = (before.iter().peekable(), after.iter().peekable());
        loop {
            let order = match (old.peek(), new.peek()) {
                (None, None) => return difference,
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some(one), Some(another)) => one.key.cmp(&another.key),
            };
            let went = if order.is_le() { old.next() } else { None };
            let came = if order.is_ge() { new.next() } else { None };
            difference.note(went, came);
        }
    }

    /// Whether both say the same.
    pub fn is_empty(&self) -> bool {
        self.came.is_empty() && self.went.is_empty() && self.changed.is_empty()
    }

    /// The keys of which something differs: those that came, then those that went, then those that changed.
    pub fn keys(&self) -> impl Iterator<Item = &Key> {
        let changed = self.changed.iter().map(|changed| &changed.after.key);
        self.came.iter().chain(&self.went).map(|cell| &cell.key).chain(changed)
    }

    /// By how much the stated activity of one side differs, where it is stated.
    ///
    /// # Errors
    /// When a sum cannot be held.
    pub fn activity(&self, side: Side) -> Result<Scaled, TooLarge> {
        self.sum(|amounts| amounts.side(side).activity)
    }

    /// By how much the stated price of one side differs, where it is stated.
    ///
    /// # Errors
    /// When a sum cannot be held.
    pub fn price(&self, side: Side) -> Result<Scaled, TooLarge> {
        self.sum(|amounts| amounts.side(side).price)
    }

    fn sum(&self, figure: impl Fn(&Amounts) -> Total) -> Result<Scaled, TooLarge> {
        let of = |cell: &Cell| figure(&cell.amounts).said().unwrap_or_default();
        let came = self.came.iter().chain(self.changed.iter().map(|changed| &changed.after));
        let went = self.went.iter().chain(self.changed.iter().map(|changed| &changed.before));
        Scaled::sum(came.map(of))?.minus(Scaled::sum(went.map(of))?)
    }

    fn note(&mut self, went: Option<&Cell>, came: Option<&Cell>) {
        match (went, came) {
            (Some(before), Some(after)) if before.amounts == after.amounts => {}
            (Some(before), Some(after)) => {
                self.changed.push(Changed { before: before.clone(), after: after.clone() });
            }
            (Some(before), None) => self.went.push(before.clone()),
            (None, Some(after)) => self.came.push(after.clone()),
            (None, None) => {}
        }
    }
}
