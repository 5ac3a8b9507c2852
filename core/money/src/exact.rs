//! The reference number: any rational, kept below a stated size.

use crate::rounding::Between;
use crate::{Batch, DECIMAL_PLACES_MAX, Number, NumberProblem, Rounding};
use alloc::string::{String, ToString};
use core::cmp::Ordering;
use dashu_base::{BitTest, DivRem, Sign, UnsignedAbs};
use dashu_int::{IBig, UBig};
use dashu_ratio::RBig;

/// The most bits that the numerator or the denominator of an [`Exact`] may have.
pub const EXACT_BITS_MAX: usize = 4_096;

/// The most places that [`Exact::terminating`] writes.
const TERMINATING_PLACES_MAX: u32 = 30;

/// A rational number in lowest terms, with at most [`EXACT_BITS_MAX`] bits above and below.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Exact(RBig);

impl Exact {
    /// Nothing.
    #[must_use]
    pub const fn zero() -> Exact {
        Exact(RBig::ZERO)
    }

    /// A whole number.
    #[must_use]
    pub fn from_i128(whole: i128) -> Exact {
        Exact(RBig::from(IBig::from(whole)))
    }

    /// A fraction, or `None` when the denominator is zero.
    #[must_use]
    pub fn ratio(numerator: i128, denominator: i128) -> Option<Exact> {
        let fraction = || RBig::from_parts_signed(IBig::from(numerator), IBig::from(denominator));
        (denominator != 0).then(|| Exact(fraction()))
    }

    /// A number written as an optional sign, digits, and optionally a point and digits; `None` for anything
    /// else, and for a number that would pass [`EXACT_BITS_MAX`].
    #[must_use]
    pub fn parse_decimal(text: &str) -> Option<Exact> {
        let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
        let (whole, fraction) = match unsigned.split_once('.') {
            Some((whole, fraction)) if is_digits(fraction) => (whole, fraction),
            Some(_) => return None,
            None => (unsigned, ""),
        };
        if !is_digits(whole) {
            return None;
        }
        let magnitude = from_digits(whole.trim_start_matches('0'), fraction.trim_end_matches('0'))?;
        let value = if text.starts_with('-') { -magnitude } else { magnitude };
        Exact::bounded(value).ok()
    }

    /// The value as `n/d` in lowest terms: `5/1` for five.
    #[must_use]
    pub fn fraction(&self) -> String {
        let mut text = String::new();
        self.fraction_into(&mut text);
        text
    }

    /// The plain decimal with exactly `places` places, without grouping.
    ///
    /// # Panics
    /// When `places` is above [`DECIMAL_PLACES_MAX`].
    #[must_use]
    pub fn decimal(&self, places: u32, rounding: Rounding) -> String {
        let mut text = String::new();
        let written = self.decimal_into(places, rounding, &mut text);
        assert!(written.is_ok(), "the caller keeps to the most decimal places");
        text
    }

    /// The shortest decimal that is exactly this value, or `None` when there is none of 30 places or fewer.
    #[must_use]
    pub fn terminating(&self) -> Option<String> {
        let denominator = u128::try_from(self.0.denominator()).ok()?;
        let places = (0..=TERMINATING_PLACES_MAX).find(|places| 10_u128.pow(*places) % denominator == 0)?;
        Some(self.decimal(places, Rounding::TowardZero))
    }

    /// The whole number that the rule chooses, or `None` when it does not fit.
    pub(crate) fn to_whole(&self, rounding: Rounding) -> Option<i128> {
        let denominator = self.0.denominator();
        let magnitude = self.0.numerator().unsigned_abs();
        let whole = rounded_quotient(self.is_negative(), &magnitude, denominator, rounding);
        i128::try_from(IBig::from_parts(self.0.numerator().sign(), whole)).ok()
    }

    /// The unit of the last of so many decimal places: 1/100 for two.
    pub(crate) fn unit_at(places: u32) -> Exact {
        Exact(RBig::from_parts(IBig::ONE, power_of_ten(places)))
    }

    /// The numerator and the positive denominator, when both fit.
    pub(crate) fn to_parts(&self) -> Option<(i128, i128)> {
        let numerator = i128::try_from(self.0.numerator()).ok()?;
        let denominator = i128::try_from(self.0.denominator()).ok()?;
        Some((numerator, denominator))
    }

    fn is_negative(&self) -> bool {
        self.0.numerator().sign() == Sign::Negative
    }

    fn bounded(value: RBig) -> Result<Exact, NumberProblem> {
        let bits = value.numerator().bit_len().max(value.denominator().bit_len());
        if bits > EXACT_BITS_MAX { Err(NumberProblem::TooLarge) } else { Ok(Exact(value)) }
    }
}

