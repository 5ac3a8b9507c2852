//! Appending: what is kept, what is answered, and what leaves nothing behind.

use std::panic::{AssertUnwindSafe, catch_unwind};

use accordant_record::{Hash, Header, Instant, sha256};
use accordant_store::{Decided, Draft, Locked, Outcome, Refused, StoreProblem, StoredPart, Submission};

use crate::help::{
    Ground, LOG, append, append_many, appended, appends, drafts, event, header, request, sound,
};

fn bodies(store: &dyn accordant_store::Store) -> Vec<Vec<Vec<u8>>> {
    let events = store.read_range(LOG, 0..u64::MAX).unwrap();
    let of_event = |event: &accordant_store::StoredEvent| {
        let bytes = event.parts.iter().map(|part| match part {
            StoredPart::Present { bytes, .. } => bytes.clone(),
            StoredPart::Erased => panic!("nothing was erased"),
        });
        bytes.collect()
    };
    events.iter().map(of_event).collect()
}

pub fn what_was_appended_is_read_back(ground: &Ground) {
    let store = ground.open();
    assert_eq!(store.head(LOG).unwrap(), None);
    assert_eq!(store.read_range(LOG, 0..1), Err(StoreProblem::NoLog { log: LOG.to_owned() }));
    let outcome = append(&*store, "one", &[event("a", &[b"body", b""]), event("b", &[])]).unwrap();
    assert_eq!(outcome, Outcome::Appended { events: 0..2, answer: b"one".to_vec() });
    drop(store);
    let store = ground.open();
    assert_eq!(bodies(&*store), [vec![b"body".to_vec(), Vec::new()], Vec::new()]);
    let head = store.head(LOG).unwrap().unwrap();
    let headers = store.read_headers(LOG, 1..9).unwrap();
    assert_eq!((head.size, head.last_hash), (2, headers[0].hash));
    assert_eq!(store.logs().unwrap(), [LOG]);
    append_many(&*store, 3);
    assert_eq!(store.read_range(LOG, 5..9).unwrap(), []);
    sound(&*store);
}

pub fn each_submission_sees_what_came_before_it(ground: &Ground) {
    let store = ground.open();
    let mut seen = Vec::new();
    let mut first = appends(request("1"), vec![event("a", &[b"first"])], Vec::new());
    let mut second = |locked: &mut dyn Locked| -> Result<Decided, Refused> {
        seen.push((locked.head().size, locked.stream_version("a")?, locked.read_range(0..9)?.len()));
        Err(Refused::Decision)
    };
    let mut third = appends(request("3"), vec![event("a", &[b"third"])], Vec::new());
    let mut queue = [
        Submission { request: request("1"), fingerprint: Hash::ZERO, decide: &mut first },
        Submission { request: request("2"), fingerprint: Hash::ZERO, decide: &mut second },
        Submission { request: request("3"), fingerprint: Hash::ZERO, decide: &mut third },
    ];
    let outcomes = store.append(LOG, &mut queue).unwrap();
    assert_eq!([appended(&outcomes[0]), appended(&outcomes[2])], [0..1, 1..2]);
    assert_eq!(outcomes[1], Outcome::Refused);
    assert_eq!(seen, [(1, 1, 1)]);
    sound(&*store);
}

pub fn what_is_refused_leaves_nothing_behind(ground: &Ground) {
    let store = ground.open();
    let mut refuse = |_: &mut dyn Locked| -> Result<Decided, Refused> { Err(Refused::Decision) };
    let mut queue = [Submission { request: request("no"), fingerprint: Hash::ZERO, decide: &mut refuse }];
    assert_eq!(store.append(LOG, &mut queue).unwrap(), [Outcome::Refused]);
    assert_eq!(store.logs().unwrap(), Vec::<String>::new());
    // A refusal is not an answer: the same request may come again.
    assert!(matches!(append(&*store, "no", &[event("a", &[])]).unwrap(), Outcome::Appended { .. }));
    let mut nothing = appends(request("empty"), Vec::new(), b"nothing to do".to_vec());
    let mut queue = [Submission { request: request("empty"), fingerprint: Hash::ZERO, decide: &mut nothing }];
    let answered = store.append(LOG, &mut queue).unwrap();
    assert_eq!(answered, [Outcome::Appended { events: 1..1, answer: b"nothing to do".to_vec() }]);
    sound(&*store);
}

