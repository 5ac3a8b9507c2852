//! Sharing out a posted total so that the parts always sum to it.
//!
//! The total is rounded before it is split, never the parts: each part is cut to whole minor units, and
//! what is left over goes, a unit each, to the parts that lost most by the cut.

use crate::{Exact, Number, NumberProblem, Posted, Rounding};
use alloc::vec::Vec;
use core::cmp::Ordering;
use core::fmt;

/// Splits a rounded total into its exact parts, in major units and in the order of the payees.
///
/// Equal remainders are served in the order given. Where the whole is negative everything is done to its
/// mirror image, so that a pain is split exactly as the same gain would be; where it is zero, the first part
/// that is not says which image is meant. Parts of both signs are allowed.
///
/// # Errors
/// `NotTheWhole` when the parts sum to something a minor unit or more away from the total, `TooLarge`
/// when they cannot be held.
pub fn split(total: Posted, parts: &[Exact]) -> Result<Vec<Posted>, SplitProblem> {
    let unit = total.currency().minor_unit();
    let in_minor = parts.iter().map(|part| part.divided_by(&unit)).collect::<Result<Vec<_>, _>>()?;
    let sum = sum(&in_minor)?;
    if !is_within_one(&sum, total.minor())? {
        return Err(SplitProblem::NotTheWhole);
    }
    let first = || in_minor.iter().map(Number::sign).find(|sign| sign.is_ne()).unwrap_or(Ordering::Equal);
    let minor = if sum.sign().then_with(first).is_ge() {
        share_out(total.minor(), &in_minor)?
    } else {
        share_out_mirrored(total.minor(), &in_minor)?
    };
    Ok(minor.into_iter().map(|minor| Posted::new(minor, total.currency())).collect())
}

/// Splits a rounded total in proportion to weights, in the order of the payees.
///
/// # Errors
/// `NegativeWeight` when a weight is below zero, `NoWeight` when none is above it, `TooLarge` when a part
/// cannot be held.
pub fn split_by(total: Posted, weights: &[Exact]) -> Result<Vec<Posted>, SplitProblem> {
    if weights.iter().any(|weight| weight.sign().is_lt()) {
        return Err(SplitProblem::NegativeWeight);
    }
    let whole = sum(weights)?;
    if whole.sign().is_eq() {
        return Err(SplitProblem::NoWeight);
    }
    let amount_per_weight = total.to_exact().divided_by(&whole)?;
    let part = |weight: &Exact| weight.times(&amount_per_weight);
    split(total, &weights.iter().map(part).collect::<Result<Vec<_>, _>>()?)
}

/// Why a total is not split.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SplitProblem {
    /// The parts sum to something a minor unit or more away from the total.
    NotTheWhole,
    /// No weight is above zero.
    NoWeight,
    /// A weight is below zero.
    NegativeWeight,
    /// An amount cannot be held.
    TooLarge,
}

impl fmt::Display for SplitProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::NotTheWhole => "the parts do not add up to the total that is split",
            Self::NoWeight => "there is no weight above zero to split by",
            Self::NegativeWeight => "a weight to split by is below zero",
            Self::TooLarge => "an amount to split is too large",
        })
    }
}

impl core::error::Error for SplitProblem {}

impl From<NumberProblem> for SplitProblem {
    fn from(_: NumberProblem) -> SplitProblem {
        // Every divisor here is a minor unit or a weight above zero, so no division by zero is met.
        SplitProblem::TooLarge
    }
}

/// Cuts each part down to whole units and gives what is left over to the largest remainders.
fn share_out(total: i128, parts: &[Exact]) -> Result<Vec<i128>, SplitProblem> {
    let mut shares = Vec::with_capacity(parts.len());
    let mut left_over = total;
    for (place, part) in parts.iter().enumerate() {
        let floor = part.to_whole(Rounding::Down).ok_or(SplitProblem::TooLarge)?;
        left_over = left_over.checked_sub(floor).ok_or(SplitProblem::TooLarge)?;
        let remainder = part.minus(&Exact::from_i128(floor))?;
        shares.push(Share { place, floor, remainder });
    }
    // The sort is stable, so ties stay in the order given.
    shares.sort_by(|one, other| other.remainder.cmp(&one.remainder));
    for share in &mut shares {
        if left_over > 0 {
            share.floor = share.floor.checked_add(1).ok_or(SplitProblem::TooLarge)?;
            left_over -= 1;
        }
    }
    assert!(left_over == 0, "parts within one unit of the total leave at most one unit for each of them");
    shares.sort_by_key(|share| share.place);
    Ok(shares.into_iter().map(|share| share.floor).collect())
}

fn share_out_mirrored(total: i128, parts: &[Exact]) -> Result<Vec<i128>, SplitProblem> {
    let mirrored = parts.iter().map(Number::negated).collect::<Result<Vec<_>, _>>()?;
    let shares = share_out(total.checked_neg().ok_or(SplitProblem::TooLarge)?, &mirrored)?;
    shares.into_iter().map(|share| share.checked_neg().ok_or(SplitProblem::TooLarge)).collect()
}

struct Share {
    place: usize,
    floor: i128,
    remainder: Exact,
}

fn sum(amounts: &[Exact]) -> Result<Exact, NumberProblem> {
    amounts.iter().try_fold(Exact::zero(), |sum, amount| sum.plus(amount))
}

fn is_within_one(exact: &Exact, whole: i128) -> Result<bool, NumberProblem> {
    let one = Exact::from_i128(1);
    let distance = exact.minus(&Exact::from_i128(whole))?;
    Ok(distance < one && distance.negated()? < one)
}
