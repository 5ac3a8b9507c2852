//! What each call on a file does: counted, failed where a fault was ordered, and entered into the model.
//!
//! One lock for the whole disk, held through the real call, so that the model sees writes in the order of the files.

use std::os::raw::c_int;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::ffi;

use super::platter::{FileId, Platter};
use super::{Counts, Fault, Lasts, SyncFault, WriteFault};
use crate::random::Random;

/// The state that the test and SQLite's connections share.
#[derive(Debug)]
pub struct Shared(Mutex<State>);

#[derive(Debug)]
pub struct State {
    platter: Platter,
    counts: Counts,
    ordered: Vec<Ordered>,
    /// Journals whose name is not durable yet, and the directory that their first sync makes durable too.
    new_journals: Vec<(FileId, PathBuf)>,
    /// Files of which a sync has failed.
    unsound: Vec<FileId>,
    is_dead: bool,
    random: Random,
}

#[derive(Debug)]
struct Ordered {
    fault: Fault,
    seen: u64,
}

impl Shared {
    pub fn new(random: Random) -> Shared {
        Shared(Mutex::new(State {
            platter: Platter::default(),
            counts: Counts::default(),
            ordered: Vec::new(),
            new_journals: Vec::new(),
            unsound: Vec::new(),
            is_dead: false,
            random,
        }))
    }

    /// A test that failed while it held the lock is reported by itself; the others go on.
    pub fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    pub fn fail(&mut self, fault: Fault) {
        self.ordered.push(Ordered { fault, seen: 0 });
    }

    pub fn heal(&mut self) {
        self.ordered.clear();
    }

    pub fn counts(&self) -> Counts {
        self.counts
    }

    pub fn is_dead(&self) -> bool {
        self.is_dead
    }

    pub fn die(&mut self) {
        self.is_dead = true;
    }

    pub fn platter(&self) -> &Platter {
        &self.platter
    }

    /// What a file held before it was first opened here.
    pub fn stored_before(&self, path: &Path) -> Option<Vec<u8>> {
        if self.platter.knows(path) { None } else { std::fs::read(path).ok() }
    }

    /// The real file was opened.
    pub fn opened(&mut self, path: &Path, stored: Option<Vec<u8>>, is_journal: bool) -> FileId {
        let found = self.platter.open(path, stored);
        if let Some(directory) = path.parent().filter(|_| found.is_new && is_journal) {
            self.new_journals.push((found.id, directory.to_owned()));
        }
        found.id
    }

    /// `buffer` is what the real read has brought.
    pub fn read(&mut self, buffer: &mut [u8]) {
        self.counts.reads += 1;
        let bits = buffer.len() as u64 * 8;
        let flipped = self.next_fault(|fault| match fault {
            Fault::FlippedRead { nth, bit } => Some((nth, Lasts::Once, bit)),
            _ => None,
        });
        if let Some(bit) = flipped.filter(|_| bits > 0) {
            let bit = bit % bits;
            buffer[(bit / 8) as usize] ^= 1 << (bit % 8);
        }
    }

    /// `real` writes to the real file what it is given.
    pub fn write(
        &mut self,
        file: FileId,
        at: usize,
        bytes: &[u8],
        real: impl FnOnce(&[u8]) -> c_int,
    ) -> c_int {
        if self.is_dead {
            return ffi::SQLITE_IOERR_WRITE;
        }
        self.counts.writes += 1;
        let fault = self.next_fault(|fault| match fault {
            Fault::Write { nth, how, lasts } => Some((nth, lasts, how)),
            _ => None,
        });
        let (kept, code) = match fault {
            None => (bytes, ffi::SQLITE_OK),
            Some(WriteFault::Refused) => return ffi::SQLITE_IOERR_WRITE,
            Some(WriteFault::Full) => return ffi::SQLITE_FULL,
            Some(WriteFault::Torn { kept }) => (first(bytes, kept), ffi::SQLITE_IOERR_WRITE),
            Some(WriteFault::PowerLoss { kept }) => {
                self.die();
                (first(bytes, kept), ffi::SQLITE_IOERR_WRITE)
            }
        };
        if kept.is_empty() {
            return code;
        }
        match real(kept) {
            ffi::SQLITE_OK => {
                self.platter.write(file, at, kept);
                code
            }
            error => error,
        }
    }

    /// `real` cuts the real file.
    pub fn truncate(&mut self, file: FileId, bytes: usize, real: impl FnOnce() -> c_int) -> c_int {
        if self.is_dead {
            return ffi::SQLITE_IOERR_TRUNCATE;
        }
        self.counts.truncates += 1;
        let code = real();
        if code == ffi::SQLITE_OK {
            self.platter.resize(file, bytes);
        }
        code
    }

    /// The real file is not synced: what is durable is kept here, and the real disk would only cost time.
    pub fn sync(&mut self, file: FileId) -> c_int {
        if self.is_dead {
            return ffi::SQLITE_IOERR_FSYNC;
        }
        self.counts.syncs += 1;
        if self.unsound.contains(&file) {
            self.counts.syncs_after_a_failed_one += 1;
        }
        let fault = self.next_fault(|fault| match fault {
            Fault::Sync { nth, how, lasts } => Some((nth, lasts, how)),
            _ => None,
        });
        match fault {
            None => {
                self.platter.sync(file);
                for (_, directory) in self.new_journals.extract_if(.., |(journal, _)| *journal == file) {
                    self.platter.sync_directory(&directory);
                }
                ffi::SQLITE_OK
            }
            Some(SyncFault::Refused) => {
                self.platter.sync_failed(file, &mut self.random);
                self.unsound.push(file);
                ffi::SQLITE_IOERR_FSYNC
            }
            Some(SyncFault::PowerLoss) => {
                self.die();
                ffi::SQLITE_IOERR_FSYNC
            }
        }
    }

    /// `real` removes the real name.
    pub fn remove(
        &mut self,
        path: &Path,
        synced_directory: Option<&Path>,
        real: impl FnOnce() -> c_int,
    ) -> c_int {
        if self.is_dead {
            return ffi::SQLITE_IOERR_DELETE;
        }
        self.counts.removals += 1;
        let code = real();
        if code == ffi::SQLITE_OK {
            self.platter.remove(path);
            if let Some(directory) = synced_directory {
                self.platter.sync_directory(directory);
            }
        }
        code
    }

    /// Counts a call for every order of its kind, and returns the first fault that is due.
    fn next_fault<How>(&mut self, ours: impl Fn(Fault) -> Option<(u64, Lasts, How)>) -> Option<How> {
        let mut due = None;
        for ordered in &mut self.ordered {
            let Some((nth, lasts, how)) = ours(ordered.fault) else { continue };
            ordered.seen += 1;
            let is_due = ordered.seen == nth || ordered.seen > nth && lasts == Lasts::UntilHealed;
            if is_due && due.is_none() {
                due = Some(how);
            }
        }
        self.counts.faults += u64::from(due.is_some());
        due
    }
}

fn first(bytes: &[u8], count: usize) -> &[u8] {
    &bytes[..count.min(bytes.len())]
}
