//! A sheet of facts under headings: the same content laid out for people, or one fact on each line.

use super::{broken, width, wrapped};
use crate::print::{COLUMNS, Face};

const CLAUSE_COLUMNS: usize = 18;
const AMOUNT_COLUMNS: usize = 22;
const INDENT: usize = 2;
const GAP: usize = 2;
/// What is left for the words of a fact.
const LABEL_COLUMNS: usize = COLUMNS - INDENT - GAP - AMOUNT_COLUMNS - GAP - CLAUSE_COLUMNS;

/// What a command has to say, in order.
#[derive(Debug, Default)]
pub struct Sheet {
    items: Vec<Item>,
}

#[derive(Debug)]
enum Item {
    Heading(String),
    Text(String),
    Command(String),
    Fact(Fact),
}

/// One fact: what, how much, where it is agreed, and what else is to be said of it.
#[derive(Debug, Default)]
pub struct Fact {
    /// What it is.
    pub label: String,
    /// How much.
    pub amount: String,
    /// The clause.
    pub clause: String,
    /// Sentences beneath it.
    pub notes: Vec<String>,
}

impl Fact {
    /// A fact without clause and notes.
    pub fn new(label: impl Into<String>, amount: impl Into<String>) -> Fact {
        Fact { label: label.into(), amount: amount.into(), ..Fact::default() }
    }
}

impl Sheet {
    /// Begins a section.
    pub fn heading(&mut self, text: impl Into<String>) {
        self.items.push(Item::Heading(text.into()));
    }

    /// A paragraph.
    pub fn text(&mut self, text: impl Into<String>) {
        self.items.push(Item::Text(text.into()));
    }

    /// What to type next. It is never broken: a shell takes a line.
    pub fn command(&mut self, text: impl Into<String>) {
        self.items.push(Item::Command(text.into()));
    }

    /// A fact.
    pub fn fact(&mut self, fact: Fact) {
        self.items.push(Item::Fact(fact));
    }

    /// The sheet as text.
    pub fn shown(&self, face: Face) -> String {
        if face.is_plain() { self.plain() } else { self.laid(face) }
    }

    fn laid(&self, face: Face) -> String {
        let mut out = String::new();
        for item in &self.items {
            match item {
                Item::Heading(text) => {
                    if !out.is_empty() {
                        out.push('\n');
                    }
                    let lines = broken(text, COLUMNS);
                    lines.iter().for_each(|line| out.push_str(&format!("{}\n", face.heading(line))));
                }
                Item::Text(text) => out.push_str(&wrapped("", text)),
                Item::Command(text) => out.push_str(&format!("  {text}\n")),
                Item::Fact(fact) => fact.lay(&mut out),
            }
        }
        out
    }

    /// Every line stands by itself: section, what, how much, clause and notes, with tabs between.
    fn plain(&self) -> String {
        let mut out = String::new();
        let mut section = "";
        for item in &self.items {
            match item {
                Item::Heading(text) => section = text,
                Item::Text(text) => out.push_str(&format!("{text}\n")),
                Item::Command(text) => out.push_str(&format!("{section}\t{text}\n")),
                Item::Fact(fact) => {
                    let parts = [section, &fact.label, &fact.amount, &fact.clause].into_iter();
                    let parts = parts.chain(fact.notes.iter().map(String::as_str));
                    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
                    out.push_str(&format!("{}\n", parts.join("\t")));
                }
            }
        }
        out
    }
}

impl Fact {
    fn lay(&self, out: &mut String) {
        let indent = " ".repeat(INDENT);
        // An amount in words may be longer than its column; it then stands beneath, where there is room.
        let fits = width(&self.amount) <= AMOUNT_COLUMNS;
        let amount = if fits { self.amount.as_str() } else { "" };
        let room = match (amount.is_empty(), self.clause.is_empty()) {
            (true, true) => COLUMNS - INDENT,
            (true, false) => LABEL_COLUMNS + GAP + AMOUNT_COLUMNS,
            _ => LABEL_COLUMNS,
        };
        let labels = broken(&self.label, room);
        let clauses = broken(&self.clause, CLAUSE_COLUMNS);
        for row in 0..labels.len().max(clauses.len()) {
            let at = |lines: &[String]| lines.get(row).cloned().unwrap_or_default();
            let (label, clause) = (at(&labels), at(&clauses));
            let amount = if row == 0 { amount } else { "" };
            let line = if room > LABEL_COLUMNS {
                format!("{indent}{label:<room$}{:GAP$}{clause}", "")
            } else {
                format!(
                    "{indent}{label:<LABEL_COLUMNS$}{:GAP$}{amount:>AMOUNT_COLUMNS$}{:GAP$}{clause}",
                    "", ""
                )
            };
            out.push_str(&format!("{}\n", line.trim_end()));
        }
        let beneath = [&self.amount].into_iter().filter(|_| !fits).chain(&self.notes);
        beneath.for_each(|note| out.push_str(&wrapped("    ", note)));
    }
}
