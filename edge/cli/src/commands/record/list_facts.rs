//! `facts list` and `facts show`: what came in, and what is known of one fact and since when.

use crate::load::counted;
use crate::print::{Face, data};
use crate::recorded::words::{moment, name};
use crate::recorded::{Reading, open, told};
use crate::stop::{Ended, Stop};
use crate::text::json::Json;
use crate::text::sheet::{Fact, Sheet};
use accordant_agreement::problem::nearest;
use accordant_alliance::State;
use accordant_alliance::event::{Standing, Words};
use accordant_alliance::state::Batch;
use accordant_facts::{FactValue, named, rows_in_short};
use clap::ArgMatches;
use std::collections::BTreeSet;

/// Lists the batches.
pub fn list(asked: &ArgMatches, face: Face, reading: Reading) -> Result<Ended, Stop> {
    let alliance = open(asked)?;
    let state = alliance.state_at(reading.as_at).map_err(told::stop)?;
    let people = alliance.people().map_err(told::stop)?;
    let batches = &state.kept().batches;
    if face.is_json() {
        let list = batches.iter().map(|batch| {
            Json::Map(vec![
                ("entry", Json::Whole(batch.entry)),
                ("at", Json::text(batch.at.as_str())),
                ("batch", Json::text(batch.given.batch.as_str())),
                ("standing", Json::text(standing(batch))),
                ("source", Json::text(batch.given.source.as_str())),
                ("facts", Json::Whole(batch.given.count as u64)),
                ("for", Json::maybe(batch.seat.as_deref())),
            ])
        });
        data(&Json::List(list.collect()).document());
        return Ok(Ended::Done);
    }
    let mut sheet = Sheet::default();
    sheet.heading(format!(
        "{} known, in {}",
        counted(state.actual().len(), "fact"),
        batches_counted(batches.len())
    ));
    for batch in batches {
        let mut fact = Fact::new(
            format!("entry {}: {}", batch.entry, batch.given.source),
            counted(batch.given.count, "fact"),
        );
        let seat = batch.seat.as_deref().unwrap_or("nobody");
        fact.notes.push(format!(
            "{}; {} for {seat}, {} UTC",
            standing(batch),
            name(&people, &batch.actor),
            moment(&batch.at)
        ));
        fact.notes.extend(reason(batch));
        sheet.fact(fact);
    }
    data(&sheet.shown(face));
    Ok(Ended::Done)
}

fn batches_counted(count: usize) -> String {
    if count == 1 { "1 batch".to_string() } else { format!("{count} batches") }
}

fn standing(batch: &Batch) -> &'static str {
    match (batch.given.standing, &batch.restated) {
        _ if batch.withdrawn.is_some() => "withdrawn",
        (Standing::Forecast, _) => "expected",
        (Standing::Actual, Some(_)) => "said again",
        (Standing::Actual, None) => "said",
    }
}

fn reason(batch: &Batch) -> Option<String> {
    batch.restated.as_ref().map(|words| match words {
        Words::Said(reason) => format!("why: {reason}"),
        Words::Withheld => "why: withheld".to_string(),
        Words::Erased => "why: erased".to_string(),
    })
}

/// Shows every value that a fact was said to have, the latest last.
pub fn show(asked: &ArgMatches, face: Face, reading: Reading) -> Result<Ended, Stop> {
    let alliance = open(asked)?;
    let state = alliance.state_at(reading.as_at).map_err(told::stop)?;
    let wanted = asked.get_one::<String>("fact").map(String::as_str).unwrap_or_default();
    let said = said(&state, wanted, reading)?;
    if said.is_empty() {
        return Err(unknown(&state, wanted));
    }
    if face.is_json() {
        let list = said.iter().map(|one| {
            Json::Map(vec![
                ("fact", Json::text(one.what.as_str())),
                ("days", Json::text(one.days.as_str())),
                ("value", Json::text(one.value.as_str())),
                ("entry", Json::Whole(one.entry)),
                ("source", Json::maybe(one.source.as_deref())),
                ("row", Json::maybe(one.row.as_deref())),
                ("withdrawn", one.withdrawn.map_or(Json::Null, Json::Whole)),
            ])
        });
        data(&Json::List(list.collect()).document());
        return Ok(Ended::Done);
    }
    let mut sheet = Sheet::default();
    sheet.heading(format!("`{wanted}`, as it was said"));
    for one in &said {
        let mut fact = Fact::new(format!("{} for {}", one.what, one.days), one.value.as_str());
        let source = one.source.as_deref().map(|source| format!(", source {source}")).unwrap_or_default();
        let source = source
            + &one.row.as_deref().map(|row| format!(", row {}", rows_in_short(row))).unwrap_or_default();
        fact.notes.push(format!("entry {}, {} UTC{source}", one.entry, moment(&one.at)));
        fact.notes.extend(one.withdrawn.map(|by| format!("it counts no longer since entry {by}")));
        sheet.fact(fact);
    }
    data(&sheet.shown(face));
    Ok(Ended::Done)
}

struct Said {
    what: String,
    days: String,
    value: String,
    entry: u64,
    at: String,
    source: Option<String>,
    row: Option<String>,
    withdrawn: Option<u64>,
}

/// Every time that a fact of that name, or of that name and index, was said; with `--on`, of days that hold that day.
fn said(state: &State, wanted: &str, reading: Reading) -> Result<Vec<Said>, Stop> {
    let mut found = Vec::new();
    for batch in &state.kept().batches {
        for fact in batch.given.facts().map_err(|problem| Stop::fault(problem.to_string()))? {
            let what = named(&fact.name, &fact.of);
            let is_wanted = fact.name == wanted || what == wanted;
            if !is_wanted || reading.on.is_some_and(|day| !fact.days.contains(day)) {
                continue;
            }
            let value = match &fact.value {
                FactValue::Number(number) => number.terminating().unwrap_or_else(|| number.fraction()),
                FactValue::Word(word) => word.clone(),
                FactValue::NotPublished => "not published".to_string(),
            };
            let (at, days) = (batch.at.clone(), fact.days.to_string());
            let (source, row) = (fact.source.clone(), fact.row.clone());
            let (entry, withdrawn) = (batch.entry, batch.withdrawn.as_ref().map(|(by, _)| *by));
            found.push(Said { what, days, value, entry, at, source, row, withdrawn });
        }
    }
    found.sort_by(|a, b| (&a.what, &a.days, a.entry).cmp(&(&b.what, &b.days, b.entry)));
    Ok(found)
}

fn unknown(state: &State, wanted: &str) -> Stop {
    let names: BTreeSet<&str> = state.actual().iter().map(|fact| fact.name.as_str()).collect();
    let help = match nearest(wanted, names.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`accordant facts list` shows what came in".to_string(),
    };
    Stop::refusal(format!("nothing has been said of `{wanted}`")).help(help)
}
