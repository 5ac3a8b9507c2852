//! What a year's plan says of each month, as facts of the agreement.
//!
//! A plan is stated for a year; whoever settles month by month asks for its months. Start with [`YearPlan`].

use super::{Counted, Counting, Dimension, Figure};
use crate::{Month, Phased, Phasing, Scaled, TooLarge, Year};
use accordant_facts::{Days, Fact, FactValue, Facts, RowPlace};
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::sync::Arc;
use alloc::vec::Vec;

/// What is planned for a year, service by service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearPlan {
    /// The year.
    pub year: Year,
    /// Where the parties state it.
    pub stated_in: String,
    /// The days that the agreement is about: months beyond them are planned, and are no facts of it.
    pub within: Days,
    /// What is planned.
    pub lines: Vec<PlanLine>,
}

/// What is planned of a service, spread over the months.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanLine {
    /// The service.
    pub service: String,
    /// The party that is to provide it, where the plan says so.
    pub party: Option<String>,
    /// How much, month by month.
    pub phased: Phased,
}

impl YearPlan {
    /// What is planned of a service for a month; nothing if the plan does not have it.
    ///
    /// # Errors
    /// When a sum cannot be held.
    pub fn planned(&self, service: &str, month: Month) -> Result<Option<Scaled>, TooLarge> {
        let mut planned = None;
        for line in self.lines.iter().filter(|line| line.service == service) {
            if let Some(more) = line.phased.to_the_hundredth(month)? {
                planned = Some(planned.unwrap_or(Scaled::ZERO).plus(more)?);
            }
        }
        Ok(planned)
    }

    /// Each sum that an input is of a month, with the lines that it rests on.
    fn sums(&self, of: &[Dimension], month: Month) -> Result<BTreeMap<Vec<String>, Sum<'_>>, TooLarge> {
        let mut sums: BTreeMap<Vec<String>, Sum<'_>> = BTreeMap::new();
        for line in &self.lines {
            let elements: Option<Vec<String>> = of.iter().map(|one| line.element(*one)).collect();
            let Some((elements, planned)) = elements.zip(line.phased.to_the_hundredth(month)?) else {
                continue;
            };
            let sum = sums.entry(elements).or_default();
            sum.planned = sum.planned.plus(planned)?;
            sum.lines.push(line);
        }
        Ok(sums)
    }
}

#[derive(Default)]
struct Sum<'a> {
    planned: Scaled,
    lines: Vec<&'a PlanLine>,
}

impl PlanLine {
    /// What of a plan is told apart: nothing where the plan does not say it.
    fn element(&self, dimension: Dimension) -> Option<String> {
        match dimension {
            Dimension::Service => Some(self.service.clone()),
            Dimension::Provider => self.party.clone(),
            Dimension::Commissioner => None,
        }
    }

    /// `20 of 253 working days of 12400`.
    fn share(&self, month: Month) -> Option<String> {
        let at = usize::from(month.number()).checked_sub(1)?;
        let (weight, total) = (self.phased.weights().get(at)?, self.phased.total());
        let all = Scaled::sum(self.phased.weights().iter().copied()).ok()?;
        let what = match self.phased.phasing() {
            Phasing::WorkingDays => "working days",
            Phasing::Profile => "parts",
        };
        Some(format!("{weight} of {all} {what} of {total}"))
    }
}

impl Counting {
    /// What is planned of a service for a month; nothing if no plan has it.
    ///
    /// # Errors
    /// When a sum cannot be held.
    pub fn planned(&self, service: &str, month: Month) -> Result<Option<Scaled>, TooLarge> {
        let plan = self.plans.iter().find(|plan| plan.year == month.year());
        plan.map_or(Ok(None), |plan| plan.planned(service, month))
    }

    /// The facts of every plan, for each input that is one.
    pub(super) fn plan_facts(&self, facts: &mut Facts) -> Result<(), TooLarge> {
        let planned = self.inputs.iter().filter(|counted| counted.figure == Figure::PhasedPlan);
        for counted in planned {
            for plan in &self.plans {
                for month in plan.year.months() {
                    self.plan_month(counted, plan, month, facts)?;
                }
            }
        }
        Ok(())
    }

    fn plan_month(
        &self,
        counted: &Counted,
        plan: &YearPlan,
        month: Month,
        facts: &mut Facts,
    ) -> Result<(), TooLarge> {
        // A month has days, save past the end of the calendar.
        let Some(days) = month.days().filter(|days| plan.within.covers(*days)) else { return Ok(()) };
        for (of, Sum { planned, lines }) in plan.sums(&counted.of, month)? {
            let parties: BTreeSet<&String> = lines.iter().filter_map(|line| line.party.as_ref()).collect();
            let share = match lines.as_slice() {
                [one] => one.share(month),
                _ => None,
            };
            let source =
                share.map_or_else(|| plan.stated_in.clone(), |share| format!("{}: {share}", plan.stated_in));
            facts.replace(Fact {
                name: counted.input.clone(),
                of,
                days,
                value: FactValue::Number(planned.to_exact()),
                known_to: None,
                status: self.status,
                // Of several parties none answers for the sum.
                owner: parties.first().filter(|_| parties.len() == 1).map(ToString::to_string),
                source: Some(source),
                row: None,
                at: RowPlace { file: Arc::from(""), line: 0 },
            });
        }
        Ok(())
    }
}
