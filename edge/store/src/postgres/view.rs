//! Reading rows from PostgreSQL.
//!
//! It will never know whether a row is what it was. Start with [`Rows`].

use std::collections::BTreeMap;
use std::ops::Range;

use accordant_record::Hash;
use postgres::Row;
use postgres::fallible_iterator::FallibleIterator;
use postgres::types::{FromSql, ToSql};

use super::gathered::Gathered;
use super::pool::Session;
use super::{ADVISORY_LOCK, failed};
use crate::engine::{
    Checkpoints, Content, Counts, KeptRequest, Locked, LogNumber, RawCheckpoint, RawEvent, RawPart,
    RawSnapshot, StreamRow, View, With, count, whole,
};
use crate::{Head, StoreProblem};

/// The rows that one transaction sees, those that it has gathered and not sent yet among them.
pub(super) struct Rows<'a> {
    pub(super) session: &'a mut Session,
    pub(super) gathered: Gathered,
    /// The head that was read as its row was locked, until it is written.
    locked: Option<LockedHead>,
}

/// The head of the log with this origin.
struct LockedHead {
    origin: String,
    number: LogNumber,
    head: Head,
}

const READING: &str = "reading";
const HEAD: &str = "SELECT log, size, frontier, last_at, last_hash, closed
    FROM head JOIN log ON log.number = head.log WHERE origin = $1";
/// A statement that has waited for a row has that row as it is now, and all others as they were before it waited: the
/// head may be read as it is locked, and nothing else may.
const HEAD_LOCKED: &str = "SELECT log, size, frontier, last_at, last_hash, closed
    FROM head JOIN log ON log.number = head.log WHERE origin = $1 FOR UPDATE OF head";

/// A column of a row.
fn column<'a, T: FromSql<'a>>(row: &'a Row, at: usize) -> Result<T, StoreProblem> {
    row.try_get(at).map_err(failed(READING))
}

fn counted(row: &Row, at: usize) -> Result<u64, StoreProblem> {
    count(column(row, at)?)
}

/// From log, size, frontier, instant, hash and whether it is closed, in this order.
fn head_of(rows: &[Row]) -> Result<Option<(LogNumber, Head)>, StoreProblem> {
    let Some(row) = rows.first() else { return Ok(None) };
    let head = crate::engine::head(
        column(row, 1)?,
        column(row, 2)?,
        column(row, 3)?,
        column(row, 4)?,
        column(row, 5)?,
    )?;
    Ok(Some((LogNumber(column(row, 0)?), head)))
}

/// From request, fingerprint, first, past and answer, in this order.
fn kept_request(row: &Row) -> Result<KeptRequest, StoreProblem> {
    Ok(KeptRequest {
        fingerprint: column(row, 1)?,
        events: counted(row, 2)?..counted(row, 3)?,
        hashed_answer: column(row, 4)?,
    })
}

impl<'a> Rows<'a> {
    pub(super) fn new(session: &'a mut Session) -> Rows<'a> {
        Rows { session, gathered: Gathered::default(), locked: None }
    }

    /// Holds the row of the log's head until the end of the transaction; before there is one, the lock of all who begin a log.
    pub(super) fn lock(&mut self, origin: &str) -> Result<(), StoreProblem> {
        let mut found = head_of(&self.query(HEAD_LOCKED, &[&origin])?)?;
        if found.is_none() {
            self.query("SELECT pg_advisory_xact_lock($1)", &[&ADVISORY_LOCK])?;
            // Another may have begun it meanwhile.
            found = head_of(&self.query(HEAD_LOCKED, &[&origin])?)?;
        }
        self.locked = found.map(|(number, head)| LockedHead { origin: origin.to_owned(), number, head });
        Ok(())
    }

    /// The head is no longer what it was when it was locked.
    pub(super) fn forget_head(&mut self) {
        self.locked = None;
    }

    /// Reads, after what was gathered is sent: a transaction sees what it has written.
    pub(super) fn query(
        &mut self,
        sql: &'static str,
        params: &[&(dyn ToSql + Sync)],
    ) -> Result<Vec<Row>, StoreProblem> {
        self.send()?;
        self.session.query(sql, params)
    }

    /// Every row, one at a time, without holding them all.
    fn each(
        &mut self,
        sql: &'static str,
        log: LogNumber,
        take: &mut dyn FnMut(&Row) -> Result<(), StoreProblem>,
    ) -> Result<(), StoreProblem> {
        self.send()?;
        let log: &(dyn ToSql + Sync) = &log.0;
        let mut rows = self.session.rows(sql, [log])?;
        while let Some(row) = rows.next().map_err(failed(READING))? {
            take(&row)?;
        }
        Ok(())
    }

    /// All chunks of a blob, one after the other.
    fn blob(&mut self, sha256: &[u8]) -> Result<Vec<u8>, StoreProblem> {
        let rows = self.query("SELECT bytes FROM blob WHERE sha256 = $1 ORDER BY chunk", &[&sha256])?;
        let mut whole = Vec::new();
        for row in &rows {
            whole.extend_from_slice(column(row, 0)?);
        }
        Ok(whole)
    }

    /// From part, key, ciphertext and blob, in this order.
    fn raw_part(&mut self, row: &Row) -> Result<RawPart, StoreProblem> {
        let content = match (column(row, 2)?, column::<Option<Vec<u8>>>(row, 3)?) {
            (Some(ciphertext), _) => Content::Ciphertext(ciphertext),
            (None, Some(sha256)) => Content::Blob { ciphertext: self.blob(&sha256)?, sha256 },
            (None, None) => Content::Erased,
        };
        Ok(RawPart { part: counted(row, 0)?, key: column(row, 1)?, content })
    }

    fn cosignatures(&mut self, log: LogNumber, size: i64) -> Result<Vec<String>, StoreProblem> {
        let sql = "SELECT line FROM cosignature WHERE log = $1 AND size = $2 ORDER BY number";
        let rows = self.query(sql, &[&log.0, &size])?;
        rows.iter().map(|row| column(row, 0)).collect()
    }
}

impl View for Rows<'_> {
    fn logs(&mut self) -> Result<Vec<String>, StoreProblem> {
        let rows = self.query("SELECT origin FROM log ORDER BY number", &[])?;
        rows.iter().map(|row| column(row, 0)).collect()
    }

