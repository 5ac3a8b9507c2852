//! The disk as a test holds it: made, told where to fail, asked what it did, and cut off from its power.
//!
//! The real files always show every write, as the cache of an operating system does; what is durable is kept beside
//! them, and [`Disk::power_loss`] lays it down in their place. Nothing else may write to the files meanwhile.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

mod platter;
mod state;
mod vfs;

use crate::random::Random;
use platter::Left;
use state::Shared;

/// A disk under SQLite, known to it by the name of a file system of its own.
///
/// It serves one life: after a loss of power it stays dead, and what it left is opened by another, or by none.
#[derive(Debug)]
pub struct Disk {
    shared: Arc<Shared>,
    registered: vfs::Registered,
}

/// Where the disk fails. What is counted is counted from the moment at which the fault is ordered, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// One bit of what the read returns is another; the bit is counted through the read, and around.
    FlippedRead {
        /// Which read.
        nth: u64,
        /// Which bit.
        bit: u64,
    },
    /// A write fails.
    Write {
        /// Which write.
        nth: u64,
        /// How it fails.
        how: WriteFault,
        /// Whether those after it fail too.
        lasts: Lasts,
    },
    /// A sync fails.
    Sync {
        /// Which sync.
        nth: u64,
        /// How it fails.
        how: SyncFault,
        /// Whether those after it fail too.
        lasts: Lasts,
    },
}

/// How a write fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WriteFault {
    /// Nothing is written, and the error says so.
    Refused,
    /// Nothing is written, because the disk is full.
    Full,
    /// The first bytes are written, and an error is returned.
    Torn {
        /// How many.
        kept: usize,
    },
    /// The first bytes are on their way when the power fails.
    PowerLoss {
        /// How many.
        kept: usize,
    },
}

/// How a sync fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SyncFault {
    /// Some of the bytes reach the disk, an error is returned, and the cache forgets about the others: the next sync
    /// succeeds without them.
    Refused,
    /// The power fails before the sync is done.
    PowerLoss,
}

/// For how long a fault stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lasts {
    /// The next call of the same kind succeeds.
    Once,
    /// Every call of the same kind fails until [`Disk::heal`].
    UntilHealed,
}

/// What was asked of the disk since it was made; what failed is counted too.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Reads of files.
    pub reads: u64,
    /// Writes to files.
    pub writes: u64,
    /// Files cut to a length.
    pub truncates: u64,
    /// Syncs of files.
    pub syncs: u64,
    /// Syncs of a file of which a sync had failed: after a failure they prove nothing.
    pub syncs_after_a_failed_one: u64,
    /// Names removed.
    pub removals: u64,
    /// Faults that happened.
    pub faults: u64,
}

/// What a loss of power took.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Loss {
    /// Writes and cuts of which nothing is left.
    pub changes_lost: usize,
    /// Writes of which some sectors are left.
    pub changes_torn: usize,
    /// New names and removals that did not happen.
    pub names_lost: usize,
}

impl Disk {
    /// A disk that works, until it is told otherwise. `seed` fixes what a failed sync loses.
    ///
    /// # Panics
    ///
    /// When SQLite does not take the file system.
    pub fn new(seed: u64) -> Disk {
        let shared = Arc::new(Shared::new(Random::new(seed)));
        let registered = vfs::register(Arc::clone(&shared));
        Disk { shared, registered }
    }

    /// The name under which SQLite opens files on this disk.
    pub fn vfs(&self) -> &str {
        self.registered.name()
    }

    /// Orders a fault. Several can stand at once.
    pub fn fail(&self, fault: Fault) {
        self.shared.state().fail(fault);
    }

    /// Takes back every order. What was lost stays lost.
    pub fn heal(&self) {
        self.shared.state().heal();
    }

    /// What was asked of the disk so far.
    pub fn counts(&self) -> Counts {
        self.shared.state().counts()
    }

    /// Whether the power has failed.
    pub fn is_dead(&self) -> bool {
        self.shared.state().is_dead()
    }

    /// The power fails, unless it has already. What is left of every file is laid down as a new file in its place:
    /// what was synced, and such of the rest as the seed chooses. Connections that are open can do nothing more.
    pub fn power_loss(&self, seed: u64) -> io::Result<Loss> {
        let mut state = self.shared.state();
        state.die();
        let (left, loss) = state.platter().after_power_loss(&mut Random::new(seed));
        for Left { path, bytes } in left {
            lay_down(path, bytes)?;
            // The index of a write-ahead log lives in memory; SQLite builds it anew.
            remove(&beside(path, "-shm"))?;
        }
        Ok(loss)
    }
}

/// A new file, and not the old one rewritten: the dead connections still hold the old one, its locks and its memory.
fn lay_down(path: &Path, bytes: Option<Vec<u8>>) -> io::Result<()> {
    let Some(bytes) = bytes else { return remove(path) };
    let fresh = beside(path, "-left");
    std::fs::write(&fresh, bytes)?;
    std::fs::rename(&fresh, path)
}

fn remove(path: &Path) -> io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}
