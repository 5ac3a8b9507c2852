//! The same arithmetic as the reference in 128-bit integers, for a million rows.
//!
//! Rows mostly share a few small denominators (1, 100, 10,000), so a fraction is kept as it falls and is
//! reduced only when a result would not fit otherwise. What then still does not fit is refused, never rounded.

mod quick;
mod reduced;

use crate::digits::{Pair, push_digits};
use crate::whole::power_of_ten;
use crate::{Exact, Number, NumberProblem, Rounding};
use alloc::string::String;
use core::cmp::Ordering;

/// A fraction of two 128-bit integers, not necessarily in lowest terms.
///
/// Invariant: the denominator is positive. Equal values may be held differently, so there is no `==`: use
/// [`Number::compare`].
// Aligned to 16 bytes, as 128-bit integers are, every enum around a number would have a tag of 16 bytes, written in
// two halves and read back whole; which makes the processor wait, and the values longer.
#[derive(Clone, Copy, Debug)]
#[repr(Rust, packed(8))]
pub struct Batch {
    numerator: i128,
    denominator: i128,
}

impl Batch {
    /// Nothing.
    pub const ZERO: Batch = Batch::whole(0);

    /// A whole number.
    #[inline]
    #[must_use]
    pub const fn whole(whole: i128) -> Batch {
        Batch { numerator: whole, denominator: 1 }
    }

    /// A fraction as it stands, or `None` when the denominator is not positive.
    #[inline]
    #[must_use]
    pub const fn new(numerator: i128, denominator: i128) -> Option<Batch> {
        if denominator > 0 { Some(Batch { numerator, denominator }) } else { None }
    }

    /// The number above the line, as held.
    #[inline]
    #[must_use]
    pub const fn numerator(&self) -> i128 {
        self.numerator
    }

    /// The number below the line, as held; positive.
    #[inline]
    #[must_use]
    pub const fn denominator(&self) -> i128 {
        self.denominator
    }
}

impl Number for Batch {
    #[inline]
    fn from_exact(exact: &Exact) -> Result<Batch, NumberProblem> {
        let (numerator, denominator) = exact.to_parts().ok_or(NumberProblem::TooLarge)?;
        Ok(Batch { numerator, denominator })
    }

    #[inline]
    fn to_exact(&self) -> Exact {
        // The denominator is positive, so the fraction always exists.
        Exact::ratio(self.numerator, self.denominator).unwrap_or_else(Exact::zero)
    }

    #[inline]
    fn from_batch(batch: &Batch) -> Batch {
        *batch
    }

    #[inline]
    fn to_batch(&self) -> Option<Batch> {
        Some(*self)
    }

    #[inline]
    fn plus(&self, other: &Batch) -> Result<Batch, NumberProblem> {
        if other.numerator == 0 {
            return Ok(*self);
        }
        if self.numerator == 0 {
            return Ok(*other);
        }
        match quick::sum(self, other) {
            Some(sum) => Ok(sum),
            None => reduced::sum(self, other),
        }
    }

    #[inline]
    fn minus(&self, other: &Batch) -> Result<Batch, NumberProblem> {
        self.plus(&other.negated()?)
    }

    #[inline]
    fn times(&self, other: &Batch) -> Result<Batch, NumberProblem> {
        if self.numerator == 0 || other.numerator == 0 {
            return Ok(Batch::ZERO);
        }
        match quick::fraction_product(self, other) {
            Some(product) => Ok(product),
            None => reduced::fraction_product(self, other),
        }
    }

    #[inline]
    fn divided_by(&self, other: &Batch) -> Result<Batch, NumberProblem> {
        if other.numerator == 0 {
            return Err(NumberProblem::DivisionByZero);
        }
        if self.numerator == 0 {
            return Ok(Batch::ZERO);
        }
        if self.denominator == other.denominator
            && let Some(quotient) = quick::with_sign_above(self.numerator, other.numerator)
        {
            return Ok(quotient);
        }
        match quick::with_sign_above(other.denominator, other.numerator) {
            Some(reciprocal) => self.times(&reciprocal),
            None => reduced::quotient(self, other),
        }
    }

    #[inline]
    fn negated(&self) -> Result<Batch, NumberProblem> {
        match self.numerator.checked_neg() {
            Some(numerator) => Ok(Batch { numerator, ..*self }),
            None => reduced::negation(self),
        }
    }

    #[inline]
    fn compare(&self, other: &Batch) -> Result<Ordering, NumberProblem> {
        if self.denominator == other.denominator {
            return Ok(self.numerator().cmp(&other.numerator()));
        }
        if self.sign() != other.sign() || self.numerator == 0 {
            return Ok(self.sign().cmp(&other.sign()));
        }
        match quick::order(self, other) {
            Some(order) => Ok(order),
            None => reduced::order(self, other),
        }
    }

    #[inline]
    fn sign(&self) -> Ordering {
        self.numerator().cmp(&0)
    }

    #[inline]
    fn rounded(&self, unit: &Batch, rounding: Rounding) -> Result<Batch, NumberProblem> {
        if unit.numerator == 0 {
            return Err(NumberProblem::DivisionByZero);
        }
        match quick::multiple(self, unit, rounding) {
            Some(multiple) => Ok(multiple),
            None => reduced::multiple(self, unit, rounding),
        }
    }

    #[inline]
    fn decimal_into(&self, places: u32, rounding: Rounding, out: &mut String) -> Result<(), NumberProblem> {
        let scale = power_of_ten(places).ok_or(NumberProblem::TooLarge)?;
        let (whole, fraction) = match quick::at_point(self, scale, rounding) {
            Some(parts) => parts,
            None => reduced::at_point(self, scale, rounding)?,
        };
        let negative = self.numerator < 0 && (whole, fraction) != (0, 0);
        if places > 0 {
            let after_width = places as usize;
            Pair { negative, before: whole, between: b'.', after: fraction, after_width }.push_to(out);
            return Ok(());
        }
        if negative {
            out.push('-');
        }
        push_digits(whole, 1, out);
        Ok(())
    }

    #[inline]
    fn fraction_into(&self, out: &mut String) -> Batch {
        let lowest = reduced::lowest_terms(self);
        let negative = lowest.numerator < 0;
        let (before, after) = (lowest.numerator.unsigned_abs(), lowest.denominator.unsigned_abs());
        Pair { negative, before, between: b'/', after, after_width: 1 }.push_to(out);
        lowest
    }
}
