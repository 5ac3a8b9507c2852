//! Many at once: writers of one record, readers behind them, the same request, several alliances in one process.

use super::{BEGIN, Set, ask, asked, found, host, opens, pays_in, request};
use accordant_host::{HostProblem, Request};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

const WRITERS: usize = 16;
const EACH: usize = 12;

#[test]
fn sixteen_writers_and_four_readers_see_one_order_and_miss_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let alliance = found(&host(Set::to(BEGIN), 1), folder.path());
    let done = Arc::new(AtomicBool::new(false));
    thread::scope(|scope| {
        let readers: Vec<_> = (0..4)
            .map(|_| {
                scope.spawn(|| {
                    let mut seen: Vec<(u64, String)> = Vec::new();
                    loop {
                        let last = done.load(Ordering::SeqCst);
                        let entries = alliance.entries().unwrap();
                        let new = entries.iter().skip(seen.len());
                        seen.extend(new.map(|entry| (entry.entry, entry.header.request.to_string())));
                        if last {
                            return seen;
                        }
                    }
                })
            })
            .collect();
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| {
                let alliance = &alliance;
                scope.spawn(move || {
                    let ask_one =
                        |number| ask(alliance, &format!("{writer}/{number}"), pays_in(1)).unwrap().last;
                    (0..EACH).map(ask_one).collect::<Vec<u64>>()
                })
            })
            .collect();
        let acknowledged: BTreeSet<u64> =
            writers.into_iter().flat_map(|writer| writer.join().unwrap()).collect();
        done.store(true, Ordering::SeqCst);
        let seen: Vec<_> = readers.into_iter().map(|reader| reader.join().unwrap()).collect();
        assert_eq!(acknowledged.len(), WRITERS * EACH);
        assert!(seen.windows(2).all(|pair| pair[0] == pair[1]));
        assert_eq!(seen[0].len(), WRITERS * EACH + 1);
    });
    let held = alliance.state().unwrap().ledger().unwrap().holding("fund").unwrap().balance.minor();
    assert_eq!(held, 100_000_000 + i128::try_from(WRITERS * EACH).unwrap());
}

#[test]
fn the_same_request_from_fifty_has_one_effect_and_one_answer() {
    let folder = tempfile::tempdir().unwrap();
    let alliance = found(&host(Set::to(BEGIN), 1), folder.path());
    let answers: Vec<_> = thread::scope(|scope| {
        let asking: Vec<_> =
            (0..50).map(|_| scope.spawn(|| ask(&alliance, "the same", pays_in(500)).unwrap())).collect();
        asking.into_iter().map(|one| one.join().unwrap()).collect()
    });
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]));
    assert_eq!(alliance.entries().unwrap().len(), 2);
    let other = ask(&alliance, "the same", pays_in(501));
    assert!(matches!(other, Err(HostProblem::OtherRequest)), "{other:?}");
}

#[test]
fn nobody_overwrites_what_came_since_he_looked() {
    let folder = tempfile::tempdir().unwrap();
    let alliance = found(&host(Set::to(BEGIN), 1), folder.path());
    let seen = Some(1);
    asked(&alliance, "first", seen, pays_in(1)).unwrap();
    let second = asked(&alliance, "second", seen, pays_in(1));
    assert!(
        matches!(&second, Err(HostProblem::Moved { stream, since }) if stream == "pool/fund" && *since == [1]),
        "{second:?}"
    );
    // What is about something else is not touched by it, and without a version nothing is held against it.
    asked(&alliance, "third", seen, opens("2026-27")).unwrap();
    ask(&alliance, "fourth", pays_in(1)).unwrap();
    assert_eq!(alliance.entries().unwrap().len(), 4);
}

#[test]
fn a_refused_command_leaves_nothing_and_does_not_disturb_the_others() {
    let folder = tempfile::tempdir().unwrap();
    let alliance = found(&host(Set::to(BEGIN), 1), folder.path());
    thread::scope(|scope| {
        for number in 0..8 {
            let alliance = &alliance;
            scope.spawn(move || ask(alliance, &format!("good {number}"), pays_in(1)).unwrap());
            scope.spawn(move || ask(alliance, &format!("bad {number}"), pays_in(-1)).unwrap_err());
        }
    });
    assert_eq!(alliance.entries().unwrap().len(), 9);
    assert_eq!(alliance.store().check().unwrap(), []);
}

#[test]
fn one_process_holds_many_alliances_apart() {
    let folders: Vec<_> = (0..5).map(|_| tempfile::tempdir().unwrap()).collect();
    let host = host(Set::to(BEGIN), 1);
    let alliances: Vec<_> = folders.iter().map(|folder| found(&host, folder.path())).collect();
    thread::scope(|scope| {
        for (number, alliance) in alliances.iter().enumerate() {
            scope.spawn(move || {
                for payment in 0..=number {
                    ask(alliance, &format!("{payment}"), pays_in(1)).unwrap();
                }
            });
        }
    });
    for (number, alliance) in alliances.iter().enumerate() {
        assert_eq!(alliance.entries().unwrap().len(), number + 2);
        assert!(Arc::ptr_eq(alliance, &host.open(folders[number].path()).unwrap()));
    }
    let origins: BTreeSet<&str> = alliances.iter().map(|alliance| alliance.origin()).collect();
    assert_eq!(origins.len(), 5);
}

#[test]
fn what_was_worked_out_before_another_wrote_is_refused_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let alliance = found(&host(Set::to(BEGIN), 1), folder.path());
    let seen = alliance.state().unwrap().kept().size;
    let worked_out = |key: &str, from: u64| {
        alliance.submit(Request { worked_out_from: Some(from), ..request(&alliance, key, pays_in(1)) })
    };
    let other = ask(&alliance, "another", pays_in(5)).unwrap().last;
    match worked_out("late", seen) {
        Err(HostProblem::Overtaken { by }) => assert_eq!(by, other),
        ended => panic!("{ended:?}"),
    }
    assert_eq!(alliance.state().unwrap().kept().size, seen + 1);
    let answer = worked_out("late", seen + 1).unwrap();
    assert_eq!(answer.last, seen + 1);
    assert_eq!(worked_out("late", seen + 1).unwrap(), answer, "the same request has the same answer");
}
