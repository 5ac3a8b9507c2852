//! Series written as people write them: values in a line, `-` for a gap, `(30)` for a ghosted point.

use accordant_measures::spc::{Baseline, Direction, Point, Rebase, Series, TargetFrom};
use accordant_money::Exact;
use jiff::civil::{Date, date};

pub fn exact(text: &str) -> Exact {
    Exact::parse_decimal(text).unwrap_or_else(|| panic!("{text} is no decimal"))
}

/// The first of a month, from April 2021 on.
pub fn month(place: usize) -> Date {
    let months = 3 + i16::try_from(place).unwrap();
    date(2021 + months / 12, i8::try_from(months % 12).unwrap() + 1, 1)
}

pub fn series(values: &str) -> Series {
    let point = |(place, text): (usize, &str)| Point {
        date: month(place),
        value: (text != "-").then(|| exact(text.trim_matches(['(', ')']))),
        ghosted: text.starts_with('(').then(|| "a strike closed the theatres".to_owned()),
    };
    Series {
        points: values.split_whitespace().enumerate().map(point).collect(),
        rebases: Vec::new(),
        baseline: Baseline::WholePhase,
        direction: Direction::Increase,
        targets: Vec::new(),
    }
}

pub fn target(value: &str) -> Vec<TargetFrom> {
    vec![TargetFrom { from: Date::MIN, value: exact(value) }]
}

pub fn rebase(date: Date) -> Rebase {
    Rebase { date, reason: "a second theatre opened".to_owned() }
}
