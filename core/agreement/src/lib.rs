//! What the parties agreed, read from its text and checked.
//!
//! A text is read in two steps: [`tree`] keeps every scalar as it was written, with its place; the checks over
//! that tree then find what it means. Both gather all [`problem`]s instead of stopping at the first.
//!
//! This crate will never know facts, periods that have been settled, files on a disk, or today's date: the caller
//! hands it the name and the bytes of each file.
//!
//! Start with [`tree::read`].
#![no_std]
#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::float_arithmetic
)]

extern crate alloc;

pub mod calendar;
pub mod check;
pub mod examples;
pub mod formula;
pub mod particulars;
pub mod problem;
pub mod references;
pub mod resolve;
pub mod schema;
pub mod shape;
pub mod terms;
pub mod tree;
pub mod unit;
pub mod warnings;
pub mod working_days;

pub use check::{Agreement, Checked, EDITION, SourceFile, check};
