//! The settlement and the oracle, side by side: postings to the penny, figures and bounds exactly, refusals alike.

use crate::case::Case;
use crate::coverage::Coverage;
use crate::generate::{PARTS, PERIOD, TERM};
use crate::given::{ForPart, number, rows};
use accordant_agreement::terms::Terms;
use accordant_agreement::{Agreement, SourceFile, check};
use accordant_facts::Days;
use accordant_money::{Batch, Exact, Number, NumberProblem};
use accordant_oracle::{
    Context, End, Facts as OracleFacts, Figure, PostedAmount, RBig, Range, Refusal, Value as OracleValue,
    figures,
};
use accordant_settlement::{
    Brought, Evaluator, Graph, RefusalKind, Setting, Settlement, Source, Stop, Value, account_name, compile,
    kernel_figures, settle, sources,
};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// What came of comparing one case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Compared {
    /// The text has a problem, so nothing is settled.
    Unchecked(String),
    /// Both say the same.
    Agree,
    /// They differ: where and how.
    Differ(String),
}

/// Settles a case both ways and compares all that comes out.
pub fn compare(case: &Case, coverage: &RefCell<Coverage>) -> Compared {
    let text = case.text();
    let checked = check(&[SourceFile { name: "alliance.yaml", bytes: text.as_bytes() }]);
    let Some(agreement) = checked.agreement else {
        let first = checked.findings.first();
        return Compared::Unchecked(first.map(|problem| problem.what.clone()).unwrap_or_default());
    };
    let Some(terms) = &agreement.terms else { return Compared::Agree };
    coverage.borrow_mut().terms(terms);
    let period = parsed(PERIOD);
    let joins = text.contains("from: 2014-10-01");
    let parts = if joins { PARTS.map(parsed).to_vec() } else { vec![period] };
    let mut before = Before::default();
    for part in parts {
        match compare_part(case, &agreement, terms, (period, part), &before, coverage) {
            Ok(after) => before = after,
            Err(difference) => return Compared::Differ(format!("{part}: {difference}")),
        }
    }
    if !joins {
        return compare_next_year(case, &agreement, terms, &before, coverage);
    }
    Compared::Agree
}

fn parsed(days: &str) -> Days {
    Days::parse(days).expect("days are generated as days")
}

/// What a part hands on to the next: balances of pools, and of a whole period the lines that are carried.
#[derive(Default)]
struct Before {
    carried: BTreeMap<Figure, OracleValue>,
    pools: BTreeMap<String, RBig>,
    brought: Brought,
}

/// The year after, with the same facts again, on what the first year hands on (M24, S21).
fn compare_next_year(
    case: &Case,
    agreement: &Agreement,
    terms: &Terms,
    before: &Before,
    coverage: &RefCell<Coverage>,
) -> Compared {
    let next = "2015-04-01..2016-03-31";
    let mut later = case.clone();
    let again = case.facts.iter().filter(|row| row.days == PERIOD).cloned();
    later.facts.extend(again.map(|row| crate::case::FactRow { days: next.to_owned(), ..row }));
    let days = parsed(next);
    match compare_part(&later, agreement, terms, (days, days), before, coverage) {
        Ok(_) => Compared::Agree,
        Err(difference) => Compared::Differ(format!("the year after: {difference}")),
    }
}

fn compare_part(
    case: &Case,
    agreement: &Agreement,
    terms: &Terms,
    (period, part): (Days, Days),
    before: &Before,
    coverage: &RefCell<Coverage>,
) -> Result<Before, String> {
    let given = ForPart { case, terms, period, part };
    let now = |name: &str, of: &[String]| given.now(name, of);
    let earlier = |name: &str, of: &[String]| given.before(name, of);
    let met = |outcome: &'static str| coverage.borrow_mut().met(outcome);
    let facts = OracleFacts { now: &now, before: &earlier, met: &met };
    let (carried, openings) = (before.carried.clone(), before.pools.clone());
    let around = Context { period, part, term: parsed(TERM), carried, openings };
    let statement = accordant_oracle::settle(terms, &around, &facts);
    let known = figures(terms, &around, &facts);

    let term_year =
        accordant_agreement::calendar::term_year(&agreement.particulars.alliance.term, part.from());
    let setting = Setting { label: part.to_string(), period, part, term_year };
    let settled = settle(terms, &setting, &rows(case), &before.brought);
    compare_figures(terms, &known, &settled)?;
    compare_readings(case, terms, &setting, &before.brought, &settled, coverage)?;
    let pools = match &statement {
        Ok(statement) => {
            compare_postings(statement, &settled)?;
            statement.closings.clone()
        }
        Err(refusal) => {
            compare_refusals(refusal, &settled)?;
            BTreeMap::new()
        }
    };
    let carried = if part == period { carried_on(terms, &known) } else { BTreeMap::new() };
    let mut brought = settled.brought;
    brought.inputs.retain(|key, _| carried.contains_key(key));
    brought.pools.retain(|pool, _| pools.contains_key(pool));
    Ok(Before { carried, pools, brought })
}

