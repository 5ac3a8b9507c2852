//! Measured values read over time and side by side: control charts, waiting times, rates, and what a change is worth.
//!
//! Everything here is a function of plain values, in exact numbers from the decimals as they were written: a value that
//! equals the mean equals it, and a target on a limit is on it. What other programs decide silently is said in data:
//! the rules of a control chart are a [`spc::Profile`] that is stored with the measure, a percentile names its rule,
//! and a rate that rests on too few people is protected before anyone sees it.
//!
//! This crate will never know an agreement, a party or an amount of money. It does not score: levels and curves belong to
//! the settlement. It reads no file and no clock.
//!
//! Start with [`spc::chart`]; then [`waits::Bands`], [`rates::Rate`], [`protection::protect`] and [`signal::reading`].

#![no_std]
#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::float_arithmetic
)]

extern crate alloc;

mod numbers;
pub mod protection;
pub mod rates;
pub mod signal;
pub mod spc;
pub mod waits;
