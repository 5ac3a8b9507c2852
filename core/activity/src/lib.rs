//! Activity as contract monitoring tells it: lines gathered into cells, each with the rows of the file that say so.
//!
//! A provider sends, for a month, how much was planned and done at each point of delivery. [`Cells`] are those lines
//! with equal keys added up, exactly; [`Latest`] holds what the latest submission says of each provider, month and
//! commissioner.
//!
//! This crate will never know a file, a patient, or what an agreement does with a figure, and it holds no code of any
//! scheme: which point of delivery is a first appointment, which site is a hospital and which cells are a service are
//! told by the caller. What a line does not say stays unsaid; it is never nothing.
//!
//! Start with [`Line`], then [`Cells`], then [`Latest`].

#![no_std]
#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::float_arithmetic
)]

extern crate alloc;

mod cell;
mod cells;
mod difference;
mod json;
mod latest;
mod line;
mod month;
mod rows;
mod scaled;
mod sums;

pub use cell::{Cell, Code, Key, Tariff};
pub use cells::Cells;
pub use difference::{Changed, Difference};
pub use json::JsonProblem;
pub use latest::{Latest, Scope, Submission};
pub use line::{Line, Said};
pub use month::{Month, Months, Year};
pub use rows::Rows;
pub use scaled::{Scaled, TooLarge};
pub use sums::{Amounts, Side, Stated, Sums, Total};
