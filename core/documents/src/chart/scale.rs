//! From values to places on a line, in whole numbers, and the round values that stand beside it.

use super::ChartView;
use crate::figures::{number, shown};
use accordant_agreement::unit::Unit;
use accordant_measures::spc::{Phase, Point};
use accordant_money::{Exact, Number, NumberProblem, Rounding, format_money};
use alloc::string::String;
use alloc::vec::Vec;

/// No more steps than this stand between the ends.
const STEPS_MAX: i128 = 6;
/// Powers of ten that are tried for a step, the smallest first.
const POWERS: core::ops::RangeInclusive<i32> = -8..=24;

/// So many places more are shown where lines lie close together.
const PLACES_MORE: u32 = 3;

/// What values are drawn on: from a low end to a high one, in round steps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scale {
    low: Exact,
    high: Exact,
    step: Exact,
    /// To a multiple of this a value is shown.
    resolution: Exact,
}

impl Scale {
    pub(super) fn of(view: &ChartView<'_>) -> Option<Scale> {
        let values: Vec<&Exact> =
            view.series.points.iter().filter_map(|point: &Point| point.value.as_ref()).collect();
        let limits = view.chart.phases.iter().filter_map(|phase: &Phase| phase.limits.as_ref());
        let lines = limits.flat_map(|limits| [&limits.lower, &limits.upper]);
        let targets = view.series.targets.iter().map(|target| &target.value);
        let all: Vec<&Exact> = values.iter().copied().chain(lines).chain(targets).collect();
        let (low, high) = (all.iter().min()?, all.iter().max()?);
        let mut scale = Scale::between(low, high).ok()?;
        if view.unit.is_some_and(Unit::is_ratio) {
            scale.keep_to_what_can_be(&values);
        }
        view.chart.phases.iter().for_each(|phase| scale.tell_apart(phase));
        Some(scale)
    }

    /// From nothing, or from the least value below it, to the greatest: lengths can then be compared with each other.
    pub(super) fn from_nothing<'v>(values: impl Iterator<Item = &'v Exact>) -> Option<Scale> {
        let values: Vec<&Exact> = values.collect();
        let nothing = Exact::zero();
        let (low, high) = (values.iter().min()?, values.iter().max()?);
        Scale::between((*low).min(&nothing), (*high).max(&nothing)).ok()
    }

    /// Lines that lie close together are shown to more places, so that they do not read as one.
    fn tell_apart(&mut self, phase: &Phase) {
        let lines = phase.limits.as_ref().zip(phase.mean.as_ref());
        let Some(Ok(width)) = lines.map(|(limits, mean)| limits.upper.minus(mean)) else { return };
        for _ in 0..PLACES_MORE {
            let finer = self.resolution.divided_by(&Exact::from_i128(10));
            match finer {
                Ok(finer) if width > Exact::zero() && self.resolution > width => self.resolution = finer,
                _ => return,
            }
        }
    }

    fn between(low: &Exact, high: &Exact) -> Result<Scale, NumberProblem> {
        let one = Exact::from_i128(1);
        let (low, high) = match low == high {
            true => (low.minus(&one)?, high.plus(&one)?),
            false => (low.clone(), high.clone()),
        };
        let span = high.minus(&low)?;
        let (step, resolution) = step(&span)?;
        Ok(Scale {
            low: low.rounded(&step, Rounding::Down)?,
            high: high.rounded(&step, Rounding::Up)?,
            step,
            resolution: resolution.min(one),
        })
    }

    /// No share of a whole is below nothing or above all of it, whatever its limits are.
    fn keep_to_what_can_be(&mut self, values: &[&Exact]) {
        let (nothing, all) = (Exact::zero(), Exact::from_i128(1));
        if values.iter().all(|value| **value >= nothing && **value <= all) {
            self.low = self.low.clone().max(nothing);
            self.high = self.high.clone().min(all);
        }
    }

    /// The round values from the low end to the high one.
    pub(super) fn ticks(&self) -> Vec<Exact> {
        let mut ticks = Vec::new();
        let mut next = Ok(self.low.clone());
        while let Ok(tick) = next {
            if tick > self.high {
                break;
            }
            next = tick.plus(&self.step);
            ticks.push(tick);
        }
        ticks
    }

    /// How far along a line of so many pieces a value lies; one beyond an end lies on it.
    #[must_use]
    pub fn along(&self, value: &Exact, pieces: i128) -> i128 {
        let held = value.clone().clamp(self.low.clone(), self.high.clone());
        let share = held.minus(&self.low).and_then(|from_low| {
            let span = self.high.minus(&self.low)?;
            from_low.times(&Exact::from_i128(pieces))?.divided_by(&span)
        });
        let place = share.map(|share| share.decimal(0, Rounding::HalfAwayFromZero));
        place.ok().and_then(|text| text.parse().ok()).unwrap_or(0)
    }

    /// Whether a value lies on the scale.
    #[must_use]
    pub fn holds(&self, value: &Exact) -> bool {
        self.low <= *value && *value <= self.high
    }

    /// A value as it is shown beside this scale, without the name of its unit, which is said once for all.
    #[must_use]
    pub fn shown(&self, value: &Exact, unit: Option<&Unit>) -> String {
        let rounded = value.rounded(&self.resolution, Rounding::HalfAwayFromZero);
        let rounded = rounded.unwrap_or_else(|_| value.clone());
        let whole = self.resolution == Exact::from_i128(1);
        match unit.and_then(Unit::currency) {
            Some(currency) => {
                format_money(&rounded, currency, if whole { 0 } else { currency.minor_digits() })
            }
            None if unit.is_some_and(Unit::is_ratio) => shown(&rounded, unit),
            None => number(&rounded),
        }
    }
}

/// The smallest of 1, 2 and 5 with noughts that is not too small for the span, and to what values beside it are shown.
fn step(span: &Exact) -> Result<(Exact, Exact), NumberProblem> {
    let most = Exact::from_i128(STEPS_MAX);
    for power in POWERS {
        for leading in [1, 2, 5] {
            let step = Exact::from_i128(leading).times(&ten_to(power)?)?;
            if span.divided_by(&step)? <= most {
                return Ok((step, ten_to(power - 1)?));
            }
        }
    }
    Ok((span.clone(), Exact::from_i128(1)))
}

fn ten_to(power: i32) -> Result<Exact, NumberProblem> {
    let size = Exact::from_i128(10_i128.saturating_pow(power.unsigned_abs()));
    if power < 0 { Exact::from_i128(1).divided_by(&size) } else { Ok(size) }
}
