//! What a measure that pays says of itself: whether its change can be told from noise, and how many patients lie between
//! it and the next threshold.
//!
//! A threshold that pays is crossed by chance too. Beside the value stand its place against the limits of its own
//! past, how likely so many would be if nothing but the agreed level were at work, and the smallest whole number of
//! patients that would cross the next threshold, or lose the last.
//!
//! This module will never know what a threshold pays. It neither scores nor changes a score. Start with [`reading`].

mod binomial;
mod threshold;

pub use binomial::{EXACT_PEOPLE_MAX, PEOPLE_MAX, Side, Tail, Verdict, tail};
pub use threshold::{Adding, Patients, Threshold, ToThreshold, patients_to_lose, patients_to_reach};

use crate::rates::Rate;
use crate::spc::{Direction, Phase};
use accordant_money::{Exact, Number, NumberProblem};
use core::fmt;

/// What is asked of one period of a proportion.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// So many of so many in this period.
    pub rate: Rate,
    /// The value of the period before, where there was one.
    pub before: Option<&'a Exact>,
    /// The phase of the chart in whose limits the value is looked at.
    pub phase: Option<&'a Phase>,
    /// The level that was agreed, between 0 and 1.
    pub agreed: Option<&'a Exact>,
    /// How unlikely is unlikely enough to be called a change: 0.05, or what the parties agree.
    pub significance: &'a Exact,
    /// The thresholds that pay, from the worst to the best.
    pub thresholds: &'a [Threshold<'a>],
    /// Which way is better.
    pub direction: Direction,
    /// Whether a further patient moves within the same number or comes on top of it.
    pub adding: Adding,
}

/// What stands beside the value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading<'a> {
    /// The value.
    pub value: Exact,
    /// How far it has moved since the period before.
    pub change: Option<Exact>,
    /// Where it lies against the limits of its own past.
    pub position: Position,
    /// How likely so many, or more extreme, would be at the agreed level.
    pub chance: Option<Chance>,
    /// The next threshold, and what would reach it; nothing above the best, and for a measure of no direction.
    pub next: Option<ToThreshold<'a>>,
    /// The last threshold that is reached, and what would lose it.
    pub last: Option<ToThreshold<'a>>,
}

/// The tail of the binomial distribution on the side where the value lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chance {
    /// Whether it counts so many or more, or so many or fewer.
    pub side: Side,
    /// How likely that is.
    pub tail: Tail,
    /// Whether that is unlikely enough.
    pub verdict: Verdict,
}

/// Where a value lies against the limits of a phase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Position {
    /// Between them, or on one.
    Within,
    /// Above the upper one.
    Above,
    /// Below the lower one.
    Below,
    /// There are no limits that mean anything.
    NoLimits,
}

impl Position {
    /// What a reader is told.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Within => "within the limits of its own past: may be noise",
            Self::Above => "above the limits of its own past: more than noise",
            Self::Below => "below the limits of its own past: more than noise",
            Self::NoLimits => "no limits to hold it against",
        }
    }

    /// Where a value lies.
    #[must_use]
    pub fn of(value: &Exact, phase: Option<&Phase>) -> Position {
        match phase.and_then(|phase| phase.limits.as_ref()) {
            None => Self::NoLimits,
            Some(limits) if *value > limits.upper => Self::Above,
            Some(limits) if *value < limits.lower => Self::Below,
            Some(_) => Self::Within,
        }
    }
}

/// What can be wrong with a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignalProblem {
    /// Nobody is in the denominator.
    Nobody,
    /// More are counted than there are, so it is no proportion.
    NotAProportion,
    /// A level or a significance stands between 0 and 1.
    NotAShare,
    /// More people than a chance is computed for.
    TooManyPeople {
        /// How many there are.
        people: u64,
    },
    /// A number grew larger than is computed with.
    Number(NumberProblem),
}

impl SignalProblem {
    /// What to do about it.
    #[must_use]
    pub const fn help(&self) -> &'static str {
        match self {
            Self::Nobody => "say that there was nobody in this period",
            Self::NotAProportion => "ask for limits only: a chance needs a count of some among all",
            Self::NotAShare => "write 92 percent as 0.92",
            Self::TooManyPeople { .. } => "ask for a shorter period or a smaller area",
            Self::Number(_) => "write the level with fewer decimal places",
        }
    }
}

impl fmt::Display for SignalProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nobody => formatter.write_str("nobody is in the denominator"),
            Self::NotAProportion => formatter.write_str("more are counted than there are"),
            Self::NotAShare => formatter.write_str("a level stands between 0 and 1"),
            Self::TooManyPeople { people } => {
                write!(formatter, "{people} people are more than the {PEOPLE_MAX} a chance is computed for")
            }
            Self::Number(problem) => problem.fmt(formatter),
        }
    }
}

impl core::error::Error for SignalProblem {}

impl From<NumberProblem> for SignalProblem {
    fn from(problem: NumberProblem) -> SignalProblem {
        SignalProblem::Number(problem)
    }
}

/// Reads one period of a proportion.
///
/// # Errors
/// What is wrong with the question.
pub fn reading<'a>(question: &Question<'a>) -> Result<Reading<'a>, SignalProblem> {
    let value = question.rate.value().ok_or(SignalProblem::Nobody)?;
    let change = question.before.map(|before| value.minus(before)).transpose()?;
    let chance = question.agreed.map(|level| chance(question, level, &value)).transpose()?;
    let next = threshold::next(question, &value)?;
    let last = threshold::last(question, &value)?;
    let position = Position::of(&value, question.phase);
    Ok(Reading { value, change, position, chance, next, last })
}

fn chance(question: &Question<'_>, level: &Exact, value: &Exact) -> Result<Chance, SignalProblem> {
    let side = if value >= level { Side::SoManyOrMore } else { Side::SoManyOrFewer };
    let tail = tail(question.rate, level, side)?;
    let verdict = tail.against(question.significance);
    Ok(Chance { side, tail, verdict })
}
