//! The append-only record of an alliance, as values: headers, their hashes in a tree, signed checkpoints, proofs.
//!
//! This crate will never know a contract, a store or a clock. Start with the headers.
#![no_std]
#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::float_arithmetic
)]

extern crate alloc;
