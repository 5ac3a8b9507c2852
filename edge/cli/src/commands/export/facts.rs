//! The facts in force, in the form in which facts are given: the file can be read again as it is.

use super::{From, Named};
use crate::export::{Cell, Column, Holds, Table};
use crate::stop::Stop;
use accordant_agreement::terms::InputKind;
use accordant_alliance::event::Standing;
use accordant_documents::figures::day;
use accordant_facts::{Days, Fact, FactValue};
use std::collections::{BTreeMap, BTreeSet};

const COLUMNS: [(&str, Holds); 12] = [
    ("fact", Holds::Text),
    ("of", Holds::Text),
    ("period", Holds::Text),
    ("value", Holds::Value),
    ("known_to", Holds::Decimal),
    ("status", Holds::Text),
    ("owner", Holds::Text),
    ("source", Holds::Text),
    ("row", Holds::Text),
    ("entry", Holds::Whole),
    ("file", Holds::Text),
    ("line", Holds::Whole),
];

/// By what a fact is told apart.
type Place = (String, Vec<String>, Days);

pub(super) fn table(from: &From<'_>) -> Result<Table, Stop> {
    let entries = entries(from)?;
    let inputs = from.loaded.agreement.terms.iter().flat_map(|terms| &terms.inputs);
    let dates: BTreeSet<&str> = inputs
        .filter(|input| matches!(&input.kind, InputKind::Quantity(unit) if unit.is_date()))
        .map(|input| input.name.as_str())
        .collect();
    let row = |fact: &Fact| {
        let entry = entries.get(&(fact.name.clone(), fact.of.clone(), fact.days));
        vec![
            Cell::text(fact.name.as_str()),
            Cell::text(fact.of.join("/")),
            Cell::text(fact.days.to_string()),
            value(&fact.value, dates.contains(fact.name.as_str())),
            Cell::maybe_decimal(fact.known_to.as_ref()),
            Cell::text(fact.status.word()),
            Cell::maybe(fact.owner.as_deref()),
            Cell::maybe(fact.source.as_deref()),
            Cell::maybe(fact.row.as_deref()),
            entry.map_or(Cell::Nothing, |entry| Cell::Whole(*entry)),
            Cell::text(&*fact.at.file),
            Cell::Whole(fact.at.line),
        ]
    };
    Ok(Table {
        name: Named::Facts.name(),
        columns: COLUMNS.map(|(name, holds)| Column { name, holds }).to_vec(),
        rows: from.state.actual().iter().map(row).collect(),
    })
}

/// The value as facts are given: a decimal, a day, a word, or that it is not published.
pub(super) fn value(said: &FactValue, is_date: bool) -> Cell {
    match said {
        FactValue::Number(number) if is_date => Cell::maybe(day(number).map(|day| day.to_string())),
        FactValue::Number(number) => Cell::decimal(number),
        FactValue::Word(word) => Cell::text(word.as_str()),
        FactValue::NotPublished => Cell::text("not published"),
    }
}

/// The entry with which each fact came that is in force: of those that count, the last that says it.
fn entries(from: &From<'_>) -> Result<BTreeMap<Place, u64>, Stop> {
    let mut entries = BTreeMap::new();
    let counting = from.state.kept().batches.iter().filter(|batch| batch.withdrawn.is_none());
    for batch in counting.filter(|batch| batch.given.standing == Standing::Actual) {
        let facts = batch.given.facts().map_err(|problem| Stop::fault(problem.to_string()))?;
        entries.extend(facts.into_iter().map(|fact| ((fact.name, fact.of, fact.days), batch.entry)));
    }
    Ok(entries)
}
