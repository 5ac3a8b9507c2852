//! What an engine does for a store: rows in and out, one transaction at a time.
//!
//! Each engine writes its own statements, takes its own locks and knows its own failures. What holds on every
//! engine (the order of the steps, what fits, what is compared) is above, in `kept`. An engine will never know what a
//! line says. Start with [`Engine`].

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use accordant_record::{Frontier, HASH_BYTES, Hash, Instant};

use crate::keys::KeyName;
use crate::{Head, StoreProblem};

/// Work in one transaction that changes something.
pub(crate) type Work<'a> = dyn FnMut(&mut dyn Change) -> Result<Ending, StoreProblem> + 'a;

/// Work on one consistent view.
pub(crate) type Look<'a> = dyn FnMut(&mut dyn View) -> Result<(), StoreProblem> + 'a;

/// How a transaction ends that nothing went wrong in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    Commit,
    RollBack,
}

/// A database.
pub(crate) trait Engine: Send + Sync {
    /// Reads from one consistent view.
    fn look(&self, look: &mut Look<'_>) -> Result<(), StoreProblem>;

    /// Changes something in one transaction, with the log locked from before the first read. An error or a panic in
    /// the work undoes it.
    fn change(&self, doing: &'static str, log: Option<&str>, work: &mut Work<'_>)
    -> Result<(), StoreProblem>;

    /// Clears what deleted rows have left in the files.
    fn clear_deleted(&self) -> Result<(), StoreProblem>;

    /// Is told that nothing more will be written.
    fn stopped(&self);

    /// What the engine itself finds wrong.
    fn check(&self) -> Result<Vec<String>, StoreProblem>;

    /// Copies the record into a new SQLite file.
    fn copy(&self, file: &Path) -> Result<(), StoreProblem>;
}

/// By what an engine knows a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LogNumber(pub(crate) i64);

/// A row of a header, with the rows of its parts where they were asked for.
pub(crate) struct RawEvent {
    pub(crate) place: u64,
    pub(crate) line: Vec<u8>,
    pub(crate) hash: Vec<u8>,
    pub(crate) parts: Vec<RawPart>,
}

/// Whether the parts are read too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum With {
    Parts,
    HeadersAlone,
}

/// A row of a part.
pub(crate) struct RawPart {
    pub(crate) part: u64,
    pub(crate) key: Vec<u8>,
    pub(crate) content: Content,
}

/// What a row of a part holds.
pub(crate) enum Content {
    Ciphertext(Vec<u8>),
    /// Too long for the row: by its hash, with all its chunks one after the other.
    Blob {
        sha256: Vec<u8>,
        ciphertext: Vec<u8>,
    },
    Erased,
}

/// A request that was answered.
#[derive(Clone)]
pub(crate) struct KeptRequest {
    pub(crate) fingerprint: Vec<u8>,
    pub(crate) events: Range<u64>,
    /// The hash of everything in the row, then the answer; both stand in the column `answer`.
    pub(crate) hashed_answer: Vec<u8>,
}

/// Which checkpoints are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Checkpoints {
    All,
    Last,
    OfSize(u64),
}

/// A signed checkpoint with what was added to it.
pub(crate) struct RawCheckpoint {
    pub(crate) size: u64,
    pub(crate) note: String,
    /// The peaks of the tree at that size, one after the other.
    pub(crate) frontier: Vec<u8>,
    pub(crate) cosignatures: Vec<String>,
}

/// A row of a snapshot.
pub(crate) struct RawSnapshot {
    pub(crate) code_version: String,
    pub(crate) size: u64,
    pub(crate) leaf_hash: Vec<u8>,
    pub(crate) state_hash: Vec<u8>,
    pub(crate) locked: Locked,
}

/// Bytes under a key of their own.
pub(crate) struct Locked {
    pub(crate) key: Vec<u8>,
    pub(crate) ciphertext: Vec<u8>,
}

/// The root of a complete subtree.
pub(crate) struct NodeRow {
    pub(crate) level: u8,
    pub(crate) number: u64,
    pub(crate) hash: Hash,
}

