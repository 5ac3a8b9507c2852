//! A backup: a copy of the record that was opened again, checked in full and matched to what was signed, and apart from
//! it the keys. Until all of that holds it has no `record.json`, so nobody can take it for a backup.
//!
//! Start with [`Alliance::backup`].

use crate::erase::ERASED;
use crate::folder::{
    Engine, KEYS_FILE, Marker, PERSON, copy_if_there, empty, make_private, text, write_durably,
};
use crate::origin::Origin;
use crate::signing::Held;
use crate::{Alliance, HostProblem};
use accordant_record::Checkpoint;
use accordant_store::KeysAt;
use std::fs;
use std::path::{Path, PathBuf};

/// The last signed state of each log, to be read without a program.
const CHECKPOINTS: &str = "checkpoints.txt";
const README: &str = "README.txt";

/// A copy that counts as a backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackedUp {
    /// How many entries it has.
    pub entries: u64,
    /// What was signed of it, and found to be what the copy holds.
    pub checkpoint: Checkpoint,
}

impl Alliance {
    /// Copies the record to a folder and its keys to another, and counts the copy as a backup only after it was opened,
    /// checked in full and found to be what was signed.
    ///
    /// # Errors
    /// When a folder is not empty, or the copy is not sound; then nothing is left there.
    pub fn backup(&self, to: &Path, keys_to: &Path) -> Result<BackedUp, HostProblem> {
        empty(to)?;
        empty(keys_to)?;
        if made(to)? == made(keys_to)? {
            return Err(HostProblem::Folder {
                what: format!("`{}` would hold the record and its keys", to.display()),
                help: "name another folder with `--keys`, best on another disk: whoever has both can read what was erased since".to_string(),
            });
        }
        if self.read_only().is_none() {
            self.seal()?;
        }
        let done = self.copied(to, keys_to);
        if done.is_err() {
            // Both were empty before, so all that is in them is ours.
            let _ = fs::remove_dir_all(to);
            let _ = fs::remove_dir_all(keys_to);
        }
        done
    }

    fn copied(&self, to: &Path, keys_to: &Path) -> Result<BackedUp, HostProblem> {
        let copied = self.store().backup(to, keys_to)?;
        make_private(&keys_to.join(KEYS_FILE))?;
        let (checkpoint, notes) = self.matched(to, keys_to)?;
        let mut entries = 0;
        for log in self.logs() {
            let size = copied.logs.iter().find(|(copied, ..)| copied == log).map(|(_, size, _)| *size);
            entries += size.ok_or_else(|| altered(format!("the copy lacks `{log}`")))?;
            let origin = Origin::read(log);
            copy_if_there(&origin.held_path(self.folder()), &to.join(origin.held_file()))?;
            copy_if_there(&self.folder().join(origin.key_file()), &keys_to.join(origin.key_file()))?;
        }
        copy_if_there(&self.folder().join(PERSON), &to.join(PERSON))?;
        copy_if_there(&self.erased_path(), &to.join(ERASED))?;
        write_durably(&to.join(CHECKPOINTS), &notes.join("\n----\n"))?;
        let (said, keys_said) = self.readme(entries, &checkpoint);
        write_durably(&to.join(README), &said)?;
        write_durably(&keys_to.join(README), &keys_said)?;
        let marker = Marker { engine: Engine::Sqlite, ..self.marker().clone() };
        marker.write(to)?;
        Ok(BackedUp { entries, checkpoint })
    }

    /// The last signed state of the log that takes new entries, and the notes of all logs, found to be what the copy
    /// holds.
    fn matched(&self, to: &Path, keys_to: &Path) -> Result<(Checkpoint, Vec<String>), HostProblem> {
        let keys_at = KeysAt::Place(text(keys_to)?.to_string());
        let copy = accordant_store::open(text(to)?, &keys_at, self.world().draw())?;
        let mut last = None;
        let mut notes = Vec::new();
        for log in self.logs() {
            let head = copy.head(log)?.ok_or_else(|| altered(format!("the copy lacks `{log}`")))?;
            let Some(signed) = copy.checkpoints(log)?.pop() else { continue };
            let held = Held::read(&signed.note).map_err(altered)?;
            if !held.is_continued_by(copy.as_ref(), log, head.size, &head.frontier.root())? {
                return Err(altered(format!("the copy of `{log}` is not what was signed")));
            }
            notes.push(signed.note);
            last = Some(held.checkpoint);
        }
        let last = last.filter(|checkpoint| checkpoint.origin == self.origin());
        let last = last.ok_or_else(|| HostProblem::Folder {
            what: "nothing of the record has been signed, so a copy of it cannot be told from an altered one"
                .to_string(),
            help: "record something first; what is recorded is signed".to_string(),
        })?;
        Ok((last, notes))
    }

    fn readme(&self, entries: u64, checkpoint: &Checkpoint) -> (String, String) {
        let printed = checkpoint.text().unwrap_or_default();
        let said = format!(
            "A backup of the record {}\n\n\
             It holds {entries} entries. It was opened again, checked in full, and found to be what was signed:\n\n\
             {printed}\n\
             Its keys lie elsewhere. Without them its entries can be proved, and not read.\n\
             To bring it back into an empty folder:\n\n    \
             accordant restore THIS-FOLDER --keys KEYS-FOLDER --to FOLDER\n",
            self.origin()
        );
        let keys_said = format!(
            "The keys of the record {}\n\n\
             One signs the record; the others open its parts. Keep this folder apart from the record, and for a\n\
             shorter time than its backups: whoever has old keys and an old backup can read what was erased since.\n",
            self.origin()
        );
        (said, keys_said)
    }
}

/// Makes a folder, and gives its one name.
fn made(folder: &Path) -> Result<PathBuf, HostProblem> {
    let made = fs::create_dir_all(folder).and_then(|()| fs::canonicalize(folder));
    made.map_err(|error| HostProblem::Fault(format!("`{}` cannot be made: {error}", folder.display())))
}

fn altered(what: String) -> HostProblem {
    HostProblem::Altered { what }
}
