//! Erasing what the record says is erased: at once, and again wherever it has come back, as with a restored backup.
//!
//! Beside the record a list is kept of what was erased, without a word of what it was: a backup that is older than an
//! erasing knows nothing of it, and the list does. Start with [`Alliance::erase`].

use crate::folder::{apart, read_if_there, write_durably};
use crate::request::{Answer, Request};
use crate::{Alliance, HostProblem};
use accordant_alliance::{Command, Refusal};
use accordant_record::Header;
use accordant_store::StoredPart;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// The list of what was erased, where no other volume is named.
pub(crate) const ERASED: &str = "erased.txt";

/// A part, by the place of its event in a log.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    log: String,
    index: u64,
    part: u64,
}

impl Alliance {
    /// Records that a part is erased, then destroys its key, salt and bytes. After an interruption the same request,
    /// or the next opening, ends it.
    ///
    /// # Errors
    /// The rule that refuses it, or what failed.
    pub fn erase(&self, request: Request) -> Result<Answer, HostProblem> {
        let Command::Erase { entry, part, .. } = &request.command else {
            return Err(HostProblem::Fault("only a request to erase can be erased by".to_string()));
        };
        let place = self.place(*entry, *part)?.ok_or_else(|| {
            Refusal::rule(format!("there is no part {part} of an entry {entry}"))
                .help("`accordant log` shows the entries")
        })?;
        let answer = self.submit(request)?;
        self.list(&place)?;
        self.destroy(&place)?;
        self.forget_state();
        Ok(answer)
    }

    /// Erases again what the record or the list says is erased, and is there. How many parts that were.
    ///
    /// # Errors
    /// When the record cannot be read, or erasing fails.
    pub fn erase_again(&self) -> Result<u64, HostProblem> {
        let remaining = self.erased_and_there()?;
        for place in &remaining {
            self.destroy(place)?;
        }
        if !remaining.is_empty() {
            self.forget_state();
        }
        Ok(remaining.len() as u64)
    }

    /// How many parts the record or the list says are erased, and are there.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn not_erased(&self) -> Result<u64, HostProblem> {
        self.erased_and_there().map(|remaining| remaining.len() as u64)
    }

    fn erased_and_there(&self) -> Result<BTreeSet<Place>, HostProblem> {
        let mut erased = self.listed()?;
        for (entry, part) in &self.state()?.kept().erased {
            erased.extend(self.place_of(*entry, part)?);
        }
        let mut there = BTreeSet::new();
        for place in erased {
            if self.is_there(&place)? {
                there.insert(place);
            }
        }
        Ok(there)
    }

    fn place(&self, entry: u64, part: u64) -> Result<Option<Place>, HostProblem> {
        let found = self.entry(entry)?;
        Ok(found.map(|found| Place { log: found.header.log, index: found.header.index, part }))
    }

    fn place_of(&self, entry: u64, name: &str) -> Result<Option<Place>, HostProblem> {
        let Some(found) = self.entry(entry)? else { return Ok(None) };
        let at = found.header.parts.iter().zip(0..).find(|(listed, _)| listed.name == name);
        let Header { log, index, .. } = found.header;
        Ok(at.map(|(_, part)| Place { log, index, part }))
    }

    fn is_there(&self, place: &Place) -> Result<bool, HostProblem> {
        let Some(head) = self.store().head(&place.log)? else { return Ok(false) };
        if place.index >= head.size {
            return Ok(false);
        }
        let events = self.store().read_range(&place.log, place.index..place.index.saturating_add(1))?;
        let part = usize::try_from(place.part).ok();
        let part = events.first().and_then(|event| part.and_then(|part| event.parts.get(part)));
        Ok(matches!(part, Some(StoredPart::Present { .. })))
    }

    fn destroy(&self, place: &Place) -> Result<(), HostProblem> {
        self.store().erase(&place.log, place.index, place.part)?;
        if place.log != self.origin() {
            self.drop_cache()?;
        }
        Ok(())
    }

    /// Adds to the list, durably.
    fn list(&self, place: &Place) -> Result<(), HostProblem> {
        let mut listed = self.listed()?;
        listed.insert(place.clone());
        let line = |place: &Place| format!("{} {} {}\n", place.log, place.index, place.part);
        let lines: String = listed.iter().map(line).collect();
        write_durably(&self.erased_path(), &lines)
    }

    fn listed(&self) -> Result<BTreeSet<Place>, HostProblem> {
        let path = self.erased_path();
        let text = read_if_there(&path)?.unwrap_or_default();
        text.lines()
            .map(|line| {
                read(line).ok_or_else(|| HostProblem::Altered {
                    what: format!("`{line}` in `{}` names no part", path.display()),
                })
            })
            .collect()
    }

    /// The list lies where the last signed state is held: on another volume, if one is named.
    pub(crate) fn erased_path(&self) -> PathBuf {
        let first = self.logs().first().map_or(self.origin(), String::as_str);
        apart(self.folder(), ERASED, first, &format!("-{ERASED}"))
    }
}

fn read(line: &str) -> Option<Place> {
    let mut words = line.split(' ');
    let (log, index, part) = (words.next()?, words.next()?, words.next()?);
    let place = Place { log: log.to_string(), index: index.parse().ok()?, part: part.parse().ok()? };
    words.next().is_none().then_some(place)
}
