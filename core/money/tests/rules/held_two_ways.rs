//! A number held for many rows gives what the reference gives, to the last digit of its text.

use crate::fixed;
use accordant_money::{Batch, Exact, Number, NumberProblem, Rounding};
use proptest::prelude::*;

/// Numbers as they are met: zero, round denominators, any denominator, and the ends of what fits.
fn batch() -> impl Strategy<Value = Batch> {
    let numerator = prop_oneof![
        2 => Just(0),
        8 => -1_000_i128..=1_000,
        4 => (-1_000_i128..=1_000).prop_map(|half| half * 50),
        8 => any::<i64>().prop_map(i128::from),
        4 => any::<i128>(),
        1 => prop_oneof![Just(i128::MIN), Just(i128::MAX), Just(i128::from(u64::MAX)), Just(i128::MIN + 1)],
    ];
    let denominator = prop_oneof![
        8 => prop_oneof![Just(1), Just(2), Just(100), Just(10_000), Just(1_000_000)],
        8 => 1_i128..=1_000,
        4 => (1..=i64::MAX).prop_map(i128::from),
        4 => 1..=i128::MAX,
        1 => prop_oneof![Just(i128::MAX), Just(1_i128 << 126), Just(i128::from(u64::MAX))],
    ];
    (numerator, denominator).prop_map(|(numerator, denominator)| Batch::new(numerator, denominator).unwrap())
}

fn rounding() -> impl Strategy<Value = Rounding> {
    prop::sample::select(Rounding::ALL.to_vec())
}

/// A result held for many rows is the reference's, or says that it does not fit.
#[track_caller]
fn check(batch: Result<Batch, NumberProblem>, exact: Result<Exact, NumberProblem>) {
    if batch.is_err_and(|problem| problem == NumberProblem::TooLarge) {
        return;
    }
    if let Ok(batch) = batch {
        assert!(batch.denominator() > 0);
    }
    assert_eq!(batch.map(|batch| batch.to_exact()), exact);
}

fn decimal<N: Number>(value: &N, places: u32, rounding: Rounding) -> Result<String, NumberProblem> {
    let mut text = String::from("kept: ");
    let written = value.decimal_into(places, rounding, &mut text);
    assert!(written.is_ok() || text == "kept: ");
    written.map(|()| text)
}

fn fraction<N: Number>(value: &N) -> String {
    let mut text = String::from("kept: ");
    value.fraction_into(&mut text);
    text
}

proptest! {
    #![proptest_config(fixed(20_000))]

    #[test]
    fn arithmetic_is_the_same(one in batch(), other in batch()) {
        let (exact_one, exact_other) = (one.to_exact(), other.to_exact());
        check(one.plus(&other), exact_one.plus(&exact_other));
        check(one.minus(&other), exact_one.minus(&exact_other));
        check(one.times(&other), exact_one.times(&exact_other));
        check(one.divided_by(&other), exact_one.divided_by(&exact_other));
        check(one.negated(), exact_one.negated());
        prop_assert_eq!(one.sign(), exact_one.sign());
        if let Ok(order) = one.compare(&other) {
            prop_assert_eq!(order, exact_one.cmp(&exact_other));
        }
    }

    #[test]
    fn rounding_is_the_same(value in batch(), unit in batch(), rounding in rounding()) {
        check(value.rounded(&unit, rounding), value.to_exact().rounded(&unit.to_exact(), rounding));
    }

    #[test]
    fn text_is_the_same(value in batch(), places in 0_u32..=40, rounding in rounding()) {
        let exact = value.to_exact();
        prop_assert_eq!(fraction(&value), fraction(&exact));
        match decimal(&value, places, rounding) {
            Err(problem) => prop_assert_eq!(problem, NumberProblem::TooLarge),
            written => prop_assert_eq!(written, decimal(&exact, places, rounding)),
        }
    }

    #[test]
    fn equal_values_held_differently_behave_alike(value in batch(), factor in 1_i128..=1_000) {
        let above = value.numerator().checked_mul(factor);
        let below = value.denominator().checked_mul(factor);
        let (Some(above), Some(below)) = (above, below) else { return Ok(()) };
        let larger = Batch::new(above, below).unwrap();
        prop_assert_eq!(value.compare(&larger).unwrap_or(std::cmp::Ordering::Equal), std::cmp::Ordering::Equal);
        prop_assert_eq!(fraction(&value), fraction(&larger));
    }

    #[test]
    fn the_reference_comes_back_unchanged(value in batch()) {
        let exact = value.to_exact();
        prop_assert_eq!(Batch::from_exact(&exact).unwrap().to_exact(), exact);
    }
}

