//! `settle`: who pays whom how much in a period.

use crate::load::{self, Alliance};
use crate::print::{Face, data, message};
use crate::recorded::{self, Reading};
use crate::stamp::stamp;
use crate::stop::{Ended, Stop};
use crate::text::{governs, refusal, statement};
use accordant_agreement::Agreement;
use accordant_agreement::calendar::Period;
use accordant_agreement::particulars::Party;
use accordant_agreement::problem::nearest;
use accordant_alliance::command::SettleOn;
use accordant_documents::json::statement_json;
use accordant_documents::page::statement_page;
use accordant_documents::view::StatementView;
use accordant_settlement::{SettledPeriod, series, series_to_date};
use clap::ArgMatches;
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// So many days are tried to find one up to which a period can be settled.
const DAYS_TRIED: usize = 12;

/// Settles a period, or what else of settling is asked for.
pub fn run(asked: &ArgMatches, face: Face, reading: Reading) -> Result<Ended, Stop> {
    let path = |name: &str| asked.get_one::<PathBuf>(name).map(PathBuf::as_path);
    let folder = path("folder").unwrap_or(Path::new("."));
    if asked.get_flag("record") {
        return super::record::settle::run(asked, folder, face);
    }
    let on = super::record::settle::on(asked)?;
    let alliance = match on {
        SettleOn::Forecast => recorded::load::with_forecast(folder, reading)?,
        SettleOn::ToDate(_) | SettleOn::Whole => load::alliance(folder, path("facts"), reading)?,
    };
    let named = asked.get_one::<String>("period").map(String::as_str);
    if let Some(rows) = path("each") {
        return crate::each::run(&alliance, rows, named, None, face);
    }
    if !has_money(&alliance) {
        data(&if face.is_json() {
            governs::as_json(&alliance).document()
        } else {
            governs::governs(&alliance).shown(face)
        });
        return Ok(Ended::Done);
    }
    if let Some(path) = path("restated") {
        let wanted = match (named, on) {
            (None, SettleOn::Forecast | SettleOn::Whole) => None,
            _ => Some(asked_period(&alliance, named, on)?),
        };
        return super::restated::run(&alliance, wanted.as_ref(), on, path, face);
    }
    let period = asked_period(&alliance, named, on)?;
    let party = asked.get_one::<String>("party").map(|name| party(&alliance.agreement, name)).transpose()?;
    let settled = settled(&alliance, &period, on)?;
    let view = StatementView::new(&alliance.agreement, &settled, stamp(&alliance));
    if face.is_json() {
        data(&format!("{}\n", statement_json(&view).trim_end()));
    }
    if settled.refusals().next().is_some() {
        return Err(refused(&alliance, &settled));
    }
    if let Some(file) = path("html") {
        write(file, &statement_page(&view, alliance.agreement.terms.as_ref()))?;
        message(&format!("wrote {}\n", file.display()));
    } else if !face.is_json() {
        data(&statement::statement(&alliance, &settled, &view, party, &again(asked, on)).shown(face));
    }
    Ok(Ended::Done)
}

/// Every reason is told; without any fact, or with facts up to a day, there is more to say than that each is missing.
fn refused(alliance: &Alliance, settled: &SettledPeriod) -> Stop {
    message(&refusal::refusals(settled.refusals()));
    let stop = Stop::refusal(format!("{} is not settled", settled.period.label));
    if let Some(day) = settles_to(alliance, settled) {
        let label = &settled.period.label;
        return stop.help(format!("facts reach to {day}: `--to {day}` settles {label} to that day"));
    }
    if alliance.facts.is_empty() && !alliance.agreement.examples.is_empty() {
        let path = alliance.path.display();
        return stop.help(format!(
            "the folder holds no facts; its worked examples are run by `accordant examples {path}`"
        ));
    }
    stop
}

/// The last day up to which the period can be settled, where it cannot be to its end for want of facts.
pub fn settles_to(alliance: &Alliance, settled: &SettledPeriod) -> Option<Date> {
    let period = &settled.period;
    let ends = alliance.facts.iter().map(|fact| fact.days.to());
    let ends: BTreeSet<Date> = ends.filter(|day| period.includes(*day) && *day < period.to).collect();
    let is_settled = |day: &Date| {
        let settled = self::settled(alliance, period, SettleOn::ToDate(*day));
        settled.is_ok_and(|settled| settled.refusals().next().is_none())
    };
    ends.into_iter().rev().take(DAYS_TRIED).find(is_settled)
}

fn write(file: &Path, text: &str) -> Result<(), Stop> {
    std::fs::write(file, text)
        .map_err(|error| Stop::fault(format!("`{}` cannot be written: {error}", file.display())))
}

