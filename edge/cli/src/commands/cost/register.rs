//! The register of adjustments: every time that an approved change of the target was said, by which entry, and why.

use crate::stop::Stop;
use accordant_alliance::State;
use accordant_alliance::event::{Standing, Words};
use accordant_facts::{Days, Fact, FactValue};

/// A change of the target, as it was said once.
pub struct Adjustment {
    /// What was said: input, element, days, value, and where it comes from.
    pub fact: Fact,
    /// The entry that holds it.
    pub entry: u64,
    /// When it was recorded.
    pub at: String,
    /// The party for which it was recorded.
    pub seat: Option<String>,
    /// Why it was said again, where it was.
    pub again: Option<String>,
    /// Whether it is what is known now.
    pub holds: bool,
}

/// Every change of the target that touches these days, in the order in which they were recorded.
pub fn adjustments(state: &State, inputs: &[String], days: Days) -> Result<Vec<Adjustment>, Stop> {
    let mut all: Vec<Adjustment> = Vec::new();
    for batch in state.kept().batches.iter().filter(|batch| batch.given.standing == Standing::Actual) {
        let facts = batch.given.facts().map_err(|problem| Stop::fault(problem.to_string()))?;
        let again = batch.restated.as_ref().map(|words| match words {
            Words::Said(reason) => reason.clone(),
            Words::Withheld => "withheld".to_string(),
            Words::Erased => "erased".to_string(),
        });
        for fact in facts.into_iter().filter(|fact| inputs.contains(&fact.name) && fact.days.overlaps(days)) {
            all.push(Adjustment {
                fact,
                entry: batch.entry,
                at: batch.at.clone(),
                seat: batch.seat.clone(),
                again: again.clone(),
                holds: batch.withdrawn.is_none(),
            });
        }
    }
    // Of those that were said more than once, and still count, the last holds.
    let last: Vec<bool> = (0..all.len()).map(|at| is_last(&all, at)).collect();
    for (adjustment, is_last) in all.iter_mut().zip(last) {
        adjustment.holds = adjustment.holds && is_last;
    }
    Ok(all)
}

fn is_last(all: &[Adjustment], at: usize) -> bool {
    let place = |fact: &Fact| (fact.name.clone(), fact.of.clone(), fact.days);
    let Some(own) = all.get(at).map(|one| place(&one.fact)) else { return false };
    !all.iter().skip(at + 1).any(|later| later.holds && place(&later.fact) == own)
}

/// What an adjustment comes to, as text: a decimal, or that it is not published.
pub fn value(fact: &Fact) -> String {
    match &fact.value {
        FactValue::Number(number) => number.terminating().unwrap_or_else(|| number.fraction()),
        FactValue::Word(word) => word.clone(),
        FactValue::NotPublished => "not published".to_string(),
    }
}
