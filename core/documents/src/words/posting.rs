//! How a posting was computed, in sentences that a reader can compute again.

use super::pennies::rounded;
use super::{plain, zero_of_posting};
use crate::figures::{in_full, shown, shown_value, weight_in_full};
use crate::view::{Names, PartView, humanised, size};
use accordant_agreement::terms::{Account, Terms};
use accordant_agreement::unit::Unit;
use accordant_money::{Currency, Exact};
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
    let (payer, payee) = (from, to);
    let (from, to) = (names.account(from), names.account(to));
    if names.holder(payer) == names.holder(payee) {
        return match (payer, payee) {
            (Account::Party(_), _) => format!("{from} sets it aside in {to}"),
            (_, Account::Party(_)) => format!("{to} takes it out of {from}"),
            _ => format!("from {from} to {to}"),
        };
    }
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
    let mut said: Vec<String> = own_books(statement, terms).into_iter().collect();
    let written = Written::new(statement);
    let sum = inline(statement, &written, part, terms.currency);
    match (&statement.share.weight, sum) {
        (Some(weight), sum) => {
            said.push(weighted(statement, &written, weight, terms.currency));
            said.extend(sum);
        }
        (None, Some(sum)) if written.formula().is_some() => {
            said.push(format!("{}, {sum}", whole(statement, &written, terms.currency)));
        }
        (None, sum) => {
            said.push(whole(statement, &written, terms.currency));
            said.extend(sum);
        }
    }
    said.extend(limits(statement, part));
    said.extend(zero_of_posting(statement, part));
    said.extend(rounded(statement, part, terms));
    said
}

/// What the author wrote of a share: its amount, that of the whole posting, and what it is divided by.
struct Written<'s> {
    amount: &'s str,
    of: Option<&'s str>,
    by: &'s str,
    /// Whether the amount of the posting is named, and not worked out in the posting.
    named: bool,
}

impl<'s> Written<'s> {
    fn new(statement: &'s Statement) -> Written<'s> {
        let words = statement.share.words.as_str();
        let (amount, by) = words.split_once(", by ").unwrap_or((words, ""));
        let by = amount.strip_prefix("by ").unwrap_or(by);
        let of = statement.of.as_deref();
        let name = of.map(plain);
        let figures = statement.uses.iter().map(|used| &used.address);
        let mut names = figures.chain(statement.facts.iter().map(|fact| &fact.address));
        let named = of.is_some_and(|of| !of.contains(' '))
            || names.any(|address| {
                name.as_ref().is_some_and(|name| base(address) == *name || plain(address) == *name)
            });
        Written { amount, of, by, named }
    }

    /// The formula that gives this share; nothing where it is all that is posted, or the rest of it.
    fn of_share(&self) -> Option<&'s str> {
        let is_formula = !matches!(self.amount, "all of it" | "the rest") && !self.amount.starts_with("by ");
        is_formula.then_some(self.amount)
    }

    /// The formula of the share, or else the one that is written in the posting for the whole.
    fn formula(&self) -> Option<&'s str> {
        let of_whole = self.of.filter(|_| !self.named && self.amount != "the rest");
        self.of_share().or(of_whole)
    }
}

/// The rule of a posting in one line: `50% of overspent, but at most £5,000, equally`;
/// nothing where it is all of a figure that goes to one.
pub fn short_rule(statement: &Statement) -> Option<String> {
    let written = Written::new(statement);
    let by = (!written.by.is_empty()).then(|| by_words(written.by));
    let rest = (written.amount == "the rest").then_some(written.amount);
    // All of a figure that is divided is named; all of one that is not stands before the reader.
    let named = written.of.filter(|_| by.is_some());
    let amount = written.formula().or(rest).or(named).map(plain);
    match (amount, by) {
        (Some(amount), Some(by)) => Some(format!("{amount}, {by}")),
        (amount, by) => amount.or(by),
    }
}

/// An amount that goes to one payee.
fn whole(statement: &Statement, written: &Written<'_>, currency: Currency) -> String {
    let share = &statement.share;
    match (written.formula(), share.posted) {
        (formula, Some(posted)) if posted.minor() < 0 => {
            let back = format!("it came out below zero, so {} is paid back", size(posted));
            formula.map_or(back.clone(), |formula| format!("{back}; the amount is {}", plain(formula)))
        }
        (Some(formula), _) => format!("= {}", plain(formula)),
        (None, _) if written.amount == "the rest" => {
            format!("what the other shares leave of {}", of_whole(statement, written, currency))
        }
        (None, _) => format!("all of {}", full(&share.total, currency)),
    }
}

