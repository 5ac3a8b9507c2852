//! The steps at which a test may stop a store, and the mechanisms that a test may switch off to see that the
//! test of the guarantee then fails.
//!
//! Without the feature `switches` there is nothing to switch: every mechanism holds and no step is called.
//! It will never know what is written. Start with [`Mechanism`].

use crate::StoreProblem;

/// A place between two actions of a store, in the order in which they come.
///
/// An engine may hold rows back that are written, until the head is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// The lock is held; nothing was read.
    Locked,
    /// The head was read.
    HeadRead,
    /// The request was looked up.
    RequestLookedUp,
    /// The decision was taken, and nothing of it is written.
    Decided,
    /// The versions were compared and the drafts found fit.
    Compared,
    /// The headers are written.
    EventsWritten,
    /// The encrypted parts are written.
    PartsWritten,
    /// The versions of the streams are written.
    StreamsWritten,
    /// The hashes of complete subtrees are written.
    NodesWritten,
    /// The request and its answer are written.
    RequestWritten,
    /// The head is written, and nothing is committed.
    HeadWritten,
    /// The transaction is committed, and nobody was told.
    Committed,
    /// A batch of keys is durable, and none of them was used.
    KeysDrawn,
    /// The key of a part is destroyed, and its bytes are not deleted yet.
    KeyDestroyed,
    /// The bytes of a part are deleted, and the space they stood in is not cleared yet.
    PartDeleted,
    /// A checkpoint is signed, and not kept yet.
    Signed,
}

impl Step {
    /// Every step.
    #[cfg(feature = "switches")]
    pub const ALL: [Step; 16] = [
        Step::Locked,
        Step::HeadRead,
        Step::RequestLookedUp,
        Step::Decided,
        Step::Compared,
        Step::EventsWritten,
        Step::PartsWritten,
        Step::StreamsWritten,
        Step::NodesWritten,
        Step::RequestWritten,
        Step::HeadWritten,
        Step::Committed,
        Step::KeysDrawn,
        Step::KeyDestroyed,
        Step::PartDeleted,
        Step::Signed,
    ];
}

/// What makes a guarantee hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mechanism {
    /// G1: an answer is given after the commit.
    AcknowledgeAfterCommit,
    /// G2: a commit waits for the disk.
    WaitForDisk,
    /// G3: all that belongs together is one transaction.
    OneTransaction,
    /// G4: the lock is taken before anything is read.
    LockBeforeReading,
    /// G5: after a failed write nothing more is written.
    StopAfterFailure,
    /// G6: what is read is hashed again, and so is what is to be signed.
    HashAgain,
    /// G9: a request is looked up and kept within the transaction.
    RequestInTransaction,
    /// G10: the version that was expected is compared.
    ExpectedVersion,
    /// G14: the key is destroyed and the bytes are deleted.
    DestroyAndDelete,
    /// G16: a migration that changes a recorded line is undone.
    MigrationsKeepLines,
}

/// What a test has switched; in the product, nothing.
#[derive(Clone, Default)]
pub struct Switches {
    /// Called at every step; an error is met by the store as a failed write.
    #[cfg(feature = "switches")]
    pub steps: Option<Steps>,
    /// The mechanisms that are switched off.
    #[cfg(feature = "switches")]
    pub off: std::collections::BTreeSet<Mechanism>,
    /// The virtual file system through which SQLite works.
    #[cfg(feature = "switches")]
    pub vfs: Option<String>,
    /// The largest number of pages that an SQLite file may have: a disk that is full.
    #[cfg(feature = "switches")]
    pub pages_max: Option<u32>,
    /// Migrations that are not of the product, applied after its own.
    #[cfg(feature = "switches")]
    pub migrations: Vec<&'static str>,
}

/// What is called at every step.
#[cfg(feature = "switches")]
pub type Steps = std::sync::Arc<dyn Fn(Step) -> Result<(), String> + Send + Sync>;

#[cfg(feature = "switches")]
impl Switches {
    pub(crate) fn holds(&self, mechanism: Mechanism) -> bool {
        !self.off.contains(&mechanism)
    }

    pub(crate) fn at(&self, step: Step) -> Result<(), StoreProblem> {
        let Some(steps) = &self.steps else { return Ok(()) };
        steps(step).map_err(|why| StoreProblem::Failed { doing: "taking a step", why })
    }

    pub(crate) fn vfs(&self) -> Option<&str> {
        self.vfs.as_deref()
    }

    pub(crate) fn pages_max(&self) -> Option<u32> {
        self.pages_max
    }

    pub(crate) fn migrations(&self) -> &[&'static str] {
        &self.migrations
    }
}

#[cfg(not(feature = "switches"))]
#[expect(clippy::unused_self, reason = "the same calls as with the feature, which the compiler removes")]
impl Switches {
    pub(crate) const fn holds(&self, _mechanism: Mechanism) -> bool {
        true
    }

    pub(crate) const fn at(&self, _step: Step) -> Result<(), StoreProblem> {
        Ok(())
    }

    pub(crate) const fn vfs(&self) -> Option<&str> {
        None
    }

    pub(crate) const fn pages_max(&self) -> Option<u32> {
        None
    }

    pub(crate) const fn migrations(&self) -> &[&'static str] {
        &[]
    }
}
