//! The operations as they stand, with `None` when a result does not fit.

use super::Batch;
use crate::Rounding;
use crate::rounding::Between;
use crate::whole::{divide, product};
use core::cmp::Ordering;

#[inline]
pub(super) fn sum(one: &Batch, other: &Batch) -> Option<Batch> {
    let common = Common::of(one.denominator, other.denominator)?;
    let numerator = product(one.numerator, common.one_times)?
        .checked_add(product(other.numerator, common.other_times)?)?;
    Some(Batch { numerator, denominator: common.denominator })
}

/// A denominator that two fractions can share, and what each is multiplied by to have it.
struct Common {
    denominator: i128,
    one_times: i128,
    other_times: i128,
}

impl Common {
    /// Keeps the larger denominator where the smaller one divides it: sums over many rows would
    /// otherwise outgrow 128 bits soon.
    #[inline]
    fn of(one: i128, other: i128) -> Option<Common> {
        if one == other {
            return Some(Common { denominator: one, one_times: 1, other_times: 1 });
        }
        if let Some(other_times) = times_within(other, one) {
            return Some(Common { denominator: one, one_times: 1, other_times });
        }
        if let Some(one_times) = times_within(one, other) {
            return Some(Common { denominator: other, one_times, other_times: 1 });
        }
        Some(Common { denominator: product(one, other)?, one_times: other, other_times: one })
    }
}

/// How many times one positive number goes into another, when that is cheap to find and leaves no rest.
#[inline]
fn times_within(smaller: i128, larger: i128) -> Option<i128> {
    if smaller == 1 {
        return Some(larger);
    }
    if smaller > larger {
        return None;
    }
    let (smaller, larger) = (u64::try_from(smaller).ok()?, u64::try_from(larger).ok()?);
    larger.is_multiple_of(smaller).then(|| i128::from(larger / smaller))
}

#[inline]
pub(super) fn fraction_product(one: &Batch, other: &Batch) -> Option<Batch> {
    let numerator = product(one.numerator, other.numerator)?;
    Some(Batch { numerator, denominator: product(one.denominator, other.denominator)? })
}

/// The fraction with this denominator, of either sign but not zero.
#[inline]
pub(super) fn with_sign_above(numerator: i128, denominator: i128) -> Option<Batch> {
    if denominator > 0 {
        return Some(Batch { numerator, denominator });
    }
    Some(Batch { numerator: numerator.checked_neg()?, denominator: denominator.checked_neg()? })
}

#[inline]
pub(super) fn order(one: &Batch, other: &Batch) -> Option<Ordering> {
    Some(product(one.numerator, other.denominator)?.cmp(&product(other.numerator, one.denominator)?))
}

#[inline]
pub(super) fn multiple(value: &Batch, unit: &Batch, rounding: Rounding) -> Option<Batch> {
    let unit_numerator = unit.numerator.checked_abs()?;
    let (numerator, denominator) = if value.denominator == unit.denominator {
        (value.numerator, unit_numerator)
    } else {
        (product(value.numerator, unit.denominator)?, product(value.denominator, unit_numerator)?)
    };
    let units = rounded_quotient(numerator, denominator, rounding)?;
    Some(Batch { numerator: product(units, unit_numerator)?, denominator: unit.denominator })
}

#[inline]
fn rounded_quotient(numerator: i128, denominator: i128, rounding: Rounding) -> Option<i128> {
    let denominator = denominator.unsigned_abs();
    let (smaller, rest) = divide(numerator.unsigned_abs(), denominator);
    let negative = numerator < 0;
    let smaller_is_odd = smaller % 2 == 1;
    let larger = rest != 0
        && rounding.takes_larger(Between {
            negative,
            against_half: rest.cmp(&(denominator - rest)),
            smaller_is_odd,
        });
    let magnitude = i128::try_from(smaller + u128::from(larger)).ok()?;
    Some(if negative { -magnitude } else { magnitude })
}

/// The magnitude rounded to a decimal place: what stands before the point, and the digits after it.
#[inline]
pub(super) fn at_point(value: &Batch, scale: u128, rounding: Rounding) -> Option<(u128, u128)> {
    let (numerator, denominator) = (value.numerator.unsigned_abs(), value.denominator.unsigned_abs());
    if denominator == 1 {
        return Some((numerator, 0));
    }
    // Where the scale goes into the denominator, numbers of one unit of the last place are smaller.
    let (over, under) = match (u64::try_from(denominator), u64::try_from(scale)) {
        (Ok(large), Ok(scale)) if large.is_multiple_of(scale) => (numerator, u128::from(large / scale)),
        _ => (numerator.checked_mul(scale)?, denominator),
    };
    let (units, rest) = divide(over, under);
    let larger = rest != 0
        && rounding.takes_larger(Between {
            negative: value.numerator < 0,
            against_half: rest.cmp(&(under - rest)),
            smaller_is_odd: units % 2 == 1,
        });
    Some(divide(units + u128::from(larger), scale))
}
