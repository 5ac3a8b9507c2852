//! Facts said again, without losing what was said before.

use crate::{Fact, Facts};
use alloc::boxed::Box;
use alloc::vec::Vec;

/// How what is said of one name, index and days changed.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// It is said for the first time.
    New(Fact),
    /// It is said otherwise.
    Again {
        /// What was said before.
        before: Box<Fact>,
        /// What is said now.
        after: Fact,
    },
    /// It is said no longer.
    Gone(Fact),
}

impl Change {
    /// What was said before; nothing if it was not said.
    pub fn before(&self) -> Option<&Fact> {
        match self {
            Change::New(_) => None,
            Change::Again { before, .. } => Some(before),
            Change::Gone(fact) => Some(fact),
        }
    }

    /// What is said now; nothing if it is said no longer.
    pub fn after(&self) -> Option<&Fact> {
        match self {
            Change::New(fact) | Change::Again { after: fact, .. } => Some(fact),
            Change::Gone(_) => None,
        }
    }

    /// The latest that was said: now, or before it was said no longer.
    pub fn latest(&self) -> &Fact {
        match self {
            Change::New(fact) | Change::Again { after: fact, .. } | Change::Gone(fact) => fact,
        }
    }
}

impl Facts {
    /// These facts with each that is restated in its new form, and what changed, by name, index and days.
    ///
    /// A fact restated with the same value, precision and status is no change.
    pub fn replaced_by(&self, restated: &Facts) -> (Facts, Vec<Change>) {
        let mut after = self.clone();
        let mut changes = Vec::new();
        for new in restated.iter() {
            match after.replace(new.clone()) {
                Some(old) if old.agrees_with(new) => {}
                Some(old) => changes.push(Change::Again { before: Box::new(old), after: new.clone() }),
                None => changes.push(Change::New(new.clone())),
            }
        }
        (after, changes)
    }

    /// What changed between these facts and later ones that are all that is then said: what was said anew or
    /// otherwise, by name, index and days, and then what was said no longer.
    pub fn changes_to(&self, later: &Facts) -> Vec<Change> {
        let (_, mut changes) = self.replaced_by(later);
        let is_gone = |fact: &&Fact| later.exact(&fact.name, &fact.of, fact.days).is_none();
        changes.extend(self.iter().filter(is_gone).cloned().map(Change::Gone));
        changes
    }

    /// Those of these facts that were not said before, or were said otherwise.
    #[must_use]
    pub fn said_otherwise_than(&self, before: &Facts) -> Facts {
        let (_, changes) = before.replaced_by(self);
        changes.iter().filter_map(Change::after).cloned().collect()
    }

    /// Those of these facts that say the same as before and cite something else, where what is known cites what was
    /// cited before: what somebody said meanwhile stays as it is.
    #[must_use]
    pub fn cited_otherwise_than(&self, before: &Facts, known: &Facts) -> Facts {
        let is_moved = |fact: &&Fact| {
            let earlier = before.exact(&fact.name, &fact.of, fact.days);
            let known = known.exact(&fact.name, &fact.of, fact.days);
            earlier.zip(known).is_some_and(|(earlier, known)| {
                earlier.agrees_with(fact) && !earlier.cites_as(fact) && known.cites_as(earlier)
            })
        };
        self.iter().filter(is_moved).cloned().collect()
    }
}

impl FromIterator<Fact> for Facts {
    /// Of two with the same name, index and days the later.
    fn from_iter<T: IntoIterator<Item = Fact>>(all: T) -> Facts {
        let mut facts = Facts::new();
        all.into_iter().for_each(|fact| drop(facts.replace(fact)));
        facts
    }
}
