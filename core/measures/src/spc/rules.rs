//! The four rules, each with all the points that it marks. Nothing here looks beyond one phase.

use super::{
    BeyondLimits, Boundary, Collapsed, Flags, Limits, Missing, Outcome, Phase, Point, Profile, Third,
    TrendDirection, TwoOfThree,
};
use accordant_money::Exact;
use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::cmp::Ordering;

/// What makes a point a signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// A point beyond a process limit.
    Astronomical,
    /// Points that rise, or fall, one after another.
    Trend,
    /// Two of three points near a process limit.
    TwoOfThree,
    /// Points on one side of the mean, one after another.
    Shift,
}

impl Rule {
    /// Every rule.
    pub const ALL: [Rule; 4] = [Rule::Astronomical, Rule::Trend, Rule::TwoOfThree, Rule::Shift];

    /// The name under which users know it.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Astronomical => "astronomical point",
            Self::Trend => "trend",
            Self::TwoOfThree => "two of three",
            Self::Shift => "shift",
        }
    }
}

/// The way in which a signal points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Towards {
    /// Higher values: above, or rising.
    High,
    /// Lower values: below, or falling.
    Low,
}

/// A rule that marks a point, and which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    /// The rule.
    pub rule: Rule,
    /// Which way.
    pub towards: Towards,
}

impl Hit {
    /// What a reader is told, with the lengths of the profile.
    #[must_use]
    pub fn words(self, profile: &Profile) -> String {
        match (self.rule, self.towards) {
            (Rule::Astronomical, Towards::High) => String::from("above the upper process limit"),
            (Rule::Astronomical, Towards::Low) => String::from("below the lower process limit"),
            (Rule::Trend, Towards::High) => format!("one of {} or more points rising", profile.trend_points),
            (Rule::Trend, Towards::Low) => format!("one of {} or more points falling", profile.trend_points),
            (Rule::TwoOfThree, Towards::High) => {
                String::from("two of three points near the upper process limit")
            }
            (Rule::TwoOfThree, Towards::Low) => {
                String::from("two of three points near the lower process limit")
            }
            (Rule::Shift, Towards::High) => {
                format!("one of {} or more points above the mean", profile.shift_points)
            }
            (Rule::Shift, Towards::Low) => {
                format!("one of {} or more points below the mean", profile.shift_points)
            }
        }
    }
}

/// Which way each point goes by one rule, in the order of the points.
type Marks = Vec<Option<Towards>>;

/// Every rule's hits at every point of a phase, in the order of the profile's labels.
pub(super) fn hits(points: &[Point], phase: &Phase, profile: &Profile) -> Vec<Vec<Hit>> {
    let stays = |point: &&Point| {
        profile.missing != Missing::TakenOut || point.value.is_some() || point.ghosted.is_some()
    };
    let values: Vec<Option<&Exact>> = points.iter().filter(stays).map(Point::counted).collect();
    let marks = profile.label_order.map(|rule| (rule, marks(rule, &values, phase, profile)));
    let mut place = 0_usize..;
    let found = |place: usize| {
        let at = |(rule, marks): &(Rule, Marks)| {
            let towards = marks.get(place).copied().flatten()?;
            Some(Hit { rule: *rule, towards })
        };
        marks.iter().filter_map(at).collect()
    };
    points
        .iter()
        .map(|point| if stays(&point) { place.next().map(found).unwrap_or_default() } else { Vec::new() })
        .collect()
}

fn marks(rule: Rule, values: &[Option<&Exact>], phase: &Phase, profile: &Profile) -> Marks {
    let none = || vec![None; values.len()];
    let flat = phase.outcome == Outcome::NoVariation || phase.outcome == Outcome::LimitsNotMeaningful;
    let few = phase.outcome == Outcome::TooFewPoints;
    if few || (flat && profile.collapsed == Collapsed::NoRules) {
        return none();
    }
    match (rule, &phase.limits, &phase.mean) {
        (Rule::Astronomical, Some(limits), _) => {
            values.iter().map(|value| outside((*value)?, limits)).collect()
        }
        (Rule::TwoOfThree, Some(limits), Some(mean)) => {
            two_of_three(values, mean, limits, profile.two_of_three)
        }
        (Rule::Trend, _, _) => trend(values, profile),
        (Rule::Shift, _, Some(mean)) => shift(values, mean, profile.shift_points),
        _ => none(),
    }
}

fn outside(value: &Exact, limits: &Limits) -> Option<Towards> {
    if *value > limits.upper {
        Some(Towards::High)
    } else if *value < limits.lower {
        Some(Towards::Low)
    } else {
        None
    }
}

