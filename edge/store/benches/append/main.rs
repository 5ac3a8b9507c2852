//! How many events are durable in a second, on both engines: by one writer, and by sixteen whose queue is committed
//! together, against one connection that writes the same bytes into the same tables, a transaction for each event.
//!
//! `cargo bench -p accordant-store`, or `... -- 8000` for more events than the usual 1600.

mod baseline;
mod events;

use std::time::Instant;

use accordant_store::testing::Postgres;
use accordant_store::{KeysAt, Store, open};

use events::{Folder, append, randomness};

const EVENTS: u64 = 1_600;
const ROUNDS: u64 = 25;
const WRITERS: u64 = 16;

fn main() {
    let events = std::env::args().filter_map(|argument| argument.parse().ok()).next().unwrap_or(EVENTS);
    let folder = Folder::new("sqlite");
    measure("SQLite", &folder.place("store"), &folder.place("baseline"), events);
    match Postgres::start() {
        Ok(server) => {
            let (store, baseline) = (server.database().unwrap(), server.database().unwrap());
            measure("PostgreSQL", &store, &baseline, events);
        }
        Err(why) => println!("PostgreSQL: not measured: {why}"),
    }
}

/// How long each took in one round, for one event.
#[derive(Clone, Copy)]
struct Round {
    one: f64,
    raw: f64,
    many: f64,
}

/// Each is taken in turn in many short rounds, of which the middle one counts: a disk that others use too is now fast, now slow.
fn measure(engine: &str, place: &str, place_of_baseline: &str, events: u64) {
    let store = opened(place);
    // It lays out the same tables.
    drop(opened(place_of_baseline));
    let count = (events / ROUNDS).max(1);
    let queues = (count / WRITERS).max(1);
    let mut rounds = Vec::new();
    let mut written = 0;
    for _ in 0..ROUNDS {
        let from = written;
        let one = timed(count, || (0..count).for_each(|_| append(&*store, 1)));
        written += count;
        let rows = baseline::rows(place, from..written);
        let raw = baseline::write(place_of_baseline, &rows).as_secs_f64() / count as f64;
        let many = timed(queues * WRITERS, || (0..queues).for_each(|_| append(&*store, WRITERS)));
        written += queues * WRITERS;
        rounds.push(Round { one, raw, many });
    }
    let (one, raw, many) = (
        middle(&rounds, |round| round.one),
        middle(&rounds, |round| round.raw),
        middle(&rounds, |round| round.many),
    );
    let (to_raw, to_one) =
        (middle(&rounds, |round| round.one / round.raw), middle(&rounds, |round| round.one / round.many));
    println!("{engine}: one writer            {:>8.0} events/s", 1.0 / one);
    println!(
        "{engine}: the same rows, raw    {:>8.0} events/s   the store takes {to_raw:.2} times as long",
        1.0 / raw
    );
    println!("{engine}: sixteen in one queue  {:>8.0} events/s   {to_one:.1} times one writer", 1.0 / many);
    assert!(store.check().unwrap().is_empty(), "{engine}: what was measured is not sound");
}

fn middle(rounds: &[Round], of: impl Fn(&Round) -> f64) -> f64 {
    let mut all: Vec<f64> = rounds.iter().map(of).collect();
    all.sort_by(f64::total_cmp);
    all[all.len() / 2]
}

fn opened(place: &str) -> Box<dyn Store> {
    open(place, &KeysAt::Beside, randomness()).unwrap_or_else(|problem| panic!("{problem}"))
}

/// The time of one of so many, in seconds.
fn timed(count: u64, work: impl FnOnce()) -> f64 {
    let begun = Instant::now();
    work();
    begun.elapsed().as_secs_f64() / count as f64
}
