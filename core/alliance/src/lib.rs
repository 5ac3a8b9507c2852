//! What an alliance is at any time: commands are decided against it, events are folded into it.
//!
//! [`decide`](decide::decide) says what a command leads to, or which rule refuses it; [`State::evolve`] remembers what
//! was recorded. Both are pure: the caller says what time it is, who asks, and hands over references that nobody
//! could guess.
//!
//! This crate will never know a clock, a store, a file or a screen. Start with [`State`] and [`Command`].
#![no_std]
#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::float_arithmetic
)]

extern crate alloc;

mod balances;
pub mod command;
pub mod decide;
pub mod event;
mod refusal;
pub mod returns;
pub mod state;

pub use balances::{CounterpartySchedule, schedule_at};
pub use command::Command;
pub use decide::{Asked, Fresh, Proposed, decide};
pub use event::{Event, facts_sha256};
pub use refusal::Refusal;
pub use state::State;
