//! `plan`: what is planned for each year, service by service, and how it is spread over the months.

use super::Reader;
use accordant_activity::counting::{Counting, Dimension, Figure, PlanLine, YearPlan};
use accordant_activity::{Month, Phased, Scaled, Year};
use accordant_agreement::problem::{Place, in_backticks};
use accordant_agreement::tree::{Entry, Node};
use accordant_agreement::working_days::WorkingDays;
use accordant_facts::Days;
use jiff::civil::Date;

const PLAN_KEYS: [&str; 3] = ["stated_in", "phased", "services"];
const LINE_KEYS: [&str; 3] = ["total", "providers", "phased"];
const WORKING_DAYS: &str = "working days";
/// How a year is spread.
const PHASED_HELP: &str =
    "write `working days`, or twelve parts such as `[8, 8, 9, 9, 7, 9, 9, 8, 7, 9, 8, 9]`, April first";
const MONTHS: usize = 12;

/// By what a year is spread.
#[derive(Clone)]
enum Weights {
    WorkingDays,
    Profile([Scaled; MONTHS]),
}

impl Reader<'_> {
    /// The plan of one year.
    pub(super) fn plan(&mut self, entry: &Entry) -> Option<YearPlan> {
        let Some(year) = Year::parse(&entry.key) else {
            let what = format!("{} is no financial year", in_backticks(&entry.key));
            self.tell(&entry.key_place, &entry.key, "bad-period", what, "write it like `2025-26`");
            return None;
        };
        let entries = self.map(&entry.key, &entry.value)?;
        self.only(entries, &PLAN_KEYS);
        let stated = self.needed(entry, &entry.value, "stated_in", "write where the parties state it");
        let stated_in = stated.and_then(|stated| self.text(stated)).map(str::to_string);
        let phased = self.needed(entry, &entry.value, "phased", PHASED_HELP);
        let weights = phased.and_then(|phased| self.weights(year, phased));
        let help = "write the year's total of each service";
        let services = self.needed(entry, &entry.value, "services", help)?;
        let services = self.map(&services.key, &services.value)?;
        let weights = weights?;
        let lines = services.iter().flat_map(|service| self.planned(year, service, &weights)).collect();
        let term = &self.agreement.particulars.alliance.term;
        let within = Days::new(term.from, term.to.unwrap_or(Date::MAX))?;
        Some(YearPlan { year, stated_in: stated_in?, within, lines })
    }

    /// A total, or a map with the total or with that of each provider, and perhaps a profile of its own.
    fn planned(&mut self, year: Year, entry: &Entry, weights: &Weights) -> Vec<PlanLine> {
        if self.known_service(entry).is_none() {
            return Vec::new();
        }
        if entry.value.as_map().is_none() {
            let total = self.number(entry);
            let line = total.and_then(|total| self.plan_line(year, entry, (None, total), weights));
            return line.into_iter().collect();
        }
        self.only(entry.value.as_map().unwrap_or_default(), &LINE_KEYS);
        let own = match entry.value.entry("phased") {
            Some(own) => self.weights(year, own),
            None => Some(weights.clone()),
        };
        let Some(weights) = own else { return Vec::new() };
        let totals: Vec<(Option<String>, Scaled)> =
            match (entry.value.entry("total"), entry.value.entry("providers")) {
                (Some(total), None) => self.number(total).map(|total| (None, total)).into_iter().collect(),
                (None, Some(providers)) => {
                    let each = self.map(&providers.key, &providers.value).unwrap_or_default();
                    each.iter().filter_map(|one| self.of_provider(one)).collect()
                }
                _ => {
                    let what = format!("what is planned of {} is not one total", in_backticks(&entry.key));
                    let help = "write its `total`, or its `providers` with the total of each";
                    self.tell(&entry.key_place, &entry.key, "missing-key", what, help);
                    Vec::new()
                }
            };
        totals.into_iter().filter_map(|total| self.plan_line(year, entry, total, &weights)).collect()
    }

    fn of_provider(&mut self, entry: &Entry) -> Option<(Option<String>, Scaled)> {
        self.known_party(&entry.key_place, &entry.key)?;
        Some((Some(entry.key.clone()), self.number(entry)?))
    }

    fn plan_line(
        &mut self,
        year: Year,
        entry: &Entry,
        (party, total): (Option<String>, Scaled),
        weights: &Weights,
    ) -> Option<PlanLine> {
        let phased = match weights {
            Weights::Profile(parts) => Phased::by_profile(year, total, *parts),
            Weights::WorkingDays => {
                let working = WorkingDays::of(&self.agreement.particulars.alliance);
                let within =
                    |month: Month| month.days().and_then(|days| working.within(days.from(), days.to()));
                Phased::by_working_days(year, total, within)
            }
        };
        match phased {
            Ok(phased) => Some(PlanLine { service: entry.key.clone(), party, phased }),
            Err(problem) => {
                self.tell(&entry.key_place, &entry.key, "phasing", problem.to_string(), PHASED_HELP);
                None
            }
        }
    }

    fn weights(&mut self, year: Year, entry: &Entry) -> Option<Weights> {
        if entry.value.as_text() == Some(WORKING_DAYS) {
            return self.knows_working_days(year, &entry.value.place).then_some(Weights::WorkingDays);
        }
        let parts: Option<Vec<Scaled>> =
            entry.value.as_list().map(|nodes| nodes.iter().filter_map(scaled).collect());
        let profile = parts.and_then(|parts| <[Scaled; MONTHS]>::try_from(parts).ok());
        let is_whole = entry.value.as_list().is_some_and(|nodes| nodes.len() == MONTHS);
        if profile.is_none() || !is_whole {
            let what = format!("{} says nothing of how the year is spread", in_backticks(&entry.key));
            let words = entry.value.as_text().unwrap_or_default();
            self.tell(&entry.value.place, words, "phasing", what, PHASED_HELP);
            return None;
        }
        profile.map(Weights::Profile)
    }

    /// Whether the working days of the year are known. A year without a closed day was not thought of: every year has
    /// bank holidays.
    fn knows_working_days(&mut self, year: Year, place: &Place) -> bool {
        let days = self.agreement.particulars.alliance.business_days.as_ref();
        let closed: &[Date] = days.map(|days| days.closed.as_slice()).unwrap_or_default();
        let is_known = |calendar: i16| closed.iter().any(|day| day.year() == calendar);
        if let Some(unknown) = [year.starts(), year.starts() + 1].into_iter().find(|one| !is_known(*one)) {
            let what =
                format!("the agreement names no closed day of {unknown}, so its working days are not known");
            let help = "list the bank holidays of the year as `closed` of the agreement's `business_days`";
            self.tell(place, WORKING_DAYS, "phasing", what, help);
            return false;
        }
        true
    }

    /// A plan that an input is told apart by something of which it says nothing would leave that input out.
    pub(super) fn plan_fits(&mut self, root: &Node, counting: &Counting) {
        // A plan that has problems was told of, and more of it is not known.
        if root.entry("plan").is_some() && counting.plans.iter().all(|plan| plan.lines.is_empty()) {
            return;
        }
        let inputs = root.entry("inputs");
        for counted in counting.inputs.iter().filter(|counted| counted.figure == Figure::PhasedPlan) {
            let lines = counting.plans.iter().flat_map(|plan| &plan.lines);
            let without = lines.clone().find(|line| line.party.is_none());
            let asks_provider = counted.of.contains(&Dimension::Provider);
            let (what, help) = match (lines.clone().next(), without) {
                (None, _) => (
                    format!("{} is the phased plan, and there is none", in_backticks(&counted.input)),
                    "write a `plan` with the year's total of each service",
                ),
                _ if counted.of.contains(&Dimension::Commissioner) => (
                    "a plan says nothing of commissioners".to_string(),
                    "count it as an input that is given by service or provider",
                ),
                (_, Some(line)) if asks_provider => (
                    format!("the plan of {} does not say who provides it", in_backticks(&line.service)),
                    "write its `providers` with the total of each",
                ),
                _ => continue,
            };
            let entry = inputs.and_then(|inputs| inputs.value.entry(&counted.input));
            let Some(place) = entry.map(|entry| entry.key_place.clone()) else { continue };
            self.tell(&place, &counted.input, "no-plan", what, help);
        }
    }
}

fn scaled(node: &Node) -> Option<Scaled> {
    Scaled::parse(node.as_text()?)
}
