//! Exact amounts, rates and quantities; rounding; splitting that never loses a penny.
//!
//! An exact amount and posted money are two types. [`Exact`] is any rational number, and no operation on it
//! rounds; [`Posted`] is a whole number of minor units of one currency, and is all that is ever paid. One
//! becomes the other in two places only: [`Posted::round`], by the rule that the agreement names, and
//! [`split`], which shares one rounded total so that the parts always sum to it.
//!
//! [`Batch`] is the same arithmetic in 128-bit integers, for a million rows. It gives what [`Exact`] gives,
//! to the last digit, or says that the number is too large for it, and the caller asks [`Exact`].
//!
//! This crate will never know what an amount is for, who pays it, or in which period. It never rounds of
//! its own accord, and it holds no floating-point number.
//!
//! Start with [`Number`], what both kinds of number can do; then [`Rounding`]; then [`split`].

#![no_std]
#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::float_arithmetic
)]

extern crate alloc;

mod batch;
mod currency;
mod digits;
mod exact;
mod number;
mod posted;
mod rounding;
mod split;
mod whole;

pub use batch::Batch;
pub use currency::Currency;
pub use exact::{EXACT_BITS_MAX, Exact};
pub use number::{DECIMAL_PLACES_MAX, Number, NumberProblem};
pub use posted::{Posted, format_money, group};
pub use rounding::Rounding;
pub use split::{SplitProblem, split, split_by};
