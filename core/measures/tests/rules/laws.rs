//! What holds for every series and every profile: mirror, shift and scale.

use crate::made::{month, rebase, series};
use accordant_measures::spc::{
    AssuranceIcon, Baseline, Chart, Conflict, Direction, Hit, PointType, Profile, Series, TargetFrom,
    Towards, TrendDirection, chart,
};
use accordant_money::{Exact, Number};
use jiff::civil::Date;
use proptest::prelude::*;
use proptest::test_runner::Config;

/// Few different values, so that ties, flat lines and values on the mean are common.
fn any_series() -> impl Strategy<Value = Series> {
    let value = prop_oneof![1 => Just(None), 12 => (0_i128..9).prop_map(Some)];
    let values = prop::collection::vec(value, 0..40);
    (values, 0_usize..50, 0_usize..24, 0_i128..9).prop_map(|(values, cut, baseline, target)| {
        let mut made = series(&vec!["-"; values.len()].join(" "));
        for (point, value) in made.points.iter_mut().zip(values) {
            point.value = value.map(Exact::from_i128);
        }
        if cut < made.points.len() {
            made.rebases.push(rebase(month(cut)));
        }
        if baseline >= 12 {
            made.baseline = Baseline::First(baseline);
        }
        made.targets = vec![TargetFrom { from: Date::MIN, value: Exact::from_i128(target) }];
        made
    })
}

fn any_profile() -> impl Strategy<Value = Profile> {
    prop::sample::select(Profile::NAMES.to_vec()).prop_map(|name| Profile::named(name).unwrap())
}

fn moved(series: &Series, scale: i128, by: i128) -> Series {
    let place =
        |value: &Exact| value.times(&Exact::from_i128(scale)).unwrap().plus(&Exact::from_i128(by)).unwrap();
    let mut moved = series.clone();
    for point in &mut moved.points {
        point.value = point.value.as_ref().map(place);
    }
    for target in &mut moved.targets {
        target.value = place(&target.value);
    }
    moved
}

fn said(chart: &Chart) -> Vec<(Vec<Hit>, Option<Hit>, PointType)> {
    chart.points.iter().map(|point| (point.hits.clone(), point.label, point.kind)).collect()
}

fn assurance(chart: &Chart) -> Option<AssuranceIcon> {
    chart.assurance.as_ref().map(|assurance| assurance.icon)
}

fn opposite(kind: PointType) -> PointType {
    match kind {
        PointType::Improvement => PointType::Concern,
        PointType::Concern => PointType::Improvement,
        other => other,
    }
}

proptest! {
    #![proptest_config(Config { cases: 400, ..Config::default() })]

    #[test]
    fn adding_the_same_to_every_value_changes_no_label(series in any_series(), profile in any_profile(), by in -50_i128..50) {
        let (before, after) = (chart(&series, &profile).unwrap(), chart(&moved(&series, 1, by), &profile).unwrap());
        prop_assert_eq!(said(&before), said(&after));
        prop_assert_eq!(assurance(&before), assurance(&after));
        prop_assert_eq!(before.variation, after.variation);
    }

    #[test]
    fn multiplying_every_value_by_the_same_changes_no_label(series in any_series(), profile in any_profile(), by in 1_i128..1_000) {
        let (before, after) = (chart(&series, &profile).unwrap(), chart(&moved(&series, by, 0), &profile).unwrap());
        prop_assert_eq!(said(&before), said(&after));
        prop_assert_eq!(assurance(&before), assurance(&after));
    }

    #[test]
    fn the_other_direction_swaps_improvement_and_concern(series in any_series(), profile in any_profile()) {
        // Where improvement wins a conflict the label itself depends on the direction.
        let profile = Profile { conflict: Conflict::FirstLabel, ..profile };
        let other = Series { direction: Direction::Decrease, ..series.clone() };
        let (before, after) = (chart(&series, &profile).unwrap(), chart(&other, &profile).unwrap());
        for (before, after) in before.points.iter().zip(&after.points) {
            prop_assert_eq!(&before.hits, &after.hits);
            prop_assert_eq!(opposite(before.kind), after.kind);
        }
    }

    #[test]
    fn a_mirrored_series_has_the_mirrored_signals(series in any_series(), profile in any_profile()) {
        // One program's way of naming a step between two trends is not the same both ways.
        let profile = Profile { trend_direction: TrendDirection::OfTheTrend, ..profile };
        let mirror = Series { direction: Direction::Decrease, ..moved(&series, -1, 0) };
        let (before, after) = (chart(&series, &profile).unwrap(), chart(&mirror, &profile).unwrap());
        let turned = |hit: &Hit| Hit { rule: hit.rule, towards: if hit.towards == Towards::High { Towards::Low } else { Towards::High } };
        for (before, after) in before.points.iter().zip(&after.points) {
            prop_assert_eq!(before.hits.iter().map(turned).collect::<Vec<_>>(), after.hits.clone());
            prop_assert_eq!(before.kind, after.kind);
        }
        prop_assert_eq!(assurance(&before), assurance(&after));
    }

    #[test]
    fn a_ghosted_point_can_have_any_value(series in any_series(), profile in any_profile(), place in 0_usize..40, value in -99_i128..99) {
        let mut ghosted = series;
        if let Some(point) = ghosted.points.get_mut(place) {
            point.ghosted = Some("a strike".to_owned());
        }
        let before = chart(&ghosted, &profile).unwrap();
        if let Some(point) = ghosted.points.get_mut(place) {
            point.value = Some(Exact::from_i128(value));
        }
        prop_assert_eq!(before, chart(&ghosted, &profile).unwrap());
    }

    #[test]
    fn a_label_is_one_of_the_hits_and_the_icon_is_that_of_its_point(series in any_series(), profile in any_profile()) {
        let chart = chart(&series, &profile).unwrap();
        for point in &chart.points {
            prop_assert!(point.label.is_none_or(|label| point.hits.contains(&label)));
            prop_assert_eq!(point.label.is_none(), point.hits.is_empty());
        }
        if let Some(variation) = chart.variation {
            prop_assert!(chart.points.iter().any(|point| point.date == variation.rests_on));
        }
    }
}
