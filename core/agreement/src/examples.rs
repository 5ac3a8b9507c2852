//! Worked examples: facts given and figures expected, signed together with the terms (L18).

use crate::check::{finding, text_at};
use crate::particulars::Particulars;
use crate::problem::{Place, Problems};
use crate::resolve::{Given, read_value};
use crate::terms::Terms;
use crate::tree::{Entry, Node};
use crate::calendar;
use accordant_money::Exact;
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
pub(crate) fn examples(
    node: Option<&Node>,
    terms: Option<&Terms>,
    particulars: &Particulars,
    problems: &mut Problems,
) -> Vec<Example> {
    let entries = node.and_then(Node::as_map).unwrap_or_default();
    entries.iter().map(|entry| example(entry, terms, particulars, problems)).collect()
}

fn example(entry: &Entry, terms: Option<&Terms>, particulars: &Particulars, problems: &mut Problems) -> Example {
    let node = &entry.value;
    let period = text_at(node, "period");
    if let (Some(period), Some(written)) = (&period, node.entry("period"))
        && calendar::parse_period(&particulars.alliance, period).is_none()
    {
        let what = format!("there is no period `{period}`");
        let help = "a period is named as the statement names it, such as 2014-15";
        problems.push(finding("period", written.value.place.clone(), period, what, help));
    }
    let mut given = Vec::new();
    for fact in node.entry("given").and_then(|entry| entry.value.as_map()).unwrap_or_default() {
        known_fact(fact, terms, problems);
        gather_given(&fact.key, &mut Vec::new(), &fact.value, &mut given, problems);
    }
    let mut expect = Vec::new();
    for figure in node.entry("expect").and_then(|entry| entry.value.as_map()).unwrap_or_default() {
        known_figure(figure, terms, problems);
        gather_expected(&figure.key, &mut Vec::new(), &figure.value, &mut expect, problems);
    }
    Example { name: entry.key.clone(), says: text_at(node, "says"), place: entry.key_place.clone(), period, given, expect }
}

fn known_fact(fact: &Entry, terms: Option<&Terms>, problems: &mut Problems) {
    let Some(terms) = terms else { return };
    let names: Vec<&str> = terms.inputs.iter().map(|input| input.name.as_str()).chain(["opening"]).collect();
    if names.contains(&fact.key.as_str()) {
        return;
    }
    let what = format!("no fact `{}` is asked for", fact.key);
    let near = crate::problem::nearest(&fact.key, names).map(|near| format!("did you mean `{near}`?"));
    let help = near.unwrap_or_else(|| "declare it under `money.inputs`".to_string());
    problems.push(finding("unknown-fact", fact.key_place.clone(), &fact.key, what, &help));
}

fn known_figure(figure: &Entry, terms: Option<&Terms>, problems: &mut Problems) {
    let Some(terms) = terms else { return };
    let base = figure.key.split('[').next().unwrap_or_default();
    let lines = terms.lines.iter().map(|line| line.name.as_str());
    let shares = terms.postings.iter().flat_map(|posting| posting.shares.iter().map(|share| share.name.as_str()));
    let pools = terms.pools.iter().map(|pool| pool.name.as_str());
    let inputs = terms.inputs.iter().map(|input| input.name.as_str());
    let known: Vec<&str> = lines.chain(shares).chain(pools).chain(inputs).collect();
    let found = known.iter().any(|name| *name == figure.key || name.split('[').next() == Some(base));
    if found {
        return;
    }
    let what = format!("there is no figure `{}`", figure.key);
    let near = crate::problem::nearest(&figure.key, known).map(|near| format!("did you mean `{near}`?"));
    let help = near.unwrap_or_else(|| "a figure is a line, a column, a score or a share of a posting".to_string());
    problems.push(finding("unknown-figure", figure.key_place.clone(), &figure.key, what, &help));
}

fn gather_given(name: &str, of: &mut Vec<String>, node: &Node, found: &mut Vec<GivenFact>, problems: &mut Problems) {
    if let Some(entries) = node.as_map().filter(|_| of.len() < NESTING_MAX) {
        for entry in entries {
            of.push(entry.key.clone());
            gather_given(name, of, &entry.value, found, problems);
            of.pop();
        }
        return;
    }
    let written = node.as_text().unwrap_or_default();
    let (plain, known_to) = match written.split_once(" known to ") {
        Some((plain, known_to)) => (plain, Some(known_to)),
        None => (written, None),
    };
    let known_to = known_to.map(|text| read_in(text, node, problems));
    let value = if node.is_refused() { None } else { read_in(plain, node, problems) };
    let known_to = match known_to {
        Some(Some(Given::Number(value, _))) => Some(value),
        _ => None,
    };
    if let Some(value) = value {
        let (name, of) = (name.to_string(), of.clone());
        found.push(GivenFact { name, of, value, known_to, place: node.place.clone() });
    }
}

fn gather_expected(name: &str, of: &mut Vec<String>, node: &Node, found: &mut Vec<Expected>, problems: &mut Problems) {
    if let Some(outcome) = outcome(node, problems) {
        let figure = if of.is_empty() { name.to_string() } else { format!("{name}[{}]", of.join(", ")) };
        found.push(Expected { figure, place: node.place.clone(), outcome });
        return;
    }
    for entry in node.as_map().filter(|_| of.len() < NESTING_MAX).unwrap_or_default() {
        of.push(entry.key.clone());
        gather_expected(name, of, &entry.value, found, problems);
        of.pop();
    }
}

/// What is expected, unless the node is a map from elements.
fn outcome(node: &Node, problems: &mut Problems) -> Option<Outcome> {
    match node.as_text() {
        Some("refused") => return Some(Outcome::Refused),
        Some("undecided") => return Some(Outcome::Undecided),
        Some(_) => {
            let (value, written) = value(node, problems)?;
            return Some(Outcome::Is(value, written, None));
        }
        None => {}
    }
    if let Some(is) = node.entry("is") {
        let (value, written) = value(&is.value, problems)?;
        return Some(Outcome::Is(value, written, text_at(node, "because")));
    }
    if let (Some(from), Some(to)) = (node.entry("from"), node.entry("to")) {
        let (from, to) = (value(&from.value, problems)?, value(&to.value, problems)?);
        return Some(Outcome::Bounds(from.0, to.0));
    }
    None
}

fn value(node: &Node, problems: &mut Problems) -> Option<(Given, String)> {
    if node.is_refused() {
        return None;
    }
    let written = node.as_text().unwrap_or_default();
    read_in(written, node, problems).map(|value| (value, written.to_string()))
}

fn read_in(written: &str, node: &Node, problems: &mut Problems) -> Option<Given> {
    let read = read_value(written);
    if read.is_none() {
        let what = format!("`{written}` is not a value");
        let help = "write a number such as 12, 40%, 2.5m or \"1,250.50\", a word, or not published";
        problems.push(finding("value", node.place.clone(), written, what, help));
    }
    read
}
