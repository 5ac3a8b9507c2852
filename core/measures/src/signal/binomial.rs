//! How likely so many of so many are at a level, without a float: exactly while the fraction is small enough to keep, and
//! between two bounds beyond that.
//!
//! The bounds are sums of weights relative to the most likely count. Each weight follows from its neighbour by one
//! product, rounded outward on a grid of 2^-120, and what lies beyond the last one is bounded by a geometric series.
//! So the true value always lies between them, and they are never far apart.

use super::SignalProblem;
use crate::numbers::whole;
use crate::rates::Rate;
use accordant_money::{Exact, Number, NumberProblem, Rounding};
use core::cmp::Ordering;

/// Up to so many people the exact fraction is tried.
pub const EXACT_PEOPLE_MAX: u64 = 400;

/// For more people than this no chance is computed.
pub const PEOPLE_MAX: u64 = 1_000_000;

/// Which counts are added up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The count itself and all above it.
    SoManyOrMore,
    /// The count itself and all below it.
    SoManyOrFewer,
}

/// How likely these counts are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tail {
    /// Exactly so.
    Exact(Exact),
    /// Not below the one and not above the other.
    Between {
        /// The lower bound.
        low: Exact,
        /// The upper bound.
        high: Exact,
    },
}

/// Whether something is unlikely enough to be called a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is.
    Distinguishable,
    /// It is not.
    MayBeNoise,
    /// The bounds lie on both sides of what is unlikely enough.
    Undecided,
}

impl Verdict {
    /// What a reader is told.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Distinguishable => "distinguishable from noise at the agreed level",
            Self::MayBeNoise => "may be noise at the agreed level",
            Self::Undecided => "too close to say whether it is noise",
        }
    }
}

impl Tail {
    /// The verdict where up to `significance` counts as unlikely enough.
    #[must_use]
    pub fn against(&self, significance: &Exact) -> Verdict {
        let (low, high) = match self {
            Self::Exact(value) => (value, value),
            Self::Between { low, high } => (low, high),
        };
        if high <= significance {
            Verdict::Distinguishable
        } else if low > significance {
            Verdict::MayBeNoise
        } else {
            Verdict::Undecided
        }
    }
}

/// How likely it is that so many of so many, or more extreme, are counted when each is counted with the chance `level`.
///
/// # Errors
/// When it is no proportion, the level no share, or there are too many people.
pub fn tail(rate: Rate, level: &Exact, side: Side) -> Result<Tail, SignalProblem> {
    if rate.numerator > rate.denominator {
        return Err(SignalProblem::NotAProportion);
    }
    if rate.denominator > PEOPLE_MAX {
        return Err(SignalProblem::TooManyPeople { people: rate.denominator });
    }
    if *level < Exact::zero() || *level > whole(1) {
        return Err(SignalProblem::NotAShare);
    }
    if level.sign() == Ordering::Equal || *level == whole(1) {
        return Ok(Tail::Exact(at_certainty(rate, level, side)));
    }
    if rate.denominator <= EXACT_PEOPLE_MAX {
        match exactly(rate, level, side) {
            Ok(value) => return Ok(Tail::Exact(value)),
            Err(NumberProblem::TooLarge) => {}
            Err(problem) => return Err(problem.into()),
        }
    }
    Ok(between(rate, level, side)?)
}

/// Nobody is counted at a level of nothing, and everybody at a level of one.
fn at_certainty(rate: Rate, level: &Exact, side: Side) -> Exact {
    let certain = if level.sign() == Ordering::Equal { 0 } else { rate.denominator };
    if includes(side, rate.numerator, certain) { whole(1) } else { Exact::zero() }
}

fn includes(side: Side, count: u64, other: u64) -> bool {
    match side {
        Side::SoManyOrMore => other >= count,
        Side::SoManyOrFewer => other <= count,
    }
}

fn exactly(rate: Rate, level: &Exact, side: Side) -> Result<Exact, NumberProblem> {
    let odds = Odds::of(rate.denominator, level)?;
    let missed = whole(1).minus(level)?;
    let mut weight = whole(1);
    for _ in 0..rate.denominator {
        weight = weight.times(&missed)?;
    }
    let mut sum = Exact::zero();
    for count in 0..=rate.denominator {
        if includes(side, rate.numerator, count) {
            sum = sum.plus(&weight)?;
        }
        if count < rate.denominator {
            weight = weight.times(&odds.step_up(count)?)?;
        }
    }
    Ok(sum)
}

