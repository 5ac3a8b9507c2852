//! The open book: what each party's services cost, what of it counts, how it stands to the target, and where it leads.
//!
//! Nothing here decides what counts: the agreement and the text beside it do. Start with [`show`], then [`ledger`].

pub mod ledger;
pub mod outturn;
pub mod phasing;
pub mod show;

pub mod by_hand;
mod json;
mod register;
mod target;

use crate::stop::Stop;
use accordant_agreement::Agreement;
use accordant_agreement::problem::Problems;
use accordant_host::AsAt;
use accordant_intake::counting::{self, COUNTING_FILE, CountingText};
use std::fs;
use std::path::Path;

/// How costs are counted: by the text beside the record, or else by that of the last import. As they were known earlier,
/// by that of the last import before any other: the text beside the record is of today.
pub fn counting_text(
    folder: &Path,
    last: Option<Vec<u8>>,
    as_at: AsAt,
    agreement: &Agreement,
) -> Result<CountingText, Stop> {
    let beside = folder.join(COUNTING_FILE);
    let is_of_today = as_at == AsAt::Now || last.is_none();
    let bytes = if is_of_today && beside.is_file() {
        fs::read(&beside)
            .map_err(|error| Stop::fault(format!("`{}` cannot be read: {error}", beside.display())))?
    } else {
        last.ok_or_else(|| {
            Stop::refusal("nothing says how costs are counted")
                .help(format!("write a `{COUNTING_FILE}` beside the record; docs/counting.md shows one"))
        })?
    };
    read(&bytes, agreement)
}

/// A text that says how files are counted; one with problems serves nobody.
pub fn read(bytes: &[u8], agreement: &Agreement) -> Result<CountingText, Stop> {
    let mut problems = Problems::new();
    let text = counting::read(COUNTING_FILE, bytes, agreement, &mut problems);
    match problems.sorted().into_iter().next() {
        Some(problem) if problems.bar_acceptance() => {
            Err(Stop::problem(format!("`{COUNTING_FILE}` does not fit the agreement: {}", problem.what))
                .help("mend the text beside the record"))
        }
        _ => Ok(text),
    }
}
