//! The operations again on fractions in lowest terms, for a result that did not fit as it stood.
//!
//! Each pays for a common divisor, once, and then gives up.

use super::{Batch, quick};
use crate::whole::{common_divisor, divide};
use crate::{Number, NumberProblem, Rounding};
use core::cmp::Ordering;

/// The same value with nothing left to cancel.
pub(super) fn lowest_terms(value: &Batch) -> Batch {
    if value.denominator == 1 {
        return *value;
    }
    let (numerator, denominator) = cancelled(value.numerator, value.denominator);
    Batch { numerator, denominator }
}

/// Two numbers divided by all that they have in common; the second is positive.
fn cancelled(one: i128, other: i128) -> (i128, i128) {
    let divisor = common_divisor(one.unsigned_abs(), other.unsigned_abs());
    if divisor == 1 {
        return (one, other);
    }
    let quotient = |number: i128| {
        let magnitude = divide(number.unsigned_abs(), divisor).0;
        // The divisor is at least 2, so the quotient fits whatever its sign.
        let magnitude = i128::try_from(magnitude).unwrap_or(i128::MAX);
        if number < 0 { -magnitude } else { magnitude }
    };
    (quotient(one), quotient(other))
}

#[cold]
pub(super) fn sum(one: &Batch, other: &Batch) -> Result<Batch, NumberProblem> {
    sum_over_least(&lowest_terms(one), &lowest_terms(other)).ok_or(NumberProblem::TooLarge)
}

fn sum_over_least(one: &Batch, other: &Batch) -> Option<Batch> {
    let (other_times, one_times) = cancelled(one.denominator, other.denominator);
    let one_numerator = one.numerator.checked_mul(one_times)?;
    let other_numerator = other.numerator.checked_mul(other_times)?;
    let numerator = one_numerator.checked_add(other_numerator)?;
    Some(Batch { numerator, denominator: one.denominator.checked_mul(one_times)? })
}

#[cold]
pub(super) fn fraction_product(one: &Batch, other: &Batch) -> Result<Batch, NumberProblem> {
    let (one, other) = (lowest_terms(one), lowest_terms(other));
    let (one_numerator, other_denominator) = cancelled(one.numerator, other.denominator);
    let (other_numerator, one_denominator) = cancelled(other.numerator, one.denominator);
    let one = Batch { numerator: one_numerator, denominator: one_denominator };
    let other = Batch { numerator: other_numerator, denominator: other_denominator };
    quick::fraction_product(&one, &other).ok_or(NumberProblem::TooLarge)
}

#[cold]
pub(super) fn quotient(one: &Batch, other: &Batch) -> Result<Batch, NumberProblem> {
    let other = lowest_terms(other);
    let reciprocal =
        quick::with_sign_above(other.denominator, other.numerator).ok_or(NumberProblem::TooLarge)?;
    one.times(&reciprocal)
}

#[cold]
pub(super) fn negation(value: &Batch) -> Result<Batch, NumberProblem> {
    let value = lowest_terms(value);
    let numerator = value.numerator.checked_neg().ok_or(NumberProblem::TooLarge)?;
    Ok(Batch { numerator, ..value })
}

#[cold]
pub(super) fn order(one: &Batch, other: &Batch) -> Result<Ordering, NumberProblem> {
    quick::order(&lowest_terms(one), &lowest_terms(other)).ok_or(NumberProblem::TooLarge)
}

#[cold]
pub(super) fn multiple(value: &Batch, unit: &Batch, rounding: Rounding) -> Result<Batch, NumberProblem> {
    quick::multiple(&lowest_terms(value), &lowest_terms(unit), rounding).ok_or(NumberProblem::TooLarge)
}

#[cold]
pub(super) fn at_point(
    value: &Batch,
    scale: u128,
    rounding: Rounding,
) -> Result<(u128, u128), NumberProblem> {
    quick::at_point(&lowest_terms(value), scale, rounding).ok_or(NumberProblem::TooLarge)
}
