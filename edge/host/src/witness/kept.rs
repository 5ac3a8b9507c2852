//! The party's side: its key, the keys of the records that it follows, and the last state of each that it countersigned.
//!
//! Everything lies in a folder of the party's own. What is countersigned is durable before it is answered, and requests
//! are taken one at a time, also those of several processes: so a copy never goes back.

use super::WitnessRefusal;
use crate::HostProblem;
use crate::folder::{read_if_there, write_durably};
use crate::signing::Held;
use crate::world::World;
use accordant_record::{
    AddCheckpoint, Checkpoint, KeyKind, Note, SignatureLine, SigningKey, VerifierKey, WitnessAnswer, sha256,
    verify_consistency,
};
use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// The party's key.
const KEY: &str = "witness.key";
/// The keys of the records that are followed, one a line.
const LOGS: &str = "logs.txt";
/// Where the copies lie, each named by the hash of its origin.
const COPIES: &str = "copies";
/// Whoever holds this file's lock takes requests.
const LOCK: &str = "witness.lock";

/// A party that keeps matching copies.
pub struct Witness {
    world: World,
    folder: PathBuf,
    key: SigningKey,
    #[cfg(feature = "switches")]
    remembers: bool,
}

impl Witness {
    /// Makes a key for a party and a folder to keep it in.
    ///
    /// # Errors
    /// When the folder holds a key already, or the party's name can be no name of a key.
    pub fn make(world: World, folder: &Path, party: &str) -> Result<Witness, HostProblem> {
        let path = folder.join(KEY);
        if path.exists() {
            return Err(HostProblem::Folder {
                what: format!("`{}` holds a key already", folder.display()),
                help: "keep it: whoever loses the key can no longer add to its matching copies".to_string(),
            });
        }
        fs::create_dir_all(folder.join(COPIES))
            .map_err(|error| HostProblem::Fault(format!("`{}` cannot be made: {error}", folder.display())))?;
        let seed: [u8; 32] = world.random().map_err(HostProblem::Fault)?;
        let key = SigningKey::new(party, KeyKind::Witness, seed).map_err(|problem| HostProblem::Folder {
            what: format!("`{party}` cannot name a key: {problem}"),
            help: "use the party's short name, as the agreement has it".to_string(),
        })?;
        write_durably(&path, &format!("{}\n", key.to_text()))?;
        Ok(Witness::of(world, folder, key))
    }

    /// Opens the folder of a party that keeps matching copies.
    ///
    /// # Errors
    /// When there is no key in it, or none that can be read.
    pub fn open(world: World, folder: &Path) -> Result<Witness, HostProblem> {
        let path = folder.join(KEY);
        let wrong = |what: String| HostProblem::Folder {
            what: format!("the key for matching copies, `{}`, {what}", path.display()),
            help: "`accordant witness key` makes one".to_string(),
        };
        let text = fs::read_to_string(&path).map_err(|error| wrong(format!("cannot be read: {error}")))?;
        let key = SigningKey::read(text.trim_end()).map_err(|problem| wrong(problem.to_string()))?;
        if key.verifier().kind() != KeyKind::Witness {
            return Err(wrong("is a key of a record".to_string()));
        }
        Ok(Witness::of(world, folder, key))
    }

    fn of(world: World, folder: &Path, key: SigningKey) -> Witness {
        Witness {
            world,
            folder: folder.to_path_buf(),
            key,
            #[cfg(feature = "switches")]
            remembers: true,
        }
    }

    /// The same party without its memory: it countersigns whatever the record's key signed. For tests alone.
    #[cfg(feature = "switches")]
    #[must_use]
    pub fn without_memory(self) -> Witness {
        Witness { remembers: false, ..self }
    }

    #[cfg(feature = "switches")]
    const fn remembers(&self) -> bool {
        self.remembers
    }

    #[cfg(not(feature = "switches"))]
    #[expect(clippy::unused_self, reason = "the same call as with the feature, which the compiler removes")]
    const fn remembers(&self) -> bool {
        true
    }

    /// The key that the party names in the record.
    pub fn verifier(&self) -> VerifierKey {
        self.key.verifier()
    }

    /// Follows the record of this key from now on.
    ///
    /// # Errors
    /// When it is no key of a record, or another key is trusted for the same record.
    pub fn trust(&self, key: &str) -> Result<VerifierKey, HostProblem> {
        let wrong = |what: String, help: &str| HostProblem::Folder { what, help: help.to_string() };
        let read = VerifierKey::read(key)
            .map_err(|problem| wrong(problem.to_string(), "`accordant found` prints the key of a record"))?;
        if read.kind() != KeyKind::Log {
            return Err(wrong(
                format!("the key of `{}` is one for matching copies, and not that of a record", read.name()),
                "`accordant found` prints the key of a record",
            ));
        }
        let _locked = self.locked().map_err(HostProblem::Fault)?;
        let mut keys = self.logs()?;
        match keys.iter().find(|known| known.name() == read.name()) {
            Some(known) if *known == read => return Ok(read),
            Some(_) => {
                return Err(wrong(
                    format!("another key is trusted here for the record `{}`", read.name()),
                    "a record never changes its key: ask the host and the other parties what happened",
                ));
            }
            None => keys.push(read.clone()),
        }
        let lines: String = keys.iter().map(|key| format!("{key}\n")).collect();
        write_durably(&self.folder.join(LOGS), &lines)?;
        Ok(read)
    }

