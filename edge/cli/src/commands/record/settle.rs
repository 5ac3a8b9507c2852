//! `settle --record`: a period is settled provisionally, and the record keeps it.

use crate::commands::settle as on_screen;
use crate::load;
use crate::print::{Face, data};
use crate::recorded::{actor, host, load as of_record, told};
use crate::stop::{Ended, Stop};
use crate::text::record;
use accordant_agreement::calendar::Period;
use accordant_alliance::Command;
use accordant_alliance::command::SettleOn;
use accordant_alliance::state::Pick;
use clap::ArgMatches;
use jiff::civil::Date;
use std::path::Path;

/// Settles and records.
pub fn run(asked: &ArgMatches, folder: &Path, face: Face) -> Result<Ended, Stop> {
    if !accordant_host::is_recorded(folder) {
        return Err(Stop::wrong_use(format!("`{}` keeps no record", folder.display()))
            .help("found the alliance first, with `accordant found`; without `--record` it is settled on the screen"));
    }
    let alliance = host().open(folder).map_err(told::stop)?;
    let state = alliance.state().map_err(told::stop)?;
    let loaded = of_record::of_state(&state, folder, None, Pick::Actual)?;
    let named = asked.get_one::<String>("period").map(String::as_str);
    let on = on(asked)?;
    let period = on_screen::asked_period(&loaded, named, on)?;
    let command = Command::Settle { period: period.label.clone(), on };
    let answer = actor::submit(&alliance, asked, command)?;
    let state = alliance.state().map_err(told::stop)?;
    let settled = state
        .settlement_of(answer.last)
        .ok_or_else(|| Stop::fault(format!("entry {} cannot be found again", answer.last)))?;
    if face.is_json() {
        data(&record::settlement_json(settled).document());
    } else {
        data(&record::settlement(&loaded, settled, true)?.shown(face));
    }
    Ok(Ended::Done)
}

/// On which facts the arguments ask to settle.
pub fn on(asked: &ArgMatches) -> Result<SettleOn, Stop> {
    match (asked.get_one::<String>("to"), asked.get_flag("forecast")) {
        (Some(_), true) => {
            Err(Stop::wrong_use("`--to` settles the days so far, `--forecast` the whole period")
                .help("leave one of them out"))
        }
        (Some(text), false) => Ok(SettleOn::ToDate(last_day(text)?)),
        (None, true) => Ok(SettleOn::Forecast),
        (None, false) => Ok(SettleOn::Whole),
    }
}

/// How a command asks for these facts again: with a space before it, for it comes last.
pub fn said(on: SettleOn) -> String {
    match on {
        SettleOn::ToDate(day) => format!(" --to {day}"),
        SettleOn::Forecast => " --forecast".to_string(),
        SettleOn::Whole => String::new(),
    }
}

/// The last day that is settled, if only the days up to one are; it lies in the period.
pub fn to_date(on: SettleOn, period: &Period) -> Result<Option<Date>, Stop> {
    match on {
        SettleOn::ToDate(day) if !period.includes(day) => {
            Err(Stop::wrong_use(format!("{day} does not lie in {}", period.label))
                .help(format!("it runs from {} to {}", period.from, period.to)))
        }
        SettleOn::ToDate(day) => Ok(Some(day)),
        SettleOn::Forecast | SettleOn::Whole => Ok(None),
    }
}

/// A day, or the last day of a month.
pub fn last_day(text: &str) -> Result<Date, Stop> {
    let month = text
        .split_once('-')
        .and_then(|(year, month)| load::month(year.parse().ok()?, month.parse().ok()?).map(|days| days.to()));
    let day = if text.len() == 7 { month } else { text.parse().ok() };
    day.ok_or_else(|| {
        Stop::wrong_use(format!("`{text}` is no day or month"))
            .help("write 2025-09-30, or 2025-09 for its last day")
    })
}
