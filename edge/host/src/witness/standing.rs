//! How the record stands: how much of it is signed, and which party holds a matching copy. Every signature in it was
//! checked just now; what no known key signed is not spoken of.

use crate::{Alliance, HostProblem};
use accordant_alliance::State;
use accordant_record::{Checkpoint, Instant, Note, VerifierKey};
use accordant_store::StoredCheckpoint;
use std::collections::BTreeMap;

/// How the record stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// How many entries it has.
    pub size: u64,
    /// When the last was recorded.
    pub last_at: Option<Instant>,
    /// What was last signed of it; its three lines are what is printed.
    pub checkpoint: Option<Checkpoint>,
    /// How many entries that covers: of the whole record, also where it was continued under a new name.
    pub signed: u64,
    /// When the last of these entries was recorded.
    pub signed_at: Option<Instant>,
    /// The latest matching copy of each party that holds one, by party.
    pub copies: Vec<MatchingCopy>,
}

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

impl Alliance {
    /// How the record stands, with every signature checked.
    ///
    /// # Errors
    /// When the store fails, or a signature by a known key does not fit what it stands under.
    pub fn standing(&self) -> Result<Standing, HostProblem> {
        let state = self.state()?;
        let from = state.kept().log_from;
        let head = self.store().head(self.origin())?;
        let checkpoints = self.signed()?;
        let mut copies: BTreeMap<String, MatchingCopy> = BTreeMap::new();
        for signed in checkpoints.iter().rev() {
            for copy in self.copies_of(signed, &state)? {
                let size = from.saturating_add(copy.size);
                copies.entry(copy.party.clone()).or_insert(MatchingCopy { size, ..copy });
            }
        }
        let checkpoint = checkpoints.into_iter().next_back().map(|signed| signed.checkpoint);
        let last = checkpoint.as_ref().and_then(|checkpoint| checkpoint.size.checked_sub(1));
        let signed_at = match last {
            Some(last) => {
                let events = self.store().read_range(self.origin(), last..last.saturating_add(1))?;
                events.first().map(|event| event.header.at)
            }
            None => None,
        };
        Ok(Standing {
            size: state.kept().size,
            last_at: head.and_then(|head| head.last_at),
            signed: checkpoint.as_ref().map_or(0, |checkpoint| from.saturating_add(checkpoint.size)),
            checkpoint,
            signed_at,
            copies: copies.into_values().collect(),
        })
    }

    /// Every checkpoint of the log that takes new entries, from the smallest, its own signature checked.
    pub(super) fn signed(&self) -> Result<Vec<Signed>, HostProblem> {
        let key = [self.verifier()];
        let stored = self.store().checkpoints(self.origin())?;
        stored.into_iter().map(|stored| Signed::read(stored, &key)).collect()
    }

    /// The matching copies that parties signed under a checkpoint: their sizes are those of the log.
    pub(super) fn copies_of(&self, signed: &Signed, state: &State) -> Result<Vec<MatchingCopy>, HostProblem> {
        let mut copies = Vec::new();
        for (party, key) in witness_keys(state) {
            if let Some(at) = signed.countersigned(&key)? {
                copies.push(MatchingCopy { party, size: signed.checkpoint.size, at });
            }
        }
        Ok(copies)
    }
}

/// A checkpoint that the log's key signed, with all that stands under it.
pub(super) struct Signed {
    pub(super) checkpoint: Checkpoint,
    pub(super) note: Note,
}

impl Signed {
    fn read(stored: StoredCheckpoint, key: &[VerifierKey]) -> Result<Signed, HostProblem> {
        let size = stored.size;
        let altered = |what: String| HostProblem::Altered {
            what: format!("what was signed of the first {size} entries: {what}"),
        };
        let note = Note::read(&stored.note).map_err(|problem| altered(problem.to_string()))?;
        note.check(key).map_err(|problem| altered(problem.to_string()))?;
        let checkpoint = Checkpoint::read(&note.text).map_err(|problem| altered(problem.to_string()))?;
        if checkpoint.size != size {
            return Err(altered(format!("it speaks of {}", checkpoint.size)));
        }
        Ok(Signed { checkpoint, note })
    }

    /// When this key last countersigned, if it did. The same key may sign the same entries again.
    pub(super) fn countersigned(&self, key: &VerifierKey) -> Result<Option<Instant>, HostProblem> {
        let mut last = None;
        for line in &self.note.signatures {
            if line.name != key.name() || line.key_id != key.key_id() {
                continue;
            }
            let alone = Note { text: self.note.text.clone(), signatures: vec![line.clone()] };
            let verified = alone.check(std::slice::from_ref(key)).map_err(|problem| {
                HostProblem::Altered { what: format!("what `{}` countersigned: {problem}", key.name()) }
            })?;
            let seconds = verified.first().and_then(|verified| verified.time).unwrap_or_default();
            last = last.max(instant(seconds));
        }
        Ok(last)
    }
}

/// The keys that parties have named, each with its party, in the order in which they were named.
pub(super) fn witness_keys(state: &State) -> Vec<(String, VerifierKey)> {
    let read = |named: &accordant_alliance::state::WitnessEntry| {
        // It was read when it was named; a key that cannot be read now vouches for nothing.
        VerifierKey::read(&named.key).ok().map(|key| (named.party.clone(), key))
    };
    state.kept().witnesses.iter().filter_map(read).collect()
}

fn instant(seconds: u64) -> Option<Instant> {
    let micros = i64::try_from(seconds).ok()?.checked_mul(1_000_000)?;
    Instant::from_micros(micros)
}