/// Whether the agreement has anything to settle.
pub fn has_money(alliance: &Alliance) -> bool {
    alliance
        .agreement
        .terms
        .as_ref()
        .is_some_and(|terms| !terms.postings.is_empty() || !terms.lines.is_empty())
}

/// What was asked for beside folder and period, as a command that explains the statement has to say it again.
fn again(asked: &ArgMatches, on: SettleOn) -> String {
    let mut said = super::record::settle::said(on);
    for name in ["as-at", "on"] {
        said.extend(asked.get_one::<String>(name).map(|text| format!(" --{name} {text}")));
    }
    if let Some(file) = asked.get_one::<PathBuf>("facts").map(|file| file.display().to_string()) {
        said.push_str(&if file.contains(' ') {
            format!(" --facts '{file}'")
        } else {
            format!(" --facts {file}")
        });
    }
    said
}

/// The period that is named, or that of the day up to which is settled; of a record else the one that was settled or
/// opened last, for what is planned for the next year makes no period the present one; else the latest with facts.
pub fn asked_period(alliance: &Alliance, named: Option<&str>, on: SettleOn) -> Result<Period, Stop> {
    let of_record = || {
        let last = alliance.recorded.as_ref()?.last_period.as_ref()?;
        alliance.periods.iter().find(|period| period.label == *last).cloned()
    };
    match (named, on) {
        (None, SettleOn::ToDate(day)) => {
            let found = alliance.periods.iter().find(|period| period.includes(day)).cloned();
            found.ok_or_else(|| {
                let labels: Vec<&str> = alliance.periods.iter().map(|period| period.label.as_str()).collect();
                Stop::wrong_use(format!("{day} lies in no period of the agreement"))
                    .help(format!("the term has {}", listed(&labels)))
            })
        }
        (None, _) => of_record().map_or_else(|| period(alliance, None), Ok),
        (Some(_), _) => period(alliance, named),
    }
}

/// The period that is named, or the latest with facts.
pub fn period(alliance: &Alliance, named: Option<&str>) -> Result<Period, Stop> {
    let labels = || alliance.periods.iter().map(|period| period.label.as_str());
    if let Some(name) = named {
        let found = alliance.periods.iter().find(|period| period.label == name);
        return found.cloned().ok_or_else(|| {
            let help = match nearest(name, labels()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the term has {}", listed(&labels().collect::<Vec<_>>())),
            };
            Stop::wrong_use(format!("the agreement has no period `{name}`")).help(help)
        });
    }
    let last = alliance.facts.iter().map(|fact| fact.days.to()).max();
    let with_facts = |period: &&Period| {
        alliance.facts.iter().any(|fact| fact.days.from() <= period.to && period.from <= fact.days.to())
    };
    let latest = last.and_then(|_| alliance.periods.iter().rev().find(with_facts));
    latest.or(alliance.periods.first()).cloned().ok_or_else(|| {
        Stop::refusal("the agreement does not say when it settles").help("write `settles` under `alliance`")
    })
}

/// A few names, and how many more there are.
fn listed(names: &[&str]) -> String {
    match names {
        [] => "no period".to_string(),
        [one] => one.to_string(),
        [first, .., last] => format!("{first} to {last}"),
    }
}

/// The party of that name.
pub fn party<'a>(agreement: &'a Agreement, name: &str) -> Result<&'a Party, Stop> {
    let parties = &agreement.particulars.parties;
    parties.iter().find(|party| party.name == name).ok_or_else(|| {
        let names: Vec<&str> = parties.iter().map(|party| party.name.as_str()).collect();
        let help = match nearest(name, names.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the parties are {}", names.join(", ")),
        };
        Stop::wrong_use(format!("there is no party `{name}`")).help(help)
    })
}

/// The series from the first period, as far as this one: pools and carried values come from those before.
pub fn settled_series(
    alliance: &Alliance,
    period: &Period,
    on: SettleOn,
) -> Result<Vec<SettledPeriod>, Stop> {
    let Alliance { agreement, facts, .. } = alliance;
    match on {
        SettleOn::ToDate(day) if !period.includes(day) => {
            Err(Stop::wrong_use(format!("{day} does not lie in {}", period.label))
                .help(format!("it runs from {} to {}", period.from, period.to)))
        }
        SettleOn::ToDate(day) => Ok(series_to_date(agreement, facts, day)),
        SettleOn::Forecast | SettleOn::Whole => Ok(series(agreement, facts, period.from)),
    }
}

/// The period, settled.
pub fn settled(alliance: &Alliance, period: &Period, on: SettleOn) -> Result<SettledPeriod, Stop> {
    let mut series = settled_series(alliance, period, on)?;
    series.pop().ok_or_else(|| Stop::refusal(format!("{} cannot be settled", period.label)))
}
