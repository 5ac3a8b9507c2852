//! Reasons in sentences, the same on the page and in a terminal.
//!
//! Start with [`rule`] for a figure and [`posting`] for money that changes hands.

use crate::figures::{exactly, shown, shown_fact, shown_value};
use crate::view::{Names, PartView, humanised, minor_units, share_of};
use accordant_agreement::terms::Terms;
use accordant_agreement::unit::Unit;
use accordant_money::{Exact, Number};
use accordant_settlement::{FactUsed, Reason, Source, Stated, Statement, Truth, Value};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// The rule of a figure: `= 25% of under run`.
pub fn rule(reason: &Reason) -> String {
    format!("= {}", plain(&reason.words))
}

/// Why a figure is zero: `it is zero: the saving is below the minimum rate`.
pub fn zero(because: Option<&str>) -> Option<String> {
    because.map(|because| format!("it is zero: {}", plain(because)))
}

/// Elements as people say them: `margin of builder` for `margin[builder]`.
pub fn plain(words: &str) -> String {
    words.replace(" [", " of ").replace('[', " of ").replace(']', "").replace('_', " ")
}

/// The exact value, where what is shown leaves something out: `exactly £1,234.565`.
pub fn exact(value: &Value<Exact>, unit: Option<&Unit>) -> Option<String> {
    value.exact().and_then(|value| exactly(value, unit)).map(|exact| format!("exactly {exact}"))
}

/// A value between: `target cost − actual cost = £8,000,000.00`.
pub fn workings(reason: &Reason) -> impl Iterator<Item = String> + '_ {
    // What a figure is after its last step is the figure itself, and stands above already.
    let between = reason.workings.iter().filter(|working| working.words != reason.words);
    between.map(|working| {
        format!("{} = {}", plain(&working.words), shown_value(&working.value, working.unit.as_ref()))
    })
}

/// A condition and what it turned out to be: `the headcount is below 5,000: no`.
pub fn conditions(reason: &Reason) -> Vec<String> {
    let mut said: Vec<String> = Vec::new();
    for (words, truth) in &reason.conditions {
        let sentence = format!("{}: {}", plain(words), answer(*truth));
        if !said.contains(&sentence) {
            said.push(sentence);
        }
    }
    said
}

fn answer(truth: Truth) -> &'static str {
    match truth {
        Truth::Holds => "yes",
        Truth::Fails => "no",
        Truth::Undecided(Some(Stated::Holds)) => "not decided by what is known; yes as stated",
        Truth::Undecided(Some(Stated::Fails)) => "not decided by what is known; no as stated",
        Truth::Undecided(None) => "not decided by what is known",
    }
}

/// The value of a fact as it was given.
pub fn fact_value(fact: &FactUsed) -> String {
    shown_fact(fact.source.value.as_ref(), fact.source.known_to.as_ref(), fact.unit.as_ref())
}

/// Where a fact came from: `facts.csv, line 3; answerable: the owner; illustrative`.
pub fn origin<'a>(source: &'a Source, names: &Names<'a>) -> String {
    let mut said: Vec<String> = Vec::new();
    match (&source.source, &source.row) {
        (Some(file), Some(row)) => said.push(format!("{file}, {}", row_words(row))),
        (Some(file), None) => said.push(file.clone()),
        (None, _) => {}
    }
    said.extend(source.note.clone());
    said.extend(
        source
            .owner
            .as_deref()
            .map(|owner| format!("answerable: {}", crate::view::within_sentence(names.party(owner)))),
    );
    said.extend(source.status.map(|status| status.to_string()));
    said.join("; ")
}

