//! A control chart in words and as a picture.

use accordant_agreement::unit::Unit;
use accordant_documents::chart::{ChartView, svg};
use accordant_measures::spc::{Baseline, Direction, Point, Profile, Rebase, Series, TargetFrom, chart};
use accordant_money::Exact;
use jiff::ToSpan;
use jiff::civil::date;

const APRIL: jiff::civil::Date = date(2025, 4, 1);

/// Months from April 2025 on, each so many hundredths.
fn series(direction: Direction, hundredths: &[Option<i128>]) -> Series {
    let points = hundredths.iter().zip(0..).map(|(value, month)| Point {
        date: APRIL.checked_add(month.months()).unwrap(),
        value: value.map(|value| Exact::ratio(value, 100).unwrap()),
        ghosted: None,
    });
    Series {
        points: points.collect(),
        rebases: Vec::new(),
        baseline: Baseline::WholePhase,
        direction,
        targets: Vec::new(),
    }
}

/// The finding, and the picture.
fn read(series: &Series) -> (String, Option<String>) {
    let profile = Profile::named("mdc").unwrap();
    let chart = chart(series, &profile).unwrap();
    let ratio = Unit::ratio();
    let view = ChartView {
        name: "Seen",
        about: "Seen of all, <monthly>",
        source: "Source",
        unit: Some(&ratio),
        series,
        chart: &chart,
        profile: &profile,
    };
    (view.finding(), svg::picture(&view))
}

fn wave(months: i128) -> Vec<Option<i128>> {
    (0..months).map(|month| Some(70 + month % 3)).collect()
}

#[test]
fn the_finding_says_which_way_it_goes_and_for_how_long() {
    let rise = [wave(12), vec![Some(80); 5]].concat();
    for (direction, expected) in [
        (Direction::Increase, "Seen is improving: 5 months in a row above the upper limit"),
        (Direction::Decrease, "Seen is getting worse: 5 months in a row above the upper limit"),
        (Direction::Neutral, "Seen has gone up: 5 months in a row above the upper limit"),
    ] {
        assert_eq!(read(&series(direction, &rise)).0, expected);
    }
    let last = [wave(15), vec![Some(90)]].concat();
    assert_eq!(
        read(&series(Direction::Increase, &last)).0,
        "Seen is improving: July 2026 is above the upper limit"
    );
}

#[test]
fn what_is_no_signal_is_not_called_one() {
    let finding = |hundredths: &[Option<i128>]| read(&series(Direction::Increase, hundredths)).0;
    assert_eq!(finding(&wave(15)), "Seen: no change beyond ordinary variation");
    assert_eq!(finding(&wave(5)), "Seen: too few months to tell a change from ordinary variation");
    assert_eq!(finding(&[Some(70); 14]), "Seen: the same in every month");
}

#[test]
fn every_month_of_the_picture_is_in_its_description() {
    let mut hundredths = wave(15);
    hundredths[3] = None;
    let mut series = series(Direction::Increase, &hundredths);
    series.targets = vec![TargetFrom { from: APRIL, value: Exact::ratio(3, 4).unwrap() }];
    let picture = read(&series).1.unwrap();
    for month in ["April 2025: 70%, limits", "July 2025: no value", "June 2026: 72%, limits", "target 75%"] {
        assert!(picture.contains(month), "{month}: {picture}");
    }
    assert!(picture.contains("Seen of all, &lt;monthly&gt;") && !picture.contains("<monthly>"), "{picture}");
}

#[test]
fn a_limit_that_no_share_can_reach_is_named_and_not_drawn() {
    let high: Vec<Option<i128>> = (0..15).map(|month| Some(if month % 2 == 0 { 99 } else { 90 })).collect();
    let picture = read(&series(Direction::Increase, &high)).1.unwrap();
    assert!(picture.contains("%, off the chart"), "{picture}");
    assert_eq!(picture.matches("stroke-dasharray=\"90 60\"").count(), 1, "{picture}");
}

#[test]
fn lines_that_lie_close_together_are_shown_apart() {
    let mut series = series(Direction::Increase, &[vec![Some(70); 6], vec![Some(90); 8]].concat());
    series.points.iter_mut().zip(0..).take(13).for_each(|(point, month)| {
        point.value = Exact::ratio(7_000 + month % 2, 10_000);
    });
    series.baseline = Baseline::First(12);
    let picture = read(&series).1.unwrap();
    assert!(picture.contains("lower limit 69.98%, mean 70.01%, upper limit 70.03%"), "{picture}");
}

#[test]
fn a_new_phase_bears_its_reason_and_its_own_lines() {
    let mut series = series(Direction::Increase, &[wave(13), [Some(80), Some(82)].repeat(7)].concat());
    series.rebases = vec![Rebase { date: date(2026, 5, 1), reason: "A new clinic".to_string() }];
    let picture = read(&series).1.unwrap();
    assert!(picture.contains(">A new clinic<"), "{picture}");
    assert_eq!(picture.matches("stroke-dasharray=\"90 60\"").count(), 4, "{picture}");
}

#[test]
fn the_same_chart_is_the_same_picture_and_no_value_is_none() {
    let series = series(Direction::Increase, &wave(20));
    assert_eq!(read(&series).1, read(&series).1);
    assert_eq!(read(&self::series(Direction::Increase, &[None, None])).1, None);
}
