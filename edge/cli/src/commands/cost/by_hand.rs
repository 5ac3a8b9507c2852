//! Figures of costs that no file gave: somebody entered them as facts, and they count as a return does.
//!
//! Whether one still holds is read of what was said after it; nothing here adds figures up. Start with [`entered`].

use super::ledger::{Counts, Line};
use crate::recorded::words::name;
use crate::stop::Stop;
use accordant_alliance::State;
use accordant_alliance::event::Standing;
use accordant_alliance::state::Batch;
use accordant_facts::{Days, Fact, FactValue};
use accordant_host::Person;
use accordant_intake::counting::CostPlace;
use std::collections::BTreeMap;

/// A figure that was entered by hand.
pub struct Entered {
    /// What was said: input, elements, days, value, and where it comes from.
    pub fact: Fact,
    /// The entry that holds it.
    pub entry: u64,
    /// When that was recorded.
    pub at: String,
    /// Who entered it, as far as the name is kept.
    pub by: String,
    /// The party for which it was entered.
    pub seat: Option<String>,
    /// The entry that took its place or its effect, if one did.
    pub ended: Option<u64>,
}

impl Entered {
    /// Whether who entered it, when and from what is the same for another.
    pub fn is_told_with(&self, other: &Entered) -> bool {
        self.entry == other.entry && self.fact.source == other.fact.source
    }
}

/// Every figure of these inputs that was entered by hand for these days, in the order of its entry.
pub fn entered(
    state: &State,
    people: &BTreeMap<String, Person>,
    inputs: &[String],
    days: Days,
) -> Result<Vec<Entered>, Stop> {
    let mut all: Vec<Entered> = Vec::new();
    let mut said: BTreeMap<CostPlace, Vec<u64>> = BTreeMap::new();
    for batch in state.kept().batches.iter().filter(|batch| batch.given.standing == Standing::Actual) {
        for fact in batch.given.facts().map_err(|problem| Stop::fault(problem.to_string()))? {
            if !inputs.contains(&fact.name) || !fact.days.overlaps(days) {
                continue;
            }
            if batch.withdrawn.is_none() {
                said.entry(place(&fact)).or_default().push(batch.entry);
            }
            if !batch.is_by_hand() || fact.value == FactValue::NotPublished {
                continue;
            }
            all.push(Entered {
                fact,
                entry: batch.entry,
                at: batch.at.clone(),
                by: name(people, &batch.actor).to_string(),
                seat: batch.seat.clone(),
                ended: batch.withdrawn.as_ref().map(|(by, _)| *by),
            });
        }
    }
    for one in &mut all {
        let mut again = said.get(&place(&one.fact)).into_iter().flatten().copied();
        one.ended = one.ended.or_else(|| again.find(|later| *later > one.entry));
    }
    Ok(all)
}

/// With which entry each figure was said last, and whether by hand.
pub fn last_said(state: &State) -> Result<BTreeMap<CostPlace, (u64, bool)>, Stop> {
    let mut last: BTreeMap<CostPlace, (u64, bool)> = BTreeMap::new();
    let counts = |batch: &&Batch| batch.withdrawn.is_none() && batch.given.standing == Standing::Actual;
    for batch in state.kept().batches.iter().filter(counts) {
        for fact in batch.given.facts().map_err(|problem| Stop::fault(problem.to_string()))? {
            last.insert(place(&fact), (batch.entry, batch.is_by_hand()));
        }
    }
    Ok(last)
}

/// Lines of returns count no longer where somebody entered their figures later, and nothing has said them since.
pub fn in_the_place_of(state: &State, lines: &mut [Line]) -> Result<(), Stop> {
    let last = last_said(state)?;
    for line in lines.iter_mut().filter(|line| line.counts == Counts::Yes) {
        let said: Vec<&(u64, bool)> = line.figures.iter().filter_map(|figure| last.get(figure)).collect();
        // A line may be in several figures, and counts for as long as one of them rests on it.
        let counts_nowhere = said.iter().all(|(entry, _)| *entry > line.entry);
        let by_hand = said.iter().filter(|(_, is_by_hand)| *is_by_hand).map(|(entry, _)| *entry).min();
        if let (true, Some(by)) = (counts_nowhere, by_hand) {
            line.counts = Counts::Superseded(by);
        }
    }
    Ok(())
}

fn place(fact: &Fact) -> CostPlace {
    (fact.name.clone(), fact.of.clone(), fact.days)
}
