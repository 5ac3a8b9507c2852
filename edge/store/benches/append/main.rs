//! How many events are durable in a second, on both engines: by one writer, and by sixteen whose queue is committed
//! together, against one connection that writes the same bytes into the same tables, a transaction for each event.
//!
//! `cargo bench -p accordant-store`, or `... -- 2000` for more events than the usual 400.

mod baseline;
mod events;

use std::time::{Duration, Instant};

use accordant_store::testing::Postgres;
use accordant_store::{KeysAt, Store, open};

use events::{Folder, append, randomness};

const EVENTS: u64 = 400;
const ROUNDS: u64 = 4;
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

/// Rounds of each are taken in turn, so that a slow moment of the disk falls on all.
fn measure(engine: &str, place: &str, place_of_baseline: &str, events: u64) {
    let store = opened(place);
    // It lays out the same tables.
    drop(opened(place_of_baseline));
    let mut times = [Duration::ZERO; 3];
    let mut written = 0;
    for _ in 0..ROUNDS {
        let count = events / ROUNDS;
        let from = written;
        times[0] += timed(|| (0..count).for_each(|_| append(&*store, 1)));
        written += count;
        let rows = baseline::rows(place, from..written);
        times[1] += baseline::write(place_of_baseline, &rows);
        let queues = count / WRITERS;
        times[2] += timed(|| (0..queues).for_each(|_| append(&*store, WRITERS)));
        written += queues * WRITERS;
    }
    let single = events / ROUNDS * ROUNDS;
    let queued = events / ROUNDS / WRITERS * WRITERS * ROUNDS;
    let rate = |count: u64, time: Duration| count as f64 / time.as_secs_f64();
    let (one, raw, many) = (rate(single, times[0]), rate(single, times[1]), rate(queued, times[2]));
    println!("{engine}: one writer            {one:>8.0} events/s");
    println!(
        "{engine}: the same rows, raw    {raw:>8.0} events/s   the store takes {:.2} times as long",
        raw / one
    );
    println!("{engine}: sixteen in one queue  {many:>8.0} events/s   {:.1} times one writer", many / one);
    assert!(store.check().unwrap().is_empty(), "{engine}: what was measured is not sound");
}

fn opened(place: &str) -> Box<dyn Store> {
    open(place, &KeysAt::Beside, randomness()).unwrap_or_else(|problem| panic!("{problem}"))
}

fn timed(work: impl FnOnce()) -> Duration {
    let begun = Instant::now();
    work();
    begun.elapsed()
}
