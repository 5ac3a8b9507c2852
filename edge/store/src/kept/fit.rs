//! A decision to rows: every draft is read again as a stranger would read it, and only what fits is written.
//!
//! It will never know how a row is written. Start with [`fit`].

use std::collections::BTreeMap;

use accordant_record::{Frontier, Hash, Header, Leaf, Tip, node_hash};

use super::tip_of;
use crate::engine::{EventRow, NodeRow, PartRow, StreamRow};
use crate::keys::KeyRing;
use crate::switches::Switches;
use crate::vault::{self, Place};
use crate::{Draft, DraftPart, Head, StoreProblem, StoredEvent, StoredPart};

/// The levels above the leaves at which the roots of complete subtrees are stored.
pub(super) const LEVELS: [u8; 3] = [8, 16, 24];

/// What a decision writes, and the end of the log behind it.
pub(super) struct Fitted {
    pub(super) events: Vec<EventRow>,
    pub(super) parts: Vec<PartRow>,
    pub(super) streams: Vec<StreamRow>,
    pub(super) nodes: Vec<NodeRow>,
    pub(super) head: Head,
    /// The same events, as they will be read.
    pub(super) stored: Vec<StoredEvent>,
}

/// Why a decision is not written.
pub(super) enum NotFitted {
    Unfit { index: u64, why: String },
    Problem(StoreProblem),
}

impl From<StoreProblem> for NotFitted {
    fn from(problem: StoreProblem) -> NotFitted {
        NotFitted::Problem(problem)
    }
}

/// What drafts are fitted to.
pub(super) struct Fitting<'a> {
    pub(super) log: &'a str,
    pub(super) request: &'a Hash,
    pub(super) keys: &'a KeyRing,
    pub(super) switches: &'a Switches,
}

impl Fitting<'_> {
    /// The rows of these drafts behind `head`; `version_of` says where a stream stands before them.
    pub(super) fn fit(
        &self,
        head: &Head,
        drafts: Vec<Draft>,
        version_of: &mut dyn FnMut(&str) -> Result<u64, StoreProblem>,
    ) -> Result<Fitted, NotFitted> {
        let mut versions = BTreeMap::new();
        let mut fitted = Fitted {
            events: Vec::new(),
            parts: Vec::new(),
            streams: Vec::new(),
            nodes: Vec::new(),
            head: head.clone(),
            stored: Vec::new(),
        };
        let mut tip = tip_of(self.log, head)?;
        for draft in drafts {
            let index = tip.frontier().size();
            let unfit = |why: String| NotFitted::Unfit { index, why };
            let leaf = Leaf::read(&draft.line).map_err(|problem| unfit(problem.to_string()))?;
            let header = &leaf.header;
            let version = match versions.get(&header.stream) {
                Some(version) => *version,
                None => version_of(&header.stream)?,
            };
            if let Some(why) = self.does_not_fit(&tip, version, header, &draft) {
                return Err(unfit(why));
            }
            fitted.nodes.extend(nodes_completed(tip.frontier(), leaf.hash));
            tip.follow_leaf(&leaf).map_err(|problem| unfit(problem.to_string()))?;
            self.lock_parts(index, &draft, &mut fitted.parts)?;
            fitted.events.push(EventRow { place: index, line: draft.line.clone(), hash: leaf.hash });
            let (stream, version) = (leaf.header.stream.clone(), leaf.header.version);
            versions.insert(stream.clone(), version);
            fitted.streams.push(StreamRow { stream, version, place: index });
            fitted.head.last_at = Some(leaf.header.at);
            fitted.head.last_hash = leaf.hash;
            fitted.stored.push(stored(leaf, draft));
        }
        fitted.head.size = tip.frontier().size();
        fitted.head.frontier = tip.frontier().clone();
        Ok(fitted)
    }

    fn does_not_fit(&self, tip: &Tip, version: u64, header: &Header, draft: &Draft) -> Option<String> {
        if let Err(problem) = tip.fits(header) {
            return Some(problem.to_string());
        }
        if header.version != version + 1 {
            let stream = &header.stream;
            return Some(format!("it is version {} of `{stream}`, which is at {version}", header.version));
        }
        if header.request != *self.request {
            return Some("it bears another request".to_owned());
        }
        if header.parts.len() != draft.parts.len() {
            return Some(format!("it lists {} parts and has {}", header.parts.len(), draft.parts.len()));
        }
        header.parts.iter().zip(&draft.parts).find_map(|(listed, part)| {
            let keeps = vault::keeps(&listed.commitment, &part.salt, &part.bytes);
            (!keeps).then(|| format!("its part `{}` is not what it commits to", listed.name))
        })
    }

    fn lock_parts(&self, index: u64, draft: &Draft, rows: &mut Vec<PartRow>) -> Result<(), StoreProblem> {
        for (part, number) in draft.parts.iter().zip(0..) {
            let (name, key) = self.keys.draw(self.switches)?;
            let place = Place::Part { log: self.log, index, part: number };
            let ciphertext = vault::lock_part(&key, place, &part.salt, &part.bytes)
                .ok_or_else(|| StoreProblem::Unfit { why: format!("{} is too long", place.in_words()) })?;
            rows.push(PartRow { place: index, part: number, key: name, ciphertext });
        }
        Ok(())
    }
}

/// An event as it will be read, once it is found fit.
fn stored(leaf: Leaf, draft: Draft) -> StoredEvent {
    let present = |DraftPart { salt, bytes }| StoredPart::Present { salt, bytes };
    let parts = draft.parts.into_iter().map(present).collect();
    StoredEvent { header: leaf.header, line: draft.line, hash: leaf.hash, parts }
}

/// The stored subtrees that the next leaf completes: the peaks at the right edge are its left neighbours, from the
/// smallest.
pub(super) fn nodes_completed(frontier: &Frontier, leaf: Hash) -> Vec<NodeRow> {
    let completed = frontier.size().trailing_ones();
    let mut rows = Vec::new();
    let mut hash = leaf;
    let mut level = 0;
    for peak in frontier.peaks().iter().rev().take(completed as usize) {
        hash = node_hash(peak, &hash);
        level += 1;
        if LEVELS.contains(&level) {
            rows.push(NodeRow { level, number: frontier.size() >> level, hash });
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stored_level_is_one_that_proofs_ask_for() {
        let asked: Vec<u8> = accordant_record::KEPT_LEVELS.into_iter().filter(|level| *level > 0).collect();
        assert_eq!(asked, LEVELS);
    }

    #[test]
    fn a_completed_subtree_has_the_root_of_its_leaves() {
        let leaves: Vec<Hash> =
            (0..1_024_u32).map(|leaf| accordant_record::leaf_hash(&leaf.to_be_bytes())).collect();
        let mut frontier = Frontier::new();
        let mut found = Vec::new();
        for leaf in &leaves {
            found.extend(
                nodes_completed(&frontier, *leaf).into_iter().map(|row| (row.level, row.number, row.hash)),
            );
            frontier.push(*leaf);
        }
        let expected: Vec<(u8, u64, Hash)> = (0..4)
            .zip(leaves.chunks(256))
            .map(|(number, leaves)| (8, number, accordant_record::root_of(leaves)))
            .collect();
        assert_eq!(found, expected);
    }
}
