//! What a number can do, whichever way it is held.
//!
//! A settlement is written once against [`Number`] and read twice: with [`Exact`] as the reference and with
//! [`Batch`](crate::Batch) for many rows. Both must give equal values and equal text.

use crate::{Batch, Exact, Rounding};
use alloc::string::String;
use core::cmp::Ordering;
use core::fmt;

/// The most decimal places that a number is written with.
pub const DECIMAL_PLACES_MAX: u32 = 1_000;

/// A number on which every operation is exact, or is refused.
pub trait Number: Clone + fmt::Debug {
    /// The same value, held this way.
    ///
    /// # Errors
    /// `TooLarge` when it cannot be held this way.
    fn from_exact(exact: &Exact) -> Result<Self, NumberProblem>;

    /// The same value as a reference number.
    fn to_exact(&self) -> Exact;

    /// The same value, held this way: every number of a batch can be.
    fn from_batch(batch: &Batch) -> Self;

    /// The same value as a number of a batch; nothing if it cannot be held so.
    fn to_batch(&self) -> Option<Batch>;

    /// The sum.
    ///
    /// # Errors
    /// `TooLarge` when it cannot be held.
    fn plus(&self, other: &Self) -> Result<Self, NumberProblem>;

    /// The difference.
    ///
    /// # Errors
    /// `TooLarge` when it cannot be held.
    fn minus(&self, other: &Self) -> Result<Self, NumberProblem>;

    /// The product.
    ///
    /// # Errors
    /// `TooLarge` when it cannot be held.
    fn times(&self, other: &Self) -> Result<Self, NumberProblem>;

    /// The quotient, never rounded.
    ///
    /// # Errors
    /// `DivisionByZero`, or `TooLarge` when it cannot be held.
    fn divided_by(&self, other: &Self) -> Result<Self, NumberProblem>;

    /// The same magnitude with the other sign.
    ///
    /// # Errors
    /// `TooLarge` when it cannot be held.
    fn negated(&self) -> Result<Self, NumberProblem>;

    /// Which of the two is the greater, by value.
    ///
    /// # Errors
    /// `TooLarge` when this way of holding them cannot tell.
    fn compare(&self, other: &Self) -> Result<Ordering, NumberProblem>;

    /// The sign, as the order of this number against zero.
    fn sign(&self) -> Ordering;

    /// The multiple of `unit` that the rule chooses. A negative unit has the same multiples as its
    /// magnitude.
    ///
    /// # Errors
    /// `DivisionByZero` when the unit is zero, or `TooLarge` when the result cannot be held.
    fn rounded(&self, unit: &Self, rounding: Rounding) -> Result<Self, NumberProblem>;

    /// Appends the plain decimal with exactly `places` places: ASCII minus, no grouping, and no minus
    /// before a figure that rounds to zero.
    ///
    /// # Errors
    /// `TooLarge` when it cannot be written this way, or with more than [`DECIMAL_PLACES_MAX`] places;
    /// `out` is then as it was.
    fn decimal_into(&self, places: u32, rounding: Rounding, out: &mut String) -> Result<(), NumberProblem>;

    /// Appends the value in lowest terms, such as `-1/3` or `5/1`, and gives it back held so.
    fn fraction_into(&self, out: &mut String) -> Self;
}

/// Why an operation gives no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberProblem {
    /// The result is larger than this way of holding numbers allows.
    TooLarge,
    /// The divisor, or the unit to round to, is zero.
    DivisionByZero,
}

impl fmt::Display for NumberProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::TooLarge => "a number would pass 4,096 bits",
            Self::DivisionByZero => "division by zero",
        })
    }
}

impl core::error::Error for NumberProblem {}
