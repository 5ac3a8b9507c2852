//! Several in one transaction.

use accordant_record::Hash;
use accordant_store::{Decided, Locked, Outcome, Refused, Submission};

use crate::help::{Ground, LOG, append_many, appended, appends, event, request, sound};

/// Whether it stands in the record already or was appended a moment ago.
pub fn what_the_queue_appends_is_seen_in_it_as_it_is_read_later(ground: &Ground) {
    let store = ground.open();
    append_many(&*store, 3);
    let long = vec![7; 70_000];
    let wanted = vec![event("notes", &[b"body", &long]), event("other", &[])];
    let mut first = appends(request("1"), wanted, Vec::new());
    let mut seen = Vec::new();
    let mut second = |locked: &mut dyn Locked| -> Result<Decided, Refused> {
        assert_eq!(locked.head().size, 5);
        let versions = [locked.stream_version("notes")?, locked.stream_version("other")?];
        assert_eq!(versions, [4, 1]);
        for range in [0..9, 1..4, 4..9, 2..3, 5..9] {
            seen.push((range.clone(), locked.read_range(range)?));
        }
        Err(Refused::Decision)
    };
    let mut third = appends(request("3"), vec![event("notes", &[b"last"])], Vec::new());
    let mut queue = [
        Submission { request: request("1"), fingerprint: Hash::ZERO, decide: &mut first },
        Submission { request: request("2"), fingerprint: Hash::ZERO, decide: &mut second },
        Submission { request: request("3"), fingerprint: Hash::ZERO, decide: &mut third },
    ];
    let outcomes = store.append(LOG, &mut queue).unwrap();
    assert_eq!([appended(&outcomes[0]), appended(&outcomes[2])], [3..5, 5..6]);
    assert_eq!(seen.len(), 5);
    for (range, events) in seen {
        let later = store.read_range(LOG, range.start..range.end.min(5)).unwrap();
        assert_eq!(events, later, "{range:?}");
    }
    sound(&*store);
}

pub fn the_same_request_twice_in_a_queue_has_one_effect(ground: &Ground) {
    let store = ground.open();
    append_many(&*store, 1);
    let decision = || appends(request("same"), vec![event("a", &[b"body"])], b"answer".to_vec());
    let (mut first, mut second, mut third) = (decision(), decision(), decision());
    let other = Hash::from_bytes([1; 32]);
    let mut queue = [
        Submission { request: request("same"), fingerprint: Hash::ZERO, decide: &mut first },
        Submission { request: request("same"), fingerprint: Hash::ZERO, decide: &mut second },
        Submission { request: request("same"), fingerprint: other, decide: &mut third },
    ];
    let outcomes = store.append(LOG, &mut queue).unwrap();
    let answer = b"answer".to_vec();
    let expected = [
        Outcome::Appended { events: 1..2, answer: answer.clone() },
        Outcome::Repeated { events: 1..2, answer },
        Outcome::OtherRequest,
    ];
    assert_eq!(outcomes, expected);
    assert_eq!(store.head(LOG).unwrap().unwrap().size, 2);
    sound(&*store);
}

/// More than PostgreSQL is sent in one statement.
pub fn a_queue_of_some_megabytes_is_kept_as_a_whole(ground: &Ground) {
    let store = ground.open();
    let body = vec![5; 60_000];
    let parts: Vec<&[u8]> = vec![&body; 10];
    let mut decisions: Vec<_> = ["1", "2", "3", "4"]
        .into_iter()
        .map(|key| (request(key), appends(request(key), vec![event("a", &parts)], Vec::new())))
        .collect();
    let mut queue: Vec<Submission<'_>> = decisions
        .iter_mut()
        .map(|(request, decide)| Submission { request: *request, fingerprint: Hash::ZERO, decide })
        .collect();
    let outcomes = store.append(LOG, &mut queue).unwrap();
    assert_eq!(appended(&outcomes[3]), 3..4);
    sound(&*store);
}
