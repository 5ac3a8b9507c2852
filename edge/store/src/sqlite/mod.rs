//! The record in an SQLite file: one connection writes, several read.
//!
//! It will never know what a line says. Start with [`open_files`].

mod change;
mod open;
mod view;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::backup::{Backup, StepResult};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode};

use crate::engine::{Ending, Engine, Look, Work};
use crate::kept::Kept;
use crate::keys::KeyRing;
use crate::keys::sqlite::SqliteKeys;
use crate::migration::RECORD_SQLITE;
use crate::switches::{Mechanism, Switches};
use crate::{Randomness, StoreProblem};

use open::reading_connection;
pub(crate) use open::{integrity, migrate, sync_folder, writing_connection};

pub(crate) const RECORD_FILE: &str = "record.db";
pub(crate) const KEYS_FILE: &str = "keys.db";
/// More idle readers than this are not worth their memory.
const READERS_IDLE_MAX: usize = 8;

/// Opens or begins a store in these files.
pub(crate) fn open_files(
    record: &Path,
    keys: &Path,
    randomness: Randomness,
    switches: Switches,
) -> Result<Kept<Sqlite>, StoreProblem> {
    open::engine_is_new_enough()?;
    let keys = SqliteKeys::open(keys, &switches)?;
    let engine = Sqlite::open(record, &switches)?;
    Kept::new(engine, KeyRing::new(Box::new(keys), randomness), switches)
}

/// A file of the record.
pub(crate) struct Sqlite {
    // The readers close first, so that the writer, closing last, leaves one file behind.
    readers: Mutex<Vec<Connection>>,
    writer: Mutex<Connection>,
    file: PathBuf,
    switches: Switches,
}

impl Sqlite {
    fn open(file: &Path, switches: &Switches) -> Result<Sqlite, StoreProblem> {
        let mut writer = writing_connection(file, switches)?;
        migrate(&mut writer, RECORD_SQLITE, switches.migrations(), switches)?;
        Ok(Sqlite {
            readers: Mutex::new(Vec::new()),
            writer: Mutex::new(writer),
            file: file.to_owned(),
            switches: switches.clone(),
        })
    }

    fn writer(&self) -> MutexGuard<'_, Connection> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn reader(&self) -> Result<Connection, StoreProblem> {
        let idle = self.readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        match idle {
            Some(reader) => Ok(reader),
            None => reading_connection(&self.file, &self.switches),
        }
    }

    fn give_back(&self, reader: Connection) {
        let mut readers = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        if readers.len() < READERS_IDLE_MAX {
            readers.push(reader);
        }
    }
}

impl Engine for Sqlite {
    fn look(&self, look: &mut Look<'_>) -> Result<(), StoreProblem> {
        let failed = failed("reading");
        let mut reader = self.reader()?;
        let transaction = reader.transaction().map_err(&failed)?;
        look(&mut view::Rows { connection: &transaction })?;
        transaction.finish().map_err(&failed)?;
        self.give_back(reader);
        Ok(())
    }

    fn change(
        &self,
        doing: &'static str,
        _log: Option<&str>,
        work: &mut Work<'_>,
    ) -> Result<(), StoreProblem> {
        let failed = failed(doing);
        let writer = self.writer();
        if !writer.is_autocommit() {
            // What was acknowledged before its commit, by a test.
            writer.execute_batch("COMMIT").map_err(&failed)?;
        }
        // It takes the lock at once, so that everything read below is read under it.
        writer.execute_batch("BEGIN IMMEDIATE").map_err(&failed)?;
        let undo = Undo { connection: &writer };
        match work(&mut view::Rows { connection: &writer })? {
            Ending::RollBack => return Ok(()),
            Ending::Commit if self.switches.holds(Mechanism::AcknowledgeAfterCommit) => {
                writer.execute_batch("COMMIT").map_err(&failed)?;
            }
            Ending::Commit => (),
        }
        std::mem::forget(undo);
        Ok(())
    }

    fn clear_deleted(&self) -> Result<(), StoreProblem> {
        clear_log(&self.writer(), "clearing what was deleted")
    }

    /// Closing must not try again what failed.
    fn stopped(&self) {
        // Should the setting fail too, there is nothing left to do about it.
        let _ = self.writer().set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true);
    }

    fn check(&self) -> Result<Vec<String>, StoreProblem> {
        let reader = self.reader()?;
        let found = integrity(&reader, "the record")?;
        self.give_back(reader);
        Ok(found)
    }

    fn copy(&self, file: &Path) -> Result<(), StoreProblem> {
        let failed = failed("backing up");
        let reader = self.reader()?;
        let mut copy = Connection::open(file).map_err(&failed)?;
        // All pages in one step, and so of one state, however much is written meanwhile.
        let copied = Backup::new(&reader, &mut copy).and_then(|backup| backup.step(-1)).map_err(&failed)?;
        self.give_back(reader);
        match copied {
            StepResult::Done => Ok(()),
            _ => Err(StoreProblem::Busy { doing: "backing up" }),
        }
    }
}

/// Undoes a transaction that did not come to its end, whether by an error or by a panic.
struct Undo<'a> {
    connection: &'a Connection,
}

impl Drop for Undo<'_> {
    fn drop(&mut self) {
        if !self.connection.is_autocommit() {
            // The engine undoes it on its own when this cannot.
            let _ = self.connection.execute_batch("ROLLBACK");
        }
    }
}

/// Moves what is in the log into the file, where deleted bytes are zeros, and cuts the log to nothing.
pub(crate) fn clear_log(connection: &Connection, doing: &'static str) -> Result<(), StoreProblem> {
    let busy: i64 = connection
        .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))
        .map_err(failed(doing))?;
    if busy == 0 { Ok(()) } else { Err(StoreProblem::Busy { doing }) }
}

/// What went wrong in SQLite while doing this.
pub(crate) fn failed(doing: &'static str) -> impl Fn(rusqlite::Error) -> StoreProblem {
    move |error| {
        let why = error.to_string();
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreProblem::Busy { doing },
            Some(ErrorCode::DiskFull) => StoreProblem::Full { doing, why },
            _ => StoreProblem::Failed { doing, why },
        }
    }
}
