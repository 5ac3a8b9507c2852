//! How a posting was computed, in sentences that a reader can compute again.

use super::{plain, zero_of_posting};
use crate::figures::{exactly, in_full, shown, shown_value, weight_in_full};
use crate::view::{Names, PartView, humanised, minor_units, size};
use accordant_agreement::terms::Terms;
use accordant_agreement::unit::Unit;
use accordant_money::{Currency, Exact, Number};
use accordant_settlement::{FactUsed, FigureUsed, Statement, Value};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// The most values that a sum is told with in one line.
const VALUES_MAX: usize = 6;

/// Whether a posting came out below zero, so that it goes the other way.
pub fn is_turned(statement: &Statement) -> bool {
    statement.share.posted.is_some_and(|posted| posted.minor() < 0)
}

/// Who pays whom: `from outside the alliance to the builder`; a negative amount goes the other way.
pub fn direction<'a>(statement: &'a Statement, names: &Names<'a>) -> String {
    let share = &statement.share;
    let turned = is_turned(statement);
    let (from, to) = if turned { (&share.to, &share.from) } else { (&share.from, &share.to) };
    let (from, to) = (names.account(from), names.account(to));
    match (from == "outside the alliance", turned) {
        (true, false) => format!("from {from} to {to}"),
        (true, true) => format!("paid back from {from} to {to}"),
        (false, true) if to == "outside the alliance" => format!("{from} pays back to {to}"),
        (false, true) => format!("{from} pays {to} back"),
        (false, false) => format!("{from} pays {to}"),
    }
}

/// How a posting was computed: its rule with the values in it, its weight among several payees, its rounding.
pub fn posting(statement: &Statement, part: &PartView<'_>, terms: &Terms) -> Vec<String> {
    let mut said = Vec::new();
    let share = &statement.share;
    let (amount, by) = share.words.split_once(", by ").unwrap_or((&share.words, ""));
    let by = if amount.starts_with("by ") { amount.trim_start_matches("by ") } else { by };
    let sum = inline(statement, amount, part, terms.currency);
    match (&share.weight, sum) {
        (Some(weight), sum) => {
            said.push(weighted(statement, amount, by, weight, terms.currency));
            said.extend(sum);
        }
        (None, Some(sum)) if is_formula(amount) => {
            said.push(format!("{}, {sum}", whole(statement, amount, terms.currency)));
        }
        (None, sum) => {
            said.push(whole(statement, amount, terms.currency));
            said.extend(sum);
        }
    }
    said.extend(zero_of_posting(statement, part));
    said.extend(rounded(statement, part, terms));
    said
}

/// An amount that goes to one payee.
fn whole(statement: &Statement, amount: &str, currency: Currency) -> String {
    let share = &statement.share;
    let unit = Unit::money(currency);
    match (amount, share.posted) {
        (_, Some(posted)) if posted.minor() < 0 => {
            let back = format!("it came out below zero, so {} is paid back", size(posted));
            if is_formula(amount) { format!("{back}; the amount is {}", plain(amount)) } else { back }
        }
        ("all of it", _) => format!("all of {}", full(&share.total, currency)),
        ("the rest", _) => {
            format!("what the other shares leave of {}", shown_value(&share.total, Some(&unit)))
        }
        _ => format!("= {}", plain(amount)),
    }
}

fn is_formula(amount: &str) -> bool {
    !matches!(amount, "all of it" | "the rest") && !amount.starts_with("by ")
}

/// `to share: £3,200,000.00 = 25% of under run + pool earned; this party's part, by margin: £5,000,000.00 of £8,000,000.00`.
fn weighted(
    statement: &Statement,
    amount: &str,
    by: &str,
    (weight, sum): &(Exact, Exact),
    currency: Currency,
) -> String {
    let share = &statement.share;
    let of = full(&share.share_amount, currency);
    let rule = match amount {
        "the rest" => format!(", what the other shares leave of {}", full(&share.total, currency)),
        formula if is_formula(formula) => format!(" = {}", plain(formula)),
        _ => String::new(),
    };
    let of_weight = weight_unit(statement, weight);
    let is_plain = of_weight.is_none_or(Unit::is_ratio);
    let written = |value: &Exact| {
        if is_plain { weight_in_full(value) } else { shown(value, of_weight) }
    };
    if weight == sum {
        return format!("all of {of}{rule}");
    }
    let kind = if is_plain { "weight " } else { "" };
    format!(
        "to share: {of}{rule}; this party's part, {}: {kind}{} of {}",
        by_words(by),
        written(weight),
        written(sum)
    )
}

/// `by margin`, but `equally`.
fn by_words(by: &str) -> String {
    if by == "equally" { by.to_string() } else { format!("by {}", humanised(by)) }
}

fn full(value: &Value<Exact>, currency: Currency) -> String {
    value
        .exact()
        .map_or_else(|| shown_value(value, Some(&Unit::money(currency))), |value| in_full(value, currency))
}