    /// The keys of the records that are followed.
    ///
    /// # Errors
    /// When the file that lists them cannot be read.
    pub fn logs(&self) -> Result<Vec<VerifierKey>, HostProblem> {
        let path = self.folder.join(LOGS);
        let Some(text) = read_if_there(&path)? else { return Ok(Vec::new()) };
        text.lines()
            .map(|line| {
                VerifierKey::read(line).map_err(|problem| HostProblem::Altered {
                    what: format!("`{}` holds what is no key: {problem}", path.display()),
                })
            })
            .collect()
    }

    /// What was last countersigned of a record.
    ///
    /// # Errors
    /// When the copy cannot be read.
    pub fn held(&self, origin: &str) -> Result<Option<Held>, HostProblem> {
        let path = self.copy(origin);
        let Some(note) = read_if_there(&path)? else { return Ok(None) };
        let held = Held::read(&note).map_err(|what| HostProblem::Altered {
            what: format!("`{}` holds no matching copy: {what}", path.display()),
        })?;
        if held.checkpoint.origin == origin {
            return Ok(Some(held));
        }
        Err(HostProblem::Altered { what: format!("`{}` is of another record", path.display()) })
    }

    /// Countersigns the request of a text, and gives the lines that go under it.
    ///
    /// # Errors
    /// Why it is not countersigned.
    pub fn answer(&self, request: &str) -> Result<String, WitnessRefusal> {
        let request = AddCheckpoint::read(request).map_err(WitnessRefusal::Unread)?;
        self.add_checkpoint(&request).map(|lines| WitnessAnswer::Signed(lines).to_string())
    }

    /// Countersigns a checkpoint that continues what was countersigned before; it is held when this returns.
    ///
    /// # Errors
    /// Why it is not countersigned.
    pub fn add_checkpoint(&self, request: &AddCheckpoint) -> Result<Vec<SignatureLine>, WitnessRefusal> {
        let (checkpoint, key) = self.trusted(&request.note)?;
        if request.old > checkpoint.size {
            return Err(WitnessRefusal::OldTooLarge { old: request.old, size: checkpoint.size });
        }
        let fault = |problem: HostProblem| WitnessRefusal::Fault(problem.to_string());
        let _locked = self.locked().map_err(WitnessRefusal::Fault)?;
        if self.remembers() {
            let held = self.held(&checkpoint.origin).map_err(fault)?;
            continues(held.as_ref().map(|held| &held.checkpoint), request, &checkpoint)?;
        }
        let now = self.world.clock.now().map_err(WitnessRefusal::Fault)?;
        let line = self
            .key
            .cosign(&request.note.text, now.seconds())
            .map_err(|problem| WitnessRefusal::Fault(problem.to_string()))?;
        let mut note = request.note.clone();
        // Lines by others are theirs to keep; with many of them the note would grow too long to be read again.
        note.signatures.retain(|line| key.is_named_by(line));
        note.signatures.push(line.clone());
        write_durably(&self.copy(&checkpoint.origin), &note.to_string()).map_err(fault)?;
        Ok(vec![line])
    }

    /// The checkpoint of a note that the trusted key of its origin signed, and that key.
    fn trusted(&self, note: &Note) -> Result<(Checkpoint, VerifierKey), WitnessRefusal> {
        let origin = note.text.lines().next().unwrap_or_default();
        let keys = self.logs().map_err(|problem| WitnessRefusal::Fault(problem.to_string()))?;
        let Some(key) = keys.into_iter().find(|key| key.name() == origin) else {
            return Err(WitnessRefusal::UnknownOrigin(origin.to_string()));
        };
        note.check(std::slice::from_ref(&key))
            .map_err(|problem| WitnessRefusal::NotSigned(problem.to_string()))?;
        let checkpoint = Checkpoint::read(&note.text)
            .map_err(|problem| WitnessRefusal::NoCheckpoint(problem.to_string()))?;
        Ok((checkpoint, key))
    }

    fn copy(&self, origin: &str) -> PathBuf {
        self.folder.join(COPIES).join(format!("{}.txt", sha256(origin.as_bytes())))
    }

    /// Waits until no other takes a request, here or in another process.
    fn locked(&self) -> Result<File, String> {
        let path = self.folder.join(LOCK);
        let unlocked = |error: std::io::Error| format!("`{}` cannot be locked: {error}", path.display());
        let file = File::options().create(true).append(true).open(&path).map_err(unlocked)?;
        file.lock().map_err(unlocked)?;
        Ok(file)
    }
}

/// Whether the proof leads from what is held to the new checkpoint.
fn continues(
    held: Option<&Checkpoint>,
    request: &AddCheckpoint,
    new: &Checkpoint,
) -> Result<(), WitnessRefusal> {
    let size = held.map_or(0, |held| held.size);
    if request.old != size {
        return Err(WitnessRefusal::Holds(size));
    }
    let root = held.map_or(accordant_record::EMPTY_ROOT, |held| held.root);
    if size == new.size && root != new.root {
        return Err(WitnessRefusal::OtherEntries(size));
    }
    verify_consistency(size, &root, new.size, &new.root, &request.proof)
        .map_err(|problem| WitnessRefusal::NotProven(problem.to_string()))
}
