//! What became of the facts that are values, activity at its prices, told by what brought each step: a price book, or
//! anything else. Start with [`State::values_since`].

use super::{Batch, Pick, State};
use crate::event::FactLineProblem;
use accordant_agreement::terms::{Cause, Terms};
use accordant_facts::{Change, Days, Fact, FactValue, Facts};
use accordant_money::Number;
use accordant_settlement::Values;
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// The source of facts that are said again with a price book.
pub(crate) fn repriced_with(book: &str) -> String {
    format!("worked out again with the price book `{book}`")
}

impl State {
    /// What became of the values since the record had so many entries; nothing if the terms know no values.
    ///
    /// # Errors
    /// When a fact cannot be read back, which evolving would have found.
    pub fn values_since(
        &self,
        known: u64,
        pick: Pick,
        terms: &Terms,
    ) -> Result<Option<Values>, FactLineProblem> {
        let is_value =
            |name: &str| terms.inputs.iter().any(|input| input.name == name && input.cause == Cause::Value);
        if !terms.inputs.iter().any(|input| input.cause == Cause::Value) {
            return Ok(None);
        }
        let values_at = |entries: u64| {
            let facts = self.facts_at(entries, pick)?;
            Ok(facts.iter().filter(|fact| is_value(&fact.name)).cloned().collect::<Facts>())
        };
        let first = values_at(known)?;
        let mut before = first.clone();
        let mut values = Values { by_price: first.clone(), by_activity: first.clone() };
        let mut lasting: BTreeSet<(String, Vec<String>, Days)> = BTreeSet::new();
        for entry in self.steps_since(known) {
            let after = values_at(entry.saturating_add(1))?;
            let is_repriced = self.batch_of(entry).is_some_and(|batch| self.is_repriced(batch));
            let moved = if is_repriced { &mut values.by_price } else { &mut values.by_activity };
            let is_undone = self.is_undone(entry);
            for change in &before.changes_to(&after) {
                step(moved, change);
                if !is_repriced && !is_undone {
                    lasting.insert(key(change.latest()));
                }
            }
            before = after;
        }
        // Where all that was sent was undone again, no activity moved: what is left is what prices did to the activity of before.
        for after in before.iter().filter(|fact| !lasting.contains(&key(fact))) {
            if let Some(fact) = first.exact(&after.name, &after.of, after.days) {
                values.by_activity.replace(fact.clone());
                values.by_price.replace(after.clone());
            }
        }
        Ok(Some(values))
    }

    /// Whether a step is of a batch that counts no longer, its withdrawal, or what was said again in its place.
    fn is_undone(&self, entry: u64) -> bool {
        let is_withdrawal = |of: u64| {
            self.kept().batches.iter().any(|batch| batch.withdrawn.as_ref().is_some_and(|(by, _)| *by == of))
        };
        let said_again =
            |batch: &Batch| batch.given.import.is_none() && entry.checked_sub(1).is_some_and(is_withdrawal);
        is_withdrawal(entry)
            || self.batch_of(entry).is_some_and(|batch| batch.withdrawn.is_some() || said_again(batch))
    }

    /// The entries since then with which other facts were known, in order.
    fn steps_since(&self, known: u64) -> BTreeSet<u64> {
        let withdrawn = |batch: &Batch| batch.withdrawn.as_ref().map(|(entry, _)| *entry);
        let of_batch = |batch: &Batch| [Some(batch.entry), withdrawn(batch)];
        let all = self.kept().batches.iter().flat_map(of_batch).flatten();
        all.filter(|entry| *entry >= known).collect()
    }

    /// Whether a batch says again what a price book that came with it changed.
    fn is_repriced(&self, batch: &Batch) -> bool {
        let with = self.kept().books.iter().find(|book| book.entry.saturating_add(1) == batch.entry);
        with.is_some_and(|book| batch.given.source == repriced_with(&book.body.name))
    }
}

fn key(fact: &Fact) -> (String, Vec<String>, Days) {
    (fact.name.clone(), fact.of.clone(), fact.days)
}

/// Moves a value by as much as a step did. What is no number before or after is taken as it is said after.
fn step(values: &mut Facts, change: &Change) {
    let Some(after) = change.after() else { return };
    let held = values.exact(&after.name, &after.of, after.days);
    let number = |fact: &Fact| match &fact.value {
        FactValue::Number(number) => Some(number.clone()),
        FactValue::Word(_) | FactValue::NotPublished => None,
    };
    let moved = change.before().and_then(number).zip(number(after)).zip(held.and_then(number));
    let moved = moved.and_then(|((before, after), held)| held.plus(&after.minus(&before).ok()?).ok());
    let value = moved.map_or_else(|| after.value.clone(), FactValue::Number);
    values.replace(Fact { value, ..after.clone() });
}
