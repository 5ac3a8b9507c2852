//! Where a store is, in words, to the store.
//!
//! It will never know what is in it. Start with [`open`].

use std::path::{Path, PathBuf};

use crate::sqlite::{KEYS_FILE, RECORD_FILE};
use crate::switches::Switches;
use crate::{Randomness, Store, StoreProblem, postgres, sqlite};

/// Where the keys of a store are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeysAt {
    /// Beside the record: `keys.db` in the same folder, or the schema `accordant_keys` of the same database.
    Beside,
    /// In another folder, or another database.
    Place(String),
}

/// Opens a store, and begins it when there is none.
///
/// A place that begins with `postgres://` or `postgresql://` is a database; any other is a folder, in which the record is
/// `record.db` and the keys are `keys.db`. The folder must be on a disk of this machine.
///
/// A connection to PostgreSQL is not encrypted on its way: let the server be on this machine or behind a tunnel. A
/// server that may lose what it confirms (`fsync` or `full_page_writes` off) is refused, unless the name of the
/// database ends in `_test`.
///
/// # Errors
/// When it cannot be opened, is from a later program, or the keys are not those of its parts.
pub fn open(place: &str, keys: &KeysAt, randomness: Randomness) -> Result<Box<dyn Store>, StoreProblem> {
    open_any(place, keys, randomness, Switches::default())
}

/// Opens a store as [`open`] does, with what a test has switched.
///
/// # Errors
/// As [`open`].
#[cfg(feature = "switches")]
pub fn open_switched(
    place: &str,
    keys: &KeysAt,
    randomness: Randomness,
    switches: Switches,
) -> Result<Box<dyn Store>, StoreProblem> {
    open_any(place, keys, randomness, switches)
}

fn open_any(
    place: &str,
    keys: &KeysAt,
    randomness: Randomness,
    switches: Switches,
) -> Result<Box<dyn Store>, StoreProblem> {
    let keys = match keys {
        KeysAt::Beside => place,
        KeysAt::Place(keys) => keys,
    };
    match (is_database(place), is_database(keys)) {
        (true, true) => Ok(Box::new(postgres::open_databases(place, keys, randomness, switches)?)),
        (false, false) => {
            let (record, keys) = (file(place, RECORD_FILE), file(keys, KEYS_FILE));
            Ok(Box::new(sqlite::open_files(&record, &keys, randomness, switches)?))
        }
        _ => Err(StoreProblem::Unfit {
            why: "the record and its keys are both in folders, or both in databases".to_owned(),
        }),
    }
}

fn is_database(place: &str) -> bool {
    ["postgres://", "postgresql://"].iter().any(|start| place.starts_with(start))
}

fn file(folder: &str, name: &str) -> PathBuf {
    Path::new(folder).join(name)
}
