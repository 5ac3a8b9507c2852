//! Facts in order, each found by its name, its index and its days.

use crate::{Days, Fact};
use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::collections::btree_map::Entry;
use alloc::string::String;
use alloc::vec::Vec;
use jiff::civil::Date;

/// Facts of one name and index by their days.
type ByDays = BTreeMap<Days, Fact>;

/// Facts, of which no two have the same name, index and days. Ordered by these.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Facts {
    facts: BTreeMap<String, BTreeMap<Vec<String>, ByDays>>,
}

impl Facts {
    /// No facts.
    pub fn new() -> Facts {
        Facts::default()
    }

    /// Adds a fact.
    ///
    /// # Errors
    /// The earlier fact of the same name, index and days, which stays.
    pub fn insert(&mut self, fact: Fact) -> Result<(), Box<Fact>> {
        let of_name = self.facts.entry(fact.name.clone()).or_default();
        match of_name.entry(fact.of.clone()).or_default().entry(fact.days) {
            Entry::Occupied(earlier) => Err(Box::new(earlier.get().clone())),
            Entry::Vacant(free) => {
                free.insert(fact);
                Ok(())
            }
        }
    }

    /// Puts a fact in the place of the one of the same name, index and days, and gives that one back.
    pub fn replace(&mut self, fact: Fact) -> Option<Fact> {
        // A name and an index that are known need no copy.
        if let Some(known) = self.facts.get_mut(&fact.name).and_then(|of_name| of_name.get_mut(&fact.of)) {
            return known.insert(fact.days, fact);
        }
        let of_name = self.facts.entry(fact.name.clone()).or_default();
        of_name.entry(fact.of.clone()).or_default().insert(fact.days, fact)
    }

    /// The fact of exactly these days.
    pub fn exact(&self, name: &str, of: &[String], days: Days) -> Option<&Fact> {
        self.by_days(name, of)?.get(&days)
    }

    /// The facts whose days all lie within these, by first day.
    pub fn within(&self, name: &str, of: &[String], days: Days) -> impl Iterator<Item = &Fact> {
        let begun = self.by_days(name, of).into_iter().flat_map(ByDays::values);
        begun.filter(move |fact| days.covers(fact.days))
    }

    /// The fact of the fewest days that cover all of these; of equally few, the later.
    pub fn covering(&self, name: &str, of: &[String], days: Days) -> Option<&Fact> {
        let all = self.by_days(name, of)?.values().rev();
        all.filter(|fact| fact.days.covers(days)).min_by_key(|fact| fact.days.count())
    }

    /// The fact whose days ended last before this day; of those, the one of the fewest days.
    pub fn latest_before(&self, name: &str, of: &[String], day: Date) -> Option<&Fact> {
        let all = self.by_days(name, of)?.values();
        all.filter(|fact| fact.days.to() < day).max_by_key(|fact| (fact.days.to(), fact.days.from()))
    }

    /// All facts, by name, index and days.
    pub fn iter(&self) -> impl Iterator<Item = &Fact> {
        self.facts.values().flat_map(BTreeMap::values).flat_map(ByDays::values)
    }

    /// How many facts there are.
    pub fn len(&self) -> usize {
        self.iter().count()
    }

    /// Whether there is no fact.
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }

    fn by_days(&self, name: &str, of: &[String]) -> Option<&ByDays> {
        self.facts.get(name)?.get(of)
    }
}
