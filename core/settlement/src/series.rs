//! Periods one after another, each in its parts, with balances carried (S19, S21).

use crate::compile::Setting;
use crate::refusal::{Refusal, RefusalKind};
use crate::settle::{Settlement, settle};
use crate::sources::Brought;
use accordant_agreement::Agreement;
use accordant_agreement::calendar::{Period, periods, term_year};
use accordant_agreement::terms::{Account, Condition, ConditionKind, Payees, Rule, Terms};
use accordant_facts::{Days, Facts};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use jiff::ToSpan;
use jiff::civil::Date;

/// The most periods that a series goes through: two hundred years of months.
const PERIODS_MAX: usize = 2_400;

/// A period that was settled, in the parts into which changes cut it.
#[derive(Debug, Clone)]
pub struct SettledPeriod {
    /// The period.
    pub period: Period,
    /// Its parts; one if nothing cuts it.
    pub parts: Vec<Settlement>,
}

impl SettledPeriod {
    /// The last day that is settled, where days of the period come after it; nothing where the whole of it is settled.
    pub fn to_date(&self) -> Option<Date> {
        let last = self.parts.last()?.setting.part.to();
        (last < self.period.to).then_some(last)
    }

    /// Why it cannot be settled; nothing if it is.
    pub fn refusals(&self) -> impl Iterator<Item = &Refusal> {
        self.parts.iter().flat_map(|part| part.refusals.iter())
    }
}

/// Settles the periods in order, from the first that has facts to the one that begins on or before `last`.
///
/// A later one without facts is passed over where nothing is carried forward; else it is settled on what the agreement
/// says of missing facts, so that no balance comes silently from two periods back. Empty if the agreement has no money terms.
pub fn series(agreement: &Agreement, facts: &Facts, last: Date) -> Vec<SettledPeriod> {
    series_until(agreement, facts, last, None)
}

/// Settles as [`series`] does, and of the period in which this day lies only the days up to it, the day included.
///
/// What is known for a whole period alone serves its first days as it serves any part of it: by the rule that the input
/// names (S20), or not at all.
pub fn series_to_date(agreement: &Agreement, facts: &Facts, day: Date) -> Vec<SettledPeriod> {
    series_until(agreement, facts, day, Some(day))
}

fn series_until(agreement: &Agreement, facts: &Facts, last: Date, until: Option<Date>) -> Vec<SettledPeriod> {
    let Some(terms) = &agreement.terms else { return Vec::new() };
    let mut brought = Brought::default();
    let mut broken: Option<Broken> = None;
    let carries = carries(terms);
    let mut settled = Vec::new();
    for period in
        periods(&agreement.particulars.alliance).take(PERIODS_MAX).take_while(|period| period.from <= last)
    {
        let Some(days) = Days::new(period.from, period.to) else { continue };
        let wanted = days.contains(last);
        let has_facts = facts.iter().any(|fact| days.covers(fact.days));
        let carried_through = carries && !settled.is_empty();
        if !wanted && !has_facts && !carried_through {
            continue;
        }
        let settled_days = match until {
            Some(day) if days.contains(day) => Days::new(period.from, day).unwrap_or(days),
            _ => days,
        };
        let mut one = settle_period(agreement, terms, facts, &period, (days, settled_days), &mut brought);
        if let Some(before) = &broken
            && carries
        {
            one.parts.iter_mut().for_each(|part| part.refusals.push(carried_from(before)));
        }
        if broken.is_none() && one.refusals().next().is_some() {
            broken = Some(Broken { label: period.label.clone(), has_facts });
        }
        settled.push(one);
    }
    settled
}

/// The setting of a whole period, uncut.
pub fn whole(agreement: &Agreement, period: &Period) -> Option<Setting> {
    let days = Days::new(period.from, period.to)?;
    Some(setting(agreement, period, days, days))
}

fn settle_period(
    agreement: &Agreement,
    terms: &Terms,
    facts: &Facts,
    period: &Period,
    (days, settled_days): (Days, Days),
    brought: &mut Brought,
) -> SettledPeriod {
    let mut parts = Vec::new();
    for part in cut(terms, settled_days) {
        let settlement = settle(terms, &setting(agreement, period, days, part), facts, brought);
        *brought = settlement.brought.clone();
        parts.push(settlement);
    }
    SettledPeriod { period: period.clone(), parts }
}

fn setting(agreement: &Agreement, period: &Period, days: Days, part: Days) -> Setting {
    let label = if part == days { period.label.clone() } else { part.to_string() };
    let term_year = term_year(&agreement.particulars.alliance.term, part.from());
    Setting { label, period: days, part, term_year }
}

/// The parts into which changes of roles, and of work allocation where a term asks for it, cut a period.
fn cut(terms: &Terms, period: Days) -> Vec<Days> {
    let mut first_days: Vec<Date> = Vec::new();
    let mut change = |from: Option<Date>, to: Option<Date>| {
        first_days.extend(from);
        first_days.extend(to.and_then(|to| to.checked_add(1_i64.days()).ok()));
    };
    for index in terms.indexes.iter().filter(|index| index.of_parties) {
        index.elements.iter().for_each(|element| change(element.from, element.to));
    }
    if asks_responsible(terms) {
        terms.responsible.iter().for_each(|row| change(row.from, row.to));
    }
    first_days.retain(|day| period.from() < *day && *day <= period.to());
    first_days.sort_unstable();
    first_days.dedup();
    let mut parts = Vec::new();
    let mut from = period.from();
    for day in first_days {
        let last = day.checked_sub(1_i64.days()).ok();
        parts.extend(last.and_then(|last| Days::new(from, last)));
        from = day;
    }
    parts.extend(Days::new(from, period.to()));
    parts
}

fn asks_responsible(terms: &Terms) -> bool {
    let postings = terms.postings.iter().any(|posting| {
        matches!(posting.pot, Account::Responsible(_))
            || posting.shares.iter().any(|share| matches!(share.payees, Payees::One(Account::Responsible(_))))
    });
    postings || terms.lines.iter().any(|line| rule_asks(&line.rule))
}

fn rule_asks(rule: &Rule) -> bool {
    match rule {
        Rule::Gate { when, then, .. } => condition_asks(when) || rule_asks(then),
        Rule::Choose(branches, _) => branches.iter().any(|branch| condition_asks(&branch.when)),
        Rule::Steps(_, steps) => steps.iter().any(|step| step.when.as_ref().is_some_and(condition_asks)),
        _ => false,
    }
}

fn condition_asks(condition: &Condition) -> bool {
    match &condition.kind {
        ConditionKind::Responsible(..) => true,
        ConditionKind::Both(a, b) | ConditionKind::Either(a, b) => condition_asks(a) || condition_asks(b),
        ConditionKind::Not(inner) => condition_asks(inner),
        _ => false,
    }
}

fn carries(terms: &Terms) -> bool {
    !terms.pools.is_empty() || terms.inputs.iter().any(|input| input.carried.is_some())
}

/// A period that cannot be settled.
struct Broken {
    label: String,
    has_facts: bool,
}

fn carried_from(before: &Broken) -> Refusal {
    let Broken { label, has_facts } = before;
    let (why, help) = if *has_facts {
        ("cannot be settled", format!("settle {label} first"))
    } else {
        ("has no facts and cannot be settled without them", format!("give the facts of {label}"))
    };
    let what = format!("{label} {why}, and balances are carried from it into this period");
    let help = Some(help);
    Refusal { kind: RefusalKind::Rule, what, place: None, help }
}
