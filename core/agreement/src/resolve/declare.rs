//! The names of everything that has a value, before any formula is read.

use super::Resolver;
use super::order::Progress;
use super::size::Height;
use super::table::columns;
use crate::formula::{RESERVED, TermKind, parse};
use crate::problem::Place;
use crate::terms::{IndexId, InputId, InputKind, LineId, Origin, Pool, SoftLanding, YearEnd};
use crate::tree::{Entry, Node};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// What is known of a line before its rule is read.
#[derive(Debug, Clone)]
pub(super) struct Head {
    pub name: String,
    pub place: Place,
    pub says: Option<String>,
    pub clause: Option<String>,
    pub by: Vec<IndexId>,
    pub origin: Origin,
    /// The table of columns that it is a column of.
    pub table: Option<String>,
    pub soft_landing: SoftLanding,
    /// The words that it may be, for a column of words.
    pub words: Option<Vec<String>>,
}

/// Where the rule of a line is written.
#[derive(Debug, Clone)]
pub(super) enum Draft<'a> {
    Line(&'a Node),
    /// What a waterfall draws from the source of this number; the line ids of the draws before it.
    Draw(&'a Node, usize, Vec<LineId>),
    /// A waterfall, with its draws.
    Waterfall(&'a Node, Vec<LineId>),
    /// The column of this number.
    Column(&'a Node, usize),
    Bands(&'a Node),
    Curve(&'a Node),
    Dated(&'a Node),
    /// The value of a measured measure.
    Value(&'a Entry, Option<InputId>),
    /// The score of a measure.
    Score(&'a Entry, ScoreOf),
    /// The score of an area or of everything: the parts with the entries that give their weights.
    Mean(Place, Vec<(&'a Entry, LineId)>),
    /// What cannot be read, as a problem tells already.
    Unread,
}

/// What a measure is scored on.
#[derive(Debug, Clone, Copy)]
pub(super) enum ScoreOf {
    Value(LineId),
    Agreed(InputId),
}

/// What a name stands for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Named {
    Input(InputId),
    Line(LineId),
}

impl Named {
    pub fn line(&self) -> Option<LineId> {
        if let Named::Line(id) = self { Some(*id) } else { None }
    }
}

impl<'a> Resolver<'a> {
    /// Declares every name in `performance` and `money`.
    pub(super) fn declare(&mut self, performance: Option<&'a Node>, money: Option<&'a Node>) {
        let is_lost = |node: Option<&Node>| {
            node.is_some_and(|node| node.is_refused() || SECTIONS.iter().any(|key| is_refused(node, key)))
        };
        self.names_lost = is_lost(performance) || is_lost(money);
        self.declare_lists(money.and_then(|money| money.entry("lists")));
        self.declare_pools(money.and_then(|money| money.entry("pools")));
        for entry in entries(money, "inputs") {
            self.declare_input(entry);
        }
        self.declare_measures(performance);
        for entry in entries(money, "tables") {
            self.declare_table(entry);
        }
        for entry in entries(money, "lines") {
            self.declare_line(entry);
        }
        self.find_columns_of_words();
    }

    /// Declares a line and gives its number. A name that is taken or reserved is a problem.
    pub(super) fn declare_head(&mut self, head: Head, draft: Draft<'a>) -> LineId {
        let id = LineId(self.heads.len());
        self.name(&head.name, &head.place, Named::Line(id));
        self.heads.push(head);
        self.drafts.push(draft);
        self.progress.push(Progress::Waiting);
        self.lines.push(None);
        self.heights.push(Height::default());
        id
    }

    /// Gives a name its meaning, once (L6).
    pub(super) fn name(&mut self, name: &str, place: &Place, meaning: Named) {
        if self.index(name).is_some() {
            let what = format!("`{name}` is what quantities are indexed by, and cannot be the name of one");
            let help = format!("call it `the_{name}`, for example");
            self.problem("name-taken", place.clone(), name, what, Some(help));
            return;
        }
        if let Some(before) = self.names.get(name).copied() {
            let what = format!("the name `{name}` is already taken");
            let first = self.place_of(before);
            let help = Some(format!(
                "it stands {first} too; inputs, lines, columns and measures share their names: choose another"
            ));
            self.problem("name-taken", place.clone(), name, what, help);
            self.ambiguous.insert(name.to_string());
            return;
        }
        self.names.insert(name.to_string(), meaning);
    }

    /// Where a name was first given, in words.
    pub(super) fn place_of(&self, named: Named) -> String {
        let place = match named {
            Named::Input(id) => self.inputs.get(id.0).map(|input| &input.place),
            Named::Line(id) => self.heads.get(id.0).map(|head| &head.place),
        };
        place.map(|place| format!("on line {} of {}", place.line, place.file)).unwrap_or_default()
    }

    fn declare_pools(&mut self, pools: Option<&'a Entry>) {
        for entry in pools.and_then(|pools| pools.value.as_map()).unwrap_or_default() {
            let taken = self.around.parties.iter().any(|party| party.name == entry.key);
            if taken {
                let what = format!("`{}` is already the name of an account", entry.key);
                let help = Some(format!("call it `{}_fund`, for example", entry.key));
                self.problem("name-taken", entry.key_place.clone(), &entry.key, what, help);
            }
            self.lies_in_some_books(entry);
            let opening = entry.value.entry("opening").and_then(|opening| self.money_value(&opening.value));
            self.pools.push(Pool {
                name: entry.key.clone(),
                says: text(&entry.value, "says"),
                clause: text(&entry.value, "clause"),
                place: entry.key_place.clone(),
                in_books_of: text(&entry.value, "in_books_of"),
                ledger_code: text(&entry.value, "ledger_code"),
                year_end: text(&entry.value, "year_end").and_then(|word| YearEnd::parse(&word)),
                opening,
            });
        }
    }

    /// A code and a year end are those of somebody's accounts (M32).
    fn lies_in_some_books(&mut self, pool: &Entry) {
        let of_books = ["ledger_code", "year_end"].into_iter().find_map(|key| pool.value.entry(key));
        if let (Some(written), None) = (of_books, pool.value.entry("in_books_of")) {
            let what = format!("`{}` has a `{}`, and lies in nobody's books", pool.key, written.key);
            let help = Some(
                "add `in_books_of:` with the party that keeps it: an alliance has no books of its own"
                    .to_string(),
            );
            self.problem("missing-key", written.key_place.clone(), &written.key, what, help);
        }
    }

    fn declare_line(&mut self, entry: &'a Entry) {
        let by = self.by(entry.value.entry("by"));
        let Some(waterfall) = entry.value.entry("waterfall") else {
            let draft = if by.is_some() { Draft::Line(&entry.value) } else { Draft::Unread };
            self.declare_head(head(entry, by.unwrap_or_default(), Origin::Line), draft);
            return;
        };
        let mut draws = Vec::new();
        let is_unread = by.is_none();
        let by = by.unwrap_or_default();
        self.names_lost |= waterfall.value.is_refused() || is_refused(&waterfall.value, "from");
        let sources = waterfall.value.entry("from").and_then(|from| from.value.as_list()).unwrap_or_default();
        if sources.len() > SOURCES_MAX {
            let what = format!("`{}` has {} sources; the most is {SOURCES_MAX}", entry.key, sources.len());
            let help = Some("divide it into several waterfalls".to_string());
            self.problem("too-large", entry.key_place.clone(), &entry.key, what, help);
            self.names_lost = true;
            self.declare_head(head(entry, by, Origin::Line), Draft::Unread);
            return;
        }
        for (number, source) in sources.iter().enumerate() {
            let Some(source) = source.as_map().and_then(<[Entry]>::first) else { continue };
            let mut head = head(source, by.clone(), Origin::Draw);
            head.clause = text(&entry.value, "clause");
            let draft = Draft::Draw(&waterfall.value, number, draws.clone());
            draws.push(self.declare_head(head, if is_unread { Draft::Unread } else { draft }));
        }
        let draft = if is_unread { Draft::Unread } else { Draft::Waterfall(&waterfall.value, draws) };
        self.declare_head(head(entry, by, Origin::Line), draft);
    }

    fn declare_table(&mut self, entry: &'a Entry) {
        let table = &entry.value;
        if table.entry("columns").is_some() {
            self.declare_columns(entry);
            return;
        }
        let by = self.by(table.entry("by"));
        let draft = match ["bands", "points", "dated"].into_iter().find(|key| table.entry(key).is_some()) {
            Some("bands") => Draft::Bands(table),
            Some("points") => Draft::Curve(table),
            Some(_) => Draft::Dated(table),
            None => {
                // It may have been a table of columns, whose names nobody knows now.
                self.names_lost |= table.is_refused();
                Draft::Unread
            }
        };
        let draft = if by.is_some() { draft } else { Draft::Unread };
        self.declare_head(head(entry, by.unwrap_or_default(), Origin::Table), draft);
    }

    fn declare_columns(&mut self, entry: &'a Entry) {
        let key = entry.value.entry("by").and_then(|by| by.value.as_text()).unwrap_or_default();
        let by: Vec<IndexId> = self.index(key).into_iter().collect();
        let written = columns(&entry.value);
        self.names_lost |= is_refused(&entry.value, "columns") || written.iter().any(Node::is_refused);
        for (number, column) in written.iter().enumerate() {
            let Some(name) = column.as_text() else { continue };
            let head = Head {
                name: name.to_string(),
                place: column.place.clone(),
                says: text(&entry.value, "says"),
                clause: text(&entry.value, "clause"),
                by: by.clone(),
                origin: Origin::Column,
                table: Some(entry.key.clone()),
                soft_landing: SoftLanding::NotMarked,
                words: None,
            };
            self.declare_head(head, Draft::Column(&entry.value, number));
        }
    }

    /// A column is one of words if every cell is a word that is no name; this needs all names declared.
    fn find_columns_of_words(&mut self) {
        for (id, draft) in self.drafts.clone().iter().enumerate() {
            let Draft::Column(table, number) = draft else { continue };
            let cells = super::table::cells(table, *number);
            let written: Vec<&str> =
                cells.iter().filter_map(|cell| cell.as_text()).filter(|text| *text != "none").collect();
            let all_words = !written.is_empty() && written.iter().all(|text| self.is_word(text));
            if all_words && let Some(head) = self.heads.get_mut(id) {
                let mut words: Vec<String> = written.iter().map(ToString::to_string).collect();
                words.sort();
                words.dedup();
                head.words = Some(words);
            }
        }
    }

    fn is_word(&self, text: &str) -> bool {
        match parse(text).map(|term| term.kind) {
            Ok(TermKind::Name { name, at }) => {
                at.is_empty() && !self.names.contains_key(&name) && !RESERVED.contains(&name.as_str())
            }
            _ => false,
        }
    }

    /// The words that a name may be, if it is a choice.
    pub(super) fn choice(&self, named: Named) -> Option<Vec<String>> {
        match named {
            Named::Input(id) => match &self.inputs.get(id.0)?.kind {
                InputKind::Choice(words) => Some(words.clone()),
                InputKind::Quantity(_) => None,
            },
            Named::Line(id) => self.heads.get(id.0)?.words.clone(),
        }
    }
}

/// The most sources that a waterfall may have.
const SOURCES_MAX: usize = 100;

/// Parts of `money` and `performance` that declare names.
const SECTIONS: &[&str] = &["lists", "inputs", "tables", "lines", "areas"];

/// Whether the value that the author wrote for that key cannot be read.
pub(super) fn is_refused(node: &Node, key: &str) -> bool {
    node.entry(key).is_some_and(|entry| entry.value.is_refused() && entry.key_place.length > 0)
}

/// The entries of a map within a map.
pub(super) fn entries<'a>(node: Option<&'a Node>, key: &str) -> &'a [Entry] {
    node.and_then(|node| node.entry(key)).and_then(|entry| entry.value.as_map()).unwrap_or_default()
}

/// The text of a key, if it has one.
pub(super) fn text(node: &Node, key: &str) -> Option<String> {
    node.entry(key).and_then(|entry| entry.value.as_text()).map(ToString::to_string)
}

fn head(entry: &Entry, by: Vec<IndexId>, origin: Origin) -> Head {
    let marked = text(&entry.value, "soft_landing").as_deref() == Some("yes");
    Head {
        name: entry.key.clone(),
        place: entry.key_place.clone(),
        says: text(&entry.value, "says"),
        clause: text(&entry.value, "clause"),
        by,
        origin,
        table: None,
        soft_landing: if marked { SoftLanding::Marked } else { SoftLanding::NotMarked },
        words: None,
    }
}
