//! Control charts of single values (XmR), as the NHS draws them: which points are signals, and which icons follow.
//!
//! A chart is a function of a [`Series`] and a [`Profile`]. The profile holds every choice on which published programs
//! differ, so a chart says by which rules it was read, and can be read again by others. Every rule's hit is kept at
//! every point; label, colour and icon are derived from the hits.
//!
//! A missing value is a gap: it breaks runs and is never filled. A ghosted point is drawn, and takes no part in mean,
//! ranges and rules. A rebase begins a new phase, and nothing is carried over it. Where no honest limit exists the
//! phase says so ([`Outcome`]).
//!
//! This module will never know what is measured, nor whether a contract was kept: a month below the target and a
//! process that misses it now and then are different facts. Start with [`chart`].

mod icons;
mod limits;
mod problem;
mod profile;
mod rules;
mod series;

pub use icons::{Assurance, AssuranceIcon, PointType, Variation, VariationIcon};
pub use limits::{Limits, Outcome, Phase};
pub use problem::SpcProblem;
pub use profile::{
    AssuranceWithoutLimits, BeyondLimits, Boundary, Collapsed, Conflict, Counting, Flags, IconRestsOn,
    LeastPoints, Missing, Profile, Scope, Third, TrendDirection, TwoOfThree,
};
pub use rules::{Hit, Rule, Towards};
pub use series::{Baseline, Direction, Point, Rebase, Series, TargetFrom};

use alloc::vec::Vec;
use core::cmp::Ordering;
use jiff::civil::Date;

/// A series read by a profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// The phases, from one rebase to the next.
    pub phases: Vec<Phase>,
    /// One for each point of the series, in its order.
    pub points: Vec<Judged>,
    /// The variation icon; nothing where there are too few points for one, or none.
    pub variation: Option<Variation>,
    /// The assurance icon; nothing without a target, for a measure of no direction, or without honest limits.
    pub assurance: Option<Assurance>,
}

/// What the rules say of one point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// Its date.
    pub date: Date,
    /// The phase in which it stands, by its place in [`Chart::phases`].
    pub phase: usize,
    /// Against the mean; nothing for a gap, a ghosted point, or where there is no mean.
    pub side: Option<Ordering>,
    /// Every rule that marks it, in the order of the profile's labels.
    pub hits: Vec<Hit>,
    /// The one of these that is shown.
    pub label: Option<Hit>,
    /// What the label means for a measure of this direction.
    pub kind: PointType,
}

/// Reads the series by the rules of the profile.
///
/// # Errors
/// All that is wrong with the series, or a number that passes its stated size.
pub fn chart(series: &Series, profile: &Profile) -> Result<Chart, Vec<SpcProblem>> {
    let problems = problem::of(series, profile);
    if !problems.is_empty() {
        return Err(problems);
    }
    read(series, profile).map_err(|number| alloc::vec![SpcProblem::Number(number)])
}

fn read(series: &Series, profile: &Profile) -> Result<Chart, accordant_money::NumberProblem> {
    let values_in_all = series.points.iter().filter(|point| point.counted().is_some()).count();
    let mut phases = Vec::new();
    let mut points = Vec::new();
    for (place, part) in series.phases().into_iter().enumerate() {
        let phase = limits::phase(&part, values_in_all, series.baseline, profile)?;
        let hits = rules::hits(part.points, &phase, profile);
        let side = |point: &Point| Some(point.counted()?.cmp(phase.mean.as_ref()?));
        points.extend(part.points.iter().zip(hits).map(|(point, hits)| {
            let label = icons::label(&hits, series.direction, profile);
            let kind = icons::kind(point, label, series.direction);
            Judged { date: point.date, phase: place, side: side(point), hits, label, kind }
        }));
        phases.push(phase);
    }
    let rests_on = icons::rests_on(&series.points, profile);
    let judged = rests_on.and_then(|place| points.get(place));
    let variation = judged.and_then(|point| icons::variation(point, &phases, series.direction, profile));
    let assurance = judged.and_then(|point| icons::assurance(point, &phases, series, profile));
    Ok(Chart { phases, points, variation, assurance })
}
