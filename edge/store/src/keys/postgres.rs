//! Keys in a schema of their own, of the same database or another.
//!
//! A destroyed key is gone from the table when its space was written anew. The server's own log and its base backups hold
//! it until they are recycled: whoever runs the server keeps both no longer than keys may be restored. It will never
//! know what a key opens. Start with [`PostgresKeys::open`].

use postgres::Row;
use postgres::fallible_iterator::FallibleIterator;
use postgres::types::ToSql;

use super::{Found, Key, KeyName, Keys};
use crate::StoreProblem;
use crate::migration::KEYS_POSTGRES;
use crate::postgres::{Pool, check_settings, failed, migrate};
use crate::switches::Switches;

const SCHEMA: &str = "accordant_keys";
/// After as many lost connections it is the server that is gone.
const LOST_MAX: u32 = 9;

/// A schema of keys.
pub(crate) struct PostgresKeys {
    pool: Pool,
}

impl PostgresKeys {
    pub(crate) fn open(place: &str, switches: &Switches) -> Result<PostgresKeys, StoreProblem> {
        let pool = Pool::new(place, SCHEMA, switches)?;
        let mut lease = pool.take()?;
        check_settings(lease.session()?)?;
        migrate(lease.session()?, SCHEMA, KEYS_POSTGRES, &[], switches)?;
        lease.give_back();
        Ok(PostgresKeys { pool })
    }
}

impl PostgresKeys {
    fn look_up(&self, name: KeyName) -> Result<Vec<Row>, StoreProblem> {
        let mut lease = self.pool.take()?;
        let rows = lease.session()?.query("SELECT bytes FROM key WHERE name = $1", &[&name.as_bytes()])?;
        lease.give_back();
        Ok(rows)
    }
}

impl Keys for PostgresKeys {
    fn keep(&self, batch: &[(KeyName, Key)]) -> Result<(), StoreProblem> {
        let names: Vec<&[u8]> = batch.iter().map(|(name, _)| name.as_bytes()).collect();
        let keys: Vec<&[u8]> = batch.iter().map(|(_, key)| key.as_bytes().as_slice()).collect();
        let mut lease = self.pool.take()?;
        let sql = "INSERT INTO key (name, bytes) SELECT * FROM unnest($1::bytea[], $2::bytea[])";
        lease.session()?.execute(sql, &[&names, &keys])?;
        lease.give_back();
        Ok(())
    }

    fn find(&self, name: KeyName) -> Result<Found, StoreProblem> {
        let mut lost = 0;
        let rows = loop {
            // An idle connection may have been lost, and looking again changes nothing.
            match self.look_up(name) {
                Err(StoreProblem::Unknown { .. }) if lost < LOST_MAX => lost += 1,
                found => break found?,
            }
        };
        let Some(row) = rows.first() else { return Ok(Found::Missing) };
        let bytes: Option<&[u8]> = row.try_get(0).map_err(failed("looking up a key"))?;
        Ok(match bytes {
            None => Found::Destroyed,
            Some(bytes) => Key::read(bytes).map_or(Found::Missing, Found::Key),
        })
    }

    fn destroy(&self, name: KeyName) -> Result<(), StoreProblem> {
        let mut lease = self.pool.take()?;
        let session = lease.session()?;
        session.execute("UPDATE key SET bytes = NULL WHERE name = $1", &[&name.as_bytes()])?;
        // It writes the table anew, for the space of a deleted row is not cleared otherwise.
        session.run("VACUUM FULL key", "destroying a key")?;
        lease.give_back();
        Ok(())
    }

    fn each(
        &self,
        take: &mut dyn FnMut(KeyName, Option<Key>) -> Result<(), StoreProblem>,
    ) -> Result<(), StoreProblem> {
        let failed = failed("copying keys");
        let mut lease = self.pool.take()?;
        let none: [&(dyn ToSql + Sync); 0] = [];
        let mut rows = lease.session()?.rows("SELECT name, bytes FROM key ORDER BY name", none)?;
        while let Some(row) = rows.next().map_err(&failed)? {
            let name: &[u8] = row.try_get(0).map_err(&failed)?;
            let bytes: Option<&[u8]> = row.try_get(1).map_err(&failed)?;
            if let Some(name) = KeyName::read(name) {
                take(name, bytes.and_then(Key::read))?;
            }
        }
        drop(rows);
        lease.give_back();
        Ok(())
    }

    fn check(&self) -> Result<Vec<String>, StoreProblem> {
        Ok(Vec::new())
    }
}
