//! Where costs lead: what was spent, what a party expects with its basis, and what a run-rate on the phased plan gives.
//!
//! What is expected is an entry of the record each time, so earlier versions stand beside the latest, and each can be
//! held against what came. A run-rate is worked out and recorded nowhere: an earlier one is read with `--as-at`.

use super::phasing::Plan;
use crate::stop::Stop;
use accordant_activity::{Month, Months};
use accordant_alliance::State;
use accordant_alliance::event::Standing;
use accordant_alliance::state::Batch;
use accordant_facts::{Days, Fact, FactValue, Facts};
use accordant_money::{Exact, Number};
use std::collections::BTreeSet;

/// The outturn of one figure of costs: an input and its elements.
pub struct Outturn {
    /// The input.
    pub input: String,
    /// Its elements.
    pub of: Vec<String>,
    /// Each month of the period.
    pub months: Vec<MonthOf>,
    /// What was expected of the whole period in one figure, in the order in which it was recorded.
    pub whole: Vec<Expected>,
    /// The last month up to which every month is known, and what these come to.
    pub to_date: Option<(Month, Exact)>,
    /// What the period comes to with what is expected of the months that are not known; nothing where one is missing.
    pub entered: Option<Exact>,
    /// What it comes to by run-rate, or why that is not told.
    pub run_rate: Result<RunRate, String>,
}

/// A run-rate.
pub struct RunRate {
    /// The share of the period that was planned up to the last known month.
    pub share: Exact,
    /// What was spent over that share.
    pub outturn: Exact,
}

/// One month.
pub struct MonthOf {
    /// The month.
    pub month: Month,
    /// Its days.
    pub days: Days,
    /// What was spent; nothing where it is not known.
    pub actual: Option<Exact>,
    /// What was expected, in the order in which it was recorded.
    pub expected: Vec<Expected>,
    /// What the run-rate gives for a month that is not known.
    pub run_rate: Option<Exact>,
}

/// What somebody expects, as an entry says it.
#[derive(Clone)]
pub struct Expected {
    /// How much.
    pub value: Exact,
    /// On which basis, in words.
    pub basis: String,
    /// The party answerable for it.
    pub owner: Option<String>,
    /// The entry.
    pub entry: u64,
    /// When that was recorded.
    pub at: String,
    /// Whether it counts no longer.
    pub withdrawn: bool,
}

impl MonthOf {
    /// What is expected now.
    pub fn latest(&self) -> Option<&Expected> {
        latest(&self.expected)
    }

    /// By how much the actual is above what was expected last.
    pub fn missed_by(&self) -> Option<Exact> {
        self.actual.as_ref()?.minus(&self.latest()?.value).ok()
    }
}

fn latest(versions: &[Expected]) -> Option<&Expected> {
    versions.iter().rev().find(|version| !version.withdrawn)
}

/// A fact that was given as what is expected.
pub struct Said<'a> {
    /// The fact.
    pub fact: Fact,
    /// The entry that gave it.
    pub batch: &'a Batch,
}

impl Said<'_> {
    /// On which basis, in words.
    pub fn basis(&self) -> &str {
        self.fact.source.as_deref().unwrap_or(&self.batch.given.source)
    }

    /// The party answerable for it, or else the one that gave it.
    pub fn owner(&self) -> Option<&str> {
        self.fact.owner.as_deref().or(self.batch.seat.as_deref())
    }

    /// As an outturn has it; nothing where no number was given.
    fn expected(&self) -> Option<Expected> {
        let FactValue::Number(value) = &self.fact.value else { return None };
        Some(Expected {
            value: value.clone(),
            basis: self.basis().to_string(),
            owner: self.owner().map(str::to_string),
            entry: self.batch.entry,
            at: self.batch.at.clone(),
            withdrawn: self.batch.withdrawn.is_some(),
        })
    }
}

/// Everything that was ever said to be expected, in the order in which it was recorded.
pub fn said(state: &State) -> Result<Vec<Said<'_>>, Stop> {
    let mut all = Vec::new();
    for batch in state.kept().batches.iter().filter(|batch| batch.given.standing == Standing::Forecast) {
        let facts = batch.given.facts().map_err(|problem| Stop::fault(problem.to_string()))?;
        all.extend(facts.into_iter().map(|fact| Said { fact, batch }));
    }
    Ok(all)
}

