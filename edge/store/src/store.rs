//! What every store does, whichever engine it stands on.
//!
//! It deals in lines of headers, hashes, encrypted parts, streams, versions and requests. It will never know
//! what an event means, what time it is, or a name behind an actor. Start with [`Store::append`].

use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use accordant_record::{Checkpoint, Frontier, Hash, Hashes, Header, Instant, Note, Salt};

use crate::{Finding, StoreProblem};

/// Draws random bytes: the host's only way to hand randomness to a store.
pub type Randomness = Arc<dyn Fn(&mut [u8]) -> Result<(), String> + Send + Sync>;

/// Signs a checkpoint, or says why not.
pub type Sign<'a> = dyn FnMut(&Checkpoint) -> Result<Note, String> + 'a;

/// The record, kept.
///
/// After a failed write the store takes no more writes in this process and answers [`StoreProblem::Stopped`];
/// reading goes on. A full disk stops it in the same way. Open the store again to go on.
pub trait Store: Send + Sync {
    /// Appends the whole queue in one transaction, and answers only after its commit.
    ///
    /// The lock of the log is held from before the first read, and each submission sees what the ones before
    /// it appended. One that is refused, moved or unfit leaves nothing behind and does not disturb the others. A
    /// panic in a decision undoes them all. A decision reads through [`Locked`] and never through the store.
    fn append(&self, log: &str, queue: &mut [Submission<'_>]) -> Result<Vec<Outcome>, StoreProblem>;

    /// The origin of every log, in the order in which they were begun.
    fn logs(&self) -> Result<Vec<String>, StoreProblem>;

    /// The end of the log, or nothing when there is no such log.
    fn head(&self, log: &str) -> Result<Option<Head>, StoreProblem>;

    /// Lets the log take nothing more, for ever: another goes on in its place.
    fn close(&self, log: &str) -> Result<(), StoreProblem>;

    /// The events of a range, as far as there are any, with their parts decrypted and compared. All of them are held at
    /// once, so a long log is read in pages.
    fn read_range(&self, log: &str, range: Range<u64>) -> Result<Vec<StoredEvent>, StoreProblem>;

    /// The headers of a range, as far as there are any.
    fn read_headers(&self, log: &str, range: Range<u64>) -> Result<Vec<StoredHeader>, StoreProblem>;

    /// The stored hashes of complete subtrees at level 0, 8, 16 or 24, for proofs; see [`StoredHashes`].
    fn hashes(&self, log: &str, level: u8, from: u64, count: u64) -> Result<Vec<Hash>, StoreProblem>;

    /// Reads again every line since the last checkpoint, works out its hash and the root anew, and only when they
    /// are those that are stored has the checkpoint signed and keeps it.
    fn seal(&self, log: &str, sign: &mut Sign<'_>) -> Result<Sealed, StoreProblem>;

    /// Every checkpoint, from the smallest to the largest.
    fn checkpoints(&self, log: &str) -> Result<Vec<StoredCheckpoint>, StoreProblem>;

    /// Keeps one more signature line under a checkpoint; the same line twice is kept once.
    fn add_cosignature(&self, log: &str, size: u64, line: &str) -> Result<(), StoreProblem>;

    /// Destroys the key of a part, then its salt and bytes, so that neither is left in any file of the store. What was
    /// erased may be erased again, to the same end; after [`StoreProblem::Busy`] it should be. The snapshots of
    /// the log go with it, for they were worked out from what is erased.
    fn erase(&self, log: &str, index: u64, part: u64) -> Result<(), StoreProblem>;

    /// The snapshot of that name, if there is one and the event before its size is still the same.
    fn snapshot(&self, log: &str, name: &str) -> Result<Option<Snapshot>, StoreProblem>;

    /// Keeps a snapshot in place of the one of the same name.
    fn keep_snapshot(&self, log: &str, snapshot: &Snapshot) -> Result<(), StoreProblem>;

    /// Keeps what stands behind a reference, in place of what stood there; it is encrypted as parts are.
    fn directory_put(&self, reference: &str, bytes: &[u8]) -> Result<(), StoreProblem>;

    /// What stands behind a reference.
    fn directory_get(&self, reference: &str) -> Result<Option<Vec<u8>>, StoreProblem>;

    /// Every reference behind which something stands, in order.
    fn directory_references(&self) -> Result<Vec<String>, StoreProblem>;

    /// Destroys what stands behind a reference, as [`Store::erase`] does.
    fn directory_remove(&self, reference: &str) -> Result<(), StoreProblem>;

    /// Everything that is wrong, which stops writing if anything is: the engine's own check, every line hashed again, the tree built again and compared
    /// with the head and every checkpoint, every part decrypted and its commitment worked out, every stream and request.
    fn check(&self) -> Result<Vec<Finding>, StoreProblem>;

    /// Copies the record into the folder `to` and its keys into the folder `keys_to`, as a store on SQLite, while others
    /// may write. The copy is opened again and checked in full before it takes its name.
    ///
    /// Keep the keys apart from the record, and for a shorter time: whoever has old keys can read what was erased.
    fn backup(&self, to: &Path, keys_to: &Path) -> Result<Backup, StoreProblem>;
}

/// One request, and how it is decided once the lock is held.
pub struct Submission<'a> {
    /// The identity of the request: log, actor and the key that the client chose.
    pub request: Hash,
    /// The hash of what was requested; the same request always bears the same one.
    pub fingerprint: Hash,
    /// Decides under the lock.
    pub decide: &'a mut Decide<'a>,
}

/// Decides a submission on the state that is locked.
pub type Decide<'a> = dyn FnMut(&mut dyn Locked) -> Result<Decided, Refused> + 'a;

/// The log as it stands under the lock, with what earlier submissions of the queue appended.
pub trait Locked {
    /// The end of the log.
    fn head(&self) -> &Head;

    /// The events of a range, as far as there are any.
    fn read_range(&mut self, range: Range<u64>) -> Result<Vec<StoredEvent>, StoreProblem>;

    /// The version of the last event of the stream; 0 when there is none.
    fn stream_version(&mut self, stream: &str) -> Result<u64, StoreProblem>;
}

/// Why there is nothing to append. The caller keeps its own refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// The decision was against it; nothing of it is kept, and the same request may come again.
    Decision,
    /// The log could not be read to decide it, which ends the whole queue.
    Problem(StoreProblem),
}

impl From<StoreProblem> for Refused {
    fn from(problem: StoreProblem) -> Refused {
        Refused::Problem(problem)
    }
}

/// What a decision appends.
pub struct Decided {
    /// Each stream that the caller looked at, and the version at which it saw it.
    pub expected: Vec<(String, u64)>,
    /// The events, in order.
    pub events: Vec<Draft>,
    /// What is answered now, and again whenever the same request comes. It is kept in the clear and never erased, so
    /// it holds indices and hashes, and nothing of a part.
    pub answer: Vec<u8>,
}

/// An event to be appended.
pub struct Draft {
    /// The bytes of its header.
    pub line: Vec<u8>,
    /// Its parts, in the order of the header's list.
    pub parts: Vec<DraftPart>,
}

/// A part to be kept.
pub struct DraftPart {
    /// The salt of its commitment.
    pub salt: Salt,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What became of a submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It was decided and appended.
    Appended {
        /// The indices of its events; empty when it had none.
        events: Range<u64>,
        /// Its answer.
        answer: Vec<u8>,
    },
    /// The same request was answered before.
    Repeated {
        /// The indices of the events that it had then.
        events: Range<u64>,
        /// The answer that it had then.
        answer: Vec<u8>,
    },
    /// The same key was used before, for another request.
    OtherRequest,
    /// Someone else was faster.
    Moved {
        /// The stream.
        stream: String,
        /// The version that the caller had seen.
        expected: u64,
        /// The version that it has.
        found: u64,
    },
    /// The decision was against it.
    Refused,
    /// A draft does not fit where it would stand: a mistake of the program.
    Unfit {
        /// The index at which it would have stood.
        index: u64,
        /// What does not fit.
        why: String,
    },
}

/// The end of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The number of events.
    pub size: u64,
    /// The tree over them.
    pub frontier: Frontier,
    /// When the last was recorded; nothing before the first.
    pub last_at: Option<Instant>,
    /// The hash of the last header, or [`Hash::ZERO`] before the first.
    pub last_hash: Hash,
    /// Whether it takes nothing more.
    pub closed: bool,
}

