//! The signed states of a log: each is checked with the log's key, and compared with the entries as they were read.
//!
//! Start with [`Notes::of`].

use super::checkpoint_of;
use super::gathered::Gathered;
use crate::HostProblem;
use accordant_alliance::State;
use accordant_record::{Checkpoint, Instant, Note, NoteProblem, SignatureLine, VerifierKey};
use accordant_store::{Store, StoredCheckpoint};
use std::slice;

/// A countersignature begins with its time in so many bytes.
const TIME_BYTES: usize = 8;

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
        for stored in of_one_line_each(store, origin)? {
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

    /// The signed states of an earlier log, as a bundle holds them.
    pub(super) fn texts_of(store: &dyn Store, origin: &str) -> Result<Vec<String>, HostProblem> {
        Ok(of_one_line_each(store, origin)?.into_iter().map(|stored| stored.note).collect())
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

/// The signed states of a log, each with one line of each key: a party may sign the same entries again, and of its
/// lines the latest says all; a reader of the format refuses a second.
pub(super) fn of_one_line_each(
    store: &dyn Store,
    origin: &str,
) -> Result<Vec<StoredCheckpoint>, HostProblem> {
    let one = |stored: StoredCheckpoint| {
        let StoredCheckpoint { size, note } = stored;
        let Note { text, signatures } = Note::read(&note).map_err(|problem| HostProblem::Altered {
            what: format!("the signed state of {size} entries: {problem}"),
        })?;
        let mut kept: Vec<SignatureLine> = Vec::new();
        for line in signatures {
            match kept.iter_mut().find(|kept| kept.name == line.name && kept.key_id == line.key_id) {
                Some(earlier) if signed_at(&line) > signed_at(earlier) => *earlier = line,
                Some(_) => {}
                None => kept.push(line),
            }
        }
        Ok(StoredCheckpoint { size, note: Note { text, signatures: kept }.to_string() })
    };
    store.checkpoints(origin)?.into_iter().map(one).collect()
}

/// The time with which a countersignature begins; its bytes sort as it does.
fn signed_at(line: &SignatureLine) -> Option<&[u8]> {
    line.signature.get(..TIME_BYTES)
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
