//! The key of the log, and what it last signed. It never signs two roots: the last signed checkpoint is held in the
//! store and in a file, and whatever does not continue both is not signed.

use crate::HostProblem;
use crate::folder::{read_if_there, write_durably};
use crate::origin::Origin;
use crate::world::World;
use accordant_record::{
    Checkpoint, Hash, Hashes, KeyKind, NoProof, Note, SigningKey, VerifierKey, consistency_proof,
    verify_consistency,
};
use accordant_store::{Store, StoredHashes};
use std::fs;
use std::path::{Path, PathBuf};

/// A signed checkpoint that is held outside the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The checkpoint.
    pub checkpoint: Checkpoint,
    /// The whole note.
    pub note: String,
}

impl Held {
    /// Reads a signed checkpoint.
    ///
    /// # Errors
    /// When the text is none.
    pub fn read(note: &str) -> Result<Held, String> {
        let read = Note::read(note).map_err(|problem| problem.to_string())?;
        let checkpoint = Checkpoint::read(&read.text).map_err(|problem| problem.to_string())?;
        Ok(Held { checkpoint, note: note.to_string() })
    }

    /// Whether the log of that size and root continues what was signed here.
    pub(crate) fn is_continued_by(
        &self,
        store: &dyn Store,
        log: &str,
        size: u64,
        root: &Hash,
    ) -> Result<bool, HostProblem> {
        if self.checkpoint.size > size {
            return Ok(false);
        }
        let mut hashes = StoredHashes::new(store, log);
        continues(&mut hashes, &self.checkpoint, size, root)
    }
}

fn continues<H: Hashes>(hashes: &mut H, old: &Checkpoint, size: u64, root: &Hash) -> Result<bool, HostProblem>
where
    HostProblem: From<H::Problem>,
{
    let proof = match consistency_proof(hashes, old.size, size) {
        Ok(proof) => proof,
        Err(NoProof::Unread(problem)) => return Err(problem.into()),
        Err(_) => return Ok(false),
    };
    Ok(verify_consistency(old.size, &old.root, size, root, &proof).is_ok())
}

/// The log's key and the checkpoint that it last signed.
pub(crate) struct Signing {
    key: SigningKey,
    held: PathBuf,
}

impl Signing {
    /// Makes a key for a new log and keeps it in the folder, for its owner's eyes only.
    pub(crate) fn make(world: &World, folder: &Path, origin: &str) -> Result<Signing, HostProblem> {
        let seed: [u8; 32] = world.random().map_err(HostProblem::Fault)?;
        let key = SigningKey::new(origin, KeyKind::Log, seed)
            .map_err(|problem| HostProblem::Fault(problem.to_string()))?;
        let path = folder.join(Origin::read(origin).key_file());
        write_durably(&path, &format!("{}\n", key.to_text()))?;
        Ok(Signing { key, held: Origin::read(origin).held_path(folder) })
    }

    /// The key of a log, from the folder.
    pub(crate) fn read(folder: &Path, origin: &str) -> Result<Signing, HostProblem> {
        let path = folder.join(Origin::read(origin).key_file());
        let wrong = |what: String| HostProblem::Folder {
            what: format!("the key of the record, `{}`, {what}", path.display()),
            help: "restore it from where your keys are kept; without it nothing can be signed".to_string(),
        };
        let text = fs::read_to_string(&path).map_err(|error| wrong(format!("cannot be read: {error}")))?;
        let key = SigningKey::read(text.trim_end()).map_err(|problem| wrong(problem.to_string()))?;
        Ok(Signing { key, held: Origin::read(origin).held_path(folder) })
    }

    pub(crate) fn verifier(&self) -> VerifierKey {
        self.key.verifier()
    }

    /// What was last signed, as the file holds it.
    pub(crate) fn held(&self) -> Result<Option<Held>, HostProblem> {
        let Some(note) = read_if_there(&self.held)? else { return Ok(None) };
        Held::read(&note).map(Some).map_err(|what| HostProblem::Altered {
            what: format!("`{}` holds no checkpoint: {what}", self.held.display()),
        })
    }

    /// Signs a checkpoint that continues what is held, and holds it from then on.
    pub(crate) fn sign(&self, store: &dyn Store, checkpoint: &Checkpoint) -> Result<Note, String> {
        let held = self.held().map_err(|problem| problem.to_string())?;
        if let Some(held) = held {
            let Checkpoint { origin, size, root } = checkpoint;
            let goes_on =
                held.is_continued_by(store, origin, *size, root).map_err(|problem| problem.to_string())?;
            if !goes_on {
                return Err(format!(
                    "the record of {size} entries does not continue the {} that were signed before",
                    held.checkpoint.size
                ));
            }
        }
        let text = checkpoint.text().map_err(|problem| problem.to_string())?;
        let line = self.key.sign(&text).map_err(|problem| problem.to_string())?;
        let note = Note { text, signatures: vec![line] };
        write_durably(&self.held, &note.to_string()).map_err(|problem| problem.to_string())?;
        Ok(note)
    }
}
