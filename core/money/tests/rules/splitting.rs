//! A split sums to its total, keeps close to the exact parts, and treats pain as gain.

use crate::{fixed, number};
use accordant_money::{Currency, Exact, Number, Posted, Rounding, SplitProblem, split, split_by};
use proptest::prelude::*;

fn pence(minor: i128) -> Posted {
    Posted::new(minor, Currency::Gbp)
}

fn minor(shares: Result<Vec<Posted>, SplitProblem>) -> Result<Vec<i128>, SplitProblem> {
    shares.map(|shares| shares.iter().map(Posted::minor).collect())
}

/// A split of a total in pence into parts in pence.
#[track_caller]
fn check(total: i128, parts: &str, expected: &[i128]) {
    let hundred = number("100");
    let parts: Vec<_> =
        parts.split_whitespace().map(|part| number(part).divided_by(&hundred).unwrap()).collect();
    assert_eq!(minor(split(pence(total), &parts)), Ok(expected.to_vec()));
}

#[track_caller]
fn check_by(total: i128, weights: &str, expected: Result<&[i128], SplitProblem>) {
    let weights: Vec<_> = weights.split_whitespace().map(number).collect();
    assert_eq!(minor(split_by(pence(total), &weights)), expected.map(<[i128]>::to_vec));
}

#[test]
fn left_over_pennies_go_to_the_largest_remainders() {
    check(100, "33.2 33.3 33.5", &[33, 33, 34]);
    check(10, "3.9 3.8 2.3", &[4, 4, 2]);
}

#[test]
fn ties_are_served_in_the_order_given() {
    check(100, "100/3 100/3 100/3", &[34, 33, 33]);
    check(-100, "-100/3 -100/3 -100/3", &[-34, -33, -33]);
}

#[test]
fn parts_of_both_signs_sum_to_the_total() {
    check(1, "2.5 -1.5", &[3, -2]);
    check(-1, "-2.5 1.5", &[-3, 2]);
    check(10, "12.4 -2.4", &[12, -2]);
}

#[test]
fn a_whole_of_zero_mirrors_too() {
    check(0, "0.5 -0.5", &[1, -1]);
    check(0, "-0.5 0.5", &[-1, 1]);
    check(0, "0 0.5 -0.5", &[0, 1, -1]);
}

#[test]
fn the_total_may_be_rounded_either_way() {
    check(10, "5.25 5.25", &[5, 5]);
    check(11, "5.25 5.25", &[6, 5]);
    check(0, "-0.3 -0.3", &[0, 0]);
    check(-1, "-0.3 -0.3", &[-1, 0]);
}

#[test]
fn parts_that_miss_the_total_by_a_penny_are_refused() {
    let parts = [number("0.05"), number("0.05")];
    assert_eq!(split(pence(11), &parts), Err(SplitProblem::NotTheWhole));
    assert_eq!(split(pence(9), &parts), Err(SplitProblem::NotTheWhole));
    assert_eq!(split(pence(1), &[]), Err(SplitProblem::NotTheWhole));
    assert_eq!(split(pence(0), &[]), Ok(vec![]));
}

#[test]
fn what_cannot_be_held_is_refused() {
    let huge = number(&"9".repeat(40));
    assert_eq!(split(pence(0), &[huge.clone(), huge.negated().unwrap()]), Err(SplitProblem::TooLarge));
    let least = pence(i128::MIN);
    assert_eq!(split(least, &[least.to_exact()]), Err(SplitProblem::TooLarge));
}

#[test]
fn yen_split_into_whole_yen() {
    let shares = split_by(Posted::new(100, Currency::Jpy), &[number("1"), number("2")]).unwrap();
    assert_eq!(shares, [33, 67].map(|minor| Posted::new(minor, Currency::Jpy)));
}

#[test]
fn a_total_is_split_in_proportion_to_weights() {
    check_by(1_000, "50 30 20", Ok(&[500, 300, 200]));
    check_by(100, "1 1 1", Ok(&[34, 33, 33]));
    check_by(-100, "1 1 1", Ok(&[-34, -33, -33]));
    check_by(100, "0 1/7 0", Ok(&[0, 100, 0]));
    check_by(0, "1 2", Ok(&[0, 0]));
}

