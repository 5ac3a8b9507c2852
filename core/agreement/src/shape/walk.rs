//! Goes once through a text and compares it with the table.

use super::wrong::{either, problem, words};
use super::{AGREEMENT, Key, Outsiders, Presence, Record, Reference, Shape, example, names, scalar};
use crate::problem::{FileName, Place, Problems, in_backticks, nearest};
use crate::tree::{Entry, Node, NodeKind};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// A place in the text that names something declared elsewhere.
#[derive(Debug)]
pub struct Mention<'text> {
    /// What may be named there.
    pub reference: &'static Reference,
    /// The name.
    pub name: &'text str,
    /// Where it stands.
    pub place: &'text Place,
}

/// What a problem of the outermost level is about; our words, not the author's.
const WHOLE: &str = "the agreement";

/// Compares the top-level entries of all files of an agreement with the table.
///
/// Adds every problem of form, and returns what is mentioned, to be compared with what is declared.
pub fn check<'text>(sections: &'text [Entry], problems: &mut Problems) -> Vec<Mention<'text>> {
    let mut walk = Walk { problems, mentions: Vec::new() };
    let start = Place { file: FileName::new("alliance.yaml"), line: 1, column: 1, length: 0 };
    walk.record(WHOLE, &AGREEMENT, sections, &start);
    walk.mentions
}

/// Whether a value can be meant as one of that form, by its kind and its keys.
fn fits(shape: &Shape, node: &Node) -> bool {
    match (shape, &node.kind) {
        (_, NodeKind::Refused) => true,
        (Shape::Either(shapes), _) => shapes.iter().any(|shape| fits(shape, node)),
        (Shape::OneOrMany(item), kind) => matches!(kind, NodeKind::List(_)) || fits(item, node),
        (Shape::List(_), kind) => matches!(kind, NodeKind::List(_)),
        (Shape::Named(item) | Shape::Keyed(_, item) | Shape::Single(item), NodeKind::Map(entries)) => {
            entries.first().is_none_or(|entry| fits(item, &entry.value))
        }
        (Shape::Record(record), NodeKind::Map(entries)) => {
            record.signs.is_empty() || entries.iter().any(|entry| record.signs.contains(&entry.key.as_str()))
        }
        (Shape::Named(_) | Shape::Keyed(..) | Shape::Single(_) | Shape::Record(_), _) => false,
        (_, kind) => matches!(kind, NodeKind::Scalar { .. }),
    }
}

struct Walk<'text, 'found> {
    problems: &'found mut Problems,
    mentions: Vec<Mention<'text>>,
}

