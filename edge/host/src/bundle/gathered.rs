//! The record as one reader may see it: the lines of its files, and the state that they tell.
//!
//! The state is worked out from what is shown alone, so a page made from it cannot show more. Start with [`Gathered`].

use super::BundleReport;
use super::wall::Wall;
use crate::HostProblem;
use crate::alliance::{Alliance, Entry};
use accordant_alliance::State;
use accordant_alliance::event::{Content, Event, Part, Read};
use accordant_alliance::state::Recorded;
use accordant_documents::bundle::{Page, Unshown, Why};
use accordant_record::{Checkpoint, Frontier, Hash, Header, leaf_hash, to_base64};
use accordant_store::{StoredCheckpoint, StoredPart};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// All that the reader may see.
pub(super) struct Gathered {
    /// The logs of the record, the first first.
    pub(super) logs: Vec<LogFiles>,
    /// Every entry.
    pub(super) entries: Vec<Shown>,
    /// What the entries come to.
    pub(super) state: State,
    /// What is not shown.
    pub(super) unshown: Vec<Unshown>,
    disclosed: u64,
}

/// The files of one log.
#[derive(Default)]
pub(super) struct LogFiles {
    pub(super) origin: String,
    pub(super) headers: Vec<u8>,
    pub(super) parts: Vec<u8>,
    pub(super) withheld: Vec<u8>,
    /// The entry of its first event.
    pub(super) from: u64,
    frontier: Frontier,
    /// The root at every size.
    pub(super) roots: BTreeMap<u64, Hash>,
}

/// An entry as the reader sees it.
pub(super) struct Shown {
    pub(super) entry: u64,
    pub(super) header: Header,
    pub(super) read: Read,
    /// The entry of the first event of its log.
    pub(super) log_from: u64,
}

/// A line of `parts.jsonl`, its keys in the order in which they are written.
#[derive(Serialize)]
struct PartLine<'a> {
    bytes: String,
    index: u64,
    part: &'a str,
    salt: String,
}

/// A line of `withheld.jsonl`.
#[derive(Serialize)]
struct UnshownLine<'a> {
    index: u64,
    part: &'a str,
    state: &'static str,
}

impl Alliance {
    /// Reads the record up to what was signed, as far as the wall shows it.
    pub(super) fn gather(&self, wall: &Wall, sealed: &StoredCheckpoint) -> Result<Gathered, HostProblem> {
        let mut gathered = Gathered {
            logs: Vec::new(),
            entries: Vec::new(),
            state: State::new(),
            unshown: Vec::new(),
            disclosed: 0,
        };
        // A part that an event says to be erased is not shown, also while its bytes wait to be destroyed.
        let erased = self.state()?.kept().erased.clone();
        self.each_entry(|entry| {
            let is_signed = entry.header.log != self.origin() || entry.header.index < sealed.size;
            if is_signed { gathered.take(entry, wall, &erased) } else { Ok(()) }
        })?;
        Ok(gathered)
    }
}

impl Gathered {
    fn take(
        &mut self,
        entry: Entry,
        wall: &Wall,
        erased: &BTreeSet<(u64, String)>,
    ) -> Result<(), HostProblem> {
        let Entry { entry: number, header, parts } = entry;
        let line = header.to_line().map_err(|problem| HostProblem::Altered { what: problem.to_string() })?;
        let log = self.log_of(&header.log, number);
        log.frontier.push(leaf_hash(&line));
        log.roots.insert(header.index + 1, log.frontier.root());
        log.headers.extend_from_slice(&line);
        log.headers.push(b'\n');
        let log_from = log.from;
        let mut contents = Vec::new();
        for (listed, stored) in header.parts.iter().zip(&parts) {
            let is_erased = erased.contains(&(number, listed.name.clone()));
            let content = match stored {
                StoredPart::Present { salt, bytes } if !is_erased && wall.shows(&listed.compartment) => {
                    let salt = salt.0.iter().map(|byte| format!("{byte:02x}")).collect();
                    let line =
                        PartLine { bytes: to_base64(bytes), index: header.index, part: &listed.name, salt };
                    append(&mut self.log_of(&header.log, number).parts, &line)?;
                    self.disclosed += 1;
                    Content::Present(bytes)
                }
                StoredPart::Present { .. } if !is_erased => Content::Withheld,
                StoredPart::Present { .. } | StoredPart::Erased => Content::Erased,
            };
            if let Some((why, state)) = absence(content) {
                let line = UnshownLine { index: header.index, part: &listed.name, state };
                append(&mut self.log_of(&header.log, number).withheld, &line)?;
                self.unshown.push(Unshown {
                    entry: number,
                    part: listed.name.clone(),
                    compartment: listed.compartment.clone(),
                    why,
                    commitment: listed.commitment.to_string(),
                });
            }
            contents.push(Part { name: &listed.name, content });
        }
        self.state.evolve(Recorded { header: &header, parts: &contents })?;
        let read = Event::read(&header.kind, header.kind_version, &contents)
            .map_err(|problem| HostProblem::Altered { what: problem.to_string() })?;
        drop(contents);
        self.entries.push(Shown { entry: number, header, read, log_from });
        Ok(())
    }

    /// The files of the log of that origin, begun with this entry if it is new.
    fn log_of(&mut self, origin: &str, entry: u64) -> &mut LogFiles {
        let known = self.logs.iter().position(|log| log.origin == origin);
        let at = known.unwrap_or_else(|| {
            self.logs.push(LogFiles { origin: origin.to_string(), from: entry, ..LogFiles::default() });
            self.logs.len() - 1
        });
        &mut self.logs[at]
    }

    /// The log that takes new entries.
    pub(super) fn current(&self) -> Option<&LogFiles> {
        self.logs.last()
    }

    /// The name of the alliance.
    pub(super) fn alliance(&self) -> String {
        let founding = self.state.kept().founding.as_ref();
        founding.map_or_else(|| "An alliance".to_string(), |founding| founding.alliance.clone())
    }

    pub(super) fn report(&self, to: &Path, pages: &[Page], checkpoint: Checkpoint) -> BundleReport {
        let count = |why: Why| self.unshown.iter().filter(|part| part.why == why).count() as u64;
        BundleReport {
            folder: to.to_path_buf(),
            entries: self.entries.len() as u64,
            disclosed: self.disclosed,
            withheld: count(Why::Withheld),
            erased: count(Why::Erased),
            explained: pages.iter().filter(|page| page.name.starts_with("statement-")).count() as u64,
            checkpoint,
        }
    }
}

fn absence(content: Content<'_>) -> Option<(Why, &'static str)> {
    match content {
        Content::Present(_) => None,
        Content::Withheld => Some((Why::Withheld, "withheld")),
        Content::Erased => Some((Why::Erased, "erased")),
    }
}

fn append(file: &mut Vec<u8>, line: &impl Serialize) -> Result<(), HostProblem> {
    serde_json::to_writer(&mut *file, line).map_err(|error| HostProblem::Fault(error.to_string()))?;
    file.push(b'\n');
    Ok(())
}
