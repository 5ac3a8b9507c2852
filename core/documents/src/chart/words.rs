//! What a chart says, in words that the terminal and the picture share.

use super::{ChartView, Scale};
use crate::figures::{long_date, shown};
use accordant_agreement::unit::Unit;
use accordant_measures::spc::{Hit, Judged, Outcome, Phase, PointType, Rule, Towards, VariationIcon};
use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use jiff::civil::Date;

/// `March 2027` of a day in it.
#[must_use]
pub fn long_month(day: Date) -> String {
    let first = long_date(day.first_of_month());
    first.strip_prefix("1 ").map_or(first.clone(), ToOwned::to_owned)
}

/// What a point means, in one word; nothing for one that is no signal.
#[must_use]
pub const fn point_word(kind: PointType) -> Option<&'static str> {
    match kind {
        PointType::Improvement => Some("better"),
        PointType::Concern => Some("worse"),
        PointType::NeitherHigh => Some("higher"),
        PointType::NeitherLow => Some("lower"),
        PointType::CommonCause | PointType::NotJudged => None,
    }
}

/// The rule that marks a point, short enough to stand beside it.
#[must_use]
pub const fn short_rule(hit: Hit) -> &'static str {
    match (hit.rule, hit.towards) {
        (Rule::Astronomical, Towards::High) => "above the upper limit",
        (Rule::Astronomical, Towards::Low) => "below the lower limit",
        (Rule::Trend, Towards::High) => "trend, rising",
        (Rule::Trend, Towards::Low) => "trend, falling",
        (Rule::TwoOfThree, Towards::High) => "2 of 3 near the upper limit",
        (Rule::TwoOfThree, Towards::Low) => "2 of 3 near the lower limit",
        (Rule::Shift, Towards::High) => "shift, above the mean",
        (Rule::Shift, Towards::Low) => "shift, below the mean",
    }
}

pub(super) fn finding(view: &ChartView<'_>) -> String {
    let name = view.name;
    let Some(variation) = view.chart.variation else {
        return format!("{name}: too few months to tell a change from ordinary variation");
    };
    let said = match variation.icon {
        VariationIcon::CommonCause => return steady(view),
        VariationIcon::ImprovementHigh | VariationIcon::ImprovementLow => "is improving",
        VariationIcon::ConcernHigh | VariationIcon::ConcernLow => "is getting worse",
        VariationIcon::NeitherHigh => "has gone up",
        VariationIcon::NeitherLow => "has gone down",
    };
    let also = variation.also.map_or(String::new(), |_| String::from(", though another rule says otherwise"));
    let place = view.chart.points.iter().position(|point| point.date == variation.rests_on);
    match place.and_then(|place| because(view, place)) {
        Some(because) => format!("{name} {said}: {because}{also}"),
        None => format!("{name} {said}{also}"),
    }
}

fn steady(view: &ChartView<'_>) -> String {
    let name = view.name;
    match view.standing().map(|phase| phase.outcome) {
        Some(Outcome::NoVariation) => format!("{name}: the same in every month"),
        Some(Outcome::TooFewPoints) => format!("{name}: too few months for limits"),
        Some(Outcome::LimitsNotMeaningful) => {
            format!("{name}: no signal, and limits that are not meaningful")
        }
        Some(Outcome::Meaningful) | None => format!("{name}: no change beyond ordinary variation"),
    }
}

/// What makes the point a signal, with how long that has gone on.
fn because(view: &ChartView<'_>, place: usize) -> Option<String> {
    let point = view.chart.points.get(place)?;
    let hit = point.label?;
    let marked = |other: &&Judged| other.phase == point.phase && other.hits.contains(&hit);
    let months = view.chart.points.get(..=place)?.iter().rev().take_while(marked).count();
    Some(match (hit.rule, hit.towards) {
        (Rule::Astronomical, _) if months > 1 => format!("{months} months in a row {}", short_rule(hit)),
        (Rule::Astronomical, _) => format!("{} is {}", long_month(point.date), short_rule(hit)),
        (Rule::TwoOfThree, Towards::High) => String::from("two of three months near the upper limit"),
        (Rule::TwoOfThree, Towards::Low) => String::from("two of three months near the lower limit"),
        (Rule::Trend, Towards::High) => format!("{months} months in a row rising"),
        (Rule::Trend, Towards::Low) => format!("{months} months in a row falling"),
        (Rule::Shift, Towards::High) => format!("{months} months in a row above the mean"),
        (Rule::Shift, Towards::Low) => format!("{months} months in a row below the mean"),
    })
}

pub(super) fn target(view: &ChartView<'_>) -> Option<String> {
    let assurance = view.chart.assurance.as_ref()?;
    Some(format!("Target {}: {}", shown(&assurance.target, view.unit), assurance.icon.words()))
}

pub(super) fn phase(phase: &Phase, unit: Option<&Unit>, scale: &Scale) -> String {
    let days = format!("{} to {}", long_month(phase.from), long_month(phase.to));
    let reason = phase.reason.as_ref().map_or(String::new(), |reason| format!(", begun anew: {reason}"));
    let trial = if phase.trial && phase.limits.is_some() {
        "; trial limits, for each further month moves them much"
    } else {
        ""
    };
    let points = if phase.points == 1 { "1 point".to_owned() } else { format!("{} points", phase.points) };
    let lines = match (&phase.limits, &phase.mean) {
        (Some(limits), Some(mean)) => format!(
            "lower limit {}, mean {}, upper limit {}",
            scale.shown(&limits.lower, unit),
            scale.shown(mean, unit),
            scale.shown(&limits.upper, unit)
        ),
        (_, Some(mean)) => format!("mean {}, no limits", scale.shown(mean, unit)),
        (_, None) => "no values".to_owned(),
    };
    format!("{days}{reason}: {lines}; {points}; {}{trial}", phase.outcome.words())
}