impl<'text> Walk<'text, '_> {
    /// `key` is what the author reads before the value, for the words of a problem.
    fn value(&mut self, key: &str, shape: &'static Shape, node: &'text Node) {
        match (shape, &node.kind) {
            (_, NodeKind::Refused) => {}
            (Shape::Either(shapes), _) => self.either(key, shape, shapes, node),
            (Shape::List(item) | Shape::OneOrMany(item), NodeKind::List(nodes)) => {
                nodes.iter().for_each(|node| self.value(key, item, node));
            }
            (Shape::OneOrMany(item), _) => self.value(key, item, node),
            (Shape::Named(item), NodeKind::Map(entries)) => self.keyed(&Shape::Name, item, entries),
            (Shape::Keyed(name, item), NodeKind::Map(entries)) => self.keyed(name, item, entries),
            (Shape::Single(item), NodeKind::Map(entries)) => {
                self.keyed(&Shape::Name, item, entries);
                self.only_one(key, entries);
            }
            (Shape::Record(record), NodeKind::Map(entries)) => self.record(key, record, entries, &node.place),
            (
                Shape::List(_) | Shape::Named(_) | Shape::Keyed(..) | Shape::Single(_) | Shape::Record(_),
                _,
            ) => {
                self.wrong_kind(key, shape, node);
            }
            (_, NodeKind::Scalar { text, quoted }) => self.scalar(shape, text, *quoted, &node.place),
            _ => self.wrong_kind(key, shape, node),
        }
    }

    fn either(&mut self, key: &str, shape: &'static Shape, shapes: &'static [Shape], node: &'text Node) {
        match shapes.iter().find(|shape| fits(shape, node)) {
            Some(meant) => self.value(key, meant, node),
            None => self.wrong_kind(key, shape, node),
        }
    }

    fn keyed(&mut self, name: &'static Shape, item: &'static Shape, entries: &'text [Entry]) {
        for entry in entries {
            self.scalar(name, &entry.key, false, &entry.key_place);
            self.value(&entry.key, item, &entry.value);
        }
    }

    fn record(&mut self, key: &str, record: &'static Record, entries: &'text [Entry], place: &Place) {
        for entry in entries {
            match (record.key(&entry.key), record.others) {
                (Some(known), _) => self.value(&entry.key, &known.shape, &entry.value),
                (None, Some(other)) => {
                    self.scalar(&Shape::Label, &entry.key, false, &entry.key_place);
                    self.value(&entry.key, other, &entry.value);
                }
                (None, None) => self.unknown_key(record, entry),
            }
        }
        for required in record.keys.iter().filter(|known| known.presence == Presence::Required) {
            if entries.iter().all(|entry| entry.key != required.name) {
                self.missing_key(key, required, entries, place);
            }
        }
        self.exactly_one(key, record, entries, place);
    }

    fn scalar(&mut self, shape: &'static Shape, text: &'text str, quoted: bool, place: &'text Place) {
        if let Some(fault) = scalar::fault(shape, text) {
            self.problems.push(problem(fault.code, place, text, fault.what, fault.help));
        } else if let Shape::Reference(reference) = shape {
            let is_title = reference.outsiders == Outsiders::ByTitle && (quoted || !names::is_name(text));
            if !is_title && !reference.words.contains(&text) {
                self.mentions.push(Mention { reference, name: text, place });
            }
        }
    }

    fn unknown_key(&mut self, record: &'static Record, entry: &Entry) {
        let known = || record.all_keys().map(|key| key.name);
        let help = match nearest(&entry.key, known()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("{} can have {}", record.says, either(known())),
        };
        let what = format!("unknown key {}", in_backticks(&entry.key));
        self.problems.push(problem("unknown-key", &entry.key_place, &entry.key, what, help));
    }

    fn missing_key(&mut self, key: &str, required: &Key, entries: &[Entry], place: &Place) {
        let what = format!("{} has no `{}`", shown(key), required.name);
        let help =
            format!("add `{}`: {}", example::line(required.name, &required.shape), lowered(required.says));
        let first = entries.first().map_or("", |entry| &entry.key);
        self.problems.push(problem("missing-key", place, first, what, help));
    }

    fn exactly_one(&mut self, key: &str, record: &Record, entries: &[Entry], place: &Place) {
        let mut given = entries.iter().filter(|entry| record.exactly_one.contains(&entry.key.as_str()));
        let (first, second) = (given.next(), given.next());
        let help = || format!("write exactly one of {}", either(record.exactly_one.iter().copied()));
        if let (Some(first), Some(second)) = (first, second) {
            let what = format!("{} has both `{}` and `{}`", in_backticks(key), first.key, second.key);
            self.problems.push(problem("one-too-many", &second.key_place, &second.key, what, help()));
        } else if first.is_none() && !record.exactly_one.is_empty() {
            let what =
                format!("{} has none of {}", in_backticks(key), either(record.exactly_one.iter().copied()));
            let words = entries.first().map_or("", |entry| &entry.key);
            self.problems.push(problem("missing-key", place, words, what, help()));
        }
    }

    fn only_one(&mut self, key: &str, entries: &[Entry]) {
        if let Some(second) = entries.get(1) {
            let what = format!("an item of {} has more than one name", in_backticks(key));
            let help = "begin a new item with `- ` before it".to_string();
            self.problems.push(problem("one-too-many", &second.key_place, &second.key, what, help));
        }
    }

    fn wrong_kind(&mut self, key: &str, shape: &'static Shape, node: &Node) {
        let written = match &node.kind {
            NodeKind::List(_) => "a list",
            NodeKind::Map(_) => "a map",
            _ => "a single value",
        };
        let what = format!("{} is {written}, where {} is wanted", in_backticks(key), wanted(shape));
        let help = match alternatives(shape, node) {
            Some(signs) => format!("give it one of the keys {signs}"),
            None => format!("write it like `{}`", example::line(key, shape)),
        };
        self.problems.push(problem("wrong-kind", &node.place, words(node), what, help));
    }
}

/// For a map that fits no form: the keys by which each form would be known.
fn alternatives(shape: &Shape, node: &Node) -> Option<String> {
    let (Shape::Either(shapes), NodeKind::Map(_)) = (shape, &node.kind) else { return None };
    let signs = shapes.iter().filter_map(|shape| match shape {
        Shape::Record(record) => record.signs.first().copied(),
        _ => None,
    });
    let signs: Vec<&str> = signs.collect();
    (!signs.is_empty()).then(|| either(signs))
}

fn wanted(shape: &Shape) -> String {
    match shape {
        Shape::List(_) => "a list".to_string(),
        Shape::OneOrMany(item) => format!("{} or a list", wanted(item)),
        Shape::Named(_) => "a map of names".to_string(),
        Shape::Keyed(..) => "a map".to_string(),
        Shape::Single(_) => "one name with its value".to_string(),
        Shape::Record(record) => record.says.to_string(),
        Shape::Either(shapes) => {
            let mut forms: Vec<String> = Vec::new();
            shapes.iter().map(wanted).for_each(|form| {
                if !forms.contains(&form) {
                    forms.push(form)
                }
            });
            forms.join(" or ")
        }
        Shape::Text => "a text".to_string(),
        Shape::Formula => "a formula".to_string(),
        Shape::Date | Shape::DayOfYear => "a day".to_string(),
        Shape::YesNo => "`yes` or `no`".to_string(),
        Shape::Percent => "a percentage".to_string(),
        Shape::Name | Shape::Label | Shape::Figure | Shape::Reference(_) => "a name".to_string(),
        Shape::Word(_) => "a word".to_string(),
        Shape::Weight => "a weight".to_string(),
        Shape::Value | Shape::Edition | Shape::Currency => "a single value".to_string(),
    }
}

/// The key by which the author knows the place.
fn shown(key: &str) -> String {
    if key == WHOLE { key.to_string() } else { in_backticks(key) }
}

/// A sentence of the documentation, as the end of a message.
fn lowered(says: &str) -> String {
    let mut characters = says.trim_end_matches('.').chars();
    let first = characters.next().map(|first| first.to_ascii_lowercase());
    first.into_iter().chain(characters).collect()
}