#[track_caller]
fn check_fits(result: Result<Batch, NumberProblem>, expected: &str) {
    assert_eq!(result.map(|batch| batch.to_exact().fraction()), Ok(expected.to_string()));
}

fn held(numerator: i128, denominator: i128) -> Batch {
    Batch::new(numerator, denominator).unwrap()
}

#[test]
fn ordinary_amounts_always_fit() {
    let (pounds, rate) = (held(123_456_789_012, 100), held(3_333, 10_000));
    check_fits(pounds.times(&rate), &Exact::ratio(123_456_789_012 * 3_333, 1_000_000).unwrap().fraction());
    check_fits(held(1, 100).plus(&held(1, 7)), "107/700");
    check_fits(held(5, 100).divided_by(&held(-7, 100)), "-5/7");
}

#[test]
fn what_does_not_fit_as_it_stands_is_brought_to_lowest_terms_first() {
    let large = 1_i128 << 100;
    let one_half = held(large, 2 * large);
    check_fits(one_half.plus(&held(1, 3)), "5/6");
    check_fits(one_half.minus(&held(large, 3 * large)), "1/6");
    check_fits(one_half.times(&one_half), "1/4");
    check_fits(held(large, 3).times(&held(3, large)), "1/1");
    check_fits(one_half.divided_by(&held(3 * large, 7 * large)), "7/6");
    check_fits(held(i128::MIN, 2).negated(), "85070591730234615865843651857942052864/1");
    check_fits(one_half.rounded(&held(large, 3 * large), Rounding::HalfUp), "2/3");
    assert_eq!(one_half.compare(&held(large, 3 * large)), Ok(std::cmp::Ordering::Greater));
    assert_eq!(decimal(&one_half, 38, Rounding::Up).unwrap(), format!("kept: 0.5{}", "0".repeat(37)));
}

#[test]
fn a_sum_whose_denominators_share_much_fits() {
    let shared = 1_i128 << 90;
    check_fits(
        held(1, 3 * shared).plus(&held(1, 5 * shared)),
        &Exact::ratio(8, 15 * shared).unwrap().fraction(),
    );
}

#[test]
fn what_does_not_fit_in_lowest_terms_is_too_large() {
    let most = held(i128::MAX, 1);
    let check =
        |result: Result<Batch, NumberProblem>| assert_eq!(result.err(), Some(NumberProblem::TooLarge));
    check(most.plus(&held(1, 1)));
    check(held(i128::MIN, 1).minus(&held(1, 1)));
    check(most.times(&held(2, 1)));
    check(most.divided_by(&held(1, 2)));
    check(held(i128::MIN, 1).negated());
    check(held(1, 1).divided_by(&held(i128::MIN, 1)));
    check(most.rounded(&held(1_000, 1), Rounding::Up));
    check(Batch::from_exact(&most.to_exact().plus(&Exact::from_i128(1)).unwrap()));
    assert_eq!(decimal(&held(1, 3), 39, Rounding::Up), Err(NumberProblem::TooLarge));
    assert_eq!(most.compare(&held(i128::MAX - 1, i128::MAX)), Err(NumberProblem::TooLarge));
}

#[test]
fn division_by_zero_is_refused_both_ways() {
    let nothing = held(0, 7);
    assert_eq!(held(1, 1).divided_by(&nothing).err(), Some(NumberProblem::DivisionByZero));
    assert_eq!(nothing.divided_by(&nothing).err(), Some(NumberProblem::DivisionByZero));
    assert_eq!(held(1, 1).rounded(&nothing, Rounding::Up).err(), Some(NumberProblem::DivisionByZero));
}

#[test]
fn more_places_than_are_ever_written_are_refused_both_ways() {
    assert_eq!(decimal(&Batch::ZERO, 1_001, Rounding::Up), Err(NumberProblem::TooLarge));
    assert_eq!(decimal(&Exact::zero(), 1_001, Rounding::Up), Err(NumberProblem::TooLarge));
}

#[test]
fn a_denominator_is_positive() {
    assert!(Batch::new(1, 0).is_none());
    assert!(Batch::new(1, -1).is_none());
}

#[test]
fn a_tie_in_the_last_place_is_written_alike_by_every_rule() {
    for rounding in Rounding::ALL {
        for (places, denominator) in [(0, 2), (1, 20), (2, 200)] {
            for numerator in -45..=45 {
                let tie = held(numerator, denominator);
                assert_eq!(decimal(&tie, places, rounding), decimal(&tie.to_exact(), places, rounding));
            }
        }
    }
}
