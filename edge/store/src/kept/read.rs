//! Rows to events: every line is hashed again, every part decrypted and its commitment worked out, before anyone
//! sees it.
//!
//! It will never know what an event means. Start with [`Reading::events`].

use std::ops::Range;

use accordant_record::{Hash, Leaf, PartListed, leaf_hash, sha256};

use crate::engine::{Content, LogNumber, RawEvent, RawPart, View, With};
use crate::keys::{Found, KeyName, KeyRing};
use crate::switches::{Mechanism, Switches};
use crate::vault::{self, Place};
use crate::{Head, StoreProblem, StoredEvent, StoredHeader, StoredPart};

/// Reading one log.
#[derive(Clone, Copy)]
pub(super) struct Reading<'a> {
    pub(super) log: &'a str,
    pub(super) keys: &'a KeyRing,
    pub(super) switches: &'a Switches,
}

impl Reading<'_> {
    /// The events of a range that lies within the log.
    pub(super) fn events(
        &self,
        view: &mut dyn View,
        number: LogNumber,
        range: Range<u64>,
    ) -> Result<Vec<StoredEvent>, StoreProblem> {
        let raw = view.events(number, range.clone(), With::Parts)?;
        self.all_there(&range, &raw)?;
        let mut events = Vec::with_capacity(raw.len());
        let mut previous = None;
        for (raw, index) in raw.into_iter().zip(range) {
            let event = self.event(index, previous, raw)?;
            previous = Some(event.hash);
            events.push(event);
        }
        Ok(events)
    }

    /// The headers of a range that lies within the log.
    pub(super) fn headers(
        &self,
        view: &mut dyn View,
        number: LogNumber,
        range: Range<u64>,
    ) -> Result<Vec<StoredHeader>, StoreProblem> {
        let mut headers = Vec::new();
        self.each_leaf(view, number, range, &mut |raw, leaf| {
            headers.push(StoredHeader { line: raw.line, hash: leaf.hash });
        })?;
        Ok(headers)
    }

    /// What the headers of a range that lies within the log say, each with its hash.
    pub(super) fn leaves(
        &self,
        view: &mut dyn View,
        number: LogNumber,
        range: Range<u64>,
    ) -> Result<Vec<Leaf>, StoreProblem> {
        let mut leaves = Vec::new();
        self.each_leaf(view, number, range, &mut |_, leaf| leaves.push(leaf))?;
        Ok(leaves)
    }

    fn each_leaf(
        &self,
        view: &mut dyn View,
        number: LogNumber,
        range: Range<u64>,
        take: &mut dyn FnMut(RawEvent, Leaf),
    ) -> Result<(), StoreProblem> {
        let raw = view.events(number, range.clone(), With::HeadersAlone)?;
        self.all_there(&range, &raw)?;
        let mut previous = None;
        for (raw, index) in raw.into_iter().zip(range) {
            let leaf = self.leaf(index, previous, &raw)?;
            previous = Some(leaf.hash);
            take(raw, leaf);
        }
        Ok(())
    }

    /// The stored roots of complete subtrees, as far as the log has them.
    pub(super) fn hashes(
        &self,
        view: &mut dyn View,
        number: LogNumber,
        head: &Head,
        level: u8,
        range: Range<u64>,
    ) -> Result<Vec<Hash>, StoreProblem> {
        let complete = head.size.checked_shr(u32::from(level)).unwrap_or(0);
        let range = range.start..range.end.min(complete);
        let found = view.node_hashes(number, level, range.clone())?;
        let mut hashes = Vec::with_capacity(found.len());
        for (expected, (place, bytes)) in range.clone().zip(&found) {
            let hash = crate::engine::hash(bytes).ok().filter(|_| *place == expected);
            hashes.push(hash.ok_or_else(|| self.altered(expected << level, "a hash above it is missing"))?);
        }
        if (hashes.len() as u64) < range.end.saturating_sub(range.start) {
            return Err(self.altered(range.start << level, "a hash above it is missing"));
        }
        Ok(hashes)
    }

    fn event(&self, index: u64, previous: Option<Hash>, raw: RawEvent) -> Result<StoredEvent, StoreProblem> {
        let Leaf { header, hash } = self.leaf(index, previous, &raw)?;
        if header.parts.len() != raw.parts.len() {
            return Err(self.altered(index, "its parts are not those that its header lists"));
        }
        let mut parts = Vec::with_capacity(raw.parts.len());
        for ((listed, part), number) in header.parts.iter().zip(&raw.parts).zip(0..) {
            if part.part != number {
                return Err(self.altered(index, "its parts are not those that its header lists"));
            }
            parts.push(self.part(index, part, listed)?);
        }
        Ok(StoredEvent { header, line: raw.line, hash, parts })
    }

    /// What the header says, and its hash, when they are what was recorded.
    fn leaf(&self, index: u64, previous: Option<Hash>, raw: &RawEvent) -> Result<Leaf, StoreProblem> {
        let again = self.switches.holds(Mechanism::HashAgain);
        if again && leaf_hash(&raw.line).as_bytes() != raw.hash.as_slice() {
            return Err(self.altered(index, "its header has another hash than when it was recorded"));
        }
        let leaf = Leaf::read(&raw.line).map_err(|problem| self.altered(index, &problem.to_string()))?;
        if !again {
            return Ok(leaf);
        }
        if leaf.header.index != index || leaf.header.log != self.log {
            return Err(self.altered(index, "the header of another stands in its place"));
        }
        if previous.is_some_and(|previous| leaf.header.previous != previous) {
            return Err(self.altered(index, "it does not follow the header before it"));
        }
        Ok(leaf)
    }

    /// A part, when it is what its header commits to.
    pub(super) fn part(
        &self,
        index: u64,
        raw: &RawPart,
        listed: &PartListed,
    ) -> Result<StoredPart, StoreProblem> {
        let altered = |why: &str| StoreProblem::Altered {
            log: self.log.to_owned(),
            index,
            part: Some(raw.part),
            why: why.to_owned(),
        };
        let place = Place::Part { log: self.log, index, part: raw.part };
        let ciphertext = match &raw.content {
            Content::Erased => return Ok(StoredPart::Erased),
            Content::Ciphertext(ciphertext) => ciphertext,
            Content::Blob { sha256: hash, ciphertext } => {
                let again = self.switches.holds(Mechanism::HashAgain);
                if again && sha256(ciphertext).as_bytes() != hash.as_slice() {
                    return Err(altered("its stored bytes have another hash than when they were stored"));
                }
                ciphertext
            }
        };
        let name = KeyName::read(&raw.key).ok_or_else(|| altered("the name of its key is none"))?;
        let key = match self.keys.keys().find(name)? {
            Found::Key(key) => key,
            // The key goes first, so the row may still be there for a moment.
            Found::Destroyed => return Ok(StoredPart::Erased),
            Found::Missing => return Err(StoreProblem::KeyMissing { of: place.in_words() }),
        };
        let (salt, bytes) =
            vault::unlock_part(&key, place, ciphertext).ok_or_else(|| altered("it cannot be decrypted"))?;
        let again = self.switches.holds(Mechanism::HashAgain);
        if again && !vault::keeps(&listed.commitment, &salt, &bytes) {
            return Err(altered("it is not what its header commits to"));
        }
        Ok(StoredPart::Present { salt, bytes })
    }

    fn all_there(&self, range: &Range<u64>, raw: &[RawEvent]) -> Result<(), StoreProblem> {
        let wanted = range.end.saturating_sub(range.start);
        let gap = raw.iter().zip(range.clone()).find(|(raw, index)| raw.place != *index);
        match gap {
            Some((_, index)) => Err(self.altered(index, "it is missing")),
            None if (raw.len() as u64) < wanted => {
                Err(self.altered(range.start + raw.len() as u64, "it is missing"))
            }
            None => Ok(()),
        }
    }

    pub(super) fn altered(&self, index: u64, why: &str) -> StoreProblem {
        StoreProblem::Altered { log: self.log.to_owned(), index, part: None, why: why.to_owned() }
    }
}
