//! What holds for every record: the same each time, the same as it was known, and the same from its cache.

use crate::story::words::{challenge, facts, moves, pay, pools, restates, settle, settle_to};
use crate::story::{Story, cache, folded};
use accordant_alliance::command::{MovePool, SettleOn};
use accordant_alliance::event::{Basis, Move};
use accordant_alliance::state::Pick;
use accordant_alliance::{Command, State};
use accordant_ledger::Account;
use accordant_money::Posted;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::LazyLock;
use std::thread;

#[test]
fn the_same_story_decided_twice_is_the_same_record() {
    let (one, two) = (Story::long(), Story::long());
    assert_eq!(one.held, two.held);
    assert_eq!(cache(&one.state), cache(&two.state));
}

#[test]
fn the_same_record_folded_in_two_threads_is_the_same_state() {
    let story = Story::long();
    let fold = || cache(&folded(&story.held));
    let (one, two) = thread::scope(|scope| {
        let other = scope.spawn(fold);
        (fold(), other.join().expect("it does not panic"))
    });
    assert!(one == two);
    assert!(one == cache(&folded_like_the_story(&story)), "and the same as while it happened");
}

#[test]
fn the_state_as_at_an_event_is_the_state_after_so_many() {
    let story = Story::long();
    let whole = folded(&story.held);
    let mut state = State::new();
    for known in 0..=story.held.len() {
        let then = folded(&story.held[..known]);
        for pick in [Pick::Actual, Pick::WithForecast] {
            let read_back = whole.facts_at(known as u64, pick).expect("facts can be read back");
            assert_eq!(read_back, then.facts(pick), "as at {known}");
        }
        assert_eq!(then.kept().size, known as u64);
        // What is in effect is read of the same events, so nothing that was known then is told otherwise now.
        let told = |state: &State| state.kept().batches.iter().map(|batch| batch.entry).collect::<Vec<_>>();
        assert!(told(&whole).starts_with(&told(&then)));
        state = then;
    }
    assert_eq!(cache(&state), cache(&whole));
}

#[test]
fn a_settlement_says_what_was_known_and_can_be_made_again_from_that() {
    let story = Story::long();
    for entry in &story.state.kept().settlements {
        let known = usize::try_from(entry.body.known).expect("it is a place in the record");
        let mut then = story.clone();
        (then.state, then.today) = (folded(&story.held[..known]), story.today);
        let on = match entry.body.basis {
            Basis::ToDate => SettleOn::ToDate(crate::story::words::day(&entry.body.to)),
            Basis::Forecast => SettleOn::Forecast,
            Basis::Whole => SettleOn::Whole,
        };
        let asked = then.asked_by("board");
        let again = then.decided(&asked, &settle(&entry.body.period, on)).expect("it was settled once");
        let last = again.last().expect("it leads to an event").event.clone();
        assert_eq!(last, accordant_alliance::Event::PeriodSettled(Box::new(entry.body.clone())));
    }
}

#[test]
fn a_fact_dated_back_changes_what_is_in_effect_and_never_what_was_known() {
    let mut story = Story::with_spring();
    story.does("board", settle_to("2025-06-30"));
    let (known, before) = (story.state.kept().size, story.state.facts(Pick::Actual));
    story.does("hospital", restates("april again.csv", "visits,hospital,2025-04,100", "counted twice"));
    assert_ne!(story.state.facts(Pick::Actual), before);
    assert_eq!(story.state.facts_at(known, Pick::Actual).expect("facts can be read back"), before);
    assert_eq!(folded(&story.held[..story.held.len() - 1]).facts(Pick::Actual), before);
}

#[test]
fn a_state_from_its_cache_reads_and_decides_as_the_state() {
    let story = Story::long();
    for known in 1..=story.held.len() {
        let state = folded(&story.held[..known]);
        let again = State::from_cache(&cache(&state)).expect("it was written by us");
        same_readings(&state, &again);
        let mut then = story.clone();
        for command in next_commands() {
            then.state = state.clone();
            let asked = then.asked_by("board");
            let first = told(then.decided(&asked, &command));
            then.state = again.clone();
            assert_eq!(told(then.decided(&asked, &command)), first, "after {known} events");
        }
    }
}

#[test]
fn a_cache_that_is_none_is_not_read() {
    assert!(State::from_cache(b"{}").is_err());
    let whole = cache(&Story::with_spring().state);
    let text = String::from_utf8(whole).expect("it is JSON");
    for (from, to) in
        [("accordant: 1", "accordant: 2"), ("2025-04-01..", "2025-04-31.."), ("\"149\"", "\"many\"")]
    {
        let other = text.replacen(from, to, 1);
        assert_ne!(other, text);
        assert!(State::from_cache(other.as_bytes()).is_err(), "{from} became {to}");
    }
}

/// Where every made-up story begins.
static SPRING: LazyLock<Story> = LazyLock::new(Story::with_spring);

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_asked_no_penny_is_lost_and_no_pool_overdrawn(asked in proptest::collection::vec(any_command(), 1..16)) {
        let mut story = SPRING.clone();
        for (who, command) in asked {
            let before = (cache(&story.state), story.held.len());
            // A refused command changes nothing; what is recorded of others was folded when it was.
            if story.asks(&story.asked_by(who), &command).is_err() {
                prop_assert_eq!((cache(&story.state), story.held.len()), before);
            }
            nothing_is_lost(&story.state);
        }
        prop_assert_eq!(cache(&folded(&story.held)), cache(&story.state));
    }
}