impl Head {
    pub(crate) fn before_the_first() -> Head {
        Head { size: 0, frontier: Frontier::new(), last_at: None, last_hash: Hash::ZERO, closed: false }
    }
}

/// A header as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredHeader {
    /// Its bytes, without a line feed.
    pub line: Vec<u8>,
    /// Its hash as a leaf of the tree.
    pub hash: Hash,
}

/// An event as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredEvent {
    /// What its header says.
    pub header: Header,
    /// The bytes of its header, without a line feed.
    pub line: Vec<u8>,
    /// Its hash as a leaf of the tree.
    pub hash: Hash,
    /// Its parts, in the order of the header's list.
    pub parts: Vec<StoredPart>,
}

/// A part as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoredPart {
    /// It is there, and its commitment was worked out again.
    Present {
        /// The salt of its commitment.
        salt: Salt,
        /// Its bytes.
        bytes: Vec<u8>,
    },
    /// It was erased.
    Erased,
}

/// What sealing came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sealed {
    /// A checkpoint was signed.
    Signed(StoredCheckpoint),
    /// The last checkpoint has all there is.
    Already(StoredCheckpoint),
}

/// A checkpoint as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredCheckpoint {
    /// The size of the log that it speaks of.
    pub size: u64,
    /// The signed note, with every cosignature that was added.
    pub note: String,
}

/// A state that was worked out from the log, so that it need not be worked out again from the beginning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// What it is of.
    pub name: String,
    /// The version of the code that worked it out.
    pub code_version: String,
    /// The number of events that it was worked out from.
    pub size: u64,
    /// The hash of the last of them, or [`Hash::ZERO`] when there was none.
    pub leaf_hash: Hash,
    /// The hash of the state.
    pub state_hash: Hash,
    /// The state.
    pub bytes: Vec<u8>,
}

/// A copy that was opened again and found sound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// Every log in it, with its size and root.
    pub logs: Vec<(String, u64, Hash)>,
}

/// The stored hashes of one log, from which proofs are made.
pub struct StoredHashes<'a> {
    store: &'a dyn Store,
    log: &'a str,
}

impl<'a> StoredHashes<'a> {
    /// The hashes of `log` in `store`.
    #[must_use]
    pub fn new(store: &'a dyn Store, log: &'a str) -> StoredHashes<'a> {
        StoredHashes { store, log }
    }
}

impl Hashes for StoredHashes<'_> {
    type Problem = StoreProblem;

    fn hashes(&mut self, level: u8, from: u64, count: u64) -> Result<Vec<Hash>, StoreProblem> {
        self.store.hashes(self.log, level, from, count)
    }
}
