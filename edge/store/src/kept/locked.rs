//! A log under its lock, as a decision may look at it.
//!
//! Nobody else can change it before the transaction ends, so nothing is read of it twice: what was read and what this
//! transaction has appended since is all that there is to know. It is gone with the lock. It will never know what is
//! decided. Start with [`LockedLog`].

use std::collections::BTreeMap;
use std::ops::Range;

use super::read::Reading;
use crate::engine::{Change, LogNumber, StreamRow};
use crate::{Head, Locked, StoreProblem, StoredEvent};

/// The log that is locked, with what was appended under the lock.
pub(super) struct LockedLog<'a> {
    pub(super) reading: Reading<'a>,
    pub(super) change: &'a mut dyn Change,
    pub(super) number: LogNumber,
    pub(super) head: Head,
    /// Each stream that was asked for.
    versions: BTreeMap<String, u64>,
    /// The last events of the log, all of this transaction: they were made, hashed and compared here.
    appended: Vec<StoredEvent>,
}

impl<'a> LockedLog<'a> {
    pub(super) fn new(
        reading: Reading<'a>,
        change: &'a mut dyn Change,
        number: LogNumber,
        head: Head,
    ) -> LockedLog<'a> {
        LockedLog { reading, change, number, head, versions: BTreeMap::new(), appended: Vec::new() }
    }

    /// Is told of these events, with which the log now ends.
    pub(super) fn appended(&mut self, streams: &[StreamRow], events: Vec<StoredEvent>, head: Head) {
        for row in streams {
            self.versions.insert(row.stream.clone(), row.version);
        }
        self.appended.extend(events);
        self.head = head;
    }
}

impl Locked for LockedLog<'_> {
    fn head(&self) -> &Head {
        &self.head
    }

    fn read_range(&mut self, range: Range<u64>) -> Result<Vec<StoredEvent>, StoreProblem> {
        let range = range.start..range.end.min(self.head.size);
        let before = self.head.size - self.appended.len() as u64;
        let mut events = match range.start < range.end.min(before) {
            true => self.reading.events(self.change, self.number, range.start..range.end.min(before))?,
            false => Vec::new(),
        };
        let own = self.appended.iter().zip(before..).filter(|(_, index)| range.contains(index));
        events.extend(own.map(|(event, _)| event.clone()));
        Ok(events)
    }

    fn stream_version(&mut self, stream: &str) -> Result<u64, StoreProblem> {
        if let Some(version) = self.versions.get(stream) {
            return Ok(*version);
        }
        let version = self.change.stream_version(self.number, stream)?;
        self.versions.insert(stream.to_owned(), version);
        Ok(version)
    }
}
