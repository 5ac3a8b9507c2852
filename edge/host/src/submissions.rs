//! What the submissions of a record say, one by one and together.
//!
//! The cells of a submission are a part of its entry and no part of the state: whoever needs them reads them here.
//! Start with [`Alliance::latest`].

use crate::{Alliance, HostProblem};
use accordant_activity::{Cells, Code, Latest, Month, Scope, Submission};
use accordant_alliance::State;
use accordant_alliance::event::{Beside, Bytes, Event, Imported, Read, SentFor};
use accordant_alliance::state::Batch;
use std::collections::BTreeSet;

/// A submission as its entry keeps it.
#[derive(Debug, Clone)]
pub struct Submitted {
    /// The entry.
    pub entry: u64,
    /// The files as they were sent: name and bytes; no bytes where they were erased or never kept.
    pub files: Vec<(String, Option<Vec<u8>>)>,
    /// What it comes to, gathered into cells and written as JSON lines.
    pub activity: Vec<u8>,
    /// The text by which the facts were worked out.
    pub mapping: Vec<u8>,
    /// What became of its rows, in words.
    pub report: String,
}

/// Which submissions are asked for.
#[derive(Debug, Clone)]
pub struct Which {
    /// All but this entry.
    pub without: Option<u64>,
    /// Only what is held for these months; for every month without them.
    pub months: Option<BTreeSet<Month>>,
}

impl Which {
    /// All that count.
    pub const ALL: Which = Which { without: None, months: None };

    /// Whether the submission says something that is asked for.
    fn holds(&self, batch: &Batch, import: &Imported<'_>) -> bool {
        let of_months = |months: &BTreeSet<Month>| {
            import.scopes.iter().filter_map(scope).any(|scope| months.contains(&scope.month))
        };
        Some(batch.entry) != self.without
            && batch.withdrawn.is_none()
            && self.months.as_ref().is_none_or(of_months)
    }
}

impl Submitted {
    /// What it comes to, gathered into cells.
    ///
    /// # Errors
    /// When the entry does not hold cells.
    pub fn cells(&self) -> Result<Cells, HostProblem> {
        Cells::from_json_lines(&self.activity)
            .map_err(|problem| HostProblem::Altered { what: format!("entry {}: {problem}", self.entry) })
    }
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
        let kept = files.into_iter().map(|bytes| match bytes {
            Bytes::Given(bytes) => Some(bytes),
            Bytes::Withheld | Bytes::Erased => None,
        });
        // Of files about single patients nothing is kept.
        let bytes = kept.chain(std::iter::repeat(None));
        Ok(Some(Submitted {
            entry,
            files: given.files.iter().cloned().zip(bytes).collect(),
            activity: there(activity, "activity")?,
            mapping: there(mapping, "mapping")?,
            report: String::from_utf8_lossy(&there(report, "report")?).into_owned(),
        }))
    }

    /// What the latest submissions say of each provider, month and commissioner.
    ///
    /// # Errors
    /// When the record cannot be read, or what was made of a submission was erased.
    pub fn latest(&self, state: &State, which: &Which) -> Result<Latest, HostProblem> {
        let mut latest = Latest::none();
        let mut seen = BTreeSet::new();
        for (batch, import) in submissions(state) {
            let name = told_apart(batch.given.files.join(", "), batch.entry, &mut seen);
            if !which.holds(batch, import) {
                continue;
            }
            let Some(submitted) = self.submission(batch.entry)? else { continue };
            let cells = submitted.cells()?;
            if import.adds {
                latest.receive_mended(&name, cells).map_err(|_| HostProblem::Altered {
                    what: format!("entry {}: a sum is too large", batch.entry),
                })?;
                continue;
            }
            let scopes = import.scopes.iter().filter_map(scope);
            latest.receive(scopes.fold(Submission::new(&name, cells), Submission::also_for));
        }
        Ok(match &which.months {
            Some(months) => latest.only(months),
            None => latest,
        })
    }

    /// The last submission that counts, of all or of all but one entry: its text says how lines are counted.
    ///
    /// # Errors
    /// When the record cannot be read, or what was made of the submission was erased.
    pub fn last_submission(
        &self,
        state: &State,
        without: Option<u64>,
    ) -> Result<Option<Submitted>, HostProblem> {
        let counts = Which { without, months: None };
        let last = submissions(state).filter(|(batch, import)| counts.holds(batch, import)).last();
        last.map_or(Ok(None), |(batch, _)| self.submission(batch.entry))
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

/// The name by which the next submission of this file is cited.
pub fn cited_name(state: &State, file: &str) -> String {
    let mut seen = submissions(state).map(|(batch, _)| batch.given.files.join(", ")).collect();
    told_apart(file.to_string(), state.kept().size, &mut seen)
}

/// A file by its name, and a later one of the same name by its entry too. What was undone keeps its name: a fact that
/// was cited once is found under the same name ever after.
fn told_apart(name: String, entry: u64, seen: &mut BTreeSet<String>) -> String {
    let cited = if seen.contains(&name) { format!("{name} of entry {entry}") } else { name.clone() };
    seen.insert(name);
    cited
}
