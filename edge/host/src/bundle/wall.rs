//! Who may see which part.
//!
//! A compartment is `alliance`, `personal`, or `party/` and a party. Whatever else it may be called one day is withheld
//! from everybody until this file knows it.
//!
//! Who is a commissioner is asked of the day on which the last entry was recorded, and the answer goes for the whole
//! record. A party that has ceased to be one has no business with what others keep with the commissioners, of old or
//! since; a party that becomes one takes over what stands there. The day is the record's own and not the clock's: the
//! same record gives the same bundle, and nobody is shown what was recorded after he ceased. Start with [`Wall::shows`].

use super::BundleAsked;
use crate::HostProblem;
use accordant_agreement::particulars::Role;
use accordant_alliance::event::compartment::{ALLIANCE, PERSONAL};
use accordant_alliance::{Refusal, State};
use jiff::civil::Date;

/// What one reader may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Wall {
    /// Whatever every party may see.
    Alliance,
    /// That, and what is kept between this party and the commissioners.
    Party(String),
    /// That, and what any party keeps with the commissioners.
    Commissioner,
    /// No wall stands.
    #[cfg(feature = "switches")]
    Without,
}

impl Wall {
    /// The wall before the reader who is named, by the text in force and the roles of that day.
    pub(super) fn new(state: &State, day: Date, asked: &BundleAsked) -> Result<Wall, HostProblem> {
        #[cfg(feature = "switches")]
        if asked.without == Some(super::BundleMechanism::Wall) {
            return Ok(Wall::Without);
        }
        let Some(name) = &asked.for_party else { return Ok(Wall::Alliance) };
        let (_, agreement) = state
            .latest_text()
            .ok_or_else(|| Refusal::rule("no agreement is in force, so there is no party yet"))?;
        let parties = &agreement.particulars.parties;
        let party = parties.iter().find(|party| party.name == *name).ok_or_else(|| {
            let names: Vec<&str> = parties.iter().map(|party| party.name.as_str()).collect();
            Refusal::problem(format!("`{name}` is no party of the agreement"))
                .help(format!("its parties are {}", names.join(", ")))
        })?;
        if party.holds(Role::Commissioner, day) {
            return Ok(Wall::Commissioner);
        }
        Ok(Wall::Party(name.clone()))
    }

    /// Whether the reader may see a part of that compartment.
    pub(super) fn shows(&self, compartment: &str) -> bool {
        let kept_by = compartment.strip_prefix("party/");
        match self {
            #[cfg(feature = "switches")]
            Wall::Without => true,
            _ if compartment == ALLIANCE || compartment == PERSONAL => true,
            Wall::Alliance => false,
            Wall::Party(name) => kept_by == Some(name.as_str()),
            Wall::Commissioner => kept_by.is_some(),
        }
    }
}
