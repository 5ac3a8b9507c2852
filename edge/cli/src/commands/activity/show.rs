//! `activity show`: what was planned and done, as the latest submissions say.

use crate::print::{Face, data};
use crate::recorded::{Reading, open, told};
use crate::stop::{Ended, Stop};
use crate::text::json::Json;
use crate::text::sheet::{Fact, Sheet};
use accordant_activity::counting::Counting;
use accordant_activity::{Amounts, Cell, Month, Scaled, TooLarge, Total};
use accordant_documents::figures;
use accordant_host::Which;
use accordant_intake::counting::{CountingText, SiteText, setting_word};
use clap::ArgMatches;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// What lines of one name come to, and from how many rows.
#[derive(Default)]
struct Sum {
    amounts: Amounts,
    rows: u64,
    /// What the plan of the year says for the months of which anything is held, where there is one.
    phased: Option<Scaled>,
}

impl Sum {
    /// By how much more was done than planned: as the lines say, and only where none says it as the phased plan does.
    fn variance(&self) -> Option<Scaled> {
        let Amounts { planned, actual } = &self.amounts;
        let planned = if planned.activity.said().is_some() { planned.activity.known() } else { self.phased };
        actual.activity.known()?.minus(planned?).ok()
    }
}

/// Shows activity, told apart by what is asked.
pub fn run(asked: &ArgMatches, face: Face, reading: Reading) -> Result<Ended, Stop> {
    let alliance = open(asked)?;
    let state = alliance.state_at(reading.as_at).map_err(told::stop)?;
    let counting = super::counted_by(&alliance, &state)?.ok_or_else(|| {
        Stop::refusal("no activity has been imported").help("`accordant import FILE` imports it")
    })?;
    let CountingText { activity: counting, sites, .. } = counting;
    let by = asked.get_one::<String>("by").map_or("service", String::as_str);
    let month = asked.get_one::<String>("month").map(|text| month(text)).transpose()?;
    let mut sums: BTreeMap<String, Sum> = BTreeMap::new();
    let mut months: BTreeSet<Month> = BTreeSet::new();
    for cell in &alliance.latest(&state, &Which::ALL).map_err(told::stop)?.cells() {
        if month.is_some_and(|month| month != cell.key.month) {
            continue;
        }
        months.insert(cell.key.month);
        let sum = sums.entry(told_apart(by, cell, &counting, &sites)).or_default();
        sum.amounts = sum.amounts.plus(&cell.amounts).map_err(too_large)?;
        sum.rows += cell.rows.count();
    }
    if by == "service" {
        planned(&counting, &months, &mut sums).map_err(too_large)?;
    }
    data(&if face.is_json() { json(by, &sums) } else { laid(by, &sums, face) });
    Ok(Ended::Done)
}

/// What the plan of the year says of each service for these months; one that did nothing has its plan all the same.
fn planned(
    counting: &Counting,
    months: &BTreeSet<Month>,
    sums: &mut BTreeMap<String, Sum>,
) -> Result<(), TooLarge> {
    for line in counting.plans.iter().flat_map(|plan| &plan.lines) {
        let service = &line.service;
        let mut phased = None;
        for month in months {
            if let Some(more) = counting.planned(service, *month)? {
                phased = Some(phased.unwrap_or(Scaled::ZERO).plus(more)?);
            }
        }
        if phased.is_some() {
            sums.entry(service.clone()).or_default().phased = phased;
        }
    }
    Ok(())
}

fn too_large(problem: TooLarge) -> Stop {
    Stop::fault(problem.to_string())
}

fn month(text: &str) -> Result<Month, Stop> {
    Month::parse(text)
        .ok_or_else(|| Stop::wrong_use(format!("`{text}` is no month")).help("write `--month 2025-06`"))
}

fn told_apart(by: &str, cell: &Cell, counting: &Counting, sites: &BTreeMap<String, SiteText>) -> String {
    let key = &cell.key;
    match by {
        "provider" => counting.party(&key.provider).unwrap_or(&key.provider).to_string(),
        "site" => key.site.as_deref().unwrap_or("site not said").to_string(),
        "setting" => match &key.site {
            Some(site) => {
                sites.get(&**site).map_or("setting not said", |site| setting_word(site.setting)).to_string()
            }
            None => "site not said".to_string(),
        },
        "point_of_delivery" => key.point_of_delivery.to_string(),
        "month" => super::month_of(key.month),
        _ => counting.service(key).unwrap_or(super::COUNTED_NOWHERE).to_string(),
    }
}

fn figures(amounts: &Amounts) -> [(&'static str, &Total); 4] {
    [
        ("planned activity", &amounts.planned.activity),
        ("actual activity", &amounts.actual.activity),
        ("planned price", &amounts.planned.price),
        ("actual price", &amounts.actual.price),
    ]
}

pub(super) fn shown(total: &Total) -> String {
    let said = total.said().map_or_else(|| "not said".to_string(), |said: Scaled| said.to_string());
    if total.unsaid() == 0 || total.said().is_none() {
        said
    } else {
        format!("{said}, {} not said", total.unsaid())
    }
}

fn laid(by: &str, sums: &BTreeMap<String, Sum>, face: Face) -> String {
    let mut sheet = Sheet::default();
    sheet.heading(format!("Activity by {}, as the latest submissions say", by.replace('_', " ")));
    for (name, sum) in sums {
        let mut fact = Fact::new(name.as_str(), shown(&sum.amounts.actual.activity));
        let others = figures(&sum.amounts).map(|(what, total)| format!("{what} {}", shown(total)));
        fact.notes.push(others.join("; "));
        if let Some(phased) = sum.phased {
            fact.notes.push(format!("phased plan {}", figures::number(&phased.to_exact())));
        }
        if let Some(variance) = sum.variance() {
            let than =
                if sum.amounts.planned.activity.said().is_some() { "planned" } else { "the phased plan" };
            fact.notes.push(match variance.cmp(&Scaled::ZERO) {
                Ordering::Equal => format!("as {than}"),
                Ordering::Greater => format!("{} more than {than}", figures::number(&variance.to_exact())),
                Ordering::Less => format!("{} fewer than {than}", positive(variance)),
            });
        }
        fact.notes.push(format!("from {}", crate::load::counted(sum.rows as usize, "row")));
        sheet.fact(fact);
    }
    sheet.shown(face)
}

fn positive(variance: Scaled) -> String {
    figures::number(&Scaled::from_units(variance.units().saturating_neg()).to_exact())
}

fn json(by: &str, sums: &BTreeMap<String, Sum>) -> String {
    let one = |(name, sum): (&String, &Sum)| {
        let [planned, actual, planned_price, actual_price] =
            figures(&sum.amounts).map(|(_, total)| Json::maybe(total.said().map(|said| said.to_string())));
        Json::Map(vec![
            ("name", Json::text(name.as_str())),
            ("planned_activity", planned),
            ("actual_activity", actual),
            ("planned_price", planned_price),
            ("actual_price", actual_price),
            ("rows", Json::Whole(sum.rows)),
            ("phased_plan", Json::maybe(sum.phased.map(|phased| phased.to_string()))),
            ("more_than_planned", Json::maybe(sum.variance().map(|variance| variance.to_string()))),
        ])
    };
    Json::Map(vec![("by", Json::text(by)), ("sums", Json::List(sums.iter().map(one).collect()))]).document()
}
