//! `doctor`: everything that may be wrong with a record, and what to do about it.

use super::witness;
use crate::load::counted;
use crate::print::{Face, data};
use crate::recorded::words::matching_copy;
use crate::recorded::{folder, host, told};
use crate::stop::{Ended, Stop};
use crate::text::json::Json;
use crate::text::sheet::{Fact, Sheet};
use accordant_host::{Ailment, Examined};
use clap::ArgMatches;

/// Examines the record; anything wrong ends it with code 1.
pub fn run(asked: &ArgMatches, face: Face) -> Result<Ended, Stop> {
    let host = host();
    let folder = folder(asked);
    let examined = host.examine(folder).map_err(told::stop)?;
    let copies = match &examined.standing {
        None => Vec::new(),
        Some(standing) => {
            let state = host.open(folder).and_then(|alliance| alliance.state()).map_err(told::stop)?;
            standing.copies.iter().map(|copy| matching_copy(&state, copy)).collect()
        }
    };
    data(&if face.is_json() { as_json(&examined) } else { laid(&examined, &copies, face) });
    Ok(if examined.ailments.is_empty() { Ended::Done } else { Ended::Refused })
}

fn laid(examined: &Examined, copies: &[String], face: Face) -> String {
    let mut sheet = Sheet::default();
    let count = examined.ailments.len();
    sheet.heading(match count {
        0 => "Nothing is wrong".to_string(),
        _ => format!("{} to see to", counted(count, "thing")),
    });
    for Ailment { what, help } in &examined.ailments {
        let mut fact = Fact::new(what.as_str(), "");
        fact.notes.push(format!("what to do: {help}"));
        sheet.fact(fact);
    }
    if !examined.sound.is_empty() {
        sheet.heading("In order");
        examined.sound.iter().for_each(|sound| sheet.fact(Fact::new(sound.as_str(), "")));
    }
    sheet.heading("Outside this folder");
    if copies.is_empty() {
        sheet.text("No party holds a matching copy; see `accordant witness --help`.");
    }
    copies.iter().for_each(|copy| sheet.fact(Fact::new(copy.as_str(), "")));
    sheet.text("Whether there is a backup, and how old it is, is not known here. To make one:");
    sheet.command("accordant backup BACKUP --keys BACKUP-KEYS");
    sheet.shown(face)
}

fn as_json(examined: &Examined) -> String {
    let ailments = examined.ailments.iter().map(|ailment| {
        Json::Map(vec![
            ("what", Json::text(ailment.what.as_str())),
            ("help", Json::text(ailment.help.as_str())),
        ])
    });
    let sound = examined.sound.iter().map(|sound| Json::text(sound.as_str()));
    let copies = examined.standing.iter().flat_map(|standing| &standing.copies).map(witness::as_json);
    Json::Map(vec![
        ("wrong", Json::List(ailments.collect())),
        ("in_order", Json::List(sound.collect())),
        ("copies", Json::List(copies.collect())),
    ])
    .document()
}
