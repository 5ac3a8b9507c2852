//! Writing rows to PostgreSQL. What is appended is gathered, and sent when the head is written or something is read.
//!
//! It will never know what belongs together. Start with the implementation of [`Change`].

use accordant_record::{Hash, sha256};
use postgres::types::ToSql;

use super::gathered::{GatheredPart, PartContent};
use super::view::Rows;
use crate::engine::{
    CHUNK_BYTES, Change, Content, EventRow, IN_ROW_BYTES_MAX, KeptRequest, LogNumber, NodeRow, PartRow,
    RawCheckpoint, SnapshotRow, StreamRow, peaks_to_bytes, whole,
};
use crate::keys::KeyName;
use crate::{Head, StoreProblem};

impl Rows<'_> {
    /// Writes, after what was gathered is sent.
    fn execute(&mut self, sql: &'static str, params: &[&(dyn ToSql + Sync)]) -> Result<(), StoreProblem> {
        self.send()?;
        self.session.execute(sql, params)
    }

    fn write_blob(&mut self, ciphertext: &[u8]) -> Result<Hash, StoreProblem> {
        let hash = sha256(ciphertext);
        for (bytes, chunk) in ciphertext.chunks(CHUNK_BYTES).zip(0_i64..) {
            let sql = "INSERT INTO blob (sha256, chunk, bytes) VALUES ($1, $2, $3)";
            self.execute(sql, &[&hash.as_bytes().as_slice(), &chunk, &bytes])?;
        }
        Ok(hash)
    }
}

impl Change for Rows<'_> {
    fn begin_log(&mut self, log: &str) -> Result<LogNumber, StoreProblem> {
        let rows = self.query("INSERT INTO log (origin) VALUES ($1) RETURNING number", &[&log])?;
        let number: i64 =
            rows.first().map_or(Ok(0), |row| row.try_get(0)).map_err(super::failed("writing"))?;
        let before = Head::before_the_first();
        self.execute(
            "INSERT INTO head (log, size, frontier, last_hash) VALUES ($1, 0, $2, $3)",
            &[&number, &peaks_to_bytes(&before.frontier), &before.last_hash.as_bytes().as_slice()],
        )?;
        Ok(LogNumber(number))
    }

    fn write_events(&mut self, log: LogNumber, rows: Vec<EventRow>) -> Result<(), StoreProblem> {
        for row in rows {
            let bytes = row.line.len();
            self.gather(log, bytes)?.events.push(row);
        }
        Ok(())
    }

    fn write_parts(&mut self, log: LogNumber, rows: Vec<PartRow>) -> Result<(), StoreProblem> {
        for PartRow { place, part, key, ciphertext } in rows {
            let content = match ciphertext.len() <= IN_ROW_BYTES_MAX {
                true => PartContent::InRow(ciphertext),
                false => PartContent::Blob(self.write_blob(&ciphertext)?),
            };
            self.gather(log, content.len())?.parts.push(GatheredPart { place, part, key, content });
        }
        Ok(())
    }

    fn write_streams(&mut self, log: LogNumber, rows: Vec<StreamRow>) -> Result<(), StoreProblem> {
        self.gather(log, 0)?.streams.extend(rows);
        Ok(())
    }

    fn write_nodes(&mut self, log: LogNumber, rows: Vec<NodeRow>) -> Result<(), StoreProblem> {
        self.gather(log, 0)?.nodes.extend(rows);
        Ok(())
    }

    fn write_request(
        &mut self,
        log: LogNumber,
        request: Hash,
        kept: KeptRequest,
    ) -> Result<(), StoreProblem> {
        let bytes = kept.hashed_answer.len();
        self.gather(log, bytes)?.requests.push((request, kept));
        Ok(())
    }

    fn write_head(&mut self, log: LogNumber, head: &Head) -> Result<(), StoreProblem> {
        self.forget_head();
        self.gather(log, 0)?.head = Some(head.clone());
        self.send()
    }

    fn write_checkpoint(&mut self, log: LogNumber, row: &RawCheckpoint) -> Result<(), StoreProblem> {
        self.execute(
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
        self.execute(
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
            self.execute("DELETE FROM blob WHERE sha256 = $1", &[sha256])?;
        }
        self.execute(
            "UPDATE part SET ciphertext = NULL, blob = NULL WHERE log = $1 AND place = $2 AND part = $3",
            &[&log.0, &whole(place)?, &whole(part)?],
        )
    }

    fn write_snapshot(&mut self, log: LogNumber, row: &SnapshotRow<'_>) -> Result<(), StoreProblem> {
        self.execute(
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
        self.execute("DELETE FROM snapshot WHERE log = $1", &[&log.0])
    }

    fn write_directory(
        &mut self,
        reference: &str,
        key: KeyName,
        ciphertext: &[u8],
    ) -> Result<(), StoreProblem> {
        self.execute(
            "INSERT INTO directory (reference, key, ciphertext) VALUES ($1, $2, $3)
                ON CONFLICT (reference) DO UPDATE SET key = excluded.key, ciphertext = excluded.ciphertext",
            &[&reference, &key.as_bytes(), &ciphertext],
        )
    }

    fn delete_directory(&mut self, reference: &str) -> Result<(), StoreProblem> {
        self.execute("DELETE FROM directory WHERE reference = $1", &[&reference])
    }

    fn split(&mut self) -> Result<(), StoreProblem> {
        self.send()?;
        self.session.run("COMMIT; BEGIN", "writing")
    }
}
