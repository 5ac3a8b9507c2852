//! `show`: the alliance as it was known and as it is in effect; one entry; its text; the people.

use super::agreement;
use crate::load::{counted, entries};
use crate::print::{Face, data};
use crate::recorded::words::{about, long, moment, name, standing};
use crate::recorded::{Reading, folder, load as of_record, open, told};
use crate::stop::{Ended, Stop};
use crate::text::json::Json;
use crate::text::record;
use crate::text::sheet::{Fact, Sheet};
use accordant_alliance::event::Basis;
use accordant_alliance::state::{Kept, OnDay, Pick, SettledEntry};
use accordant_alliance::{Event, State};
use accordant_host::StoredPart;
use accordant_host::{Alliance, Entry, Person};
use clap::ArgMatches;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::path::Path;

/// Shows what is asked for.
pub fn run(asked: &ArgMatches, face: Face, reading: Reading) -> Result<Ended, Stop> {
    let alliance = open(asked)?;
    let state = alliance.state_at(reading.as_at).map_err(told::stop)?;
    let people = alliance.people().map_err(told::stop)?;
    match asked.get_one::<String>("what").map(String::as_str) {
        None => overview(&alliance, &state, reading, &people, face),
        Some("people") => who_speaks(&state, reading.on, &people, face),
        Some("agreement") => agreement::whole(&state, reading, face),
        Some(text) => match text.parse::<u64>() {
            Ok(entry) if entry < state.kept().size => {
                one(&alliance, &state, folder(asked), entry, &people, face)
            }
            Ok(entry) => Err(Stop::refusal(format!("there is no entry {entry}"))
                .help(format!("the last is {}", state.kept().size.saturating_sub(1)))),
            Err(_) => agreement::file(&state, text, reading, face)?.ok_or_else(|| {
                Stop::wrong_use(format!("`{text}` is nothing to show")).help(
                    "`accordant show` shows the alliance, `show 12` an entry, `show agreement` the text in force, \
                     `show money.yaml` one of its files, `show people` who may speak",
                )
            }),
        },
    }
}

/// The day for which a reading is asked, or the last day that the record knows.
fn day_of(state: &State, on: Option<Date>) -> Result<Date, Stop> {
    if let Some(day) = on {
        return Ok(day);
    }
    let recorded = state.kept().last_at.get(..10).and_then(|day| day.parse().ok());
    recorded.ok_or_else(|| Stop::fault("the record does not say when its last entry was made"))
}

fn overview(
    alliance: &Alliance,
    state: &State,
    reading: Reading,
    people: &BTreeMap<String, Person>,
    face: Face,
) -> Result<Ended, Stop> {
    let day = day_of(state, reading.on)?;
    let on = state.on(day).ok_or_else(|| {
        let first = state.kept().texts.first().map_or("later", |text| text.effective.as_str());
        Stop::refusal(format!("no agreement is in effect on {day}"))
            .help(format!("the first holds from {first}"))
    })?;
    let kept = state.kept();
    if face.is_json() {
        data(&overview_json(state, &on).document());
        return Ok(Ended::Done);
    }
    let mut sheet = Sheet::default();
    let founding = kept.founding.as_ref();
    sheet.heading(founding.map_or("The alliance", |founding| founding.alliance.as_str()));
    for line in standing(alliance, state)? {
        sheet.text(line);
    }
    sheet.text(format!("In effect on {day}, by the text that entry {} put in force:", on.text.entry));
    sheet.heading("Parties, and who may speak for them");
    for party in &on.parties {
        let mut fact = Fact::new(party.title.as_str(), party.name.as_str());
        let speakers = on.mandates.iter().filter(|(name, _)| *name == party.name);
        fact.notes.extend(speakers.map(|(_, mandate)| {
            format!("{}, under entry {}: {}", name(people, &mandate.person), mandate.entry, mandate.under)
        }));
        sheet.fact(fact);
    }
    if !on.allocation.is_empty() {
        sheet.heading("Who is responsible for which service");
        on.allocation
            .iter()
            .for_each(|row| sheet.fact(Fact::new(row.service.as_str(), row.responsible.as_str())));
    }
    if !kept.periods.is_empty() {
        sheet.heading("Periods");
        kept.periods
            .iter()
            .for_each(|(label, period)| sheet.fact(Fact::new(label.as_str(), period.progress.word())));
    }
    settlements(kept, &mut sheet);
    if !kept.unseen.is_empty() {
        sheet.text(format!("{} cannot be seen whole.", entries(kept.unseen.len() as u64)));
    }
    data(&sheet.shown(face));
    Ok(Ended::Done)
}

/// Every settlement, so that nobody has to look for its entry in the log.
fn settlements(kept: &Kept, sheet: &mut Sheet) {
    if kept.settlements.is_empty() {
        return;
    }
    sheet.heading("Settlements by entry, and when each was recorded (UTC)");
    for SettledEntry { entry, at, body, .. } in &kept.settlements {
        let to = if body.basis == Basis::ToDate { format!(" to {}", long(&body.to)) } else { String::new() };
        let label = format!("{entry}: {}, {}{to}", body.period, body.basis.words());
        let mut fact = Fact::new(label, moment(at));
        fact.notes.extend(body.replaces.map(|before| format!("in the place of entry {before}")));
        sheet.fact(fact);
    }
}

