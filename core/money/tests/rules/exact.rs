//! Reading, writing and bounding the reference number.

use crate::number;
use accordant_money::{EXACT_BITS_MAX, Exact, Number, NumberProblem, Rounding};
use std::cmp::Ordering;

#[track_caller]
fn check_read(text: &str, expected: &str) {
    let read = Exact::parse_decimal(text).map_or("refused".to_string(), |exact| exact.fraction());
    assert_eq!(read, expected, "{text:?}");
}

#[test]
fn a_decimal_is_an_optional_sign_then_digits_then_optionally_a_point_and_digits() {
    check_read("12", "12/1");
    check_read("-0.05", "-1/20");
    check_read("+3.50", "7/2");
    check_read("007", "7/1");
    check_read("-0", "0/1");
    check_read("0.000", "0/1");
    check_read("100", "100/1");
}

#[test]
fn anything_else_is_no_decimal() {
    let wrong = ["", "-", ".5", "5.", ".", "1e5", "1,000", "1_000", " 1", "1 ", "--1", "+-1", "-+1", "1.2.3"];
    for text in wrong.into_iter().chain(["1.-2", "1.+2", "0x10", "\u{2212}1", "\u{0661}", "1/2", "NaN"]) {
        check_read(text, "refused");
    }
}

#[test]
fn a_decimal_above_the_bound_is_refused_and_zeros_around_it_do_not_count() {
    let power_of_ten = |power| format!("1{}", "0".repeat(power));
    check_read(&power_of_ten(1_233), &format!("{}/1", power_of_ten(1_233)));
    check_read(&power_of_ten(1_234), "refused");
    check_read(&"9".repeat(10_000_000), "refused");
    check_read(&format!("0.{}1", "0".repeat(5_000)), "refused");
    check_read(&format!("{}5.5{}", "0".repeat(9_000), "0".repeat(9_000)), "11/2");
}

#[test]
fn a_fraction_is_in_lowest_terms_with_its_sign_above() {
    assert_eq!(Exact::ratio(6, -4).unwrap().fraction(), "-3/2");
    assert_eq!(Exact::from_i128(5).fraction(), "5/1");
    assert_eq!(Exact::zero().fraction(), "0/1");
    assert_eq!(Exact::ratio(i128::MIN, 1).unwrap().fraction(), format!("{}/1", i128::MIN));
    assert_eq!(Exact::ratio(1, 0), None);
}

#[test]
fn a_decimal_has_exactly_the_places_asked_for() {
    let check = |value: &str, places, expected: &str| {
        assert_eq!(number(value).decimal(places, Rounding::HalfEven), expected, "{value} to {places}");
    };
    check("1/3", 4, "0.3333");
    check("2/3", 0, "1");
    check("-5", 2, "-5.00");
    check("999.999", 2, "1000.00");
    check("-1/1000", 2, "0.00");
    check("1/1000", 3, "0.001");
    check("1", 1_000, &format!("1.{}", "0".repeat(1_000)));
}

#[test]
fn a_terminating_value_has_its_shortest_decimal() {
    let terminating = |value: &str| number(value).terminating();
    assert_eq!(terminating("1/8").as_deref(), Some("0.125"));
    assert_eq!(terminating("-5").as_deref(), Some("-5"));
    assert_eq!(terminating("100.50").as_deref(), Some("100.5"));
    assert_eq!(terminating("1/3"), None);
    let (thirty, thirty_one) = (format!("0.{}1", "0".repeat(29)), format!("0.{}1", "0".repeat(30)));
    assert_eq!(terminating(&thirty), Some(thirty));
    assert_eq!(terminating(&thirty_one), None);
}

#[test]
fn a_number_that_would_pass_the_bound_is_refused() {
    let double = |value: &Exact| value.plus(value);
    let mut largest = Exact::from_i128(1);
    for _ in 1..EXACT_BITS_MAX {
        largest = double(&largest).unwrap();
    }
    let smallest = Exact::from_i128(1).divided_by(&largest).unwrap();
    assert_eq!(double(&largest), Err(NumberProblem::TooLarge));
    assert_eq!(largest.times(&Exact::from_i128(2)), Err(NumberProblem::TooLarge));
    assert_eq!(largest.divided_by(&number("1/2")), Err(NumberProblem::TooLarge));
    assert_eq!(smallest.times(&number("1/2")), Err(NumberProblem::TooLarge));
    assert_eq!(smallest.plus(&largest), Err(NumberProblem::TooLarge));
    assert_eq!(largest.times(&smallest), Ok(Exact::from_i128(1)));
    assert_eq!(largest.rounded(&number("1/3"), Rounding::Up), Ok(largest.clone()));
}

#[test]
fn division_by_zero_is_refused() {
    let five = Exact::from_i128(5);
    assert_eq!(five.divided_by(&Exact::zero()), Err(NumberProblem::DivisionByZero));
    assert_eq!(five.rounded(&Exact::zero(), Rounding::Up), Err(NumberProblem::DivisionByZero));
}

#[test]
fn arithmetic_is_exact() {
    let (third, half) = (number("1/3"), number("-1/2"));
    assert_eq!(third.plus(&half), Ok(number("-1/6")));
    assert_eq!(third.minus(&half), Ok(number("5/6")));
    assert_eq!(third.times(&half), Ok(number("-1/6")));
    assert_eq!(third.divided_by(&half), Ok(number("-2/3")));
    assert_eq!(half.negated(), Ok(number("1/2")));
    assert_eq!(third.compare(&half), Ok(Ordering::Greater));
    assert_eq!(half.sign(), Ordering::Less);
}

#[test]
fn problems_are_said_in_words() {
    assert_eq!(NumberProblem::TooLarge.to_string(), "a number would pass 4,096 bits");
    assert_eq!(NumberProblem::DivisionByZero.to_string(), "division by zero");
}
