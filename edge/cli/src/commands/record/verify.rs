//! `verify`: whether a bundle, or the record of a folder, is what was signed.
//!
//! A bundle is checked by the very function of `accordant-verify`; the record of a folder by the host that keeps it.

use super::bundle::whole;
use super::witness;
use crate::print::{Face, data};
use crate::recorded::words::matching_copy;
use crate::recorded::{open, told};
use crate::stop::{Ended, Stop};
use crate::text::json::Json;
use crate::text::sheet::{Fact, Sheet};
use accordant_alliance::State;
use accordant_host::{Held, Verified};
use accordant_verify::{Asked, Pinned, face as words_of};
use clap::ArgMatches;
use std::fs;
use std::path::{Path, PathBuf};

/// What no record can show.
const NEVER_ENTERED: &str = "A record cannot show what was never entered in it.";

/// Checks the bundle that is named, or else the record of the folder.
pub fn run(asked: &ArgMatches, face: Face) -> Result<Ended, Stop> {
    whole(asked, "the whole record is verified")?;
    match asked.get_one::<PathBuf>("bundle") {
        Some(bundle) => of_bundle(bundle, asked, face),
        None => of_record(asked, face),
    }
}

fn of_bundle(bundle: &Path, asked: &ArgMatches, face: Face) -> Result<Ended, Stop> {
    let keys = asked.get_one::<PathBuf>("keys").ok_or_else(|| {
        Stop::wrong_use("no file of keys is named, and a bundle cannot vouch for itself")
            .help("name your own with `--keys`; `accordant-verify --help` shows its form")
    })?;
    let pinned = Pinned::read(&text(keys)?)
        .map_err(|problem| Stop::problem(format!("`{}`: {problem}", keys.display())))?;
    let held = checkpoints(asked).map(|path| {
        let content = text(path)?.into_bytes();
        Ok(accordant_verify::Held { name: path.display().to_string(), content })
    });
    let held = held.collect::<Result<Vec<_>, Stop>>()?;
    let report = accordant_verify::verify(&Asked { held: &held, ..Asked::of(bundle, &pinned) })
        .map_err(|unreadable| Stop::problem(unreadable.to_string()))?;
    if face.is_json() {
        data(&format!("{:#}\n", report.as_json()));
    } else {
        data(&words_of::in_words(&report, &pinned));
    }
    Ok(if report.is_verified() { Ended::Done } else { Ended::Refused })
}

fn of_record(asked: &ArgMatches, face: Face) -> Result<Ended, Stop> {
    if asked.get_one::<PathBuf>("keys").is_some() {
        return Err(Stop::wrong_use("`--keys` is asked for a bundle alone")
            .help("the record of a folder is checked with the keys that it names"));
    }
    let alliance = open(asked)?;
    let mut verified = alliance.verified().map_err(told::stop)?;
    for path in checkpoints(asked) {
        let held = Held::read(&text(path)?)
            .map_err(|what| Stop::problem(format!("`{}` is no signed state: {what}", path.display())))?;
        if !alliance.continues(&held).map_err(told::stop)? {
            let size = held.checkpoint.size;
            let what = format!("the record does not continue the {size} entries of `{}`", path.display());
            verified.problems.push(what);
        }
    }
    let state = alliance.state().map_err(told::stop)?;
    data(&if face.is_json() { as_json(&verified) } else { laid(&verified, &state, face) });
    Ok(if verified.problems.is_empty() { Ended::Done } else { Ended::Refused })
}

fn laid(verified: &Verified, state: &State, face: Face) -> String {
    let mut sheet = Sheet::default();
    if verified.problems.is_empty() {
        sheet.heading("Verified: the record is what was signed");
    } else {
        sheet.heading("NOT VERIFIED: do not rely on this record until what follows is explained");
        verified.problems.iter().for_each(|problem| sheet.text(problem.as_str()));
    }
    sheet.fact(Fact::new("entries", verified.entries.to_string()));
    let unsigned = verified.size.saturating_sub(verified.signed);
    if unsigned > 0 {
        sheet.fact(Fact::new("recorded, not yet signed", unsigned.to_string()));
    }
    verified.copies.iter().for_each(|copy| sheet.text(format!("{}.", matching_copy(state, copy))));
    if verified.copies.is_empty() {
        sheet.text(
            "No party has confirmed that it holds a matching copy: what is signed is the host's word alone.",
        );
    }
    sheet.text(NEVER_ENTERED);
    sheet.shown(face)
}

fn as_json(verified: &Verified) -> String {
    let copies = verified.copies.iter().map(witness::as_json);
    Json::Map(vec![
        ("verified", Json::Flag(verified.problems.is_empty())),
        (
            "problems",
            Json::List(verified.problems.iter().map(|problem| Json::text(problem.as_str())).collect()),
        ),
        ("entries", Json::Whole(verified.entries)),
        ("signed", Json::Whole(verified.signed)),
        ("size", Json::Whole(verified.size)),
        ("copies", Json::List(copies.collect())),
    ])
    .document()
}

fn checkpoints(asked: &ArgMatches) -> impl Iterator<Item = &PathBuf> {
    asked.get_many::<PathBuf>("checkpoint").unwrap_or_default()
}

fn text(path: &Path) -> Result<String, Stop> {
    fs::read_to_string(path)
        .map_err(|error| Stop::wrong_use(format!("`{}` cannot be read: {error}", path.display())))
}
