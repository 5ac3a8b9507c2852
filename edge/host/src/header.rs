//! From a proposed event to its header and parts: the place, the moment, the salts.

use crate::HostProblem;
use crate::request::Request;
use crate::world::World;
use accordant_alliance::Proposed;
use accordant_alliance::state::Kept;
use accordant_record::{Hash, Header, Instant, PartListed, Salt, commitment, leaf_hash};
use accordant_store::{Draft, DraftPart};
use std::collections::BTreeMap;

/// Where the next event will stand.
pub(crate) struct Place {
    pub(crate) log: String,
    pub(crate) index: u64,
    pub(crate) previous: Hash,
    pub(crate) at: Instant,
    /// The entry of the log's first event.
    pub(crate) log_from: u64,
    /// The version of each stream that this decision has touched.
    pub(crate) versions: BTreeMap<String, u64>,
    pub(crate) request: Hash,
}

/// Who a job of the host is, in place of a person.
pub(crate) const CLOCK_JOB: &str = "system/clock";

/// Lays out one event and moves the place on. The version of its stream before must be in `place.versions`.
pub(crate) fn draft(
    world: &World,
    place: &mut Place,
    kept: &Kept,
    request: &Request,
    proposed: &Proposed,
) -> Result<Draft, HostProblem> {
    let version = place.versions.entry(proposed.stream.clone()).or_default();
    *version += 1;
    let version = *version;
    let mut parts = Vec::new();
    let mut listed = Vec::new();
    let made = proposed.event.parts().map_err(|problem| HostProblem::Fault(problem.to_string()))?;
    for part in made {
        let salt = Salt(world.random().map_err(HostProblem::Fault)?);
        listed.push(PartListed {
            name: part.name.clone(),
            compartment: part.compartment.to_string(),
            commitment: commitment(&salt, &part.bytes),
        });
        parts.push(DraftPart { salt, bytes: part.bytes });
    }
    let in_this_log = |entry: u64| entry.checked_sub(place.log_from);
    let is_job = proposed.seat.is_none() && proposed.authority.is_none() && place.index > 0;
    let authority = match proposed.authority {
        // What stands in a log before this one was taken over by its first event.
        Some(entry) => in_this_log(entry).unwrap_or(0),
        None => place.index,
    };
    let rules = kept.texts.last().map_or(place.index, |text| in_this_log(text.entry).unwrap_or(0));
    let header = Header {
        log: place.log.clone(),
        index: place.index,
        previous: place.previous,
        stream: proposed.stream.clone(),
        version,
        kind: proposed.event.kind().to_string(),
        kind_version: proposed.event.kind_version(),
        at: place.at,
        effective: proposed.effective,
        actor: if is_job { CLOCK_JOB.to_string() } else { request.actor.clone() },
        assurance: if is_job { "none".to_string() } else { request.assurance.clone() },
        seat: proposed.seat.clone(),
        authority,
        rules,
        cause: proposed.cause.and_then(in_this_log),
        request: place.request,
        parts: listed,
        software: world.software.clone(),
    };
    let line = header.to_line().map_err(|problem| HostProblem::Fault(problem.to_string()))?;
    place.previous = leaf_hash(&line);
    place.index += 1;
    place.at = place.at.next().ok_or_else(|| HostProblem::Fault("the calendar ends here".to_string()))?;
    Ok(Draft { line, parts })
}
