//! Writing rows to PostgreSQL: the rows of one table in one statement, for each statement is a way there and back.
//!
//! It will never know what belongs together. Start with the implementation of [`Change`].

use accordant_record::{Hash, sha256};

use super::view::Rows;
use crate::engine::{
    CHUNK_BYTES, Change, Content, EventRow, IN_ROW_BYTES_MAX, KeptRequest, LogNumber, NodeRow, PartRow,
    RawCheckpoint, SnapshotRow, StreamRow, peaks_to_bytes, whole,
};
use crate::keys::KeyName;
use crate::{Head, StoreProblem};

impl Rows<'_> {
    fn write_blob(&mut self, ciphertext: &[u8]) -> Result<Hash, StoreProblem> {
        let hash = sha256(ciphertext);
        for (bytes, chunk) in ciphertext.chunks(CHUNK_BYTES).zip(0_i64..) {
            let sql = "INSERT INTO blob (sha256, chunk, bytes) VALUES ($1, $2, $3)";
            self.session.execute(sql, &[&hash.as_bytes().as_slice(), &chunk, &bytes])?;
        }
        Ok(hash)
    }
}

/// Numbers as the engine holds them.
fn wholes(numbers: impl Iterator<Item = u64>) -> Result<Vec<i64>, StoreProblem> {
    numbers.map(whole).collect()
}

