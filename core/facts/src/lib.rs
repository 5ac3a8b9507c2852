//! What happened, as named values: each with its days, its index, who answers for it, and where it was read.
//!
//! [`Facts`] keeps them in order, finds them, chooses the one that serves a part of a period, and restates them
//! without losing what was said before.
//!
//! This crate will never know an agreement, a file, or what a fact is used for: the caller has checked that the
//! name is one that the agreement asks for and that the value fits it.
//!
//! Start with [`Fact`], then [`Facts::pick`].

#![no_std]
#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::float_arithmetic
)]

extern crate alloc;

mod days;
mod fact;
mod facts;
mod pick;
mod restate;
mod rows;
mod status;
mod undo;

pub use days::Days;
pub use fact::{Fact, FactValue, RowPlace, named};
pub use facts::Facts;
pub use pick::{Picked, Spread};
pub use restate::Change;
pub use rows::{rows_in_short, rows_name_their_files};
pub use status::Status;
pub use undo::Undone;
