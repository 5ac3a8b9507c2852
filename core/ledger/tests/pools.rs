//! What may and may not happen to a pool, a rule at a time.
#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]
#![expect(clippy::inconsistent_digit_grouping, reason = "pounds, then pence")]

use accordant_ledger::{Account, Carriage, Event, Ledger, Pool, Refusal, Side, Transfer, YearEnd};
use accordant_money::{Currency, Posted};
use jiff::civil::{Date, date};

const JUNE: Date = date(2025, 6, 1);
const YEAR: Date = date(2025, 4, 1);
const YEAR_END: Date = date(2026, 3, 31);

// spec: M27
#[test]
fn what_is_committed_is_not_free() {
    let mut ledger = fund(None, 100_00);
    ledger.record(JUNE, 2, &commit("scanner", 60_00)).unwrap();
    let holding = ledger.holding("fund").unwrap();
    assert_eq!(
        (holding.balance, holding.committed, holding.free),
        (pounds(100_00), pounds(60_00), pounds(40_00))
    );
    assert_eq!(ledger.commitments("fund").collect::<Vec<_>>(), [("scanner", pounds(60_00))]);
}

// spec: M27
#[test]
fn what_is_free_cannot_be_overdrawn_by_a_penny() {
    let mut ledger = fund(None, 100_00);
    ledger.record(JUNE, 2, &commit("scanner", 60_00)).unwrap();
    refuses(
        &ledger,
        &spend(40_01),
        "£40.00 is free in the pool `fund` (£60.00 is committed), and £40.01 would be drawn from it",
    );
    ledger.record(JUNE, 3, &spend(40_00)).unwrap();
    refuses(
        &ledger,
        &spend(1),
        "£0.00 is free in the pool `fund` (£60.00 is committed), and £0.01 would be drawn from it",
    );
}

// spec: M27
#[test]
fn no_more_is_committed_than_is_free() {
    let ledger = fund(None, 100_00);
    refuses(
        &ledger,
        &commit("scanner", 100_01),
        "£100.00 is free in the pool `fund`, and £100.01 would be committed",
    );
}

// spec: M27
#[test]
fn a_commitment_is_spent_and_released_up_to_what_is_left_of_it() {
    let mut ledger = fund(None, 100_00);
    ledger.record(JUNE, 2, &commit("scanner", 60_00)).unwrap();
    refuses(
        &ledger,
        &spend_under("scanner", 60_01),
        "£60.00 is left of `scanner` in the pool `fund`, and not £60.01",
    );
    ledger.record(JUNE, 3, &spend_under("scanner", 45_00)).unwrap();
    refuses(
        &ledger,
        &release("scanner", 15_01),
        "£15.00 is left of `scanner` in the pool `fund`, and not £15.01",
    );
    ledger.record(JUNE, 4, &release("scanner", 15_00)).unwrap();
    assert_eq!(ledger.holding("fund").unwrap().free, pounds(55_00));
    refuses(&ledger, &release("scanner", 1), "nothing is committed as `scanner` in the pool `fund`");
}

// spec: M27
#[test]
fn the_name_of_a_commitment_serves_once() {
    let mut ledger = fund(None, 100_00);
    ledger.record(JUNE, 2, &commit("scanner", 10_00)).unwrap();
    ledger.record(JUNE, 3, &release("scanner", 10_00)).unwrap();
    refuses(&ledger, &commit("scanner", 10_00), "the pool `fund` has had a commitment `scanner` before");
}

// spec: M27
#[test]
fn a_pool_that_is_not_agreed_takes_nothing() {
    let ledger = Ledger::new(Currency::Gbp);
    refuses(&ledger, &pay_in("icb", 1_00), "there is no pool `fund`");
}

// spec: M27
#[test]
fn a_ledger_is_kept_in_one_currency() {
    let ledger = fund(None, 100_00);
    let euros =
        Event::Spent { pool: "fund".into(), to: Side::Outside, amount: Posted::new(1_00, Currency::Eur) };
    refuses(&ledger, &euros, "€1.00 is no amount in GBP, in which the ledger is kept");
}

// spec: M27
#[test]
fn an_amount_of_nothing_or_less_is_no_event() {
    let ledger = fund(None, 100_00);
    refuses(&ledger, &pay_in("icb", 0), "the amount £0.00 is not above zero");
    refuses(&ledger, &commit("scanner", -1), "the amount −£0.01 is not above zero");
}

// spec: M27
#[test]
fn a_refused_event_leaves_nothing_behind() {
    let mut ledger = fund(None, 100_00);
    let before = ledger.clone();
    let half_possible = Event::Posted(vec![
        transfer(party("icb"), Side::Pool("fund".into()), 50_00),
        transfer(Side::Pool("fund".into()), Side::Outside, 150_01),
    ]);
    ledger.record(JUNE, 2, &half_possible).unwrap_err();
    assert_eq!(ledger, before);
}

