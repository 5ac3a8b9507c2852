//! `restore`: brings a backup back, and lets it take new entries only after those who may know more were asked.

use crate::load::text_of;
use crate::print::{Face, data};
use crate::recorded::{actor, folder, host, told};
use crate::stop::{Ended, Stop};
use crate::text::json::Json;
use crate::text::sheet::{Fact, Sheet};
use accordant_alliance::Command;
use accordant_host::{Alliance, Compared, Host, Knows, Told};
use clap::ArgMatches;
use std::path::PathBuf;

/// Brings a backup back, confirms it, or goes on with it under a new name.
pub fn run(asked: &ArgMatches, face: Face) -> Result<Ended, Stop> {
    match (asked.get_flag("confirm"), asked.get_flag("continue")) {
        (true, true) => Err(Stop::wrong_use("`--confirm` and `--continue` are two ends of one question")
            .help("confirm first; continue only if that is refused and what is missing cannot be found")),
        (true, false) => confirm(asked, face),
        (false, true) => go_on(asked, face),
        (false, false) => bring_back(asked, face),
    }
}

fn bring_back(asked: &ArgMatches, face: Face) -> Result<Ended, Stop> {
    let path = |name: &str, what: &str| {
        asked.get_one::<PathBuf>(name).map(PathBuf::as_path).ok_or_else(|| {
            Stop::wrong_use(format!("{what} is not named"))
                .help("write `accordant restore BACKUP --keys ITS-KEYS --to FOLDER`")
        })
    };
    let from = path("from", "the backup")?;
    let keys = path("keys", "the folder of its keys")?;
    let to = path("to", "the folder to bring it back to")?;
    let alliance = host().restore(from, keys, to).map_err(told::stop)?;
    let size = alliance.state().map_err(told::stop)?.kept().size;
    data(&if face.is_json() {
        Json::Map(vec![
            ("folder", Json::text(to.display().to_string())),
            ("entries", Json::Whole(size)),
            ("confirmed", Json::Flag(false)),
        ])
        .document()
    } else {
        let mut sheet = Sheet::default();
        sheet.heading("The backup is brought back, and can be read");
        sheet.fact(Fact::new("entries", size.to_string()));
        sheet.text(
            "It takes nothing new yet: somebody may know of later entries. Ask a party that holds a matching copy, or look up the last printed copy:",
        );
        sheet.command(format!(
            "accordant restore --confirm --in {} --ask http://127.0.0.1:7700",
            to.display()
        ));
        sheet.command(format!("accordant restore --confirm --in {} --checkpoint minutes.txt", to.display()));
        sheet.shown(face)
    });
    Ok(Ended::Done)
}

fn confirm(asked: &ArgMatches, face: Face) -> Result<Ended, Stop> {
    let host = host();
    let told = told_by(&host, asked)?;
    match host.confirm(folder(asked), &told).map_err(told::stop)? {
        Compared::Latest { size, by } => {
            data(&confirmed(size, &by, face));
            Ok(Ended::Done)
        }
        Compared::Behind { size, known, by } => {
            let what = format!("{by} knows {known} entries, and {size} were brought back");
            Err(Stop::refusal(what).help(
                "bring back a later backup, or what the parties were sent; if there is none, `accordant restore --continue` with the same arguments goes on under a new name and says what is lost",
            ))
        }
    }
}

fn confirmed(size: u64, by: &[String], face: Face) -> String {
    if face.is_json() {
        let by = by.iter().map(|by| Json::text(by.as_str())).collect();
        return Json::Map(vec![
            ("confirmed", Json::Flag(true)),
            ("entries", Json::Whole(size)),
            ("asked", Json::List(by)),
        ])
        .document();
    }
    let asked = if by.is_empty() {
        "No party has named a key for matching copies, so nobody could be asked".to_string()
    } else {
        format!("Asked: {}", by.join(", "))
    };
    crate::text::wrapped(
        "",
        &format!(
            "Nobody knows more than the {size} entries that are here, and the record takes entries again. {asked}."
        ),
    )
}

fn go_on(asked: &ArgMatches, face: Face) -> Result<Ended, Stop> {
    let host = host();
    let told = told_by(&host, asked)?;
    let folder = folder(asked);
    let alliance = host.open(folder).map_err(told::stop)?;
    // The host makes the command of what is held; what stands here only says who asks.
    let command = Command::Continue { root: String::new(), known_size: 0 };
    let request = actor::request(&alliance, asked, command)?;
    let old = alliance.origin().to_string();
    let (alliance, answer) = host.go_on(folder, &told, &request).map_err(told::stop)?;
    data(&gone_on(&alliance, &old, answer.first, face));
    Ok(Ended::Done)
}

fn gone_on(alliance: &Alliance, old: &str, entry: u64, face: Face) -> String {
    let key = alliance.verifier().to_string();
    if face.is_json() {
        return Json::Map(vec![
            ("record", Json::text(alliance.origin())),
            ("before", Json::text(old)),
            ("entry", Json::Whole(entry)),
            ("key", Json::text(key)),
        ])
        .document();
    }
    let mut sheet = Sheet::default();
    sheet.heading(format!("The record goes on with entry {entry}"));
    sheet.text(format!(
        "It is called {} from here, and {old} takes nothing more. Entry {entry} says which entries are held and up to where others know of more.",
        alliance.origin()
    ));
    sheet.text("It has a new key. Print it in the agreement's schedule; each party that holds matching copies trusts it:");
    sheet.command(format!("accordant witness trust {key} --at ITS-FOLDER"));
    sheet.shown(face)
}

/// What those who are named know of the record.
fn told_by(host: &Host, asked: &ArgMatches) -> Result<Vec<Told>, Stop> {
    let alliance = host.open(folder(asked)).map_err(told::stop)?;
    let mut told = Vec::new();
    for path in asked.get_many::<PathBuf>("checkpoint").into_iter().flatten() {
        let state = alliance.read_state(&text_of(path)?).map_err(told::stop)?;
        told.push(Told { by: format!("`{}`", path.display()), what: Knows::State(state) });
    }
    for url in asked.get_many::<String>("ask").into_iter().flatten() {
        let heard = alliance.ask_how_far(url).map_err(told::stop)?;
        told.push(Told { by: format!("the party at {url}"), what: Knows::Heard(heard) });
    }
    Ok(told)
}