/// Commands as people might give them, in any order; many are refused.
fn any_command() -> impl Strategy<Value = (&'static str, Command)> {
    let who = prop::sample::select(vec!["board", "council", "hospital"]);
    let pool = prop::sample::select(vec!["budget", "fund", "reserve", "spare"]);
    let movement =
        prop::sample::select(vec![Move::PaidIn, Move::Committed, Move::Released, Move::Spent, Move::Carried]);
    let commitment = prop::option::of(5_u64..30);
    let moved =
        (pool, movement, -10_i128..60_000, commitment).prop_map(|(pool, movement, minor, commitment)| {
            let on = if movement == Move::Carried { "2026-03-31" } else { "2025-06-10" };
            Command::MovePool(MovePool { commitment, ..moves(pool, movement, minor, on) })
        });
    let to = prop::sample::select(vec!["2025-04-30", "2025-05-31", "2025-06-30", "2025-06-15"]);
    let month = prop::sample::select(vec!["2025-04", "2025-05", "2025-06"]);
    let provider = prop::sample::select(vec!["hospital", "community"]);
    let restated = (month, provider, 0_u32..400).prop_map(|(month, provider, visits)| {
        restates("again.csv", &format!("visits,{provider},{month},{visits}"), "counted again")
    });
    let command = prop_oneof![
        4 => moved,
        3 => to.prop_map(settle_to),
        3 => Just(pay("2025-07-20")),
        2 => restated,
        1 => (5_u64..20).prop_map(|entry| challenge(entry, None, "not so")),
        1 => Just(settle("2025-26", SettleOn::Whole)),
        1 => Just(facts("rest.csv", crate::story::words::REST)),
    ];
    (who, command)
}

/// All accounts together hold nothing, no pool less than nothing, and what the events say of pools is what pools hold.
fn nothing_is_lost(state: &State) {
    let ledger = state.ledger().expect("there are pools");
    assert_eq!(ledger.accounts().map(|(_, held)| held.minor()).sum::<i128>(), 0);
    let below_nothing = |(account, held): (&Account, Posted)| account.pool().is_some() && held.minor() < 0;
    assert!(!ledger.accounts().any(below_nothing));
    let mut held: BTreeMap<String, i128> = ledger.pools().map(|pool| (pool.name.clone(), 0)).collect();
    held.insert("fund".to_string(), 100_000);
    let pence = |text: &str| text.parse::<i128>().expect("whole pence");
    for line in state.kept().on_account.iter().flat_map(|paid| &paid.body.lines) {
        assert_eq!(
            pence(&line.due) - pence(&line.retained) - pence(&line.before),
            pence(&line.now),
            "{line:?}"
        );
        held.entry(line.from.clone()).and_modify(|held| *held -= pence(&line.now));
        held.entry(line.to.clone()).and_modify(|held| *held += pence(&line.now));
    }
    for moved in state.kept().movements.iter().map(|moved| &moved.body) {
        let returned = moved.pool == "budget" && moved.movement == Move::Carried;
        let change = match moved.movement {
            Move::PaidIn => pence(&moved.minor),
            Move::Spent => -pence(&moved.minor),
            Move::Carried if returned => -pence(&moved.minor),
            Move::Committed | Move::Released | Move::Carried => 0,
        };
        held.entry(moved.pool.clone()).and_modify(|held| *held += change);
    }
    for (pool, held) in held {
        assert_eq!(ledger.holding(&pool).map(|holding| holding.balance.minor()), Some(held), "{pool}");
    }
}

fn same_readings(one: &State, other: &State) {
    assert_eq!(one.kept(), other.kept());
    assert_eq!(cache(one), cache(other));
    assert_eq!((one.actual(), one.expected()), (other.actual(), other.expected()));
    assert_eq!(one.ledger(), other.ledger());
    assert_eq!(pools(one), pools(other));
    assert_eq!(one.paid("2025-26"), other.paid("2025-26"));
    assert_eq!(one.latest_settlement("2025-26"), other.latest_settlement("2025-26"));
    assert_eq!(one.period("2026-27"), other.period("2026-27"));
    let day = crate::story::words::day("2025-06-01");
    let on = |state: &State| format!("{:?}", state.on(day));
    assert_eq!(on(one), on(other));
}

fn next_commands() -> Vec<Command> {
    vec![
        settle_to("2025-05-31"),
        settle("2025-26", SettleOn::Whole),
        pay("2026-07-01"),
        facts("may.csv", crate::story::words::MAY),
        Command::MovePool(moves("fund", Move::Spent, 60_000, "2026-06-05")),
    ]
}

fn told(decided: Result<Vec<accordant_alliance::Proposed>, accordant_alliance::Refusal>) -> String {
    decided.map_or_else(|refusal| crate::story::told(&refusal), |proposed| format!("{proposed:?}"))
}

/// The story folded again, with what it erased erased.
fn folded_like_the_story(story: &Story) -> State {
    let erased = &story.state.kept().erased;
    let sight = |entry: usize, part: usize| {
        let name = &story.held[entry].header.parts[part].name;
        let gone = erased.contains(&(entry as u64, name.clone()));
        if gone { crate::story::Sight::Erased } else { crate::story::Sight::Present }
    };
    crate::story::fold(&story.held, &sight).expect("it can be folded")
}
