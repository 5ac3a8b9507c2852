//! What the pages of a bundle are told: entries in the alliance's own time, names where they are asked for, keys.
//!
//! Start with [`view`].

use super::gathered::Gathered;
use super::notes::Notes;
use super::{BundleAsked, earlier_folder};
use crate::alliance::Alliance;
use crate::as_at::{day_in, time_in, zone_of};
use crate::{HostProblem, Person};
use accordant_agreement::particulars::{Party, Role};
use accordant_alliance::State;
use accordant_documents::bundle::{BundleView, LogEntry, MatchingCopy, Signed, Unshown};
use accordant_record::Checkpoint;
use jiff::civil::DateTime;
use std::collections::BTreeMap;

/// Everything that a page is told, but for the state.
pub(super) struct Told {
    reader: Option<String>,
    zone: String,
    until: DateTime,
    entries: Vec<LogEntry>,
    people: BTreeMap<String, String>,
    signed: Signed,
    unshown: Vec<Unshown>,
    keys: Vec<String>,
    earlier: Vec<String>,
}

impl Told {
    /// With the state as the reader sees it.
    pub(super) fn view<'a>(&'a self, state: &'a State) -> BundleView<'a> {
        BundleView {
            state,
            reader: self.reader.as_deref(),
            until: self.until,
            zone: &self.zone,
            entries: &self.entries,
            people: &self.people,
            signed: &self.signed,
            unshown: &self.unshown,
            keys: &self.keys,
            earlier: &self.earlier,
        }
    }
}

/// Gathers what the pages are told.
pub(super) fn view(
    alliance: &Alliance,
    gathered: &Gathered,
    asked: &BundleAsked,
    people: Option<BTreeMap<String, Person>>,
    notes: &Notes,
    checkpoint: &Checkpoint,
) -> Result<Told, HostProblem> {
    let zone = zone_of(&gathered.state)?;
    let mut entries = Vec::new();
    for shown in &gathered.entries {
        let header = &shown.header;
        entries.push(LogEntry {
            entry: shown.entry,
            when: time_in(header.at, &zone)?,
            kind: header.kind.clone(),
            actor: header.actor.clone(),
            seat: header.seat.clone(),
            authority: shown.log_from.saturating_add(header.authority),
            software: header.software.clone(),
            read: shown.read.clone(),
        });
    }
    let until = entries.last().map(|entry| entry.when).ok_or_else(|| {
        HostProblem::Refused(accordant_alliance::Refusal::rule("nothing has been recorded yet"))
    })?;
    let copies = notes.copies().iter().map(|copy| {
        let on = day_in(copy.at, &zone)?;
        Ok(MatchingCopy { party: copy.party.clone(), size: copy.size, on })
    });
    let lines = [checkpoint.origin.clone(), checkpoint.size.to_string(), checkpoint.root.to_base64()];
    let signed = Signed { lines, size: checkpoint.size, copies: copies.collect::<Result<_, HostProblem>>()? };
    let named = |(reference, person): (String, Person)| {
        let role = person.role.map_or_else(String::new, |role| format!(", {role}"));
        (reference, format!("{}{role}", person.name))
    };
    let earlier = gathered.logs.len().saturating_sub(1);
    Ok(Told {
        reader: asked.for_party.clone(),
        zone: zone.iana_name().unwrap_or("UTC").to_string(),
        until,
        entries,
        people: people.unwrap_or_default().into_iter().map(named).collect(),
        signed,
        unshown: gathered.unshown.clone(),
        keys: keys(alliance, &gathered.state),
        earlier: (0..earlier)
            .map(|number| earlier_folder(number).trim_end_matches('/').to_string())
            .collect(),
    })
}

/// The lines of a file of keys, as this host claims them.
fn keys(alliance: &Alliance, state: &State) -> Vec<String> {
    let mut lines = vec![format!("origin {}", alliance.origin()), format!("log {}", alliance.verifier())];
    let parties = state.latest_text().map(|(_, agreement)| agreement.particulars.parties.as_slice());
    for witness in &state.kept().witnesses {
        let party = parties.unwrap_or_default().iter().find(|party| party.name == witness.party);
        let Some(party) = party else { continue };
        lines.push(format!("{} {} {}", role_of(party), witness.key, party.title));
    }
    lines
}

/// What a party is to those who check the record. One that is neither vouches for neither side: its line is a remark,
/// which whoever reads the file as keys passes over.
fn role_of(party: &Party) -> &'static str {
    if party.ever_holds(Role::Commissioner) {
        "commissioner"
    } else if party.ever_holds(Role::Provider) {
        "provider"
    } else {
        "# third party"
    }
}
