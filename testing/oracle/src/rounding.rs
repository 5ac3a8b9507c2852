//! Rounding and splitting, from the definitions (M23, S14).

use accordant_money::{Exact, Rounding};
use dashu_int::IBig;
use dashu_ratio::RBig;

/// The number that the text of an exact number says.
pub(crate) fn number(exact: &Exact) -> RBig {
    exact.fraction().parse().expect("an exact number is written as a fraction of whole numbers")
}

/// To a multiple of the unit.
pub(crate) fn round(value: &RBig, unit: &RBig, rule: Rounding) -> RBig {
    RBig::from(multiples(&(value / unit), rule)) * unit
}

/// To a whole number.
pub(crate) fn multiples(value: &RBig, rule: Rounding) -> IBig {
    let lower = value.floor();
    let above = value - RBig::from(lower.clone());
    if above == RBig::ZERO {
        return lower;
    }
    let negative = *value < RBig::ZERO;
    let twice = above * RBig::from(2);
    let (tie, past_half) = (twice == RBig::ONE, twice > RBig::ONE);
    let is_odd = &lower % IBig::from(2) != IBig::ZERO;
    let upper = match rule {
        Rounding::Up => true,
        Rounding::Down => false,
        Rounding::TowardZero => negative,
        Rounding::AwayFromZero => !negative,
        Rounding::HalfUp => past_half || tie,
        Rounding::HalfDown => past_half,
        Rounding::HalfAwayFromZero => past_half || (tie && !negative),
        Rounding::HalfEven => past_half || (tie && is_odd),
    };
    if upper { lower + IBig::ONE } else { lower }
}

/// Shares a rounded total, in units, among exact amounts, in units, by largest remainder (S14); and what was met.
///
/// `negative` says which way the total goes; a negative one is the mirror of the positive one.
pub(crate) fn split(total: &IBig, amounts: &[RBig], negative: bool) -> (Vec<IBig>, &'static str) {
    if negative {
        let mirrored: Vec<RBig> = amounts.iter().map(|amount| -amount).collect();
        let (parts, met) = split(&-total, &mirrored, false);
        return (parts.into_iter().map(|part| -part).collect(), met);
    }
    let mut parts: Vec<IBig> = amounts.iter().map(RBig::floor).collect();
    let remainders: Vec<RBig> = amounts.iter().map(|amount| amount - RBig::from(amount.floor())).collect();
    let mut left_over = total - parts.iter().sum::<IBig>();
    let mut met = if left_over > IBig::ZERO { "split: units left over" } else { "split: nothing left over" };
    let mut served = vec![false; amounts.len()];
    while left_over > IBig::ZERO {
        // The first named of those with the largest remainder.
        let mut largest: Option<usize> = None;
        for payee in (0..amounts.len()).filter(|payee| !served[*payee]) {
            if largest.is_none_or(|best| remainders[payee] > remainders[best]) {
                largest = Some(payee);
            }
        }
        let payee = largest.expect("less than a unit is cut from each payee");
        parts[payee] += IBig::ONE;
        served[payee] = true;
        left_over -= IBig::ONE;
        let waits = |other: usize| !served[other] && remainders[other] == remainders[payee];
        if left_over == IBig::ZERO && (0..amounts.len()).any(waits) {
            met = "split: a tie";
        }
    }
    (parts, met)
}