    fn head(&mut self, log: &str) -> Result<Option<(LogNumber, Head)>, StoreProblem> {
        match &self.locked {
            Some(locked) if locked.origin == log => Ok(Some((locked.number, locked.head.clone()))),
            _ => head_of(&self.query(HEAD, &[&log])?),
        }
    }

    fn events(
        &mut self,
        log: LogNumber,
        range: Range<u64>,
        with: With,
    ) -> Result<Vec<RawEvent>, StoreProblem> {
        let (from, to) = (whole(range.start)?, whole(range.end)?);
        let sql = "SELECT place, line, hash FROM event
            WHERE log = $1 AND place >= $2 AND place < $3 ORDER BY place";
        let rows = self.query(sql, &[&log.0, &from, &to])?;
        let parts = match with {
            With::HeadersAlone => Vec::new(),
            With::Parts => {
                let sql = "SELECT part, key, ciphertext, blob, place FROM part
                    WHERE log = $1 AND place >= $2 AND place < $3 ORDER BY place, part";
                self.query(sql, &[&log.0, &from, &to])?
            }
        };
        let mut parts = parts.iter().peekable();
        let mut events = Vec::with_capacity(rows.len());
        for row in &rows {
            let place: i64 = column(row, 0)?;
            let mut own = Vec::new();
            while let Some(part) = parts.next_if(|part| part.try_get(4).is_ok_and(|at: i64| at == place)) {
                own.push(self.raw_part(part)?);
            }
            let (line, hash) = (column(row, 1)?, column(row, 2)?);
            events.push(RawEvent { place: count(place)?, line, hash, parts: own });
        }
        Ok(events)
    }

    fn part(&mut self, log: LogNumber, place: u64, part: u64) -> Result<Option<RawPart>, StoreProblem> {
        let sql = "SELECT part, key, ciphertext, blob FROM part
            WHERE log = $1 AND place = $2 AND part = $3";
        let rows = self.query(sql, &[&log.0, &whole(place)?, &whole(part)?])?;
        rows.first().map(|row| self.raw_part(row)).transpose()
    }

    fn node_hashes(
        &mut self,
        log: LogNumber,
        level: u8,
        range: Range<u64>,
    ) -> Result<Vec<(u64, Vec<u8>)>, StoreProblem> {
        let (from, to) = (whole(range.start)?, whole(range.end)?);
        let rows = if level == 0 {
            let sql = "SELECT place, hash FROM event
                WHERE log = $1 AND place >= $2 AND place < $3 ORDER BY place";
            self.query(sql, &[&log.0, &from, &to])?
        } else {
            let sql = "SELECT number, hash FROM node
                WHERE log = $1 AND level = $2 AND number >= $3 AND number < $4 ORDER BY number";
            self.query(sql, &[&log.0, &i64::from(level), &from, &to])?
        };
        rows.iter().map(|row| Ok((counted(row, 0)?, column(row, 1)?))).collect()
    }

    fn stream_version(&mut self, log: LogNumber, stream: &str) -> Result<u64, StoreProblem> {
        // Not the maximum: as long as the server has not counted the rows, it would read all versions to find it.
        let sql = "SELECT version FROM stream WHERE log = $1 AND stream = $2 ORDER BY version DESC LIMIT 1";
        let rows = self.query(sql, &[&log.0, &stream])?;
        rows.first().map_or(Ok(0), |row| counted(row, 0))
    }