/// An event of a stream.
pub(crate) struct StreamRow {
    pub(crate) stream: String,
    pub(crate) version: u64,
    pub(crate) place: u64,
}

/// An event to be written.
pub(crate) struct EventRow {
    pub(crate) place: u64,
    pub(crate) line: Vec<u8>,
    pub(crate) hash: Hash,
}

/// A part to be written.
pub(crate) struct PartRow {
    pub(crate) place: u64,
    pub(crate) part: u64,
    pub(crate) key: KeyName,
    pub(crate) ciphertext: Vec<u8>,
}

/// A snapshot to be written.
pub(crate) struct SnapshotRow<'a> {
    pub(crate) snapshot: &'a crate::Snapshot,
    pub(crate) key: KeyName,
    pub(crate) ciphertext: &'a [u8],
}

/// Reading within a transaction.
pub(crate) trait View {
    fn logs(&mut self) -> Result<Vec<String>, StoreProblem>;
    fn head(&mut self, log: &str) -> Result<Option<(LogNumber, Head)>, StoreProblem>;
    fn events(
        &mut self,
        log: LogNumber,
        range: Range<u64>,
        with: With,
    ) -> Result<Vec<RawEvent>, StoreProblem>;
    fn part(&mut self, log: LogNumber, place: u64, part: u64) -> Result<Option<RawPart>, StoreProblem>;
    fn node_hashes(
        &mut self,
        log: LogNumber,
        level: u8,
        range: Range<u64>,
    ) -> Result<Vec<(u64, Vec<u8>)>, StoreProblem>;
    fn stream_version(&mut self, log: LogNumber, stream: &str) -> Result<u64, StoreProblem>;
    /// Those of these requests that were answered.
    fn requests(
        &mut self,
        log: LogNumber,
        requests: &[Hash],
    ) -> Result<BTreeMap<Hash, KeptRequest>, StoreProblem>;
    /// From the smallest to the largest.
    fn checkpoints(&mut self, log: LogNumber, which: Checkpoints)
    -> Result<Vec<RawCheckpoint>, StoreProblem>;
    fn snapshot(&mut self, log: LogNumber, name: &str) -> Result<Option<RawSnapshot>, StoreProblem>;
    /// The keys of every snapshot of the log.
    fn snapshot_keys(&mut self, log: LogNumber) -> Result<Vec<Vec<u8>>, StoreProblem>;
    fn directory(&mut self, reference: &str) -> Result<Option<Locked>, StoreProblem>;
    fn references(&mut self) -> Result<Vec<String>, StoreProblem>;
    /// The key of the last part that was not erased.
    fn last_key(&mut self) -> Result<Option<Vec<u8>>, StoreProblem>;

    /// Every event of every stream, in any order.
    fn each_stream(&mut self, log: LogNumber, take: &mut dyn FnMut(StreamRow)) -> Result<(), StoreProblem>;
    /// Every request with what was kept of it.
    fn each_request(
        &mut self,
        log: LogNumber,
        take: &mut dyn FnMut(Vec<u8>, KeptRequest),
    ) -> Result<(), StoreProblem>;
    /// How many events, parts and nodes the log has, wherever they stand.
    fn counts(&mut self, log: LogNumber) -> Result<Counts, StoreProblem>;
}

/// How many rows a log has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Counts {
    pub(crate) events: u64,
    pub(crate) parts: u64,
    pub(crate) nodes: u64,
}

