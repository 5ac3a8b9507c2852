//! A request is there as a whole or not at all, whatever fails in the middle of it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use accordant_faults::work::{
    Answer, LOG, LONG_BYTES, Opening, Request, SHORT_BYTES, erase, opened_wrongs, seal, wrongs,
};
use accordant_faults::{Disk, rounds};
use accordant_store::testing::Postgres;
use accordant_store::{Mechanism, Outcome, Step, Steps, Store};

/// What happens at the step.
#[derive(Debug, Clone, Copy)]
enum Happens {
    Error,
    Panic,
}

fn at(wanted: Step, nth: u64, happens: Happens) -> Steps {
    let seen = AtomicU64::new(0);
    Arc::new(move |step| {
        if step != wanted || seen.fetch_add(1, Ordering::SeqCst) + 1 != nth {
            return Ok(());
        }
        match happens {
            Happens::Error => Err("a fault on purpose".to_owned()),
            Happens::Panic => panic!("a fault on purpose"),
        }
    })
}

fn request(number: u64) -> Request {
    let part_bytes = if number == 1 { LONG_BYTES } else { SHORT_BYTES };
    Request { key: number.to_string(), events: 3, part_bytes }
}

/// Works until something fails.
fn work(store: &dyn Store, answers: &mut Vec<Answer>) -> Result<(), String> {
    for number in 0..4 {
        answers.extend(request(number).make(store)?);
        if number == 2 {
            answers.push(seal(store)?);
            answers.push(erase(store, 1)?);
        }
    }
    Ok(())
}

/// Where a store is begun.
enum Ground {
    /// On a disk that works, and does not make a test wait.
    Folder(tempfile::TempDir, Disk),
    Database(String),
}

impl Ground {
    fn folder() -> Ground {
        Ground::Folder(tempfile::tempdir().expect("a folder"), Disk::new(1))
    }

    fn database() -> Ground {
        static SERVER: OnceLock<Postgres> = OnceLock::new();
        let server = SERVER.get_or_init(|| Postgres::start().expect("a server of PostgreSQL"));
        Ground::Database(server.database().expect("a database"))
    }

    fn opening(&self) -> Opening {
        match self {
            Ground::Folder(folder, disk) => Opening::new(&folder.path().to_string_lossy()).on(disk),
            Ground::Database(address) => Opening::new(address),
        }
    }
}

/// What is wrong after a fault at this step; nothing if the step was not come to so often.
fn faulted(
    ground: &Ground,
    (step, nth): (Step, u64),
    happens: Happens,
    off: Option<Mechanism>,
) -> Option<Vec<String>> {
    let opening = ground.opening().without(off).stepping(at(step, nth, happens));
    let store = opening.open().expect("a store");
    let mut answers = Vec::new();
    let ended = catch_unwind(AssertUnwindSafe(|| work(store.as_ref(), &mut answers)));
    if matches!(ended, Ok(Ok(()))) {
        return None;
    }
    drop(store);
    let again = ground.opening();
    let mut found = opened_wrongs(again.open(), &answers);
    if found.is_empty() {
        found.extend(asked_again(&again, answers));
    }
    Some(found)
}

/// Every request once more, as a client does that does not know: it is there once, with one answer.
fn asked_again(opening: &Opening, mut answers: Vec<Answer>) -> Vec<String> {
    let mut found = Vec::new();
    let store = opening.open().expect("a store");
    for number in 0..4 {
        let request = request(number);
        let present = events_of(store.as_ref(), &request);
        match (present, request.submit(store.as_ref())) {
            (0, Ok(Outcome::Appended { .. })) | (3, Ok(Outcome::Repeated { .. })) => {}
            (present, outcome) => {
                found.push(format!("{present} events of request {number}, and then {outcome:?}"))
            }
        }
        answers.extend(request.make(store.as_ref()).unwrap_or_default());
    }
    found.extend(wrongs(store.as_ref(), &answers));
    found
}

fn events_of(store: &dyn Store, request: &Request) -> usize {
    let Some(head) = store.head(LOG).expect("a head") else { return 0 };
    let events = store.read_range(LOG, 0..head.size).expect("events");
    events.iter().filter(|event| event.header.stream == request.stream()).count()
}

/// A fault at every step; the wrongs of the first that has any.
fn faults_at_every_step(begin: fn() -> Ground, off: Option<Mechanism>, times: u64) -> Vec<String> {
    for happens in [Happens::Error, Happens::Panic] {
        for step in Step::ALL {
            for nth in 1..=times {
                let faulted = faulted(&begin(), (step, nth), happens, off);
                assert!(nth > 1 || off.is_some() || faulted.is_some(), "{step:?} was never come to");
                let wrongs = faulted.unwrap_or_default();
                if !wrongs.is_empty() {
                    let told = |wrong| format!("{happens:?} at {step:?}, time {nth}: {wrong}");
                    return wrongs.into_iter().map(told).collect();
                }
            }
        }
    }
    Vec::new()
}

#[test]
fn on_sqlite_a_request_is_there_as_a_whole_or_not_at_all_after_an_error_or_a_panic_at_any_step() {
    assert_eq!(faults_at_every_step(Ground::folder, None, rounds(2, 12)), [""; 0]);
}

#[test]
fn on_postgresql_a_request_is_there_as_a_whole_or_not_at_all_after_an_error_or_a_panic_at_any_step() {
    assert_eq!(faults_at_every_step(Ground::database, None, rounds(1, 12)), [""; 0]);
}

#[test]
fn on_sqlite_writing_in_more_than_one_transaction_is_caught() {
    assert_ne!(faults_at_every_step(Ground::folder, Some(Mechanism::OneTransaction), 1), [""; 0]);
}

#[test]
fn on_postgresql_writing_in_more_than_one_transaction_is_caught() {
    assert_ne!(faults_at_every_step(Ground::database, Some(Mechanism::OneTransaction), 1), [""; 0]);
}
