//! `witness`: a party keeps matching copies of the record with a key of its own, by files or over HTTP.

use crate::load::text_of;
use crate::print::{Face, data, message};
use crate::recorded::{SOFTWARE, actor, open, told, words};
use crate::stop::{Ended, Stop};
use crate::text::json::Json;
use crate::text::record::recorded;
use crate::text::sheet::Sheet;
use accordant_alliance::Command;
use accordant_host::{Alliance, Asked, MatchingCopy, Witness, WitnessRefusal, World, serve};
use clap::ArgMatches;
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where a witness listens when nothing else is said.
const LISTENS_AT: &str = "127.0.0.1:7700";

/// Makes a party's key.
pub fn key(asked: &ArgMatches, face: Face) -> Result<Ended, Stop> {
    let (party, folder) = (text(asked, "party"), path(asked, "to"));
    let witness = Witness::make(world(), folder, party).map_err(told::stop)?;
    let key = witness.verifier().to_string();
    data(&if face.is_json() {
        Json::Map(vec![("party", Json::text(party)), ("key", Json::text(key))]).document()
    } else {
        let mut sheet = Sheet::default();
        sheet.heading(format!("`{party}` has a key for matching copies"));
        sheet.text(format!(
            "It is kept in {}, and nobody else may have it. A person of the party names it in the record:",
            folder.display()
        ));
        sheet.command(format!("accordant witness name {party} {key} --for {party}"));
        sheet.text("Then follow the record by its key, as the agreement's schedule has it:");
        sheet.command(format!("accordant witness trust RECORD-KEY --at {}", folder.display()));
        sheet.shown(face)
    });
    Ok(Ended::Done)
}

/// Names a party's key in the record.
pub fn name(asked: &ArgMatches, face: Face) -> Result<Ended, Stop> {
    let alliance = open(asked)?;
    let (party, key) = (text(asked, "party").to_string(), text(asked, "witness-key").to_string());
    let said = format!("`{party}` keeps matching copies with this key.");
    let answer = actor::submit(&alliance, asked, Command::NameWitness { party, key })?;
    data(&recorded(answer.last, &said, face));
    Ok(Ended::Done)
}

/// Pins the key of a record.
pub fn trust(asked: &ArgMatches, face: Face) -> Result<Ended, Stop> {
    let trusted = witness(asked)?.trust(text(asked, "record-key")).map_err(told::stop)?;
    data(&if face.is_json() {
        Json::Map(vec![("record", Json::text(trusted.name()))]).document()
    } else {
        format!("The record {} is followed from now on.\n", trusted.name())
    });
    Ok(Ended::Done)
}

/// Writes what a party countersigns.
pub fn request(asked: &ArgMatches, face: Face) -> Result<Ended, Stop> {
    let (party, to) = (text(asked, "for-party"), path(asked, "to"));
    let request = open(asked)?.add_checkpoint_for(party).map_err(told::stop)?;
    written(to, &request.to_string())?;
    data(&if face.is_json() {
        Json::Map(vec![("file", Json::text(to.display().to_string())), ("from", Json::Whole(request.old))])
            .document()
    } else {
        let file = to.display();
        crate::text::wrapped(
            "",
            &format!("{file} is for `{party}`, who answers it with `accordant witness sign {file}`."),
        )
    });
    Ok(Ended::Done)
}

/// Countersigns a request from a file.
pub fn sign(asked: &ArgMatches, face: Face) -> Result<Ended, Stop> {
    let file = path(asked, "file");
    let lines = witness(asked)?.answer(&text_of(file)?).map_err(|refusal| refused(&refusal))?;
    let mut signed = file.as_os_str().to_owned();
    signed.push(".signed");
    let signed = PathBuf::from(signed);
    written(&signed, &lines)?;
    data(&if face.is_json() {
        Json::Map(vec![
            ("file", Json::text(signed.display().to_string())),
            ("lines", Json::text(lines.trim_end())),
        ])
        .document()
    } else {
        format!("{lines}The host takes up {}.\n", signed.display())
    });
    Ok(Ended::Done)
}