/// The amount of the whole posting, and what it is where that is named or worked out in the posting.
fn of_whole(statement: &Statement, written: &Written<'_>, currency: Currency) -> String {
    let total = full(&statement.share.total, currency);
    match written.of {
        Some(of) => format!("{total} ({})", plain(of)),
        None => total,
    }
}

/// That nothing passes from one party to another: a pool lies in the books of the party on the other side.
fn own_books(statement: &Statement, terms: &Terms) -> Option<String> {
    let holder = |account: &Account| match account {
        Account::Party(name) => Some(name.clone()),
        Account::Pool(name) => terms.pools.iter().find(|pool| pool.name == *name)?.in_books_of.clone(),
        Account::Outside | Account::Current(_) | Account::Responsible(_) => None,
    };
    let (from, to) = (holder(&statement.share.from)?, holder(&statement.share.to)?);
    (from == to).then(|| super::NO_CASH.to_string())
}

/// Which limit held the amount: that of the posting, or of the figure that it is.
pub fn limits(statement: &Statement, part: &PartView<'_>) -> Vec<String> {
    let written = Written::new(statement);
    let rule = written.of_share().or(written.of).map(plain).unwrap_or_default();
    let figures = statement.uses.iter().filter(|used| rule.contains(&base(&used.address)));
    let figures = figures.filter_map(|used| part.figure(&used.address));
    let own = statement.held.iter().map(|held| super::held(held, &statement.share.share_amount));
    let of_figures = figures.flat_map(|reason| {
        reason
            .held
            .iter()
            .map(|held| format!("{}: {}", base(&reason.address), super::held(held, &reason.value)))
    });
    own.chain(of_figures).collect()
}

/// What a figure or fact is called without its elements.
fn base(address: &str) -> String {
    plain(address.split_once('[').map_or(address, |(name, _)| name))
}

/// `to share: £3,200,000.00 = 25% of under run + pool earned; this party's part, by margin: £5,000,000.00 of £8,000,000.00`.
fn weighted(
    statement: &Statement,
    written: &Written<'_>,
    (weight, sum): &(Exact, Exact),
    currency: Currency,
) -> String {
    let of = full(&statement.share.share_amount, currency);
    let rule = match (written.amount, written.formula()) {
        ("the rest", _) => {
            format!(", what the other shares leave of {}", of_whole(statement, written, currency))
        }
        (_, Some(formula)) => format!(" = {}", plain(formula)),
        (_, None) => written.of.map(|of| format!(" ({})", plain(of))).unwrap_or_default(),
    };
    let of_weight = weight_unit(statement, weight);
    let is_plain = of_weight.is_none_or(Unit::is_ratio);
    let in_words = |value: &Exact| {
        if is_plain { weight_in_full(value) } else { shown(value, of_weight) }
    };
    if weight == sum {
        return format!("all of {of}{rule}");
    }
    let kind = if is_plain { "weight " } else { "" };
    format!(
        "to share: {of}{rule}; this party's part, {}: {kind}{} of {}",
        by_words(written.by),
        in_words(weight),
        in_words(sum)
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
fn inline(
    statement: &Statement,
    written: &Written<'_>,
    part: &PartView<'_>,
    currency: Currency,
) -> Option<String> {
    if let Some(formula) = written.formula() {
        let values = values(formula, &statement.uses, &statement.facts, currency)?;
        return Some(format!("where {values}"));
    }
    let named = written.of.map(plain);
    let mut used = statement.uses.iter();
    let only = match statement.uses.as_slice() {
        [only] => Some(only),
        _ if written.amount == "the rest" => None,
        _ => used.find(|used| named.as_ref().is_some_and(|name| base(&used.address) == *name)),
    }?;
    let reason = part.figure(&only.address).filter(|reason| reason.conditions.is_empty())?;
    let values = values(&reason.words, &reason.uses, &reason.facts, currency)?;
    Some(format!("{} = {}, where {values}", base(&only.address), plain(&reason.words)))
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
        let name = base(address);
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
