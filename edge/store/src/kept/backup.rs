//! A copy is a backup once it was opened again and found sound; until then it has no name that anyone would trust.
//!
//! It will never know how an engine copies. Start with `copy_and_check`.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use super::Kept;
use crate::engine::Engine;
use crate::keys::sqlite::SqliteKeys;
use crate::keys::{Key, KeyName};
use crate::sqlite::{self, KEYS_FILE, RECORD_FILE};
use crate::switches::Switches;
use crate::{Backup, StoreProblem};

const UNCHECKED: &str = "unchecked";
/// How many keys are copied in one transaction.
const KEYS_AT_A_TIME: usize = 1_000;

impl<E: Engine> Kept<E> {
    pub(super) fn copy_and_check(&self, to: &Path, keys_to: &Path) -> Result<Backup, StoreProblem> {
        let record = Copy::new(to, RECORD_FILE)?;
        let keys = Copy::new(keys_to, KEYS_FILE)?;
        let backup = self.copy_into(&record, &keys);
        match backup {
            Ok(backup) => {
                keys.take_name()?;
                record.take_name()?;
                Ok(backup)
            }
            Err(problem) => {
                record.remove();
                keys.remove();
                Err(problem)
            }
        }
    }

    /// The record goes first: every key that it needs was durable before it.
    fn copy_into(&self, record: &Copy, keys: &Copy) -> Result<Backup, StoreProblem> {
        self.engine.copy(&record.unchecked)?;
        self.copy_keys(&keys.unchecked)?;
        let copy = sqlite::open_files(
            &record.unchecked,
            &keys.unchecked,
            self.keys.randomness(),
            Switches::default(),
        )?;
        let findings = copy.examine()?;
        if !findings.is_empty() {
            return Err(StoreProblem::BackupUnsound { findings });
        }
        let logs = copy.look(|view| {
            let mut logs = Vec::new();
            for log in view.logs()? {
                if let Some((_, head)) = view.head(&log)? {
                    logs.push((log, head.size, head.frontier.root()));
                }
            }
            Ok(logs)
        })?;
        Ok(Backup { logs })
    }

    fn copy_keys(&self, file: &Path) -> Result<(), StoreProblem> {
        let copy = SqliteKeys::open(file, &Switches::default())?;
        let mut batch: Vec<(KeyName, Option<Key>)> = Vec::new();
        self.keys.keys().each(&mut |name, key| {
            batch.push((name, key));
            if batch.len() == KEYS_AT_A_TIME {
                copy.keep_copies(&batch)?;
                batch.clear();
            }
            Ok(())
        })?;
        copy.keep_copies(&batch)
    }
}

/// A file that is being written, and the name that it will have.
struct Copy {
    folder: PathBuf,
    unchecked: PathBuf,
    file: PathBuf,
}

impl Copy {
    fn new(folder: &Path, name: &str) -> Result<Copy, StoreProblem> {
        fs::create_dir_all(folder).map_err(|error| unwritten(folder, &error))?;
        let file = folder.join(name);
        if file.exists() {
            let why = format!("`{}` is there already; choose an empty folder", file.display());
            return Err(StoreProblem::Unfit { why });
        }
        let copy =
            Copy { folder: folder.to_owned(), unchecked: folder.join(format!("{name}.{UNCHECKED}")), file };
        // What an interrupted copy left behind.
        copy.remove();
        Ok(copy)
    }

    fn take_name(&self) -> Result<(), StoreProblem> {
        let named = File::open(&self.unchecked)
            .and_then(|copy| copy.sync_all())
            .and_then(|()| fs::rename(&self.unchecked, &self.file))
            .and_then(|()| sqlite::sync_folder(&self.folder));
        named.map_err(|error| unwritten(&self.file, &error))
    }

    fn remove(&self) {
        for beside in ["", "-wal", "-shm", "-journal"] {
            let mut name = self.unchecked.file_name().map(OsStr::to_owned).unwrap_or_default();
            name.push(beside);
            // It may never have been there.
            let _ = fs::remove_file(self.folder.join(name));
        }
    }
}

fn unwritten(path: &Path, error: &std::io::Error) -> StoreProblem {
    StoreProblem::Failed { doing: "backing up", why: format!("`{}`: {error}", path.display()) }
}
