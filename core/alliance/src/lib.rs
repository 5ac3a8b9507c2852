//! What an alliance is at any time: commands are decided against it, events are folded into it.
//!
//! This crate will never know a clock, a store or a screen. Start with the state.
#![no_std]
#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::float_arithmetic
)]

extern crate alloc;
