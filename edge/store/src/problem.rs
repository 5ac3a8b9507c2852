//! What can go wrong in a store, as data: where, what, and what to do about it.
//!
//! It will never know a contract, nor who asked. Start with [`StoreProblem`].

use std::fmt;

/// Why a store could not do what it was asked. Nothing is half done: what is not told as done did not happen,
/// save where the outcome is told to be unknown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoreProblem {
    /// The place could not be opened.
    Unopened {
        /// The folder or the address.
        place: String,
        /// What the engine said.
        why: String,
    },
    /// A later program has written it.
    TooNew {
        /// The number of the last migration in the database.
        found: u64,
        /// The number of the last migration that this program has.
        known: u64,
    },
    /// A migration that was applied earlier is not the one that this program has.
    OtherHistory {
        /// Its number.
        migration: u64,
    },
    /// A migration would have changed what was recorded, and was undone.
    MigrationAlters {
        /// Its number.
        migration: u64,
    },
    /// The engine is too old to keep what it confirms.
    EngineTooOld {
        /// The version found.
        found: String,
        /// The least version that will do.
        needed: String,
    },
    /// The engine is set up so that it may lose what it confirms.
    Unsafe {
        /// The setting and its value.
        setting: String,
    },
    /// Another holds the lock for too long; nothing was written.
    Busy {
        /// What was being done.
        doing: &'static str,
    },
    /// The disk is full; nothing of this was kept, and writing has stopped.
    Full {
        /// What was being done.
        doing: &'static str,
        /// What the engine said.
        why: String,
    },
    /// The engine could not do it; if it was to write, writing has stopped.
    Failed {
        /// What was being done.
        doing: &'static str,
        /// What the engine said.
        why: String,
    },
    /// The connection was lost, so it is not known whether it was done.
    Unknown {
        /// What was being done.
        doing: &'static str,
        /// What the engine said.
        why: String,
    },
    /// An earlier failure stopped all writing in this process.
    Stopped {
        /// What that failure said.
        why: String,
    },
    /// What is stored is not what was recorded; it is not served.
    Altered {
        /// The log.
        log: String,
        /// The event.
        index: u64,
        /// The part, where it is one.
        part: Option<u64>,
        /// How it differs.
        why: String,
    },
    /// The key of a part is neither there nor destroyed: it is another store of keys, or a part of it is lost.
    KeyMissing {
        /// What it would open.
        of: String,
    },
    /// There is no such log.
    NoLog {
        /// The log that was asked for.
        log: String,
    },
    /// There is no such part.
    NoPart {
        /// The log.
        log: String,
        /// The event.
        index: u64,
        /// The part.
        part: u64,
    },
    /// There is no checkpoint of that size.
    NoCheckpoint {
        /// The log.
        log: String,
        /// The size that was asked for.
        size: u64,
    },
    /// The log is closed, and takes nothing more.
    Closed {
        /// The log.
        log: String,
    },
    /// The checkpoint could not be signed, or what was signed is something else.
    Unsigned {
        /// Why.
        why: String,
    },
    /// What was handed in cannot be kept as it is.
    Unfit {
        /// What is wrong with it, and what to do.
        why: String,
    },
    /// A copy was made, opened and found wanting; it is not a backup.
    BackupUnsound {
        /// What was found in the copy.
        findings: Vec<Finding>,
    },
    /// The function that draws random bytes could not.
    NoRandomness {
        /// What it said.
        why: String,
    },
}

impl StoreProblem {
    /// What to do about it, where something can be done.
    #[must_use]
    pub fn help(&self) -> Option<&'static str> {
        Some(match self {
            Self::TooNew { .. } => "install the program that wrote it, or a newer one",
            Self::OtherHistory { .. } => "install the program that wrote it",
            Self::EngineTooOld { .. } => "install a program built with a newer engine",
            Self::Unsafe { .. } => {
                "turn the setting on, or use a database whose name ends in `_test` if nothing in it must be kept"
            }
            Self::Busy { .. } => "ask again",
            Self::Full { .. } => "make space, then open the store again; reading goes on meanwhile",
            Self::Stopped { .. } => {
                "look into that failure, then open the store again; reading goes on meanwhile"
            }
            Self::Unknown { .. } => "ask again with the same request; the answer will be definite",
            Self::Altered { .. } | Self::BackupUnsound { .. } => {
                "check the store, and restore it from a backup that was checked"
            }
            Self::KeyMissing { .. } => "bring back the keys that belong to this record",
            _ => return None,
        })
    }
}

impl fmt::Display for StoreProblem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unopened { place, why } => write!(out, "`{place}` could not be opened: {why}"),
            Self::TooNew { found, known } => {
                write!(out, "the store is at migration {found}, and this program knows {known} of them")
            }
            Self::OtherHistory { migration } => {
                write!(out, "migration {migration} of the store is not the one that this program has")
            }
            Self::MigrationAlters { migration } => {
                write!(out, "migration {migration} would change what is recorded, and was undone")
            }
            Self::EngineTooOld { found, needed } => {
                write!(
                    out,
                    "the engine is version {found}, and {needed} is the least that keeps what it confirms"
                )
            }
            Self::Unsafe { setting } => write!(out, "`{setting}` may lose what was confirmed"),
            Self::Busy { doing } => write!(out, "{doing}: another holds the lock; nothing was written"),
            Self::Full { doing, why } => write!(out, "{doing}: the disk is full: {why}"),
            Self::Failed { doing, why } => write!(out, "{doing}: {why}"),
            Self::Unknown { doing, why } => {
                write!(out, "{doing}: the connection was lost, and whether it was done is not known: {why}")
            }
            Self::Stopped { why } => write!(out, "writing has stopped after a failure: {why}"),
            Self::Altered { log, index, part: None, why } => {
                write!(out, "event {index} of `{log}` was altered: {why}")
            }
            Self::Altered { log, index, part: Some(part), why } => {
                write!(out, "part {part} of event {index} of `{log}` was altered: {why}")
            }
            Self::KeyMissing { of } => write!(out, "the key of {of} is missing"),
            Self::NoLog { log } => write!(out, "there is no log `{log}`"),
            Self::NoPart { log, index, part } => {
                write!(out, "event {index} of `{log}` has no part {part}")
            }
            Self::NoCheckpoint { log, size } => write!(out, "`{log}` has no checkpoint of size {size}"),
            Self::Closed { log } => write!(out, "`{log}` is closed and takes nothing more"),
            Self::Unsigned { why } => write!(out, "the checkpoint was not signed: {why}"),
            Self::Unfit { why } => write!(out, "{why}"),
            Self::BackupUnsound { findings } => {
                write!(out, "the copy is not a backup, for it is not sound")?;
                findings.iter().try_for_each(|finding| write!(out, "; {finding}"))
            }
            Self::NoRandomness { why } => write!(out, "random bytes could not be drawn: {why}"),
        }
    }
}

impl std::error::Error for StoreProblem {}

/// One thing that is wrong in a store, and where.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The log; absent where the engine itself found it.
    pub log: Option<String>,
    /// The event, where it is about one.
    pub index: Option<u64>,
    /// The part, where it is about one.
    pub part: Option<u64>,
    /// What is wrong.
    pub what: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(log) = &self.log {
            write!(out, "`{log}`: ")?;
        }
        if let Some(index) = self.index {
            write!(out, "event {index}: ")?;
        }
        if let Some(part) = self.part {
            write!(out, "part {part}: ")?;
        }
        write!(out, "{}", self.what)
    }
}