/// The lines that inputs carry forward, where they are known exactly.
fn carried_on(
    terms: &Terms,
    known: &BTreeMap<Figure, Result<OracleValue, Refusal>>,
) -> BTreeMap<Figure, OracleValue> {
    let mut carried = BTreeMap::new();
    for input in &terms.inputs {
        let Some(from) = input.carried.as_ref().and_then(|carried| terms.lines.get(carried.from.0)) else {
            continue;
        };
        for ((name, of), value) in known {
            if let (true, Ok(OracleValue::Number(range))) = (*name == from.name, value)
                && range.only().is_some()
            {
                carried.insert((input.name.clone(), of.clone()), OracleValue::Number(range.clone()));
            }
        }
    }
    carried
}

fn address((name, of): &Figure) -> String {
    if of.is_empty() { name.clone() } else { format!("{name}[{}]", of.join(", ")) }
}

fn compare_figures(
    terms: &Terms,
    known: &BTreeMap<Figure, Result<OracleValue, Refusal>>,
    settled: &Settlement,
) -> Result<(), String> {
    let reasons: BTreeMap<&str, &Value<Exact>> =
        settled.reasons.iter().map(|reason| (reason.address.as_str(), &reason.value)).collect();
    for (figure, value) in known {
        let name = address(figure);
        match (value, reasons.get(name.as_str())) {
            (Ok(OracleValue::Number(range)), Some(value)) if *range == ranged(value) => {}
            (Ok(OracleValue::Word(_)), None) | (Err(_), None) => {}
            (oracle, settlement) => {
                let settlement = settlement.map_or_else(
                    || format!("nothing: {:?}", settled.open.iter().find(|(open, _)| *open == name)),
                    |value| shown(&ranged(value)),
                );
                return Err(format!(
                    "`{name}` is {} for the oracle, {settlement} for the settlement",
                    said(oracle)
                ));
            }
        }
    }
    let names: BTreeSet<String> = known.keys().map(address).collect();
    match reasons.keys().find(|name| !names.contains(**name)) {
        Some(name) if terms.lines.iter().any(|line| line.by.is_empty() && line.name == **name) => {
            Err(format!("the settlement knows a figure `{name}` that the oracle does not"))
        }
        _ => Ok(()),
    }
}

fn said(value: &Result<OracleValue, Refusal>) -> String {
    match value {
        Ok(OracleValue::Number(range)) => shown(range),
        Ok(OracleValue::Word(word)) => format!("the word {word}"),
        Err(refusal) => format!("refused: {refusal:?}"),
    }
}

fn shown(range: &Range) -> String {
    let end = |end: &End| end.value().map_or_else(|| "?".to_owned(), ToString::to_string);
    let stated = range.stated.as_ref().map_or_else(|| "?".to_owned(), ToString::to_string);
    format!("{stated} ({}..{})", end(&range.low), end(&range.high))
}

/// A value of the settlement as the oracle would say it.
fn ranged<N: Number>(value: &Value<N>) -> Range {
    let plain = |value: Option<&N>| value.map(|value| number(&value.to_exact()));
    Range {
        stated: plain(value.stated()),
        low: plain(value.low()).map_or(End::Below, End::At),
        high: plain(value.high()).map_or(End::Above, End::At),
    }
}