/// How much likelier one count is than its neighbour.
struct Odds {
    people: u64,
    for_each: Exact,
}

impl Odds {
    fn of(people: u64, level: &Exact) -> Result<Odds, NumberProblem> {
        Ok(Odds { people, for_each: level.divided_by(&whole(1).minus(level)?)? })
    }

    /// From a count to one more.
    fn step_up(&self, count: u64) -> Result<Exact, NumberProblem> {
        whole(self.people - count).divided_by(&whole(count + 1))?.times(&self.for_each)
    }

    /// From a count to one fewer.
    fn step_down(&self, count: u64) -> Result<Exact, NumberProblem> {
        whole(count).divided_by(&whole(self.people - count + 1))?.divided_by(&self.for_each)
    }
}

/// Bounds on a weight, or on a sum of weights.
#[derive(Clone)]
struct Bounds {
    low: Exact,
    high: Exact,
}

impl Bounds {
    fn nothing() -> Bounds {
        Bounds { low: Exact::zero(), high: Exact::zero() }
    }

    fn add(&mut self, other: &Bounds) -> Result<(), NumberProblem> {
        self.low = self.low.plus(&other.low)?;
        self.high = self.high.plus(&other.high)?;
        Ok(())
    }
}

/// The counts that are asked for, and all others.
struct Sums {
    asked: Bounds,
    others: Bounds,
}

impl Sums {
    fn side(&mut self, is_asked: bool) -> &mut Bounds {
        if is_asked { &mut self.asked } else { &mut self.others }
    }
}

fn between(rate: Rate, level: &Exact, side: Side) -> Result<Tail, NumberProblem> {
    let odds = Odds::of(rate.denominator, level)?;
    let likeliest = likeliest(rate.denominator, level)?;
    let mut sums = Sums { asked: Bounds::nothing(), others: Bounds::nothing() };
    let one = Bounds { low: whole(1), high: whole(1) };
    let is_asked = |count| includes(side, rate.numerator, count);
    sums.side(is_asked(likeliest)).add(&one)?;
    for upward in [true, false] {
        let end = if upward { rate.denominator } else { 0 };
        let mut weight = one.clone();
        let mut count = likeliest;
        while count != end {
            let step = if upward { odds.step_up(count)? } else { odds.step_down(count)? };
            if weight.high < smallest() {
                // All further steps are smaller than this one, so the rest is less than a geometric series.
                let series = step.divided_by(&whole(1).minus(&step)?)?;
                let rest = Bounds { low: Exact::zero(), high: weight.high.times(&series)? };
                // Where only a part of it is asked for, all that was added so far is of the other kind, and the bound
                // that would leave the part out is nothing or one anyway.
                sums.side(is_asked(end)).add(&rest)?;
                break;
            }
            weight = Bounds {
                low: weight.low.times(&step)?.rounded(&grid(), Rounding::Down)?,
                high: weight.high.times(&step)?.rounded(&grid(), Rounding::Up)?,
            };
            count = if upward { count + 1 } else { count - 1 };
            sums.side(is_asked(count)).add(&weight)?;
        }
    }
    let low = sums.asked.low.divided_by(&sums.asked.low.plus(&sums.others.high)?)?;
    let high = sums.asked.high.divided_by(&sums.asked.high.plus(&sums.others.low)?)?;
    Ok(Tail::Between { low, high })
}

/// The count that is not less likely than any other.
fn likeliest(people: u64, level: &Exact) -> Result<u64, NumberProblem> {
    let place = level.times(&whole(people + 1))?.rounded(&whole(1), Rounding::Down)?;
    let place = place.decimal(0, Rounding::Down).parse().unwrap_or(people);
    Ok(place.min(people))
}

/// To what weights are rounded.
fn grid() -> Exact {
    Exact::ratio(1, 1 << 120).unwrap_or_else(Exact::zero)
}

/// Below this a weight ends the sum.
fn smallest() -> Exact {
    Exact::ratio(1, 1 << 100).unwrap_or_else(Exact::zero)
}