/// Writing within a transaction.
///
/// An engine may hold rows back until something is read, the head is written, or the transaction is split: whoever
/// reads in it sees them, and nothing of them is there for anyone else before the commit.
pub(crate) trait Change: View {
    fn begin_log(&mut self, log: &str) -> Result<LogNumber, StoreProblem>;
    fn write_events(&mut self, log: LogNumber, rows: Vec<EventRow>) -> Result<(), StoreProblem>;
    fn write_parts(&mut self, log: LogNumber, rows: Vec<PartRow>) -> Result<(), StoreProblem>;
    fn write_streams(&mut self, log: LogNumber, rows: Vec<StreamRow>) -> Result<(), StoreProblem>;
    fn write_nodes(&mut self, log: LogNumber, rows: Vec<NodeRow>) -> Result<(), StoreProblem>;
    fn write_request(&mut self, log: LogNumber, request: Hash, kept: KeptRequest)
    -> Result<(), StoreProblem>;
    /// Comes last of all that is appended.
    fn write_head(&mut self, log: LogNumber, head: &Head) -> Result<(), StoreProblem>;
    fn write_checkpoint(&mut self, log: LogNumber, row: &RawCheckpoint) -> Result<(), StoreProblem>;
    fn write_cosignature(
        &mut self,
        log: LogNumber,
        size: u64,
        number: u64,
        line: &str,
    ) -> Result<(), StoreProblem>;
    /// Deletes the ciphertext of a part, in its row or in chunks.
    fn erase_part(
        &mut self,
        log: LogNumber,
        place: u64,
        part: u64,
        content: &Content,
    ) -> Result<(), StoreProblem>;
    fn write_snapshot(&mut self, log: LogNumber, row: &SnapshotRow<'_>) -> Result<(), StoreProblem>;
    fn delete_snapshots(&mut self, log: LogNumber) -> Result<(), StoreProblem>;
    fn write_directory(
        &mut self,
        reference: &str,
        key: KeyName,
        ciphertext: &[u8],
    ) -> Result<(), StoreProblem>;
    fn delete_directory(&mut self, reference: &str) -> Result<(), StoreProblem>;
    /// Ends the transaction and begins another: only where the mechanism that there is one is switched off.
    fn split(&mut self) -> Result<(), StoreProblem>;
}

/// Ciphertexts up to this length stand in their row.
pub(crate) const IN_ROW_BYTES_MAX: usize = 64 * 1024;
/// Longer ones stand in pieces of this length.
pub(crate) const CHUNK_BYTES: usize = 1024 * 1024;

/// A number as engines hold it.
pub(crate) fn whole(number: u64) -> Result<i64, StoreProblem> {
    i64::try_from(number)
        .map_err(|_| StoreProblem::Unfit { why: format!("{number} is larger than a store can count") })
}

/// A number as we count.
pub(crate) fn count(number: i64) -> Result<u64, StoreProblem> {
    u64::try_from(number)
        .map_err(|_| StoreProblem::Failed { doing: "reading", why: format!("{number} is no count") })
}

/// A hash as it is stored.
pub(crate) fn hash(bytes: &[u8]) -> Result<Hash, StoreProblem> {
    let bytes = bytes.try_into().map_err(|_| StoreProblem::Failed {
        doing: "reading",
        why: format!("a hash has {} bytes", bytes.len()),
    })?;
    Ok(Hash::from_bytes(bytes))
}

/// The end of a log as it is stored: the peaks of its tree one after the other, the instant in microseconds.
pub(crate) fn head(
    size: i64,
    frontier: &[u8],
    last_at: Option<i64>,
    last_hash: &[u8],
    closed: i64,
) -> Result<Head, StoreProblem> {
    let broken = |what: &str| StoreProblem::Failed {
        doing: "reading",
        why: format!("the head of the log was altered: {what}"),
    };
    let size = count(size)?;
    let (peaks, rest) = frontier.as_chunks::<HASH_BYTES>();
    let peaks = peaks.iter().map(|peak| Hash::from_bytes(*peak)).collect();
    let frontier = Frontier::from_peaks(size, peaks)
        .filter(|_| rest.is_empty())
        .ok_or_else(|| broken("it has not as many hashes as its size asks for"))?;
    let last_at = match last_at {
        None => None,
        Some(micros) => Some(Instant::from_micros(micros).ok_or_else(|| broken("it has no such time"))?),
    };
    Ok(Head { size, frontier, last_at, last_hash: hash(last_hash)?, closed: closed != 0 })
}

/// The peaks of a tree, one after the other.
pub(crate) fn peaks_to_bytes(frontier: &Frontier) -> Vec<u8> {
    frontier.peaks().iter().flat_map(Hash::as_bytes).copied().collect()
}