impl Change for Rows<'_> {
    fn begin_log(&mut self, log: &str) -> Result<LogNumber, StoreProblem> {
        let rows = self.session.query("INSERT INTO log (origin) VALUES ($1) RETURNING number", &[&log])?;
        let number: i64 =
            rows.first().map_or(Ok(0), |row| row.try_get(0)).map_err(super::failed("writing"))?;
        let before = Head::before_the_first();
        self.session.execute(
            "INSERT INTO head (log, size, frontier, last_hash) VALUES ($1, 0, $2, $3)",
            &[&number, &peaks_to_bytes(&before.frontier), &before.last_hash.as_bytes().as_slice()],
        )?;
        Ok(LogNumber(number))
    }

    fn write_events(&mut self, log: LogNumber, rows: &[EventRow]) -> Result<(), StoreProblem> {
        if rows.is_empty() {
            return Ok(());
        }
        let places = wholes(rows.iter().map(|row| row.place))?;
        let lines: Vec<&[u8]> = rows.iter().map(|row| row.line.as_slice()).collect();
        let hashes: Vec<&[u8]> = rows.iter().map(|row| row.hash.as_bytes().as_slice()).collect();
        self.session.execute(
            "INSERT INTO event (log, place, line, hash)
                SELECT $1, * FROM unnest($2::bigint[], $3::bytea[], $4::bytea[])",
            &[&log.0, &places, &lines, &hashes],
        )
    }

    fn write_parts(&mut self, log: LogNumber, rows: &[PartRow]) -> Result<(), StoreProblem> {
        if rows.is_empty() {
            return Ok(());
        }
        let places = wholes(rows.iter().map(|row| row.place))?;
        let parts = wholes(rows.iter().map(|row| row.part))?;
        let keys: Vec<&[u8]> = rows.iter().map(|row| row.key.as_bytes()).collect();
        let mut in_rows: Vec<Option<&[u8]>> = Vec::with_capacity(rows.len());
        let mut blobs: Vec<Option<Vec<u8>>> = Vec::with_capacity(rows.len());
        for row in rows {
            let in_row = row.ciphertext.len() <= IN_ROW_BYTES_MAX;
            in_rows.push(in_row.then_some(row.ciphertext.as_slice()));
            blobs.push(match in_row {
                true => None,
                false => Some(self.write_blob(&row.ciphertext)?.as_bytes().to_vec()),
            });
        }
        self.session.execute(
            "INSERT INTO part (log, place, part, key, ciphertext, blob)
                SELECT $1, * FROM unnest($2::bigint[], $3::bigint[], $4::bytea[], $5::bytea[], $6::bytea[])",
            &[&log.0, &places, &parts, &keys, &in_rows, &blobs],
        )
    }

    fn write_streams(&mut self, log: LogNumber, rows: &[StreamRow]) -> Result<(), StoreProblem> {
        if rows.is_empty() {
            return Ok(());
        }
        let streams: Vec<&str> = rows.iter().map(|row| row.stream.as_str()).collect();
        let versions = wholes(rows.iter().map(|row| row.version))?;
        let places = wholes(rows.iter().map(|row| row.place))?;
        self.session.execute(
            "INSERT INTO stream (log, stream, version, place)
                SELECT $1, * FROM unnest($2::text[], $3::bigint[], $4::bigint[])",
            &[&log.0, &streams, &versions, &places],
        )
    }

    fn write_nodes(&mut self, log: LogNumber, rows: &[NodeRow]) -> Result<(), StoreProblem> {
        for row in rows {
            self.session.execute(
                "INSERT INTO node (log, level, number, hash) VALUES ($1, $2, $3, $4)",
                &[&log.0, &i64::from(row.level), &whole(row.number)?, &row.hash.as_bytes().as_slice()],
            )?;
        }
        Ok(())
    }

    fn write_request(
        &mut self,
        log: LogNumber,
        request: &Hash,
        kept: &KeptRequest,
    ) -> Result<(), StoreProblem> {
        self.session.execute(
            "INSERT INTO request (log, request, fingerprint, first, past, answer)
                VALUES ($1, $2, $3, $4, $5, $6)",
            &[
                &log.0,
                &request.as_bytes().as_slice(),
                &kept.fingerprint,
                &whole(kept.events.start)?,
                &whole(kept.events.end)?,
                &kept.hashed_answer,
            ],
        )
    }

    fn write_head(&mut self, log: LogNumber, head: &Head) -> Result<(), StoreProblem> {
        self.session.execute(
            "UPDATE head SET size = $2, frontier = $3, last_at = $4, last_hash = $5, closed = $6 WHERE log = $1",
            &[
                &log.0,
                &whole(head.size)?,
                &peaks_to_bytes(&head.frontier),
                &head.last_at.map(|at| at.micros()),
                &head.last_hash.as_bytes().as_slice(),
                &i64::from(head.closed),
            ],
        )
    }

    fn write_checkpoint(&mut self, log: LogNumber, row: &RawCheckpoint) -> Result<(), StoreProblem> {
        self.session.execute(
            "INSERT INTO checkpoint (log, size, note, frontier) VALUES ($1, $2, $3, $4)",
            &[&log.0, &whole(row.size)?, &row.note, &row.frontier],
        )
    }

    fn write_cosignature(
        &mut self,
        log: LogNumber,
        size: u64,
        number: u64,
        line: &str,
    ) -> Result<(), StoreProblem> {
        self.session.execute(
            "INSERT INTO cosignature (log, size, number, line) VALUES ($1, $2, $3, $4)",
            &[&log.0, &whole(size)?, &whole(number)?, &line],
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
            self.session.execute("DELETE FROM blob WHERE sha256 = $1", &[sha256])?;
        }
        self.session.execute(
            "UPDATE part SET ciphertext = NULL, blob = NULL WHERE log = $1 AND place = $2 AND part = $3",
            &[&log.0, &whole(place)?, &whole(part)?],
        )
    }

    fn write_snapshot(&mut self, log: LogNumber, row: &SnapshotRow<'_>) -> Result<(), StoreProblem> {
        self.session.execute(
            "INSERT INTO snapshot (log, name, code_version, size, leaf_hash, state_hash, key, ciphertext)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                ON CONFLICT (log, name) DO UPDATE SET code_version = excluded.code_version,
                size = excluded.size, leaf_hash = excluded.leaf_hash, state_hash = excluded.state_hash,
                key = excluded.key, ciphertext = excluded.ciphertext",
            &[
                &log.0,
                &row.snapshot.name,
                &row.snapshot.code_version,
                &whole(row.snapshot.size)?,
                &row.snapshot.leaf_hash.as_bytes().as_slice(),
                &row.snapshot.state_hash.as_bytes().as_slice(),
                &row.key.as_bytes(),
                &row.ciphertext,
            ],
        )
    }

    fn delete_snapshots(&mut self, log: LogNumber) -> Result<(), StoreProblem> {
        self.session.execute("DELETE FROM snapshot WHERE log = $1", &[&log.0])
    }

    fn write_directory(
        &mut self,
        reference: &str,
        key: KeyName,
        ciphertext: &[u8],
    ) -> Result<(), StoreProblem> {
        self.session.execute(
            "INSERT INTO directory (reference, key, ciphertext) VALUES ($1, $2, $3)
                ON CONFLICT (reference) DO UPDATE SET key = excluded.key, ciphertext = excluded.ciphertext",
            &[&reference, &key.as_bytes(), &ciphertext],
        )
    }

    fn delete_directory(&mut self, reference: &str) -> Result<(), StoreProblem> {
        self.session.execute("DELETE FROM directory WHERE reference = $1", &[&reference])
    }

    fn split(&mut self) -> Result<(), StoreProblem> {
        self.session.run("COMMIT; BEGIN", "writing")
    }
}
