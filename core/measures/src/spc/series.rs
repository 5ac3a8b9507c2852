//! What a chart is made of: points, and the recorded decisions on how they are read.

use accordant_money::Exact;
use alloc::string::String;
use alloc::vec::Vec;
use jiff::civil::Date;

/// One measure over time, with what was decided about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    /// The points, by rising date.
    pub points: Vec<Point>,
    /// Where the process is read anew, by rising date.
    pub rebases: Vec<Rebase>,
    /// Which points of each phase the limits rest on.
    pub baseline: Baseline,
    /// Which way is better.
    pub direction: Direction,
    /// The target from each date on, by rising date; none for a measure without one.
    pub targets: Vec<TargetFrom>,
}

/// One observation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// The day on which it stands.
    pub date: Date,
    /// What was measured; nothing for a gap.
    pub value: Option<Exact>,
    /// Why it is drawn and left out of everything else, where that was decided.
    pub ghosted: Option<String>,
}

impl Point {
    /// The value that mean, ranges and rules look at.
    #[must_use]
    pub fn counted(&self) -> Option<&Exact> {
        self.value.as_ref().filter(|_| self.ghosted.is_none())
    }
}

/// A decision that from one point on the process is another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rebase {
    /// The date of the first point that is read anew.
    pub date: Date,
    /// Why, as it was recorded.
    pub reason: String,
}

/// The points of a phase on which its limits rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Baseline {
    /// All of them: each new point moves the limits.
    WholePhase,
    /// So many from the beginning of the phase: later points do not move the limits.
    First(usize),
}

/// Which way a measure improves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// More is better.
    Increase,
    /// Less is better.
    Decrease,
    /// Neither is.
    Neutral,
}

/// A target and the day from which it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetFrom {
    /// The first day.
    pub from: Date,
    /// What is to be reached.
    pub value: Exact,
}

/// The points between two rebases, and why they begin a phase.
pub(super) struct Part<'a> {
    pub points: &'a [Point],
    pub reason: Option<&'a str>,
}

impl Series {
    /// The target that stands on a date.
    #[must_use]
    pub fn target_on(&self, date: Date) -> Option<&Exact> {
        self.targets.iter().rev().find(|target| target.from <= date).map(|target| &target.value)
    }

    /// The points, cut where the process is read anew. A rebase on the first point only gives its phase a reason.
    pub(super) fn phases(&self) -> Vec<Part<'_>> {
        let mut parts = Vec::new();
        let mut rest = self.points.as_slice();
        let mut reason = None;
        for rebase in &self.rebases {
            let before = rest.iter().take_while(|point| point.date < rebase.date).count();
            let (points, later) = rest.split_at(before);
            if !points.is_empty() {
                parts.push(Part { points, reason });
            }
            reason = Some(rebase.reason.as_str());
            rest = later;
        }
        if !rest.is_empty() {
            parts.push(Part { points: rest, reason });
        }
        parts
    }
}
