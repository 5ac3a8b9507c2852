//! An alliance with a record, as commands meet it: opened, asked, read as it was known and as it is in effect.
//!
//! Everything here is one call to the host and words around it. Start with [`open`].

pub mod actor;
pub mod load;
pub mod told;
pub mod words;

use crate::stop::Stop;
use accordant_agreement::Agreement;
use accordant_alliance::State;
use accordant_host::{Alliance, AsAt, Host, World};
use clap::ArgMatches;
use jiff::civil::Date;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What the headers call the program that wrote them.
pub const SOFTWARE: &str = concat!("accordant ", env!("CARGO_PKG_VERSION"));

/// From where in the record a command reads, and for which day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// As it was known then.
    pub as_at: AsAt,
    /// As it is in effect on that day.
    pub on: Option<Date>,
}

impl Reading {
    /// The present, and nothing else.
    pub const NOW: Reading = Reading { as_at: AsAt::Now, on: None };

    /// What `--as-at` and `--on` ask for.
    pub fn of(asked: &ArgMatches) -> Result<Reading, Stop> {
        let text = |name: &str| asked.get_one::<String>(name).map(String::as_str);
        let as_at = text("as-at").map(AsAt::read).transpose().map_err(|what| {
            Stop::wrong_use(what)
                .help("`--as-at` takes what `accordant log` shows: an entry, a day or an instant")
        })?;
        let on = text("on").map(|text| day(text, "--on")).transpose()?;
        Ok(Reading { as_at: as_at.unwrap_or(AsAt::Now), on })
    }
}

/// A host with the clock and the randomness of this machine.
pub fn host() -> Host {
    Host::new(World::of_this_machine(SOFTWARE))
}

/// The record of the folder that `--in` names, or of this one.
pub fn open(asked: &ArgMatches) -> Result<Arc<Alliance>, Stop> {
    host().open(folder(asked)).map_err(told::stop)
}

/// The text that is in force.
pub fn in_force(state: &State) -> Result<&Agreement, Stop> {
    let latest = state.latest_text().map(|(_, agreement)| agreement.as_ref());
    latest.ok_or_else(|| {
        Stop::refusal("no agreement is in force")
            .help("`accordant log` shows when the alliance was founded, and from when its text holds")
    })
}

/// The folder that `--in` names, or this one.
pub fn folder(asked: &ArgMatches) -> &Path {
    asked.get_one::<PathBuf>("in").map_or(Path::new("."), PathBuf::as_path)
}

/// A day as an argument says it.
pub fn day(text: &str, argument: &str) -> Result<Date, Stop> {
    text.parse().map_err(|_| {
        Stop::wrong_use(format!("`{text}` is no day")).help(format!("write `{argument}` as 2026-05-03"))
    })
}