/// The unit of a weight is that of the fact or figure that it was read from.
fn weight_unit<'a>(statement: &'a Statement, weight: &Exact) -> Option<&'a Unit> {
    let facts = statement.facts.iter().rev().filter(|fact| {
        matches!(&fact.source.value, Some(accordant_settlement::SourceValue::Number(number)) if number == weight)
    });
    let figures = statement.uses.iter().rev().filter(|used| used.value.exact() == Some(weight));
    facts.filter_map(|fact| fact.unit.as_ref()).chain(figures.filter_map(|used| used.unit.as_ref())).next()
}

/// The sum in one line, where it is made of few values: `= a × b, where a = 2 and b = £3.00`.
fn inline(statement: &Statement, amount: &str, part: &PartView<'_>, currency: Currency) -> Option<String> {
    if is_formula(amount) {
        let values = values(amount, &statement.uses, &statement.facts, currency)?;
        return Some(format!("where {values}"));
    }
    let [only] = statement.uses.as_slice() else { return None };
    let reason = part.figure(&only.address).filter(|reason| reason.conditions.is_empty())?;
    let values = values(&reason.words, &reason.uses, &reason.facts, currency)?;
    let name = plain(only.address.split_once('[').map_or(only.address.as_str(), |(name, _)| name));
    Some(format!("{name} = {}, where {values}", plain(&reason.words)))
}

/// `a = 2 and b = £3.00` for what a rule names; nothing where it names something twice, or much.
fn values(rule: &str, uses: &[FigureUsed], facts: &[FactUsed], currency: Currency) -> Option<String> {
    let money = Unit::money(currency);
    let of_figures = uses.iter().map(|used| {
        // A total is written out, so that the sum comes to the same when it is done again.
        let value = if used.unit.as_ref() == Some(&money) {
            full(&used.value, currency)
        } else {
            shown_value(&used.value, used.unit.as_ref())
        };
        (&used.address, value)
    });
    let of_facts = facts.iter().map(|fact| (&fact.address, super::fact_value(fact)));
    let rule = plain(rule);
    let mut found: Vec<(String, String)> = Vec::new();
    for (address, value) in of_figures.chain(of_facts) {
        let name = plain(address.split_once('[').map_or(address.as_str(), |(name, _)| name));
        if rule == name {
            return None;
        }
        if !rule.contains(&name) {
            continue;
        }
        if found.iter().any(|(known, _)| *known == name) {
            return None;
        }
        found.push((name, value));
    }
    let said: Vec<String> = found.into_iter().map(|(name, value)| format!("{name} = {value}")).collect();
    match said.split_last() {
        _ if said.len() > VALUES_MAX => None,
        Some((last, [])) => Some(last.clone()),
        Some((last, before)) => Some(format!("{} and {last}", before.join(", "))),
        None => None,
    }
}

/// What became of the fraction of a penny.
fn rounded(statement: &Statement, part: &PartView<'_>, terms: &Terms) -> Option<String> {
    let share = &statement.share;
    let rounding = terms.rounding.as_ref()?;
    let (Some(exact), Some(posted)) = (share.exact.exact(), share.posted) else {
        return Some("known within bounds only, so nothing of it is posted".to_string());
    };
    if *exact == posted.to_exact() && share.leftover == 0 {
        return None;
    }
    let sign = if posted.minor() < 0 { exact.negated().ok()? } else { exact.clone() };
    let outcome = match exactly(&sign, Some(&Unit::money(terms.currency))) {
        Some(_) => format!("{} posted as {}", in_full(&sign, terms.currency), size(posted)),
        None => format!("posted as {}", size(posted)),
    };
    let units = minor_units(terms, &rounding.to);
    if part.shares_of(&share.posting) < 2 {
        return Some(format!("{outcome}: to {units}, {}", rounding.rule.words()));
    }
    Some(format!("{outcome}; {}", left_over(statement, part, units)))
}

/// `rounding the parts down left 2 pennies over; none of them came here`.
fn left_over(statement: &Statement, part: &PartView<'_>, units: &str) -> String {
    let share = &statement.share;
    let of_posting = part.postings.iter().filter(|other| other.share.posting == share.posting);
    let left: i128 = of_posting.map(|other| other.share.leftover.abs()).sum();
    let units = units.strip_prefix("whole ").unwrap_or(units);
    let unit = match units {
        "pennies" => "penny",
        "yen" => "yen",
        other => other.strip_suffix('s').unwrap_or(other),
    };
    let many = match left {
        0 => return "rounding the parts down left nothing over".to_string(),
        1 => format!("1 {unit}"),
        more => format!("{more} {units}"),
    };
    let here = match (share.leftover.abs(), left) {
        (0, 1) => "it did not come here".to_string(),
        (0, _) => "none of them came here".to_string(),
        (1, 1) => "it came here".to_string(),
        (1, _) => "one of them came here".to_string(),
        (more, _) => format!("{more} of them came here"),
    };
    format!("rounding the parts down left {many} over; {here}")
}
