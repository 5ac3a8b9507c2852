//! What each party owes each other on a day, and what it earned from and spent with it in the year to that day.
//!
//! It is a pure reading of what became due and what was paid; it will never know why. A pool counts as the books of
//! the party that keeps it, and what it holds as money of those who paid it in. Start with [`schedule`].

mod books;

use crate::{Account, Carriage, Entry, Ledger, Side, What};
use accordant_money::{Currency, Posted};
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;
use books::Books;
use core::fmt;
use jiff::ToSpan;
use jiff::civil::Date;

/// Something that became due from one side to another, or was paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The day from which it counts.
    pub date: Date,
    /// Whether it became due or was paid.
    pub kind: ClaimKind,
    /// Who owes or pays.
    pub from: Side,
    /// Who is owed or paid.
    pub to: Side,
    /// How much; what is due below zero corrects what was due before.
    pub amount: Posted,
}

/// Whether something became due or was paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ClaimKind {
    /// It is owed from this day.
    Due,
    /// It was paid on this day.
    Paid,
}

/// The parties, and in whose books each pool lies.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counterparties {
    /// The parties, in the agreement's order.
    pub parties: Vec<Standing>,
    /// The party in whose books each pool lies, by the name of the pool.
    pub books: BTreeMap<String, String>,
}

/// A party, and whether it agrees its balances with the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Its name.
    pub party: String,
    /// Whether it does.
    pub balances: AgreementOfBalances,
}

/// Whether a party takes part in the agreement of balances.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AgreementOfBalances {
    /// It does.
    Inside,
    /// It does not, as a charity or a company outside the group of accounts.
    Outside,
}

/// A year of account, from its first day to the day of the schedule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Year {
    /// The first day of the year.
    pub from: Date,
    /// The day of the schedule.
    pub to: Date,
}

/// What one party has to say of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScheduleLine {
    /// Who says it.
    pub party: String,
    /// Of whom.
    pub counterparty: String,
    /// What it has to receive from the other.
    pub receivable: Posted,
    /// What it has to pay to the other.
    pub payable: Posted,
    /// What it earned from the other in the year.
    pub income: Posted,
    /// What it spent with the other in the year.
    pub expenditure: Posted,
    /// Whether both take part in the agreement of balances.
    pub balances: AgreementOfBalances,
}

/// Why there is no schedule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScheduleProblem {
    /// A pool lies in nobody's books.
    NoBooks {
        /// The pool.
        pool: String,
    },
    /// Somebody is named who is not one of the parties.
    UnknownParty {
        /// The name.
        party: String,
    },
    /// An amount is in another currency, or sums are too large to hold.
    DoesNotAdd,
}

/// The schedule of a year to a day: a line for each two parties that have anything to say of each other, in the order
/// of the parties. The mirror of each line stands in it too.
///
/// # Errors
/// When a pool or a party is not known, or amounts do not add.
pub fn schedule(
    claims: &[Claim],
    counterparties: &Counterparties,
    year: Year,
    currency: Currency,
) -> Result<Vec<ScheduleLine>, ScheduleProblem> {
    let mut known: Vec<&Claim> = claims.iter().filter(|claim| claim.date <= year.to).collect();
    known.sort_by_key(|claim| claim.date);
    let mut books = Books::new(counterparties, year, currency);
    for claim in known {
        books.enter(claim)?;
    }
    let receivables = books.receivables()?;
    let of = |sums: &BTreeMap<(String, String), i128>, one: &Standing, other: &Standing| {
        let sum = sums.get(&(one.party.clone(), other.party.clone())).copied().unwrap_or_default();
        Posted::new(sum, currency)
    };
    let parties = &counterparties.parties;
    let pairs = parties.iter().flat_map(|one| parties.iter().map(move |other| (one, other)));
    let lines = pairs.filter(|(one, other)| one.party != other.party).map(|(one, other)| ScheduleLine {
        party: one.party.clone(),
        counterparty: other.party.clone(),
        receivable: of(&receivables, one, other),
        payable: of(&receivables, other, one),
        income: of(books.income(), one, other),
        expenditure: of(books.income(), other, one),
        balances: one.balances.max(other.balances),
    });
    Ok(lines.filter(ScheduleLine::says_anything).collect())
}

impl Year {
    /// The year that begins on a day, to the end of so many months of it: 9 and 12 are when balances are agreed.
    /// `None` at the end of time.
    pub fn to_month(from: Date, months: u8) -> Option<Year> {
        let after = from.checked_add(i32::from(months).months()).ok()?;
        Some(Year { from, to: after.yesterday().ok()? })
    }
}

impl ScheduleLine {
    fn says_anything(&self) -> bool {
        [self.receivable, self.payable, self.income, self.expenditure]
            .iter()
            .any(|amount| amount.minor() != 0)
    }
}

impl Ledger {
    /// What became due by the ledger, for [`schedule`]; those who record payments add what was paid.
    ///
    /// Setting aside and releasing owe nobody anything. An accrual counts as due out on the last day of the year, and is
    /// held for nobody from the next.
    pub fn dues(&self) -> Vec<Claim> {
        self.entries().iter().filter(|entry| entry.is_owed()).map(Entry::due).collect()
    }
}

impl Entry {
    /// Whether anybody owes anything by it.
    pub fn is_owed(&self) -> bool {
        match self.what {
            What::Opening | What::PaidIn | What::Spent | What::Posted | What::Returned => true,
            What::CarriedForward(carriage) | What::BroughtForward(carriage) => carriage == Carriage::Accrual,
            What::Committed | What::Released => false,
        }
    }

    fn due(&self) -> Claim {
        let (from, to) = match self.what {
            What::CarriedForward(_) => (side(&self.from), Side::Outside),
            What::BroughtForward(_) => (Side::Outside, side(&self.to)),
            _ => (side(&self.from), side(&self.to)),
        };
        Claim { date: self.date, kind: ClaimKind::Due, from, to, amount: self.amount }
    }
}

/// The side to which an account belongs; what was there at first came from outside.
fn side(account: &Account) -> Side {
    match account {
        Account::Opening | Account::Outside => Side::Outside,
        Account::Party(party) => Side::Party(party.clone()),
        Account::Pool { pool, .. } => Side::Pool(pool.clone()),
    }
}

impl fmt::Display for ScheduleProblem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoBooks { pool } => write!(out, "the pool `{pool}` lies in nobody's books"),
            Self::UnknownParty { party } => write!(out, "`{party}` is none of the parties"),
            Self::DoesNotAdd => {
                out.write_str("the amounts do not add up: one is in another currency or too large")
            }
        }
    }
}

impl core::error::Error for ScheduleProblem {}