// spec: M27
#[test]
fn the_transfers_of_one_posting_count_together() {
    let mut ledger = fund(None, 100_00);
    let out_before_in = Event::Posted(vec![
        transfer(Side::Pool("fund".into()), Side::Outside, 150_00),
        transfer(party("icb"), Side::Pool("fund".into()), 50_00),
        transfer(party("icb"), Side::Pool("fund".into()), 0),
    ]);
    ledger.record(JUNE, 2, &out_before_in).unwrap();
    assert_eq!(ledger.holding("fund").unwrap().balance, pounds(0));
    assert_eq!(ledger.entries().len(), 3, "the opening payment and two transfers: one of nothing is none");
}

// spec: M27
#[test]
fn a_posting_below_zero_moves_the_other_way() {
    let mut ledger = fund(None, 100_00);
    let correction = Event::Posted(vec![transfer(party("icb"), Side::Pool("fund".into()), -30_00)]);
    ledger.record(JUNE, 2, &correction).unwrap();
    assert_eq!(ledger.balance(&Account::Party("icb".into())), pounds(-70_00));
    assert_eq!(ledger.holding("fund").unwrap().free, pounds(70_00));
}

// spec: M27
#[test]
fn an_amount_that_cannot_be_held_is_refused() {
    let ledger = fund(None, 100_00);
    refuses(&ledger, &pay_in("icb", i128::MAX), "the amount cannot be added to a balance");
}

// spec: M26
#[test]
fn deferred_income_stands_in_the_old_year_and_is_there_again_in_the_morning() {
    let mut ledger = fund(Some(YearEnd::Carry(Carriage::DeferredIncome)), 100_00);
    ledger.record(JUNE, 2, &commit("scanner", 60_00)).unwrap();
    let before = ledger.holding("fund");
    ledger.record(YEAR_END, 3, &year_ended()).unwrap();
    assert_eq!(ledger.holding("fund"), before);
    let written = ledger.entries().iter().skip(2);
    let written: Vec<_> =
        written.map(|entry| format!("{} {} {}", entry.date, entry.what.words(), entry.amount)).collect();
    assert_eq!(
        written,
        [
            "2026-03-31 carried forward as deferred income £40.00",
            "2026-03-31 carried forward as deferred income £60.00",
            "2026-04-01 brought forward from deferred income £40.00",
            "2026-04-01 brought forward from deferred income £60.00",
        ]
    );
}

// spec: M26
#[test]
fn a_year_that_ends_twice_carries_nothing_twice() {
    let mut ledger = fund(Some(YearEnd::Carry(Carriage::Accrual)), 100_00);
    ledger.record(YEAR_END, 2, &year_ended()).unwrap();
    let once = ledger.clone();
    ledger.record(YEAR_END, 3, &year_ended()).unwrap();
    assert_eq!(ledger, once);
}

// spec: M26
#[test]
fn a_year_end_carries_what_stood_on_its_last_day_though_it_is_recorded_later() {
    let mut ledger = fund(Some(YearEnd::Carry(Carriage::Accrual)), 100_00);
    ledger.record(date(2026, 4, 9), 2, &spend(30_00)).unwrap();
    ledger.record(YEAR_END, 3, &year_ended()).unwrap();
    assert_eq!(ledger.entries().get(2).unwrap().amount, pounds(100_00));
    assert_eq!(ledger.holding("fund").unwrap().free, pounds(70_00));
}

// spec: M26
#[test]
fn what_is_free_returns_in_the_shares_in_which_it_was_paid_in_this_year() {
    let mut ledger = fund(Some(returns(&["icb", "council", "charity"])), 100_00);
    ledger.record(date(2025, 3, 31), 2, &pay_in("council", 900_00)).unwrap();
    ledger.record(JUNE, 3, &pay_in("council", 50_00)).unwrap();
    ledger
        .record(JUNE, 4, &Event::PaidIn { pool: "fund".into(), from: Side::Outside, amount: pounds(7_00) })
        .unwrap();
    ledger.record(JUNE, 5, &spend(1_056_95)).unwrap();
    ledger.record(YEAR_END, 6, &year_ended()).unwrap();
    // 5 pence by 100 : 50 are 3 1/3 and 1 2/3: the larger remainder has the penny.
    assert_eq!(ledger.balance(&Account::Party("icb".into())), pounds(-100_00 + 3));
    assert_eq!(ledger.balance(&Account::Party("council".into())), pounds(-950_00 + 2));
    assert_eq!(ledger.balance(&Account::Party("charity".into())), pounds(0));
    assert_eq!(ledger.holding("fund").unwrap().balance, pounds(0));
}

