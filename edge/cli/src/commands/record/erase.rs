//! `erase`: free text or personal data of an entry is destroyed, by two persons and for a reason that is recorded.

use crate::print::{Face, data};
use crate::recorded::{actor, open, told};
use crate::stop::{Ended, Stop};
use crate::text::record::recorded;
use accordant_alliance::Command;
use clap::ArgMatches;

/// Erases a part.
pub fn run(asked: &ArgMatches, face: Face) -> Result<Ended, Stop> {
    let alliance = open(asked)?;
    let text = |name: &str| asked.get_one::<String>(name).cloned().unwrap_or_default();
    let entry = asked.get_one::<u64>("entry").copied().unwrap_or_default();
    let name = text("part");
    let found = alliance.entry(entry).map_err(told::stop)?.ok_or_else(|| {
        Stop::wrong_use(format!("there is no entry {entry}")).help("`accordant log` shows the entries")
    })?;
    let parts = &found.header.parts;
    let part = parts.iter().zip(0..).find(|(part, _)| part.name == name);
    let (listed, part) = part.ok_or_else(|| {
        let names: Vec<&str> = parts.iter().map(|part| part.name.as_str()).collect();
        Stop::wrong_use(format!("entry {entry} has no part `{name}`"))
            .help(format!("its parts are {}", names.join(", ")))
    })?;
    let people = alliance.people().map_err(told::stop)?;
    let command = Command::Erase {
        entry,
        part,
        listed: (listed.name.clone(), listed.compartment.clone()),
        reason: text("reason"),
        basis: text("basis"),
        second: actor::by_name(&people, &text("second"))?,
    };
    let request = actor::request(&alliance, asked, command)?;
    let answer = alliance.erase(request).map_err(told::stop)?;
    alliance.seal().map_err(told::stop)?;
    let said = format!(
        "the part `{name}` of entry {entry} is erased, here and in every later backup. Backups made before it still hold it until their keys are destroyed."
    );
    data(&recorded(answer.last, &said, face));
    Ok(Ended::Done)
}
