//! What of a text the later checks go on with, so that one fault of form is told once and hides no other.

use crate::problem::{FileName, Place};
use crate::tree::{Entry, Node, NodeKind};
use alloc::borrow::Cow;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::ToString;
use alloc::vec::Vec;

/// A position in a text: file, line and column.
type Position = (FileName, u32, u32);

/// What is done to a text that has faults of form.
#[derive(Debug, Default)]
pub struct Repairs {
    refused: BTreeSet<Position>,
    left_out: BTreeSet<Position>,
    renamed: BTreeMap<Position, &'static str>,
    missing: BTreeMap<Position, Vec<&'static str>>,
    emptied: BTreeSet<Position>,
}

impl Repairs {
    /// Lets the later checks be silent about the value at this place.
    pub(crate) fn refuse(&mut self, value: &Place) {
        self.refused.insert(position(value));
    }

    /// Leaves out the entry whose key stands at this place.
    pub(super) fn leave_out(&mut self, key: &Place) {
        self.left_out.insert(position(key));
    }

    /// Takes the entry whose key stands at this place for another.
    pub(super) fn rename(&mut self, key: &Place, meant: &'static str) {
        self.renamed.insert(position(key), meant);
    }

    /// Lets the later checks find a key that the map at this place lacks, with a value that cannot be read.
    pub(super) fn add(&mut self, map: &Place, key: &'static str) {
        self.missing.entry(position(map)).or_default().push(key);
    }

    /// Takes away all that a map of no known form holds.
    pub(super) fn empty(&mut self, map: &Place) {
        self.emptied.insert(position(map));
    }

    /// The text as the later checks read it.
    pub fn applied<'text>(&self, sections: &'text [Entry]) -> Cow<'text, [Entry]> {
        let is_sound = self.refused.is_empty()
            && self.left_out.is_empty()
            && self.renamed.is_empty()
            && self.missing.is_empty()
            && self.emptied.is_empty();
        if is_sound { Cow::Borrowed(sections) } else { Cow::Owned(self.entries(sections)) }
    }

    fn entries(&self, entries: &[Entry]) -> Vec<Entry> {
        let kept = entries.iter().filter(|entry| !self.left_out.contains(&position(&entry.key_place)));
        let mended = kept.map(|entry| {
            let renamed = self.renamed.get(&position(&entry.key_place));
            let key = renamed.map_or_else(|| entry.key.clone(), ToString::to_string);
            Entry { key, key_place: entry.key_place.clone(), value: self.node(&entry.value) }
        });
        mended.collect()
    }

    fn node(&self, node: &Node) -> Node {
        let kind = match &node.kind {
            _ if self.refused.contains(&position(&node.place)) => NodeKind::Refused,
            NodeKind::Map(_) if self.emptied.contains(&position(&node.place)) => NodeKind::Map(Vec::new()),
            NodeKind::Map(entries) => {
                let mut kept = self.entries(entries);
                let added = self.missing.get(&position(&node.place)).into_iter().flatten();
                kept.extend(added.map(|key| unread(key, &node.place)));
                // Of a map of which nothing is left nobody shall say that it is empty.
                if kept.is_empty() && !entries.is_empty() { NodeKind::Refused } else { NodeKind::Map(kept) }
            }
            NodeKind::List(nodes) => NodeKind::List(nodes.iter().map(|node| self.node(node)).collect()),
            kept => kept.clone(),
        };
        Node { place: node.place.clone(), kind }
    }
}

/// An entry that nobody wrote has a place without length.
fn unread(key: &str, map: &Place) -> Entry {
    let place = Place { length: 0, ..map.clone() };
    Entry { key: key.to_string(), key_place: place.clone(), value: Node { place, kind: NodeKind::Refused } }
}

fn position(place: &Place) -> Position {
    (place.file.clone(), place.line, place.column)
}