// spec: M26
#[test]
fn who_was_paid_back_more_than_it_paid_in_this_year_gets_no_more() {
    let mut ledger = fund(Some(returns(&["icb", "council"])), 100_00);
    let correction = Event::Posted(vec![transfer(party("council"), Side::Pool("fund".into()), -10_00)]);
    ledger.record(JUNE, 2, &correction).unwrap();
    ledger.record(YEAR_END, 3, &year_ended()).unwrap();
    assert_eq!(ledger.balance(&Account::Party("council".into())), pounds(10_00));
    assert_eq!(ledger.balance(&Account::Party("icb".into())), pounds(-10_00));
}

// spec: M26
#[test]
fn what_is_committed_stays_when_the_rest_returns() {
    let mut ledger = fund(Some(returns(&["icb"])), 100_00);
    ledger.record(JUNE, 2, &commit("scanner", 60_00)).unwrap();
    ledger.record(YEAR_END, 3, &year_ended()).unwrap();
    let holding = ledger.holding("fund").unwrap();
    assert_eq!((holding.committed, holding.free), (pounds(60_00), pounds(0)));
}

// spec: M26
#[test]
fn what_nobody_paid_in_this_year_is_returned_to_nobody() {
    let mut ledger = fund(Some(returns(&["council"])), 100_00);
    let refusal = ledger.record(YEAR_END, 2, &year_ended()).unwrap_err();
    assert_eq!(refusal, Refusal::NobodyPaidIn { pool: "fund".into(), amount: pounds(100_00) });
}

// spec: M26
#[test]
fn what_is_spent_in_the_new_year_cannot_return_from_the_old_one() {
    let mut ledger = fund(Some(returns(&["icb"])), 100_00);
    ledger.record(date(2026, 4, 9), 2, &spend(30_00)).unwrap();
    let refusal = ledger.record(YEAR_END, 3, &year_ended()).unwrap_err();
    assert_eq!(refusal.to_string(), "£70.00 is free in the pool `fund`, and £100.00 would be drawn from it");
}

// spec: M26
#[test]
fn a_year_end_that_is_not_agreed_is_refused() {
    let ledger = fund(None, 100_00);
    let refusal = ledger.entries_of(YEAR_END, 2, &year_ended()).unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "the agreement does not say how the pool `fund` crosses the end of a year"
    );
    assert_eq!(refusal.help(), "agree `year_end` for the pool: deferred income, accrual or return");
}

// spec: M26
#[test]
fn a_year_ends_after_it_begins() {
    let ledger = fund(Some(YearEnd::Carry(Carriage::Accrual)), 100_00);
    let refusal = ledger.entries_of(date(2025, 3, 31), 2, &year_ended()).unwrap_err();
    assert_eq!(refusal.to_string(), "there is no year from 2025-04-01 to 2025-03-31");
}

/// A fund into which the integrated care board has paid.
fn fund(year_end: Option<YearEnd>, minor: i128) -> Ledger {
    let mut ledger = Ledger::new(Currency::Gbp);
    ledger.agree(Pool { name: "fund".into(), in_books_of: Some("icb".into()), ledger_code: None, year_end });
    ledger.record(YEAR, 1, &pay_in("icb", minor)).unwrap();
    ledger
}

fn refuses(ledger: &Ledger, event: &Event, words: &str) {
    assert_eq!(ledger.entries_of(JUNE, 9, event).unwrap_err().to_string(), words);
}

fn returns(parties: &[&str]) -> YearEnd {
    YearEnd::Return(parties.iter().map(ToString::to_string).collect())
}

fn pay_in(payer: &str, minor: i128) -> Event {
    Event::PaidIn { pool: "fund".into(), from: party(payer), amount: pounds(minor) }
}

fn commit(commitment: &str, minor: i128) -> Event {
    Event::Committed { pool: "fund".into(), commitment: commitment.into(), amount: pounds(minor) }
}

fn release(commitment: &str, minor: i128) -> Event {
    Event::Released { pool: "fund".into(), commitment: commitment.into(), amount: pounds(minor) }
}

fn spend(minor: i128) -> Event {
    Event::Spent { pool: "fund".into(), to: Side::Outside, amount: pounds(minor) }
}

fn spend_under(commitment: &str, minor: i128) -> Event {
    Event::SpentUnder {
        pool: "fund".into(),
        commitment: commitment.into(),
        to: Side::Outside,
        amount: pounds(minor),
    }
}

fn year_ended() -> Event {
    Event::YearEnded { pool: "fund".into(), from: YEAR }
}

fn transfer(from: Side, to: Side, minor: i128) -> Transfer {
    Transfer { from, to, amount: pounds(minor) }
}

fn party(name: &str) -> Side {
    Side::Party(name.into())
}

fn pounds(minor: i128) -> Posted {
    Posted::new(minor, Currency::Gbp)
}