/// The outturn of every element of these inputs in a period.
pub fn outturns(
    state: &State,
    inputs: &[String],
    period: Months,
    plan: &Result<Plan, String>,
) -> Result<Vec<Outturn>, Stop> {
    let said = said(state)?.into_iter().filter(|said| inputs.contains(&said.fact.name));
    let said: Vec<(Fact, Expected)> =
        said.filter_map(|said| Some((said.fact.clone(), said.expected()?))).collect();
    let days = |months: Months| Days::new(months.first().days()?.from(), months.last().days()?.to());
    let whole = days(period).ok_or_else(|| Stop::fault("the period has no days"))?;
    let mut all = Vec::new();
    for input in inputs {
        let named = state.actual().iter().chain(said.iter().map(|(fact, _)| fact));
        let named = named.filter(|fact| fact.name == *input && whole.covers(fact.days));
        let elements: BTreeSet<&Vec<String>> = named.map(|fact| &fact.of).collect();
        all.extend(
            elements.into_iter().map(|of| one(state.actual(), &said, (input, of), (period, whole), plan)),
        );
    }
    Ok(all)
}

fn one(
    actual: &Facts,
    said: &[(Fact, Expected)],
    (input, of): (&String, &Vec<String>),
    (period, whole): (Months, Days),
    plan: &Result<Plan, String>,
) -> Outturn {
    let expected = |days: Days| -> Vec<Expected> {
        let is_its = |fact: &Fact| fact.name == *input && fact.of == *of && fact.days == days;
        said.iter().filter(|(fact, _)| is_its(fact)).map(|(_, expected)| expected.clone()).collect()
    };
    let mut months: Vec<MonthOf> = period
        .each()
        .filter_map(|month| {
            let days = month.days()?;
            let actual = actual.exact(input, of, days).and_then(|fact| match &fact.value {
                FactValue::Number(number) => Some(number.clone()),
                FactValue::Word(_) | FactValue::NotPublished => None,
            });
            Some(MonthOf { month, days, actual, expected: expected(days), run_rate: None })
        })
        .collect();
    let known: Vec<(Month, &Exact)> =
        months.iter().map_while(|month| Some((month.month, month.actual.as_ref()?))).collect();
    let to_date = known.last().map(|(month, _)| *month).zip(sum(known.iter().map(|(_, amount)| *amount)));
    let entered: Option<Vec<&Exact>> = months
        .iter()
        .map(|month| month.actual.as_ref().or_else(|| month.latest().map(|expected| &expected.value)))
        .collect();
    let entered = entered.and_then(|all| sum(all.into_iter()));
    let run_rate = run_rate(period, to_date.as_ref(), plan);
    if let (Ok(rate), Ok(plan)) = (&run_rate, plan) {
        for month in months.iter_mut().filter(|month| month.actual.is_none()) {
            month.run_rate = plan.of_month(month.month).and_then(|share| rate.outturn.times(&share).ok());
        }
    }
    Outturn {
        input: input.clone(),
        of: of.clone(),
        months,
        whole: expected(whole),
        to_date,
        entered,
        run_rate,
    }
}

fn run_rate(
    period: Months,
    to_date: Option<&(Month, Exact)>,
    plan: &Result<Plan, String>,
) -> Result<RunRate, String> {
    let plan = plan.as_ref().map_err(Clone::clone)?;
    let (to, spent) = to_date.ok_or("no month is known yet")?;
    let share = Months::new(period.first(), *to).and_then(|months| plan.share(months));
    let share = share.filter(|share| *share > Exact::zero()).ok_or("nothing was planned up to now")?;
    let outturn = spent.divided_by(&share).map_err(|problem| problem.to_string())?;
    Ok(RunRate { share, outturn })
}

/// The sum; nothing where it is too long to be held.
pub fn sum<'a>(all: impl Iterator<Item = &'a Exact>) -> Option<Exact> {
    let mut sum = Exact::zero();
    for one in all {
        sum = sum.plus(one).ok()?;
    }
    Some(sum)
}
