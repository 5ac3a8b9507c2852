//! Entries of the record as a reader meets them.

use super::Alliance;
use super::fold::at_once;
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
    /// Every entry, in order.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn entries(&self) -> Result<Vec<Entry>, HostProblem> {
        let mut entries = Vec::new();
        for log in &self.logs {
            let mut from = 0;
            loop {
                let events = self.store.read_range(log, at_once(from))?;
                if events.is_empty() {
                    break;
                }
                from += events.len() as u64;
                for StoredEvent { header, parts, .. } in events {
                    entries.push(Entry { entry: entries.len() as u64, header, parts });
                }
            }
        }
        Ok(entries)
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
