//! Figures that were entered by hand, as the returns that they stand for.
//!
//! `counting.yaml` says which figures a kind of return gives: a figure of these that somebody entered is that return, from
//! the party that it names, or that owns it, or for which it was entered. Start with [`arrivals`].

use super::arrivals::for_each_month;
use crate::commands::activity::counted_by;
use crate::commands::cost::read;
use crate::recorded::told;
use crate::recorded::words::{moment, name};
use crate::stop::Stop;
use crate::text::json::Json;
use accordant_activity::Side;
use accordant_activity::counting::Dimension;
use accordant_agreement::Agreement;
use accordant_alliance::State;
use accordant_alliance::event::Standing;
use accordant_alliance::returns::Arrival;
use accordant_alliance::state::Batch;
use accordant_facts::{Fact, FactValue};
use accordant_host::{Alliance, Person, day_of};
use accordant_intake::counting::{Apart, COUNTING_FILE, CountingText};
use accordant_intake::submission::Kind;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// What says which figures a return gives: how the last import was counted, or else the text beside the record.
pub fn text(alliance: &Alliance, state: &State, agreement: &Agreement) -> Result<CountingText, Stop> {
    if let Some(text) = counted_by(alliance, state)? {
        return Ok(text);
    }
    // Without a text nothing is known of figures, and the calendar is shown all the same.
    fs::read(alliance.folder().join(COUNTING_FILE))
        .map_or_else(|_| Ok(CountingText::default()), |bytes| read(&bytes, agreement))
}

/// Every return that was entered by hand and still counts.
pub fn arrivals(state: &State, agreement: &Agreement, text: &CountingText) -> Result<Vec<Arrival>, Stop> {
    let owed: BTreeSet<&str> =
        agreement.particulars.reporting.returns.iter().map(|owed| owed.kind.as_str()).collect();
    let counts = |batch: &&Batch| {
        batch.is_by_hand() && batch.given.standing == Standing::Actual && batch.withdrawn.is_none()
    };
    let mut all = Vec::new();
    for batch in state.kept().batches.iter().filter(counts) {
        let day = day_of(state, &batch.at).map_err(told::stop)?;
        let mut months = BTreeSet::new();
        for fact in batch.given.facts().map_err(|problem| Stop::fault(problem.to_string()))? {
            if fact.value == FactValue::NotPublished {
                continue;
            }
            for (kind, party) in returns_of(&fact, batch, text) {
                let each = for_each_month(&party, fact.days).into_iter();
                months.extend(each.map(|(party, month)| (kind, party, month)));
            }
        }
        months.retain(|(kind, ..)| owed.contains(kind.word()));
        all.extend(months.into_iter().map(|(kind, party, month)| Arrival {
            party,
            kind: kind.word().to_string(),
            month,
            day,
            entry: batch.entry,
            freeze: false,
            by_hand: true,
        }));
    }
    Ok(all)
}

/// Of which kinds of return a figure is, and from whom.
fn returns_of(fact: &Fact, batch: &Batch, text: &CountingText) -> Vec<(Kind, String)> {
    let owner = || fact.owner.clone().or_else(|| batch.seat.clone());
    let at = |place: Option<usize>| match place {
        Some(place) => fact.of.get(place).cloned(),
        None => owner(),
    };
    let costed = text.costs.iter().find(|costed| costed.input == fact.name);
    let costs = costed.and_then(|costed| at(costed.of.iter().position(|apart| *apart == Apart::Party)));
    // A plan is no return of what was done.
    let mut done = text.activity.inputs.iter().filter(|counted| counted.side == Side::Actual);
    let counted = done.find(|counted| counted.input == fact.name);
    let provider = |of: &[Dimension]| of.iter().position(|dimension| *dimension == Dimension::Provider);
    let activity = counted.and_then(|counted| at(provider(&counted.of)));
    let measured = text.measures.values().any(|measured| {
        let inputs = [&measured.value, &measured.numerator, &measured.denominator];
        inputs.into_iter().flatten().any(|input| *input == fact.name)
    });
    let measures = if measured { owner() } else { None };
    let all = [(Kind::Costs, costs), (Kind::Acm, activity), (Kind::Measures, measures)];
    all.into_iter().filter_map(|(kind, party)| Some((kind, party?))).collect()
}

/// Who entered figures, and when.
pub struct Hand {
    by: String,
    seat: Option<String>,
    at: String,
    source: String,
}

impl Hand {
    /// The hand behind an entry; nothing where it gave no figures.
    pub fn of(state: &State, people: &BTreeMap<String, Person>, entry: u64) -> Option<Hand> {
        let batch = state.kept().batches.iter().find(|batch| batch.entry == entry)?;
        Some(Hand {
            by: name(people, &batch.actor).to_string(),
            seat: batch.seat.clone(),
            at: batch.at.clone(),
            source: batch.given.source.clone(),
        })
    }

    /// `Amira Khan for board, 2025-05-12 09:00:00 UTC: costs.csv`.
    pub fn words(&self) -> String {
        let seat = self.seat.as_deref().unwrap_or("nobody");
        format!("{} for {seat}, {} UTC: {}", self.by, moment(&self.at), self.source)
    }

    /// The same for machines.
    pub fn json(&self) -> Json {
        Json::Map(vec![
            ("by", Json::text(self.by.as_str())),
            ("for", Json::maybe(self.seat.as_deref())),
            ("at", Json::text(self.at.as_str())),
            ("source", Json::text(self.source.as_str())),
        ])
    }
}
