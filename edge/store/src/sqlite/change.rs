//! Writing rows to SQLite, within the transaction of the one connection that writes.
//!
//! It will never know what belongs together. Start with the implementation of [`Change`].

use accordant_record::{Hash, sha256};
use rusqlite::{Params, params};

use super::failed;
use super::view::Rows;
use crate::engine::{
    CHUNK_BYTES, Change, Content, EventRow, IN_ROW_BYTES_MAX, KeptRequest, LogNumber, NodeRow, PartRow,
    RawCheckpoint, SnapshotRow, StreamRow, peaks_to_bytes, whole,
};
use crate::keys::KeyName;
use crate::{Head, StoreProblem};

const WRITING: &str = "writing";

impl Rows<'_> {
    fn execute(&self, sql: &str, params: impl Params) -> Result<(), StoreProblem> {
        let executed =
            self.connection.prepare_cached(sql).and_then(|mut statement| statement.execute(params));
        executed.map(drop).map_err(failed(WRITING))
    }

    fn write_blob(&self, ciphertext: &[u8]) -> Result<Hash, StoreProblem> {
        let hash = sha256(ciphertext);
        for (bytes, chunk) in ciphertext.chunks(CHUNK_BYTES).zip(0_i64..) {
            self.execute(
                "INSERT INTO blob (sha256, chunk, bytes) VALUES (?1, ?2, ?3)",
                params![hash.as_bytes(), chunk, bytes],
            )?;
        }
        Ok(hash)
    }
}