/// Takes up what a party countersigned.
pub fn take(asked: &ArgMatches, face: Face) -> Result<Ended, Stop> {
    let alliance = open(asked)?;
    let copy = alliance.take_matching_text(&text_of(path(asked, "file"))?).map_err(told::stop)?;
    tell(&alliance, &copy, face)
}

/// Countersigns over HTTP, until the process ends.
pub fn serves(asked: &ArgMatches) -> Result<Ended, Stop> {
    let witness = witness(asked)?;
    let address = asked.get_one::<String>("listen").map_or(LISTENS_AT, String::as_str);
    let listener = TcpListener::bind(address).map_err(|error| {
        Stop::fault(format!("`{address}` cannot be listened at: {error}"))
            .help("name a free port of this machine with `--listen`, such as 127.0.0.1:7701")
    })?;
    let port = listener.local_addr().map_or_else(|_| address.to_string(), |address| address.to_string());
    message(&format!(
        "listening at http://{port}; it speaks no TLS, so let a proxy that does stand between it and others\n"
    ));
    match serve(Arc::new(witness), listener) {
        Err(problem) => Err(told::stop(problem)),
        Ok(never) => match never {},
    }
}

/// Asks a party over HTTP to countersign.
pub fn ask(asked: &ArgMatches, face: Face) -> Result<Ended, Stop> {
    let alliance = open(asked)?;
    let (url, party) = (text(asked, "url"), text(asked, "for-party"));
    match alliance.ask_for_matching_copy(url, party).map_err(told::stop)? {
        Asked::Holds(copy) => tell(&alliance, &copy, face),
        Asked::KnowsMore(size) => Err(Stop::refusal(format!(
            "`{party}` holds a copy of {size} entries, more than there are here"
        ))
        .help("this record is behind: see docs/restoring.md, and record nothing before that is cleared up")),
        Asked::Refused { said, .. } => Err(Stop::refusal(format!("`{party}` does not countersign: {said}"))
            .help("see docs/matching-copies.md for what each answer means")),
    }
}

fn tell(alliance: &Alliance, copy: &MatchingCopy, face: Face) -> Result<Ended, Stop> {
    let state = alliance.state().map_err(told::stop)?;
    data(&if face.is_json() {
        as_json(copy).document()
    } else {
        format!("{}.\n", words::matching_copy(&state, copy))
    });
    Ok(Ended::Done)
}

/// A matching copy as JSON.
pub fn as_json(copy: &MatchingCopy) -> Json {
    Json::Map(vec![
        ("party", Json::text(copy.party.as_str())),
        ("entries", Json::Whole(copy.size)),
        ("at", Json::text(copy.at.to_string())),
    ])
}

fn refused(refusal: &WitnessRefusal) -> Stop {
    let stop = Stop::refusal(refusal.to_string());
    match refusal.help() {
        Some(help) => stop.help(help),
        None => stop,
    }
}

fn witness(asked: &ArgMatches) -> Result<Witness, Stop> {
    Witness::open(world(), path(asked, "at")).map_err(told::stop)
}

fn world() -> World {
    World::of_this_machine(SOFTWARE)
}

fn text<'a>(asked: &'a ArgMatches, name: &str) -> &'a str {
    asked.get_one::<String>(name).map_or("", String::as_str)
}

fn path<'a>(asked: &'a ArgMatches, name: &str) -> &'a Path {
    asked.get_one::<PathBuf>(name).map_or(Path::new("."), PathBuf::as_path)
}

fn written(path: &Path, text: &str) -> Result<(), Stop> {
    fs::write(path, text)
        .map_err(|error| Stop::fault(format!("`{}` cannot be written: {error}", path.display())))
}
