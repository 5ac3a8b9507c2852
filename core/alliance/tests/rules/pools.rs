//! Movements of pools: never overdrawn, never twice, and each year end as it was agreed.

use crate::story::words::{found, founding, moves, pools};
use crate::story::{AGREEMENT, Story};
use accordant_alliance::Command;
use accordant_alliance::command::MovePool;
use accordant_alliance::event::Move;
use accordant_ledger::{Account, Carriage, What};

const MAY: &str = "2025-05-10";
const YEAR_END: &str = "2026-03-31";

#[test]
fn a_pool_opens_with_what_the_agreement_says() {
    assert_eq!(
        pools(&Story::founded().state),
        "budget: 0 = 0 free + 0 committed
fund: 100000 = 100000 free + 0 committed
reserve: 0 = 0 free + 0 committed
spare: 0 = 0 free + 0 committed
"
    );
}

#[test]
fn what_is_committed_is_not_free_until_it_is_released_or_spent() {
    let mut story = Story::founded();
    let entry = story.does("board", Command::MovePool(moves("fund", Move::Committed, 40_000, MAY)));
    assert_eq!(fund(&story), "fund: 100000 = 60000 free + 40000 committed");
    story.does("board", under(entry, Move::Released, 10_000));
    assert_eq!(fund(&story), "fund: 100000 = 70000 free + 30000 committed");
    assert_eq!(
        story.refused("board", Command::MovePool(moves("fund", Move::Spent, 70_001, MAY))),
        "£700.00 is free in the pool `fund` (£300.00 is committed), and £700.01 would be drawn from it\n\
         draw less, pay in first, or release a commitment"
    );
    assert_eq!(
        story.refused("board", under(entry, Move::Spent, 30_001)),
        format!(
            "£300.00 is left of `{entry}` in the pool `fund`, and not £300.01\n\
             keep to what is left, and commit the rest first"
        )
    );
    story.does("board", under(entry, Move::Spent, 30_000));
    assert_eq!(fund(&story), "fund: 70000 = 70000 free + 0 committed");
    assert_eq!(story.held.last().expect("it was recorded").header.cause, Some(entry));
    for movement in [Move::Spent, Move::Released] {
        assert_eq!(
            story.refused("board", under(entry, movement, 1)),
            format!(
                "nothing is committed as `{entry}` in the pool `fund`\n\
                 name a commitment of which something is left"
            )
        );
    }
}

#[test]
fn no_more_is_committed_than_is_free() {
    check(
        moves("fund", Move::Committed, 100_001, MAY),
        "£1,000.00 is free in the pool `fund`, and £1,000.01 would be committed\ncommit less, or pay in first",
    );
}

#[test]
fn a_pool_is_never_overdrawn() {
    check(
        moves("budget", Move::Spent, 1, MAY),
        "£0.00 is free in the pool `budget`, and £0.01 would be drawn from it\n\
         draw less, pay in first, or release a commitment",
    );
}

#[test]
fn an_amount_is_above_zero() {
    for minor in [0, -1] {
        let shown = if minor == 0 { "£0.00" } else { "−£0.01" };
        check(
            moves("fund", Move::PaidIn, minor, MAY),
            &format!(
                "the amount {shown} is not above zero\n\
                 give an amount above zero; what goes the other way is an event of its own"
            ),
        );
    }
    check(MovePool { minor: None, ..moves("fund", Move::PaidIn, 1, MAY) }, "no amount is named");
}

#[test]
fn a_release_names_its_commitment() {
    check(moves("fund", Move::Released, 1, MAY), "no commitment of `fund` is named");
}

#[test]
fn a_pool_is_one_of_the_agreement() {
    check(
        moves("funds", Move::PaidIn, 1, MAY),
        "there is no pool `funds`\nthe pools are budget, fund, reserve, spare",
    );
    let without: String = AGREEMENT.split("money:").next().unwrap_or_default().to_string();
    let mut story = Story::new();
    story.does("nobody", Command::Found(founding(&without)));
    let refused = story.refused("board", Command::MovePool(moves("fund", Move::PaidIn, 1, MAY)));
    assert_eq!(refused, "the agreement has no pools");
}

#[test]
fn the_other_side_is_a_party_or_outside() {
    let by = |party: Option<&str>| {
        let party = party.map(ToString::to_string);
        MovePool { party, ..moves("fund", Move::PaidIn, 100, MAY) }
    };
    check(
        by(Some("hospitals")),
        "`hospitals` is no party on 2025-05-10\n\
         the parties are board, council, hospital, community; anyone else is `outside`",
    );
    check(by(None), "nobody is named beside `fund`");
    check(
        MovePool { on: jiff::civil::date(2025, 3, 31), ..by(Some("board")) },
        "no text is in force on 2025-03-31",
    );
    let mut story = Story::founded();
    story.does("board", Command::MovePool(by(Some("outside"))));
    assert_eq!(fund(&story), "fund: 100100 = 100100 free + 0 committed");
}

