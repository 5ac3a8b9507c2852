//! Why an event cannot be written down.
//!
//! Each refusal holds all that the rule looked at, so that it can be told in words and checked by hand.

use accordant_money::{Currency, Posted};
use alloc::string::{String, ToString};
use core::fmt;
use jiff::civil::Date;

/// A rule of the ledger that forbids an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The ledger holds no such pool.
    UnknownPool {
        /// What was named.
        pool: String,
    },
    /// The pool has no such commitment, or nothing is left of it.
    UnknownCommitment {
        /// The pool.
        pool: String,
        /// What was named.
        commitment: String,
    },
    /// The pool has had a commitment of that name.
    CommitmentTaken {
        /// The pool.
        pool: String,
        /// The name.
        commitment: String,
    },
    /// More would be drawn than is free.
    Overdraws {
        /// The pool.
        pool: String,
        /// What is free in it.
        free: Posted,
        /// What is set aside in it.
        committed: Posted,
        /// What would be drawn.
        draw: Posted,
    },
    /// More would be set aside than is free.
    CommitsTooMuch {
        /// The pool.
        pool: String,
        /// What is free in it.
        free: Posted,
        /// What would be set aside.
        amount: Posted,
    },
    /// More would be spent or released than is left of the commitment.
    ExceedsCommitment {
        /// The pool.
        pool: String,
        /// The commitment.
        commitment: String,
        /// What is left of it.
        left: Posted,
        /// What would be spent or released.
        amount: Posted,
    },
    /// The amount is not above zero.
    NotAboveZero {
        /// The amount.
        amount: Posted,
    },
    /// The amount is in another currency.
    OtherCurrency {
        /// The currency of the ledger.
        ledger: Currency,
        /// The amount.
        amount: Posted,
    },
    /// A sum would be too large to hold.
    TooLarge,
    /// No term says how the pool's balance crosses the end of a year.
    NoYearEnd {
        /// The pool.
        pool: String,
    },
    /// The year would end before it begins, or at the end of time.
    NoSuchYear {
        /// Its first day.
        from: Date,
        /// Its last day.
        to: Date,
    },
    /// The balance is to be returned, but nobody to whom it may go paid in during the year.
    NobodyPaidIn {
        /// The pool.
        pool: String,
        /// What would be returned.
        amount: Posted,
    },
}

impl Refusal {
    /// What would make it possible.
    pub fn help(&self) -> String {
        match self {
            Self::UnknownPool { .. } => "name a pool of the agreement",
            Self::UnknownCommitment { .. } => "name a commitment of which something is left",
            Self::CommitmentTaken { .. } => "give the new commitment a name of its own",
            Self::Overdraws { .. } => "draw less, pay in first, or release a commitment",
            Self::CommitsTooMuch { .. } => "commit less, or pay in first",
            Self::ExceedsCommitment { .. } => "keep to what is left, and commit the rest first",
            Self::NotAboveZero { .. } => {
                "give an amount above zero; what goes the other way is an event of its own"
            }
            Self::OtherCurrency { .. } => "give the amount in the currency of the agreement",
            Self::TooLarge => "look for a figure that was typed wrongly",
            Self::NoYearEnd { .. } => "agree `year_end` for the pool: deferred income, accrual or return",
            Self::NoSuchYear { .. } => "give the first day of the year that ends",
            Self::NobodyPaidIn { .. } => {
                "decide together what becomes of it: spend it, or agree another `year_end`"
            }
        }
        .to_string()
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownPool { pool } => write!(out, "there is no pool `{pool}`"),
            Self::UnknownCommitment { pool, commitment } => {
                write!(out, "nothing is committed as `{commitment}` in the pool `{pool}`")
            }
            Self::CommitmentTaken { pool, commitment } => {
                write!(out, "the pool `{pool}` has had a commitment `{commitment}` before")
            }
            Self::Overdraws { pool, free, committed, draw } if committed.minor() > 0 => {
                write!(
                    out,
                    "{free} is free in the pool `{pool}` ({committed} is committed), and {draw} would be drawn from it"
                )
            }
            Self::Overdraws { pool, free, draw, .. } => {
                write!(out, "{free} is free in the pool `{pool}`, and {draw} would be drawn from it")
            }
            Self::CommitsTooMuch { pool, free, amount } => {
                write!(out, "{free} is free in the pool `{pool}`, and {amount} would be committed")
            }
            Self::ExceedsCommitment { pool, commitment, left, amount } => {
                write!(out, "{left} is left of `{commitment}` in the pool `{pool}`, and not {amount}")
            }
            Self::NotAboveZero { amount } => write!(out, "the amount {amount} is not above zero"),
            Self::OtherCurrency { ledger, amount } => {
                write!(out, "{amount} is no amount in {}, in which the ledger is kept", ledger.code())
            }
            Self::TooLarge => out.write_str("the amount cannot be added to a balance"),
            Self::NoYearEnd { pool } => {
                write!(out, "the agreement does not say how the pool `{pool}` crosses the end of a year")
            }
            Self::NoSuchYear { from, to } => write!(out, "there is no year from {from} to {to}"),
            Self::NobodyPaidIn { pool, amount } => {
                write!(
                    out,
                    "{amount} of the pool `{pool}` is to be returned, and nobody to whom it may go paid in during the year"
                )
            }
        }
    }
}

impl core::error::Error for Refusal {}
