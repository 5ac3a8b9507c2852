//! Statements that every later version must reproduce, byte for byte: the meaning of an edition never changes.
//!
//! What is kept is meaning: amounts, what each was computed from, how each condition turned out, and the author's own
//! reason of a zero. The words that the program finds for a rule may become better ones.
//!
//! A statement that is not yet kept is written by `ACCORDANT_BLESS=1`; one that is kept is never written again.

use crate::folder;
use accordant_facts::Facts;
use accordant_money::{Exact, Rounding};
use accordant_settlement::{
    FactUsed, Reason, Settlement, SourceValue, Statement, Truth, Value, account_name, series,
};
use std::fmt::Write as _;
use std::fs;

const KEPT: &str = "testing/kept";

fn check(name: &str, first: &str, last: &str) {
    let files = folder::files(name);
    let agreement = folder::agreement(&files);
    let facts: Facts = folder::facts(&files, &agreement);
    let all = folder::periods(&agreement);
    let label = |label: &str| all.iter().position(|period| period.label == label).unwrap();
    let (from, to) = (all[label(first)].from, all[label(last)].from);
    let settled = series(&agreement, &facts, to);
    let wanted = settled.iter().filter(|one| one.period.from >= from);
    let said: String = files.agreement.iter().map(|file| String::from_utf8_lossy(&file.bytes)).collect();
    let text = wanted.flat_map(|one| &one.parts).map(|one| part(one, &said)).collect::<Vec<_>>().join("\n");
    let span = if first == last { first.to_string() } else { format!("{first}_to_{last}") };
    let path = folder::path(KEPT).join(format!("{name}_{span}.txt"));
    if !path.exists() && std::env::var_os("ACCORDANT_BLESS").is_some() {
        fs::write(&path, &text).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    if let Some((line, (was, is))) =
        kept.lines().zip(text.lines()).enumerate().find(|(_, (was, is))| was != is)
    {
        panic!("{} line {}:\n  kept: {was}\n  now:  {is}", path.display(), line + 1);
    }
    assert_eq!(kept, text, "{}", path.display());
}

// spec: S1
#[test]
fn capital_works_three_years() {
    check("capital-works", "2014-15", "2016-17");
}

#[test]
fn leicester_2014_15() {
    check("leicester", "2014-15", "2014-15");
}

#[test]
fn harbour_2025_26() {
    check("harbour", "2025-26", "2025-26");
}

#[test]
fn stockport_two_years() {
    check("stockport", "2014-15", "2015-16");
}

/// A part as text, given what its agreement says.
fn part(part: &Settlement, said: &str) -> String {
    let mut text = format!("statement of {}\n", part.setting.label);
    writeln!(text, "refusals: {}; conditions left open: {}", part.refusals.len(), part.undecided.len())
        .unwrap();
    text.push_str("\npostings\n");
    part.shares.iter().for_each(|statement| posting(statement, said, &mut text));
    if !part.pools.is_empty() {
        text.push_str("\npools\n");
    }
    for pool in &part.pools {
        let money = |posted: &accordant_money::Posted| posted.to_exact().decimal(2, Rounding::HalfEven);
        writeln!(text, "{}: closes with {}", pool.pool, money(&pool.closing)).unwrap();
    }
    text.push_str("\nfigures\n");
    part.reasons.iter().for_each(|reason| figure(reason, said, &mut text));
    text
}

fn posting(statement: &Statement, said: &str, text: &mut String) {
    let share = &statement.share;
    let (from, to) = (account_name(&share.from), account_name(&share.to));
    let posted = match &share.posted {
        Some(posted) => posted.to_exact().decimal(2, Rounding::HalfEven),
        None => "not posted".to_string(),
    };
    writeln!(text, "{}: {posted}, from {from} to {to}, exactly {}", share.address, value(&share.exact))
        .unwrap();
    if let Some((weight, sum)) = &share.weight {
        writeln!(text, "  weight {} of {}", weight.fraction(), sum.fraction()).unwrap();
    }
    uses(statement.uses.iter().map(|used| &used.address), &statement.facts, text);
    because(statement.because.as_ref(), said, text);
    status(statement.status, text);
}

fn figure(reason: &Reason, said: &str, text: &mut String) {
    writeln!(text, "{}: {}", reason.address, value(&reason.value)).unwrap();
    for (_, truth) in &reason.conditions {
        let truth = match truth {
            Truth::Holds => "holds",
            Truth::Fails => "fails",
            Truth::Undecided(_) => "is undecided",
        };
        writeln!(text, "  a condition {truth}").unwrap();
    }
    uses(reason.uses.iter().map(|used| &used.address), &reason.facts, text);
    because(reason.because.as_ref(), said, text);
    status(reason.status, text);
}

fn uses<'a>(figures: impl Iterator<Item = &'a String>, facts: &[FactUsed], text: &mut String) {
    for address in figures {
        writeln!(text, "  uses {address}").unwrap();
    }
    for fact in facts {
        let given = match &fact.source.value {
            None => "missing".to_string(),
            Some(SourceValue::Number(number)) => number.fraction(),
            Some(SourceValue::Word(word)) => word.clone(),
            Some(SourceValue::NotPublished(..)) => "not published".to_string(),
        };
        writeln!(text, "  fact {} is {given}", fact.address).unwrap();
    }
}

fn because(because: Option<&String>, said: &str, text: &mut String) {
    match because {
        Some(because) if said.contains(because) => writeln!(text, "  zero because {because}").unwrap(),
        Some(_) => writeln!(text, "  zero for a reason").unwrap(),
        None => {}
    }
}

fn status(status: Option<accordant_facts::Status>, text: &mut String) {
    if let Some(status) = status {
        writeln!(text, "  {}", status.word()).unwrap();
    }
}

/// An exact value as `n/d`, or its bounds.
fn value(value: &Value<Exact>) -> String {
    let end = |bound: Option<&Exact>| bound.map_or_else(|| "no bound".to_string(), Exact::fraction);
    match value {
        Value::Exact(value) => value.fraction(),
        Value::Loose(loose) => {
            let stated = loose.stated.as_ref().map_or_else(|| "not stated".to_string(), Exact::fraction);
            format!("{stated}, from {} to {}", end(loose.low.as_ref()), end(loose.high.as_ref()))
        }
    }
}
