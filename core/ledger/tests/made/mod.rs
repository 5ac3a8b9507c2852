//! Ledgers that are made up, for the laws and for the journal.

use accordant_ledger::{Carriage, Event, Ledger, Pool, Side, Transfer, What, YearEnd};
use accordant_money::{Currency, Posted};
use jiff::civil::{Date, date};
use proptest::prelude::*;

/// One pool of each treatment.
pub const POOLS: [&str; 3] = ["deferred", "accrued", "returned"];
const PARTIES: [&str; 4] = ["icb", "council", "acute", "charity"];
const COMMITMENTS: [&str; 4] = ["scanner", "training", "beds", "digital"];

/// Every kind of entry.
#[allow(dead_code, reason = "only the laws ask whether each is met")]
pub const KINDS: [What; 11] = [
    What::Opening,
    What::PaidIn,
    What::Committed,
    What::Released,
    What::Spent,
    What::Posted,
    What::CarriedForward(Carriage::DeferredIncome),
    What::CarriedForward(Carriage::Accrual),
    What::BroughtForward(Carriage::DeferredIncome),
    What::BroughtForward(Carriage::Accrual),
    What::Returned,
];

/// An empty ledger with the pools.
pub fn ledger() -> Ledger {
    let mut ledger = Ledger::new(Currency::Gbp);
    let terms = [
        YearEnd::Carry(Carriage::DeferredIncome),
        YearEnd::Carry(Carriage::Accrual),
        YearEnd::Return(PARTIES.map(String::from).to_vec()),
    ];
    for (name, year_end) in POOLS.into_iter().zip(terms) {
        ledger.agree(Pool {
            name: name.into(),
            in_books_of: Some("icb".into()),
            ledger_code: Some(format!("{name} 1: 4711; type:A")),
            year_end: Some(year_end),
        });
    }
    ledger
}

/// The events written down, those that are refused left out.
pub fn recorded(events: &[(Date, Event)]) -> Ledger {
    let mut ledger = ledger();
    for (reference, (date, event)) in (1_u64..).zip(events) {
        let _refused = ledger.record(*date, reference, event);
    }
    ledger
}

/// Up to forty events of every kind, on days around a year end.
pub fn events() -> impl Strategy<Value = Vec<(Date, Event)>> {
    proptest::collection::vec((day(), prop_oneof![8 => plain(), 2 => posting(), 2 => year_end()]), 0..40)
        .prop_map(|events| events.into_iter().map(of_its_day).collect())
}

/// Events that touch one pool each.
#[allow(dead_code, reason = "the journal's tests need postings too")]
pub fn plain_events() -> impl Strategy<Value = Vec<(Date, Event)>> {
    proptest::collection::vec((day(), plain()), 0..40)
}

/// The one pool of an event.
#[allow(dead_code, reason = "the journal's tests need no pool")]
pub fn pool_of(event: &Event) -> Option<&str> {
    match event {
        Event::Opened { pool, .. }
        | Event::PaidIn { pool, .. }
        | Event::Committed { pool, .. }
        | Event::Released { pool, .. }
        | Event::Spent { pool, .. }
        | Event::SpentUnder { pool, .. }
        | Event::YearEnded { pool, .. } => Some(pool),
        Event::Posted(_) => None,
    }
}

/// A year ends on its last day.
fn of_its_day((day, event): (Date, Event)) -> (Date, Event) {
    let is_year_end = matches!(event, Event::YearEnded { .. });
    (if is_year_end { date(2026, 3, 31) } else { day }, event)
}

fn day() -> impl Strategy<Value = Date> {
    prop_oneof![
        (1..=30_i8).prop_map(|day| date(2025, 6, day)),
        Just(date(2026, 3, 31)),
        Just(date(2026, 4, 1)),
        (1..=30_i8).prop_map(|day| date(2026, 6, day)),
    ]
}

fn plain() -> impl Strategy<Value = Event> {
    let commitment = || proptest::sample::select(&COMMITMENTS[..]).prop_map(String::from);
    let outsider = || prop_oneof![3 => party(), 1 => Just(Side::Outside)];
    prop_oneof![
        1 => (pool(), amount()).prop_map(|(pool, amount)| Event::Opened { pool, amount }),
        5 => (pool(), outsider(), amount()).prop_map(|(pool, from, amount)| Event::PaidIn { pool, from, amount }),
        3 => (pool(), commitment(), amount())
            .prop_map(|(pool, commitment, amount)| Event::Committed { pool, commitment, amount }),
        2 => (pool(), commitment(), amount())
            .prop_map(|(pool, commitment, amount)| Event::Released { pool, commitment, amount }),
        2 => (pool(), outsider(), amount()).prop_map(|(pool, to, amount)| Event::Spent { pool, to, amount }),
        2 => (pool(), commitment(), outsider(), amount()).prop_map(|(pool, commitment, to, amount)| {
            Event::SpentUnder { pool, commitment, to, amount }
        }),
    ]
}

/// A posting of up to three shares, of which some may be of nothing or move the other way.
fn posting() -> impl Strategy<Value = Event> {
    let side = || prop_oneof![party(), pool().prop_map(Side::Pool), Just(Side::Outside)];
    let amount = (-50_000..200_000_i128).prop_map(|minor| Posted::new(minor, Currency::Gbp));
    let transfer = (side(), side(), amount).prop_map(|(from, to, amount)| Transfer { from, to, amount });
    proptest::collection::vec(transfer, 1..4).prop_map(Event::Posted)
}

fn year_end() -> impl Strategy<Value = Event> {
    pool().prop_map(|pool| Event::YearEnded { pool, from: date(2025, 4, 1) })
}

fn pool() -> impl Strategy<Value = String> {
    proptest::sample::select(&POOLS[..]).prop_map(String::from)
}

fn party() -> impl Strategy<Value = Side> {
    proptest::sample::select(&PARTIES[..]).prop_map(|name| Side::Party(name.into()))
}

fn amount() -> impl Strategy<Value = Posted> {
    prop_oneof![9 => 1..100_000_i128, 1 => -2..2_i128].prop_map(|minor| Posted::new(minor, Currency::Gbp))
}
