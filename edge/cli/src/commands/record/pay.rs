//! `pay`: what the latest settlement of a period makes due on account, or trues up.

use crate::print::{Face, data};
use crate::recorded::words::money;
use crate::recorded::{actor, day, in_force, open, told};
use crate::stop::{Ended, Stop};
use crate::text::json::Json;
use crate::text::record::{between, between_json};
use crate::text::sheet::{Fact, Sheet};
use accordant_agreement::Agreement;
use accordant_alliance::Command;
use accordant_alliance::event::OnAccount;
use clap::ArgMatches;

/// Records what is paid.
pub fn run(asked: &ArgMatches, face: Face) -> Result<Ended, Stop> {
    let alliance = open(asked)?;
    let period = asked.get_one::<String>("period").cloned().unwrap_or_default();
    let on = asked.get_one::<String>("day").map(String::as_str).unwrap_or_default();
    let command = Command::PayOnAccount { period, on: day(on, "--day")? };
    let answer = actor::submit(&alliance, asked, command)?;
    let state = alliance.state().map_err(told::stop)?;
    let paid = state.kept().on_account.iter().find(|paid| paid.entry == answer.last);
    let paid = paid.ok_or_else(|| Stop::fault(format!("entry {} cannot be found again", answer.last)))?;
    let agreement = in_force(&state)?;
    data(&if face.is_json() {
        as_json(answer.last, &paid.body).document()
    } else {
        sheet(answer.last, &paid.body, agreement).shown(face)
    });
    Ok(Ended::Done)
}

fn sheet(entry: u64, body: &OnAccount, agreement: &Agreement) -> Sheet {
    let mut sheet = Sheet::default();
    let what = if body.trued_up { "trued up" } else { "paid on account" };
    sheet.heading(format!("Recorded as entry {entry}: {} {what}, on entry {}", body.period, body.settlement));
    for line in body.lines.iter().filter(|line| line.now != "0") {
        let money = |minor: &str| money(minor, &body.currency);
        let mut fact = Fact::new(between(agreement, [&line.figure, &line.from, &line.to]), money(&line.now));
        let mut note = format!("{} due", money(&line.due));
        if line.retained != "0" {
            note.push_str(&format!(", {} kept back", money(&line.retained)));
        }
        if line.before != "0" {
            note.push_str(&format!(", {} paid before", money(&line.before)));
        }
        fact.notes.push(note);
        sheet.fact(fact);
    }
    sheet
}

fn as_json(entry: u64, body: &OnAccount) -> Json {
    let lines = body.lines.iter().map(|line| {
        let said = vec![
            ("due", Json::text(line.due.as_str())),
            ("retained", Json::text(line.retained.as_str())),
            ("before", Json::text(line.before.as_str())),
            ("now", Json::text(line.now.as_str())),
        ];
        between_json([&line.figure, &line.from, &line.to], said)
    });
    Json::Map(vec![
        ("entry", Json::Whole(entry)),
        ("period", Json::text(body.period.as_str())),
        ("settlement", Json::Whole(body.settlement)),
        ("trued_up", Json::Flag(body.trued_up)),
        ("currency", Json::text(body.currency.as_str())),
        ("lines", Json::List(lines.collect())),
    ])
}
