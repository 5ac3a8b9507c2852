//! Takes single values out of a tree whose form has been checked.

use super::{Citation, Days, Sentence};
use crate::problem::Place;
use crate::shape::{scalar_date, yes_or_no};
use crate::tree::{Entry, Node};
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use jiff::civil::Date;

pub(super) fn section<'text>(sections: &'text [Entry], key: &str) -> Option<&'text Node> {
    sections.iter().find(|entry| entry.key == key).map(|entry| &entry.value)
}

/// Reads every entry of a section that maps the author's names.
pub(super) fn named<T>(sections: &[Entry], key: &str, read: impl Fn(&Entry) -> Option<T>) -> Vec<T> {
    entries(section(sections, key)).iter().filter_map(read).collect()
}

/// Every entry of a section that maps the author's names: its name and its value.
pub(super) fn named_nodes<'text>(
    sections: &'text [Entry],
    key: &str,
) -> impl Iterator<Item = (&'text str, &'text Node)> + use<'text> {
    entries(section(sections, key)).iter().map(|entry| (entry.key.as_str(), &entry.value))
}

pub(super) fn entries(node: Option<&Node>) -> &[Entry] {
    node.and_then(Node::as_map).unwrap_or_default()
}

pub(super) fn child<'text>(node: &'text Node, key: &str) -> Option<&'text Node> {
    node.entry(key).map(|entry| &entry.value)
}

pub(super) fn text(node: &Node, key: &str) -> Option<String> {
    child(node, key)?.as_text().map(ToString::to_string)
}

pub(super) fn date(node: &Node, key: &str) -> Option<Date> {
    scalar_date(child(node, key)?.as_text()?)
}

pub(super) fn days(node: &Node) -> Days {
    Days { from: date(node, "from"), to: date(node, "to") }
}

pub(super) fn flag(node: &Node, key: &str) -> Option<bool> {
    yes_or_no(child(node, key)?.as_text()?)
}

/// The values of a key that takes one value or a list.
pub(super) fn values<'text>(node: &'text Node, key: &str) -> Vec<&'text Node> {
    match child(node, key) {
        Some(value) => value.as_list().map_or_else(|| [value].to_vec(), |nodes| nodes.iter().collect()),
        None => Vec::new(),
    }
}

/// The texts of a key that takes one text or a list.
pub(super) fn texts(node: &Node, key: &str) -> Vec<String> {
    values(node, key).into_iter().filter_map(Node::as_text).map(ToString::to_string).collect()
}

/// What a named term carries; its place is that of its name.
pub(super) fn citation(place: &Place, node: &Node) -> Citation {
    Citation {
        place: place.clone(),
        clause: text(node, "clause"),
        says: text(node, "says"),
        status: text(node, "status"),
    }
}

/// A sentence, alone or with its clause.
pub(super) fn sentence(entry: &Entry) -> Option<Sentence> {
    let citation = citation(&entry.key_place, &entry.value);
    let text = entry.value.as_text().map(ToString::to_string).or_else(|| citation.says.clone())?;
    Some(Sentence { name: entry.key.clone(), text, citation })
}
