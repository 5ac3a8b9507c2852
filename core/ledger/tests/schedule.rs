//! The schedule of counterparties: what each has to say of each other.
#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]
#![expect(clippy::inconsistent_digit_grouping, reason = "pounds, then pence")]

mod made;

use accordant_ledger::{
    AgreementOfBalances, Claim, ClaimKind, Counterparties, ScheduleLine, ScheduleProblem, Side, Standing,
    Year, schedule,
};
use accordant_money::{Currency, Posted};
use jiff::civil::{Date, date};
use proptest::prelude::*;

const FIRST_DAY: Date = date(2025, 4, 1);
const JUNE: Date = date(2025, 6, 1);

/// Checks the lines of a year to the end of a month of it, as `who of whom: receivable, payable; income, expenditure`.
fn check(claims: &[Claim], months: u8, expected: &[&str]) {
    let year = Year::to_month(FIRST_DAY, months).unwrap();
    let lines = schedule(claims, &counterparties(), year, Currency::Gbp).unwrap();
    let told: Vec<_> = lines
        .iter()
        .map(|line| {
            let mark = if line.balances == AgreementOfBalances::Outside { " (outside)" } else { "" };
            format!(
                "{} of {}{mark}: {}, {}; {}, {}",
                line.party,
                line.counterparty,
                line.receivable.plain(),
                line.payable.plain(),
                line.income.plain(),
                line.expenditure.plain()
            )
        })
        .collect();
    assert_eq!(told, expected);
}

// spec: M28
#[test]
fn what_is_due_and_not_paid_is_receivable_there_and_payable_here() {
    check(
        &[due(JUNE, party("icb"), party("acute"), 100_00), paid(JUNE, party("icb"), party("acute"), 70_00)],
        9,
        &["icb of acute: 0.00, 30.00; 0.00, 100.00", "acute of icb: 30.00, 0.00; 100.00, 0.00"],
    );
}

// spec: M28
#[test]
fn what_is_paid_and_not_due_is_owed_back() {
    check(
        &[paid(JUNE, party("icb"), party("acute"), 70_00)],
        9,
        &["icb of acute: 70.00, 0.00; 0.00, 0.00", "acute of icb: 0.00, 70.00; 0.00, 0.00"],
    );
}

// spec: M28
#[test]
fn money_paid_into_a_pool_is_held_for_the_payer_and_no_income() {
    let claims = [
        due(JUNE, party("council"), pool("budget"), 60_00),
        paid(JUNE, party("council"), pool("budget"), 60_00),
        due(JUNE, party("icb"), pool("budget"), 40_00),
    ];
    check(
        &claims,
        9,
        &[
            "icb of council (outside): 0.00, 60.00; 0.00, 0.00",
            "council of icb (outside): 60.00, 0.00; 0.00, 0.00",
        ],
    );
}

// spec: M28
#[test]
fn what_is_due_into_a_pool_is_a_debt_and_held_at_once() {
    check(
        &[due(JUNE, party("council"), pool("budget"), 60_00)],
        9,
        &[
            "icb of council (outside): 60.00, 60.00; 0.00, 0.00",
            "council of icb (outside): 60.00, 60.00; 0.00, 0.00",
        ],
    );
}

// spec: M28
#[test]
fn what_a_pool_spends_is_spent_by_those_who_paid_it_in() {
    let claims = [
        due(JUNE, party("council"), pool("budget"), 60_00),
        paid(JUNE, party("council"), pool("budget"), 60_00),
        due(JUNE, party("icb"), pool("budget"), 40_00),
        due(JUNE, pool("budget"), party("acute"), 50_00),
    ];
    check(
        &claims,
        9,
        &[
            "icb of council (outside): 0.00, 30.00; 30.00, 0.00",
            "icb of acute: 0.00, 50.00; 0.00, 50.00",
            "council of icb (outside): 30.00, 0.00; 0.00, 30.00",
            "acute of icb: 50.00, 0.00; 50.00, 0.00",
        ],
    );
}

// spec: M28
#[test]
fn what_a_pool_gives_back_is_no_income_and_can_be_corrected() {
    let before = [
        due(JUNE, party("council"), pool("budget"), 60_00),
        paid(JUNE, party("council"), pool("budget"), 60_00),
        due(JUNE, pool("budget"), party("council"), 6_00),
    ];
    check(
        &before,
        9,
        &[
            "icb of council (outside): 0.00, 60.00; 0.00, 0.00",
            "council of icb (outside): 60.00, 0.00; 0.00, 0.00",
        ],
    );
    let corrected = [&before[..], &[due(JUNE, pool("budget"), party("council"), -6_00)]].concat();
    check(
        &corrected,
        9,
        &[
            "icb of council (outside): 0.00, 60.00; 0.00, 0.00",
            "council of icb (outside): 60.00, 0.00; 0.00, 0.00",
        ],
    );
}

