//! Worked examples: facts given and figures expected, signed together with the terms (L18).

use crate::calendar;
use crate::check::{at, finding, text_at};
use crate::particulars::{Alliance, Particulars};
use crate::problem::{Place, Problems, nearest};
use crate::resolve::{Figure, Given, Known, read_value};
use crate::shape::wrong::either;
use crate::terms::{IndexId, InputId, InputKind};
use crate::tree::{Entry, Node};
use crate::unit::{Unit, in_words, kind_in_words, unit_help};
use accordant_money::Exact;
use alloc::borrow::Cow;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// The deepest nesting of elements under a fact or figure.
const NESTING_MAX: usize = 2;

/// One worked example.
#[derive(Debug, Clone)]
pub struct Example {
    /// Its name.
    pub name: String,
    /// What it shows.
    pub says: Option<String>,
    /// Where it is written.
    pub place: Place,
    /// The period for which it is worked; the first of the term if absent.
    pub period: Option<String>,
    /// The facts given.
    pub given: Vec<GivenFact>,
    /// The figures expected.
    pub expect: Vec<Expected>,
}

/// One fact given in an example.
#[derive(Debug, Clone)]
pub struct GivenFact {
    /// The fact.
    pub name: String,
    /// The elements, in the order of its index.
    pub of: Vec<String>,
    /// Its value.
    pub value: Given,
    /// How closely it is known, if the example says: `66m known to 1m`. Otherwise it is exact.
    pub known_to: Option<Exact>,
    /// Where it is written.
    pub place: Place,
}

/// One figure expected in an example.
#[derive(Debug, Clone)]
pub struct Expected {
    /// The figure as it is addressed, such as `provider_gain[builder]`.
    pub figure: String,
    /// Where it is written.
    pub place: Place,
    /// What is expected of it.
    pub outcome: Outcome,
}

/// What an example expects of a figure.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// This value, with the words as written; and why, if the example says.
    Is(Given, String, Option<String>),
    /// Bounds, both included.
    Bounds(Given, Given),
    /// The figure cannot be settled.
    Refused,
    /// A condition that decides it is not decided.
    Undecided,
}

/// Reads all examples; reports what cannot be read and facts and figures that do not exist.
///
/// `known` is nothing where there are no terms, or where some of their names cannot be read: then no name is doubted.
pub(crate) fn examples(
    node: Option<&Node>,
    known: Option<&Known>,
    particulars: &Particulars,
    problems: &mut Problems,
) -> Vec<Example> {
    let entries = node.and_then(Node::as_map).unwrap_or_default();
    let mut reader = Reader { known, problems };
    entries.iter().map(|entry| reader.example(entry, particulars)).collect()
}

struct Reader<'a> {
    known: Option<&'a Known>,
    problems: &'a mut Problems,
}

impl<'a> Reader<'a> {
    fn example(&mut self, entry: &Entry, particulars: &Particulars) -> Example {
        let node = &entry.value;
        let period = text_at(node, "period");
        if let Some(written) = at(node, "period") {
            self.period(written, &particulars.alliance);
        }
        let mut given = Vec::new();
        for fact in at(node, "given").and_then(Node::as_map).unwrap_or_default() {
            let asked = self.asked(fact);
            self.gather_given(fact, &asked, &mut Vec::new(), &fact.value, &mut given);
        }
        let mut expect = Vec::new();
        for figure in at(node, "expect").and_then(Node::as_map).unwrap_or_default() {
            let asked = self.figure(figure);
            self.gather_expected(figure, &asked, &mut Vec::new(), &figure.value, &mut expect);
        }
        let (name, place) = (entry.key.clone(), entry.key_place.clone());
        Example { name, says: text_at(node, "says"), place, period, given, expect }
    }

    fn period(&mut self, written: &Node, alliance: &Alliance) {
        let Some(text) = written.as_text() else { return };
        if alliance.settles.is_none() || calendar::parse_period(alliance, text).is_some() {
            return;
        }
        let label = |period: Option<calendar::Period>| period.map(|period| period.label).unwrap_or_default();
        let first = label(calendar::periods(alliance).next());
        let last = alliance.term.to.and_then(|last| calendar::period_on(alliance, last));
        let help = match last {
            Some(last) => format!("write a period from `{first}` to `{}`", last.label),
            None => format!("write a period, such as the first, `{first}`"),
        };
        let what = format!("there is no period `{text}`");
        self.problems.push(finding("period", written.place.clone(), text, what, &help));
    }

