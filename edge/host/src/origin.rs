//! The origin of a log: the name of its record, and after the last `/` the how manieth log of it this is.
//!
//! The first is number 1; each time a record goes on under a new name, that is the same with the next number. The key
//! and the signed state of each log lie in files of their own, and those of the first have no number in their names.
//! Start with [`Origin::read`].

use crate::folder::apart;
use std::fmt;
use std::path::{Path, PathBuf};

/// The file of a log's key: before the number, and after it.
pub(crate) const KEY_FILE: (&str, &str) = ("signing", ".key");
/// The file of a log's last signed state, where no other volume is named: before the number, and after it.
pub(crate) const HELD_FILE: (&str, &str) = ("held-checkpoint", ".txt");

/// The name of a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Origin<'a> {
    /// The name of the record.
    record: &'a str,
    /// Which log of it.
    number: u64,
}

impl Origin<'_> {
    /// Reads an origin; one that ends in no number is that of a first log.
    pub(crate) fn read(origin: &str) -> Origin<'_> {
        let split = origin.rsplit_once('/');
        let numbered = split.and_then(|(record, number)| Some((record, number.parse().ok()?)));
        let (record, number) = numbered.unwrap_or((origin, 1));
        Origin { record, number }
    }

    /// The log that goes on where this one ends.
    pub(crate) fn next(self) -> Self {
        Origin { number: self.number.saturating_add(1), ..self }
    }

    /// The file of its key, in the folder of the record.
    pub(crate) fn key_file(self) -> String {
        self.file(KEY_FILE)
    }

    /// The file of its last signed state, where no other volume is named.
    pub(crate) fn held_file(self) -> String {
        self.file(HELD_FILE)
    }

    /// Where its last signed state is held.
    pub(crate) fn held_path(self, folder: &Path) -> PathBuf {
        apart(folder, &self.held_file(), &self.to_string(), ".txt")
    }

    fn file(self, (start, ending): (&str, &str)) -> String {
        match self.number {
            1 => format!("{start}{ending}"),
            number => format!("{start}-{number}{ending}"),
        }
    }
}

impl fmt::Display for Origin<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}/{}", self.record, self.number)
    }
}
