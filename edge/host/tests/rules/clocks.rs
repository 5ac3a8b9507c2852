//! G11: order and outcome never depend on what a clock shows.

use super::{BEGIN, SECOND, Set, ask, found, host, opens, pays_in};
use std::sync::atomic::Ordering;

/// A year, in microseconds.
const YEAR: i64 = 365 * 24 * 3600 * SECOND;

/// Recorded times are in the order of the entries, each later than the one before.
fn rises(times: &[i64]) -> bool {
    times.windows(2).all(|pair| pair[0] < pair[1])
}

#[test]
fn the_recorded_time_rises_strictly_whatever_the_clock_shows() {
    let folder = tempfile::tempdir().unwrap();
    let clock = Set::to(BEGIN);
    let alliance = found(&host(clock.clone(), 1), folder.path());
    // A year ahead, a year back, the hour that summer time gives back, a leap second, and standing still.
    let jumps = [YEAR, -YEAR, -3600 * SECOND, 0, -SECOND, 2 * YEAR, -3 * YEAR];
    let mut shown = vec![BEGIN];
    for (number, jump) in jumps.into_iter().enumerate() {
        clock.0.fetch_add(jump, Ordering::SeqCst);
        ask(&alliance, &format!("payment {number}"), pays_in(100)).unwrap();
        shown.push(*clock.1.lock().unwrap().last().unwrap());
    }
    let entries = alliance.entries().unwrap();
    let recorded: Vec<i64> = entries.iter().map(|entry| entry.header.at.micros()).collect();
    assert!(rises(&recorded), "{recorded:?}");
    // What the clock showed does not rise: recorded as it was shown, the check above fails.
    assert!(!rises(&shown), "{shown:?}");
    let behind = entries.iter().filter(|entry| entry.header.kind == "clock_behind").count();
    assert!(behind >= 3, "a clock that is far behind is told of: {behind}");
    assert!(entries.iter().zip(0..).all(|(entry, number)| entry.entry == number));
}

#[test]
fn a_clock_does_not_change_what_is_decided() {
    let decided = |jump: i64| {
        let folder = tempfile::tempdir().unwrap();
        let clock = Set::to(BEGIN);
        let alliance = found(&host(clock.clone(), 7), folder.path());
        clock.0.fetch_add(jump, Ordering::SeqCst);
        ask(&alliance, "a", opens("2026-27")).unwrap();
        ask(&alliance, "b", pays_in(12_345)).unwrap();
        let again = ask(&alliance, "c", opens("2026-27")).unwrap_err().to_string();
        let state = alliance.state().unwrap();
        let held = state.ledger().unwrap().holding("fund").unwrap().balance;
        (again, held, state.kept().periods.len())
    };
    assert_eq!(decided(0), decided(SECOND * 600));
}

#[test]
fn two_hosts_whose_clocks_differ_by_ten_minutes_write_one_order() {
    let folder = tempfile::tempdir().unwrap();
    let fast = Set::to(BEGIN + 600 * SECOND);
    let slow = Set::to(BEGIN);
    let one = found(&host(fast, 1), folder.path());
    let other_host = host(slow, 1_000_000);
    let other = other_host.open(folder.path()).unwrap();
    for number in 0..10 {
        ask(&one, &format!("one {number}"), pays_in(1)).unwrap();
        ask(&other, &format!("other {number}"), pays_in(1)).unwrap();
    }
    let entries = one.entries().unwrap();
    let recorded: Vec<i64> = entries.iter().map(|entry| entry.header.at.micros()).collect();
    assert!(rises(&recorded), "{recorded:?}");
    assert_eq!(one.state().unwrap().to_cache().unwrap(), other.state().unwrap().to_cache().unwrap());
    assert_eq!(one.state().unwrap().ledger().unwrap().holding("fund").unwrap().balance.minor(), 100_000_020);
}
