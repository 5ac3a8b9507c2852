//! A state as it was known, and caches that never change what is read.

use super::{BEGIN, SECOND, Set, ask, found, host, pays_in};
use accordant_alliance::command::AddFacts;
use accordant_alliance::event::{Content, Part, Standing};
use accordant_alliance::state::Recorded;
use accordant_alliance::{Command, State};
use accordant_facts::{Days, Fact, FactValue, RowPlace, Status};
use accordant_host::{AsAt, Clock, Entry, StoredPart};
use accordant_money::Exact;
use accordant_record::{Header, Instant};
use jiff::civil::date;
use std::sync::Arc;
use std::sync::atomic::Ordering;

#[test]
fn as_at_an_entry_an_instant_or_a_day_is_the_state_that_there_was() {
    let folder = tempfile::tempdir().unwrap();
    let clock = Set::to(BEGIN);
    let alliance = found(&host(clock.clone(), 1), folder.path());
    let mut known = vec![alliance.state().unwrap().to_cache().unwrap()];
    for number in 0..6 {
        // Ten hours apart: some fall on the next day, and one between midnight in London and midnight UTC.
        clock.0.fetch_add(10 * 3600 * SECOND, Ordering::SeqCst);
        ask(&alliance, &format!("{number}"), pays_in(number + 1)).unwrap();
        known.push(alliance.state().unwrap().to_cache().unwrap());
    }
    let entries = alliance.entries().unwrap();
    for (entry, known) in entries.iter().zip(&known) {
        let at_entry = alliance.state_at(AsAt::Entry(entry.entry)).unwrap();
        assert_eq!(&at_entry.to_cache().unwrap(), known, "as at entry {}", entry.entry);
        let at_instant = alliance.state_at(AsAt::Instant(entry.header.at)).unwrap();
        assert_eq!(&at_instant.to_cache().unwrap(), known, "as at {}", entry.header.at);
        let just_before = Instant::from_micros(entry.header.at.micros() - 1).unwrap();
        let before = alliance.state_at(AsAt::Instant(just_before)).ok();
        assert_ne!(before.map(|state| state.to_cache().unwrap()).as_ref(), Some(known));
    }
    // 1 June in London ends at 23:00 UTC: the entry of 19:00 is known by then, that of 5:00 on the 2nd is not.
    let day = alliance.state_at(AsAt::Day(jiff::civil::date(2026, 6, 1))).unwrap();
    assert_eq!(&day.to_cache().unwrap(), &known[1]);
    let later = alliance.state_at(AsAt::Entry(u64::MAX)).unwrap();
    assert_eq!(later.to_cache().unwrap(), *known.last().unwrap());
}

#[test]
fn a_reading_that_forgets_as_at_is_caught() {
    let folder = tempfile::tempdir().unwrap();
    let alliance = found(&host(Set::to(BEGIN), 1), folder.path());
    let known = alliance.state().unwrap().to_cache().unwrap();
    ask(&alliance, "later", pays_in(1)).unwrap();
    let is_right = |as_at| alliance.state_at(as_at).unwrap().to_cache().unwrap() == known;
    assert!(is_right(AsAt::Entry(0)));
    assert!(!is_right(AsAt::Now));
}

#[test]
fn a_cache_equals_the_fold_from_the_first_entry_and_a_spoilt_one_is_thrown_away() {
    let folder = tempfile::tempdir().unwrap();
    let first = host(Set::to(BEGIN), 1);
    let alliance = found(&first, folder.path());
    for number in 0..2_100 {
        ask(&alliance, &format!("{number}"), pays_in(1)).unwrap();
    }
    drop(alliance);
    let second = host(Set::to(BEGIN), 1_000_000);
    let folded = second.open(folder.path()).unwrap();
    let state = folded.state().unwrap();
    assert_eq!(folded.cache_is_right().unwrap(), Some(true));
    let third = host(Set::to(BEGIN), 2_000_000).open(folder.path()).unwrap();
    assert_eq!(third.state().unwrap().to_cache().unwrap(), state.to_cache().unwrap());
    let from_first = third.state_from_the_first().unwrap();
    assert_eq!(from_first.to_cache().unwrap(), state.to_cache().unwrap());
    let mut spoilt = third.store().snapshot(third.origin(), "alliance").unwrap().unwrap();
    spoilt.bytes = spoilt.bytes.iter().map(|byte| if *byte == b'1' { b'2' } else { *byte }).collect();
    third.store().keep_snapshot(third.origin(), &spoilt).unwrap();
    assert_eq!(third.cache_is_right().unwrap(), Some(false));
    let fourth = host(Set::to(BEGIN), 3_000_000).open(folder.path()).unwrap();
    assert_eq!(fourth.state().unwrap().to_cache().unwrap(), state.to_cache().unwrap());
}

