//! The actual against the target, as far as the facts let the period be settled.

use crate::load;
use accordant_agreement::calendar::Period;
use accordant_facts::Days;
use accordant_intake::counting::Target;
use accordant_money::{Exact, Number};
use accordant_settlement::{SettledPeriod, Value, series, series_to_date};
use jiff::civil::Date;

/// What the settlement says of the target and of what is held against it.
pub struct Against {
    /// The last day that is settled.
    pub to: Date,
    /// Whether that is the whole period.
    pub is_whole: bool,
    /// The target up to that day.
    pub target: Exact,
    /// What is held against it.
    pub actual: Exact,
    /// By how much the actual is above the target; less than nothing if it is below.
    pub over: Exact,
}

/// Holds the actual of a period against its target: of the whole period, or of the days up to the last month whose
/// facts are all known. Why it cannot be told, if so.
pub fn against(alliance: &load::Alliance, period: &Period, target: &Target) -> Result<Against, String> {
    let whole = series(&alliance.agreement, &alliance.facts, period.from);
    let why = match of(&whole, period, target, period.to) {
        Ok(against) => return Ok(Against { is_whole: true, ..against }),
        Err(why) => why,
    };
    let days = Days::new(period.from, period.to).ok_or("the period has no days")?;
    let mut ends: Vec<Date> = alliance.facts.iter().map(|fact| fact.days.to()).collect();
    ends.retain(|day| days.contains(*day) && *day < days.to() && *day == day.last_of_month());
    ends.sort_unstable();
    ends.dedup();
    let to_date = ends.into_iter().rev().find_map(|day| {
        let settled = series_to_date(&alliance.agreement, &alliance.facts, day);
        of(&settled, period, target, day).ok()
    });
    to_date.ok_or(why)
}

fn of(settled: &[SettledPeriod], period: &Period, target: &Target, to: Date) -> Result<Against, String> {
    let settled = settled.iter().find(|settled| settled.period.label == period.label);
    let settled = settled.ok_or_else(|| format!("{} is not settled", period.label))?;
    if let Some(refusal) = settled.refusals().next() {
        return Err(refusal.what.clone());
    }
    let target_cost = figure(settled, &target.is)?;
    let actual = figure(settled, &target.against)?;
    let over = actual.minus(&target_cost).map_err(|problem| problem.to_string())?;
    Ok(Against { to, is_whole: false, target: target_cost, actual, over })
}

/// A figure over all parts into which changes cut the period.
fn figure(settled: &SettledPeriod, name: &str) -> Result<Exact, String> {
    let mut sum = Exact::zero();
    for part in &settled.parts {
        let reason = part.reasons.iter().find(|reason| reason.address == name);
        let value = reason.map(|reason| &reason.value).ok_or_else(|| format!("`{name}` is not computed"))?;
        let Value::Exact(value) = value else { return Err(format!("`{name}` is not exactly known")) };
        sum = sum.plus(value).map_err(|problem| problem.to_string())?;
    }
    Ok(sum)
}
