//! Erasing. What decides money or agreement is never erased; free text and personal data are, by two persons.

use super::{Proposed, Seated};
use crate::event::{Erased, Event, compartment};
use crate::refusal::Refusal;
use crate::state::State;
use alloc::format;
use alloc::string::ToString;

/// For which reasons a part is erased.
const REASONS: [&str; 4] = ["spill", "request", "court-order", "retention-ended"];

/// What is to be erased, and why.
pub(super) struct Wanted<'a> {
    pub(super) entry: u64,
    pub(super) listed: &'a (alloc::string::String, alloc::string::String),
    pub(super) reason: &'a str,
    pub(super) basis: &'a str,
    pub(super) second: &'a str,
}

pub(super) fn decide(
    state: &State,
    wanted: &Wanted<'_>,
    asked: &super::Asked,
    seat: &Seated,
) -> Result<Proposed, Refusal> {
    let (name, part_compartment) = wanted.listed;
    let Some(index) = wanted.entry.checked_sub(state.kept().log_from) else {
        return Err(Refusal::rule(format!("entry {} stands in a record that is closed", wanted.entry)));
    };
    if part_compartment != compartment::PERSONAL {
        return Err(Refusal::rule(format!(
            "the part `{name}` of entry {} decides money or agreement, and such a part is not erased",
            wanted.entry
        ))
        .help("free text and personal data are erasable; facts are corrected by restating them"));
    }
    if state.kept().erased.contains(&(wanted.entry, name.clone())) {
        return Err(Refusal::rule(format!("the part `{name}` of entry {} is erased already", wanted.entry)));
    }
    if !REASONS.contains(&wanted.reason) {
        return Err(Refusal::rule(format!("`{}` is no reason for erasing", wanted.reason))
            .help(format!("the reasons are {}", REASONS.join(", "))));
    }
    if wanted.basis.trim().is_empty() {
        return Err(Refusal::rule("erasing needs its legal basis").help("name it with `--basis`"));
    }
    if wanted.second == asked.actor || state.seats_of(wanted.second, asked.today).is_empty() {
        return Err(Refusal::rule("erasing needs a second person who may speak for a party")
            .help("name the second person with `--second`"));
    }
    let body = Erased {
        index,
        part: name.clone(),
        reason: wanted.reason.to_string(),
        basis: wanted.basis.to_string(),
        second: wanted.second.to_string(),
    };
    Ok(Proposed {
        cause: Some(wanted.entry),
        ..super::by(seat, Event::PartErased(body), "record".to_string())
    })
}