    /// What a fact must look like.
    fn asked(&mut self, fact: &Entry) -> Asked<'a> {
        let Some(known) = self.known else { return Asked::default() };
        if fact.key == "opening" {
            let pools = known.pools.iter().map(String::as_str).collect();
            return Asked { by: Some(alloc::vec![("pool", pools)]), kind: None };
        }
        let found = known.inputs.iter().position(|input| input.name == fact.key);
        let Some((id, input)) = found.and_then(|id| Some((id, known.inputs.get(id)?))) else {
            let names = known.inputs.iter().map(|input| input.name.as_str()).chain(["opening"]);
            let near = nearest(&fact.key, names).map(|near| format!("did you mean `{near}`?"));
            let is_figure = known.figures.iter().any(|figure| figure.name == fact.key);
            let help = near.unwrap_or_else(|| match is_figure {
                true => "leave it out: it is computed; only inputs and measures are given".to_string(),
                false => "declare it under `money.inputs`".to_string(),
            });
            let what = format!("no fact `{}` is asked for", fact.key);
            self.problems.push(finding("unknown-fact", fact.key_place.clone(), &fact.key, what, &help));
            return Asked::default();
        };
        if known.unsure.contains(&InputId(id)) {
            return Asked::default();
        }
        Asked { by: Some(elements(known, &input.by)), kind: Some(Cow::Borrowed(&input.kind)) }
    }

    /// What a figure must look like.
    fn figure(&mut self, figure: &Entry) -> Asked<'a> {
        let Some(known) = self.known else { return Asked::default() };
        if matches!(figure.key.as_str(), "score" | "value") && !is_outcome(&figure.value) {
            return measured(known, &figure.key);
        }
        let base = figure.key.split('[').next().unwrap_or_default();
        let of_name = |name: &str| known.figures.iter().find(|known| known.name == name);
        if let Some(found) = of_name(&figure.key) {
            let by = found.by.as_ref().map(|by| elements(known, by));
            return Asked { by, kind: found.kind.as_ref().map(Cow::Borrowed) };
        }
        if let Some(found) = of_name(base).filter(|_| base != "score") {
            return Asked { by: None, kind: found.kind.as_ref().map(Cow::Borrowed) };
        }
        let what = format!("there is no figure `{}`", figure.key);
        let names = known.figures.iter().map(|figure| figure.name.as_str());
        let near = nearest(&figure.key, names).map(|near| format!("did you mean `{near}`?"));
        let help = near
            .unwrap_or_else(|| "a figure is a line, a column, a score or a share of a posting".to_string());
        self.problems.push(finding("unknown-figure", figure.key_place.clone(), &figure.key, what, &help));
        Asked::default()
    }

    fn gather_given(
        &mut self,
        fact: &Entry,
        asked: &Asked<'_>,
        of: &mut Vec<String>,
        node: &Node,
        found: &mut Vec<GivenFact>,
    ) {
        if let Some(entries) = node.as_map().filter(|_| of.len() < NESTING_MAX) {
            for entry in
                entries.iter().filter(|entry| self.element(fact, asked, of.len(), entry)).collect::<Vec<_>>()
            {
                of.push(entry.key.clone());
                self.gather_given(fact, asked, of, &entry.value, found);
                of.pop();
            }
            return;
        }
        let Some(written) = node.as_text() else { return };
        self.complete(fact, asked, of.len(), node);
        let (plain, known_to) = match written.split_once(" known to ") {
            Some((plain, known_to)) => (plain, Some(known_to)),
            None => (written, None),
        };
        let known_to = known_to.and_then(|text| self.read(text, asked, node));
        let known_to = if let Some(Given::Number(value, _)) = known_to { Some(value) } else { None };
        if let Some(value) = self.read(plain, asked, node) {
            let (name, of) = (fact.key.clone(), of.clone());
            found.push(GivenFact { name, of, value, known_to, place: node.place.clone() });
        }
    }

    fn gather_expected(
        &mut self,
        figure: &Entry,
        asked: &Asked<'_>,
        of: &mut Vec<String>,
        node: &Node,
        found: &mut Vec<Expected>,
    ) {
        if is_outcome(node) {
            self.complete(figure, asked, of.len(), node);
            if let Some(outcome) = self.outcome(node, asked) {
                let name = &figure.key;
                let figure = if of.is_empty() { name.clone() } else { format!("{name}[{}]", of.join(", ")) };
                found.push(Expected { figure, place: node.place.clone(), outcome });
            }
            return;
        }
        let entries = node.as_map().filter(|_| of.len() < NESTING_MAX).unwrap_or_default();
        for entry in
            entries.iter().filter(|entry| self.element(figure, asked, of.len(), entry)).collect::<Vec<_>>()
        {
            of.push(entry.key.clone());
            self.gather_expected(figure, asked, of, &entry.value, found);
            of.pop();
        }
    }

    /// Whether a key at this depth is an element of the index; one that is not is a problem.
    fn element(&mut self, of: &Entry, asked: &Asked<'_>, depth: usize, entry: &Entry) -> bool {
        let Some(by) = &asked.by else { return true };
        let Some((index, elements)) = by.get(depth) else {
            let (what, help) = match by.as_slice() {
                [] => (format!("`{}` is not indexed", of.key), "write its value alone".to_string()),
                _ => (
                    format!("`{}` is one element too many", entry.key),
                    format!("leave it out: `{}` is indexed by less", of.key),
                ),
            };
            self.problems.push(finding("unknown-element", entry.key_place.clone(), &entry.key, what, &help));
            return false;
        };
        if elements.contains(&entry.key.as_str()) {
            return true;
        }
        let what = format!("unknown {index} `{}`", entry.key);
        let help = match nearest(&entry.key, elements.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if elements.is_empty() => format!("this agreement has no {index}"),
            None => format!("write {}", either(elements.iter().copied())),
        };
        self.problems.push(finding("unknown-element", entry.key_place.clone(), &entry.key, what, &help));
        false
    }

    /// Tells of a value that does not say of which element it is.
    fn complete(&mut self, of: &Entry, asked: &Asked<'_>, depth: usize, node: &Node) {
        let Some((index, elements)) = asked.by.as_ref().and_then(|by| by.get(depth)) else { return };
        let what = format!("`{}` has a value for each {index}", of.key);
        let example = elements.first().copied().unwrap_or("a_name");
        let help = format!("write it like `{}: {{ {example}: .. }}`", of.key);
        self.problems.push(finding(
            "no-element",
            node.place.clone(),
            node.as_text().unwrap_or_default(),
            what,
            &help,
        ));
    }

    fn outcome(&mut self, node: &Node, asked: &Asked<'_>) -> Option<Outcome> {
        match node.as_text() {
            Some("refused") => return Some(Outcome::Refused),
            Some("undecided") => return Some(Outcome::Undecided),
            Some(written) => {
                return Some(Outcome::Is(self.read(written, asked, node)?, written.to_string(), None));
            }
            None => {}
        }
        if let Some(is) = at(node, "is") {
            let written = is.as_text()?;
            let value = self.read(written, asked, is)?;
            return Some(Outcome::Is(value, written.to_string(), text_at(node, "because")));
        }
        let (from, to) = (at(node, "from")?, at(node, "to")?);
        let low = from.as_text().and_then(|written| self.read(written, asked, from));
        let high = to.as_text().and_then(|written| self.read(written, asked, to));
        Some(Outcome::Bounds(low?, high?))
    }

    /// A value of the kind that is asked for.
    fn read(&mut self, written: &str, asked: &Asked<'_>, node: &Node) -> Option<Given> {
        let read = read_value(written);
        let (what, help) = match (&read, asked.kind.as_deref()) {
            (None, _) => (
                format!("`{written}` is not a value"),
                "write a number such as 12, 40%, 2.5m or \"1,250.50\", a word, or `not published`"
                    .to_string(),
            ),
            (Some(Given::NotPublished), _)
            | (Some(_), None)
            | (Some(Given::Number(_, None)), Some(InputKind::Quantity(_))) => return read,
            (Some(Given::Number(_, Some(found))), Some(InputKind::Quantity(unit))) => {
                if found == unit {
                    return read;
                }
                let what =
                    format!("`{written}` is {}; here {} is needed", in_words(found), kind_in_words(unit));
                (what, unit_help(written, unit))
            }
            (Some(Given::Word(_)), Some(InputKind::Quantity(_))) => {
                (format!("`{written}` is not a number"), "write a number such as 12, 40% or 2.5m".to_string())
            }
            (Some(_), Some(InputKind::Choice(words))) => {
                if words.iter().any(|word| word == written.trim()) {
                    return read;
                }
                let help = match nearest(written, words.iter().map(String::as_str)) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("write {}", either(words.iter().map(String::as_str))),
                };
                (format!("`{written}` is none of the words that can stand here"), help)
            }
        };
        self.problems.push(finding("value", node.place.clone(), written, what, &help));
        None
    }
}

