//! The rows of an append, gathered and sent in one statement: each statement is a way to the server and back, while
//! the lock of the log is held.
//!
//! It will never know when they are to be sent. Start with [`Rows::send`].

use accordant_record::Hash;

use super::view::Rows;
use crate::engine::{EventRow, KeptRequest, LogNumber, NodeRow, StreamRow, peaks_to_bytes, whole};
use crate::keys::KeyName;
use crate::{Head, StoreProblem};

/// More is sent at once, so that no statement becomes longer than the server takes, whatever the queue holds.
const BYTES_MAX: usize = 1024 * 1024;

/// All of it or nothing. The rows of a table that there are none of are none. Foreign keys are looked at when the whole statement
/// is done, so it does not matter which table comes first.
const WRITE: &str = "
    WITH events AS (
        INSERT INTO event (log, place, line, hash)
            SELECT $1::bigint, * FROM unnest($2::bigint[], $3::bytea[], $4::bytea[])
    ), parts AS (
        INSERT INTO part (log, place, part, key, ciphertext, blob)
            SELECT $1, * FROM unnest($5::bigint[], $6::bigint[], $7::bytea[], $8::bytea[], $9::bytea[])
    ), streams AS (
        INSERT INTO stream (log, stream, version, place)
            SELECT $1, * FROM unnest($10::text[], $11::bigint[], $12::bigint[])
    ), nodes AS (
        INSERT INTO node (log, level, number, hash)
            SELECT $1, * FROM unnest($13::bigint[], $14::bigint[], $15::bytea[])
    ), requests AS (
        INSERT INTO request (log, request, fingerprint, first, past, answer)
            SELECT $1, * FROM unnest($16::bytea[], $17::bytea[], $18::bigint[], $19::bigint[], $20::bytea[])
    )
    UPDATE head SET size = new.size, frontier = new.frontier, last_at = new.last_at,
            last_hash = new.last_hash, closed = new.closed
        FROM unnest($21::bigint[], $22::bytea[], $23::bigint[], $24::bytea[], $25::bigint[])
            AS new (size, frontier, last_at, last_hash, closed)
        WHERE head.log = $1";

/// Rows of one log that were not sent yet.
#[derive(Default)]
pub(super) struct Gathered {
    log: Option<LogNumber>,
    bytes: usize,
    pub(super) events: Vec<EventRow>,
    pub(super) parts: Vec<GatheredPart>,
    pub(super) streams: Vec<StreamRow>,
    pub(super) nodes: Vec<NodeRow>,
    pub(super) requests: Vec<(Hash, KeptRequest)>,
    pub(super) head: Option<Head>,
}

/// A row of a part.
pub(super) struct GatheredPart {
    pub(super) place: u64,
    pub(super) part: u64,
    pub(super) key: KeyName,
    pub(super) content: PartContent,
}

/// Where the ciphertext of a part stands.
pub(super) enum PartContent {
    InRow(Vec<u8>),
    /// In chunks that were sent already, under this hash.
    Blob(Hash),
}

impl PartContent {
    /// How many bytes of it stand in the row.
    pub(super) fn len(&self) -> usize {
        match self {
            PartContent::InRow(ciphertext) => ciphertext.len(),
            PartContent::Blob(hash) => hash.as_bytes().len(),
        }
    }

    fn in_row(&self) -> Option<&[u8]> {
        match self {
            PartContent::InRow(ciphertext) => Some(ciphertext),
            PartContent::Blob(_) => None,
        }
    }

    fn blob(&self) -> Option<&[u8]> {
        match self {
            PartContent::InRow(_) => None,
            PartContent::Blob(hash) => Some(hash.as_bytes()),
        }
    }
}

impl Rows<'_> {
    /// Where a row of this log goes that has so many bytes.
    pub(super) fn gather(&mut self, log: LogNumber, bytes: usize) -> Result<&mut Gathered, StoreProblem> {
        let of_another = self.gathered.log.is_some_and(|gathered| gathered != log);
        if of_another || self.gathered.bytes.saturating_add(bytes) > BYTES_MAX {
            self.send()?;
        }
        self.gathered.log = Some(log);
        self.gathered.bytes = self.gathered.bytes.saturating_add(bytes);
        Ok(&mut self.gathered)
    }

    /// Sends what was gathered, if anything was. What could not be sent stays, so that nothing can be committed without it.
    pub(super) fn send(&mut self) -> Result<(), StoreProblem> {
        let Gathered { log, events, parts, streams, nodes, requests, head, .. } = &self.gathered;
        let Some(log) = log else { return Ok(()) };
        let head = head.as_slice();
        self.session.execute(
            WRITE,
            &[
                &log.0,
                &wholes(events, |row| row.place)?,
                &each(events, |row| row.line.as_slice()),
                &each(events, |row| row.hash.as_bytes().as_slice()),
                &wholes(parts, |row| row.place)?,
                &wholes(parts, |row| row.part)?,
                &each(parts, |row| row.key.as_bytes()),
                &each(parts, |row| row.content.in_row()),
                &each(parts, |row| row.content.blob()),
                &each(streams, |row| row.stream.as_str()),
                &wholes(streams, |row| row.version)?,
                &wholes(streams, |row| row.place)?,
                &each(nodes, |row| i64::from(row.level)),
                &wholes(nodes, |row| row.number)?,
                &each(nodes, |row| row.hash.as_bytes().as_slice()),
                &each(requests, |(request, _)| request.as_bytes().as_slice()),
                &each(requests, |(_, kept)| kept.fingerprint.as_slice()),
                &wholes(requests, |(_, kept)| kept.events.start)?,
                &wholes(requests, |(_, kept)| kept.events.end)?,
                &each(requests, |(_, kept)| kept.hashed_answer.as_slice()),
                &wholes(head, |head| head.size)?,
                &each(head, |head| peaks_to_bytes(&head.frontier)),
                &each(head, |head| head.last_at.map(|at| at.micros())),
                &each(head, |head| head.last_hash.as_bytes().as_slice()),
                &each(head, |head| i64::from(head.closed)),
            ],
        )?;
        self.gathered = Gathered::default();
        Ok(())
    }
}

/// One column of these rows.
fn each<'a, R, T>(rows: &'a [R], column: impl Fn(&'a R) -> T) -> Vec<T> {
    rows.iter().map(column).collect()
}

/// One column of numbers, as the engine holds them.
fn wholes<R>(rows: &[R], column: impl Fn(&R) -> u64) -> Result<Vec<i64>, StoreProblem> {
    rows.iter().map(|row| whole(column(row))).collect()
}
