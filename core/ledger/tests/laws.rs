//! What holds for every ledger, whatever happens to its pools.
#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

mod made;

use accordant_ledger::{Account, Event, Holding, Ledger, Part, YearEnd};
use made::{POOLS, events, ledger, plain_events, pool_of, recorded};
use proptest::prelude::*;
use std::collections::BTreeMap;

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    // spec: M27
    #[test]
    fn all_accounts_together_hold_nothing(events in events()) {
        let ledger = recorded(&events);
        prop_assert_eq!(ledger.accounts().map(|(_, held)| held.minor()).sum::<i128>(), 0);
    }

    // spec: M27
    #[test]
    fn a_balance_is_the_sum_of_its_entries(events in events()) {
        let ledger = recorded(&events);
        let mut sums: BTreeMap<Account, i128> = BTreeMap::new();
        for entry in ledger.entries() {
            *sums.entry(entry.from.clone()).or_default() -= entry.amount.minor();
            *sums.entry(entry.to.clone()).or_default() += entry.amount.minor();
        }
        let held: BTreeMap<Account, i128> =
            ledger.accounts().map(|(account, held)| (account.clone(), held.minor())).collect();
        prop_assert_eq!(sums, held);
    }

    // spec: M27
    #[test]
    fn what_is_free_is_the_balance_less_the_commitments_and_never_below_zero(events in events()) {
        let mut ledger = ledger();
        for (reference, (date, event)) in (1_u64..).zip(&events) {
            let _refused = ledger.record(*date, reference, event);
            for pool in POOLS {
                let Holding { balance, committed, free } = ledger.holding(pool).unwrap();
                let commitments: i128 = ledger.commitments(pool).map(|(_, left)| left.minor()).sum();
                prop_assert_eq!(free.minor(), balance.minor() - commitments);
                prop_assert_eq!(committed.minor(), commitments);
                prop_assert!(free.minor() >= 0);
            }
        }
    }

    // spec: M27
    #[test]
    fn a_refused_event_changes_nothing(events in events()) {
        let mut ledger = ledger();
        for (reference, (date, event)) in (1_u64..).zip(&events) {
            let before = ledger.clone();
            if ledger.record(*date, reference, event).is_err() {
                prop_assert_eq!(&before, &ledger);
            }
        }
    }

    // spec: M26
    #[test]
    fn nothing_is_lost_over_a_year_end(events in events()) {
        let mut ledger = ledger();
        for (reference, (date, event)) in (1_u64..).zip(&events) {
            let before = ledger.clone();
            let done = ledger.record(*date, reference, event);
            let (Ok(()), Event::YearEnded { pool, .. }) = (done, event) else { continue };
            let gone = before.holding(pool).unwrap().balance.minor() - ledger.holding(pool).unwrap().balance.minor();
            let returned = parties(&ledger) - parties(&before);
            prop_assert_eq!(gone, returned, "what left the pool is what its contributors have back");
            let carries = ledger.pools().any(|known| known.name == *pool && matches!(known.year_end, Some(YearEnd::Carry(_))));
            if carries {
                prop_assert_eq!(before.holding(pool), ledger.holding(pool));
                prop_assert!(stands_on(&ledger, pool, *date) >= 0);
            }
        }
    }

    // spec: M26
    #[test]
    fn what_is_carried_is_all_that_the_pool_held_that_evening(events in events()) {
        let mut ledger = ledger();
        for (reference, (date, event)) in (1_u64..).zip(&events) {
            let before = ledger.clone();
            let done = ledger.record(*date, reference, event);
            let (Ok(()), Event::YearEnded { pool, .. }) = (done, event) else { continue };
            if pool != "returned" && in_order(&before) {
                prop_assert_eq!(balance_on(&before, pool, *date), stands_on(&ledger, pool, *date));
            }
        }
    }

    // spec: M27
    #[test]
    fn pools_that_do_not_touch_may_be_written_in_any_order(events in plain_events()) {
        let together = recorded(&events);
        let mut apart = ledger();
        for pool in POOLS {
            for (reference, (date, event)) in (1_u64..).zip(&events).filter(|(_, (_, event))| pool_of(event) == Some(pool)) {
                let _refused = apart.record(*date, reference, event);
            }
        }
        prop_assert_eq!(together.accounts().collect::<Vec<_>>(), apart.accounts().collect::<Vec<_>>());
    }
}

/// What all parties hold together.
fn parties(ledger: &Ledger) -> i128 {
    let is_party = |account: &Account| matches!(account, Account::Party(_));
    ledger.accounts().filter(|(account, _)| is_party(account)).map(|(_, held)| held.minor()).sum()
}

/// What stands as carried in the accounts of a pool on the evening of a day.
fn stands_on(ledger: &Ledger, pool: &str, day: jiff::civil::Date) -> i128 {
    on(
        ledger,
        day,
        |account| matches!(account, Account::Pool { pool: of, part: Part::Carried(_) } if of == pool),
    )
}

fn balance_on(ledger: &Ledger, pool: &str, day: jiff::civil::Date) -> i128 {
    on(ledger, day, |account| account.pool() == Some(pool))
}

fn on(ledger: &Ledger, day: jiff::civil::Date, counts: impl Fn(&Account) -> bool) -> i128 {
    let side = |account: &Account, amount: i128| if counts(account) { amount } else { 0 };
    let entries = ledger.entries().iter().filter(|entry| entry.date <= day);
    entries.map(|entry| side(&entry.to, entry.amount.minor()) - side(&entry.from, entry.amount.minor())).sum()
}

/// Whether no entry is of an earlier day than the one before it.
fn in_order(ledger: &Ledger) -> bool {
    ledger.entries().is_sorted_by_key(|entry| entry.date)
}

#[test]
fn every_kind_of_entry_is_met_by_the_made_up_ledgers() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut met: BTreeMap<&str, usize> = BTreeMap::new();
    for _ in 0..200 {
        for entry in recorded(&events().new_tree(&mut runner).unwrap().current()).entries() {
            *met.entry(entry.what.words()).or_default() += 1;
        }
    }
    let never = made::KINDS.iter().filter(|kind| !met.contains_key(kind.words())).collect::<Vec<_>>();
    assert!(never.is_empty(), "never met: {never:?}; met: {met:?}");
}
