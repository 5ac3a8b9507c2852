//! A list or map whose end is not reached yet.

use super::{Entry, Node, NodeKind};
use crate::problem::Place;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

/// How a list or map is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// By indentation.
    Block,
    /// In brackets.
    Flow,
}

/// What a list or map holds so far.
pub(super) enum Content {
    List(Vec<Node>),
    Map { entries: Vec<Entry>, lines_of_keys: BTreeMap<String, u32>, next: Next },
}

/// What the next node of a map will be.
pub(super) enum Next {
    Key,
    ValueOf {
        key: String,
        key_place: Place,
        key_start: usize,
    },
    /// The value of a key that was refused: it is read, and then left out.
    ValueLeftOut,
}

/// A scalar of a list or map in brackets, in case the comma after it was not meant to end it.
pub(super) struct Written {
    pub(super) start: usize,
    pub(super) place: Place,
}

pub(super) struct Frame {
    pub(super) place: Place,
    pub(super) style: Style,
    pub(super) content: Content,
    pub(super) last: Option<Written>,
    /// What starts before this position belongs to a value that a comma cut, of which a problem already tells.
    pub(super) told_until: usize,
}

impl Frame {
    pub(super) fn new(place: Place, style: Style, content: Content) -> Frame {
        Frame { place, style, content, last: None, told_until: 0 }
    }

    pub(super) fn expects_key(&self) -> bool {
        matches!(self.content, Content::Map { next: Next::Key, .. })
    }

    pub(super) fn leaves_value_out(&self) -> bool {
        matches!(self.content, Content::Map { next: Next::ValueLeftOut, .. })
    }

    /// Decides what becomes of the next value of a map.
    pub(super) fn expect(&mut self, following: Next) {
        if let Content::Map { next, .. } = &mut self.content {
            *next = following;
        }
    }

    /// Notes a key; the line on which it stands already, if it does.
    pub(super) fn note_key(&mut self, key: &str, line: u32) -> Option<u32> {
        let Content::Map { lines_of_keys, .. } = &mut self.content else { return None };
        if let Some(first) = lines_of_keys.get(key) {
            return Some(*first);
        }
        lines_of_keys.insert(String::from(key), line);
        None
    }

    /// Adds a complete node: an item, a value, or a key that was refused for being a list or map.
    pub(super) fn add(&mut self, node: Node) {
        match &mut self.content {
            Content::List(nodes) => nodes.push(node),
            Content::Map { entries, next, .. } => match core::mem::replace(next, Next::Key) {
                Next::Key => *next = Next::ValueLeftOut,
                Next::ValueOf { key, key_place, .. } => entries.push(Entry { key, key_place, value: node }),
                Next::ValueLeftOut => {}
            },
        }
    }

    pub(super) fn close(self) -> Node {
        let kind = match self.content {
            Content::List(nodes) => NodeKind::List(nodes),
            Content::Map { entries, .. } => NodeKind::Map(entries),
        };
        Node { place: self.place, kind }
    }
}
