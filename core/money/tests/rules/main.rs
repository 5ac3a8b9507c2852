//! What amounts, rounding and splitting do.

mod currency_and_posted;
mod exact;
mod held_two_ways;
mod rounding;
mod splitting;

use accordant_money::{Exact, Number};
use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, RngSeed};

/// The same cases on every run and every machine.
fn fixed(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        rng_algorithm: RngAlgorithm::ChaCha,
        rng_seed: RngSeed::Fixed(2_014),
        ..ProptestConfig::default()
    }
}

/// A number written as `n/d` or as a plain decimal.
fn number(text: &str) -> Exact {
    let value = match text.split_once('/') {
        Some((above, below)) => {
            Exact::parse_decimal(above).unwrap().divided_by(&Exact::parse_decimal(below).unwrap()).ok()
        }
        None => Exact::parse_decimal(text),
    };
    value.unwrap_or_else(|| panic!("`{text}` is no number"))
}
