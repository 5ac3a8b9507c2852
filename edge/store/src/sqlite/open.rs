//! How a file is opened: the settings under which SQLite keeps what it confirms.
//!
//! It will never know what is in the tables. Start with [`writing_connection`].

use std::fs::{self, File};
use std::path::Path;
use std::time::Duration;

use accordant_record::{Hash, sha256};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, params};

use super::failed;
use crate::StoreProblem;
use crate::migration::plan;
use crate::switches::{Mechanism, Switches};

/// Before it, two connections that write or checkpoint at the same moment could corrupt a file.
const VERSION_LEAST: i32 = 3_051_003;
const VERSION_LEAST_WRITTEN: &str = "3.51.3";
/// How long a lock held by another is waited for.
const WAIT: Duration = Duration::from_secs(10);
const STATEMENTS_KEPT: usize = 64;

pub(super) fn engine_is_new_enough() -> Result<(), StoreProblem> {
    if rusqlite::version_number() >= VERSION_LEAST {
        return Ok(());
    }
    let found = rusqlite::version().to_owned();
    Err(StoreProblem::EngineTooOld { found, needed: VERSION_LEAST_WRITTEN.to_owned() })
}

/// Opens or creates a file for writing, and has the engine look through it.
pub(crate) fn writing_connection(file: &Path, switches: &Switches) -> Result<Connection, StoreProblem> {
    let unopened = |why: String| StoreProblem::Unopened { place: file.display().to_string(), why };
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).map_err(|error| unopened(error.to_string()))?;
    }
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = connect(file, flags, switches).map_err(|error| unopened(error.to_string()))?;
    settle(&connection, switches).map_err(|error| unopened(error.to_string()))?;
    let found = first_findings(&connection, "quick_check").map_err(|error| unopened(error.to_string()))?;
    match found.into_iter().next() {
        Some(finding) => Err(unopened(finding)),
        None => Ok(connection),
    }
}

/// Opens a file that is there for reading. The log beside it is shared with the writer, so the file is opened as the writer
/// opens it, and the connection is told to change nothing.
pub(super) fn reading_connection(file: &Path, switches: &Switches) -> Result<Connection, StoreProblem> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let opened = connect(file, flags, switches).and_then(|connection| {
        connection.pragma_update(None, "query_only", true)?;
        // The writer moves the log into the file, and nobody else.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        Ok(connection)
    });
    let place = || file.display().to_string();
    opened.map_err(|error| StoreProblem::Unopened { place: place(), why: error.to_string() })
}

fn connect(file: &Path, flags: OpenFlags, switches: &Switches) -> rusqlite::Result<Connection> {
    let connection = match switches.vfs() {
        None => Connection::open_with_flags(file, flags)?,
        Some(vfs) => Connection::open_with_flags_and_vfs(file, flags, vfs)?,
    };
    connection.busy_timeout(WAIT)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.pragma_update(None, "mmap_size", 0)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "recursive_triggers", true)?;
    Ok(connection)
}

fn settle(connection: &Connection, switches: &Switches) -> rusqlite::Result<()> {
    let synchronous = match switches.holds(Mechanism::WaitForDisk) {
        true => "FULL",
        false => "OFF",
    };
    connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
    connection.pragma_update(None, "synchronous", synchronous)?;
    connection.pragma_update(None, "fullfsync", true)?;
    connection.pragma_update(None, "checkpoint_fullfsync", true)?;
    connection.pragma_update_and_check(None, "secure_delete", true, |_| Ok(()))?;
    if let Some(pages) = switches.pages_max() {
        connection.pragma_update_and_check(None, "max_page_count", pages, |_| Ok(()))?;
    }
    Ok(())
}

/// Applies what is missing of the schema, all or nothing, and refuses a file that a later program has written.
pub(crate) fn migrate(
    connection: &mut Connection,
    ours: &'static [&'static str],
    further: &[&'static str],
    switches: &Switches,
) -> Result<(), StoreProblem> {
    let failed = failed("bringing the schema up to date");
    let known = [ours, further].concat();
    let transaction =
        connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).map_err(&failed)?;
    let table =
        "CREATE TABLE IF NOT EXISTS migration (number INTEGER PRIMARY KEY, sha256 BLOB NOT NULL) STRICT";
    transaction.execute_batch(table).map_err(&failed)?;
    for pending in plan(&known, &applied(&transaction).map_err(&failed)?)? {
        let before = lines_digest(&transaction).map_err(&failed)?;
        transaction.execute_batch(pending.text).map_err(&failed)?;
        let after = lines_digest(&transaction).map_err(&failed)?;
        let same = before.is_none_or(|before| after == Some(before));
        if !same && switches.holds(Mechanism::MigrationsKeepLines) {
            return Err(StoreProblem::MigrationAlters { migration: pending.number });
        }
        transaction
            .execute(
                "INSERT INTO migration (number, sha256) VALUES (?1, ?2)",
                params![pending.number.cast_signed(), pending.sha256.as_bytes()],
            )
            .map_err(&failed)?;
    }
    transaction.commit().map_err(&failed)
}

fn applied(connection: &Connection) -> rusqlite::Result<Vec<(u64, Vec<u8>)>> {
    let mut statement = connection.prepare("SELECT number, sha256 FROM migration ORDER BY number")?;
    let rows = statement.query_map([], |row| Ok((row.get::<_, i64>(0)?.cast_unsigned(), row.get(1)?)))?;
    rows.collect()
}

/// The hash of every recorded line with its place; nothing where there are no lines yet.
fn lines_digest(connection: &Connection) -> rusqlite::Result<Option<Hash>> {
    if !connection.table_exists(None, "event")? {
        return Ok(None);
    }
    let mut digest = sha256(b"");
    let mut statement = connection.prepare("SELECT log, place, line FROM event ORDER BY log, place")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (log, place): (i64, i64) = (row.get(0)?, row.get(1)?);
        let line: Vec<u8> = row.get(2)?;
        let with_place = [digest.as_bytes().as_slice(), &log.to_be_bytes(), &place.to_be_bytes(), &line];
        digest = sha256(&with_place.concat());
    }
    Ok(Some(digest))
}

/// What the engine finds wrong in the whole file.
pub(crate) fn integrity(connection: &Connection, what: &str) -> Result<Vec<String>, StoreProblem> {
    let found = match first_findings(connection, "integrity_check") {
        Ok(found) => found,
        Err(error) => vec![error.to_string()],
    };
    Ok(found.into_iter().map(|finding| format!("{what}: {finding}")).collect())
}

fn first_findings(connection: &Connection, pragma: &str) -> rusqlite::Result<Vec<String>> {
    let mut findings = Vec::new();
    connection.pragma_query(None, pragma, |row| {
        findings.push(row.get::<_, String>(0)?);
        Ok(())
    })?;
    findings.retain(|finding| finding != "ok");
    Ok(findings)
}

/// Makes the names in a folder durable, where the system can.
pub(crate) fn sync_folder(folder: &Path) -> std::io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}