fn settlements_json(kept: &Kept) -> Json {
    let settlements = kept.settlements.iter().map(|SettledEntry { entry, at, body, .. }| {
        Json::Map(vec![
            ("entry", Json::Whole(*entry)),
            ("at", Json::text(at.as_str())),
            ("period", Json::text(body.period.as_str())),
            ("basis", Json::text(body.basis.words())),
            ("from", Json::text(body.from.as_str())),
            ("to", Json::text(body.to.as_str())),
            ("replaces", body.replaces.map_or(Json::Null, Json::Whole)),
        ])
    });
    Json::List(settlements.collect())
}

fn overview_json(state: &State, on: &OnDay<'_>) -> Json {
    let kept = state.kept();
    let parties = on.parties.iter().map(|party| Json::text(party.name.as_str()));
    let allocation = on.allocation.iter().map(|row| {
        Json::Map(vec![
            ("service", Json::text(row.service.as_str())),
            ("responsible", Json::text(row.responsible.as_str())),
        ])
    });
    let periods = kept.periods.iter().map(|(label, period)| {
        Json::Map(vec![
            ("period", Json::text(label.as_str())),
            ("progress", Json::text(period.progress.word())),
        ])
    });
    Json::Map(vec![
        ("alliance", Json::maybe(kept.founding.as_ref().map(|founding| founding.alliance.as_str()))),
        ("entries", Json::Whole(kept.size)),
        ("last_at", Json::text(kept.last_at.as_str())),
        ("on", Json::text(on.day.to_string())),
        ("agreement_sha256", Json::text(on.text.sha256.as_str())),
        ("parties", Json::List(parties.collect())),
        ("allocation", Json::List(allocation.collect())),
        ("periods", Json::List(periods.collect())),
        ("settlements", settlements_json(kept)),
    ])
}

fn who_speaks(
    state: &State,
    on: Option<Date>,
    people: &BTreeMap<String, Person>,
    face: Face,
) -> Result<Ended, Stop> {
    let day = day_of(state, on)?;
    let mut sheet = Sheet::default();
    sheet.heading(format!("Who may speak for a party on {day}"));
    for (party, mandates) in &state.kept().mandates {
        for mandate in mandates.iter().filter(|mandate| mandate.holds_on(day)) {
            let mut fact = Fact::new(format!("{party}: {}", name(people, &mandate.person)), "");
            fact.notes.push(format!("entry {}, under: {}", mandate.entry, mandate.under));
            fact.notes.push(mandate.person.clone());
            sheet.fact(fact);
        }
    }
    data(&sheet.shown(face));
    Ok(Ended::Done)
}

fn one(
    alliance: &Alliance,
    state: &State,
    folder: &Path,
    wanted: u64,
    people: &BTreeMap<String, Person>,
    face: Face,
) -> Result<Ended, Stop> {
    if let Some(settled) = state.settlement_of(wanted) {
        let loaded = of_record::of_state(state, folder, None, Pick::Actual)?;
        data(&if face.is_json() {
            record::settlement_json(settled).document()
        } else {
            record::settlement(&loaded, settled, false)?.shown(face)
        });
        return Ok(Ended::Done);
    }
    let entry = alliance.entry(wanted).map_err(told::stop)?;
    let entry = entry.ok_or_else(|| Stop::refusal(format!("there is no entry {wanted}")))?;
    let event = entry.event().map_err(|problem| Stop::fault(problem.to_string()))?;
    let header = &entry.header;
    if face.is_json() {
        let line = header.to_line().map_err(|problem| Stop::fault(problem.to_string()))?;
        data(&format!("{}\n", String::from_utf8_lossy(&line)));
        return Ok(Ended::Done);
    }
    let mut sheet = Sheet::default();
    sheet.heading(format!("Entry {wanted}: {}", Event::in_words(&header.kind)));
    sheet.text(about(&event));
    sheet.heading("Who and when");
    sheet.fact(Fact::new("recorded (UTC)", moment(&header.at.to_string())));
    if let Some(day) = header.effective {
        sheet.fact(Fact::new("holds from", day.to_string()));
    }
    sheet.fact(Fact::new("by", name(people, &header.actor)));
    if let Some(seat) = &header.seat {
        sheet.fact(Fact::new("for", seat.as_str()));
    }
    let log_from = wanted - header.index;
    sheet.fact(Fact::new("authority given by entry", (log_from + header.authority).to_string()));
    sheet.fact(Fact::new("under the text of entry", (log_from + header.rules).to_string()));
    if let Some(cause) = header.cause {
        sheet.fact(Fact::new("answers entry", (log_from + cause).to_string()));
    }
    sheet.fact(Fact::new("written by", header.software.as_str()));
    parts(&entry, &mut sheet);
    data(&sheet.shown(face));
    Ok(Ended::Done)
}

/// What the entry holds: texts are shown, files are told of.
fn parts(entry: &Entry, sheet: &mut Sheet) {
    sheet.heading("What it holds");
    for (listed, stored) in entry.header.parts.iter().zip(&entry.parts) {
        let mut fact = Fact::new(format!("{} ({})", listed.name, listed.compartment), "");
        fact.notes.push(match stored {
            StoredPart::Erased => "erased".to_string(),
            StoredPart::Present { bytes, .. } if listed.name == "reason" || listed.name == "purpose" => {
                String::from_utf8_lossy(bytes).into_owned()
            }
            StoredPart::Present { bytes, .. } => counted(bytes.len(), "byte"),
        });
        sheet.fact(fact);
    }
}