    fn requests(
        &mut self,
        log: LogNumber,
        requests: &[Hash],
    ) -> Result<BTreeMap<Hash, KeptRequest>, StoreProblem> {
        let requests: Vec<&[u8]> = requests.iter().map(|request| request.as_bytes().as_slice()).collect();
        // Each by itself: as long as the server has not counted the rows, it would rather read all requests of the log.
        let sql = "SELECT found.* FROM unnest($2::bytea[]) AS asked (request) CROSS JOIN LATERAL (
                SELECT request, fingerprint, first, past, answer FROM request
                WHERE log = $1 AND request.request = asked.request LIMIT 1
            ) AS found";
        let rows = self.query(sql, &[&log.0, &requests])?;
        rows.iter().map(|row| Ok((crate::engine::hash(column(row, 0)?)?, kept_request(row)?))).collect()
    }

    fn checkpoints(
        &mut self,
        log: LogNumber,
        which: Checkpoints,
    ) -> Result<Vec<RawCheckpoint>, StoreProblem> {
        let rows = match which {
            Checkpoints::All => {
                let sql = "SELECT size, note, frontier FROM checkpoint WHERE log = $1 ORDER BY size";
                self.query(sql, &[&log.0])?
            }
            Checkpoints::Last => {
                let sql = "SELECT size, note, frontier FROM checkpoint WHERE log = $1
                    ORDER BY size DESC LIMIT 1";
                self.query(sql, &[&log.0])?
            }
            Checkpoints::OfSize(size) => {
                let sql = "SELECT size, note, frontier FROM checkpoint WHERE log = $1 AND size = $2";
                self.query(sql, &[&log.0, &whole(size)?])?
            }
        };
        let mut checkpoints = Vec::with_capacity(rows.len());
        for row in &rows {
            checkpoints.push(RawCheckpoint {
                size: counted(row, 0)?,
                note: column(row, 1)?,
                frontier: column(row, 2)?,
                cosignatures: self.cosignatures(log, column(row, 0)?)?,
            });
        }
        Ok(checkpoints)
    }

    fn snapshot(&mut self, log: LogNumber, name: &str) -> Result<Option<RawSnapshot>, StoreProblem> {
        let sql = "SELECT size, code_version, leaf_hash, state_hash, key, ciphertext FROM snapshot
            WHERE log = $1 AND name = $2";
        let rows = self.query(sql, &[&log.0, &name])?;
        let Some(row) = rows.first() else { return Ok(None) };
        Ok(Some(RawSnapshot {
            size: counted(row, 0)?,
            code_version: column(row, 1)?,
            leaf_hash: column(row, 2)?,
            state_hash: column(row, 3)?,
            locked: Locked { key: column(row, 4)?, ciphertext: column(row, 5)? },
        }))
    }

    fn snapshot_keys(&mut self, log: LogNumber) -> Result<Vec<Vec<u8>>, StoreProblem> {
        let rows = self.query("SELECT key FROM snapshot WHERE log = $1", &[&log.0])?;
        rows.iter().map(|row| column(row, 0)).collect()
    }

    fn directory(&mut self, reference: &str) -> Result<Option<Locked>, StoreProblem> {
        let sql = "SELECT key, ciphertext FROM directory WHERE reference = $1";
        let rows = self.query(sql, &[&reference])?;
        let Some(row) = rows.first() else { return Ok(None) };
        Ok(Some(Locked { key: column(row, 0)?, ciphertext: column(row, 1)? }))
    }

    fn references(&mut self) -> Result<Vec<String>, StoreProblem> {
        let sql = "SELECT reference FROM directory ORDER BY reference COLLATE \"C\"";
        let rows = self.query(sql, &[])?;
        rows.iter().map(|row| column(row, 0)).collect()
    }

    fn last_key(&mut self) -> Result<Option<Vec<u8>>, StoreProblem> {
        let sql = "SELECT key FROM part WHERE ciphertext IS NOT NULL OR blob IS NOT NULL
            ORDER BY log DESC, place DESC, part DESC LIMIT 1";
        let rows = self.query(sql, &[])?;
        rows.first().map(|row| column(row, 0)).transpose()
    }

    fn each_stream(&mut self, log: LogNumber, take: &mut dyn FnMut(StreamRow)) -> Result<(), StoreProblem> {
        let sql = "SELECT stream, version, place FROM stream WHERE log = $1";
        self.each(sql, log, &mut |row| {
            let (version, place) = (counted(row, 1)?, counted(row, 2)?);
            take(StreamRow { stream: column(row, 0)?, version, place });
            Ok(())
        })
    }

    fn each_request(
        &mut self,
        log: LogNumber,
        take: &mut dyn FnMut(Vec<u8>, KeptRequest),
    ) -> Result<(), StoreProblem> {
        let sql = "SELECT request, fingerprint, first, past, answer FROM request WHERE log = $1";
        self.each(sql, log, &mut |row| {
            take(column(row, 0)?, kept_request(row)?);
            Ok(())
        })
    }

    fn counts(&mut self, log: LogNumber) -> Result<Counts, StoreProblem> {
        let sql = "SELECT (SELECT count(*) FROM event WHERE log = $1),
            (SELECT count(*) FROM part WHERE log = $1), (SELECT count(*) FROM node WHERE log = $1)";
        let rows = self.query(sql, &[&log.0])?;
        let Some(row) = rows.first() else { return Ok(Counts::default()) };
        Ok(Counts { events: counted(row, 0)?, parts: counted(row, 1)?, nodes: counted(row, 2)? })
    }
}