/// A bare number of a row is called one.
fn row_words(row: &str) -> String {
    match row.split_once(':') {
        Some((number, column)) if is_number(number) => format!("row {number}, column {column}"),
        _ if is_number(row) => format!("row {row}"),
        _ => row.to_string(),
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Who pays whom: `from outside the alliance to the builder`; a negative amount goes the other way.
pub fn direction<'a>(statement: &'a Statement, names: &Names<'a>) -> String {
    let share = &statement.share;
    let turned = share.posted.is_some_and(|posted| posted.minor() < 0);
    let (from, to) = if turned { (&share.to, &share.from) } else { (&share.from, &share.to) };
    let (from, to) = (names.account(from), names.account(to));
    if from == "outside the alliance" { format!("from {from} to {to}") } else { format!("{from} pays {to}") }
}

/// How a posting was computed, in sentences: its rule, its weight among several payees, its rounding.
pub fn posting(statement: &Statement, part: &PartView<'_>, terms: &Terms) -> Vec<String> {
    let mut said = Vec::new();
    let share = &statement.share;
    let unit = Unit::money(terms.currency);
    let (amount, weighted) = share.words.split_once(", by ").unwrap_or((&share.words, ""));
    match amount {
        "all of it" => said.push(format!("all of {}", shown_value(&share.total, Some(&unit)))),
        "the rest" => {
            said.push(format!("what the other shares leave of {}", shown_value(&share.total, Some(&unit))))
        }
        _ if amount.starts_with("by ") => {}
        _ => said.push(format!("= {}", plain(amount))),
    }
    said.extend(weight(statement, weighted, &unit));
    said.extend(zero(statement.because.as_deref()));
    said.extend(rounded(statement, part, terms, &unit));
    said
}

/// `62.5% of £3,200,000.00, by margin: £5,000,000.00 of £8,000,000.00`.
fn weight(statement: &Statement, by: &str, unit: &Unit) -> Option<String> {
    let share = &statement.share;
    let (weight, sum) = share.weight.as_ref()?;
    let by = if by.is_empty() { share.words.trim_start_matches("by ") } else { by };
    let of = shown_value(&share.share_amount, Some(unit));
    let portion = shown(&share_of(weight, sum), Some(&Unit::ratio()));
    let of_weight = weight_unit(statement, weight);
    let (weight, sum) = (shown(weight, of_weight), shown(sum, of_weight));
    Some(format!("{portion} of {of}, by {}: {weight} of {sum}", humanised(by)))
}

/// The unit of a weight is that of the fact or figure that it was read from.
fn weight_unit<'a>(statement: &'a Statement, weight: &Exact) -> Option<&'a Unit> {
    let facts = statement.facts.iter().rev().filter(|fact| {
        matches!(&fact.source.value, Some(accordant_settlement::SourceValue::Number(number)) if number == weight)
    });
    let figures = statement.uses.iter().rev().filter(|used| used.value.exact() == Some(weight));
    facts.filter_map(|fact| fact.unit.as_ref()).chain(figures.filter_map(|used| used.unit.as_ref())).next()
}

/// What became of the fraction of a penny.
fn rounded(statement: &Statement, part: &PartView<'_>, terms: &Terms, unit: &Unit) -> Option<String> {
    let share = &statement.share;
    let rounding = terms.rounding.as_ref()?;
    let Some(exact) = share.exact.exact() else {
        return Some("known within bounds only, so nothing of it is posted".to_string());
    };
    if exact.sign().is_eq() {
        return None;
    }
    let units = minor_units(terms, &rounding.to);
    if part.shares_of(&share.posting) < 2 {
        let exact = exactly(exact, Some(unit))?;
        return Some(format!("rounded once, from {exact} to {units}, {}", rounding.rule.words()));
    }
    let left = match share.leftover {
        0 => "nothing was left over here".to_string(),
        1 | -1 => format!("one of the odd {} went here", plain_units(units)),
        more => format!("{} of the odd {} went here", more.abs(), plain_units(units)),
    };
    let from = exactly(exact, Some(unit)).map(|exact| format!(" from {exact}")).unwrap_or_default();
    let whole = plain(&share.posting);
    Some(format!(
        "rounded once{from}, with the rest of {whole}: {} by largest remainder; {left}",
        plain_units(units)
    ))
}

fn plain_units(units: &str) -> &str {
    units.strip_prefix("whole ").unwrap_or(units)
}

/// What a statement says of the whole of its money: that nothing is lost between the lines.
pub fn sums_to_zero(sum: Option<accordant_money::Posted>) -> String {
    match sum {
        Some(sum) if sum.minor() == 0 => {
            format!("What all receive less what all pay comes to {sum}: nothing is lost between the lines.")
        }
        Some(sum) => {
            format!("What all receive less what all pay comes to {sum}, and should come to nothing.")
        }
        None => String::new(),
    }
}

/// Whether a value is exactly zero.
pub fn is_zero(value: &Value<Exact>) -> bool {
    value.exact().is_some_and(|value| value.sign().is_eq())
}
