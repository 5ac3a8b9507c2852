//! How the balance of a pool crosses the end of a year, by the term that the parties agreed.
//!
//! What counts is what the pool held on that day by the dates of the entries, whenever they were written. Start with
//! [`entries`].

use crate::ledger::{Ledger, Pool, YearEnd};
use crate::{Account, Carriage, Entry, Part, Refusal, What};
use accordant_money::{Number, Posted, SplitProblem, split_by};
use alloc::string::String;
use alloc::vec::Vec;
use jiff::civil::Date;

/// What is written at the end of a year, from its first day to its last.
pub(crate) fn entries(
    ledger: &Ledger,
    pool: &Pool,
    (from, to): (Date, Date),
    reference: u64,
) -> Result<Vec<Entry>, Refusal> {
    let morning = to.tomorrow().ok().filter(|_| from <= to).ok_or(Refusal::NoSuchYear { from, to })?;
    match &pool.year_end {
        None => Err(Refusal::NoYearEnd { pool: pool.name.clone() }),
        Some(YearEnd::Carry(carriage)) => Ok(carried(ledger, pool, *carriage, (to, morning), reference)),
        Some(YearEnd::Return(parties)) => returned(ledger, pool, parties, (from, to), reference),
    }
}

/// All that the pool holds, free or committed, out in the evening and back in the morning.
fn carried(
    ledger: &Ledger,
    pool: &Pool,
    carriage: Carriage,
    (evening, morning): (Date, Date),
    reference: u64,
) -> Vec<Entry> {
    let stands = Account::Pool { pool: pool.name.clone(), part: Part::Carried(carriage) };
    let mut written = Vec::new();
    let held = ledger.balances_on(evening).into_iter().filter(|(account, held)| {
        let is_carried_already = matches!(account, Account::Pool { part: Part::Carried(_), .. });
        account.pool() == Some(pool.name.as_str()) && *held > 0 && !is_carried_already
    });
    for (part, held) in held {
        let amount = ledger.money(held);
        let out = (evening, What::CarriedForward(carriage), part.clone(), stands.clone());
        let back = (morning, What::BroughtForward(carriage), stands.clone(), part);
        written.extend([out, back].map(|(date, what, from, to)| Entry {
            date,
            reference,
            what,
            from,
            to,
            amount,
        }));
    }
    written.sort_by_key(|entry| entry.date);
    written
}

/// What is free, back to those who paid in.
fn returned(
    ledger: &Ledger,
    pool: &Pool,
    parties: &[String],
    year: (Date, Date),
    reference: u64,
) -> Result<Vec<Entry>, Refusal> {
    let free = Account::free(&pool.name);
    let held = ledger.balances_on(year.1).remove(&free).unwrap_or_default();
    if held <= 0 {
        return Ok(Vec::new());
    }
    let amount = ledger.money(held);
    let weights: Vec<_> =
        parties.iter().map(|party| paid_in(ledger, party, &free, year).to_exact()).collect();
    let shares = split_by(amount, &weights).map_err(|problem| match problem {
        SplitProblem::NoWeight => Refusal::NobodyPaidIn { pool: pool.name.clone(), amount },
        _ => Refusal::TooLarge,
    })?;
    let paid = parties.iter().zip(shares).zip(weights);
    let entry = |((party, amount), _): ((&String, Posted), _)| Entry {
        date: year.1,
        reference,
        what: What::Returned,
        from: free.clone(),
        to: Account::Party(party.clone()),
        amount,
    };
    Ok(paid
        .filter(|(_, weight)| weight.sign().is_gt())
        .map(entry)
        .filter(|entry| entry.amount.minor() != 0)
        .collect())
}

/// What a party paid in during a year, corrections taken off; nothing where they are more.
fn paid_in(ledger: &Ledger, party: &str, free: &Account, (from, to): (Date, Date)) -> Posted {
    let payer = Account::Party(party.into());
    let paid = ledger.entries().iter().filter(|entry| entry.from == payer && entry.to == *free);
    let in_year = paid.filter(|entry| from <= entry.date && entry.date <= to);
    ledger.money(in_year.map(|entry| entry.amount.minor()).fold(0_i128, i128::saturating_add).max(0))
}
