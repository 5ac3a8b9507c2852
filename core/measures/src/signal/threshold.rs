//! How many patients lie between a proportion and a threshold, as a whole number.

use super::{Question, SignalProblem};
use crate::numbers::whole;
use crate::rates::Rate;
use crate::spc::Direction;
use accordant_money::{Exact, Number, NumberProblem, Rounding};
use core::cmp::Ordering;

/// A threshold that pays, by its name in the agreement. It is reached by a value on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Threshold<'a> {
    /// Its name.
    pub name: &'a str,
    /// What is to be reached.
    pub value: &'a Exact,
}

/// What one patient more, or fewer, changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Adding {
    /// A patient moves within the same number, as on a waiting list: only the numerator changes.
    MovesWithin,
    /// A patient comes on top, as in a survey: with the better outcome to reach a threshold, the worse one to lose it.
    ComesOnTop,
}

/// A threshold, how far it is, and how many patients that is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToThreshold<'a> {
    /// Its name.
    pub name: &'a str,
    /// What it asks for.
    pub threshold: Exact,
    /// The threshold less the value.
    pub distance: Exact,
    /// The smallest number of patients that would cross it.
    pub patients: Patients,
}

/// How many patients.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Patients {
    /// This many; none where it is crossed already.
    Number(u64),
    /// No number of them would.
    NoNumber,
}

/// The nearest threshold that is not reached.
pub(super) fn next<'a>(
    question: &Question<'a>,
    value: &Exact,
) -> Result<Option<ToThreshold<'a>>, SignalProblem> {
    let open = question.thresholds.iter().filter(|each| !reaches(value, each.value, question.direction));
    nearest(open, question, value, patients_to_reach)
}

/// The nearest threshold that is reached.
pub(super) fn last<'a>(
    question: &Question<'a>,
    value: &Exact,
) -> Result<Option<ToThreshold<'a>>, SignalProblem> {
    let reached = question.thresholds.iter().filter(|each| reaches(value, each.value, question.direction));
    nearest(reached, question, value, patients_to_lose)
}

type Counted = fn(Rate, &Exact, Direction, Adding) -> Result<Patients, NumberProblem>;

fn nearest<'a>(
    thresholds: impl Iterator<Item = &'a Threshold<'a>>,
    question: &Question<'a>,
    value: &Exact,
    counted: Counted,
) -> Result<Option<ToThreshold<'a>>, SignalProblem> {
    if question.direction == Direction::Neutral {
        return Ok(None);
    }
    let mut nearest: Option<(Exact, ToThreshold<'a>)> = None;
    for threshold in thresholds {
        let distance = threshold.value.minus(value)?;
        let size = crate::numbers::magnitude(&distance)?;
        if nearest.as_ref().is_none_or(|(so_far, _)| size < *so_far) {
            let patients = counted(question.rate, threshold.value, question.direction, question.adding)?;
            let asked = threshold.value.clone();
            nearest =
                Some((size, ToThreshold { name: threshold.name, threshold: asked, distance, patients }));
        }
    }
    Ok(nearest.map(|(_, to)| to))
}

fn reaches(value: &Exact, threshold: &Exact, direction: Direction) -> bool {
    match direction {
        Direction::Increase | Direction::Neutral => value >= threshold,
        Direction::Decrease => value <= threshold,
    }
}

/// The smallest number of patients, each for the better, with whom the threshold is reached.
///
/// # Errors
/// When a number grows larger than is computed with.
pub fn patients_to_reach(
    rate: Rate,
    threshold: &Exact,
    direction: Direction,
    adding: Adding,
) -> Result<Patients, NumberProblem> {
    let good = Good::of(rate, threshold, direction)?;
    // Good ones make the share; with so many more of them it is at least what is asked.
    let missing = good.asked.times(&good.all)?.minus(&good.count)?;
    let patients = match adding {
        Adding::MovesWithin => missing,
        Adding::ComesOnTop => {
            let left = whole(1).minus(&good.asked)?;
            if missing.sign() == Ordering::Greater && left.sign() != Ordering::Greater {
                return Ok(Patients::NoNumber);
            }
            if left.sign() == Ordering::Equal { missing } else { missing.divided_by(&left)? }
        }
    };
    let needed = at_least(&patients)?;
    let room = good.all.minus(&good.count)?;
    Ok(match needed {
        Some(0) => Patients::Number(0),
        Some(needed) if adding == Adding::ComesOnTop || whole(needed) <= room => Patients::Number(needed),
        _ => Patients::NoNumber,
    })
}

/// The smallest number of patients, each for the worse, with whom the threshold is no longer reached.
///
/// # Errors
/// When a number grows larger than is computed with.
pub fn patients_to_lose(
    rate: Rate,
    threshold: &Exact,
    direction: Direction,
    adding: Adding,
) -> Result<Patients, NumberProblem> {
    let good = Good::of(rate, threshold, direction)?;
    let spare = good.count.minus(&good.asked.times(&good.all)?)?;
    let patients = match adding {
        Adding::MovesWithin => spare,
        Adding::ComesOnTop if good.asked.sign() != Ordering::Greater => return Ok(Patients::NoNumber),
        Adding::ComesOnTop => spare.divided_by(&good.asked)?,
    };
    let needed = more_than(&patients)?;
    Ok(match needed {
        Some(needed) if adding == Adding::ComesOnTop || whole(needed) <= good.count => {
            Patients::Number(needed)
        }
        _ => Patients::NoNumber,
    })
}

/// The same question with the better outcome counted, so that more is better.
struct Good {
    count: Exact,
    all: Exact,
    asked: Exact,
}

impl Good {
    fn of(rate: Rate, threshold: &Exact, direction: Direction) -> Result<Good, NumberProblem> {
        let (count, all) = (whole(rate.numerator), whole(rate.denominator));
        Ok(match direction {
            Direction::Increase | Direction::Neutral => Good { count, all, asked: threshold.clone() },
            Direction::Decrease => Good { count: all.minus(&count)?, all, asked: whole(1).minus(threshold)? },
        })
    }
}

/// The smallest whole number that is not below; none below zero.
fn at_least(quantity: &Exact) -> Result<Option<u64>, NumberProblem> {
    if quantity.sign() != Ordering::Greater {
        return Ok(Some(0));
    }
    let up = quantity.rounded(&whole(1), Rounding::Up)?;
    Ok(up.decimal(0, Rounding::Up).parse().ok())
}

/// The smallest whole number that is above; none below zero.
fn more_than(quantity: &Exact) -> Result<Option<u64>, NumberProblem> {
    if quantity.sign() == Ordering::Less {
        return Ok(Some(0));
    }
    let down = quantity.rounded(&whole(1), Rounding::Down)?;
    let next = down.plus(&whole(1))?;
    Ok(next.decimal(0, Rounding::Down).parse().ok())
}