pub fn a_panic_undoes_the_whole_queue(ground: &Ground) {
    let store = ground.open();
    append_many(&*store, 1);
    let mut first = appends(request("1"), vec![event("a", &[b"first"])], Vec::new());
    let mut second = |_: &mut dyn Locked| -> Result<Decided, Refused> { panic!("a mistake in deciding") };
    let mut queue = [
        Submission { request: request("1"), fingerprint: Hash::ZERO, decide: &mut first },
        Submission { request: request("2"), fingerprint: Hash::ZERO, decide: &mut second },
    ];
    assert!(catch_unwind(AssertUnwindSafe(|| store.append(LOG, &mut queue))).is_err());
    assert_eq!(store.head(LOG).unwrap().unwrap().size, 1);
    append_many(&*store, 1);
    sound(&*store);
}

pub fn a_repeated_request_has_its_first_answer(ground: &Ground) {
    let store = ground.open();
    append(&*store, "one", &[event("a", &[]), event("a", &[])]).unwrap();
    let again = append(&*store, "one", &[event("b", &[])]).unwrap();
    assert_eq!(again, Outcome::Repeated { events: 0..2, answer: b"one".to_vec() });
    let mut decide = appends(request("one"), vec![event("b", &[])], Vec::new());
    let fingerprint = sha256(b"something else");
    let mut queue = [Submission { request: request("one"), fingerprint, decide: &mut decide }];
    assert_eq!(store.append(LOG, &mut queue).unwrap(), [Outcome::OtherRequest]);
    assert_eq!(store.head(LOG).unwrap().unwrap().size, 2);
}

pub fn a_stream_that_moved_is_told(ground: &Ground) {
    let store = ground.open();
    append(&*store, "one", &[event("a", &[]), event("a", &[])]).unwrap();
    let mut inner = appends(request("two"), vec![event("a", &[])], Vec::new());
    let mut decide = |locked: &mut dyn Locked| {
        let mut decided = inner(locked)?;
        decided.expected = vec![("a".to_owned(), 1)];
        Ok(decided)
    };
    let mut queue = [Submission { request: request("two"), fingerprint: Hash::ZERO, decide: &mut decide }];
    let moved = Outcome::Moved { stream: "a".to_owned(), expected: 1, found: 2 };
    assert_eq!(store.append(LOG, &mut queue).unwrap(), [moved]);
    assert_eq!(store.head(LOG).unwrap().unwrap().size, 2);
}

type Change = fn(&mut Header);

