//! What an agreement asks for, by name.

use crate::fault::{Fault, instead};
use accordant_agreement::problem::in_backticks;
use accordant_agreement::resolve::{Given, read_value};
use accordant_agreement::terms::{Index, InputId, InputKind, Terms};
use accordant_agreement::unit::Unit;
use accordant_facts::FactValue;
use accordant_money::Exact;
use std::collections::BTreeMap;

/// The name of the fact that gives a pool's first balance (F3).
const OPENING: &str = "opening";

/// Everything that can be given as a fact.
#[derive(Debug)]
pub(crate) struct Names<'a> {
    terms: &'a Terms,
    by_name: BTreeMap<&'a str, Asked<'a>>,
}

/// Something that can be given as a fact.
#[derive(Debug, Clone)]
pub(crate) struct Asked<'a> {
    pub(crate) name: &'a str,
    /// Its number among the inputs; none for the opening balance of a pool.
    pub(crate) input: Option<InputId>,
    pub(crate) kind: InputKind,
    /// Its indexes, each with what its elements are called.
    by: Vec<Elements<'a>>,
}

#[derive(Debug, Clone)]
struct Elements<'a> {
    index: &'a str,
    names: Vec<&'a str>,
}

impl<'a> Names<'a> {
    pub(crate) fn new(terms: &'a Terms) -> Names<'a> {
        let mut by_name = BTreeMap::new();
        if !terms.pools.is_empty() {
            by_name.insert(OPENING, opening(terms));
        }
        for (number, input) in terms.inputs.iter().enumerate() {
            let by = input.by.iter().filter_map(|index| terms.indexes.get(index.0)).map(elements).collect();
            let input_id = Some(InputId(number));
            let asked = Asked { name: &input.name, input: input_id, kind: input.kind.clone(), by };
            by_name.insert(&input.name, asked);
        }
        Names { terms, by_name }
    }

    /// What the agreement asks for under this name.
    pub(crate) fn asked(&self, written: &str) -> Result<&Asked<'a>, Fault> {
        let name = written.trim();
        if let Some(asked) = self.by_name.get(name) {
            return Ok(asked);
        }
        let shown = in_backticks(name);
        if self.terms.lines.iter().any(|line| line.name == name) {
            let help = "give the facts that it is computed from instead".to_string();
            return Err(Fault::new(
                "unknown-fact",
                format!("{shown} is computed by the agreement, not given"),
                help,
            ));
        }
        let help = instead(name, self.by_name.keys().copied());
        Err(Fault::new("unknown-fact", format!("the agreement asks for no fact {shown}"), help))
    }
}

fn opening(terms: &Terms) -> Asked<'_> {
    let names = terms.pools.iter().map(|pool| pool.name.as_str()).collect();
    let kind = InputKind::Quantity(Unit::money(terms.currency));
    Asked { name: OPENING, input: None, kind, by: vec![Elements { index: "pool", names }] }
}

fn elements(index: &Index) -> Elements<'_> {
    let names = index.elements.iter().map(|element| element.name.as_str()).collect();
    Elements { index: &index.name, names }
}