// spec: M28
#[test]
fn what_goes_from_pool_to_pool_is_held_there_for_the_same() {
    let claims = [
        due(JUNE, party("council"), pool("budget"), 60_00),
        paid(JUNE, party("council"), pool("budget"), 60_00),
        due(JUNE, pool("budget"), pool("fund"), 10_00),
        paid(JUNE, pool("budget"), pool("fund"), 10_00),
    ];
    check(
        &claims,
        9,
        &[
            "icb of council (outside): 0.00, 50.00; 0.00, 0.00",
            "council of icb (outside): 50.00, 0.00; 0.00, 0.00",
            "council of community (outside): 10.00, 0.00; 0.00, 0.00",
            "community of council (outside): 0.00, 10.00; 0.00, 0.00",
        ],
    );
}

// spec: M28
#[test]
fn money_from_outside_is_held_for_nobody_and_spent_beside_the_rest() {
    let claims = [
        due(JUNE, Side::Outside, pool("budget"), 40_00),
        due(JUNE, party("council"), pool("budget"), 60_00),
        paid(JUNE, party("council"), pool("budget"), 60_00),
        due(JUNE, pool("budget"), Side::Outside, 10_00),
    ];
    check(
        &claims,
        9,
        &[
            "icb of council (outside): 0.00, 54.00; 6.00, 0.00",
            "council of icb (outside): 54.00, 0.00; 0.00, 6.00",
        ],
    );
}

// spec: M28
#[test]
fn a_corrected_spend_is_held_again_for_those_whose_it_was() {
    let claims = [
        due(JUNE, party("council"), pool("budget"), 60_00),
        paid(JUNE, party("council"), pool("budget"), 60_00),
        due(JUNE, pool("budget"), party("acute"), 50_00),
        due(JUNE, pool("budget"), party("acute"), -20_00),
    ];
    check(
        &claims,
        9,
        &[
            "icb of council (outside): 0.00, 30.00; 30.00, 0.00",
            "icb of acute: 0.00, 30.00; 0.00, 30.00",
            "council of icb (outside): 30.00, 0.00; 0.00, 30.00",
            "acute of icb: 30.00, 0.00; 30.00, 0.00",
        ],
    );
}

// spec: M28
#[test]
fn what_went_from_pool_to_pool_by_mistake_goes_back() {
    let claims = [
        due(JUNE, party("council"), pool("budget"), 60_00),
        paid(JUNE, party("council"), pool("budget"), 60_00),
        due(JUNE, pool("budget"), pool("fund"), 10_00),
        due(JUNE, pool("budget"), pool("fund"), -10_00),
    ];
    let as_before = [
        "icb of council (outside): 0.00, 60.00; 0.00, 0.00",
        "council of icb (outside): 60.00, 0.00; 0.00, 0.00",
    ];
    check(&claims, 9, &as_before);
}

// spec: M28
#[test]
fn a_pool_spends_nobodys_money_where_it_has_not_enough_of_anybodys() {
    let claims = [
        due(JUNE, party("council"), pool("budget"), 60_00),
        paid(JUNE, party("council"), pool("budget"), 60_00),
        due(JUNE, pool("budget"), pool("fund"), 80_00),
        paid(JUNE, pool("budget"), pool("fund"), 80_00),
        due(JUNE, pool("fund"), Side::Outside, 40_00),
    ];
    check(
        &claims,
        9,
        &[
            "council of community (outside): 30.00, 0.00; 0.00, 30.00",
            "community of council (outside): 0.00, 30.00; 30.00, 0.00",
        ],
    );
}

// spec: M28
#[test]
fn a_schedule_of_month_nine_knows_nothing_of_month_ten() {
    let claims = [
        due(date(2025, 3, 31), party("icb"), party("acute"), 1_00),
        due(date(2025, 12, 31), party("icb"), party("acute"), 10_00),
        due(date(2026, 1, 1), party("icb"), party("acute"), 100_00),
    ];
    let month_9 = ["icb of acute: 0.00, 11.00; 0.00, 10.00", "acute of icb: 11.00, 0.00; 10.00, 0.00"];
    check(&claims, 9, &month_9);
    let month_12 = ["icb of acute: 0.00, 111.00; 0.00, 110.00", "acute of icb: 111.00, 0.00; 110.00, 0.00"];
    check(&claims, 12, &month_12);
}

