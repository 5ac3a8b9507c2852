//! Short words for what people ask, and for what a state has come to.
//!
//! Facts are written as rows of `fact,of,period,value`, a period being a year such as `2025-26` or a month.

use accordant_alliance::command::{
    AddFacts, AddPriceBook, Found, Import, MovePool, RaiseQuery, Rebase, SettleOn, Signatory,
};
use accordant_alliance::event::{
    BookKind, Imported, MarketForces, Move, OnAccountLine, PriceBook, SentValue, Standing,
};
use accordant_alliance::{Command, State};
use accordant_facts::{Days, Fact, FactValue, Facts, RowPlace, Status};
use accordant_money::Exact;
use jiff::civil::{Date, date};
use std::fmt::Write;
use std::sync::Arc;

/// The period that is settled.
pub const PERIOD: &str = "2025-26";
pub const YEAR: &str =
    "contribution,board,2025-26,27375\ncontribution,council,2025-26,9125\nprice,,2025-26,10";
pub const APRIL: &str = "visits,hospital,2025-04,149\nvisits,community,2025-04,90";
pub const MAY: &str = "visits,hospital,2025-05,200\nvisits,community,2025-05,150";
pub const JUNE: &str = "visits,hospital,2025-06,250\nvisits,community,2025-06,200";
/// With April, May and June the hospital comes to 2,100 visits and the community trust to 1,500.
pub const REST: &str = "\
visits,hospital,2025-07,200\nvisits,community,2025-07,120
visits,hospital,2025-08,200\nvisits,community,2025-08,120
visits,hospital,2025-09,200\nvisits,community,2025-09,120
visits,hospital,2025-10,200\nvisits,community,2025-10,120
visits,hospital,2025-11,200\nvisits,community,2025-11,120
visits,hospital,2025-12,101\nvisits,community,2025-12,120
visits,hospital,2026-01,200\nvisits,community,2026-01,120
visits,hospital,2026-02,100\nvisits,community,2026-02,120
visits,hospital,2026-03,100\nvisits,community,2026-03,100";

/// A rebase of the visits to the hospital, whose chart has April, May and June; more is said by changing it.
pub fn rebase(from: &str) -> Rebase {
    Rebase {
        measure: "visits[hospital]".to_string(),
        from: day(from),
        months: ["2025-04-01", "2025-05-01", "2025-06-01"].map(day).to_vec(),
        reason: "a new clinic opened".to_string(),
    }
}

/// Founding, by the agreement of every story.
pub fn found() -> Command {
    Command::Found(founding(super::AGREEMENT))
}

/// Founding by this text: every party signs, by a person of its own.
pub fn founding(text: &str) -> Found {
    let signatory = |(person, party): (usize, &str)| Signatory {
        party: party.to_string(),
        signed_copy: format!("signed on 28 March 2025, kept by {party}"),
        document: None,
        person,
    };
    Found {
        files: vec![("alliance.yaml".to_string(), text.as_bytes().to_vec())],
        effective: date(2025, 4, 1),
        signatories: super::PARTIES.into_iter().enumerate().map(signatory).collect(),
        founder: 0,
    }
}

/// Facts that happened.
pub fn facts(file: &str, rows: &str) -> Command {
    Command::AddFacts(given(file, rows))
}

/// Facts that are expected.
pub fn forecast(file: &str, rows: &str) -> Command {
    Command::AddFacts(AddFacts { standing: Standing::Forecast, ..given(file, rows) })
}

/// Facts that are said again.
pub fn restates(file: &str, rows: &str, reason: &str) -> Command {
    Command::AddFacts(AddFacts { restated: Some(reason.to_string()), ..given(file, rows) })
}

/// Facts from a file, as they were given.
pub fn given(file: &str, rows: &str) -> AddFacts {
    let mut facts = Facts::new();
    for (row, line) in rows.lines().zip(1..) {
        facts.insert(fact(file, row, line)).expect("each fact is said once in a file");
    }
    AddFacts {
        files: vec![(file.to_string(), rows.as_bytes().to_vec())],
        facts,
        standing: Standing::Actual,
        source: "the analyst of the hospital".to_string(),
        restated: None,
        declared: Vec::new(),
        import: None,
    }
}

/// A file of the field that a party sends, and what is made of it.
pub fn submission(file: &str, rows: &str) -> Command {
    let about = Imported {
        kind: "acm".into(),
        accepted: 2,
        fixed: 0,
        refused: 0,
        scopes: Vec::new(),
        freeze: false,
        covers: Vec::new(),
        adds: false,
        nhs_numbers_let_in: false,
    };
    let import = Import {
        about,
        activity: b"cells".to_vec(),
        mapping: b"map".to_vec(),
        report: b"{}".to_vec(),
        keeps_files: true,
    };
    Command::AddFacts(AddFacts { import: Some(import), ..given(file, rows) })
}

