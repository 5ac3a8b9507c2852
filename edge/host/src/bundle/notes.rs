//! The signed states of a log: each is checked with the log's key, and compared with the entries as they were read.
//!
//! Start with [`Notes::of`].

use super::checkpoint_of;
use super::gathered::Gathered;
use crate::HostProblem;
use accordant_alliance::State;
use accordant_record::{Checkpoint, Instant, Note, NoteProblem, VerifierKey};
use accordant_store::{Store, StoredCheckpoint};
use std::slice;

/// The signed states of one log, the smallest first.
pub(super) struct Notes {
    states: Vec<(Checkpoint, String)>,
    copies: Vec<Copy>,
}

/// That a party holds a matching copy, as its own signature says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copy {
    /// The party.
    pub party: String,
    /// How many entries its copy has.
    pub size: u64,
    /// When it signed.
    pub at: Instant,
}

impl Notes {
    /// Those of a log up to what was gathered.
    ///
    /// # Errors
    /// When a signature does not fit, or what was signed is not what was read.
    pub(super) fn of(
        store: &dyn Store,
        gathered: &Gathered,
        origin: &str,
        key: &VerifierKey,
    ) -> Result<Notes, HostProblem> {
        let roots = gathered.current().map(|log| &log.roots);
        let mut notes = Notes { states: Vec::new(), copies: Vec::new() };
        for stored in store.checkpoints(origin)? {
            let Some(root) = roots.and_then(|roots| roots.get(&stored.size)) else { continue };
            let checkpoint = signed(&stored, key).map_err(|what| HostProblem::Altered { what })?;
            if checkpoint.root != *root {
                let what = format!("the first {} entries are not those that were signed", stored.size);
                return Err(HostProblem::Altered { what });
            }
            let found = copies(&stored, &gathered.state).map_err(|what| HostProblem::Altered { what })?;
            for copy in found {
                notes.copies.retain(|earlier| earlier.party != copy.party);
                notes.copies.push(copy);
            }
            notes.states.push((checkpoint, stored.note));
        }
        Ok(notes)
    }

    /// The notes of a log as they are stored.
    pub(super) fn texts_of(store: &dyn Store, origin: &str, up_to: u64) -> Result<Vec<String>, HostProblem> {
        let stored = store.checkpoints(origin)?.into_iter().filter(|stored| stored.size <= up_to);
        Ok(stored.map(|stored| stored.note).collect())
    }

    pub(super) fn texts(&self) -> Vec<String> {
        self.states.iter().map(|(_, note)| note.clone()).collect()
    }

    /// Who holds a matching copy, the largest of each.
    pub(super) fn copies(&self) -> &[Copy] {
        &self.copies
    }

    /// The state that was signed last, which must be of all that was read.
    pub(super) fn confirmed(&self, size: u64, gathered: &Gathered) -> Result<Checkpoint, HostProblem> {
        let read = gathered.current().and_then(|log| log.roots.keys().next_back().copied());
        let last = self.states.last().map(|(checkpoint, _)| checkpoint.clone());
        last.filter(|last| last.size == size && read == Some(size)).ok_or_else(|| HostProblem::Altered {
            what: format!("{size} entries were signed, and they cannot be read again"),
        })
    }
}

/// A stored checkpoint whose signature by the log fits.
pub(super) fn signed(stored: &StoredCheckpoint, key: &VerifierKey) -> Result<Checkpoint, String> {
    let wrong = |what: String| format!("the signed state of {} entries: {what}", stored.size);
    let checkpoint = checkpoint_of(stored).map_err(|problem| problem.to_string())?;
    let note = Note::read(&stored.note).map_err(|problem| wrong(problem.to_string()))?;
    note.check(slice::from_ref(key)).map_err(|problem| wrong(problem.to_string()))?;
    if checkpoint.size == stored.size && checkpoint.origin == key.name() {
        return Ok(checkpoint);
    }
    Err(wrong("it speaks of another".to_string()))
}

/// The parties that confirm a state, by the keys that they named.
pub(super) fn copies(stored: &StoredCheckpoint, state: &State) -> Result<Vec<Copy>, String> {
    let wrong = |what: String| format!("the signed state of {} entries: {what}", stored.size);
    let note = Note::read(&stored.note).map_err(|problem| wrong(problem.to_string()))?;
    let mut found = Vec::new();
    for witness in &state.kept().witnesses {
        let key = VerifierKey::read(&witness.key).map_err(|problem| wrong(problem.to_string()))?;
        let verified = match note.check(slice::from_ref(&key)) {
            Ok(verified) => verified,
            Err(NoteProblem::NotSignedByKnownKey) => continue,
            Err(problem) => return Err(wrong(problem.to_string())),
        };
        let times = verified.iter().filter_map(|by| by.time);
        let instants = times.filter_map(|seconds| i64::try_from(seconds).ok()?.checked_mul(1_000_000));
        let at = instants.filter_map(Instant::from_micros);
        found.extend(at.map(|at| Copy { party: witness.party.clone(), size: stored.size, at }));
    }
    Ok(found)
}
