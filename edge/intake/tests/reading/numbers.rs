//! The quick reading of numbers gives what the reference gives, or nothing. spec: M6

use accordant_agreement::resolve::{Given, read_value};
use accordant_intake::number::{Percent, read_batch_number};
use accordant_money::{Exact, Number};
use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, RngSeed};

fn quick(text: &str, percent: Percent) -> Option<Exact> {
    read_batch_number(text.as_bytes(), percent).map(|number| number.to_exact())
}

fn reference(text: &str) -> Option<Exact> {
    match read_value(text) {
        Some(Given::Number(number, None)) => Some(number),
        _ => None,
    }
}

#[test]
fn plain_numbers_are_read_quickly() {
    for text in
        ["0", "-0", "12", "007", "0.50", " 94.5% ", "-12.05", "100%", "1234567890123456789012345678901234"]
    {
        assert_eq!(quick(text, Percent::AsWritten), reference(text), "{text}");
        assert!(reference(text).is_some(), "{text}");
    }
}

#[test]
fn anything_else_is_left_to_the_reference() {
    for text in [
        "",
        "-",
        "%",
        ".5",
        "5.",
        "1.2.3",
        "1,000",
        "£5",
        "5m",
        "1e5",
        "--5",
        "5%%",
        "2014-04-01",
        "12345678901234567890123456789012345",
    ] {
        assert_eq!(quick(text, Percent::AsWritten), None, "{text}");
    }
}

#[test]
fn a_column_of_percentages_has_the_sign_everywhere_or_nowhere() {
    assert_eq!(quick("40.00%", Percent::Text), Exact::ratio(2, 5));
    assert_eq!(quick("40.00", Percent::Number), Exact::ratio(2, 5));
    assert_eq!(quick("40.00", Percent::Text), None);
    assert_eq!(quick("40.00%", Percent::Number), None);
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 4_096,
        failure_persistence: None,
        rng_algorithm: RngAlgorithm::ChaCha,
        rng_seed: RngSeed::Fixed(2_014),
        ..ProptestConfig::default()
    })]

    #[test]
    fn what_is_read_quickly_is_what_the_reference_reads(text in "[ ]{0,1}-?[0-9]{0,36}[.]?[0-9]{0,20}[%mk,]?[ ]{0,1}") {
        if let Some(number) = quick(&text, Percent::AsWritten) {
            prop_assert_eq!(Some(number), reference(&text));
        }
        if let Some(number) = quick(&text, Percent::Number) {
            prop_assert_eq!(Some(number), reference(&format!("{}%", text.trim())));
        }
    }
}