#[test]
fn a_movement_says_what_it_is_for() {
    check(
        MovePool { purpose: " ".to_string(), ..moves("fund", Move::PaidIn, 1, MAY) },
        "a movement of a pool says what it is for\nsay it with `--purpose`",
    );
}

#[test]
fn deferred_income_and_accruals_are_there_again_the_next_morning() {
    for (pool, carriage) in [("fund", Carriage::DeferredIncome), ("reserve", Carriage::Accrual)] {
        let mut story = Story::founded();
        story.does("board", Command::MovePool(moves(pool, Move::PaidIn, 5_000, MAY)));
        story.does("board", Command::MovePool(moves(pool, Move::Committed, 2_000, MAY)));
        let before = pools(&story.state);
        story.does("board", year_end(pool, YEAR_END));
        assert_eq!(pools(&story.state), before);
        let held = if pool == "fund" { 105_000 } else { 5_000 };
        assert_eq!(moved(&story), held.to_string());
        assert_eq!(crossed(&story, What::CarriedForward(carriage)), held);
        assert_eq!(crossed(&story, What::BroughtForward(carriage)), held);
    }
}

#[test]
fn what_is_to_be_returned_goes_back_as_it_was_paid_in() {
    let mut story = Story::founded();
    story.does("board", Command::MovePool(moves("budget", Move::PaidIn, 30_000, MAY)));
    let council = Some("council".to_string());
    story.does(
        "board",
        Command::MovePool(MovePool { party: council, ..moves("budget", Move::PaidIn, 10_000, MAY) }),
    );
    story.does("board", Command::MovePool(moves("budget", Move::Committed, 20_000, MAY)));
    // Paid in after the year end: it does not cross it.
    story.does("board", Command::MovePool(moves("budget", Move::PaidIn, 7_000, "2026-04-02")));
    story.does("board", year_end("budget", YEAR_END));
    assert_eq!(moved(&story), "20000", "half is committed and stays");
    assert_eq!(crossed(&story, What::Returned), 20_000);
    let ledger = story.state.ledger().expect("there are pools");
    let back = |party: &str| ledger.balance(&Account::Party(party.to_string())).minor();
    assert_eq!((back("board"), back("council")), (-30_000 - 7_000 + 15_000, -10_000 + 5_000));
    assert!(pools(&story.state).starts_with("budget: 27000 = 7000 free + 20000 committed\n"));
}

#[test]
fn what_nobody_paid_in_cannot_be_returned() {
    let mut story = Story::founded();
    let outside = MovePool { party: Some("outside".to_string()), ..moves("budget", Move::PaidIn, 100, MAY) };
    story.does("board", Command::MovePool(outside));
    assert_eq!(
        story.refused("board", year_end("budget", YEAR_END)),
        "£1.00 of the pool `budget` is to be returned, and nobody to whom it may go paid in during the year\n\
         decide together what becomes of it: spend it, or agree another `year_end`"
    );
}

#[test]
fn a_balance_crosses_a_year_end_once() {
    for pool in ["fund", "budget"] {
        let mut story = Story::founded();
        story.does("board", Command::MovePool(moves(pool, Move::PaidIn, 5_000, MAY)));
        story.does("board", year_end(pool, YEAR_END));
        assert_eq!(
            story.refused("board", year_end(pool, YEAR_END)),
            format!("nothing of the pool `{pool}` is left to cross the year end on 2026-03-31")
        );
    }
}

#[test]
fn a_year_ends_on_the_last_day_of_a_period() {
    let mut story = Story::founded();
    assert_eq!(
        story.refused("board", year_end("fund", "2026-03-30")),
        "no period of the agreement ends on 2026-03-30\n\
         a balance crosses the year end on the last day of a year"
    );
    assert_eq!(
        story.refused("board", year_end("spare", YEAR_END)),
        "the agreement does not say how the pool `spare` crosses the end of a year\n\
         agree `year_end` for the pool: deferred income, accrual or return"
    );
}

fn check(asked: MovePool, expected: &str) {
    let mut story = Story::new();
    story.does("nobody", found());
    assert_eq!(story.refused("board", Command::MovePool(asked)), expected);
}

fn under(entry: u64, movement: Move, minor: i128) -> Command {
    Command::MovePool(MovePool { commitment: Some(entry), ..moves("fund", movement, minor, MAY) })
}

fn year_end(pool: &str, on: &str) -> Command {
    Command::MovePool(MovePool { minor: None, party: None, ..moves(pool, Move::Carried, 0, on) })
}

fn fund(story: &Story) -> String {
    pools(&story.state).lines().nth(1).unwrap_or_default().to_string()
}

/// What the last movement says that it moved.
fn moved(story: &Story) -> String {
    story.state.kept().movements.last().expect("something moved").body.minor.clone()
}

/// What the ledger wrote down so, in pence.
fn crossed(story: &Story, what: What) -> i128 {
    let entries = story.state.ledger().expect("there are pools").entries();
    entries.iter().filter(|entry| entry.what == what).map(|entry| entry.amount.minor()).sum()
}