/// Each way in which a header can be that of another place, time or request.
pub fn a_draft_that_does_not_fit_is_not_written(ground: &Ground) {
    let store = ground.open();
    append_many(&*store, 2);
    let wrong: [(&str, Change); 8] = [
        ("log", |header| header.log = "records.example/log/2".to_owned()),
        ("index", |header| header.index += 1),
        ("previous", |header| header.previous = Hash::ZERO),
        ("version", |header| header.version += 1),
        ("time", |header| header.at = Instant::from_micros(0).unwrap()),
        ("authority", |header| header.authority = 3),
        ("cause", |header| header.cause = Some(3)),
        ("request", |header| header.request = Hash::ZERO),
    ];
    let mut lines: Vec<(&str, Vec<u8>)> = Vec::new();
    let head = store.head(LOG).unwrap().unwrap();
    for (name, change) in wrong {
        let mut header = header(&head, "a", 1, request("wrong"));
        change(&mut header);
        lines.push((name, header.to_line().unwrap()));
    }
    lines.push(("not a header", b"{}".to_vec()));
    for (name, line) in lines {
        let mut decide = |_: &mut dyn Locked| {
            let events = vec![Draft { line: line.clone(), parts: Vec::new() }];
            Ok(Decided { expected: Vec::new(), events, answer: Vec::new() })
        };
        unfit(&*store, name, &mut decide);
    }
    let mut other_part = |locked: &mut dyn Locked| {
        let head = locked.head().clone();
        let mut events = drafts(&head, request("wrong"), &[event("a", &[b"yes"])], &mut |_| 0);
        events[0].parts[0].bytes = b"no".to_vec();
        Ok(Decided { expected: Vec::new(), events, answer: Vec::new() })
    };
    unfit(&*store, "commitment", &mut other_part);
    let mut no_part = |locked: &mut dyn Locked| {
        let head = locked.head().clone();
        let mut events = drafts(&head, request("wrong"), &[event("a", &[b"yes"])], &mut |_| 0);
        events[0].parts.clear();
        Ok(Decided { expected: Vec::new(), events, answer: Vec::new() })
    };
    unfit(&*store, "missing part", &mut no_part);
    assert_eq!(store.head(LOG).unwrap().unwrap().size, 2);
    append_many(&*store, 1);
    sound(&*store);
}

fn unfit(store: &dyn accordant_store::Store, name: &str, decide: &mut accordant_store::Decide<'_>) {
    let request = request("wrong");
    let mut again = |locked: &mut dyn Locked| decide(locked);
    let mut queue = [Submission { request, fingerprint: Hash::ZERO, decide: &mut again }];
    let outcome = store.append(LOG, &mut queue).unwrap().remove(0);
    assert!(matches!(outcome, Outcome::Unfit { index: 2, .. }), "{name}: {outcome:?}");
}

pub fn long_parts_come_back_whole(ground: &Ground) {
    let store = ground.open();
    // At the edge of a row and of a chunk, which hold the salt and the tag too.
    let sizes = [65_487, 65_488, 65_489, 1_048_528, 1_048_529];
    for size in sizes {
        let body: Vec<u8> = (0..size).map(|at: usize| (at % 251) as u8).collect();
        append(&*store, &size.to_string(), &[event("long", &[&body])]).unwrap();
    }
    let found: Vec<usize> = bodies(&*store).iter().map(|parts| parts[0].len()).collect();
    assert_eq!(found, sizes);
    sound(&*store);
}

pub fn a_closed_log_takes_nothing_more(ground: &Ground) {
    let store = ground.open();
    append_many(&*store, 1);
    store.close(LOG).unwrap();
    let refused = append(&*store, "late", &[event("a", &[])]);
    assert_eq!(refused, Err(StoreProblem::Closed { log: LOG.to_owned() }));
    drop(store);
    let store = ground.open();
    assert!(append(&*store, "late", &[event("a", &[])]).is_err());
    assert!(store.head(LOG).unwrap().unwrap().closed);
    sound(&*store);
}

pub fn two_logs_do_not_mix(ground: &Ground) {
    let store = ground.open();
    append_many(&*store, 3);
    let other = "records.example/log/2";
    let mut decide = |locked: &mut dyn Locked| {
        let head = locked.head().clone();
        let mut header = header(&head, "notes", 1, request("many 0"));
        header.log = other.to_owned();
        let events = vec![Draft { line: header.to_line().unwrap(), parts: Vec::new() }];
        Ok(Decided { expected: vec![("notes".to_owned(), 0)], events, answer: Vec::new() })
    };
    let mut queue = [Submission { request: request("many 0"), fingerprint: Hash::ZERO, decide: &mut decide }];
    assert_eq!(appended(&store.append(other, &mut queue).unwrap()[0]), 0..1);
    assert_eq!(store.logs().unwrap(), [LOG, other]);
    assert_eq!(store.read_range(other, 0..9).unwrap().len(), 1);
    append_many(&*store, 1);
    sound(&*store);
}
