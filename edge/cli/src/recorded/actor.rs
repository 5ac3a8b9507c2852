//! Who asks. The person is named with `--as`, or is the one who founded the alliance from this folder.

use super::told;
use crate::stop::{Ended, Stop};
use accordant_alliance::{Command, State};
use accordant_host::{Alliance, Answer, HostProblem, Request};
use clap::ArgMatches;
use std::collections::BTreeMap;

/// How somebody is recognised who asks from a command line.
const ASSURANCE: &str = "operating-system";
/// So many times a command is worked out before it gives way to those who write.
const TRIES: u32 = 20;

/// Puts a command to the alliance in the name of the one who asks, and has what was recorded signed.
pub fn submit(alliance: &Alliance, asked: &ArgMatches, command: Command) -> Result<Answer, Stop> {
    let request = request(alliance, asked, command)?;
    let answer = alliance.submit(request).map_err(told::stop)?;
    alliance.seal().map_err(told::stop)?;
    Ok(answer)
}

/// The same for a command that was worked out from a state: nothing if others wrote meanwhile, and nothing was recorded
/// then.
pub fn submit_worked_out(
    alliance: &Alliance,
    asked: &ArgMatches,
    state: &State,
    command: Command,
) -> Result<Option<Answer>, Stop> {
    let worked_out_from = Some(state.kept().size);
    let request = Request { worked_out_from, ..request(alliance, asked, command)? };
    let answer = match alliance.submit(request) {
        Err(HostProblem::Overtaken { .. }) => return Ok(None),
        answer => answer.map_err(told::stop)?,
    };
    alliance.seal().map_err(told::stop)?;
    Ok(Some(answer))
}

/// Works something out and puts it to the alliance; again from the beginning for as long as others come before it.
pub fn until_first(mut work: impl FnMut() -> Result<Option<Ended>, Stop>) -> Result<Ended, Stop> {
    for _ in 0..TRIES {
        if let Some(ended) = work()? {
            return Ok(ended);
        }
    }
    let what = format!("others wrote to the record each of the {TRIES} times that this was worked out");
    Err(Stop::refusal(what).help("nothing was changed: ask again when they are done"))
}

/// The request that the arguments make of a command.
pub fn request(alliance: &Alliance, asked: &ArgMatches, command: Command) -> Result<Request, Stop> {
    let actor = person(alliance, asked)?;
    Ok(Request {
        key: key(asked)?,
        actor,
        assurance: ASSURANCE.to_string(),
        seat: asked.get_one::<String>("for").cloned(),
        seen: asked.get_one::<u64>("seen").copied(),
        worked_out_from: None,
        command,
    })
}

/// The request that founds: nobody is known yet.
pub fn founding(asked: &ArgMatches, command: Command) -> Result<Request, Stop> {
    Ok(Request {
        key: key(asked)?,
        actor: String::new(),
        assurance: ASSURANCE.to_string(),
        seat: None,
        seen: None,
        worked_out_from: None,
        command,
    })
}

/// The key that the arguments give, or a new one.
fn key(asked: &ArgMatches) -> Result<String, Stop> {
    if let Some(key) = asked.get_one::<String>("key") {
        return Ok(key.clone());
    }
    accordant_host::new_key().map_err(Stop::fault)
}

/// The reference of the person who is named, or who asks from this folder.
pub fn person(alliance: &Alliance, asked: &ArgMatches) -> Result<String, Stop> {
    let people = alliance.people().map_err(told::stop)?;
    let named = asked.get_one::<String>("as").cloned().or_else(|| std::env::var("ACCORDANT_AS").ok());
    if let Some(name) = named {
        return by_name(&people, &name);
    }
    alliance.person_here().map_err(told::stop)?.ok_or_else(|| {
        Stop::wrong_use("nobody is named who asks")
            .help(format!("name the person with `--as`: {}", names(&people)))
    })
}

/// The reference of the one person of that name.
pub fn by_name(people: &BTreeMap<String, accordant_host::Person>, name: &str) -> Result<String, Stop> {
    let found: Vec<&String> =
        people.iter().filter(|(_, person)| person.name == name).map(|(reference, _)| reference).collect();
    match found.as_slice() {
        [one] => Ok((*one).clone()),
        [] => Err(Stop::wrong_use(format!("nobody here is called `{name}`"))
            .help(format!("the record knows {}", names(people)))),
        _ => Err(Stop::wrong_use(format!("{} people are called `{name}`", found.len()))
            .help("name the person by the reference that `accordant show people` lists")),
    }
}

fn names(people: &BTreeMap<String, accordant_host::Person>) -> String {
    let names: Vec<&str> = people.values().map(|person| person.name.as_str()).collect();
    names.join(", ")
}