#[test]
fn a_cache_is_kept_after_a_few_large_files_and_an_earlier_state_is_still_what_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let alliance = found(&host(Set::to(BEGIN), 1), folder.path());
    let mut known = vec![alliance.state().unwrap().to_cache().unwrap()];
    ask(&alliance, "large", says_the_budget(2026, 17 << 20)).unwrap();
    known.push(alliance.state().unwrap().to_cache().unwrap());
    ask(&alliance, "small", says_the_budget(2027, 1)).unwrap();
    known.push(alliance.state().unwrap().to_cache().unwrap());
    drop(alliance);
    let again = host(Set::to(BEGIN + 10 * SECOND), 1_000_000).open(folder.path()).unwrap();
    assert_eq!(again.state().unwrap().to_cache().unwrap(), known[2]);
    assert_eq!(again.cache_is_right().unwrap(), Some(true));
    ask(&again, "after", says_the_budget(2028, 1)).unwrap();
    known.push(again.state().unwrap().to_cache().unwrap());
    let at = |entry: Entry| {
        let at_entry = again.state_at(AsAt::Entry(entry.entry)).unwrap();
        let at_instant = again.state_at(AsAt::Instant(entry.header.at)).unwrap();
        assert_eq!(at_entry.to_cache().unwrap(), known[entry.entry as usize], "entry {}", entry.entry);
        assert_eq!(at_instant.to_cache().unwrap(), known[entry.entry as usize], "entry {}", entry.entry);
    };
    again.entries().unwrap().into_iter().for_each(at);
}

/// The budget of a year, from a file of so many bytes.
fn says_the_budget(year: i16, bytes: usize) -> Command {
    let fact = Fact {
        name: "budget".to_string(),
        of: Vec::new(),
        days: Days::new(date(year, 4, 1), date(year + 1, 3, 31)).unwrap(),
        value: FactValue::Number(Exact::parse_decimal("1").unwrap()),
        known_to: None,
        status: Status::Illustrative,
        owner: None,
        source: None,
        row: None,
        at: RowPlace { file: Arc::from("budget.csv"), line: 2 },
    };
    Command::AddFacts(AddFacts {
        files: vec![("budget.csv".to_string(), vec![b'.'; bytes])],
        facts: [fact].into_iter().collect(),
        standing: Standing::Actual,
        source: "the board".to_string(),
        restated: None,
        declared: Vec::new(),
        import: None,
    })
}

/// The state that the entries come to, with each recorded at the moment that is given for it.
fn folded(entries: &[Entry], at: impl Fn(Instant) -> Instant) -> Vec<u8> {
    let mut state = State::new();
    for entry in entries {
        let header = Header { at: at(entry.header.at), ..entry.header.clone() };
        let parts: Vec<Part<'_>> = header
            .parts
            .iter()
            .zip(&entry.parts)
            .map(|(listed, stored)| match stored {
                StoredPart::Present { bytes, .. } => {
                    Part { name: &listed.name, content: Content::Present(bytes) }
                }
                StoredPart::Erased => Part { name: &listed.name, content: Content::Erased },
            })
            .collect();
        state.evolve(Recorded { header: &header, parts: &parts }).unwrap();
    }
    state.to_cache().unwrap()
}

#[test]
fn a_state_comes_from_the_record_alone_and_one_that_looks_at_a_clock_is_caught() {
    let folder = tempfile::tempdir().unwrap();
    let clock = Set::to(BEGIN);
    let alliance = found(&host(clock.clone(), 1), folder.path());
    for number in 0..5 {
        ask(&alliance, &format!("{number}"), pays_in(number + 1)).unwrap();
    }
    let entries = alliance.entries().unwrap();
    let once = folded(&entries, |at| at);
    clock.0.fetch_add(3600 * SECOND, Ordering::SeqCst);
    assert_eq!(folded(&entries, |at| at), once);
    assert_eq!(alliance.state_from_the_first().unwrap().to_cache().unwrap(), once);
    assert_ne!(folded(&entries, |_| clock.now().unwrap()), once);
}
