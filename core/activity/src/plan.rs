//! An Indicative Activity Plan: what a service is to do in a year, month by month, and what was done against it.

use crate::price::{plus, times};
use crate::{Cell, Cells, Key, Month, Months, Scaled, TooLarge, Total, Year};
use accordant_money::{Exact, Number, Rounding};
use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use core::fmt;

/// Where a month must be written down, it is to so many places.
const PLACES: u32 = 2;

/// What is planned of one thing for a year, and how it is spread over the months.
///
/// Invariant: twelve weights, none below nothing, at least one above it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phased {
    year: Year,
    total: Scaled,
    phasing: Phasing,
    weights: [Scaled; 12],
}

/// By what a year's plan is spread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phasing {
    /// By the working days of each month.
    WorkingDays,
    /// By weights that were stated.
    Profile,
}

/// Why a year's plan cannot be spread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhasingProblem {
    /// The calendar does not say how many working days a month has.
    NoWorkingDays(Month),
    /// The weight of a month is below nothing.
    BelowNothing(Month),
    /// No month has a weight.
    NoWeight,
}

/// The plan of a year for each service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan<S> {
    year: Year,
    services: BTreeMap<S, Phased>,
}

/// What was planned of a service in some months, and what was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Against<'a> {
    /// What the plan says for these months; nothing if the service is not in it.
    pub planned: Option<Exact>,
    /// What the cells say was done; not known where there is no cell.
    pub actual: Total,
    /// The cells that say so, with their rows.
    pub cells: Vec<&'a Cell>,
}

impl Phased {
    /// Spreads a year's total by working days, as a calendar gives them for each month.
    ///
    /// # Errors
    /// When the calendar lacks a month, or no month has a working day.
    pub fn by_working_days(
        year: Year,
        total: Scaled,
        days: impl Fn(Month) -> Option<u32>,
    ) -> Result<Phased, PhasingProblem> {
        let mut weights = [Scaled::ZERO; 12];
        for (weight, month) in weights.iter_mut().zip(year.months()) {
            let days = days(month).ok_or(PhasingProblem::NoWorkingDays(month))?;
            *weight = Scaled::whole(i64::from(days));
        }
        Phased::of(year, total, Phasing::WorkingDays, weights)
    }

    /// Spreads a year's total by stated weights, April first.
    ///
    /// # Errors
    /// When a weight is below nothing, or none is above it.
    pub fn by_profile(year: Year, total: Scaled, weights: [Scaled; 12]) -> Result<Phased, PhasingProblem> {
        Phased::of(year, total, Phasing::Profile, weights)
    }

    /// The year.
    pub const fn year(&self) -> Year {
        self.year
    }

    /// What is planned for the year.
    pub const fn total(&self) -> Scaled {
        self.total
    }

    /// By what it is spread.
    pub const fn phasing(&self) -> Phasing {
        self.phasing
    }

    /// The weight of each month, April first.
    pub const fn weights(&self) -> &[Scaled; 12] {
        &self.weights
    }

    /// What is planned for a month: the total times its weight over all weights. Nothing outside the year.
    pub fn month(&self, month: Month) -> Option<Exact> {
        let at = usize::from(month.number()).checked_sub(1)?;
        let weight = self.weights.get(at).filter(|_| month.year() == self.year)?;
        let all = self.weights.iter().fold(Exact::zero(), |all, weight| plus(&all, &weight.to_exact()));
        times(&self.total.to_exact(), &weight.to_exact()).divided_by(&all).ok()
    }

    /// What is planned for a month, to the hundredth, so that it can be written down. What rounding leaves goes to the
    /// next month, and the twelve come to the total exactly. Nothing outside the year.
    ///
    /// # Errors
    /// When it cannot be held.
    pub fn to_the_hundredth(&self, month: Month) -> Result<Option<Scaled>, TooLarge> {
        if month.year() != self.year {
            return Ok(None);
        }
        let (to_date, before) = (self.first(month.number())?, self.first(month.number().saturating_sub(1))?);
        to_date.minus(before).map(Some)
    }

