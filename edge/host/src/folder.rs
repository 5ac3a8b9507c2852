//! The folder of a recorded alliance: which record it is of, and where that record is kept.
//!
//! `record.json` names both. An embedded record lies beside it; one on PostgreSQL is found by `ACCORDANT_DATABASE`,
//! which holds a password and is therefore never written down.

use crate::HostProblem;
use accordant_record::sha256;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// The file by which a folder is known to be a recorded alliance.
pub(crate) const MARKER: &str = "record.json";
/// The file in which an embedded store keeps the keys of its parts.
pub(crate) const KEYS_FILE: &str = "keys.db";
/// The file in which a folder keeps who asks from it.
pub(crate) const PERSON: &str = "person.txt";
/// Where the database is found that serves many writers.
pub(crate) const DATABASE: &str = "ACCORDANT_DATABASE";
/// Where the keys of the parts are kept, apart from the record: a folder or a database.
pub(crate) const KEYS: &str = "ACCORDANT_KEYS";
/// Where a copy of the last signed checkpoint is held, on another volume than the record.
const HELD: &str = "ACCORDANT_HELD";

/// Which record a folder is of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Marker {
    /// The layout of the folder.
    pub format: u32,
    /// The origin of the log that takes new entries.
    pub origin: String,
    /// On what the record is kept.
    pub engine: Engine,
    /// Whether the record was restored from a backup and has not yet been shown not to fork.
    #[serde(default, skip_serializing_if = "is_false")]
    pub restored: bool,
}

/// On what a record is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Engine {
    /// SQLite files in the folder.
    Sqlite,
    /// The PostgreSQL database that `ACCORDANT_DATABASE` names.
    Postgresql,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
const fn is_false(flag: &bool) -> bool {
    !*flag
}

/// Whether a folder is that of a recorded alliance.
pub fn is_recorded(folder: &Path) -> bool {
    folder.join(MARKER).exists()
}

impl Marker {
    pub(crate) fn read(folder: &Path) -> Result<Marker, HostProblem> {
        let path = folder.join(MARKER);
        let wrong = |what: String| HostProblem::Folder {
            what: format!("`{}` {what}", path.display()),
            help: "found an alliance with `accordant found`, or name its folder".to_string(),
        };
        let text = fs::read_to_string(&path).map_err(|error| wrong(format!("cannot be read: {error}")))?;
        let marker: Marker = serde_json::from_str(&text)
            .map_err(|error| wrong(format!("is not as written by us: {error}")))?;
        if marker.format == 1 {
            return Ok(marker);
        }
        Err(HostProblem::Folder {
            what: format!(
                "`{}` has layout {}, which this program does not know",
                path.display(),
                marker.format
            ),
            help: "install the version of accordant that wrote it".to_string(),
        })
    }

    pub(crate) fn write(&self, folder: &Path) -> Result<(), HostProblem> {
        let text =
            serde_json::to_string_pretty(self).map_err(|error| HostProblem::Fault(error.to_string()))?;
        write_durably(&folder.join(MARKER), &format!("{text}\n"))
    }
}

/// Where the store of a folder is: the folder itself, or the database's address.
pub(crate) fn location(folder: &Path, engine: Engine) -> Result<String, HostProblem> {
    match engine {
        Engine::Sqlite => text(folder).map(ToString::to_string),
        Engine::Postgresql => std::env::var(DATABASE).map_err(|_| HostProblem::Folder {
            what: format!(
                "the record of `{}` is kept on PostgreSQL, and {DATABASE} does not say where",
                folder.display()
            ),
            help: format!("set {DATABASE} to its address, postgres://..."),
        }),
    }
}

/// The name of a folder, as a store takes it.
pub(crate) fn text(folder: &Path) -> Result<&str, HostProblem> {
    folder.to_str().ok_or_else(|| HostProblem::Folder {
        what: format!("the name of the folder `{}` is not UTF-8", folder.display()),
        help: "use a folder with another name".to_string(),
    })
}

/// Where a small file lies that must outlive the record: on the volume that `ACCORDANT_HELD` names, called by the hash
/// of its log and by this ending, or else in the folder under its own name.
pub(crate) fn apart(folder: &Path, file: &str, log: &str, ending: &str) -> PathBuf {
    match std::env::var_os(HELD) {
        None => folder.join(file),
        Some(volume) => {
            let name: String = sha256(log.as_bytes()).to_string().chars().take(16).collect();
            PathBuf::from(volume).join(format!("{name}{ending}"))
        }
    }
}

/// Refuses a folder in which something is; one that is not there yet will do.
pub(crate) fn empty(folder: &Path) -> Result<(), HostProblem> {
    let taken = |what: &str| HostProblem::Folder {
        what: format!("`{}` {what}", folder.display()),
        help: "name a folder that is empty, or that is not there yet: nothing is ever written over"
            .to_string(),
    };
    match fs::read_dir(folder) {
        Ok(mut entries) => match entries.next() {
            None => Ok(()),
            Some(_) => Err(taken("holds something already")),
        },
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(taken(&format!("cannot be used: {error}"))),
    }
}

/// What stands in a small file, if there is one.
pub(crate) fn read_if_there(path: &Path) -> Result<Option<String>, HostProblem> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(HostProblem::Fault(format!("`{}` cannot be read: {error}", path.display()))),
    }
}

/// Copies a small file, if there is one: durably, readable by its owner alone.
pub(crate) fn copy_if_there(from: &Path, to: &Path) -> Result<(), HostProblem> {
    read_if_there(from)?.map_or(Ok(()), |text| write_durably(to, &text))
}

/// The file of the parts' keys, where they are kept in one.
pub(crate) fn keys_file(folder: &Path, keys: &accordant_store::KeysAt) -> PathBuf {
    match keys {
        accordant_store::KeysAt::Beside => folder.join(KEYS_FILE),
        accordant_store::KeysAt::Place(place) => Path::new(place).join(KEYS_FILE),
    }
}

/// The engine that the environment asks for.
pub(crate) fn engine_wanted() -> Engine {
    if std::env::var_os(DATABASE).is_some() { Engine::Postgresql } else { Engine::Sqlite }
}

/// Writes a file so that after a crash either the old or the new one is there, whole.
pub(crate) fn write_durably(path: &Path, text: &str) -> Result<(), HostProblem> {
    let fault = |error: std::io::Error| {
        HostProblem::Fault(format!("`{}` cannot be written: {error}", path.display()))
    };
    let mut beside = path.as_os_str().to_owned();
    beside.push(".new");
    let beside = PathBuf::from(beside);
    let mut file = private(&beside).map_err(fault)?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(fault)?;
    drop(file);
    fs::rename(&beside, path).map_err(fault)?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(fault)
}

/// Takes from everybody else on this machine the right to read a store's file, and what the engine keeps beside it.
pub(crate) fn make_private(file: &Path) -> Result<(), HostProblem> {
    for beside in ["", "-wal", "-shm"] {
        let mut name = file.as_os_str().to_owned();
        name.push(beside);
        let path = PathBuf::from(name);
        if path.exists() {
            owner_alone(&path).map_err(|error| {
                HostProblem::Fault(format!("`{}` cannot be kept from others: {error}", path.display()))
            })?;
        }
    }
    Ok(())
}

#[cfg(unix)]
fn owner_alone(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o600))
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "the same call as where there are rights to take away")]
const fn owner_alone(_path: &Path) -> std::io::Result<()> {
    Ok(())
}

/// A new file that nobody else on this machine may read.
fn private(path: &Path) -> std::io::Result<fs::File> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
