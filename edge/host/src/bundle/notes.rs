//! The signed states of a log as a bundle holds them, each compared with the entries as they were read.
//!
//! Start with [`Notes::of`].

use super::gathered::Gathered;
use crate::alliance::Alliance;
use crate::signed::Signed;
use crate::{HostProblem, MatchingCopy};
use accordant_record::{Checkpoint, Note, SignatureLine, VerifierKey};
use accordant_store::Store;

/// A countersignature begins with its time in so many bytes.
const TIME_BYTES: usize = 8;

/// The signed states of one log, the smallest first.
pub(super) struct Notes {
    states: Vec<Signed>,
    copies: Vec<MatchingCopy>,
}

impl Notes {
    /// Those of the log that takes new entries, up to what was gathered.
    ///
    /// # Errors
    /// When a signature does not fit, or what was signed is not what was read.
    pub(super) fn of(alliance: &Alliance, gathered: &Gathered) -> Result<Notes, HostProblem> {
        let roots = gathered.current().map(|log| &log.roots);
        let mut notes = Notes { states: Vec::new(), copies: Vec::new() };
        for signed in alliance.signed()? {
            let Checkpoint { size, root, .. } = &signed.checkpoint;
            let Some(read) = roots.and_then(|roots| roots.get(size)) else { continue };
            if read != root {
                let what = format!("the first {size} entries are not those that were signed");
                return Err(HostProblem::Altered { what });
            }
            for copy in signed.copies(&gathered.state)? {
                notes.copies.retain(|earlier| earlier.party != copy.party);
                notes.copies.push(copy);
            }
            notes.states.push(signed);
        }
        Ok(notes)
    }

    /// The signed states of an earlier log.
    pub(super) fn texts_of(
        store: &dyn Store,
        log: &str,
        key: &VerifierKey,
    ) -> Result<Vec<String>, HostProblem> {
        Ok(Signed::all(store, log, key)?.iter().map(text).collect())
    }

    pub(super) fn texts(&self) -> Vec<String> {
        self.states.iter().map(text).collect()
    }

    /// Who holds a matching copy, the largest of each.
    pub(super) fn copies(&self) -> &[MatchingCopy] {
        &self.copies
    }

    /// The state that was signed last, which must be of all that was read.
    pub(super) fn confirmed(&self, size: u64, gathered: &Gathered) -> Result<Checkpoint, HostProblem> {
        let read = gathered.current().and_then(|log| log.roots.keys().next_back().copied());
        let last = self.states.last().map(|signed| signed.checkpoint.clone());
        last.filter(|last| last.size == size && read == Some(size)).ok_or_else(|| HostProblem::Altered {
            what: format!("{size} entries were signed, and they cannot be read again"),
        })
    }
}

/// A signed state with one line of each key: a party may sign the same entries again, and of its lines the latest says
/// all; a reader of the format refuses a second.
fn text(signed: &Signed) -> String {
    let mut kept: Vec<SignatureLine> = Vec::new();
    for line in &signed.note.signatures {
        match kept.iter_mut().find(|kept| kept.name == line.name && kept.key_id == line.key_id) {
            Some(earlier) if signed_at(line) > signed_at(earlier) => earlier.clone_from(line),
            Some(_) => {}
            None => kept.push(line.clone()),
        }
    }
    Note { text: signed.note.text.clone(), signatures: kept }.to_string()
}

/// The time with which a countersignature begins; its bytes sort as it does.
fn signed_at(line: &SignatureLine) -> Option<&[u8]> {
    line.signature.get(..TIME_BYTES)
}
