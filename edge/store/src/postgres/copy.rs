//! The record out of PostgreSQL into an SQLite file: a backup that opens without a server.
//!
//! It will never know what a row says. Start with [`into_sqlite`].

use std::path::Path;

use postgres::fallible_iterator::FallibleIterator;
use postgres::types::{ToSql, Type};
use rusqlite::types::Value;

use super::failed;
use super::pool::Session;
use crate::StoreProblem;
use crate::migration::RECORD_SQLITE;
use crate::sqlite;
use crate::switches::Switches;

const DOING: &str = "backing up";

/// Every table and its columns, those that others point to first.
const TABLES: &[(&str, &[&str])] = &[
    ("log", &["number", "origin"]),
    ("head", &["log", "size", "frontier", "last_at", "last_hash", "closed"]),
    ("event", &["log", "place", "line", "hash"]),
    ("part", &["log", "place", "part", "key", "ciphertext", "blob"]),
    ("blob", &["sha256", "chunk", "bytes"]),
    ("stream", &["log", "stream", "version", "place"]),
    ("node", &["log", "level", "number", "hash"]),
    ("request", &["log", "request", "fingerprint", "first", "past", "answer"]),
    ("checkpoint", &["log", "size", "note", "frontier"]),
    ("cosignature", &["log", "size", "number", "line"]),
    ("directory", &["reference", "key", "ciphertext"]),
    ("snapshot", &["log", "name", "code_version", "size", "leaf_hash", "state_hash", "key", "ciphertext"]),
];

/// Copies every table, as one transaction sees them, into a new file.
pub(super) fn into_sqlite(session: &mut Session, file: &Path) -> Result<(), StoreProblem> {
    let into = sqlite::failed(DOING);
    let switches = Switches::default();
    let mut copy = sqlite::writing_connection(file, &switches)?;
    sqlite::migrate(&mut copy, RECORD_SQLITE, &[], &switches)?;
    let transaction = copy.transaction().map_err(&into)?;
    for (table, columns) in TABLES {
        copy_table(session, &transaction, table, columns)?;
    }
    transaction.commit().map_err(&into)
}

fn copy_table(
    session: &mut Session,
    copy: &rusqlite::Transaction<'_>,
    table: &str,
    columns: &[&str],
) -> Result<(), StoreProblem> {
    let (from, into) = (failed(DOING), sqlite::failed(DOING));
    let names = columns.join(", ");
    let places = vec!["?"; columns.len()].join(", ");
    let mut insert =
        copy.prepare(&format!("INSERT INTO {table} ({names}) VALUES ({places})")).map_err(&into)?;
    let none: [&(dyn ToSql + Sync); 0] = [];
    // The order makes the same record the same file.
    let select = format!("SELECT {names} FROM {table} ORDER BY 1, 2");
    let mut rows = session.client.query_raw(&select, none).map_err(&from)?;
    while let Some(row) = rows.next().map_err(&from)? {
        let mut values = Vec::with_capacity(columns.len());
        for (column, at) in row.columns().iter().zip(0..) {
            values.push(value(&row, at, column.type_()).map_err(&from)?);
        }
        insert.execute(rusqlite::params_from_iter(values)).map_err(&into)?;
    }
    Ok(())
}

fn value(row: &postgres::Row, at: usize, kind: &Type) -> Result<Value, postgres::Error> {
    Ok(match *kind {
        Type::INT8 => row.try_get::<_, Option<i64>>(at)?.map_or(Value::Null, Value::Integer),
        Type::BYTEA => row.try_get::<_, Option<Vec<u8>>>(at)?.map_or(Value::Null, Value::Blob),
        _ => row.try_get::<_, Option<String>>(at)?.map_or(Value::Null, Value::Text),
    })
}
