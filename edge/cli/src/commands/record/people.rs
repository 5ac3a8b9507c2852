//! `person add`: further people who may speak for a party.

use crate::print::{Face, data};
use crate::recorded::{actor, day, open, told};
use crate::stop::{Ended, Stop};
use crate::text::record::recorded;
use accordant_alliance::Command;
use accordant_host::Person;
use clap::ArgMatches;

/// Gives a further person authority for a party.
pub fn add(asked: &ArgMatches, face: Face) -> Result<Ended, Stop> {
    let alliance = open(asked)?;
    let text = |name: &str| asked.get_one::<String>(name).cloned().unwrap_or_default();
    let party = text("party");
    let command = Command::NamePerson {
        party: party.clone(),
        from: day(&text("from"), "--from")?,
        to: asked.get_one::<String>("to").map(|to| day(to, "--to")).transpose()?,
        under: text("under"),
    };
    let answer = actor::submit(&alliance, asked, command)?;
    let state = alliance.state().map_err(told::stop)?;
    let given = state.kept().mandates.get(&party).and_then(|given| given.last());
    let reference = given.ok_or_else(|| Stop::fault("what was recorded cannot be found again"))?;
    let person = Person {
        name: text("name"),
        role: asked.get_one::<String>("role").cloned(),
        email: asked.get_one::<String>("email").cloned(),
    };
    alliance.keep_person(&reference.person, &person).map_err(told::stop)?;
    data(&recorded(answer.last, &format!("{} may speak for `{party}`.", person.name), face));
    Ok(Ended::Done)
}
