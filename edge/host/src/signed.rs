//! The signed states of a log, as the store keeps them: the signature of each was checked just now, and so was every
//! countersignature that is told of. What no known key signed is not spoken of.
//!
//! This file will never know whether the entries are those that were signed. Start with [`Signed::read`].

use crate::{Alliance, HostProblem};
use accordant_alliance::State;
use accordant_alliance::state::WitnessEntry;
use accordant_record::{Checkpoint, Instant, Note, VerifierKey};
use accordant_store::{Store, StoredCheckpoint};
use std::slice;

/// A matching copy that a party holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatchingCopy {
    /// The party.
    pub party: String,
    /// Of how many entries.
    pub size: u64,
    /// When the party signed that it does.
    pub at: Instant,
}

/// A state that the key of its log signed, with all that stands under it.
#[derive(Debug, Clone)]
pub(crate) struct Signed {
    pub(crate) checkpoint: Checkpoint,
    pub(crate) note: Note,
}

impl Alliance {
    /// Every signed state of the log that takes new entries, from the smallest.
    pub(crate) fn signed(&self) -> Result<Vec<Signed>, HostProblem> {
        Signed::all(self.store(), self.origin(), &self.verifier())
    }
}

impl Signed {
    /// Every signed state of a log, from the smallest.
    pub(crate) fn all(store: &dyn Store, log: &str, key: &VerifierKey) -> Result<Vec<Signed>, HostProblem> {
        store.checkpoints(log)?.iter().map(|stored| Signed::read(stored, key)).collect()
    }

    /// Reads a signed state of the log that has this key.
    pub(crate) fn read(stored: &StoredCheckpoint, key: &VerifierKey) -> Result<Signed, HostProblem> {
        let altered = |what: String| HostProblem::Altered {
            what: format!("the signed state of {} entries: {what}", stored.size),
        };
        let note = Note::read(&stored.note).map_err(|problem| altered(problem.to_string()))?;
        note.check(slice::from_ref(key)).map_err(|problem| altered(problem.to_string()))?;
        let checkpoint = Checkpoint::read(&note.text).map_err(|problem| altered(problem.to_string()))?;
        if checkpoint.size == stored.size && checkpoint.origin == key.name() {
            return Ok(Signed { checkpoint, note });
        }
        let Checkpoint { origin, size, .. } = checkpoint;
        Err(altered(format!("it speaks of {size} entries of `{origin}`")))
    }

    /// The matching copies that parties signed here, in the order in which they named their keys. Their sizes are those
    /// of the log.
    pub(crate) fn copies(&self, state: &State) -> Result<Vec<MatchingCopy>, HostProblem> {
        let mut copies = Vec::new();
        for (party, key) in witness_keys(state)? {
            if let Some(at) = self.countersigned(&key)? {
                copies.push(MatchingCopy { party, size: self.checkpoint.size, at });
            }
        }
        Ok(copies)
    }

    /// When this key last countersigned, if it did. The same key may sign the same entries again.
    pub(crate) fn countersigned(&self, key: &VerifierKey) -> Result<Option<Instant>, HostProblem> {
        let mut last = None;
        for line in self.note.signatures.iter().filter(|line| key.is_named_by(line)) {
            let alone = Note { text: self.note.text.clone(), signatures: vec![line.clone()] };
            let verified = alone.check(slice::from_ref(key)).map_err(|problem| HostProblem::Altered {
                what: format!("what `{}` countersigned: {problem}", key.name()),
            })?;
            let seconds = verified.first().and_then(|verified| verified.time);
            last = last.max(seconds.and_then(instant));
        }
        Ok(last)
    }
}

/// The keys that parties have named, each with its party, in the order in which they were named.
pub(crate) fn witness_keys(state: &State) -> Result<Vec<(String, VerifierKey)>, HostProblem> {
    let read = |named: &WitnessEntry| match VerifierKey::read(&named.key) {
        Ok(key) => Ok((named.party.clone(), key)),
        Err(problem) => Err(HostProblem::Altered {
            what: format!("the key that entry {} named for `{}`: {problem}", named.entry, named.party),
        }),
    };
    state.kept().witnesses.iter().map(read).collect()
}

fn instant(seconds: u64) -> Option<Instant> {
    let micros = i64::try_from(seconds).ok()?.checked_mul(1_000_000)?;
    Instant::from_micros(micros)
}
