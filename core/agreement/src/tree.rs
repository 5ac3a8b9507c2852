//! A text as a tree in which every scalar stands as it was written, with its place.
//!
//! Only what cannot be misread is let through: one document of plain keys, each once, each with a value; no anchor,
//! alias, tag or merge. Nothing here knows what a key means. Start with [`read`].

mod builder;
mod comma;
mod frame;
mod key;
mod source;
mod syntax;
mod value;

use crate::problem::{FileName, Place, Problem, Problems, Severity};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// The longest file that is read, in bytes: 4 MiB.
pub const BYTES_MAX: usize = 4 * 1024 * 1024;
/// How deep lists and maps may stand in one another.
pub const DEPTH_MAX: usize = 24;
/// How many keys, values, lists and maps one file may hold.
pub const NODES_MAX: usize = 200_000;
/// How many characters one key or value may have.
pub const SCALAR_CHARS_MAX: usize = 20_000;

/// A value of the text: a scalar, a list or a map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Where it begins. For a scalar, its first line; for a map, its first key or `{`; for a list, `-` or `[`.
    pub place: Place,
    /// What it is.
    pub kind: NodeKind,
}

/// What a value of the text is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NodeKind {
    /// A text, a number, a date: what it means is for the reader of its key to say.
    Scalar {
        /// The text, freed of quotes and line folding, otherwise as written.
        text: String,
        /// Whether it stands in quotes or as a block (`|`, `>`), and so can only be meant as text.
        quoted: bool,
    },
    /// Values in the author's order.
    List(Vec<Node>),
    /// Entries in the author's order; no key stands twice.
    Map(Vec<Entry>),
    /// A value that cannot be taken, of which a problem already tells: say no more about it.
    Refused,
}

/// A key with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The key as written.
    pub key: String,
    /// Where the key is written.
    pub key_place: Place,
    /// Its value.
    pub value: Node,
}

/// Reads one file of an agreement into a tree.
///
/// Problems are added to `problems`, all that can be told in one run. The tree is returned if the file could be
/// read to its end; what was wrong in it is then left out or [`NodeKind::Refused`]. There is none if a limit was
/// exceeded, if the file says nothing, or if it breaks off in a syntax error.
pub fn read(file: &str, bytes: &[u8], problems: &mut Problems) -> Option<Node> {
    let file = FileName::new(file);
    if bytes.len() > BYTES_MAX {
        problems.push(file_too_long(file, bytes.len()));
        return None;
    }
    let source = source::Source::decode(file, bytes, problems)?;
    builder::Builder::new(&source, problems).build()
}

impl Node {
    /// The entries, if it is a map.
    pub fn as_map(&self) -> Option<&[Entry]> {
        if let NodeKind::Map(entries) = &self.kind { Some(entries) } else { None }
    }

    /// The values, if it is a list.
    pub fn as_list(&self) -> Option<&[Node]> {
        if let NodeKind::List(nodes) = &self.kind { Some(nodes) } else { None }
    }

    /// The text, if it is a scalar, quoted or not.
    pub fn as_text(&self) -> Option<&str> {
        if let NodeKind::Scalar { text, .. } = &self.kind { Some(text) } else { None }
    }

    /// The entry of that key, if it is a map that has one.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.as_map()?.iter().find(|entry| entry.key == key)
    }

    /// Whether a problem already tells that this value cannot be taken.
    pub fn is_refused(&self) -> bool {
        self.kind == NodeKind::Refused
    }
}

fn file_too_long(file: FileName, bytes: usize) -> Problem {
    Problem {
        severity: Severity::Problem,
        place: Place { file, line: 1, column: 1, length: 0 },
        what: format!("the file has {bytes} bytes; at most {BYTES_MAX} (4 MiB) are read"),
        words: String::new(),
        help: Some("keep figures in CSV files and each large schedule in a file of its own".to_string()),
        code: "file-too-long",
        source: None,
    }
}
