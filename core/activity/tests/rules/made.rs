//! Short ways to make lines and cells, and the cases of property tests.

use accordant_activity::{Cells, Code, Key, Line, Month, Months, Said, Scaled, Scope, Tariff, Year};
use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, RngSeed};

/// The same cases on every run and every machine.
pub fn fixed(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        rng_algorithm: RngAlgorithm::ChaCha,
        rng_seed: RngSeed::Fixed(2_014),
        ..ProptestConfig::default()
    }
}

pub fn scaled(text: &str) -> Scaled {
    Scaled::parse(text).unwrap()
}

/// A month as `2014-15/1`.
pub fn month(text: &str) -> Month {
    let (year, number) = text.split_once('/').unwrap();
    Month::new(Year::parse(year).unwrap(), number.parse().unwrap()).unwrap()
}

pub fn months(first: &str, last: &str) -> Months {
    Months::new(month(first), month(last)).unwrap()
}

/// A line of ophthalmology at the host, in April 2014, that says nothing yet.
pub fn line() -> Line<'static> {
    Line {
        provider: "RWE",
        month: month("2014-15/1"),
        commissioner: "04V",
        site: Some("RWEAA"),
        function: Some("130"),
        point_of_delivery: "DC",
        currency: Some("BZ34C"),
        tariff: Tariff::National,
        planned: Said::default(),
        actual: Said::default(),
    }
}

/// What a line says: `activity` or `activity price` or `activity price factor`; `-` says nothing.
pub fn said(text: &str) -> Said {
    let mut parts = text.split(' ').map(|part| (part != "-").then(|| scaled(part)));
    Said {
        activity: parts.next().flatten(),
        price: parts.next().flatten(),
        market_forces_factor: parts.next().flatten(),
    }
}

/// Cells of lines in rows 2, 3, 4 ...
pub fn cells(lines: &[Line<'_>]) -> Cells {
    Cells::gather((2..).zip(lines.iter().copied())).unwrap()
}

pub fn scope(provider: &str, month_text: &str, commissioner: &str) -> Scope {
    Scope { provider: Code::from(provider), month: month(month_text), commissioner: Code::from(commissioner) }
}

/// Any line of a few providers, months and codes, so that keys meet.
pub fn any_line() -> impl Strategy<Value = Line<'static>> {
    let codes = (
        prop::sample::select(vec!["RWE", "RT5", "NT226"]),
        prop::sample::select(vec!["04V", "03W"]),
        prop::sample::select(vec![None, Some("RWEAA"), Some("RT5YD")]),
        prop::sample::select(vec![None, Some("100"), Some("130")]),
        prop::sample::select(vec!["DC", "EL"]),
        prop::sample::select(vec![None, Some("BZ34C"), Some("FZ18K")]),
    );
    let tariff = prop::sample::select(vec![Tariff::National, Tariff::Local]);
    let at = prop::sample::select(vec!["2014-15/1", "2014-15/2", "2015-16/12"]);
    (codes, tariff, at, any_said(), any_said()).prop_map(|(codes, tariff, at, planned, actual)| {
        let (provider, commissioner, site, function, point_of_delivery, currency) = codes;
        Line {
            provider,
            month: month(at),
            commissioner,
            site,
            function,
            point_of_delivery,
            currency,
            tariff,
            planned,
            actual,
        }
    })
}

fn any_said() -> impl Strategy<Value = Said> {
    let figure =
        || prop::option::weighted(0.9, (-5_000_000_000_i64..50_000_000_000_000).prop_map(i128::from));
    (figure(), figure(), prop::option::of(prop::sample::select(vec!["1", "1.028343", "1.029462"]))).prop_map(
        |(activity, price, factor)| Said {
            activity: activity.map(Scaled::from_units),
            price: price.map(Scaled::from_units),
            market_forces_factor: factor.map(scaled),
        },
    )
}

pub fn any_lines() -> impl Strategy<Value = Vec<Line<'static>>> {
    prop::collection::vec(any_line(), 0..40)
}

/// The key of a line of the tests.
pub fn key() -> Key {
    line().key()
}
