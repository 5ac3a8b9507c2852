//! What a server must be set up to do before it is trusted, and the schema brought up to date.
//!
//! It will never know what is in the tables. Start with [`check_settings`].

use accordant_record::{Hash, sha256};
use postgres::fallible_iterator::FallibleIterator;
use postgres::types::ToSql;

use super::pool::Session;
use super::{ADVISORY_LOCK, failed};
use crate::StoreProblem;
use crate::migration::plan;
use crate::switches::{Mechanism, Switches};

/// A database with such a name says of itself that nothing in it must be kept.
const NAME_OF_TEST: &str = "_test";
const DOING: &str = "bringing the schema up to date";

/// Refuses a server that may lose what it confirms.
pub(crate) fn check_settings(session: &mut Session) -> Result<(), StoreProblem> {
    let sql =
        "SELECT current_database()::text, current_setting('fsync'), current_setting('full_page_writes'),
        current_setting('data_sync_retry')";
    let rows = session.query(sql, &[])?;
    let Some(row) = rows.first() else { return Ok(()) };
    let column =
        |at: usize| row.try_get::<_, String>(at).map_err(failed("reading the settings of the server"));
    if column(0)?.ends_with(NAME_OF_TEST) {
        return Ok(());
    }
    let wanted = [("fsync", 1, "on"), ("full_page_writes", 2, "on"), ("data_sync_retry", 3, "off")];
    for (name, at, value) in wanted {
        let found = column(at)?;
        if found != value {
            return Err(StoreProblem::Unsafe { setting: format!("{name} = {found}") });
        }
    }
    Ok(())
}

/// Applies what is missing of the schema, all or nothing, and refuses one that a later program has written.
pub(crate) fn migrate(
    session: &mut Session,
    schema: &str,
    ours: &'static [&'static str],
    further: &[&'static str],
    switches: &Switches,
) -> Result<(), StoreProblem> {
    let known = [ours, further].concat();
    let begin = format!(
        "BEGIN; SET LOCAL statement_timeout = 0; SELECT pg_advisory_xact_lock({ADVISORY_LOCK});
        CREATE SCHEMA IF NOT EXISTS {schema};
        CREATE TABLE IF NOT EXISTS migration (number BIGINT PRIMARY KEY, sha256 BYTEA NOT NULL)"
    );
    session.run(&begin, DOING)?;
    let mut applied = Vec::new();
    for row in session.client.query("SELECT number, sha256 FROM migration", &[]).map_err(failed(DOING))? {
        let number: i64 = row.try_get(0).map_err(failed(DOING))?;
        applied.push((number.cast_unsigned(), row.try_get(1).map_err(failed(DOING))?));
    }
    for pending in plan(&known, &applied)? {
        let before = lines_digest(session)?;
        session.run(pending.text, DOING)?;
        let same = before.is_none() || lines_digest(session)? == before;
        if !same && switches.holds(Mechanism::MigrationsKeepLines) {
            return Err(StoreProblem::MigrationAlters { migration: pending.number });
        }
        let row: [&(dyn ToSql + Sync); 2] =
            [&pending.number.cast_signed(), &pending.sha256.as_bytes().as_slice()];
        session.execute("INSERT INTO migration (number, sha256) VALUES ($1, $2)", &row)?;
    }
    session.run("COMMIT", DOING)
}

/// The hash of every recorded line with its place; nothing where there are no lines yet.
fn lines_digest(session: &mut Session) -> Result<Option<Hash>, StoreProblem> {
    let failed = failed(DOING);
    let there = "SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'event'";
    if session.client.query(there, &[]).map_err(&failed)?.is_empty() {
        return Ok(None);
    }
    let mut digest = sha256(b"");
    let sql = "SELECT log, place, line FROM event ORDER BY log, place";
    let none: [&(dyn ToSql + Sync); 0] = [];
    let mut rows = session.client.query_raw(sql, none).map_err(&failed)?;
    while let Some(row) = rows.next().map_err(&failed)? {
        let log: i64 = row.try_get(0).map_err(&failed)?;
        let place: i64 = row.try_get(1).map_err(&failed)?;
        let line: &[u8] = row.try_get(2).map_err(&failed)?;
        let with_place = [digest.as_bytes().as_slice(), &log.to_be_bytes(), &place.to_be_bytes(), line];
        digest = sha256(&with_place.concat());
    }
    Ok(Some(digest))
}
