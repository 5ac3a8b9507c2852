//! Where a formula stands: which text it is part of, and which elements are meant there.

use crate::formula::{FormulaProblem, Span, Term, parse};
use crate::problem::Place;
use crate::resolve::Resolver;
use crate::terms::IndexId;
use crate::tree::{Node, NodeKind};
use alloc::string::{String, ToString};
use alloc::sync::Arc;
use alloc::vec::Vec;

/// What to do about a formula that cannot be read, where nothing closer can be said.
const FORMULA_HELP: &str = "write it as in a spreadsheet, with names, such as `25% of saving`";

/// The surroundings of a formula.
#[derive(Debug, Clone)]
pub(super) struct Scope {
    /// The indexes whose current element is known; the innermost last.
    pub by: Vec<IndexId>,
    place: Place,
    /// The scalar that holds the formula.
    text: Arc<str>,
    /// Characters of the scalar before the formula; below zero if the formula was given a beginning of ours.
    skipped: isize,
    /// Characters between the place's column and the first character of the scalar, if it stands on one line.
    offset: Option<isize>,
}

impl Scope {
    /// The surroundings of the formula that a scalar holds.
    pub fn of(node: &Node, by: &[IndexId]) -> Scope {
        let characters = node.as_text().map_or(0, |text| text.chars().count());
        let width = usize::try_from(node.place.length).unwrap_or(0);
        let quoted = matches!(&node.kind, NodeKind::Scalar { quoted: true, .. });
        let offset = match (quoted, width.checked_sub(characters)) {
            (false, Some(0)) => Some(0),
            (true, Some(2)) => Some(1),
            _ => None,
        };
        let text = Arc::from(node.as_text().unwrap_or_default());
        Scope { by: by.to_vec(), place: node.place.clone(), text, skipped: 0, offset }
    }

    /// The same, for a formula that begins some characters later in the scalar, or before it.
    pub fn later(mut self, characters: isize) -> Scope {
        self.skipped += characters;
        self
    }

    /// The author's words for a part of the formula.
    pub fn written(&self, span: Span) -> String {
        let start = isize::try_from(span.start).unwrap_or(0) + self.skipped;
        let ours = usize::try_from(-start).unwrap_or(0);
        let characters = self.text.chars().skip(usize::try_from(start).unwrap_or(0));
        characters
            .take(span.length.saturating_sub(ours))
            .map(|c| if c.is_whitespace() { ' ' } else { c })
            .collect()
    }

    /// The same, with more indexes whose element is known.
    pub fn within(&self, more: &[IndexId]) -> Scope {
        let mut inner = self.clone();
        inner.by.extend_from_slice(more);
        inner
    }

    /// Where a part of the formula stands.
    pub fn place(&self, span: Span) -> Place {
        let Some(offset) = self.offset else {
            return self.place.clone();
        };
        let start = isize::try_from(span.start).unwrap_or(0) + self.skipped;
        let ours = usize::try_from(-start).unwrap_or(0);
        let moved = u32::try_from(offset + start.max(0)).unwrap_or(0);
        let length = u32::try_from(span.length.saturating_sub(ours)).unwrap_or(1).max(1);
        Place { column: self.place.column + moved, length, ..self.place.clone() }
    }
}

impl Resolver<'_> {
    /// Reads the formula in a scalar; reports what cannot be read.
    pub(super) fn formula(&mut self, node: &Node) -> Option<Term> {
        let Some(text) = node.as_text() else {
            if !node.is_refused() {
                let help = Some("such as: is: 50% of overrun".to_string());
                self.problem_at("formula", node, "a formula is expected here".to_string(), help);
            }
            return None;
        };
        self.formula_text(text, &Scope::of(node, &[]))
    }

    /// Reads a formula whose scope is known; reports what cannot be read.
    pub(super) fn formula_text(&mut self, text: &str, scope: &Scope) -> Option<Term> {
        match parse(text) {
            Ok(term) => Some(term),
            Err(FormulaProblem { span, what, help }) => {
                let help = help.or_else(|| Some(FORMULA_HELP.to_string()));
                self.problem("formula", scope.place(span), &scope.written(span), what, help);
                None
            }
        }
    }
}
