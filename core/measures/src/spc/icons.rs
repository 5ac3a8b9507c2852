//! From hits to one label, one kind of point, and the two icons, with the words that go with each.
//!
//! Our icons are our own drawings of these names and letters; nobody's artwork is copied.

use super::{
    AssuranceWithoutLimits, Boundary, Conflict, Direction, Hit, IconRestsOn, Judged, Outcome, Phase, Point,
    Profile, Series, Towards,
};
use accordant_money::Exact;
use jiff::civil::Date;

/// What a point means for a measure of a direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PointType {
    /// Ordinary variation.
    CommonCause,
    /// A signal for the better.
    Improvement,
    /// A signal for the worse.
    Concern,
    /// A signal towards higher values, neither better nor worse.
    NeitherHigh,
    /// A signal towards lower values, neither better nor worse.
    NeitherLow,
    /// Missing or ghosted: nothing is said of it.
    NotJudged,
}

/// The variation icon and the point on which it rests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Variation {
    /// The icon.
    pub icon: VariationIcon,
    /// The opposite one, which stands beside it where the profile shows both sides of a conflict.
    pub also: Option<VariationIcon>,
    /// The date of the point.
    pub rests_on: Date,
}

/// The seven variation icons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VariationIcon {
    /// Nothing has changed that could be told from noise.
    CommonCause,
    /// Better, because higher.
    ImprovementHigh,
    /// Better, because lower.
    ImprovementLow,
    /// Worse, because higher.
    ConcernHigh,
    /// Worse, because lower.
    ConcernLow,
    /// Higher, which is neither.
    NeitherHigh,
    /// Lower, which is neither.
    NeitherLow,
}

/// The assurance icon, with what it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assurance {
    /// The icon.
    pub icon: AssuranceIcon,
    /// The target that stood on that day.
    pub target: Exact,
    /// The date of the point whose phase it was held against.
    pub rests_on: Date,
}

/// The three assurance icons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AssuranceIcon {
    /// The target lies within what this process does every month on the good side.
    Pass,
    /// The target lies beyond what this process does.
    Fail,
    /// The target lies between the limits.
    HitOrMiss,
}

impl VariationIcon {
    /// The letter on the icon: `H` for higher, `L` for lower, an arrow where neither is better.
    #[must_use]
    pub const fn letter(self) -> Option<char> {
        match self {
            Self::CommonCause => None,
            Self::ImprovementHigh | Self::ConcernHigh => Some('H'),
            Self::ImprovementLow | Self::ConcernLow => Some('L'),
            Self::NeitherHigh => Some('↑'),
            Self::NeitherLow => Some('↓'),
        }
    }

    /// What a reader is told.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::CommonCause => "common cause: no significant change",
            Self::ImprovementHigh => "special cause of improving nature, due to higher values",
            Self::ImprovementLow => "special cause of improving nature, due to lower values",
            Self::ConcernHigh => "special cause of concerning nature, due to higher values",
            Self::ConcernLow => "special cause of concerning nature, due to lower values",
            Self::NeitherHigh => "special cause due to higher values, where neither way is better",
            Self::NeitherLow => "special cause due to lower values, where neither way is better",
        }
    }
}

impl AssuranceIcon {
    /// The letter on the icon.
    #[must_use]
    pub const fn letter(self) -> char {
        match self {
            Self::Pass => 'P',
            Self::Fail => 'F',
            Self::HitOrMiss => '?',
        }
    }

    /// What a reader is told.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Pass => "consistently passing: the process can be expected to meet the target",
            Self::Fail => {
                "consistently falling short: the process cannot be expected to meet the target as it stands"
            }
            Self::HitOrMiss => {
                "hit or miss: the process will meet the target in some periods and not in others"
            }
        }
    }
}

/// The hit that is shown at a point; the hits are in the order of labels.
pub(super) fn label(hits: &[Hit], direction: Direction, profile: &Profile) -> Option<Hit> {
    let improving = |hit: &&Hit| type_of(hit.towards, direction) == PointType::Improvement;
    let first = hits.first().copied();
    match profile.conflict {
        Conflict::FirstLabel | Conflict::Both => first,
        Conflict::ImprovementWins => hits.iter().find(improving).copied().or(first),
    }
}

