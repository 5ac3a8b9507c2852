//! `settle`: who pays whom how much in a period.

use crate::load::{self, Alliance};
use crate::print::{Face, data, message};
use crate::recorded::{self, Reading};
use crate::stamp::stamp;
use crate::stop::{Ended, Stop};
use crate::text::{governs, refusal, statement};
use accordant_agreement::calendar::Period;
use accordant_agreement::particulars::Party;
use accordant_agreement::problem::nearest;
use accordant_alliance::command::SettleOn;
use accordant_documents::json::statement_json;
use accordant_documents::page::statement_page;
use accordant_documents::view::StatementView;
use accordant_settlement::{SettledPeriod, series, series_to_date};
use clap::ArgMatches;
use std::path::{Path, PathBuf};

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
        let period = named.map(|name| period(&alliance, Some(name))).transpose()?;
        return super::restated::run(&alliance, period.as_ref(), path, face);
    }
    let period = period(&alliance, named)?;
    let party = asked.get_one::<String>("party").map(|name| party(&alliance, name)).transpose()?;
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
        data(&statement::statement(&alliance, &settled, &view, party).shown(face));
    }
    Ok(Ended::Done)
}

/// Every reason is told; without any fact there is more to say than that each is missing.
fn refused(alliance: &Alliance, settled: &SettledPeriod) -> Stop {
    message(&refusal::refusals(settled.refusals()));
    let stop = Stop::refusal(format!("{} is not settled", settled.period.label));
    if alliance.facts.is_empty() && !alliance.agreement.examples.is_empty() {
        let path = alliance.path.display();
        return stop.help(format!(
            "the folder holds no facts; its worked examples are run by `accordant examples {path}`"
        ));
    }
    stop
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
fn party<'a>(alliance: &'a Alliance, name: &str) -> Result<&'a Party, Stop> {
    let parties = &alliance.agreement.particulars.parties;
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
pub fn settled(alliance: &Alliance, period: &Period, on: SettleOn) -> Result<SettledPeriod, Stop> {
    let Alliance { agreement, facts, .. } = alliance;
    let series = match on {
        SettleOn::ToDate(day) if !period.includes(day) => {
            return Err(Stop::wrong_use(format!("{day} does not lie in {}", period.label))
                .help(format!("it runs from {} to {}", period.from, period.to)));
        }
        SettleOn::ToDate(day) => series_to_date(agreement, facts, day),
        SettleOn::Forecast | SettleOn::Whole => series(agreement, facts, period.from),
    };
    let mut series = series;
    series.pop().ok_or_else(|| Stop::refusal(format!("{} cannot be settled", period.label)))
}