/// A query about 120.50 of a row; more is said by changing what this gives.
pub fn query(import: u64, row: u64, of: &str) -> RaiseQuery {
    RaiseQuery {
        import,
        row,
        of: Some(of.to_string()),
        sent: vec![SentValue { column: "actual_activity".to_string(), value: "149".to_string() }],
        minor: Some(12_050),
        reason: "the plan says 140".to_string(),
    }
}

/// A national price book for the year, from a file of that content; more is said by changing what this gives.
pub fn book(name: &str, content: &str) -> AddPriceBook {
    AddPriceBook {
        about: PriceBook {
            name: name.to_string(),
            kind: BookKind::PaymentScheme,
            from: "2025-04-01".to_string(),
            to: Some("2026-03-31".to_string()),
            providers: Vec::new(),
            market_forces: Some(MarketForces::Within),
            source: "the payment scheme, annex A".to_string(),
            file: format!("{name}.csv"),
            sha256: String::new(),
            replaces: None,
        },
        bytes: content.as_bytes().to_vec(),
        against: Vec::new(),
        contradictions: Vec::new(),
        again: Facts::new(),
    }
}

fn fact(file: &str, row: &str, line: u64) -> Fact {
    let cells: Vec<&str> = row.split(',').collect();
    let [name, of, period, value, rest @ ..] = cells.as_slice() else { panic!("`{row}` is no fact") };
    let number = |text: &str| Exact::parse_decimal(text).expect("a value is a number");
    let value = match *value {
        "not published" => FactValue::NotPublished,
        value => FactValue::Number(number(value)),
    };
    Fact {
        name: (*name).to_string(),
        of: of.split('/').filter(|of| !of.is_empty()).map(ToString::to_string).collect(),
        days: days(period),
        value,
        known_to: rest.first().map(|text| number(text)),
        status: Status::Illustrative,
        owner: None,
        source: None,
        row: None,
        at: RowPlace { file: Arc::from(file), line },
    }
}

fn days(period: &str) -> Days {
    let (year, month) = period.split_once('-').expect("a year such as 2025-26 or a month");
    let (year, month): (i16, i8) = (year.parse().expect("a year"), month.parse().expect("a month"));
    if month <= 12 {
        return Days::month(year, month).expect("a month");
    }
    Days::new(date(year, 4, 1), date(year + 1, 3, 31)).expect("a year")
}

/// A day that is written so.
pub fn day(text: &str) -> Date {
    text.parse().expect("a day")
}

/// Settles the year 2025-26 on its days up to this one.
pub fn settle_to(to: &str) -> Command {
    settle("2025-26", SettleOn::ToDate(day(to)))
}

/// Settles a period.
pub fn settle(period: &str, on: SettleOn) -> Command {
    Command::Settle { period: period.to_string(), on }
}

/// Challenges a settlement.
pub fn challenge(settlement: u64, figure: Option<&str>, reason: &str) -> Command {
    let (figure, reason) = (figure.map(ToString::to_string), reason.to_string());
    Command::Challenge { settlement, figure, reason }
}

/// Pays what is due on account of 2025-26.
pub fn pay(on: &str) -> Command {
    Command::PayOnAccount { period: "2025-26".to_string(), on: day(on) }
}

/// Moves pence of a pool on a day; more is said by changing what this gives.
pub fn moves(pool: &str, movement: Move, minor: i128, on: &str) -> MovePool {
    MovePool {
        pool: pool.to_string(),
        movement,
        minor: Some(minor),
        on: day(on),
        party: Some("board".to_string()),
        commitment: None,
        purpose: "as the leadership team agreed in June".to_string(),
    }
}

/// The latest payment on account, a line for each share.
pub fn last_payment(state: &State) -> String {
    let paid = state.kept().on_account.last().expect("something was paid on account");
    let mut told = String::new();
    for OnAccountLine { figure, from, to, due, retained, before, now } in &paid.body.lines {
        writeln!(told, "{figure}: {from} to {to}, {due} - {retained} - {before} = {now}").expect("text");
    }
    told
}

/// What every pool holds, a line each: balance, free and committed pence.
pub fn pools(state: &State) -> String {
    let ledger = state.ledger().expect("there are pools");
    let mut told = String::new();
    for pool in ledger.pools() {
        let held = ledger.holding(&pool.name).expect("a pool holds something or nothing");
        let (all, free, committed) = (held.balance.minor(), held.free.minor(), held.committed.minor());
        writeln!(told, "{}: {all} = {free} free + {committed} committed", pool.name).expect("text");
    }
    told
}