/// What is asked of a fact or a figure, as far as that is known.
#[derive(Default)]
struct Asked<'a> {
    /// For each index its name and its elements.
    by: Option<Vec<(&'a str, Vec<&'a str>)>>,
    kind: Option<Cow<'a, InputKind>>,
}

/// Whether a node is what is expected, and no map from elements.
fn is_outcome(node: &Node) -> bool {
    let has = |key: &str| node.entry(key).is_some();
    node.as_text().is_some() || node.is_refused() || has("is") || (has("from") && has("to"))
}

/// `score: { safety: .. }` and `value: { weeks_late: .. }` mean `score[safety]` and `value[weeks_late]`.
fn measured<'a>(known: &'a Known, word: &str) -> Asked<'a> {
    let of_word = |figure: &'a Figure| figure.name.strip_prefix(word)?.strip_prefix('[')?.strip_suffix(']');
    let names: Vec<&str> = known.figures.iter().filter_map(of_word).collect();
    let kind = (word == "score").then(|| Cow::Owned(InputKind::Quantity(Unit::points())));
    Asked { by: Some(alloc::vec![("area or measure", names)]), kind }
}

fn elements<'a>(known: &'a Known, by: &[IndexId]) -> Vec<(&'a str, Vec<&'a str>)> {
    let indexes = by.iter().filter_map(|index| known.indexes.get(index.0));
    let named = indexes.map(|index| {
        let elements = index.elements.iter().map(|element| element.name.as_str()).collect();
        (index.name.as_str(), elements)
    });
    named.collect()
}