impl Asked<'_> {
    /// What it is indexed by, in order.
    pub(crate) fn indexes(&self) -> Vec<&str> {
        self.by.iter().map(|elements| elements.index).collect()
    }

    /// Its indexes with their elements, in order.
    pub(crate) fn elements(&self) -> impl Iterator<Item = (&str, &[&str])> {
        self.by.iter().map(|elements| (elements.index, elements.names.as_slice()))
    }

    /// Reads `builder` or `builder/design`: one element for each index, in order.
    pub(crate) fn of(&self, written: &str) -> Result<Vec<String>, Fault> {
        let text = written.trim();
        let given: Vec<&str> =
            if text.is_empty() { Vec::new() } else { text.split('/').map(str::trim).collect() };
        if given.len() != self.by.len() {
            return Err(self.wrong_number(text));
        }
        for (name, elements) in given.iter().zip(&self.by) {
            if !elements.names.contains(name) {
                let what = format!("{} is no {}", in_backticks(name), elements.index);
                return Err(Fault::new(
                    "unknown-element",
                    what,
                    instead(name, elements.names.iter().copied()),
                ));
            }
        }
        Ok(given.into_iter().map(str::to_string).collect())
    }

    fn wrong_number(&self, given: &str) -> Fault {
        let name = self.name;
        let indexes = self.indexes();
        let what = match (indexes.as_slice(), given) {
            ([], _) => format!("`{name}` has no index, so it is not of {}", in_backticks(given)),
            (_, "") => format!("`{name}` does not say of which {}", indexes.join(" and ")),
            _ => format!("`{name}` is by {}; {} does not fit", indexes.join(" and "), in_backticks(given)),
        };
        let example: Vec<&str> =
            self.by.iter().filter_map(|elements| elements.names.first().copied()).collect();
        let help = match example.as_slice() {
            [] => "leave `of` empty".to_string(),
            names => format!("write {} in `of`, such as `{}`", counted(names.len()), names.join("/")),
        };
        Fault::new("wrong-index", what, help)
    }

    /// Reads a value of it (F5).
    pub(crate) fn value(&self, written: &str) -> Result<FactValue, Fault> {
        value_of(&self.kind, written)
    }

    /// Reads how closely a value of it is known: a positive number, with or without the unit.
    pub(crate) fn known_to(&self, written: &str) -> Result<Exact, Fault> {
        let help = "`known_to: 1` says that the true value lies within half of 1".to_string();
        let InputKind::Quantity(unit) = &self.kind else {
            return Err(Fault::new("known-to", format!("`{}` is a word, and known or not", self.name), help));
        };
        // Between days lie days.
        let unit = if unit.is_date() { Unit::days() } else { unit.clone() };
        match quantity(written, &unit)? {
            FactValue::Number(width) if width > Exact::zero() => Ok(width),
            _ => {
                Err(Fault::new("known-to", format!("{} is no precision", in_backticks(written.trim())), help))
            }
        }
    }
}

fn counted(elements: usize) -> &'static str {
    if elements == 1 { "one of its elements" } else { "one of each with `/` between" }
}

/// Reads a value of an input of this kind (F5).
pub(crate) fn value_of(kind: &InputKind, written: &str) -> Result<FactValue, Fault> {
    match kind {
        InputKind::Quantity(unit) => quantity(written, unit),
        InputKind::Choice(words) => word(written, words).map(|word| FactValue::Word(word.to_string())),
    }
}

/// One of the words.
fn word<'w>(written: &str, words: &'w [String]) -> Result<&'w str, Fault> {
    let text = written.trim();
    words.iter().find(|word| *word == text).map(String::as_str).ok_or_else(|| {
        let what = format!("{} is none of its words", in_backticks(text));
        Fault::new("unknown-word", what, instead(text, words.iter().map(String::as_str)))
    })
}

/// A number in the unit, or `not published`.
fn quantity(written: &str, unit: &Unit) -> Result<FactValue, Fault> {
    let text = written.trim();
    let shown = in_backticks(text);
    match read_value(text) {
        Some(Given::NotPublished) => Ok(FactValue::NotPublished),
        // In a formula brackets hold together; in the books of accountants they are a minus.
        Some(Given::Number(..)) if text.contains(['(', ')']) => {
            let help = "write it without brackets, as -12 if it is less than nothing".to_string();
            Err(Fault::new("brackets", format!("{shown} stands in brackets, which may be a minus"), help))
        }
        Some(Given::Number(_, None)) if unit.is_date() => {
            let help = "write the day such as `2014-04-01`".to_string();
            Err(Fault::new("bad-date", format!("{shown} is no day"), help))
        }
        Some(Given::Number(_, None)) if text.ends_with('%') && !unit.is_ratio() => {
            let help = format!("write it in {unit}");
            Err(Fault::new("unit", format!("{shown} is a percentage; here {unit} is needed"), help))
        }
        Some(Given::Number(value, None)) => Ok(FactValue::Number(value)),
        Some(Given::Number(value, Some(found))) if found == *unit => Ok(FactValue::Number(value)),
        Some(Given::Number(_, Some(found))) => {
            let help = format!("write it in {unit}, or without a unit");
            Err(Fault::new("unit", format!("{shown} is in {found}; here {unit} is needed"), help))
        }
        Some(Given::Word(_)) | None => {
            let what = if text.is_empty() {
                "the value is missing".to_string()
            } else {
                format!("{shown} is not a number")
            };
            let help =
                "write a number such as 12, 0.5, 40%, 2.5m or 1,250.50, or `not published`".to_string();
            Err(Fault::new("number", what, help))
        }
    }
}
