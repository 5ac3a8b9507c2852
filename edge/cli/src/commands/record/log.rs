//! `log`: every entry, in order: when, what, for whom, by whom.

use crate::print::{Face, data};
use crate::recorded::words::{about, moment, name};
use crate::recorded::{Reading, open, told};
use crate::stop::{Ended, Stop};
use crate::text::json::Json;
use accordant_alliance::Event;
use accordant_host::{AsAt, Entry, Person};
use clap::ArgMatches;
use std::collections::BTreeMap;

/// Lists the entries.
pub fn run(asked: &ArgMatches, face: Face, reading: Reading) -> Result<Ended, Stop> {
    let alliance = open(asked)?;
    let people = alliance.people().map_err(told::stop)?;
    let known = match reading.as_at {
        AsAt::Now => u64::MAX,
        as_at => alliance.state_at(as_at).map_err(told::stop)?.kept().size,
    };
    let mut lines = Vec::new();
    alliance.each_entry(|entry| {
        // With `--on`, what holds from that day: the entries that say from which day they hold.
        let holds_then = reading.on.is_none_or(|day| entry.header.effective == Some(day));
        if entry.entry < known && holds_then {
            lines.push(line(&entry, &people)?);
        }
        Ok::<(), Stop>(())
    })?;
    data(&if face.is_json() { as_json(&lines) } else { laid(&lines, face) });
    Ok(Ended::Done)
}

fn line(entry: &Entry, people: &BTreeMap<String, Person>) -> Result<Line, Stop> {
    let event = entry.event().map_err(|problem| Stop::fault(problem.to_string()))?;
    Ok(Line {
        entry: entry.entry,
        at: moment(&entry.header.at.to_string()),
        what: Event::in_words(&entry.header.kind).to_string(),
        seat: entry.header.seat.clone().unwrap_or_else(|| "-".to_string()),
        by: name(people, &entry.header.actor).to_string(),
        about: about(&event),
        authority: authority(entry),
    })
}

struct Line {
    entry: u64,
    at: String,
    what: String,
    seat: String,
    by: String,
    about: String,
    authority: u64,
}

/// The entry that gave the authority; in a record that was continued, counted from the whole.
fn authority(entry: &Entry) -> u64 {
    entry.entry - entry.header.index + entry.header.authority
}

fn laid(lines: &[Line], face: Face) -> String {
    if face.is_plain() {
        let plain = |line: &Line| {
            let Line { entry, at, what, seat, by, about, authority } = line;
            format!("{entry}\t{at}\t{what}\t{seat}\t{by}\t{authority}\t{about}\n")
        };
        return lines.iter().map(plain).collect();
    }
    let mut out = String::new();
    for line in lines {
        let Line { entry, at, what, seat, by, about, .. } = line;
        let who = if seat == "-" { by.clone() } else { format!("{by} for {seat}") };
        out.push_str(&face.heading(&format!("{entry:>4}  {at} UTC  {what}")));
        out.push('\n');
        out.push_str(&crate::text::wrapped("      ", about));
        out.push_str(&crate::text::wrapped("      by ", &who));
    }
    out
}

fn as_json(lines: &[Line]) -> String {
    let list = lines.iter().map(|line| {
        Json::Map(vec![
            ("entry", Json::Whole(line.entry)),
            ("at", Json::text(line.at.as_str())),
            ("what", Json::text(line.what.as_str())),
            ("for", Json::text(line.seat.as_str())),
            ("by", Json::text(line.by.as_str())),
            ("authority", Json::Whole(line.authority)),
            ("about", Json::text(line.about.as_str())),
        ])
    });
    Json::List(list.collect()).document()
}