// spec: M28
#[test]
fn a_pool_that_lies_in_nobodys_books_has_no_schedule() {
    let year = Year::to_month(FIRST_DAY, 12).unwrap();
    let told = |claim: Claim| schedule(&[claim], &counterparties(), year, Currency::Gbp).unwrap_err();
    assert_eq!(
        told(due(JUNE, party("icb"), pool("spare"), 1)),
        ScheduleProblem::NoBooks { pool: "spare".into() }
    );
    assert_eq!(
        told(due(JUNE, party("icb"), party("bank"), 1)),
        ScheduleProblem::UnknownParty { party: "bank".into() }
    );
    let euros = Claim { amount: Posted::new(1, Currency::Eur), ..due(JUNE, party("icb"), party("acute"), 1) };
    assert_eq!(told(euros), ScheduleProblem::DoesNotAdd);
}

// spec: M28
#[test]
fn an_accrual_is_spent_in_the_year_that_ends_and_held_for_nobody_after() {
    use accordant_ledger::{Carriage, Event, Ledger, Pool, YearEnd};
    let mut ledger = Ledger::new(Currency::Gbp);
    let year_end = Some(YearEnd::Carry(Carriage::Accrual));
    ledger.agree(Pool {
        name: "budget".into(),
        in_books_of: Some("icb".into()),
        ledger_code: None,
        year_end,
    });
    let budget = || String::from("budget");
    let paid_in = Event::PaidIn { pool: budget(), from: party("council"), amount: pounds(60_00) };
    ledger.record(JUNE, 1, &paid_in).unwrap();
    let set_aside = Event::Committed { pool: budget(), commitment: "beds".into(), amount: pounds(20_00) };
    ledger.record(JUNE, 2, &set_aside).unwrap();
    ledger.record(date(2026, 3, 31), 3, &Event::YearEnded { pool: budget(), from: FIRST_DAY }).unwrap();
    let spent = Event::Spent { pool: budget(), to: party("acute"), amount: pounds(30_00) };
    ledger.record(date(2026, 5, 1), 4, &spent).unwrap();
    let claims = [ledger.dues(), vec![paid(JUNE, party("council"), pool("budget"), 60_00)]].concat();
    check(
        &claims,
        12,
        &[
            "icb of council (outside): 0.00, 0.00; 60.00, 0.00",
            "council of icb (outside): 0.00, 0.00; 0.00, 60.00",
        ],
    );
    let next = Year::to_month(date(2026, 4, 1), 12).unwrap();
    let lines = schedule(&claims, &counterparties(), next, Currency::Gbp).unwrap();
    let pairs: Vec<_> = lines
        .iter()
        .map(|line| (line.party.as_str(), line.counterparty.as_str(), line.income.minor()))
        .collect();
    assert_eq!(pairs, [("icb", "acute", 0), ("acute", "icb", 30_00)]);
}

// spec: M28
#[test]
fn a_year_end_that_carries_deferred_income_changes_no_schedule() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut claims_count = 0;
    for _ in 0..40 {
        use proptest::strategy::ValueTree;
        let events = made::events().new_tree(&mut runner).unwrap().current();
        let is_accrual_or_return = |event: &accordant_ledger::Event| matches!(event, accordant_ledger::Event::YearEnded { pool, .. } if pool != "deferred");
        let deferring: Vec<_> =
            events.into_iter().filter(|(_, event)| !is_accrual_or_return(event)).collect();
        let is_year_end =
            |event: &accordant_ledger::Event| matches!(event, accordant_ledger::Event::YearEnded { .. });
        let endless: Vec<_> = deferring.iter().filter(|(_, event)| !is_year_end(event)).cloned().collect();
        let told = |claims: Vec<Claim>| {
            let mut known = counterparties();
            known.books = made::POOLS.map(|pool| (pool.to_string(), "icb".to_string())).into();
            schedule(&claims, &known, Year::to_month(FIRST_DAY, 18).unwrap(), Currency::Gbp).unwrap()
        };
        let (with, without) = (made::recorded(&deferring).dues(), made::recorded(&endless).dues());
        claims_count += with.len();
        assert_eq!(told(with), told(without));
    }
    assert!(claims_count > 200, "too few to tell anything: {claims_count}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    // spec: M28
    #[test]
    fn each_line_has_its_mirror(claims in claims(), months in 1..12_u8) {
        let lines = lines(&claims, FIRST_DAY, months);
        for line in &lines {
            let is_mirror = |other: &&ScheduleLine| other.party == line.counterparty && other.counterparty == line.party;
            let mirror = lines.iter().find(is_mirror).unwrap();
            prop_assert_eq!(line.receivable, mirror.payable);
            prop_assert_eq!(line.income, mirror.expenditure);
            prop_assert_eq!(line.balances, mirror.balances);
        }
    }

    // spec: M28
    #[test]
    fn a_party_without_pools_owns_what_it_earned_and_has_not_been_paid(claims in claims()) {
        let lines = lines(&claims, FIRST_DAY, 12);
        for name in ["council", "acute", "charity"] {
            let of = lines.iter().filter(|line| line.party == name);
            let worth: i128 = of.clone().map(|line| line.receivable.minor() - line.payable.minor()).sum();
            let earned: i128 = of.map(|line| line.income.minor() - line.expenditure.minor()).sum();
            prop_assert_eq!(worth + cash(&claims, name), earned, "{}", name);
        }
    }

    // spec: M28
    #[test]
    fn what_a_year_earns_is_what_its_parts_earn(claims in claims(), months in 1..12_u8) {
        let first = Year::to_month(FIRST_DAY, months).unwrap();
        let whole = lines(&claims, FIRST_DAY, 12);
        let rest = lines(&claims, first.to.tomorrow().unwrap(), 12 - months);
        let early = lines(&claims, FIRST_DAY, months);
        for line in &whole {
            let earned = |part: &[ScheduleLine]| {
                let same = part.iter().find(|other| other.party == line.party && other.counterparty == line.counterparty);
                same.map_or(0, |other| other.income.minor())
            };
            prop_assert_eq!(line.income.minor(), earned(&early) + earned(&rest));
        }
    }

    // spec: M28
    #[test]
    fn nothing_is_owed_by_those_who_paid_all_that_was_due_and_hold_nothing(claims in claims()) {
        let direct = claims.into_iter().filter(|claim| {
            claim.kind == ClaimKind::Due && matches!((&claim.from, &claim.to), (Side::Party(_), Side::Party(_)))
        });
        let settled: Vec<Claim> = direct.flat_map(|due| [Claim { kind: ClaimKind::Paid, ..due.clone() }, due]).collect();
        for line in lines(&settled, FIRST_DAY, 12) {
            prop_assert_eq!((line.receivable.minor(), line.payable.minor()), (0, 0));
        }
    }
}

