//! The ledger as a plain-text journal, which accounting programs such as hledger read and check.
//!
//! It computes nothing: each transaction is an entry, and the balances at the end are the ledger's own, for the other
//! program to find right or wrong. Start with [`journal`].

use crate::{Account, Carriage, Entry, Ledger, Part, Pool, YearEnd};
use accordant_money::Posted;
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Write as _;

/// All entries by date, each with the index of its event as its code, and last the balance of every account.
///
/// The text is ASCII whatever the names are, so that it is read alike in every locale; the same ledger always gives the
/// same text.
pub fn journal(ledger: &Ledger) -> String {
    let mut text = String::new();
    head(ledger, &mut text);
    let mut entries: Vec<&Entry> = ledger.entries().iter().collect();
    entries.sort_by_key(|entry| entry.date);
    for entry in &entries {
        transaction(entry, &mut text);
    }
    if let Some(last) = entries.last() {
        // Zero moves, and what stands after `=` is what the account must hold then.
        line(&mut text, format_args!("\n{} balances", last.date));
        for (account, held) in ledger.accounts() {
            let nothing = amount(&ledger.money(0));
            line(&mut text, format_args!("    {}  {nothing} = {}", name(account), amount(&held)));
        }
    }
    text
}

/// What is declared, so that a strict reader finds no name that is only typed wrongly.
fn head(ledger: &Ledger, text: &mut String) {
    let currency = ledger.currency();
    line(
        text,
        format_args!(
            "; the pools of an alliance; the number of a transaction is that of its event in the record"
        ),
    );
    line(text, format_args!("decimal-mark ."));
    let places = match currency.minor_digits() {
        0 => String::from("1000."),
        digits => format!("1000.{}", "0".repeat(usize::try_from(digits).unwrap_or_default())),
    };
    line(text, format_args!("commodity {places} {}", currency.code()));
    for pool in ledger.pools() {
        line(text, format_args!("; {}", terms(pool)));
    }
    let accounts: BTreeSet<String> = ledger.accounts().map(|(account, _)| name(account)).collect();
    for account in accounts {
        line(text, format_args!("account {account}"));
    }
}

fn terms(pool: &Pool) -> String {
    let mut told = format!("pool {}", plain(&pool.name));
    if let Some(party) = &pool.in_books_of {
        told.push_str(&format!(", in the books of {}", plain(party)));
    }
    if let Some(code) = &pool.ledger_code {
        told.push_str(&format!(", ledger code {}", plain(code)));
    }
    told.push_str(match &pool.year_end {
        Some(YearEnd::Carry(Carriage::DeferredIncome)) => ", carried over the year end as deferred income",
        Some(YearEnd::Carry(Carriage::Accrual)) => ", carried over the year end as an accrual",
        Some(YearEnd::Return(_)) => ", returned at the year end to those who paid in",
        None => ", no year end agreed",
    });
    told
}

fn transaction(entry: &Entry, text: &mut String) {
    line(text, format_args!("\n{} ({}) {}", entry.date, entry.reference, entry.what.words()));
    line(text, format_args!("    {}  {}", name(&entry.to), amount(&entry.amount)));
    line(text, format_args!("    {}", name(&entry.from)));
}

/// The account as accounting programs nest them: a pool is the sum of its parts.
fn name(account: &Account) -> String {
    match account {
        Account::Opening => String::from("opening"),
        Account::Outside => String::from("outside"),
        Account::Party(party) => format!("party:{}", plain(party)),
        Account::Pool { pool, part } => {
            let pool = plain(pool);
            match part {
                Part::Free => format!("pool:{pool}:free"),
                Part::Committed(commitment) => format!("pool:{pool}:committed:{}", plain(commitment)),
                Part::Carried(Carriage::DeferredIncome) => format!("pool:{pool}:deferred income"),
                Part::Carried(Carriage::Accrual) => format!("pool:{pool}:accrual"),
            }
        }
    }
}

fn amount(posted: &Posted) -> String {
    format!("{} {}", posted.plain(), posted.currency().code())
}

/// A name without any character that a journal reads as something else: these as `%` and their bytes, so that two names
/// never become one.
fn plain(name: &str) -> String {
    let mut plain = String::new();
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'-' | b'.' | b'/' => {
                plain.push(char::from(byte))
            }
            _ => plain.push_str(&format!("%{byte:02x}")),
        }
    }
    plain
}

fn line(text: &mut String, words: core::fmt::Arguments<'_>) {
    // Writing to a string never fails.
    let _written = writeln!(text, "{words}");
}