#[test]
fn weights_are_not_negative_and_one_is_positive() {
    check_by(100, "", Err(SplitProblem::NoWeight));
    check_by(100, "0 0", Err(SplitProblem::NoWeight));
    check_by(100, "2 -1", Err(SplitProblem::NegativeWeight));
}

#[test]
fn problems_are_said_in_words() {
    assert_eq!(SplitProblem::NotTheWhole.to_string(), "the parts do not add up to the total that is split");
    assert_eq!(SplitProblem::NoWeight.to_string(), "there is no weight above zero to split by");
    assert_eq!(SplitProblem::NegativeWeight.to_string(), "a weight to split by is below zero");
    assert_eq!(SplitProblem::TooLarge.to_string(), "an amount to split is too large");
}

/// Parts of either sign with a few shared denominators, so that ties are common.
fn parts() -> impl Strategy<Value = Vec<Exact>> {
    let denominator = prop::sample::select(vec![1_i128, 3, 100, 200, 700, 1_000, 123_457]);
    let part = (-100_000_i128..=100_000, denominator)
        .prop_map(|(numerator, denominator)| Exact::ratio(numerator, denominator).unwrap());
    prop::collection::vec(part, 0..8)
}

fn whole(parts: &[Exact]) -> Exact {
    parts.iter().try_fold(Exact::zero(), |sum, part| sum.plus(part)).unwrap()
}

fn negated(parts: &[Exact]) -> Vec<Exact> {
    parts.iter().map(|part| part.negated().unwrap()).collect()
}

proptest! {
    #![proptest_config(fixed(5_000))]

    #[test]
    fn a_split_sums_to_its_total_and_mirrors(
        parts in parts(),
        rounding in prop::sample::select(Rounding::ALL.to_vec()),
    ) {
        let total = Posted::round(&whole(&parts), Currency::Gbp, rounding).unwrap();
        let shares = split(total, &parts).unwrap();
        prop_assert_eq!(shares.len(), parts.len());
        prop_assert_eq!(shares.iter().map(Posted::minor).sum::<i128>(), total.minor());

        let penny = Currency::Gbp.minor_unit();
        for (share, part) in shares.iter().zip(&parts) {
            let distance = share.to_exact().minus(part).unwrap();
            prop_assert!(distance < penny && distance.negated().unwrap() < penny);
        }

        let mirrored = minor(split(pence(-total.minor()), &negated(&parts))).unwrap();
        let expected: Vec<_> = shares.iter().map(|share| -share.minor()).collect();
        prop_assert_eq!(mirrored, expected);
    }

    #[test]
    fn the_order_of_payees_matters_only_for_ties(parts in parts(), turn in 0_usize..8) {
        let total = Posted::round(&whole(&parts), Currency::Gbp, Rounding::HalfEven).unwrap();
        let turn = turn % parts.len().max(1);
        let mut turned = parts.clone();
        turned.rotate_left(turn);
        let shares = split(total, &parts).unwrap();
        let mut returned = split(total, &turned).unwrap();
        returned.rotate_right(turn);

        let hundred = number("100");
        let remainder = |part: &Exact| {
            let in_pence = part.times(&hundred).unwrap();
            in_pence.minus(&in_pence.rounded(&number("1"), Rounding::Down).unwrap()).unwrap()
        };
        let remainders: Vec<_> = parts.iter().map(remainder).collect();
        for (index, own) in remainders.iter().enumerate() {
            if remainders.iter().filter(|other| *other == own).count() == 1 {
                prop_assert_eq!(shares[index], returned[index]);
            }
        }
    }

    #[test]
    fn a_split_by_weights_sums_and_mirrors(
        total in any::<i64>(),
        weights in prop::collection::vec(0_i128..1_000, 1..8),
    ) {
        prop_assume!(weights.iter().any(|weight| *weight > 0));
        let weights: Vec<_> = weights.into_iter().map(Exact::from_i128).collect();
        let shares = minor(split_by(pence(total.into()), &weights)).unwrap();
        prop_assert_eq!(shares.iter().sum::<i128>(), i128::from(total));
        let mirrored = minor(split_by(pence(-i128::from(total)), &weights)).unwrap();
        prop_assert_eq!(mirrored, shares.iter().map(|share| -share).collect::<Vec<_>>());
    }
}
