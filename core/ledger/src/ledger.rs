//! The pools of an alliance over the years, in double entry.
//!
//! It will never know who agreed to an event. Nothing changes it but [`Ledger::record`], which writes all of an event
//! or nothing of it. Start with [`Ledger`].

use crate::{Account, Carriage, Entry, Event, Part, Refusal, Transfer, What, year_end};
use accordant_money::{Currency, Posted};
use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;
use jiff::civil::Date;

/// All that was ever written down of the pools.
///
/// Invariant: every balance is the sum of its entries, and no part of a pool is below zero.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ledger {
    currency: Currency,
    pools: BTreeMap<String, Pool>,
    entries: Vec<Entry>,
    balances: BTreeMap<Account, i128>,
}

/// What the agreement says of a pool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pool {
    /// Its name.
    pub name: String,
    /// The party in whose books it lies; an alliance is no legal entity.
    pub in_books_of: Option<String>,
    /// Its code in the general ledger of that party.
    pub ledger_code: Option<String>,
    /// How its balance crosses the end of a year, where that is agreed.
    pub year_end: Option<YearEnd>,
}

/// How the balance of a pool crosses the end of a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum YearEnd {
    /// It stands in the accounts of the year, and is there again the next morning.
    Carry(Carriage),
    /// What is free goes back to those of these parties that paid in during the year, in the shares in which they did;
    /// what is committed stays. Equal remainders of a penny are served in this order.
    Return(Vec<String>),
}

/// What a pool holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holding {
    /// All of it.
    pub balance: Posted,
    /// What is set aside for somebody.
    pub committed: Posted,
    /// What is left when that is taken away; never below zero.
    pub free: Posted,
}

impl Ledger {
    /// A ledger in which nothing has been written.
    pub fn new(currency: Currency) -> Ledger {
        Ledger { currency, pools: BTreeMap::new(), entries: Vec::new(), balances: BTreeMap::new() }
    }

    /// Opens a pool, or replaces its terms by those of an amendment; what it holds stays.
    pub fn agree(&mut self, pool: Pool) {
        self.pools.insert(pool.name.clone(), pool);
    }

    /// Writes an event down: all of it or, where a rule forbids it, nothing.
    ///
    /// # Errors
    /// The rule that forbids the event.
    pub fn record(&mut self, date: Date, reference: u64, event: &Event) -> Result<(), Refusal> {
        let (entries, balances) = self.worked_out(date, reference, event)?;
        self.balances.extend(balances);
        self.entries.extend(entries);
        Ok(())
    }

    /// What would be written of an event, without writing it.
    ///
    /// # Errors
    /// The rule that forbids the event.
    pub fn entries_of(&self, date: Date, reference: u64, event: &Event) -> Result<Vec<Entry>, Refusal> {
        self.worked_out(date, reference, event).map(|(entries, _)| entries)
    }

    /// The entries of an event, and what the accounts that they name then hold.
    fn worked_out(
        &self,
        date: Date,
        reference: u64,
        event: &Event,
    ) -> Result<(Vec<Entry>, BTreeMap<Account, i128>), Refusal> {
        let entries = self.unchecked(date, reference, event)?;
        for entry in &entries {
            self.check_terms(entry)?;
            self.check_commitment(entry)?;
        }
        let balances = self.balances_after(&entries)?;
        Ok((entries, balances))
    }

    /// The same ledger with the entries alone that count on that day or before.
    #[must_use]
    pub fn on(&self, day: Date) -> Ledger {
        let entries: Vec<Entry> = self.entries.iter().filter(|entry| entry.date <= day).cloned().collect();
        let balances = self.balances_on(day);
        Ledger { currency: self.currency, pools: self.pools.clone(), entries, balances }
    }

    /// What each account held at the end of a day, by the dates of the entries.
    pub(crate) fn balances_on(&self, day: Date) -> BTreeMap<Account, i128> {
        let mut balances: BTreeMap<Account, i128> = BTreeMap::new();
        for entry in self.entries.iter().filter(|entry| entry.date <= day) {
            let amount = entry.amount.minor();
            for (account, change) in [(&entry.from, amount.saturating_neg()), (&entry.to, amount)] {
                let balance = balances.entry(account.clone()).or_default();
                *balance = balance.saturating_add(change);
            }
        }
        balances
    }

    /// What an account holds: all that it received less all that it gave.
    pub fn balance(&self, account: &Account) -> Posted {
        self.money(self.balances.get(account).copied().unwrap_or_default())
    }

    /// What a pool holds, or `None` where there is no such pool.
    pub fn holding(&self, pool: &str) -> Option<Holding> {
        self.pools.get(pool)?;
        let parts = || self.balances.iter().filter(|(account, _)| account.pool() == Some(pool));
        let free = self.balance(&Account::free(pool));
        let balance = parts().map(|(_, minor)| minor).sum();
        let balance = self.money(balance);
        let committed = self.money(balance.minor().saturating_sub(free.minor()));
        Some(Holding { balance, committed, free })
    }

