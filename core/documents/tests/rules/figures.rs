//! One way to show a value.

use accordant_agreement::unit::Unit;
use accordant_documents::figures::{exactly, shown, shown_value};
use accordant_money::Exact;
use accordant_settlement::{Loose, Value};

fn number(text: &str) -> Exact {
    match text.split_once('/') {
        Some((above, below)) => Exact::ratio(above.parse().unwrap(), below.parse().unwrap()).unwrap(),
        None => Exact::parse_decimal(text).unwrap(),
    }
}

fn check(value: &str, unit: &str, expected: &str) {
    let unit = Unit::parse(unit).unwrap();
    assert_eq!(shown(&number(value), Some(&unit)), expected);
}

#[test]
fn money_is_shown_in_pennies() {
    check("2000000", "GBP", "£2,000,000.00");
    check("-5", "GBP", "−£5.00");
    check("1/3", "USD", "$0.33");
}

#[test]
fn a_ratio_is_a_percentage_and_a_large_one_a_plain_number() {
    check("0.625", "ratio", "62.5%");
    check("-1/3", "ratio", "−33.3333%");
    check("9.99", "ratio", "999%");
    check("10", "ratio", "10");
    check("-10", "ratio", "−10");
}

#[test]
fn points_carry_their_sign() {
    check("60", "points", "+60 points");
    check("-60", "points", "−60 points");
    check("0", "points", "0 points");
    check("1", "points", "+1 point");
}

#[test]
fn other_units_follow_the_number() {
    check("-8", "weeks", "−8 weeks");
    check("1", "week", "1 week");
    check("5000", "people", "5,000 people");
    check("1", "per_million_hours", "1 per million hours");
    check("672", "GBP per case", "£672.00 per case");
    check("16161", "date", "2014-04-01");
}

#[test]
fn bounds_are_shown_with_what_was_stated() {
    let unit = Unit::parse("GBP").unwrap();
    let of = |stated: Option<&str>, low: Option<&str>, high: Option<&str>| {
        let loose = Loose { stated: stated.map(number), low: low.map(number), high: high.map(number) };
        shown_value(&Value::Loose(loose), Some(&unit))
    };
    assert_eq!(of(Some("2"), Some("1"), Some("3")), "£2.00 as stated, between £1.00 and £3.00");
    assert_eq!(of(None, Some("1"), None), "at least £1.00");
    assert_eq!(of(None, None, Some("3")), "at most £3.00");
    assert_eq!(of(None, None, None), "not known");
}

#[test]
fn what_lies_behind_the_last_place_can_be_had() {
    let exactly = |value: &str, unit: &str| exactly(&number(value), Some(&Unit::parse(unit).unwrap()));
    assert_eq!(exactly("1234.565", "GBP").as_deref(), Some("£1,234.565"));
    assert_eq!(exactly("1000/3", "GBP").as_deref(), Some("1,000/3"));
    assert_eq!(exactly("0.123456", "ratio"), None);
    assert_eq!(exactly("112634065212999/736000000", "GBP").as_deref(), Some("£153,035.41469157…"));
    assert_eq!(exactly("12.50", "GBP"), None);
}
