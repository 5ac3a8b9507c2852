//! Keys in an SQLite file of their own.
//!
//! It will never know what a key opens. Start with [`SqliteKeys::open`].

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, OptionalExtension, params};

use super::{Found, Key, KeyName, Keys};
use crate::StoreProblem;
use crate::migration::KEYS_SQLITE;
use crate::sqlite::{clear_log, failed, integrity, migrate, writing_connection};
use crate::switches::Switches;

/// A file of keys. One connection serves all: a lookup is short, and a key is drawn for a thousand.
pub(crate) struct SqliteKeys {
    connection: Mutex<Connection>,
}

impl SqliteKeys {
    pub(crate) fn open(file: &Path, switches: &Switches) -> Result<SqliteKeys, StoreProblem> {
        let mut connection = writing_connection(file, switches)?;
        migrate(&mut connection, KEYS_SQLITE, &[], switches)?;
        Ok(SqliteKeys { connection: Mutex::new(connection) })
    }

    /// Keeps keys and the names of destroyed ones as another store has them.
    pub(crate) fn keep_copies(&self, batch: &[(KeyName, Option<Key>)]) -> Result<(), StoreProblem> {
        let failed = failed("keeping keys");
        let mut connection = self.connection();
        let transaction = connection.transaction().map_err(&failed)?;
        for (name, key) in batch {
            let bytes = key.as_ref().map(|key| key.as_bytes().as_slice());
            transaction
                .prepare_cached("INSERT INTO key (name, bytes) VALUES (?1, ?2)")
                .and_then(|mut statement| statement.execute(params![name.as_bytes(), bytes]))
                .map_err(&failed)?;
        }
        transaction.commit().map_err(&failed)
    }

    fn connection(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Keys for SqliteKeys {
    fn keep(&self, batch: &[(KeyName, Key)]) -> Result<(), StoreProblem> {
        let batch: Vec<(KeyName, Option<Key>)> =
            batch.iter().map(|(name, key)| (*name, Some(key.clone()))).collect();
        self.keep_copies(&batch)
    }

    fn find(&self, name: KeyName) -> Result<Found, StoreProblem> {
        let bytes: Option<Option<Vec<u8>>> = self
            .connection()
            .prepare_cached("SELECT bytes FROM key WHERE name = ?1")
            .and_then(|mut statement| statement.query_row([name.as_bytes()], |row| row.get(0)).optional())
            .map_err(failed("looking up a key"))?;
        Ok(match bytes {
            None => Found::Missing,
            Some(None) => Found::Destroyed,
            Some(Some(bytes)) => Key::read(&bytes).map_or(Found::Missing, Found::Key),
        })
    }

    fn destroy(&self, name: KeyName) -> Result<(), StoreProblem> {
        let connection = self.connection();
        connection
            .execute("UPDATE key SET bytes = NULL WHERE name = ?1", [name.as_bytes()])
            .map_err(failed("destroying a key"))?;
        clear_log(&connection, "destroying a key")
    }

    fn each(
        &self,
        take: &mut dyn FnMut(KeyName, Option<Key>) -> Result<(), StoreProblem>,
    ) -> Result<(), StoreProblem> {
        let failed = failed("copying keys");
        let connection = self.connection();
        let mut statement =
            connection.prepare("SELECT name, bytes FROM key ORDER BY name").map_err(&failed)?;
        let mut rows = statement.query([]).map_err(&failed)?;
        while let Some(row) = rows.next().map_err(&failed)? {
            let name: Vec<u8> = row.get(0).map_err(&failed)?;
            let bytes: Option<Vec<u8>> = row.get(1).map_err(&failed)?;
            if let Some(name) = KeyName::read(&name) {
                take(name, bytes.as_deref().and_then(Key::read))?;
            }
        }
        Ok(())
    }

    fn check(&self) -> Result<Vec<String>, StoreProblem> {
        integrity(&self.connection(), "the keys")
    }
}