pub(super) fn kind(point: &Point, label: Option<Hit>, direction: Direction) -> PointType {
    match label {
        _ if point.counted().is_none() => PointType::NotJudged,
        Some(hit) => type_of(hit.towards, direction),
        None => PointType::CommonCause,
    }
}

fn type_of(towards: Towards, direction: Direction) -> PointType {
    match (towards, direction) {
        (Towards::High, Direction::Increase) | (Towards::Low, Direction::Decrease) => PointType::Improvement,
        (Towards::Low, Direction::Increase) | (Towards::High, Direction::Decrease) => PointType::Concern,
        (Towards::High, Direction::Neutral) => PointType::NeitherHigh,
        (Towards::Low, Direction::Neutral) => PointType::NeitherLow,
    }
}

/// The place of the point on which the icons rest; a ghosted one never bears them.
pub(super) fn rests_on(points: &[Point], profile: &Profile) -> Option<usize> {
    points.iter().rposition(|point| match profile.icon_rests_on {
        IconRestsOn::LastRow => point.ghosted.is_none(),
        IconRestsOn::LastValue => point.counted().is_some(),
    })
}

pub(super) fn variation(
    point: &Judged,
    phases: &[Phase],
    direction: Direction,
    profile: &Profile,
) -> Option<Variation> {
    if is_too_early(phases.get(point.phase)?, profile) {
        return None;
    }
    let shown = point.label.map_or(VariationIcon::CommonCause, |hit| icon(hit.towards, direction));
    let opposite =
        point.hits.iter().find(|hit| point.label.is_some_and(|label| label.towards != hit.towards));
    let also =
        opposite.filter(|_| profile.conflict == Conflict::Both).map(|hit| icon(hit.towards, direction));
    Some(Variation { icon: shown, also, rests_on: point.date })
}

fn icon(towards: Towards, direction: Direction) -> VariationIcon {
    match (towards, direction) {
        (Towards::High, Direction::Increase) => VariationIcon::ImprovementHigh,
        (Towards::Low, Direction::Decrease) => VariationIcon::ImprovementLow,
        (Towards::High, Direction::Decrease) => VariationIcon::ConcernHigh,
        (Towards::Low, Direction::Increase) => VariationIcon::ConcernLow,
        (Towards::High, Direction::Neutral) => VariationIcon::NeitherHigh,
        (Towards::Low, Direction::Neutral) => VariationIcon::NeitherLow,
    }
}

pub(super) fn assurance(
    point: &Judged,
    phases: &[Phase],
    series: &Series,
    profile: &Profile,
) -> Option<Assurance> {
    let phase = phases.get(point.phase)?;
    let target = series.target_on(point.date)?;
    if is_too_early(phase, profile) || series.direction == Direction::Neutral {
        return None;
    }
    let icon = match (&phase.limits, &phase.mean, profile.without_limits) {
        (Some(limits), _, _) => {
            against(target, &limits.lower, &limits.upper, series.direction, profile.assurance)
        }
        (None, _, AssuranceWithoutLimits::HitOrMiss) => AssuranceIcon::HitOrMiss,
        (None, Some(value), AssuranceWithoutLimits::OnlyWhenFlat)
            if phase.outcome == Outcome::NoVariation =>
        {
            against(target, value, value, series.direction, profile.assurance)
        }
        _ => return None,
    };
    Some(Assurance { icon, target: target.clone(), rests_on: point.date })
}

/// Whether the profile gives no icon for so few points.
fn is_too_early(phase: &Phase, profile: &Profile) -> bool {
    phase.outcome == Outcome::TooFewPoints && profile.least_points.count > 0
}

/// Where the target lies. A value that never varies and is on an inclusive target passes it.
fn against(
    target: &Exact,
    lower: &Exact,
    upper: &Exact,
    direction: Direction,
    boundary: Boundary,
) -> AssuranceIcon {
    let on = |line: &Exact| boundary == Boundary::Inclusive && target == line;
    let at_or_below = target < lower || on(lower);
    let at_or_above = target > upper || on(upper);
    let (good, bad) = if direction == Direction::Decrease {
        (at_or_above, at_or_below)
    } else {
        (at_or_below, at_or_above)
    };
    if good {
        AssuranceIcon::Pass
    } else if bad {
        AssuranceIcon::Fail
    } else {
        AssuranceIcon::HitOrMiss
    }
}