    /// What is planned for so many first months of the year, to the hundredth; of all twelve the total as it is.
    fn first(&self, months: u8) -> Result<Scaled, TooLarge> {
        if months >= 12 {
            return Ok(self.total);
        }
        let parts = self.year.months().take(usize::from(months)).filter_map(|month| self.month(month));
        let sum = parts.fold(Exact::zero(), |all, part| plus(&all, &part));
        Scaled::parse(&sum.decimal(PLACES, Rounding::HalfAwayFromZero)).ok_or(TooLarge)
    }

    /// What is planned for those of the months that lie in the year.
    pub fn months(&self, months: Months) -> Exact {
        let parts = months.each().filter_map(|month| self.month(month));
        parts.fold(Exact::zero(), |all, part| plus(&all, &part))
    }

    fn of(
        year: Year,
        total: Scaled,
        phasing: Phasing,
        weights: [Scaled; 12],
    ) -> Result<Phased, PhasingProblem> {
        let mut months = year.months().zip(&weights);
        if let Some((month, _)) = months.find(|(_, weight)| **weight < Scaled::ZERO) {
            return Err(PhasingProblem::BelowNothing(month));
        }
        if weights.iter().all(|weight| *weight == Scaled::ZERO) {
            return Err(PhasingProblem::NoWeight);
        }
        Ok(Phased { year, total, phasing, weights })
    }
}

impl<S: Ord> Plan<S> {
    /// A plan of that year; nothing if a service is spread over another.
    pub fn new(year: Year, services: BTreeMap<S, Phased>) -> Option<Plan<S>> {
        services.values().all(|phased| phased.year == year).then_some(Plan { year, services })
    }

    /// The year.
    pub const fn year(&self) -> Year {
        self.year
    }

    /// What is planned for each service.
    pub const fn services(&self) -> &BTreeMap<S, Phased> {
        &self.services
    }

    /// What was done in these months against the plan, for every service of the plan or of a cell. Cells that belong
    /// to no service are left out: they are the caller's to show.
    ///
    /// # Errors
    /// When a sum cannot be held.
    pub fn against<'a>(
        &self,
        cells: &'a Cells,
        months: Months,
        service: impl Fn(&Key) -> Option<S>,
    ) -> Result<BTreeMap<S, Against<'a>>, TooLarge>
    where
        S: Clone,
    {
        let mut all: BTreeMap<S, Against<'a>> = BTreeMap::new();
        for (name, phased) in &self.services {
            all.insert(name.clone(), Against::of_plan(Some(phased.months(months))));
        }
        for cell in cells.iter().filter(|cell| months.contains(cell.key.month)) {
            let Some(name) = service(&cell.key) else { continue };
            let against = all.entry(name).or_insert_with(|| Against::of_plan(None));
            against.actual = against.actual.plus(&cell.amounts.actual.activity)?;
            against.cells.push(cell);
        }
        Ok(all)
    }
}

impl Against<'_> {
    fn of_plan(planned: Option<Exact>) -> Self {
        Against { planned, actual: Total::default(), cells: Vec::new() }
    }

    /// By how much more was done than planned, if both are known.
    pub fn variance(&self) -> Option<Exact> {
        let actual = self.actual.known()?.to_exact();
        actual.minus(self.planned.as_ref()?).ok()
    }
}

impl fmt::Display for PhasingProblem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PhasingProblem::NoWorkingDays(month) => {
                write!(out, "the calendar does not say how many working days {month} has")
            }
            PhasingProblem::BelowNothing(month) => write!(out, "the weight of {month} is below nothing"),
            PhasingProblem::NoWeight => out.write_str("no month has a weight, so nothing can be spread"),
        }
    }
}

impl core::error::Error for PhasingProblem {}