fn lines(claims: &[Claim], from: Date, months: u8) -> Vec<ScheduleLine> {
    schedule(claims, &counterparties(), Year::to_month(from, months).unwrap(), Currency::Gbp).unwrap()
}

/// What a party was paid by other parties and their pools, less what it paid them.
fn cash(claims: &[Claim], name: &str) -> i128 {
    let of = |side: &Side| matches!(side, Side::Party(party) if party == name);
    let paid = claims.iter().filter(|claim| claim.kind == ClaimKind::Paid);
    let among_parties = paid
        .filter(|claim| claim.from != Side::Outside && claim.to != Side::Outside && claim.from != claim.to);
    let signed = |claim: &Claim| {
        let amount = claim.amount.minor();
        if of(&claim.to) {
            amount
        } else if of(&claim.from) {
            -amount
        } else {
            0
        }
    };
    among_parties.map(signed).sum()
}

/// Up to thirty claims within the year, of which some correct others.
fn claims() -> impl Strategy<Value = Vec<Claim>> {
    let side = || {
        prop_oneof![
            5 => proptest::sample::select(&["icb", "council", "community", "acute", "charity"][..]).prop_map(party),
            4 => proptest::sample::select(&["budget", "fund"][..]).prop_map(pool),
            1 => Just(Side::Outside),
        ]
    };
    let kind = prop_oneof![3 => Just(ClaimKind::Due), 1 => Just(ClaimKind::Paid)];
    let amount = prop_oneof![4 => 1..100_000_i128, 1 => -30_000..0_i128].prop_map(pounds);
    let day =
        (1..=12_i8, 1..=28_i8).prop_map(|(month, day)| date(if month < 4 { 2026 } else { 2025 }, month, day));
    let claim = (day, kind, side(), side(), amount).prop_map(|(date, kind, from, to, amount)| Claim {
        date,
        kind,
        from,
        to,
        amount,
    });
    proptest::collection::vec(claim, 0..30)
}

fn counterparties() -> Counterparties {
    let standing = |party: &str, balances| Standing { party: party.into(), balances };
    Counterparties {
        parties: vec![
            standing("icb", AgreementOfBalances::Inside),
            standing("council", AgreementOfBalances::Outside),
            standing("community", AgreementOfBalances::Inside),
            standing("acute", AgreementOfBalances::Inside),
            standing("charity", AgreementOfBalances::Outside),
        ],
        books: [("budget", "icb"), ("fund", "community")]
            .map(|(pool, party)| (pool.into(), party.into()))
            .into(),
    }
}

fn due(date: Date, from: Side, to: Side, minor: i128) -> Claim {
    Claim { date, kind: ClaimKind::Due, from, to, amount: pounds(minor) }
}

fn paid(date: Date, from: Side, to: Side, minor: i128) -> Claim {
    Claim { date, kind: ClaimKind::Paid, from, to, amount: pounds(minor) }
}

fn party(name: &str) -> Side {
    Side::Party(name.into())
}

fn pool(name: &str) -> Side {
    Side::Pool(name.into())
}

fn pounds(minor: i128) -> Posted {
    Posted::new(minor, Currency::Gbp)
}
