//! Values that stand on their own: thresholds, weights, facts, the figures of an example (M6).

use crate::formula::{Operator, Term, TermKind, parse};
use crate::unit::Unit;
use accordant_money::{Exact, Number};
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use jiff::civil::Date;

/// A value as written.
#[derive(Debug, Clone, PartialEq)]
pub enum Given {
    /// A number, with its unit if one was written.
    Number(Exact, Option<Unit>),
    /// A word.
    Word(String),
    /// `not published`.
    NotPublished,
}

/// Reads a value: `12`, `-8`, `1,250.50`, `40%`, `100m`, `£5m`, `+60 points`, `2014-04-01`, a word, `not published`.
///
/// Commas are read only in groups of three. Days count from 1970-01-01. `None` if it is nothing of these.
pub fn read_value(text: &str) -> Option<Given> {
    let text = text.trim();
    if text == "not published" {
        return Some(Given::NotPublished);
    }
    let plain = without_commas(text)?;
    let begins_with_digit = plain.bytes().next().is_some_and(|first| first.is_ascii_digit());
    if begins_with_digit && plain.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        // Most values are plain numbers, for which the formula reader is a long way round.
        return Exact::parse_decimal(&plain).map(|value| Given::Number(value, None));
    }
    let plain = plain.strip_prefix('−').map_or(plain.clone(), |rest| alloc::format!("-{rest}"));
    number(&parse(&plain).ok()?)
}

/// Days since 1970-01-01, which is how a date is a number.
pub(crate) fn day_number(date: Date) -> Exact {
    let epoch = jiff::civil::date(1970, 1, 1);
    let days = date.since(epoch).map_or(0, |span| span.get_days());
    Exact::from_i128(i128::from(days))
}

fn number(term: &Term) -> Option<Given> {
    match &term.kind {
        TermKind::Number { value, unit: None, .. } => Some(Given::Number(value.clone(), None)),
        TermKind::Number { value, unit: Some(unit), .. } => {
            Some(Given::Number(value.clone(), Some(Unit::parse(unit)?)))
        }
        TermKind::Negative(inner) => match number(inner)? {
            Given::Number(value, unit) => Some(Given::Number(value.negated().ok()?, unit)),
            Given::Word(_) | Given::NotPublished => None,
        },
        TermKind::Date(date) => Some(Given::Number(day_number(*date), Some(Unit::date()))),
        TermKind::Name { name, at } if at.is_empty() => Some(Given::Word(name.clone())),
        // A fraction such as 1/3 is exact where a decimal is not.
        TermKind::Calculation(Operator::DividedBy, above, below) => match (number(above)?, number(below)?) {
            (Given::Number(above, unit), Given::Number(below, None)) => {
                Some(Given::Number(above.divided_by(&below).ok()?, unit))
            }
            _ => None,
        },
        _ => None,
    }
}

/// The text without thousands commas; `None` if a comma stands anywhere else.
fn without_commas(text: &str) -> Option<String> {
    if !text.contains(',') {
        return Some(text.to_string());
    }
    let mut groups = text.split(',');
    let first = groups.next()?;
    let lead = first.chars().rev().take_while(char::is_ascii_digit).count();
    let rest: Vec<&str> = groups.collect();
    let full = rest.iter().enumerate().all(|(index, group)| {
        let digits = group.chars().take_while(char::is_ascii_digit).count();
        let last = index + 1 == rest.len();
        digits == 3 && (last || group.len() == 3)
    });
    ((1..=3).contains(&lead) && full).then(|| text.replace(',', ""))
}
