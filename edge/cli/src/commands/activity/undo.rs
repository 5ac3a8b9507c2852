//! `imports undo`: an import counts no longer, and what was worked out from it is worked out again without it.

use super::imports::{entry, submitted};
use crate::load::counted;
use crate::print::{Face, data};
use crate::recorded::{actor, in_force, open, told};
use crate::stop::{Ended, Stop};
use crate::text::json::Json;
use accordant_activity::Latest;
use accordant_agreement::problem::Problems;
use accordant_alliance::Command;
use accordant_alliance::state::Batch;
use accordant_facts::Undone;
use accordant_intake::counting;
use clap::ArgMatches;

/// Lets an import count no longer.
pub fn run(asked: &ArgMatches, face: Face) -> Result<Ended, Stop> {
    let alliance = open(asked)?;
    let state = alliance.state().map_err(told::stop)?;
    let undone = submitted(&alliance, entry(asked, "entry"))?;
    let mut problems = Problems::new();
    let name = format!("counting of entry {}", undone.entry);
    let counting = counting::read(&name, &undone.mapping, in_force(&state)?, &mut problems);
    let shelf = alliance.shelf(&state).map_err(told::stop)?;
    let worked = |without: Option<u64>| {
        let latest = alliance.latest(&state, without).map_err(told::stop)?;
        let worked = counting.activity.facts(&Latest::none(), &latest, &shelf);
        worked.map(|worked| worked.facts).map_err(|problem| Stop::fault(problem.to_string()))
    };
    let known = state.facts_without(undone.entry).map_err(|problem| Stop::fault(problem.to_string()))?;
    let (with, without) = (worked(None)?, worked(Some(undone.entry))?);
    let again = Undone { with: &with, without: &without, known_with: state.actual(), known_without: &known };
    let again = again.said_again();
    let reason = asked.get_one::<String>("reason").cloned().unwrap_or_default();
    let command = Command::WithdrawFacts { entry: undone.entry, reason, again };
    let answer = actor::submit(&alliance, asked, command)?;
    let now = alliance.state().map_err(told::stop)?;
    let entry_of = |batch: &Batch| batch.withdrawn.as_ref().map(|(by, _)| *by);
    let withdrawn = now.batch_of(undone.entry).and_then(entry_of);
    let said = now.batch_of(answer.last).map(|batch| batch.given.count);
    data(&told_of(undone.entry, withdrawn.unwrap_or(answer.last), (answer.last, said), face));
    Ok(Ended::Done)
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
