//! A tree of sentences: drawn with lines for people, or one numbered fact on each line.

use super::{broken, width};
use crate::print::{COLUMNS, Face};

const CLAUSE_COLUMNS: usize = 20;
const GAP: usize = 2;

/// A figure or fact with what is said of it and what it comes from.
#[derive(Debug, Default)]
pub struct Branch {
    /// What it is and how much.
    pub head: String,
    /// The clause, at the right margin.
    pub clause: String,
    /// Sentences beneath it.
    pub lines: Vec<String>,
    /// What it comes from.
    pub children: Vec<Branch>,
}

impl Branch {
    /// The tree as text.
    pub fn shown(&self, face: Face) -> String {
        let mut out = String::new();
        if face.is_plain() {
            self.number("1", &mut out);
        } else {
            self.draw(Margins { first: String::new(), rest: String::new() }, face, &mut out);
        }
        out
    }

    fn draw(&self, margins: Margins, face: Face, out: &mut String) {
        let Margins { first, rest } = margins;
        // A line runs down from the sentences to the first child, so that the eye finds it.
        let down = if self.children.is_empty() { "   " } else { "│  " };
        let clauses = broken(&self.clause, CLAUSE_COLUMNS);
        let beside = clauses.iter().map(|clause| width(clause)).max().unwrap_or_default();
        let beside = if beside == 0 { 0 } else { beside + GAP };
        // Further lines of the head stand under the line that runs down.
        let margin = width(&first).max(width(&rest) + width(down));
        let heads = broken(&self.head, COLUMNS.saturating_sub(margin + beside));
        for row in 0..heads.len().max(clauses.len()) {
            let head = heads.get(row).map_or("", String::as_str);
            let clause = clauses.get(row).map_or("", String::as_str);
            let margin = match row {
                0 => first.clone(),
                _ => format!("{rest}{down}"),
            };
            let space = COLUMNS.saturating_sub(width(&margin) + width(head) + width(clause));
            let shown = if rest.is_empty() && row == 0 { face.heading(head) } else { head.to_string() };
            let line = if clause.is_empty() {
                format!("{margin}{shown}")
            } else {
                format!("{margin}{shown}{}{clause}", " ".repeat(space))
            };
            out.push_str(&format!("{}\n", line.trim_end()));
        }
        for line in &self.lines {
            let margin = format!("{rest}{down}");
            for piece in broken(line, COLUMNS.saturating_sub(width(&margin))) {
                out.push_str(&format!("{margin}{piece}\n"));
            }
        }
        for (at, child) in self.children.iter().enumerate() {
            let last = at + 1 == self.children.len();
            let (first, next) = if last { ("└─ ", "   ") } else { ("├─ ", "│  ") };
            child.draw(Margins { first: format!("{rest}{first}"), rest: format!("{rest}{next}") }, face, out);
        }
    }

    /// Every line stands by itself: its number in the tree, what it is, the clause and what is said of it.
    fn number(&self, number: &str, out: &mut String) {
        let parts =
            [number, &self.head, &self.clause].into_iter().chain(self.lines.iter().map(String::as_str));
        let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
        out.push_str(&format!("{}\n", parts.join("\t")));
        for (at, child) in self.children.iter().enumerate() {
            child.number(&format!("{number}.{}", at + 1), out);
        }
    }
}

/// What stands before the first line of a branch, and before every further one.
struct Margins {
    first: String,
    rest: String,
}