impl Number for Exact {
    fn from_exact(exact: &Exact) -> Result<Exact, NumberProblem> {
        Ok(exact.clone())
    }

    fn to_exact(&self) -> Exact {
        self.clone()
    }

    fn from_batch(batch: &Batch) -> Exact {
        batch.to_exact()
    }

    fn to_batch(&self) -> Option<Batch> {
        Batch::from_exact(self).ok()
    }

    fn plus(&self, other: &Exact) -> Result<Exact, NumberProblem> {
        Exact::bounded(&self.0 + &other.0)
    }

    fn minus(&self, other: &Exact) -> Result<Exact, NumberProblem> {
        Exact::bounded(&self.0 - &other.0)
    }

    fn times(&self, other: &Exact) -> Result<Exact, NumberProblem> {
        Exact::bounded(&self.0 * &other.0)
    }

    fn divided_by(&self, other: &Exact) -> Result<Exact, NumberProblem> {
        if other.0.is_zero() {
            return Err(NumberProblem::DivisionByZero);
        }
        Exact::bounded(&self.0 / &other.0)
    }

    fn negated(&self) -> Result<Exact, NumberProblem> {
        Ok(Exact(-&self.0))
    }

    fn compare(&self, other: &Exact) -> Result<Ordering, NumberProblem> {
        Ok(self.cmp(other))
    }

    fn sign(&self) -> Ordering {
        self.0.numerator().cmp(&IBig::ZERO)
    }

    fn rounded(&self, unit: &Exact, rounding: Rounding) -> Result<Exact, NumberProblem> {
        if unit.0.is_zero() {
            return Err(NumberProblem::DivisionByZero);
        }
        let unit_numerator = unit.0.numerator().unsigned_abs();
        let numerator = self.0.numerator().unsigned_abs() * unit.0.denominator();
        let denominator = self.0.denominator() * &unit_numerator;
        let units = rounded_quotient(self.is_negative(), &numerator, &denominator, rounding);
        let multiple = IBig::from_parts(self.0.numerator().sign(), units * unit_numerator);
        Exact::bounded(RBig::from_parts(multiple, unit.0.denominator().clone()))
    }

    fn decimal_into(&self, places: u32, rounding: Rounding, out: &mut String) -> Result<(), NumberProblem> {
        if places > DECIMAL_PLACES_MAX {
            return Err(NumberProblem::TooLarge);
        }
        let scale = power_of_ten(places);
        let numerator = self.0.numerator().unsigned_abs() * &scale;
        let figure = rounded_quotient(self.is_negative(), &numerator, self.0.denominator(), rounding);
        if self.is_negative() && !figure.is_zero() {
            out.push('-');
        }
        let (whole, fraction) = figure.div_rem(&scale);
        out.push_str(&whole.to_string());
        if places > 0 {
            let digits = fraction.to_string();
            out.push('.');
            out.extend((digits.len()..places as usize).map(|_| '0'));
            out.push_str(&digits);
        }
        Ok(())
    }

    fn fraction_into(&self, out: &mut String) -> Exact {
        out.push_str(&self.0.numerator().to_string());
        out.push('/');
        out.push_str(&self.0.denominator().to_string());
        self.clone()
    }
}

/// The whole number of times that the denominator goes into a magnitude, by the rule.
fn rounded_quotient(negative: bool, numerator: &UBig, denominator: &UBig, rounding: Rounding) -> UBig {
    let (smaller, remainder) = numerator.div_rem(denominator);
    if remainder.is_zero() {
        return smaller;
    }
    let against_half = (&remainder + &remainder).cmp(denominator);
    let between = Between { negative, against_half, smaller_is_odd: smaller.bit(0) };
    if rounding.takes_larger(between) { smaller + UBig::ONE } else { smaller }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The magnitude with these digits before and after the point; either may be empty.
fn from_digits(whole: &str, fraction: &str) -> Option<RBig> {
    // A decimal place takes a bit or more of the denominator, and a digit more than three of the numerator:
    // more digits than this cannot fit, and turning millions of them into a number is slow.
    if whole.len() > EXACT_BITS_MAX || fraction.len() > EXACT_BITS_MAX {
        return None;
    }
    let mut digits = String::from("0");
    digits.push_str(whole);
    digits.push_str(fraction);
    let numerator = UBig::from_str_radix(&digits, 10).ok()?;
    let places = u32::try_from(fraction.len()).ok()?;
    Some(RBig::from_parts(IBig::from(numerator), power_of_ten(places)))
}

fn power_of_ten(places: u32) -> UBig {
    UBig::from(10_u8).pow(places as usize)
}
