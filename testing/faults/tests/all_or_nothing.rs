//! A request is there as a whole or not at all, whatever fails in the middle of it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use accordant_faults::work::{Answer, LOG, Opening, Request, erase, opened_wrongs, seal, wrongs};
use accordant_faults::{Disk, rounds};
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
    let part_bytes = if number == 1 { 70_000 } else { 100 };
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

/// What is wrong after a fault at this step; nothing if the step was not come to so often.
fn faulted(step: Step, nth: u64, happens: Happens, off: Option<Mechanism>) -> Option<Vec<String>> {
    let folder = tempfile::tempdir().expect("a folder");
    let place = folder.path().to_string_lossy().into_owned();
    // A disk that works, and does not make a test wait.
    let disk = Disk::new(1);
    let opening = Opening::new(&place).on(&disk).without(off).stepping(at(step, nth, happens));
    let store = opening.open().expect("a store");
    let mut answers = Vec::new();
    let ended = catch_unwind(AssertUnwindSafe(|| work(store.as_ref(), &mut answers)));
    if matches!(ended, Ok(Ok(()))) {
        return None;
    }
    drop(store);
    let again = Opening::new(&place).on(&disk);
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
fn faults_at_every_step(off: Option<Mechanism>) -> Vec<String> {
    for happens in [Happens::Error, Happens::Panic] {
        for step in Step::ALL {
            for nth in 1..=rounds(2, 12) {
                let faulted = faulted(step, nth, happens, off);
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
fn after_an_error_or_a_panic_at_any_step_a_request_is_there_as_a_whole_or_not_at_all() {
    assert_eq!(faults_at_every_step(None), [""; 0]);
}

#[test]
fn writing_in_more_than_one_transaction_is_caught() {
    assert_ne!(faults_at_every_step(Some(Mechanism::OneTransaction)), [""; 0]);
}
