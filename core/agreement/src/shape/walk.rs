//! Goes once through a text and compares it with the table.

use super::wrong::{either, problem, words};
use super::{AGREEMENT, Key, Outsiders, Presence, Record, Reference, Repairs, Shape, example, names, scalar};
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
    /// The value that cannot be used if nothing of that name is declared: the name, or the map whose key it is.
    pub(crate) of: &'text Place,
}

/// What is found when a text is compared with the table.
#[derive(Debug)]
pub struct Form<'text> {
    /// What is mentioned, to be compared with what is declared.
    pub mentions: Vec<Mention<'text>>,
    /// How the later checks read the text.
    pub repairs: Repairs,
}

/// Whether all files of an agreement could be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// They could.
    Whole,
    /// Some could not; a section that is not there may stand in one of them.
    Part,
}

/// What a problem of the outermost level is about; our words, not the author's.
const WHOLE: &str = "the agreement";

/// Compares the top-level entries of all files of an agreement with the table.
///
/// Adds every problem of form.
pub fn check<'text>(sections: &'text [Entry], extent: Extent, problems: &mut Problems) -> Form<'text> {
    let form = Form { mentions: Vec::new(), repairs: Repairs::default() };
    let mut walk = Walk { problems, form, extent };
    walk.record(Owner { key: WHOLE, place: None, is_item: false }, &AGREEMENT, sections, None);
    walk.form
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
    form: Form<'text>,
    extent: Extent,
}

/// What a value belongs to, for the words and the place of a problem.
#[derive(Clone, Copy)]
struct Owner<'text> {
    /// The key that the author reads before the value.
    key: &'text str,
    /// Where that key stands; for an item of a list, the item; for the agreement itself, nowhere.
    place: Option<&'text Place>,
    is_item: bool,
}

impl<'text> Owner<'text> {
    fn entry(entry: &'text Entry) -> Owner<'text> {
        Owner { key: &entry.key, place: Some(&entry.key_place), is_item: false }
    }

    /// Where something that is missing is missed.
    fn missed_at(&self) -> Place {
        let start = || Place { file: FileName::new("alliance.yaml"), line: 1, column: 1, length: 0 };
        self.place.cloned().unwrap_or_else(start)
    }

    /// The value itself, as the beginning of a sentence.
    fn shown(&self) -> String {
        match (self.key == WHOLE, self.is_item) {
            (true, _) => WHOLE.to_string(),
            (false, true) => format!("an item of {}", in_backticks(self.key)),
            (false, false) => in_backticks(self.key),
        }
    }

    fn words(&self) -> &'text str {
        if self.is_item || self.key == WHOLE { "" } else { self.key }
    }
}