    /// The commitments of a pool of which something is left, by name.
    pub fn commitments<'a>(&'a self, pool: &'a str) -> impl Iterator<Item = (&'a str, Posted)> {
        self.balances.iter().filter(|(_, minor)| **minor > 0).filter_map(
            move |(account, minor)| match account {
                Account::Pool { pool: of, part: Part::Committed(name) } if of == pool => {
                    Some((name.as_str(), self.money(*minor)))
                }
                _ => None,
            },
        )
    }

    /// The pools with their terms, by name.
    pub fn pools(&self) -> impl Iterator<Item = &Pool> {
        self.pools.values()
    }

    /// All that was written, in the order in which it was.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Every account that an entry names, with what it holds, in one order always.
    pub fn accounts(&self) -> impl Iterator<Item = (&Account, Posted)> {
        self.balances.iter().map(|(account, minor)| (account, self.money(*minor)))
    }

    /// The currency in which it is kept.
    pub const fn currency(&self) -> Currency {
        self.currency
    }

    pub(crate) const fn money(&self, minor: i128) -> Posted {
        Posted::new(minor, self.currency)
    }

    fn terms(&self, pool: &str) -> Result<&Pool, Refusal> {
        self.pools.get(pool).ok_or_else(|| Refusal::UnknownPool { pool: pool.to_string() })
    }

    fn unchecked(&self, date: Date, reference: u64, event: &Event) -> Result<Vec<Entry>, Refusal> {
        let one = |what, from, to, amount: &Posted| {
            let entry = Entry { date, reference, what, from, to, amount: *amount };
            match amount.minor() > 0 {
                true => Ok(vec![entry]),
                false => Err(Refusal::NotAboveZero { amount: *amount }),
            }
        };
        match event {
            Event::Opened { pool, amount } => {
                one(What::Opening, Account::Opening, Account::free(pool), amount)
            }
            Event::PaidIn { pool, from, amount } => {
                one(What::PaidIn, from.account(), Account::free(pool), amount)
            }
            Event::Committed { pool, commitment, amount } => {
                one(What::Committed, Account::free(pool), Account::committed(pool, commitment), amount)
            }
            Event::Released { pool, commitment, amount } => {
                one(What::Released, Account::committed(pool, commitment), Account::free(pool), amount)
            }
            Event::Spent { pool, to, amount } => one(What::Spent, Account::free(pool), to.account(), amount),
            Event::SpentUnder { pool, commitment, to, amount } => {
                one(What::Spent, Account::committed(pool, commitment), to.account(), amount)
            }
            Event::Posted(transfers) => {
                let moving = transfers.iter().filter(|transfer| transfer.amount.minor() != 0);
                Ok(moving.map(|transfer| posted(transfer, date, reference)).collect())
            }
            Event::YearEnded { pool, from } => {
                year_end::entries(self, self.terms(pool)?, (*from, date), reference)
            }
        }
    }

    /// Every pool is one of the agreement, and the amount is in its currency.
    fn check_terms(&self, entry: &Entry) -> Result<(), Refusal> {
        for pool in [&entry.from, &entry.to].into_iter().filter_map(Account::pool) {
            self.terms(pool)?;
        }
        match entry.amount.currency() == self.currency {
            true => Ok(()),
            false => Err(Refusal::OtherCurrency { ledger: self.currency, amount: entry.amount }),
        }
    }

    /// No more is set aside than is free, no more is taken from a commitment than is left of it, and no name serves twice.
    fn check_commitment(&self, entry: &Entry) -> Result<(), Refusal> {
        let amount = entry.amount;
        let exceeds = |held: Posted| amount.minor() > held.minor();
        match (entry.what, &entry.from, &entry.to) {
            (What::Committed, from, Account::Pool { pool, part: Part::Committed(commitment) }) => {
                let (pool, free) = (pool.clone(), self.balance(from));
                match self.balances.contains_key(&entry.to) {
                    true => Err(Refusal::CommitmentTaken { pool, commitment: commitment.clone() }),
                    false if exceeds(free) => Err(Refusal::CommitsTooMuch { pool, free, amount }),
                    false => Ok(()),
                }
            }
            (What::Released | What::Spent, from, _) => {
                let Account::Pool { pool, part: Part::Committed(commitment) } = from else { return Ok(()) };
                let (pool, commitment, left) = (pool.clone(), commitment.clone(), self.balance(from));
                match left.minor() {
                    ..=0 => Err(Refusal::UnknownCommitment { pool, commitment }),
                    _ if exceeds(left) => Err(Refusal::ExceedsCommitment { pool, commitment, left, amount }),
                    _ => Ok(()),
                }
            }
            _ => Ok(()),
        }
    }

    /// The balances that the entries change, as they would be; none of a pool may be below zero.
    fn balances_after(&self, entries: &[Entry]) -> Result<BTreeMap<Account, i128>, Refusal> {
        let mut after: BTreeMap<Account, i128> = BTreeMap::new();
        for entry in entries {
            let amount = entry.amount.minor();
            for (account, change) in [(&entry.from, amount.checked_neg()), (&entry.to, Some(amount))] {
                let held = after.entry(account.clone()).or_insert_with(|| self.balance(account).minor());
                *held = change.and_then(|change| held.checked_add(change)).ok_or(Refusal::TooLarge)?;
            }
        }
        for (account, held) in &after {
            if let (true, Some(pool)) = (*held < 0, account.pool()) {
                return Err(self.overdraws(pool, account, *held));
            }
        }
        Ok(after)
    }

    fn overdraws(&self, pool: &str, account: &Account, after: i128) -> Refusal {
        let free = self.balance(account);
        let committed = self.holding(pool).map_or(self.money(0), |holding| holding.committed);
        let draw = self.money(free.minor().saturating_sub(after));
        Refusal::Overdraws { pool: pool.to_string(), free, committed, draw }
    }
}

fn posted(transfer: &Transfer, date: Date, reference: u64) -> Entry {
    let (from, to) = (transfer.from.account(), transfer.to.account());
    Entry { date, reference, what: What::Posted, from, to, amount: transfer.amount }
}
