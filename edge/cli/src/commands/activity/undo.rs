//! `imports undo`: an import counts no longer, and what was worked out from it is worked out again without it.

use super::imports::{entry, submitted};
use super::{counting_of, month_of};
use crate::load::counted;
use crate::print::{Face, data};
use crate::recorded::{actor, open, told};
use crate::stop::{Ended, Stop};
use crate::text::json::Json;
use accordant_activity::{Latest, Month};
use accordant_alliance::state::Batch;
use accordant_alliance::{Command, State};
use accordant_facts::{Facts, Undone};
use accordant_host::{Alliance, Submitted, Which};
use clap::ArgMatches;
use std::collections::BTreeSet;

/// So many months are told one by one.
const SCOPES_SHOWN: usize = 24;

/// Lets an import count no longer.
pub fn run(asked: &ArgMatches, face: Face) -> Result<Ended, Stop> {
    actor::until_first(|| once(asked, face))
}

/// Nothing if others wrote to the record meanwhile: what is said again rests on all files.
fn once(asked: &ArgMatches, face: Face) -> Result<Option<Ended>, Stop> {
    let alliance = open(asked)?;
    let state = alliance.state().map_err(told::stop)?;
    let undone = submitted(&alliance, entry(asked, "entry"))?;
    let (with, without) = worked(&alliance, &state, undone.entry)?;
    let known = state.facts_without(undone.entry).map_err(|problem| Stop::fault(problem.to_string()))?;
    let again = Undone { with: &with, without: &without, known_with: state.actual(), known_without: &known };
    let again = again.said_again();
    let reason = asked.get_one::<String>("reason").cloned().unwrap_or_default();
    let command = Command::WithdrawFacts { entry: undone.entry, reason, again };
    let Some(answer) = actor::submit_worked_out(&alliance, asked, &state, command)? else { return Ok(None) };
    let now = alliance.state().map_err(told::stop)?;
    let entry_of = |batch: &Batch| batch.withdrawn.as_ref().map(|(by, _)| *by);
    let withdrawn = now.batch_of(undone.entry).and_then(entry_of);
    let said = now.batch_of(answer.last).map(|batch| batch.given.count);
    let told = told_of(undone.entry, withdrawn.unwrap_or(answer.last), (answer.last, said), face);
    data(&told);
    if !face.is_json() {
        data(&counts_again(&alliance, &now, undone.entry)?);
    }
    Ok(Some(Ended::Done))
}

/// What is worked out from all files, and what from all but that of the entry; each as the last file counts its lines.
fn worked(alliance: &Alliance, state: &State, entry: u64) -> Result<(Facts, Facts), Stop> {
    let last = |without: Option<u64>| alliance.last_submission(state, without).map_err(told::stop);
    let (last_with, last_without) = (last(None)?, last(Some(entry))?);
    let mapping = |last: &Option<Submitted>| last.as_ref().map(|last| last.mapping.clone());
    // Months that the file was not sent for come to what they came to, unless all lines are counted otherwise without it.
    let months = (mapping(&last_with) == mapping(&last_without)).then(|| months_of(state, entry));
    let shelf = alliance.shelf(state).map_err(told::stop)?;
    let worked = |last: Option<Submitted>, without: Option<u64>| {
        let counting = last.map(|last| counting_of(&last, state)).transpose()?.unwrap_or_default();
        let wanted = Which { without, months: months.clone() };
        let latest = alliance.latest(state, &wanted).map_err(told::stop)?;
        let worked = counting.activity.facts(&Latest::none(), &latest, &shelf);
        worked.map(|worked| worked.facts).map_err(|problem| Stop::fault(problem.to_string()))
    };
    Ok((worked(last_with, None)?, worked(last_without, Some(entry))?))
}

/// The months that an import was sent for.
fn months_of(state: &State, entry: u64) -> BTreeSet<Month> {
    let import = state.batch_of(entry).and_then(|batch| batch.given.import.as_deref());
    let scopes = import.into_iter().flat_map(|import| &import.scopes);
    scopes.filter_map(accordant_host::scope).map(|scope| scope.month).collect()
}

/// From which file each month is held that the undone one was sent for; nothing of a return, which is sent for none.
fn counts_again(alliance: &Alliance, state: &State, entry: u64) -> Result<String, Stop> {
    let months = months_of(state, entry);
    if months.is_empty() {
        return Ok(String::new());
    }
    let latest =
        alliance.latest(state, &Which { without: None, months: Some(months) }).map_err(told::stop)?;
    let import = state.batch_of(entry).and_then(|batch| batch.given.import.as_deref());
    let scopes = import.into_iter().flat_map(|import| &import.scopes).filter_map(accordant_host::scope);
    let told = scopes.take(SCOPES_SHOWN).map(|scope| {
        let from = latest.source(&scope).map_or("nothing".to_string(), |file| format!("held from {file}"));
        format!("  {} for {}, {}: {from}\n", scope.provider, scope.commissioner, month_of(scope.month))
    });
    Ok(format!("what counts now\n{}", told.collect::<String>()))
}

/// Both entries that were written: the one that lets it count no longer, and the one that says facts again.
fn told_of(undone: u64, withdrawn: u64, (last, said): (u64, Option<usize>), face: Face) -> String {
    if face.is_json() {
        let again = said
            .map(|count| Json::Map(vec![("entry", Json::Whole(last)), ("facts", Json::Whole(count as u64))]));
        return Json::Map(vec![
            ("entry", Json::Whole(withdrawn)),
            ("undone", Json::Whole(undone)),
            ("said_again", again.unwrap_or(Json::Null)),
        ])
        .document();
    }
    let mut text = format!("Recorded as entry {withdrawn}: entry {undone} counts no longer.\n");
    if let Some(count) = said {
        let facts = counted(count, "fact");
        text += &format!("Recorded as entry {last}: {facts} said again from the files that count now.\n");
    }
    text
}
