//! Facts said again, without losing what was said before.

use crate::{Fact, Facts};
use alloc::vec::Vec;

/// A fact that a restatement changed or added.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// What was said before; nothing if it was not said.
    pub old: Option<Fact>,
    /// What is said now.
    pub new: Fact,
}

impl Facts {
    /// These facts with each that is restated in its new form, and what changed, by name, index and days.
    ///
    /// A fact restated with the same value, precision and status is no change.
    pub fn replaced_by(&self, restated: &Facts) -> (Facts, Vec<Change>) {
        let mut after = self.clone();
        let mut changes = Vec::new();
        for new in restated.iter() {
            let old = after.replace(new.clone());
            if !old.as_ref().is_some_and(|old| old.agrees_with(new)) {
                changes.push(Change { old, new: new.clone() });
            }
        }
        (after, changes)
    }

    /// Those of these facts that were not said before, or were said otherwise.
    #[must_use]
    pub fn said_otherwise_than(&self, before: &Facts) -> Facts {
        let (_, changes) = before.replaced_by(self);
        let mut said = Facts::new();
        changes.into_iter().for_each(|change| drop(said.replace(change.new)));
        said
    }
}
