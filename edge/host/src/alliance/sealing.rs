//! Signing the record, and telling whether it continues what was signed before.

use super::Alliance;
use crate::HostProblem;
use crate::signing::Held;
use accordant_record::VerifierKey;
use accordant_store::{Sealed, StoredCheckpoint};

impl Alliance {
    /// Signs the record as it stands: every line since the last signature is read and hashed again first.
    ///
    /// # Errors
    /// When what is stored is not what it was, or does not continue what was signed before.
    pub fn seal(&self) -> Result<StoredCheckpoint, HostProblem> {
        self.takes_entries()?;
        let store = self.store.as_ref();
        let sealed = store.seal(self.origin(), &mut |checkpoint| self.signing.sign(store, checkpoint))?;
        Ok(match sealed {
            Sealed::Signed(checkpoint) | Sealed::Already(checkpoint) => checkpoint,
        })
    }

    /// The key with which the record is signed, as everyone may know it.
    pub fn verifier(&self) -> VerifierKey {
        self.signing.verifier()
    }

    /// The checkpoint that was signed last, as the file outside the store holds it.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn held(&self) -> Result<Option<Held>, HostProblem> {
        self.signing.held()
    }

    /// Whether the record continues a signed checkpoint that somebody holds.
    ///
    /// # Errors
    /// When the store fails.
    pub fn continues(&self, held: &Held) -> Result<bool, HostProblem> {
        let log = &held.checkpoint.origin;
        let Some(head) = self.store.head(log)? else { return Ok(held.checkpoint.size == 0) };
        held.is_continued_by(self.store.as_ref(), log, head.size, &head.frontier.root())
    }

    /// Why nothing new may be taken: a record that is behind what was signed, or that was just restored.
    pub(super) fn why_read_only(&self) -> Result<Option<(String, String)>, HostProblem> {
        let show = "`accordant restore --confirm` asks those who hold matching copies; see docs/restoring.md";
        if self.marker.restored {
            let why = "it was restored from a backup and has not been shown to be the latest".to_string();
            return Ok(Some((why, show.to_string())));
        }
        let Some(held) = self.held()? else { return Ok(None) };
        if held.checkpoint.origin != self.origin() {
            return Ok(None);
        }
        let size = self.store.head(self.origin())?.map_or(0, |head| head.size);
        if held.checkpoint.size > size {
            let known = held.checkpoint.size;
            let why = format!("it has {size} entries, and {known} had been signed");
            return Ok(Some((why, show.to_string())));
        }
        if !self.continues(&held)? {
            return Err(HostProblem::Altered {
                what: format!("its first {} entries are not those that were signed", held.checkpoint.size),
            });
        }
        Ok(None)
    }
}
