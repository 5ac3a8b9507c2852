//! Price books of a record, and what activity comes to by them.

pub mod add;
pub mod list;
pub mod reprice;

use crate::recorded::{in_force, told};
use crate::stop::Stop;
use accordant_activity::counting::Counting;
use accordant_agreement::problem::Problems;
use accordant_alliance::State;
use accordant_host::{Alliance, submissions};
use accordant_intake::counting::{self, COUNTING_FILE};

/// How the last import that counts was counted; nothing where none was imported.
fn counted_by(alliance: &Alliance, state: &State) -> Result<Option<Counting>, Stop> {
    let last = submissions(state).filter(|(batch, _)| batch.withdrawn.is_none()).last();
    let Some((last, _)) = last else { return Ok(None) };
    let Some(last) = alliance.submission(last.entry).map_err(told::stop)? else { return Ok(None) };
    let name = format!("{COUNTING_FILE} of entry {}", last.entry);
    let mut problems = Problems::new();
    let text = counting::read(&name, &last.mapping, in_force(state)?, &mut problems);
    if problems.bar_acceptance() {
        return Err(Stop::refusal(format!("`{name}` does not fit the agreement any more"))
            .help("mend the text beside the record, and import a file with it"));
    }
    Ok(Some(text.activity))
}
