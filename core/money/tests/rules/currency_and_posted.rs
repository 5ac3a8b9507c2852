//! Currencies, posted money, and amounts as people read them.

use crate::number;
use accordant_money::{Currency, Posted, Rounding, format_money, group};

fn pence(minor: i128) -> Posted {
    Posted::new(minor, Currency::Gbp)
}

#[test]
fn a_currency_is_known_by_its_code_in_capitals() {
    for currency in Currency::ALL {
        assert_eq!(Currency::parse(currency.code()), Some(currency));
    }
    assert_eq!(Currency::parse("gbp"), None);
    assert_eq!(Currency::parse("£"), None);
}

#[test]
fn a_minor_unit_is_a_hundredth_save_where_there_is_none() {
    assert_eq!(Currency::Gbp.minor_unit(), number("1/100"));
    assert_eq!(Currency::Jpy.minor_unit(), number("1"));
    assert_eq!(Posted::new(500, Currency::Jpy).to_string(), "¥500");
}

#[test]
fn posted_money_shows_its_sign_symbol_and_commas() {
    assert_eq!(pence(200_000_000).to_string(), "£2,000,000.00");
    assert_eq!(pence(-500).to_string(), "\u{2212}£5.00");
    assert_eq!(pence(-5).to_string(), "\u{2212}£0.05");
    assert_eq!(pence(0).to_string(), "£0.00");
    assert_eq!(Posted::new(123_456, Currency::Usd).to_string(), "$1,234.56");
    assert_eq!(Posted::new(99_999, Currency::Nzd).to_string(), "NZ$999.99");
    assert_eq!(format!("{:>9}|", pence(500)), "    £5.00|");
}

#[test]
fn posted_money_in_a_file_is_plain() {
    assert_eq!(pence(200_000_000).plain(), "2000000.00");
    assert_eq!(pence(-500).plain(), "-5.00");
    assert_eq!(pence(i128::MIN).plain(), "-1701411834604692317316873037158841057.28");
}

#[test]
fn an_amount_is_posted_by_the_rule_named() {
    let post = |amount: &str, rounding| Posted::round(&number(amount), Currency::Gbp, rounding);
    assert_eq!(post("2.345", Rounding::HalfEven), Some(pence(234)));
    assert_eq!(post("2.345", Rounding::HalfUp), Some(pence(235)));
    assert_eq!(post("-1/3", Rounding::Down), Some(pence(-34)));
    assert_eq!(post(&"9".repeat(40), Rounding::Down), None);
    assert_eq!(pence(-34).to_exact(), number("-17/50"));
}

#[test]
fn sums_keep_to_one_currency_and_to_what_fits() {
    assert_eq!(pence(5).plus(&pence(-7)), Some(pence(-2)));
    assert_eq!(pence(5).minus(&pence(-7)), Some(pence(12)));
    assert_eq!(pence(5).plus(&Posted::new(5, Currency::Eur)), None);
    assert_eq!(pence(5).minus(&Posted::new(5, Currency::Eur)), None);
    assert_eq!(pence(i128::MAX).plus(&pence(1)), None);
    assert_eq!(pence(i128::MIN).minus(&pence(1)), None);
}

#[test]
fn an_exact_amount_is_shown_to_the_places_asked_for() {
    assert_eq!(format_money(&number("-12345.678"), Currency::Gbp, 2), "\u{2212}£12,345.68");
    assert_eq!(format_money(&number("0.5"), Currency::Gbp, 0), "£1");
    assert_eq!(format_money(&number("-0.004"), Currency::Gbp, 2), "£0.00");
    assert_eq!(format_money(&number("1000/3"), Currency::Chf, 4), "CHF\u{a0}333.3333");
}

#[test]
fn commas_stand_before_every_three_digits_of_the_whole_part() {
    for (plain, grouped) in [
        ("", ""),
        ("0", "0"),
        ("999", "999"),
        ("1000", "1,000"),
        ("-100", "-100"),
        ("-100000", "-100,000"),
        ("1234567.891234", "1,234,567.891234"),
    ] {
        assert_eq!(group(plain), grouped);
    }
}
