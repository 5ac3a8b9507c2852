//! A few connections, each with the statements that it has prepared.
//!
//! It will never know what is asked. Start with [`Pool::take`].

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

use postgres::types::ToSql;
use postgres::{Client, Config, NoTls, Row, RowIter, Statement};

use super::failed;
use crate::StoreProblem;
use crate::switches::{Mechanism, Switches};

/// More at a time would wait for the same disk.
const SESSIONS_MAX: usize = 8;
const CONNECT: Duration = Duration::from_secs(10);
/// A writer that is stuck must not hold up an alliance for ever.
const TIMEOUTS: &str =
    "-c lock_timeout=10s -c statement_timeout=120s -c idle_in_transaction_session_timeout=120s";

/// Every question goes by a key of its table, so one plan does for all values: a new one each time takes longer than to answer.
const PLANS: &str = "-c plan_cache_mode=force_generic_plan";

/// Connections to one database, with one schema before all others.
pub(crate) struct Pool {
    config: Config,
    place: String,
    sessions: Mutex<Sessions>,
    returned: Condvar,
}

#[derive(Default)]
struct Sessions {
    idle: Vec<Session>,
    lent: usize,
}

impl Pool {
    pub(crate) fn new(place: &str, schema: &str, switches: &Switches) -> Result<Pool, StoreProblem> {
        // The address may hold a password, so it is not repeated.
        let mut config: Config = place.parse().map_err(|error: postgres::Error| StoreProblem::Unopened {
            place: "postgres://".to_owned(),
            why: error.to_string(),
        })?;
        let synchronous = match switches.holds(Mechanism::WaitForDisk) {
            true => "on",
            false => "off",
        };
        config.connect_timeout(CONNECT);
        let options =
            format!("-c search_path={schema} -c synchronous_commit={synchronous} {TIMEOUTS} {PLANS}");
        config.options(&options);
        let place = format!("postgres://.../{}", config.get_dbname().unwrap_or_default());
        Ok(Pool { config, place, sessions: Mutex::default(), returned: Condvar::new() })
    }

    /// A connection: an idle one, a new one, or the next that is given back.
    pub(crate) fn take(&self) -> Result<Lease<'_>, StoreProblem> {
        let mut sessions = self.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        while sessions.idle.is_empty() && sessions.lent >= SESSIONS_MAX {
            sessions = self.returned.wait(sessions).unwrap_or_else(PoisonError::into_inner);
        }
        sessions.lent += 1;
        let idle = std::iter::from_fn(|| sessions.idle.pop()).find(|session| !session.client.is_closed());
        drop(sessions);
        // From here on the lease counts as lent, whatever becomes of it.
        let mut lease = Lease { pool: self, session: idle };
        if lease.session.is_none() {
            lease.session = Some(self.connect()?);
        }
        Ok(lease)
    }

    /// A connection on which a transaction was begun. An idle one that was lost meanwhile is found out here, where nothing was
    /// done yet, and the next is taken.
    pub(crate) fn begun(&self, begin: &str, doing: &'static str) -> Result<Lease<'_>, StoreProblem> {
        let mut lost = 0;
        loop {
            let mut lease = self.take()?;
            match lease.session()?.run(begin, doing) {
                Ok(()) => return Ok(lease),
                Err(StoreProblem::Unknown { .. }) if lost < SESSIONS_MAX => lost += 1,
                Err(problem) => return Err(problem),
            }
        }
    }

    fn connect(&self) -> Result<Session, StoreProblem> {
        let client = self
            .config
            .connect(NoTls)
            .map_err(|error| StoreProblem::Unopened { place: self.place.clone(), why: in_full(&error) })?;
        Ok(Session { client, statements: BTreeMap::new() })
    }

    fn returned(&self, session: Option<Session>) {
        let mut sessions = self.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        sessions.lent = sessions.lent.saturating_sub(1);
        sessions.idle.extend(session);
        drop(sessions);
        self.returned.notify_one();
    }
}

/// What an error says, and what it says of its causes.
fn in_full(error: &postgres::Error) -> String {
    let mut words = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        words = format!("{words}: {error}");
        cause = error.source();
    }
    words
}

/// A connection that is lent. One that is not given back is closed.
pub(crate) struct Lease<'a> {
    pool: &'a Pool,
    session: Option<Session>,
}

impl Lease<'_> {
    pub(crate) fn session(&mut self) -> Result<&mut Session, StoreProblem> {
        self.session.as_mut().ok_or(StoreProblem::Unknown {
            doing: "taking a connection",
            why: "it was given away".to_owned(),
        })
    }

    pub(crate) fn give_back(mut self) {
        let session = self.session.take();
        self.pool.returned(session);
        std::mem::forget(self);
    }

    /// The connection for good.
    pub(super) fn keep(mut self) -> Option<Session> {
        self.session.take()
    }
}

impl Drop for Lease<'_> {
    fn drop(&mut self) {
        self.session = None;
        self.pool.returned(None);
    }
}

/// A connection and its prepared statements.
pub(crate) struct Session {
    pub(super) client: Client,
    statements: BTreeMap<&'static str, Statement>,
}

impl Session {
    /// Runs statements that answer nothing.
    pub(crate) fn run(&mut self, sql: &str, doing: &'static str) -> Result<(), StoreProblem> {
        self.client.batch_execute(sql).map_err(failed(doing))
    }

    pub(crate) fn query(
        &mut self,
        sql: &'static str,
        params: &[&(dyn ToSql + Sync)],
    ) -> Result<Vec<Row>, StoreProblem> {
        let statement = self.statement(sql)?;
        self.client.query(&statement, params).map_err(failed("reading"))
    }

    pub(crate) fn execute(
        &mut self,
        sql: &'static str,
        params: &[&(dyn ToSql + Sync)],
    ) -> Result<(), StoreProblem> {
        let statement = self.statement(sql)?;
        self.client.execute(&statement, params).map(drop).map_err(failed("writing"))
    }

    /// Rows one at a time, without holding them all.
    pub(crate) fn rows<'a>(
        &'a mut self,
        sql: &'static str,
        params: impl IntoIterator<Item = &'a (dyn ToSql + Sync), IntoIter: ExactSizeIterator>,
    ) -> Result<RowIter<'a>, StoreProblem> {
        let statement = self.statement(sql)?;
        self.client.query_raw(&statement, params).map_err(failed("reading"))
    }

    fn statement(&mut self, sql: &'static str) -> Result<Statement, StoreProblem> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(sql).map_err(failed("preparing a statement"))?;
        self.statements.insert(sql, statement.clone());
        Ok(statement)
    }
}