fn shift(values: &[Option<&Exact>], mean: &Exact, points: usize) -> Marks {
    let sides: Marks = values.iter().map(|value| side((*value)?, mean)).collect();
    let mut marks = vec![None; values.len()];
    for (start, run) in runs(&sides) {
        if let (Some(towards), true) = (run.first().copied().flatten(), run.len() >= points) {
            mark(&mut marks, start, run.len(), towards);
        }
    }
    marks
}

fn trend(values: &[Option<&Exact>], profile: &Profile) -> Marks {
    let steps = steps(values);
    let mut marks = vec![None; values.len()];
    // A run of so many steps joins one more point; a later trend takes over the point that it shares.
    for (start, run) in runs(&steps) {
        if let (Some(towards), true) = (run.first().copied().flatten(), run.len() + 1 >= profile.trend_points)
        {
            mark(&mut marks, start, run.len() + 1, towards);
        }
    }
    match profile.trend_direction {
        TrendDirection::OfTheTrend => marks,
        TrendDirection::OfTheNextStep => by_next_step(&marks, &steps),
    }
}

/// The same points, each going as the step after it where the next point is marked too, else as the step before it.
fn by_next_step(marks: &Marks, steps: &Marks) -> Marks {
    let step_before = |place: usize| steps.get(place.checked_sub(1)?).copied().flatten();
    let directed = |(place, mark): (usize, &Option<Towards>)| {
        (*mark)?;
        let next_is_marked = marks.get(place + 1).is_some_and(Option::is_some);
        let step = if next_is_marked { steps.get(place).copied().flatten() } else { step_before(place) };
        Some(step.unwrap_or(Towards::Low))
    };
    marks.iter().enumerate().map(directed).collect()
}

/// From each point to the next: up, down, or nothing where they are equal or one is missing.
fn steps(values: &[Option<&Exact>]) -> Marks {
    let step = |(before, after): (&Option<&Exact>, &Option<&Exact>)| side((*after)?, (*before)?);
    values.iter().zip(values.iter().skip(1)).map(step).collect()
}

fn two_of_three(values: &[Option<&Exact>], mean: &Exact, limits: &Limits, rule: TwoOfThree) -> Marks {
    let near: Marks = values.iter().map(|value| near((*value)?, limits, rule)).collect();
    let sides: Marks = values.iter().map(|value| side((*value)?, mean)).collect();
    let mut marks = vec![None; values.len()];
    for (start, (near, sides)) in near.windows(3).zip(sides.windows(3)).enumerate() {
        for towards in [Towards::High, Towards::Low] {
            let on_side = near.iter().filter(|each| **each == Some(towards)).count();
            let opposite = near.iter().filter(|each| each.is_some()).count() - on_side;
            let third_allows = match rule.third {
                Third::SameSideOfMean => sides.iter().all(|each| *each == Some(towards)),
                Third::NotNearOpposite => opposite == 0,
                Third::Anywhere => true,
            };
            if on_side < 2 || !third_allows {
                continue;
            }
            for (place, each) in (start..).zip(near) {
                if rule.flags == Flags::WholeWindow || *each == Some(towards) {
                    mark(&mut marks, place, 1, towards);
                }
            }
        }
    }
    marks
}

/// Whether a value lies beyond a near limit and counts as near.
fn near(value: &Exact, limits: &Limits, rule: TwoOfThree) -> Option<Towards> {
    if rule.beyond_limits == BeyondLimits::DoNotCount && outside(value, limits).is_some() {
        return None;
    }
    let on_it = rule.boundary == Boundary::Inclusive;
    if *value > limits.near_upper || (on_it && *value == limits.near_upper) {
        Some(Towards::High)
    } else if *value < limits.near_lower || (on_it && *value == limits.near_lower) {
        Some(Towards::Low)
    } else {
        None
    }
}

fn side(value: &Exact, line: &Exact) -> Option<Towards> {
    match value.cmp(line) {
        Ordering::Greater => Some(Towards::High),
        Ordering::Less => Some(Towards::Low),
        Ordering::Equal => None,
    }
}

/// Neighbours that are alike, each run with its place.
fn runs(marks: &[Option<Towards>]) -> impl Iterator<Item = (usize, &[Option<Towards>])> {
    let mut start = 0;
    marks.chunk_by(|before, after| before == after).map(move |run| {
        let place = start;
        start += run.len();
        (place, run)
    })
}

fn mark(marks: &mut Marks, start: usize, count: usize, towards: Towards) {
    for place in marks.iter_mut().skip(start).take(count) {
        *place = Some(towards);
    }
}
