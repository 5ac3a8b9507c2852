//! The counterparty schedule: what each party owes each other at a month's end, for the agreement of balances.
//!
//! What is due is what was settled to that day; what was paid is what was paid on account, and what moved in the pools.
//! Start with [`schedule_at`].

use crate::command::SettleOn;
use crate::refusal::Refusal;
use crate::state::{State, amount, currency, day};
use accordant_agreement::Agreement;
use accordant_ledger::{
    AgreementOfBalances, Claim, ClaimKind, Counterparties, Entry, Ledger, ScheduleLine, Side, Standing, What,
    Year, schedule,
};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use jiff::civil::Date;

/// A schedule, and on what it rests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CounterpartySchedule {
    /// The first day of the year.
    pub from: Date,
    /// The day of the schedule.
    pub to: Date,
    /// The settlement that says what is due, by its entry.
    pub settlement: u64,
    /// A line for each two parties that have anything to say of each other; the mirror of each line stands in it too.
    pub lines: Vec<ScheduleLine>,
}

/// The schedule at the end of a month of a period, counted from 1: 9 and 12 are those that are agreed.
///
/// # Errors
/// When the period is not settled to that day, or a pool lies in nobody's books.
pub fn schedule_at(state: &State, label: &str, month: u8) -> Result<CounterpartySchedule, Refusal> {
    let period =
        state.period(label).ok_or_else(|| Refusal::rule(format!("the agreement has no period `{label}`")))?;
    let year = Year::to_month(period.from, month)
        .filter(|year| year.to <= period.to)
        .ok_or_else(|| Refusal::rule(format!("{label} has no month {month}")))?;
    let to = year.to.to_string();
    let to_date = state.settlement(label, SettleOn::ToDate(year.to).basis(), &to);
    let whole = state.settlement(label, SettleOn::Whole.basis(), &to);
    let settled =
        [to_date, whole].into_iter().flatten().max_by_key(|settled| settled.entry).ok_or_else(|| {
            Refusal::rule(format!("{label} has not been settled to {to}"))
                .help(format!("`accordant settle --record --period {label} --to {to}` settles it"))
        })?;
    let (_, agreement) = state
        .text_of(settled.body.text)
        .ok_or_else(|| Refusal::rule(format!("the text of entry {} is not known", settled.body.text)))?;
    let counterparties = counterparties(agreement);
    let side = |name: &str| side(agreement, name);
    let money = currency(&settled.body.currency).map_err(Refusal::rule)?;
    let mut claims = Vec::new();
    for posting in &settled.body.postings {
        claims.push(Claim {
            date: year.to,
            kind: ClaimKind::Due,
            from: side(&posting.from),
            to: side(&posting.to),
            amount: amount(&posting.minor, money).map_err(Refusal::rule)?,
        });
    }
    for paid in &state.kept().on_account {
        let on = paid.effective.as_deref().unwrap_or_default();
        for line in &paid.body.lines {
            claims.push(Claim {
                date: day(on).map_err(Refusal::rule)?,
                kind: ClaimKind::Paid,
                from: side(&line.from),
                to: side(&line.to),
                amount: amount(&line.now, money).map_err(Refusal::rule)?,
            });
        }
    }
    claims.extend(state.ledger().into_iter().flat_map(moved));
    let lines = schedule(&claims, &counterparties, year, money).map_err(|problem| {
        Refusal::rule(problem.to_string()).help("every pool names the party in whose books it lies")
    })?;
    Ok(CounterpartySchedule { from: year.from, to: year.to, settlement: settled.entry, lines })
}

fn counterparties(agreement: &Agreement) -> Counterparties {
    let standing = |party: &accordant_agreement::particulars::Party| Standing {
        party: party.name.clone(),
        balances: match party.agrees_balances {
            true => AgreementOfBalances::Inside,
            false => AgreementOfBalances::Outside,
        },
    };
    let pools = agreement.terms.iter().flat_map(|terms| &terms.pools);
    Counterparties {
        parties: agreement.particulars.parties.iter().map(standing).collect(),
        books: pools.filter_map(|pool| Some((pool.name.clone(), pool.in_books_of.clone()?))).collect(),
    }
}

fn side(agreement: &Agreement, name: &str) -> Side {
    let is_pool =
        agreement.terms.as_ref().is_some_and(|terms| terms.pools.iter().any(|pool| pool.name == name));
    let is_party = agreement.particulars.parties.iter().any(|party| party.name == name);
    match (is_party, is_pool) {
        (true, _) => Side::Party(String::from(name)),
        (_, true) => Side::Pool(String::from(name)),
        _ => Side::Outside,
    }
}

/// What moved in the pools by itself, which was due and paid at once; what was paid on account stands there too, and is
/// counted where it was settled.
fn moved(ledger: &Ledger) -> Vec<Claim> {
    let by_settlement = |entry: &Entry| entry.what == What::Posted;
    let settled: Vec<Claim> = ledger.dues();
    let own = ledger.entries().iter().filter(|entry| entry.is_owed());
    let own = own.zip(settled).filter(|(entry, _)| !by_settlement(entry)).map(|(_, due)| due);
    own.flat_map(|due| [Claim { kind: ClaimKind::Paid, ..due.clone() }, due]).collect()
}
