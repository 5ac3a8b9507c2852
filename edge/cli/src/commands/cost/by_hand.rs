//! Figures of costs that no file gave: somebody entered them as facts, and they count as a return does.
//!
//! Whether one still holds is read of what was said after it; nothing here adds figures up. Start with [`entered`].

use super::ledger::{Counts, Line};
use crate::recorded::words::name;
use crate::stop::Stop;
use accordant_alliance::State;
use accordant_alliance::event::Standing;
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

/// Lines of returns count no longer where somebody entered their figure later.
pub fn in_the_place_of(lines: &mut [Line], entered: &[Entered]) {
    for line in lines.iter_mut().filter(|line| line.counts == Counts::Yes) {
        let later = entered.iter().filter(|one| one.ended.is_none() && one.entry > line.entry);
        let by = later.filter(|one| line.figures.contains(&place(&one.fact))).map(|one| one.entry).min();
        if let Some(by) = by {
            line.counts = Counts::Superseded(by);
        }
    }
}

fn place(fact: &Fact) -> CostPlace {
    (fact.name.clone(), fact.of.clone(), fact.days)
}
