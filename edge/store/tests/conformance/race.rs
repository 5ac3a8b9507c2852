//! Many at once.

use std::collections::BTreeSet;
use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use accordant_record::Hash;
use accordant_store::{Locked, Outcome, Store, Submission};

use crate::help::{Ground, LOG, append, appended, appends, event, request, sound};

const WRITERS: usize = 16;
const READERS: usize = 4;
const EACH: usize = 12;

pub fn writers_and_readers_see_one_order(ground: &Ground) {
    writers_and_readers(&*ground.open()).unwrap_or_else(|why| panic!("{why}"));
}

/// Sixteen write while four follow; every index is there once, and every reader saw the same lines in the same order.
pub fn writers_and_readers(store: &dyn Store) -> Result<(), String> {
    append(store, "begin", &[event("begin", &[])]).map_err(|problem| problem.to_string())?;
    let done = AtomicBool::new(false);
    let (written, read) = thread::scope(|scope| {
        let readers: Vec<_> = (0..READERS).map(|_| scope.spawn(|| tail(store, &done))).collect();
        let writers: Vec<_> = (0..WRITERS).map(|writer| scope.spawn(move || write(store, writer))).collect();
        let written: Vec<_> = writers.into_iter().map(|writer| writer.join().unwrap()).collect();
        done.store(true, Ordering::SeqCst);
        let read: Vec<_> = readers.into_iter().map(|reader| reader.join().unwrap()).collect();
        (written, read)
    });
    let mut indices = BTreeSet::new();
    for written in written {
        for index in written? {
            if !indices.insert(index) {
                return Err(format!("index {index} was given twice"));
            }
        }
    }
    let total = (WRITERS * EACH) as u64;
    if indices != (1..=total).collect() {
        return Err("indices are not contiguous".to_owned());
    }
    let first = crate::help::lines(store);
    for lines in read {
        if lines? != first {
            return Err("a reader saw another order".to_owned());
        }
    }
    sound(store);
    Ok(())
}

fn write(store: &dyn Store, writer: usize) -> Result<Vec<u64>, String> {
    let mut indices = Vec::new();
    for number in 0..EACH {
        let stream = format!("writer {}", writer % 3);
        let key = format!("{writer} {number}");
        let outcome =
            append(store, &key, &[event(&stream, &[b"body"])]).map_err(|problem| problem.to_string())?;
        indices.push(appended(&outcome).start);
    }
    Ok(indices)
}

fn tail(store: &dyn Store, done: &AtomicBool) -> Result<Vec<Vec<u8>>, String> {
    let mut lines: Vec<Vec<u8>> = Vec::new();
    loop {
        let finished = done.load(Ordering::SeqCst);
        let from = lines.len() as u64;
        let events = store.read_range(LOG, from..u64::MAX).map_err(|problem| problem.to_string())?;
        let nothing = events.is_empty();
        lines.extend(events.into_iter().map(|event| event.line));
        if finished && nothing {
            return Ok(lines);
        }
        thread::yield_now();
    }
}

pub fn the_same_request_has_one_effect(ground: &Ground) {
    let store = ground.open();
    append(&*store, "begin", &[event("begin", &[])]).unwrap();
    assert_eq!(effects_of_one_request(&*store, "the same", 50), 1);
    sound(&*store);
}

/// How many events a request has when many send it at once; each is answered with the same.
pub fn effects_of_one_request(store: &dyn Store, name: &str, threads: usize) -> u64 {
    let before = store.head(LOG).unwrap().unwrap().size;
    let barrier = Barrier::new(threads);
    let outcomes: Vec<Outcome> = thread::scope(|scope| {
        let threads: Vec<_> = (0..threads)
            .map(|_| {
                scope.spawn(|| {
                    barrier.wait();
                    append(store, name, &[event("a", &[b"body"])]).unwrap()
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    for outcome in &outcomes {
        let (Outcome::Appended { answer, .. } | Outcome::Repeated { answer, .. }) = outcome else {
            panic!("{outcome:?}")
        };
        assert_eq!(answer, name.as_bytes());
    }
    store.head(LOG).unwrap().unwrap().size - before
}

pub fn of_two_who_expect_one_version_one_wins(ground: &Ground) {
    let store = ground.open();
    append(&*store, "begin", &[event("begin", &[])]).unwrap();
    assert_eq!(winners_of_one_version(&*store), 1);
    sound(&*store);
}

/// How many of eight who all saw the stream at version 0 may append to it.
pub fn winners_of_one_version(store: &dyn Store) -> usize {
    let barrier = Barrier::new(8);
    let outcomes: Vec<Outcome> = thread::scope(|scope| {
        let barrier = &barrier;
        let threads: Vec<_> = (0..8)
            .map(|number| {
                scope.spawn(move || {
                    let request = request(&format!("contender {number}"));
                    let mut inner = appends(request, vec![event("contended", &[])], Vec::new());
                    let mut decide = |locked: &mut dyn Locked| {
                        let mut decided = inner(locked)?;
                        decided.expected = vec![("contended".to_owned(), 0)];
                        Ok(decided)
                    };
                    let mut queue = [Submission { request, fingerprint: Hash::ZERO, decide: &mut decide }];
                    barrier.wait();
                    store.append(LOG, &mut queue).unwrap().remove(0)
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    outcomes.iter().filter(|outcome| matches!(outcome, Outcome::Appended { .. })).count()
}
