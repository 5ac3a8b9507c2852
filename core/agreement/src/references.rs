//! Whether everything that is mentioned is also declared.
//!
//! Names inside formulas are no business of this module: they are resolved where formulas are.
//! Start with [`check`].

use crate::problem::{Problems, in_backticks, nearest};
use crate::shape::wrong::{either, problem};
use crate::shape::{Form, Kind, Mention, Outsiders};
use crate::tree::{Entry, Node};
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// Of the names that could stand in a place, no more are listed in a message.
const LISTED_MAX: usize = 12;

/// Adds a problem for each mention of something that the agreement does not declare.
///
/// What is mentioned in vain is refused in the repairs of `form`. Nothing is said where a section that could declare
/// it cannot be read.
pub fn check(sections: &[Entry], form: &mut Form<'_>, problems: &mut Problems) {
    let mended = form.repairs.applied(sections);
    let declared = Declared::gather(&mended);
    for mention in &form.mentions {
        let kinds = mention.reference.kinds;
        if kinds.iter().any(|kind| declared.has(*kind, mention.name)) {
            continue;
        }
        form.repairs.refuse(mention.of);
        if kinds.iter().any(|kind| declared.lost.contains(kind)) {
            continue;
        }
        let what = format!("unknown {} {}", kind_words(kinds), in_backticks(mention.name));
        let help = declared.help(mention);
        problems.push(problem("unknown-name", mention.place, mention.name, what, help));
    }
}

/// The names that an agreement declares, by kind, in the author's order.
struct Declared<'text> {
    names: BTreeMap<Kind, Vec<&'text str>>,
    known: BTreeSet<(Kind, &'text str)>,
    /// Kinds of which some may be declared in a text that cannot be read.
    lost: BTreeSet<Kind>,
}

impl<'text> Declared<'text> {
    fn gather(sections: &'text [Entry]) -> Declared<'text> {
        let section = |key: &str| sections.iter().find(|entry| entry.key == key).map(|entry| &entry.value);
        let within = |key: &str, inner: &str| {
            let outer = section(key)?;
            if outer.is_refused() { Some(outer) } else { outer.entry(inner).map(|entry| &entry.value) }
        };
        let mut declared = Declared { names: BTreeMap::new(), known: BTreeSet::new(), lost: BTreeSet::new() };
        if section("parties").is_none() {
            declared.lost.insert(Kind::Party);
        }
        declared.keys(Kind::Party, section("parties"));
        declared.keys(Kind::Group, section("groups"));
        declared.keys(Kind::Service, section("services"));
        declared.keys(Kind::Site, section("sites"));
        declared.keys(Kind::Contract, section("contracts"));
        declared.keys(Kind::Body, within("governance", "bodies"));
        declared.keys(Kind::Pool, within("money", "pools"));
        declared.keys(Kind::Posting, within("money", "postings"));
        declared.keys(Kind::Input, within("money", "inputs"));
        declared.lists(within("money", "lists"));
        declared.lines(within("money", "lines"));
        let areas = within("performance", "areas");
        if areas.is_some_and(Node::is_refused) {
            declared.lost.insert(Kind::Measure);
        }
        for area in entries(areas) {
            declared.keys(Kind::Measure, area.value.entry("measures").map(|measures| &measures.value));
        }
        declared
    }

    fn has(&self, kind: Kind, name: &str) -> bool {
        self.known.contains(&(kind, name))
    }

    fn add(&mut self, kind: Kind, name: &'text str) {
        self.names.entry(kind).or_default().push(name);
        self.known.insert((kind, name));
    }

    fn keys(&mut self, kind: Kind, section: Option<&'text Node>) {
        if section.is_some_and(Node::is_refused) {
            self.lost.insert(kind);
        }
        entries(section).iter().for_each(|entry| self.add(kind, &entry.key));
    }

    fn lists(&mut self, section: Option<&'text Node>) {
        if section.is_some_and(Node::is_refused) {
            self.lost.extend([Kind::List, Kind::ListOfParties]);
        }
        for list in entries(section) {
            self.add(Kind::List, &list.key);
            let elements = list.value.as_list().unwrap_or_default();
            let is_party = |element: &Node| element.as_text().is_some_and(|name| self.has(Kind::Party, name));
            if elements.iter().all(is_party) {
                self.add(Kind::ListOfParties, &list.key);
            }
        }
    }

    fn lines(&mut self, section: Option<&'text Node>) {
        if section.is_some_and(Node::is_refused) {
            self.lost.insert(Kind::Line);
        }
        for line in entries(section) {
            self.add(Kind::Line, &line.key);
            let sources = line.value.entry("waterfall").and_then(|waterfall| waterfall.value.entry("from"));
            for source in sources.and_then(|from| from.value.as_list()).unwrap_or_default() {
                self.keys(Kind::Line, Some(source));
            }
        }
    }

    fn help(&self, mention: &Mention<'_>) -> String {
        let kinds = mention.reference.kinds;
        let declared = kinds.iter().filter_map(|kind| self.names.get(kind)).flatten().copied();
        let possible: Vec<&str> = declared.chain(mention.reference.words.iter().copied()).collect();
        let title = match mention.reference.outsiders {
            Outsiders::ByTitle => "; otherwise put a title in quotes",
            Outsiders::Refused => "",
        };
        if let Some(near) = nearest(mention.name, possible.iter().copied()) {
            format!("did you mean `{near}`?{}", title.replace(';', ""))
        } else if possible.is_empty() {
            format!("declare it first: this agreement names no {}{title}", kind_words(kinds))
        } else if possible.len() > LISTED_MAX {
            format!(
                "declare it first, or write one of the {} names that can stand here{title}",
                possible.len()
            )
        } else {
            format!("declare it first, or write {}{title}", either(possible))
        }
    }
}

fn entries(node: Option<&Node>) -> &[Entry] {
    node.and_then(Node::as_map).unwrap_or_default()
}

fn kind_words(kinds: &[Kind]) -> String {
    let mut words = String::new();
    for (position, kind) in kinds.iter().enumerate() {
        let before = match position {
            0 => "",
            _ if position + 1 == kinds.len() => " or ",
            _ => ", ",
        };
        words.push_str(before);
        words.push_str(kind.word());
    }
    words
}
