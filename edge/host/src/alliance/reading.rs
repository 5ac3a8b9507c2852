//! Entries of the record as a reader meets them.

use super::Alliance;
use super::pace::Pace;
use crate::HostProblem;
use accordant_alliance::Event;
use accordant_alliance::event::{Content, EventProblem, Part, Read};
use accordant_record::{Header, PartListed};
use accordant_store::{StoredEvent, StoredPart};

/// One entry of the record.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its place in the whole record, from 0.
    pub entry: u64,
    /// Its header.
    pub header: Header,
    /// Its parts, in the order of the header.
    pub parts: Vec<StoredPart>,
}

impl Entry {
    /// What happened.
    ///
    /// # Errors
    /// When this program cannot read it.
    pub fn event(&self) -> Result<Read, EventProblem> {
        let parts = as_read(&self.header, &self.parts);
        Event::read(&self.header.kind, self.header.kind_version, &parts)
    }
}

/// The parts of an event as the alliance reads them.
pub(super) fn as_read<'a>(header: &'a Header, stored: &'a [StoredPart]) -> Vec<Part<'a>> {
    let part = |(listed, stored): (&'a PartListed, &'a StoredPart)| Part {
        name: &listed.name,
        content: match stored {
            StoredPart::Present { bytes, .. } => Content::Present(bytes),
            StoredPart::Erased => Content::Erased,
        },
    };
    header.parts.iter().zip(stored).map(part).collect()
}

impl Alliance {
    /// Every entry, in order. Whoever needs each only once takes [`Alliance::each_entry`].
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn entries(&self) -> Result<Vec<Entry>, HostProblem> {
        let mut entries = Vec::new();
        self.each_entry(|entry| {
            entries.push(entry);
            Ok::<(), HostProblem>(())
        })?;
        Ok(entries)
    }

    /// Shows every entry, in order; of a record of many files only a few are in memory at a time.
    ///
    /// # Errors
    /// When the record cannot be read, or the first that whoever sees an entry says of it.
    pub fn each_entry<P: From<HostProblem>>(
        &self,
        mut see: impl FnMut(Entry) -> Result<(), P>,
    ) -> Result<(), P> {
        let mut entry = 0;
        for log in &self.logs {
            let mut pace = Some(Pace::from(0));
            while let Some(at) = pace {
                let events = self.store.read_range(log, at.range()).map_err(HostProblem::from)?;
                pace = at.after(&events);
                for StoredEvent { header, parts, .. } in events {
                    see(Entry { entry, header, parts })?;
                    entry += 1;
                }
            }
        }
        Ok(())
    }

    /// One entry.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn entry(&self, wanted: u64) -> Result<Option<Entry>, HostProblem> {
        let mut before = 0;
        for log in &self.logs {
            let size = self.store.head(log)?.map_or(0, |head| head.size);
            if let Some(index) = wanted.checked_sub(before)
                && index < size
            {
                let events = self.store.read_range(log, index..index + 1)?;
                let found = events.into_iter().next();
                return Ok(found.map(|event| Entry {
                    entry: wanted,
                    header: event.header,
                    parts: event.parts,
                }));
            }
            before += size;
        }
        Ok(None)
    }
}
