//! Pools and the fund in double entry: what was paid in, set aside, spent and carried over the year end.
//!
//! Every entry takes from one account what it gives another, so nothing is ever made or lost; no pool may hold less
//! than nothing, and nothing that is set aside for one purpose can be spent on another. This crate will never know why
//! money moves or who agreed to it, and it reads no clock: dates are handed to it.
//!
//! Start with [`Ledger`], which events are recorded in over the years; [`Book`] is the same for the one period that is
//! being settled. [`schedule()`] says what each party owes each other, and [`journal()`] writes the ledger as plain text
//! for accounting programs.
#![no_std]
#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::float_arithmetic
)]

extern crate alloc;

mod account;
mod book;
mod entry;
mod journal;
mod ledger;
mod refusal;
mod schedule;
mod year_end;

pub use account::{Account, Carriage, Part, Side};
pub use book::{Book, Movement, Overdrawn, TransferProblem};
pub use entry::{Entry, Event, Transfer, What};
pub use journal::journal;
pub use ledger::{Holding, Ledger, Pool, YearEnd};
pub use refusal::Refusal;
pub use schedule::{
    AgreementOfBalances, Claim, ClaimKind, Counterparties, ScheduleLine, ScheduleProblem, Standing, Year,
    schedule,
};
