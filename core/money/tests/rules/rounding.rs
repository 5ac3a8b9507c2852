//! Each rule on values below, at and above a tie, on both sides of zero.

use crate::number;
use accordant_money::{Number, Rounding};

const VALUES: [&str; 10] = ["-2.5", "-1.6", "-1.5", "-1.4", "-0.5", "0.5", "1.4", "1.5", "1.6", "2.5"];

#[track_caller]
fn check(words: &str, expected: [i128; 10]) {
    let rounding = Rounding::parse(words).unwrap();
    let unit = number("1");
    let round = |value: &str| number(value).rounded(&unit, rounding).unwrap().decimal(0, rounding);
    assert_eq!(VALUES.map(round), expected.map(|whole| whole.to_string()), "{words}");
}

#[test]
fn each_rule_rounds_as_its_words_say() {
    check("half away from zero", [-3, -2, -2, -1, -1, 1, 1, 2, 2, 3]);
    check("half even", [-2, -2, -2, -1, 0, 0, 1, 2, 2, 2]);
    check("half up", [-2, -2, -1, -1, 0, 1, 1, 2, 2, 3]);
    check("half down", [-3, -2, -2, -1, -1, 0, 1, 1, 2, 2]);
    check("away from zero", [-3, -2, -2, -2, -1, 1, 2, 2, 2, 3]);
    check("toward zero", [-2, -1, -1, -1, 0, 0, 1, 1, 1, 2]);
    check("up", [-2, -1, -1, -1, 0, 1, 2, 2, 2, 3]);
    check("down", [-3, -2, -2, -2, -1, 0, 1, 1, 1, 2]);
}

#[test]
fn every_rule_is_named_by_its_own_words_only() {
    for rounding in Rounding::ALL {
        assert_eq!(Rounding::parse(rounding.words()), Some(rounding));
    }
    assert_eq!(Rounding::parse("half"), None);
    assert_eq!(Rounding::parse("Half Up"), None);
}

#[test]
fn a_value_is_rounded_to_a_multiple_of_the_unit() {
    let round = |value: &str, unit: &str| {
        number(value).rounded(&number(unit), Rounding::HalfUp).unwrap().terminating().unwrap()
    };
    assert_eq!(round("1234", "100"), "1200");
    assert_eq!(round("1250", "100"), "1300");
    assert_eq!(round("-1250", "100"), "-1200");
    assert_eq!(round("0.125", "0.05"), "0.15");
    assert_eq!(round("0.125", "-0.05"), "0.15");
    assert_eq!(round("1", "0.25"), "1");
}

#[test]
fn rounding_twice_changes_nothing_more() {
    for rounding in Rounding::ALL {
        let once = number("22/7").rounded(&number("0.01"), rounding).unwrap();
        assert_eq!(once.rounded(&number("0.01"), Rounding::Up), Ok(once.clone()), "{}", rounding.words());
    }
}
