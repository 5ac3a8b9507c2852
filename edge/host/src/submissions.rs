//! What the submissions of a record say, one by one and together.
//!
//! The cells of a submission are a part of its entry and no part of the state: whoever needs them reads them here.
//! Start with [`Alliance::latest`].

use crate::{Alliance, HostProblem};
use accordant_activity::{Cells, Code, Latest, Month, Scope, Submission};
use accordant_alliance::State;
use accordant_alliance::event::{Beside, Bytes, Event, Imported, Read, SentFor};
use accordant_alliance::state::Batch;
use std::collections::BTreeMap;

/// A submission as its entry keeps it.
#[derive(Debug, Clone)]
pub struct Submitted {
    /// The entry.
    pub entry: u64,
    /// The files as they were sent: name and bytes; no bytes where they were erased or never kept.
    pub files: Vec<(String, Option<Vec<u8>>)>,
    /// What it comes to, gathered into cells.
    pub cells: Cells,
    /// The text by which the facts were worked out.
    pub mapping: Vec<u8>,
    /// What became of its rows, in words.
    pub report: String,
}

impl Alliance {
    /// The submission of an entry; nothing if the entry is none.
    ///
    /// # Errors
    /// When the record cannot be read, or what was made of the submission was erased.
    pub fn submission(&self, entry: u64) -> Result<Option<Submitted>, HostProblem> {
        let Some(found) = self.entry(entry)? else { return Ok(None) };
        let altered = |what: String| HostProblem::Altered { what: format!("entry {entry}: {what}") };
        let read = found.event().map_err(|problem| altered(problem.to_string()))?;
        let Read::Seen(event) = read else { return Ok(None) };
        let (given, files, beside) = match *event {
            Event::FactsReceived { given, files, beside: Some(beside), .. }
            | Event::FactsRestated { given, files, beside: Some(beside), .. } => (given, files, beside),
            _ => return Ok(None),
        };
        let Beside { activity, mapping, report } = beside;
        let there = |bytes: Bytes, what: &str| match bytes {
            Bytes::Given(bytes) => Ok(bytes),
            Bytes::Withheld | Bytes::Erased => Err(altered(format!("its {what} was erased"))),
        };
        let cells = Cells::from_json_lines(&there(activity, "activity")?);
        let kept = files.into_iter().map(|bytes| match bytes {
            Bytes::Given(bytes) => Some(bytes),
            Bytes::Withheld | Bytes::Erased => None,
        });
        // Of files about single patients nothing is kept.
        let bytes = kept.chain(std::iter::repeat(None));
        Ok(Some(Submitted {
            entry,
            files: given.files.iter().cloned().zip(bytes).collect(),
            cells: cells.map_err(|problem| altered(problem.to_string()))?,
            mapping: there(mapping, "mapping")?,
            report: String::from_utf8_lossy(&there(report, "report")?).into_owned(),
        }))
    }

    /// What the latest submissions say of each provider, month and commissioner; of all, or of all but one entry.
    ///
    /// # Errors
    /// When the record cannot be read, or what was made of a submission was erased.
    pub fn latest(&self, state: &State, without: Option<u64>) -> Result<Latest, HostProblem> {
        let mut latest = Latest::none();
        let counting = submissions(state).filter(|(batch, _)| Some(batch.entry) != without);
        let counting: Vec<_> = counting.filter(|(batch, _)| batch.withdrawn.is_none()).collect();
        let names = names(&counting);
        for ((batch, import), name) in counting.iter().zip(&names) {
            let Some(submitted) = self.submission(batch.entry)? else { continue };
            if import.adds {
                let added = latest.receive_mended(name, submitted.cells);
                added.map_err(|_| HostProblem::Altered {
                    what: format!("entry {}: a sum is too large", batch.entry),
                })?;
                continue;
            }
            let scopes = import.scopes.iter().filter_map(scope);
            latest.receive(scopes.fold(Submission::new(name, submitted.cells), Submission::also_for));
        }
        Ok(latest)
    }
}

/// The submissions that a state knows of, in their order.
pub fn submissions(state: &State) -> impl Iterator<Item = (&Batch, &Imported<'static>)> {
    state.kept().batches.iter().filter_map(|batch| Some((batch, batch.given.import.as_deref()?)))
}

/// What a submission was sent for, as the core has it; nothing for a month that is none.
pub fn scope(sent: &SentFor<'_>) -> Option<Scope> {
    let first = format!("{}-01", sent.month).parse().ok()?;
    Some(Scope {
        provider: Code::from(&*sent.provider),
        month: Month::of_day(first)?,
        commissioner: Code::from(&*sent.commissioner),
    })
}

/// The files by name, those of one name told apart by their content.
fn names(counting: &[(&Batch, &Imported<'static>)]) -> Vec<String> {
    let own = |batch: &Batch| batch.given.files.join(", ");
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    counting.iter().for_each(|(batch, _)| *times.entry(own(batch)).or_default() += 1);
    let name = |(batch, _): &(&Batch, &Imported<'static>)| {
        let name = own(batch);
        match times.get(&name) {
            Some(1) | None => name,
            Some(_) => format!("{name} of entry {}", batch.entry),
        }
    };
    counting.iter().map(name).collect()
}
