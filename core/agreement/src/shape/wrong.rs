//! Puts together a problem or a warning about a text.

use crate::problem::{Place, Problem, Severity};
use crate::tree::{Node, NodeKind};
use alloc::format;
use alloc::string::{String, ToString};

/// Something that bars the text from being accepted.
pub(crate) fn problem(code: &'static str, place: &Place, words: &str, what: String, help: String) -> Problem {
    Problem {
        severity: Severity::Problem,
        place: place.clone(),
        what,
        words: words.to_string(),
        help: Some(help),
        code,
        source: None,
    }
}

/// Something that experience advises against, and where that is said.
pub(crate) fn warning(
    code: &'static str,
    place: &Place,
    words: &str,
    what: String,
    help: String,
    source: &'static str,
) -> Problem {
    Problem { severity: Severity::Warning, source: Some(source), ..problem(code, place, words, what, help) }
}

/// The author's words at a value: a scalar as written, the first key of a map, the first value of a list.
pub(crate) fn words(node: &Node) -> &str {
    match &node.kind {
        NodeKind::Scalar { text, .. } => text,
        NodeKind::Map(entries) => entries.first().map_or("{", |entry| &entry.key),
        NodeKind::List(nodes) => nodes.first().map_or("[", words),
        NodeKind::Refused => "",
    }
}

/// The words in backticks, with commas between and `or` before the last.
pub(crate) fn either<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let mut listed = String::new();
    let mut words = words.into_iter().peekable();
    while let Some(word) = words.next() {
        let is_last = words.peek().is_none();
        let before = match (listed.is_empty(), is_last) {
            (true, _) => "",
            (false, true) => " or ",
            (false, false) => ", ",
        };
        listed.push_str(&format!("{before}`{word}`"));
    }
    listed
}
