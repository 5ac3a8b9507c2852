//! What the host promises: one order, one effect for a request, no clock that decides, many alliances at once.
#![expect(clippy::unwrap_used, reason = "a test stops at its first surprise")]

mod clocks;
#[path = "../fixed/mod.rs"]
mod fixed;
mod many;
mod reading;

use accordant_alliance::Command;
use accordant_alliance::command::{Found, Signatory};
use accordant_host::{Alliance, Answer, Clock, Host, HostProblem, Request, World};
use accordant_record::Instant;
use fixed::Drawn;
use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

/// 1 June 2026, nine in the morning, UTC.
pub const BEGIN: i64 = 1_780_304_400_000_000;
/// In microseconds.
pub const SECOND: i64 = 1_000_000;

/// An alliance of two, with one pool.
pub const TEXT: &str = "
accordant: 1
alliance:
  name: A small alliance
  zone: Europe/London
  term: { from: 2026-04-01, to: 2029-03-31 }
  settles: { every: year, from: 1 April, currency: GBP }
  illustrative: Made up for a test.
parties:
  board: { name: The board, role: commissioner }
  trust: { name: The trust, role: provider }
money:
  rounding: pennies, half away from zero
  inputs:
    budget: { unit: GBP }
  pools:
    fund: { in_books_of: board, year_end: deferred income, opening: 1m GBP }
  postings:
    paid: { of: budget, from: board, to: trust }
";

/// A clock that shows what a test sets, and goes on by a second whenever it is asked.
pub struct Set(pub AtomicI64, pub Mutex<Vec<i64>>);

impl Set {
    /// A clock that shows this at first, in microseconds since 1970.
    pub fn to(micros: i64) -> Arc<Set> {
        Arc::new(Set(AtomicI64::new(micros), Mutex::new(Vec::new())))
    }
}

impl Clock for Set {
    fn now(&self) -> Result<Instant, String> {
        let now = self.0.fetch_add(SECOND, Ordering::SeqCst);
        self.1.lock().unwrap().push(now);
        Instant::from_micros(now).ok_or_else(|| "no instant".to_string())
    }
}

/// A host of that clock; hosts of one folder draw from other seeds, as keys serve once.
pub fn host(clock: Arc<Set>, seed: u64) -> Host {
    Host::new(World { clock, randomness: Arc::new(Drawn::from(seed)), software: "test".to_string() })
}

/// Founds the small alliance in a folder.
pub fn found(host: &Host, folder: &Path) -> Arc<Alliance> {
    let signatory = |(person, party): (usize, &str)| Signatory {
        party: party.to_string(),
        signed_copy: "paper of 1 March 2026".to_string(),
        document: None,
        person,
    };
    let command = Command::Found(Found {
        files: vec![("alliance.yaml".to_string(), TEXT.as_bytes().to_vec())],
        effective: jiff::civil::date(2026, 4, 1),
        signatories: ["board", "trust"].into_iter().enumerate().map(signatory).collect(),
        founder: 0,
    });
    let request = Request {
        key: "founding".to_string(),
        actor: String::new(),
        assurance: "operating-system".to_string(),
        seat: None,
        seen: None,
        worked_out_from: None,
        command,
    };
    host.found(folder, "small", &request).unwrap().0
}

/// The person who may speak for a party.
pub fn speaker(alliance: &Alliance, party: &str) -> String {
    alliance.state().unwrap().kept().mandates[party][0].person.clone()
}

/// Asks in the name of the board.
pub fn ask(alliance: &Alliance, key: &str, command: Command) -> Result<Answer, HostProblem> {
    asked(alliance, key, None, command)
}

/// Asks in the name of the board, having seen so many entries.
pub fn asked(
    alliance: &Alliance,
    key: &str,
    seen: Option<u64>,
    command: Command,
) -> Result<Answer, HostProblem> {
    alliance.submit(Request { seen, ..request(alliance, key, command) })
}

/// A request in the name of the board.
pub fn request(alliance: &Alliance, key: &str, command: Command) -> Request {
    Request {
        key: key.to_string(),
        actor: speaker(alliance, "board"),
        assurance: "operating-system".to_string(),
        seat: None,
        seen: None,
        worked_out_from: None,
        command,
    }
}

/// A payment into the fund, of so many pence.
pub fn pays_in(minor: i128) -> Command {
    Command::MovePool(accordant_alliance::command::MovePool {
        pool: "fund".to_string(),
        movement: accordant_alliance::event::Move::PaidIn,
        minor: Some(minor),
        on: jiff::civil::date(2026, 6, 1),
        party: Some("board".to_string()),
        commitment: None,
        purpose: "A grant".to_string(),
    })
}

/// Opening a period.
pub fn opens(period: &str) -> Command {
    Command::OpenPeriod { period: period.to_string() }
}