impl<'text> Walk<'text, '_> {
    fn value(&mut self, owner: Owner<'text>, shape: &'static Shape, node: &'text Node) {
        match (shape, &node.kind) {
            (_, NodeKind::Refused) => {}
            (Shape::Either(shapes), _) => self.either(owner, shape, shapes, node),
            (Shape::List(item) | Shape::OneOrMany(item), NodeKind::List(nodes)) => {
                let owner = |node: &'text Node| Owner { place: Some(&node.place), is_item: true, ..owner };
                nodes.iter().for_each(|node| self.value(owner(node), item, node));
            }
            (Shape::OneOrMany(item), _) => self.value(owner, item, node),
            (Shape::Named(item), NodeKind::Map(entries)) => self.keyed(&Shape::Name, item, entries, node),
            (Shape::Keyed(name, item), NodeKind::Map(entries)) => self.keyed(name, item, entries, node),
            (Shape::Single(item), NodeKind::Map(entries)) => {
                self.keyed(&Shape::Name, item, entries, node);
                self.only_one(owner, entries);
            }
            (Shape::Record(record), NodeKind::Map(entries)) => {
                self.record(owner, record, entries, Some(&node.place))
            }
            (
                Shape::List(_) | Shape::Named(_) | Shape::Keyed(..) | Shape::Single(_) | Shape::Record(_),
                _,
            ) => {
                self.wrong_kind(owner, shape, node);
            }
            (_, NodeKind::Scalar { text, quoted }) => {
                if !self.scalar(shape, text, *quoted, &node.place, &node.place) {
                    self.form.repairs.refuse(&node.place);
                }
            }
            _ => self.wrong_kind(owner, shape, node),
        }
    }

    fn either(
        &mut self,
        owner: Owner<'text>,
        shape: &'static Shape,
        shapes: &'static [Shape],
        node: &'text Node,
    ) {
        match shapes.iter().find(|shape| fits(shape, node)) {
            Some(meant) => self.value(owner, meant, node),
            None => self.wrong_kind(owner, shape, node),
        }
    }

    /// A key that is badly written is left out, unless it is a name: that is still the name of something.
    fn keyed(
        &mut self,
        name: &'static Shape,
        item: &'static Shape,
        entries: &'text [Entry],
        map: &'text Node,
    ) {
        for entry in entries {
            let is_sound = self.scalar(name, &entry.key, false, &entry.key_place, &map.place);
            if !is_sound && !matches!(name, Shape::Name | Shape::Label) {
                self.form.repairs.leave_out(&entry.key_place);
            }
            self.value(Owner::entry(entry), item, &entry.value);
        }
    }

    fn record(
        &mut self,
        owner: Owner<'text>,
        record: &'static Record,
        entries: &'text [Entry],
        map: Option<&Place>,
    ) {
        let mut meant: Vec<&'static str> = Vec::new();
        for entry in entries {
            match (record.key(&entry.key), record.others) {
                (Some(known), _) => self.value(Owner::entry(entry), &known.shape, &entry.value),
                (None, Some(other)) => {
                    self.scalar(&Shape::Label, &entry.key, false, &entry.key_place, &entry.key_place);
                    self.value(Owner::entry(entry), other, &entry.value);
                }
                (None, None) => meant.extend(self.unknown_key(record, entry, entries)),
            }
        }
        let has = |name: &str| entries.iter().any(|entry| entry.key == name) || meant.contains(&name);
        let is_told = owner.key == WHOLE && self.extent == Extent::Part;
        let lacking = |known: &&Key| known.presence == Presence::Required && !has(known.name) && !is_told;
        for required in record.keys.iter().filter(lacking) {
            self.missing_key(owner, record, required, map);
        }
        self.exactly_one(owner, record, entries, &meant, map);
    }

    /// Tells what is wrong with a scalar; whether nothing is. A name is noted, to be looked for later.
    fn scalar(
        &mut self,
        shape: &'static Shape,
        text: &'text str,
        quoted: bool,
        place: &'text Place,
        of: &'text Place,
    ) -> bool {
        if let Some(fault) = scalar::fault(shape, text) {
            self.problems.push(problem(fault.code, place, text, fault.what, fault.help));
            return false;
        }
        if let Shape::Reference(reference) = shape {
            let is_title = reference.outsiders == Outsiders::ByTitle && (quoted || !names::is_name(text));
            if !is_title && !reference.words.contains(&text) {
                self.form.mentions.push(Mention { reference, name: text, place, of });
            }
        }
        true
    }

    /// The key that was probably meant, if it does not stand there as well.
    fn unknown_key(
        &mut self,
        record: &'static Record,
        entry: &'text Entry,
        entries: &'text [Entry],
    ) -> Option<&'static str> {
        let known = || record.all_keys().map(|key| key.name);
        let near = record.all_keys().find(|key| Some(key.name) == nearest(&entry.key, known()));
        let help = match near {
            Some(near) => format!("did you mean `{}`?", near.name),
            None => format!("{} can have {}", record.says, either(known())),
        };
        let what = format!("unknown key {}", in_backticks(&entry.key));
        self.problems.push(problem("unknown-key", &entry.key_place, &entry.key, what, help));
        let free = near.filter(|near| entries.iter().all(|other| other.key != near.name));
        match free {
            Some(near) => {
                self.form.repairs.rename(&entry.key_place, near.name);
                self.value(Owner::entry(entry), &near.shape, &entry.value);
            }
            None => self.form.repairs.leave_out(&entry.key_place),
        }
        free.map(|near| near.name)
    }

    fn missing_key(&mut self, owner: Owner<'text>, record: &Record, required: &Key, map: Option<&Place>) {
        let shown = if owner.is_item { record.says.to_string() } else { owner.shown() };
        let what = format!("{shown} has no `{}`", required.name);
        let help =
            format!("add `{}`: {}", example::line(required.name, &required.shape), lowered(required.says));
        self.problems.push(problem("missing-key", &owner.missed_at(), owner.words(), what, help));
        map.into_iter().for_each(|map| self.form.repairs.add(map, required.name));
    }

    fn exactly_one(
        &mut self,
        owner: Owner<'text>,
        record: &Record,
        entries: &'text [Entry],
        meant: &[&str],
        map: Option<&Place>,
    ) {
        let mut given = entries.iter().filter(|entry| record.exactly_one.contains(&entry.key.as_str()));
        let (first, second) = (given.next(), given.next());
        let help = || format!("write exactly one of {}", either(record.exactly_one.iter().copied()));
        if let (Some(first), Some(second)) = (first, second) {
            let what = format!("{} has both `{}` and `{}`", owner.shown(), first.key, second.key);
            self.problems.push(problem("one-too-many", &second.key_place, &second.key, what, help()));
            self.form.repairs.leave_out(&second.key_place);
        } else if first.is_none()
            && !record.exactly_one.is_empty()
            && record.exactly_one.iter().all(|one| !meant.contains(one))
        {
            let what =
                format!("{} has none of {}", owner.shown(), either(record.exactly_one.iter().copied()));
            self.problems.push(problem("missing-key", &owner.missed_at(), owner.words(), what, help()));
            let assumed = record.exactly_one.first();
            map.zip(assumed).into_iter().for_each(|(map, key)| self.form.repairs.add(map, key));
        }
    }

    fn only_one(&mut self, owner: Owner<'text>, entries: &'text [Entry]) {
        if let Some(second) = entries.get(1) {
            let what = format!("{} has more than one name", owner.shown());
            let help = "begin a new item with `- ` before it".to_string();
            self.problems.push(problem("one-too-many", &second.key_place, &second.key, what, help));
        }
    }

    fn wrong_kind(&mut self, owner: Owner<'text>, shape: &'static Shape, node: &Node) {
        let written = match &node.kind {
            NodeKind::List(_) => "a list",
            NodeKind::Map(_) => "a map",
            _ => "a single value",
        };
        let what = format!("{} is {written}, where {} is wanted", owner.shown(), wanted(shape));
        let help = match (alternatives(shape, node), owner.is_item) {
            (Some(signs), _) => format!("give it one of the keys {signs}"),
            (None, true) => format!("write it like `- {}`", example::value(shape)),
            (None, false) => format!("write it like `{}`", example::line(owner.key, shape)),
        };
        self.problems.push(problem("wrong-kind", &node.place, words(node), what, help));
        match alternatives(shape, node) {
            Some(_) => self.form.repairs.empty(&node.place),
            None => self.form.repairs.refuse(&node.place),
        }
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
        Shape::WorkingDays => "a number of working days".to_string(),
        Shape::YesNo => "`yes` or `no`".to_string(),
        Shape::Percent => "a percentage".to_string(),
        Shape::Name | Shape::Label | Shape::Figure | Shape::Reference(_) => "a name".to_string(),
        Shape::Word(_) => "a word".to_string(),
        Shape::Weight => "a weight".to_string(),
        Shape::Value | Shape::Edition | Shape::Currency => "a single value".to_string(),
    }
}

/// A sentence of the documentation, as the end of a message.
fn lowered(says: &str) -> String {
    let mut characters = says.trim_end_matches('.').chars();
    let first = characters.next().map(|first| first.to_ascii_lowercase());
    first.into_iter().chain(characters).collect()
}
