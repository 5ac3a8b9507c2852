//! What can be wrong with a series before it is read.

use super::{Baseline, Profile, Series};
use accordant_money::NumberProblem;
use alloc::vec::Vec;
use core::fmt;
use jiff::civil::Date;

/// A series that cannot be read as it is, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SpcProblem {
    /// A point does not come after the one before it.
    DatesDoNotRise {
        /// The date that comes too late.
        date: Date,
    },
    /// A rebase names a date on which there is no point.
    RebaseWithoutPoint {
        /// That date.
        date: Date,
        /// The next date on which there is a point.
        next: Option<Date>,
    },
    /// Nobody said why the process is read anew.
    RebaseWithoutReason {
        /// From when.
        date: Date,
    },
    /// A rebase does not come after the one before it.
    RebasesDoNotRise {
        /// The date that comes too late.
        date: Date,
    },
    /// Nobody said why a point is left out.
    GhostWithoutReason {
        /// Its date.
        date: Date,
    },
    /// The targets are not in the order of their dates.
    TargetsDoNotRise {
        /// The date that comes too late.
        date: Date,
    },
    /// The limits would rest on fewer points than the profile allows.
    BaselineTooShort {
        /// How many were asked for.
        points: usize,
        /// The fewest that the profile allows.
        least: usize,
    },
    /// The profile's runs are too short to be runs.
    RunTooShort {
        /// Of how many points.
        points: usize,
    },
    /// A number grew larger than is computed with.
    Number(NumberProblem),
}

impl SpcProblem {
    /// What to do about it.
    #[must_use]
    pub fn help(&self) -> &'static str {
        match self {
            Self::DatesDoNotRise { .. } => {
                "give each date once, in order; the same date twice needs a decision which value is right"
            }
            Self::RebaseWithoutPoint { .. } => "name the date of the first point of the new phase",
            Self::RebaseWithoutReason { .. } => {
                "record who decided it and why: a rebase changes what counts as a signal"
            }
            Self::RebasesDoNotRise { .. } => "give each rebase once, in order",
            Self::GhostWithoutReason { .. } => "record who decided to leave the point out and why",
            Self::TargetsDoNotRise { .. } => {
                "give the targets in the order of the days from which they stand"
            }
            Self::BaselineTooShort { .. } => "let the limits rest on more points, or on the whole phase",
            Self::RunTooShort { .. } => "a shift or a trend needs at least two points",
            Self::Number(_) => "write the values with fewer decimal places",
        }
    }
}

impl fmt::Display for SpcProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DatesDoNotRise { date } => {
                write!(formatter, "the point of `{date}` does not come after the one before it")
            }
            Self::RebaseWithoutPoint { date, next: Some(next) } => {
                write!(
                    formatter,
                    "there is no point on `{date}`, where a new phase is to begin; the next is on `{next}`"
                )
            }
            Self::RebaseWithoutPoint { date, next: None } => {
                write!(
                    formatter,
                    "there is no point on `{date}`, where a new phase is to begin, nor after it"
                )
            }
            Self::RebaseWithoutReason { date } => {
                write!(formatter, "the new phase from `{date}` has no reason")
            }
            Self::RebasesDoNotRise { date } => {
                write!(formatter, "the new phase from `{date}` does not come after the one before it")
            }
            Self::GhostWithoutReason { date } => {
                write!(formatter, "the point of `{date}` is left out without a reason")
            }
            Self::TargetsDoNotRise { date } => {
                write!(formatter, "the target from `{date}` does not come after the one before it")
            }
            Self::BaselineTooShort { points, least } => {
                write!(
                    formatter,
                    "the limits are to rest on the first {points} points, and the profile asks for at least {least}"
                )
            }
            Self::RunTooShort { points } => write!(formatter, "the profile calls {points} points a run"),
            Self::Number(number) => number.fmt(formatter),
        }
    }
}

impl core::error::Error for SpcProblem {}

/// All that is wrong, in the order in which a reader meets it.
pub(super) fn of(series: &Series, profile: &Profile) -> Vec<SpcProblem> {
    let mut problems = Vec::new();
    let late = falls(series.points.iter().map(|point| point.date));
    problems.extend(late.map(|date| SpcProblem::DatesDoNotRise { date }));
    for point in &series.points {
        if point.ghosted.as_deref().is_some_and(is_blank) {
            problems.push(SpcProblem::GhostWithoutReason { date: point.date });
        }
    }
    let late = falls(series.rebases.iter().map(|rebase| rebase.date));
    problems.extend(late.map(|date| SpcProblem::RebasesDoNotRise { date }));
    for rebase in &series.rebases {
        if is_blank(&rebase.reason) {
            problems.push(SpcProblem::RebaseWithoutReason { date: rebase.date });
        }
        if !series.points.iter().any(|point| point.date == rebase.date) {
            let next = series.points.iter().map(|point| point.date).find(|date| *date > rebase.date);
            problems.push(SpcProblem::RebaseWithoutPoint { date: rebase.date, next });
        }
    }
    let late = falls(series.targets.iter().map(|target| target.from));
    problems.extend(late.map(|date| SpcProblem::TargetsDoNotRise { date }));
    if let Baseline::First(points) = series.baseline
        && points < profile.baseline_least
    {
        problems.push(SpcProblem::BaselineTooShort { points, least: profile.baseline_least });
    }
    let runs = [profile.shift_points, profile.trend_points];
    problems.extend(
        runs.into_iter().filter(|points| *points < 2).map(|points| SpcProblem::RunTooShort { points }),
    );
    problems
}

fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

/// The dates that do not come after the one before them.
fn falls(dates: impl Iterator<Item = Date> + Clone) -> impl Iterator<Item = Date> {
    dates.clone().zip(dates.skip(1)).filter(|(before, after)| after <= before).map(|(_, after)| after)
}