impl Change for Rows<'_> {
    fn begin_log(&mut self, log: &str) -> Result<LogNumber, StoreProblem> {
        self.execute("INSERT INTO log (origin) VALUES (?1)", [log])?;
        let number = self.connection.last_insert_rowid();
        let before = Head::before_the_first();
        self.execute(
            "INSERT INTO head (log, size, frontier, last_hash) VALUES (?1, 0, ?2, ?3)",
            params![number, peaks_to_bytes(&before.frontier), before.last_hash.as_bytes()],
        )?;
        Ok(LogNumber(number))
    }

    fn write_events(&mut self, log: LogNumber, rows: Vec<EventRow>) -> Result<(), StoreProblem> {
        for row in rows {
            self.execute(
                "INSERT INTO event (log, place, line, hash) VALUES (?1, ?2, ?3, ?4)",
                params![log.0, whole(row.place)?, row.line, row.hash.as_bytes()],
            )?;
        }
        Ok(())
    }

    fn write_parts(&mut self, log: LogNumber, rows: Vec<PartRow>) -> Result<(), StoreProblem> {
        for row in rows {
            let in_row = row.ciphertext.len() <= IN_ROW_BYTES_MAX;
            let blob = if in_row { None } else { Some(self.write_blob(&row.ciphertext)?) };
            let ciphertext = in_row.then_some(row.ciphertext.as_slice());
            self.execute(
                "INSERT INTO part (log, place, part, key, ciphertext, blob) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![
                    log.0,
                    whole(row.place)?,
                    whole(row.part)?,
                    row.key.as_bytes(),
                    ciphertext,
                    blob.as_ref().map(Hash::as_bytes)
                ],
            )?;
        }
        Ok(())
    }

    fn write_streams(&mut self, log: LogNumber, rows: Vec<StreamRow>) -> Result<(), StoreProblem> {
        for row in rows {
            self.execute(
                "INSERT INTO stream (log, stream, version, place) VALUES (?1, ?2, ?3, ?4)",
                params![log.0, row.stream, whole(row.version)?, whole(row.place)?],
            )?;
        }
        Ok(())
    }

    fn write_nodes(&mut self, log: LogNumber, rows: Vec<NodeRow>) -> Result<(), StoreProblem> {
        for row in rows {
            self.execute(
                "INSERT INTO node (log, level, number, hash) VALUES (?1, ?2, ?3, ?4)",
                params![log.0, row.level, whole(row.number)?, row.hash.as_bytes()],
            )?;
        }
        Ok(())
    }

    fn write_request(
        &mut self,
        log: LogNumber,
        request: Hash,
        kept: KeptRequest,
    ) -> Result<(), StoreProblem> {
        self.execute(
            "INSERT INTO request (log, request, fingerprint, first, past, answer)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![
                log.0,
                request.as_bytes(),
                kept.fingerprint,
                whole(kept.events.start)?,
                whole(kept.events.end)?,
                kept.hashed_answer
            ],
        )
    }

    fn write_head(&mut self, log: LogNumber, head: &Head) -> Result<(), StoreProblem> {
        self.execute(
            "UPDATE head SET size = ?2, frontier = ?3, last_at = ?4, last_hash = ?5, closed = ?6 WHERE log = ?1",
            params![
                log.0,
                whole(head.size)?,
                peaks_to_bytes(&head.frontier),
                head.last_at.map(|at| at.micros()),
                head.last_hash.as_bytes(),
                i64::from(head.closed)
            ],
        )
    }

    fn write_checkpoint(&mut self, log: LogNumber, row: &RawCheckpoint) -> Result<(), StoreProblem> {
        self.execute(
            "INSERT INTO checkpoint (log, size, note, frontier) VALUES (?1, ?2, ?3, ?4)",
            params![log.0, whole(row.size)?, row.note, row.frontier],
        )
    }

    fn write_cosignature(
        &mut self,
        log: LogNumber,
        size: u64,
        number: u64,
        line: &str,
    ) -> Result<(), StoreProblem> {
        self.execute(
            "INSERT INTO cosignature (log, size, number, line) VALUES (?1, ?2, ?3, ?4)",
            params![log.0, whole(size)?, whole(number)?, line],
        )
    }

    fn erase_part(
        &mut self,
        log: LogNumber,
        place: u64,
        part: u64,
        content: &Content,
    ) -> Result<(), StoreProblem> {
        if let Content::Blob { sha256, .. } = content {
            self.execute("DELETE FROM blob WHERE sha256 = ?1", [sha256])?;
        }
        self.execute(
            "UPDATE part SET ciphertext = NULL, blob = NULL WHERE log = ?1 AND place = ?2 AND part = ?3",
            params![log.0, whole(place)?, whole(part)?],
        )
    }

    fn write_snapshot(&mut self, log: LogNumber, row: &SnapshotRow<'_>) -> Result<(), StoreProblem> {
        self.execute(
            "INSERT INTO snapshot (log, name, code_version, size, leaf_hash, state_hash, key, ciphertext)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
                ON CONFLICT (log, name) DO UPDATE SET code_version = excluded.code_version,
                size = excluded.size, leaf_hash = excluded.leaf_hash, state_hash = excluded.state_hash,
                key = excluded.key, ciphertext = excluded.ciphertext",
            params![
                log.0,
                row.snapshot.name,
                row.snapshot.code_version,
                whole(row.snapshot.size)?,
                row.snapshot.leaf_hash.as_bytes(),
                row.snapshot.state_hash.as_bytes(),
                row.key.as_bytes(),
                row.ciphertext
            ],
        )
    }

    fn delete_snapshots(&mut self, log: LogNumber) -> Result<(), StoreProblem> {
        self.execute("DELETE FROM snapshot WHERE log = ?1", [log.0])
    }

    fn write_directory(
        &mut self,
        reference: &str,
        key: KeyName,
        ciphertext: &[u8],
    ) -> Result<(), StoreProblem> {
        self.execute(
            "INSERT INTO directory (reference, key, ciphertext) VALUES (?1, ?2, ?3)
                ON CONFLICT (reference) DO UPDATE SET key = excluded.key, ciphertext = excluded.ciphertext",
            params![reference, key.as_bytes(), ciphertext],
        )
    }

    fn delete_directory(&mut self, reference: &str) -> Result<(), StoreProblem> {
        self.execute("DELETE FROM directory WHERE reference = ?1", [reference])
    }

    fn split(&mut self) -> Result<(), StoreProblem> {
        self.connection.execute_batch("COMMIT; BEGIN IMMEDIATE").map_err(failed(WRITING))
    }
}
