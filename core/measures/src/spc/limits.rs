//! Mean, moving ranges and limits of one phase, and whether they mean anything.

use super::series::Part;
use super::{Baseline, Collapsed, Counting, Missing, Point, Profile, Scope};
use crate::numbers::{average, magnitude};
use accordant_money::{Exact, Number, NumberProblem};
use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;
use jiff::civil::Date;

/// The points between two rebases, and the lines that belong to them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phase {
    /// The date of its first point.
    pub from: Date,
    /// The date of its last point.
    pub to: Date,
    /// Why it begins, where a rebase began it.
    pub reason: Option<String>,
    /// How many points it has, as the profile counts them.
    pub points: usize,
    /// How many values the mean rests on.
    pub baseline: usize,
    /// The mean of the baseline.
    pub mean: Option<Exact>,
    /// The average moving range on which the limits rest, after screening.
    pub average_range: Option<Exact>,
    /// The limits, where the profile reads any.
    pub limits: Option<Limits>,
    /// What the limits are worth.
    pub outcome: Outcome,
    /// Whether so few points stand behind the limits that each new one moves them much.
    pub trial: bool,
}

/// The lines beside the mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The lower process limit.
    pub lower: Exact,
    /// The upper process limit.
    pub upper: Exact,
    /// Two thirds of the way from the mean to the lower limit.
    pub near_lower: Exact,
    /// Two thirds of the way from the mean to the upper limit.
    pub near_upper: Exact,
}

/// Whether the limits of a phase say anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// They do.
    Meaningful,
    /// There are fewer points than the profile asks for, or too few for a moving range.
    TooFewPoints,
    /// Every value of the baseline is the same.
    NoVariation,
    /// The values vary, and yet no range is left to compute with, or their average is nothing.
    LimitsNotMeaningful,
}

impl Outcome {
    /// What a reader is told.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Meaningful => "the limits show the ordinary range of this process",
            Self::TooFewPoints => "too few points for limits",
            Self::NoVariation => "no variation: every value is the same, so there are no limits",
            Self::LimitsNotMeaningful => {
                "limits not meaningful: nearly every value is the same as the one before it"
            }
        }
    }
}

pub(super) fn phase(
    part: &Part<'_>,
    values_in_all: usize,
    baseline: Baseline,
    profile: &Profile,
) -> Result<Phase, NumberProblem> {
    let values = part.points.iter().filter(|point| point.counted().is_some()).count();
    let rested_on = baseline_rows(part.points, baseline, profile.counting);
    let baseline_values: Vec<&Exact> = rested_on.iter().filter_map(Point::counted).collect();
    let mean = average(baseline_values.iter().copied())?;
    let (average_range, ranged) = average_range(rested_on, profile)?;
    let counted = match profile.least_points.over {
        Scope::Phase => values,
        Scope::Series => values_in_all,
    };
    let few = counted < profile.least_points.count || !ranged;
    let outcome = outcome(few, &baseline_values, average_range.as_ref());
    let as_computed = profile.collapsed == Collapsed::LimitsAsComputed && outcome != Outcome::TooFewPoints;
    let limits = match (&mean, &average_range) {
        (Some(mean), Some(range)) if as_computed || outcome == Outcome::Meaningful => {
            Some(limits(mean, range, profile)?)
        }
        _ => None,
    };
    let points = if profile.counting == Counting::EveryRow { part.points.len() } else { values };
    Ok(Phase {
        from: part.points.first().map_or(Date::MIN, |point| point.date),
        to: part.points.last().map_or(Date::MIN, |point| point.date),
        reason: part.reason.map(str::to_owned),
        points,
        baseline: baseline_values.len(),
        mean,
        average_range,
        limits,
        outcome,
        trial: points < profile.trial_below,
    })
}

fn outcome(few: bool, values: &[&Exact], average_range: Option<&Exact>) -> Outcome {
    if few {
        return Outcome::TooFewPoints;
    }
    if values.iter().zip(values.iter().skip(1)).all(|(before, after)| before == after) {
        return Outcome::NoVariation;
    }
    match average_range {
        Some(range) if range.sign() != Ordering::Equal => Outcome::Meaningful,
        _ => Outcome::LimitsNotMeaningful,
    }
}

/// The points on which the limits rest.
fn baseline_rows(points: &[Point], baseline: Baseline, counting: Counting) -> &[Point] {
    let Baseline::First(asked) = baseline else { return points };
    let end = match counting {
        Counting::EveryRow => asked,
        Counting::Values => {
            let mut ends = points.iter().zip(1..).filter(|(point, _)| point.counted().is_some());
            ends.nth(asked.saturating_sub(1)).map_or(points.len(), |(_, end)| end)
        }
    };
    points.get(..end).unwrap_or(points)
}

/// The average moving range after screening, and whether there was any range before it.
fn average_range(points: &[Point], profile: &Profile) -> Result<(Option<Exact>, bool), NumberProblem> {
    let ranges = moving_ranges(points, profile.missing)?;
    let Some(first) = average(&ranges)? else { return Ok((None, false)) };
    let Some(screening) = &profile.screening else { return Ok((Some(first), true)) };
    let bound = first.times(screening)?;
    let kept = average(ranges.iter().filter(|range| **range < bound))?;
    Ok((kept, true))
}

/// How far each value lies from the one before it. Nothing is compared across a ghosted point.
fn moving_ranges(points: &[Point], missing: Missing) -> Result<Vec<Exact>, NumberProblem> {
    let mut ranges = Vec::new();
    let mut before: Option<&Exact> = None;
    for point in points {
        match (point.counted(), before) {
            (Some(value), Some(earlier)) => {
                ranges.push(magnitude(&value.minus(earlier)?)?);
                before = Some(value);
            }
            (Some(value), None) => before = Some(value),
            (None, _) if point.ghosted.is_none() && missing != Missing::KeepsItsPlace => {}
            (None, _) => before = None,
        }
    }
    Ok(ranges)
}

fn limits(mean: &Exact, range: &Exact, profile: &Profile) -> Result<Limits, NumberProblem> {
    let width = profile.half_width.times(range)?;
    let near = width.times(&Exact::from_i128(2))?.divided_by(&Exact::from_i128(3))?;
    Ok(Limits {
        lower: mean.minus(&width)?,
        upper: mean.plus(&width)?,
        near_lower: mean.minus(&near)?,
        near_upper: mean.plus(&near)?,
    })
}
