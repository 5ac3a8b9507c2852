//! Reading rows from SQLite.
//!
//! It will never know whether a row is what it was. Start with [`Rows`].

use std::collections::BTreeMap;
use std::ops::Range;

use accordant_record::Hash;
use rusqlite::{CachedStatement, Connection, OptionalExtension, Params, Row, params};

use super::failed;
use crate::engine::{
    Checkpoints, Content, Counts, KeptRequest, Locked, LogNumber, RawCheckpoint, RawEvent, RawPart,
    RawSnapshot, StreamRow, View, With, count, whole,
};
use crate::{Head, StoreProblem};

/// The rows that one transaction sees.
pub(super) struct Rows<'a> {
    pub(super) connection: &'a Connection,
}

const READING: &str = "reading";

impl Rows<'_> {
    fn statement(&self, sql: &str) -> Result<CachedStatement<'_>, StoreProblem> {
        self.connection.prepare_cached(sql).map_err(failed(READING))
    }

    /// Every row of the answer.
    fn all<T>(
        &self,
        sql: &str,
        params: impl Params,
        take: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreProblem> {
        let mut statement = self.statement(sql)?;
        let rows = statement.query_map(params, take).map_err(failed(READING))?;
        rows.collect::<rusqlite::Result<Vec<T>>>().map_err(failed(READING))
    }

    /// The only row of the answer, if there is one.
    fn one<T>(
        &self,
        sql: &str,
        params: impl Params,
        take: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, StoreProblem> {
        self.statement(sql)?.query_row(params, take).optional().map_err(failed(READING))
    }

    /// All chunks of a blob, one after the other.
    fn blob(&self, sha256: &[u8]) -> Result<Vec<u8>, StoreProblem> {
        let chunks: Vec<Vec<u8>> =
            self.all("SELECT bytes FROM blob WHERE sha256 = ?1 ORDER BY chunk", [sha256], |row| row.get(0))?;
        Ok(chunks.concat())
    }

    fn raw_part(&self, row: PartColumns) -> Result<RawPart, StoreProblem> {
        let content = match (row.ciphertext, row.blob) {
            (Some(ciphertext), _) => Content::Ciphertext(ciphertext),
            (None, Some(sha256)) => Content::Blob { ciphertext: self.blob(&sha256)?, sha256 },
            (None, None) => Content::Erased,
        };
        Ok(RawPart { part: count(row.part)?, key: row.key, content })
    }

    fn cosignatures(&self, log: LogNumber, size: i64) -> Result<Vec<String>, StoreProblem> {
        let sql = "SELECT line FROM cosignature WHERE log = ?1 AND size = ?2 ORDER BY number";
        self.all(sql, params![log.0, size], |row| row.get(0))
    }
}

struct PartColumns {
    place: i64,
    part: i64,
    key: Vec<u8>,
    ciphertext: Option<Vec<u8>>,
    blob: Option<Vec<u8>>,
}

fn part_columns(row: &Row<'_>) -> rusqlite::Result<PartColumns> {
    Ok(PartColumns {
        place: row.get(0)?,
        part: row.get(1)?,
        key: row.get(2)?,
        ciphertext: row.get(3)?,
        blob: row.get(4)?,
    })
}

struct HeadColumns {
    number: i64,
    size: i64,
    frontier: Vec<u8>,
    last_at: Option<i64>,
    last_hash: Vec<u8>,
    closed: i64,
}

fn head_columns(row: &Row<'_>) -> rusqlite::Result<HeadColumns> {
    Ok(HeadColumns {
        number: row.get(0)?,
        size: row.get(1)?,
        frontier: row.get(2)?,
        last_at: row.get(3)?,
        last_hash: row.get(4)?,
        closed: row.get(5)?,
    })
}

impl View for Rows<'_> {
    fn logs(&mut self) -> Result<Vec<String>, StoreProblem> {
        self.all("SELECT origin FROM log ORDER BY number", [], |row| row.get(0))
    }

    fn head(&mut self, log: &str) -> Result<Option<(LogNumber, Head)>, StoreProblem> {
        let sql = "SELECT log, size, frontier, last_at, last_hash, closed
            FROM head JOIN log ON log.number = head.log WHERE origin = ?1";
        let Some(row) = self.one(sql, [log], head_columns)? else { return Ok(None) };
        let head = crate::engine::head(row.size, &row.frontier, row.last_at, &row.last_hash, row.closed);
        Ok(Some((LogNumber(row.number), head?)))
    }

    fn events(
        &mut self,
        log: LogNumber,
        range: Range<u64>,
        with: With,
    ) -> Result<Vec<RawEvent>, StoreProblem> {
        let (from, to) = (whole(range.start)?, whole(range.end)?);
        let sql = "SELECT place, line, hash FROM event
            WHERE log = ?1 AND place >= ?2 AND place < ?3 ORDER BY place";
        let rows: Vec<(i64, Vec<u8>, Vec<u8>)> =
            self.all(sql, params![log.0, from, to], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let parts = match with {
            With::HeadersAlone => Vec::new(),
            With::Parts => {
                let sql = "SELECT place, part, key, ciphertext, blob FROM part
                    WHERE log = ?1 AND place >= ?2 AND place < ?3 ORDER BY place, part";
                self.all(sql, params![log.0, from, to], part_columns)?
            }
        };
        let mut parts = parts.into_iter().peekable();
        let mut events = Vec::with_capacity(rows.len());
        for (place, line, hash) in rows {
            let mut own = Vec::new();
            while let Some(part) = parts.next_if(|part| part.place == place) {
                own.push(self.raw_part(part)?);
            }
            events.push(RawEvent { place: count(place)?, line, hash, parts: own });
        }
        Ok(events)
    }

    fn part(&mut self, log: LogNumber, place: u64, part: u64) -> Result<Option<RawPart>, StoreProblem> {
        let sql = "SELECT place, part, key, ciphertext, blob FROM part
            WHERE log = ?1 AND place = ?2 AND part = ?3";
        let row = self.one(sql, params![log.0, whole(place)?, whole(part)?], part_columns)?;
        row.map(|row| self.raw_part(row)).transpose()
    }

    fn node_hashes(
        &mut self,
        log: LogNumber,
        level: u8,
        range: Range<u64>,
    ) -> Result<Vec<(u64, Vec<u8>)>, StoreProblem> {
        let (from, to) = (whole(range.start)?, whole(range.end)?);
        let take = |row: &Row<'_>| Ok((row.get::<_, i64>(0)?, row.get(1)?));
        let rows = if level == 0 {
            let sql = "SELECT place, hash FROM event
                WHERE log = ?1 AND place >= ?2 AND place < ?3 ORDER BY place";
            self.all(sql, params![log.0, from, to], take)?
        } else {
            let sql = "SELECT number, hash FROM node
                WHERE log = ?1 AND level = ?2 AND number >= ?3 AND number < ?4 ORDER BY number";
            self.all(sql, params![log.0, level, from, to], take)?
        };
        rows.into_iter().map(|(number, hash)| Ok((count(number)?, hash))).collect()
    }

    fn stream_version(&mut self, log: LogNumber, stream: &str) -> Result<u64, StoreProblem> {
        let sql = "SELECT coalesce(max(version), 0) FROM stream WHERE log = ?1 AND stream = ?2";
        count(self.one(sql, params![log.0, stream], |row| row.get(0))?.unwrap_or(0))
    }

    fn requests(
        &mut self,
        log: LogNumber,
        requests: &[Hash],
    ) -> Result<BTreeMap<Hash, KeptRequest>, StoreProblem> {
        let sql = "SELECT fingerprint, first, past, answer FROM request WHERE log = ?1 AND request = ?2";
        let mut answered = BTreeMap::new();
        for request in requests {
            let row: Option<(Vec<u8>, i64, i64, Vec<u8>)> =
                self.one(sql, params![log.0, request.as_bytes()], |row| {
                    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
                })?;
            if let Some((fingerprint, first, past, hashed_answer)) = row {
                let events = count(first)?..count(past)?;
                answered.insert(*request, KeptRequest { fingerprint, events, hashed_answer });
            }
        }
        Ok(answered)
    }

    fn checkpoints(
        &mut self,
        log: LogNumber,
        which: Checkpoints,
    ) -> Result<Vec<RawCheckpoint>, StoreProblem> {
        let take = |row: &Row<'_>| Ok((row.get::<_, i64>(0)?, row.get(1)?, row.get(2)?));
        let rows: Vec<(i64, String, Vec<u8>)> = match which {
            Checkpoints::All => {
                let sql = "SELECT size, note, frontier FROM checkpoint WHERE log = ?1 ORDER BY size";
                self.all(sql, [log.0], take)?
            }
            Checkpoints::Last => {
                let sql = "SELECT size, note, frontier FROM checkpoint WHERE log = ?1
                    ORDER BY size DESC LIMIT 1";
                self.all(sql, [log.0], take)?
            }
            Checkpoints::OfSize(size) => {
                let sql = "SELECT size, note, frontier FROM checkpoint WHERE log = ?1 AND size = ?2";
                self.all(sql, params![log.0, whole(size)?], take)?
            }
        };
        let mut checkpoints = Vec::with_capacity(rows.len());
        for (size, note, frontier) in rows {
            let cosignatures = self.cosignatures(log, size)?;
            checkpoints.push(RawCheckpoint { size: count(size)?, note, frontier, cosignatures });
        }
        Ok(checkpoints)
    }

    fn snapshot(&mut self, log: LogNumber, name: &str) -> Result<Option<RawSnapshot>, StoreProblem> {
        let sql = "SELECT size, code_version, leaf_hash, state_hash, key, ciphertext FROM snapshot
            WHERE log = ?1 AND name = ?2";
        let row = self.one(sql, params![log.0, name], |row| {
            let locked = Locked { key: row.get(4)?, ciphertext: row.get(5)? };
            Ok((row.get::<_, i64>(0)?, row.get(1)?, row.get(2)?, row.get(3)?, locked))
        })?;
        let Some((size, code_version, leaf_hash, state_hash, locked)) = row else { return Ok(None) };
        Ok(Some(RawSnapshot { code_version, size: count(size)?, leaf_hash, state_hash, locked }))
    }

    fn snapshot_keys(&mut self, log: LogNumber) -> Result<Vec<Vec<u8>>, StoreProblem> {
        self.all("SELECT key FROM snapshot WHERE log = ?1", [log.0], |row| row.get(0))
    }

    fn directory(&mut self, reference: &str) -> Result<Option<Locked>, StoreProblem> {
        self.one("SELECT key, ciphertext FROM directory WHERE reference = ?1", [reference], |row| {
            Ok(Locked { key: row.get(0)?, ciphertext: row.get(1)? })
        })
    }

    fn references(&mut self) -> Result<Vec<String>, StoreProblem> {
        self.all("SELECT reference FROM directory ORDER BY reference", [], |row| row.get(0))
    }

    fn last_key(&mut self) -> Result<Option<Vec<u8>>, StoreProblem> {
        let sql = "SELECT key FROM part WHERE ciphertext IS NOT NULL OR blob IS NOT NULL
            ORDER BY log DESC, place DESC, part DESC LIMIT 1";
        self.one(sql, [], |row| row.get(0))
    }

    fn each_stream(&mut self, log: LogNumber, take: &mut dyn FnMut(StreamRow)) -> Result<(), StoreProblem> {
        let failed = failed(READING);
        let sql = "SELECT stream, version, place FROM stream WHERE log = ?1 ORDER BY stream, version";
        let mut statement = self.statement(sql)?;
        let mut rows = statement.query([log.0]).map_err(&failed)?;
        while let Some(row) = rows.next().map_err(&failed)? {
            let (version, place): (i64, i64) = (row.get(1).map_err(&failed)?, row.get(2).map_err(&failed)?);
            let stream = row.get(0).map_err(&failed)?;
            take(StreamRow { stream, version: count(version)?, place: count(place)? });
        }
        Ok(())
    }

    fn each_request(
        &mut self,
        log: LogNumber,
        take: &mut dyn FnMut(Vec<u8>, KeptRequest),
    ) -> Result<(), StoreProblem> {
        let failed = failed(READING);
        let sql = "SELECT request, fingerprint, first, past, answer FROM request WHERE log = ?1";
        let mut statement = self.statement(sql)?;
        let mut rows = statement.query([log.0]).map_err(&failed)?;
        while let Some(row) = rows.next().map_err(&failed)? {
            let (first, past): (i64, i64) = (row.get(2).map_err(&failed)?, row.get(3).map_err(&failed)?);
            let kept = KeptRequest {
                fingerprint: row.get(1).map_err(&failed)?,
                events: count(first)?..count(past)?,
                hashed_answer: row.get(4).map_err(&failed)?,
            };
            take(row.get(0).map_err(&failed)?, kept);
        }
        Ok(())
    }

    fn counts(&mut self, log: LogNumber) -> Result<Counts, StoreProblem> {
        let sql = "SELECT (SELECT count(*) FROM event WHERE log = ?1),
            (SELECT count(*) FROM part WHERE log = ?1), (SELECT count(*) FROM node WHERE log = ?1)";
        let row: Option<(i64, i64, i64)> =
            self.one(sql, [log.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let (events, parts, nodes) = row.unwrap_or_default();
        Ok(Counts { events: count(events)?, parts: count(parts)?, nodes: count(nodes)? })
    }
}
