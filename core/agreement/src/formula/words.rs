//! A formula in words that a person reads aloud.

use super::{Aggregate, Comparison, Function, Operator, Term, TermKind};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// The formula in words: names without underscores, functions as sentences.
///
/// A long sum is a deep tree that leans to the left; it is gone through without recursion.
pub fn words(term: &Term) -> String {
    let mut joined = Vec::new();
    let mut first = term;
    while let TermKind::Calculation(_, left, _) | TermKind::Both(left, _) | TermKind::Either(left, _) =
        &first.kind
    {
        joined.push(first);
        first = left;
    }
    let mut text = unjoined(first);
    let mut before = first;
    for join in joined.into_iter().rev() {
        text = match &join.kind {
            TermKind::Calculation(operator, _, right) => calculation(*operator, (before, text), right),
            TermKind::Both(_, right) => {
                format!("{} and {}", in_brackets(text, is_either(before)), condition(right))
            }
            TermKind::Either(_, right) => format!("{text} or {}", words(right)),
            _ => text,
        };
        before = join;
    }
    text
}

fn unjoined(term: &Term) -> String {
    match &term.kind {
        TermKind::Number { written, unit, .. } => {
            unit.as_ref().map_or_else(|| written.clone(), |unit| format!("{written} {unit}"))
        }
        TermKind::Date(date) => date.to_string(),
        TermKind::Name { name, at } => name_words(name, at.iter().map(|part| part.name.as_str())),
        TermKind::Negative(inner) => format!("−{}", bracketed(inner)),
        TermKind::Function(function, arguments) => call(*function, arguments),
        TermKind::Aggregate { how, of, over } => {
            aggregate(*how, of, over.as_ref().map(|index| index.name.as_str()))
        }
        TermKind::Rounded { of, to, unit, rule } => {
            let to = to.terminating().unwrap_or_else(|| to.fraction());
            let unit = unit.as_ref().map(|unit| format!(" {unit}")).unwrap_or_default();
            format!("{}, rounded to {to}{unit}, {}", words(of), rule.words())
        }
        TermKind::Compare(comparison, left, right) => {
            format!("{} {} {}", words(left), comparison.words(), words(right))
        }
        TermKind::IsOneOf(subject, choices) => {
            let choices: Vec<&str> = choices.iter().map(|choice| choice.name.as_str()).collect();
            format!("{} is one of {}", words(subject), choices.join(", "))
        }
        TermKind::Calculation(..) | TermKind::Both(..) | TermKind::Either(..) => words(term),
        TermKind::Not(inner) => format!("not ({})", words(inner)),
    }
}

impl Comparison {
    /// The comparison in words.
    pub fn words(self) -> &'static str {
        match self {
            Comparison::Below => "is below",
            Comparison::AtMost => "is at most",
            Comparison::Equal => "equals",
            Comparison::Above => "is above",
            Comparison::AtLeast => "is at least",
            Comparison::Is => "is",
            Comparison::IsNot => "is not",
        }
    }
}

fn name_words<'a>(name: &str, at: impl Iterator<Item = &'a str>) -> String {
    let at: Vec<&str> = at.collect();
    let spaced = name.replace('_', " ");
    if at.is_empty() { spaced } else { format!("{spaced} [{}]", at.join(", ")) }
}

/// A calculation, of which the words of the left side are known.
fn calculation(operator: Operator, (left, said): (&Term, String), right: &Term) -> String {
    let tight_left = || in_brackets(said.clone(), is_loose(left));
    match operator {
        Operator::Plus => format!("{said} + {}", words(right)),
        Operator::Minus => format!("{said} − {}", bracketed(right)),
        Operator::Times => format!("{} × {}", tight_left(), bracketed(right)),
        Operator::DividedBy => format!("{} / {}", tight_left(), tight(right)),
        Operator::Of => format!("{} of {}", tight_left(), bracketed(right)),
    }
}

fn in_brackets(said: String, needed: bool) -> String {
    if needed { format!("({said})") } else { said }
}

/// A sum inside a product needs its brackets, and so does a function that reads as a sentence.
fn bracketed(term: &Term) -> String {
    in_brackets(words(term), is_loose(term))
}

fn is_loose(term: &Term) -> bool {
    matches!(
        &term.kind,
        TermKind::Calculation(Operator::Plus | Operator::Minus, ..)
            | TermKind::Rounded { .. }
            | TermKind::Function(..)
    )
}

fn tight(term: &Term) -> String {
    let loose = matches!(&term.kind, TermKind::Calculation(..));
    if loose { format!("({})", words(term)) } else { bracketed(term) }
}

fn condition(term: &Term) -> String {
    in_brackets(words(term), is_either(term))
}

fn is_either(term: &Term) -> bool {
    matches!(&term.kind, TermKind::Either(..))
}

fn call(function: Function, arguments: &[Term]) -> String {
    let parts: Vec<String> = arguments.iter().map(words).collect();
    match (function, parts.as_slice()) {
        (Function::Max, [amount, zero]) if zero == "0" => format!("{amount}, but not below 0"),
        (Function::Min, [_, _]) => format!("the smaller of {}", several(&parts)),
        (Function::Min, _) => format!("the smallest of {}", several(&parts)),
        (Function::Max, [_, _]) => format!("the larger of {}", several(&parts)),
        (Function::Max, _) => format!("the largest of {}", several(&parts)),
        (Function::Clamp, [amount, low, high]) => format!("({amount}) held between {low} and {high}"),
        (Function::Cliff, [amount, threshold]) => {
            format!("all of ({amount}) once it reaches ({threshold}), else nothing")
        }
        (Function::Deductible, [amount, threshold]) => {
            format!("the part of {} above {}", listed(amount), listed(threshold))
        }
        (Function::Deadband, [amount, threshold]) => {
            format!(
                "the part of {} that lies more than {} above or below zero",
                listed(amount),
                listed(threshold)
            )
        }
        (Function::Abs, [amount]) => format!("the size of ({amount})"),
        _ => format!("{}({})", function.name(), parts.join(", ")),
    }
}

/// `a and b`; brackets only where something within would read as part of the list.
fn several(parts: &[String]) -> String {
    let parts: Vec<String> = parts.iter().map(|part| listed(part)).collect();
    match parts.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, before)) => format!("{} and {last}", before.join(", ")),
        None => String::new(),
    }
}

fn listed(part: &str) -> String {
    in_brackets(part.to_string(), part.contains(" and ") || part.contains(", "))
}

fn aggregate(how: Aggregate, of: &Term, over: Option<&str>) -> String {
    let over = over.map(|index| format!(" over each {index}")).unwrap_or_default();
    let of = if matches!(of.kind, TermKind::Name { .. }) { words(of) } else { format!("({})", words(of)) };
    let how = match how {
        Aggregate::Sum => "the sum of",
        Aggregate::Largest => "the largest of",
        Aggregate::Smallest => "the smallest of",
        Aggregate::Count => "the number of",
    };
    format!("{how} {of}{over}")
}
