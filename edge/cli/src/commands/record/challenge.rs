//! `challenge`: a party says that a settlement, or one figure of it, is not right.

use crate::print::{Face, data};
use crate::recorded::{actor, open};
use crate::stop::{Ended, Stop};
use crate::text::record::recorded;
use accordant_alliance::Command;
use clap::ArgMatches;

/// Records a challenge.
pub fn run(asked: &ArgMatches, face: Face) -> Result<Ended, Stop> {
    let alliance = open(asked)?;
    let settlement = asked.get_one::<u64>("entry").copied().unwrap_or_default();
    let command = Command::Challenge {
        settlement,
        figure: asked.get_one::<String>("figure").cloned(),
        reason: asked.get_one::<String>("reason").cloned().unwrap_or_default(),
    };
    let answer = actor::submit(&alliance, asked, command)?;
    data(&recorded(answer.last, &format!("entry {settlement} is challenged."), face));
    Ok(Ended::Done)
}

/// Opens a period for settling.
pub fn open_period(asked: &ArgMatches, face: Face) -> Result<Ended, Stop> {
    let alliance = open(asked)?;
    let period = asked.get_one::<String>("period").cloned().unwrap_or_default();
    let answer = actor::submit(&alliance, asked, Command::OpenPeriod { period: period.clone() })?;
    data(&recorded(answer.last, &format!("{period} is open for settling."), face));
    Ok(Ended::Done)
}
