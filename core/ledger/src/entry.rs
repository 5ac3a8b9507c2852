//! What happens to a pool, and what is written down of it.
//!
//! An event is what people say; an entry is what the ledger writes of it, from one account to another. Start with
//! [`Event`].

use crate::{Account, Carriage, Side};
use accordant_money::Posted;
use alloc::string::String;
use alloc::vec::Vec;
use jiff::civil::Date;

/// What happens to a pool. Amounts are above zero, save those of a posting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// It opens with what it held before the first entry.
    Opened {
        /// The pool.
        pool: String,
        /// What it holds.
        amount: Posted,
    },
    /// Somebody pays in.
    PaidIn {
        /// The pool.
        pool: String,
        /// Who pays.
        from: Side,
        /// How much.
        amount: Posted,
    },
    /// Some of what is free is set aside.
    Committed {
        /// The pool.
        pool: String,
        /// The name of the commitment, which no other commitment of the pool has ever had.
        commitment: String,
        /// How much.
        amount: Posted,
    },
    /// Some of what was set aside is free again.
    Released {
        /// The pool.
        pool: String,
        /// The commitment.
        commitment: String,
        /// How much.
        amount: Posted,
    },
    /// Some of what is free is spent.
    Spent {
        /// The pool.
        pool: String,
        /// Who receives it.
        to: Side,
        /// How much.
        amount: Posted,
    },
    /// Some of what was set aside is spent.
    SpentUnder {
        /// The pool.
        pool: String,
        /// The commitment.
        commitment: String,
        /// Who receives it.
        to: Side,
        /// How much.
        amount: Posted,
    },
    /// A posting of a statement: all its transfers together, so that only their outcome may not overdraw a pool.
    Posted(Vec<Transfer>),
    /// A year ends on the day of the event: the balance of that day crosses as the pool's terms say.
    YearEnded {
        /// The pool.
        pool: String,
        /// The first day of the year.
        from: Date,
    },
}

/// One share of a posting. An amount below zero moves the other way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transfer {
    /// Who pays.
    pub from: Side,
    /// Who receives.
    pub to: Side,
    /// How much.
    pub amount: Posted,
}

/// What the ledger has written down: what one account gives and another receives.
///
/// It sums to zero because there is one amount only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The day from which it counts.
    pub date: Date,
    /// The index of the event in the record.
    pub reference: u64,
    /// What it is.
    pub what: What,
    /// The account that gives.
    pub from: Account,
    /// The account that receives.
    pub to: Account,
    /// How much; below zero only where a posting corrects an earlier one.
    pub amount: Posted,
}

/// What an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// An opening balance.
    Opening,
    /// Paid in.
    PaidIn,
    /// Set aside.
    Committed,
    /// Free again.
    Released,
    /// Spent.
    Spent,
    /// A share of a posting of a statement.
    Posted,
    /// Carried out of a year.
    CarriedForward(Carriage),
    /// Brought into the next year.
    BroughtForward(Carriage),
    /// Given back at the end of a year to one that had paid in.
    Returned,
}

impl What {
    /// What people say of it.
    pub const fn words(self) -> &'static str {
        match self {
            What::Opening => "opening balance",
            What::PaidIn => "paid in",
            What::Committed => "committed",
            What::Released => "commitment released",
            What::Spent => "spent",
            What::Posted => "posted by a statement",
            What::CarriedForward(Carriage::DeferredIncome) => "carried forward as deferred income",
            What::CarriedForward(Carriage::Accrual) => "carried forward as an accrual",
            What::BroughtForward(Carriage::DeferredIncome) => "brought forward from deferred income",
            What::BroughtForward(Carriage::Accrual) => "brought forward from an accrual",
            What::Returned => "returned at the year end",
        }
    }
}