/// The reading in 128-bit integers gives what the exact reading gives, or says that the number is too large for it.
fn compare_readings(
    case: &Case,
    terms: &Terms,
    setting: &Setting,
    brought: &Brought,
    settled: &Settlement,
    coverage: &RefCell<Coverage>,
) -> Result<(), String> {
    let graph = compile(terms, setting);
    let sources = sources(terms, &graph, setting, &rows(case), brought);
    let Ok(mut quick) = Evaluator::<Batch>::new(&graph) else { return Ok(()) };
    for (place, (slot, source)) in graph.slots().iter().zip(&sources).enumerate() {
        match source.slot::<Batch>(slot.input(terms)) {
            Ok(value) => quick.give(place, value),
            Err(NumberProblem::TooLarge | NumberProblem::DivisionByZero) => return Ok(()),
        }
    }
    for figure in graph.figures() {
        let Some(id) = graph.figure(&figure.address) else { continue };
        let exact = settled.reasons.iter().find(|reason| reason.address == figure.address);
        match (quick.figure(id), exact) {
            (Err(Stop::TooLarge), _) | (Err(_), None) => {}
            (Ok(value), Some(reason)) if ranged(value) == ranged(&reason.value) => {}
            (quick, exact) => {
                let quick = quick.map(|value| shown(&ranged(value)));
                let exact = exact.map(|reason| shown(&ranged(&reason.value)));
                return Err(format!("`{}` reads {quick:?} in a batch and {exact:?} exactly", figure.address));
            }
        }
    }
    compare_kernel(terms, &graph, &sources, settled, coverage)
}

/// The kernel of many rows gives what the exact reading gives, or leaves a figure to the evaluator.
fn compare_kernel(
    terms: &Terms,
    graph: &Graph,
    sources: &[Source],
    settled: &Settlement,
    coverage: &RefCell<Coverage>,
) -> Result<(), String> {
    let Ok(found) = kernel_figures(terms, graph, sources) else { return Ok(()) };
    for (figure, value) in graph.figures().iter().zip(&found) {
        let exact = settled.reasons.iter().find(|reason| reason.address == figure.address);
        match (value, exact) {
            (None, _) => coverage.borrow_mut().met("kernel: leaves a figure"),
            (Some(value), Some(reason)) if ranged(value) == ranged(&reason.value) => {
                coverage.borrow_mut().met(if value.exact().is_some() {
                    "kernel: gives a figure"
                } else {
                    "kernel: gives a figure with bounds"
                });
            }
            (Some(value), exact) => {
                let exact = exact.map(|reason| shown(&ranged(&reason.value)));
                let kernel = shown(&ranged(value));
                return Err(format!("`{}` is {kernel} for the kernel and {exact:?} exactly", figure.address));
            }
        }
    }
    Ok(())
}

fn compare_postings(
    statement: &accordant_oracle::OracleStatement,
    settled: &Settlement,
) -> Result<(), String> {
    if let Some(refusal) = settled.refusals.first() {
        return Err(format!("only the settlement refuses: {}", refusal.what));
    }
    let oracle: Vec<String> = statement
        .postings
        .iter()
        .map(|posting| {
            let figure = address(&(posting.figure.clone(), posting.of.clone()));
            let amount = match &posting.amount {
                PostedAmount::Posted(units) => units.to_string(),
                PostedAmount::Bounds(range) => shown(range),
            };
            format!("{figure} {} to {}: {amount}", posting.from, posting.to)
        })
        .collect();
    let settlement: Vec<String> = settled
        .shares
        .iter()
        .map(|statement| {
            let share = &statement.share;
            let amount = match share.posted {
                Some(posted) => posted.minor().to_string(),
                None => shown(&ranged(&share.exact)),
            };
            format!(
                "{} {} to {}: {amount}",
                share.address,
                account_name(&share.from),
                account_name(&share.to)
            )
        })
        .collect();
    for (one, other) in oracle.iter().zip(&settlement) {
        if one != other {
            return Err(format!("the oracle posts `{one}`, the settlement `{other}`"));
        }
    }
    if oracle.len() == settlement.len() {
        return Ok(());
    }
    Err(format!("the oracle makes {} postings, the settlement {}", oracle.len(), settlement.len()))
}

fn compare_refusals(refusal: &Refusal, settled: &Settlement) -> Result<(), String> {
    if settled.refusals.is_empty() {
        return Err(format!("only the oracle refuses: {refusal:?}"));
    }
    let in_backticks = |what: &str| what.split('`').nth(1).unwrap_or_default().to_owned();
    let missing: BTreeSet<String> = settled
        .refusals
        .iter()
        .filter_map(|one| match one.kind {
            RefusalKind::Missing(_) => Some(in_backticks(&one.what)),
            RefusalKind::Rule if one.what.contains("opening balance") => {
                Some(format!("opening[{}]", in_backticks(&one.what)))
            }
            RefusalKind::Rule => None,
        })
        .collect();
    let wanted: BTreeSet<String> = refusal.missing.iter().map(address).collect();
    if missing == wanted {
        return Ok(());
    }
    let (told, also) = (&refusal.forbidden, settled.refusals.iter().map(|one| &one.what).collect::<Vec<_>>());
    Err(format!("missing for the oracle {wanted:?} ({told:?}), for the settlement {missing:?} ({also:?})"))
}
