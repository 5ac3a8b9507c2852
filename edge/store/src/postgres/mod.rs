//! The record in a PostgreSQL database: the row of a log's head is its lock.
//!
//! The server keeps what it confirmed, stops itself when it cannot, and undoes what was not committed; a lost connection is
//! therefore no failure to write, and the same request, asked again, gets a definite answer. It will never know what
//! a line says. Start with [`open_databases`].

mod change;
mod copy;
mod gathered;
mod open;
mod pool;
mod view;

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use postgres::error::SqlState;

use crate::engine::{Ending, Engine, Look, Work};
use crate::kept::Kept;
use crate::keys::KeyRing;
use crate::keys::postgres::PostgresKeys;
use crate::migration::RECORD_POSTGRES;
use crate::switches::{Mechanism, Switches};
use crate::{Randomness, StoreProblem};

pub(crate) use open::{check_settings, migrate};
pub(crate) use pool::{Pool, Session};

/// The schema in which the record stands.
const SCHEMA: &str = "accordant";
/// Any number that no other program takes: whoever begins a log or changes the schema holds it.
pub(crate) const ADVISORY_LOCK: i64 = 0x6163_636f_7264;

/// Everything that is read in it is of one moment.
const BEGIN_READING: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
/// A statement under the lock sees all that was committed before the lock was had.
const BEGIN_WRITING: &str = "BEGIN ISOLATION LEVEL READ COMMITTED";

/// Opens or begins a store in these databases.
pub(crate) fn open_databases(
    record: &str,
    keys: &str,
    randomness: Randomness,
    switches: Switches,
) -> Result<Kept<Postgres>, StoreProblem> {
    let keys = PostgresKeys::open(keys, &switches)?;
    let pool = Pool::new(record, SCHEMA, &switches)?;
    let mut lease = pool.take()?;
    check_settings(lease.session()?)?;
    migrate(lease.session()?, SCHEMA, RECORD_POSTGRES, switches.migrations(), &switches)?;
    lease.give_back();
    let engine = Postgres { pool, late: Mutex::new(None), switches: switches.clone() };
    Kept::new(engine, KeyRing::new(Box::new(keys), randomness), switches)
}

/// A database of the record.
pub(crate) struct Postgres {
    pool: Pool,
    /// What was acknowledged before its commit, by a test.
    late: Mutex<Option<Session>>,
    switches: Switches,
}

impl Postgres {
    fn commit_late(&self) -> Result<(), StoreProblem> {
        let late = self.late.lock().unwrap_or_else(PoisonError::into_inner).take();
        match late {
            Some(mut session) => session.run("COMMIT", "writing"),
            None => Ok(()),
        }
    }

    fn work(
        &self,
        session: &mut Session,
        log: Option<&str>,
        work: &mut Work<'_>,
    ) -> Result<Ending, StoreProblem> {
        let mut rows = view::Rows::new(session);
        if let Some(log) = log.filter(|_| self.switches.holds(Mechanism::LockBeforeReading)) {
            rows.lock(log)?;
        }
        let ending = work(&mut rows)?;
        if ending == Ending::Commit {
            rows.send()?;
        }
        Ok(ending)
    }
}

impl Engine for Postgres {
    fn look(&self, look: &mut Look<'_>) -> Result<(), StoreProblem> {
        let mut lease = self.pool.begun(BEGIN_READING, "reading")?;
        let session = lease.session()?;
        let looked = look(&mut view::Rows::new(session));
        let ended = session.run("ROLLBACK", "reading");
        if ended.is_ok() {
            lease.give_back();
        }
        looked.and(ended)
    }

    fn change(
        &self,
        doing: &'static str,
        log: Option<&str>,
        work: &mut Work<'_>,
    ) -> Result<(), StoreProblem> {
        self.commit_late()?;
        // A lease that is not given back closes its connection, and the server undoes what was not committed.
        let mut lease = self.pool.begun(BEGIN_WRITING, doing)?;
        let session = lease.session()?;
        let ended = self.work(session, log, work);
        match ended {
            Ok(Ending::Commit) if self.switches.holds(Mechanism::AcknowledgeAfterCommit) => {
                session.run("COMMIT", doing)?;
            }
            Ok(Ending::Commit) => {
                *self.late.lock().unwrap_or_else(PoisonError::into_inner) = lease.keep();
                return Ok(());
            }
            Ok(Ending::RollBack) => session.run("ROLLBACK", doing)?,
            Err(problem) => {
                if session.run("ROLLBACK", doing).is_ok() {
                    lease.give_back();
                }
                return Err(problem);
            }
        }
        lease.give_back();
        Ok(())
    }

    /// The bytes of a part mean nothing without its key, which was cleared when it was destroyed; the server reuses their
    /// space in its own time.
    fn clear_deleted(&self) -> Result<(), StoreProblem> {
        let mut lease = self.pool.take()?;
        lease.session()?.run("VACUUM part, blob, snapshot, directory", "clearing what was deleted")?;
        lease.give_back();
        Ok(())
    }

    /// Nothing is retried on closing a connection.
    fn stopped(&self) {}

    /// The server checks the sums of its pages, where it was set up with them, whenever it reads one; every row is
    /// read in the walk.
    fn check(&self) -> Result<Vec<String>, StoreProblem> {
        Ok(Vec::new())
    }

    fn copy(&self, file: &Path) -> Result<(), StoreProblem> {
        let mut lease = self.pool.begun(BEGIN_READING, "backing up")?;
        let session = lease.session()?;
        copy::into_sqlite(session, file)?;
        session.run("ROLLBACK", "backing up")?;
        lease.give_back();
        Ok(())
    }
}

/// What went wrong in PostgreSQL while doing this.
pub(crate) fn failed(doing: &'static str) -> impl Fn(postgres::Error) -> StoreProblem {
    move |error| {
        let Some(told) = error.as_db_error() else {
            return StoreProblem::Unknown { doing, why: error.to_string() };
        };
        let why = format!("{} ({})", told.message(), told.code().code());
        let waits = [
            SqlState::LOCK_NOT_AVAILABLE,
            SqlState::QUERY_CANCELED,
            SqlState::T_R_DEADLOCK_DETECTED,
            SqlState::T_R_SERIALIZATION_FAILURE,
            SqlState::TOO_MANY_CONNECTIONS,
        ];
        let gone = [
            SqlState::ADMIN_SHUTDOWN,
            SqlState::CRASH_SHUTDOWN,
            SqlState::CANNOT_CONNECT_NOW,
            SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT,
        ];
        match told.code() {
            code if waits.contains(code) => StoreProblem::Busy { doing },
            code if gone.contains(code) => StoreProblem::Unknown { doing, why },
            code if *code == SqlState::DISK_FULL => StoreProblem::Full { doing, why },
            _ => StoreProblem::Failed { doing, why },
        }
    }
}
