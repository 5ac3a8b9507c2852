//! Everything that was ever said to be expected, each version by itself, beside what came.

use super::{From, Named, facts};
use crate::commands::activity::month_of;
use crate::commands::cost::outturn::{Said, said, sum};
use crate::commands::cost::phasing::months;
use crate::export::{Cell, Column, Holds, Table};
use crate::stop::Stop;
use accordant_agreement::terms::{Index, Input, InputKind, Over, Terms};
use accordant_documents::figures::unit_words;
use accordant_facts::{Days, Fact, FactValue, Picked, Spread};
use accordant_money::{Exact, Number};
use std::collections::BTreeMap;

const COLUMNS: [(&str, Holds); 18] = [
    ("fact", Holds::Text),
    ("of", Holds::Text),
    ("party", Holds::Text),
    ("service", Holds::Text),
    ("month", Holds::Text),
    ("period", Holds::Text),
    ("unit", Holds::Text),
    ("value", Holds::Value),
    ("basis", Holds::Text),
    ("by", Holds::Text),
    ("recorded", Holds::Text),
    ("version", Holds::Whole),
    ("standing", Holds::Text),
    ("actual", Holds::Value),
    ("actual_less_value", Holds::Decimal),
    ("entry", Holds::Whole),
    ("file", Holds::Text),
    ("line", Holds::Whole),
];

/// Of what a version is one.
type Place<'a> = (&'a str, &'a [String], Days);

pub(super) fn table(from: &From<'_>) -> Result<Table, Stop> {
    let all = said(from.state)?;
    let latest: BTreeMap<Place<'_>, u64> = all
        .iter()
        .filter(|said| said.batch.withdrawn.is_none())
        .map(|said| (place(said), said.batch.entry))
        .collect();
    let mut versions: BTreeMap<Place<'_>, u64> = BTreeMap::new();
    let mut rows = Vec::new();
    for said in &all {
        let version = versions.entry(place(said)).or_default();
        *version += 1;
        let standing = match &said.batch.withdrawn {
            Some(_) => "withdrawn",
            None if latest.get(&place(said)) == Some(&said.batch.entry) => "latest",
            None => "replaced",
        };
        rows.push(((place(said), *version), row(from, said, *version, standing)));
    }
    // The versions of one figure and time stand under each other.
    rows.sort_by_key(|(place, _)| *place);
    Ok(Table {
        name: Named::Forecasts.name(),
        columns: COLUMNS.map(|(name, holds)| Column { name, holds }).to_vec(),
        rows: rows.into_iter().map(|(_, row)| row).collect(),
    })
}

fn place<'a>(said: &'a Said<'_>) -> Place<'a> {
    (&said.fact.name, &said.fact.of, said.fact.days)
}

fn row(from: &From<'_>, said: &Said<'_>, version: u64, standing: &str) -> Vec<Cell> {
    let fact = &said.fact;
    let terms = from.loaded.agreement.terms.as_ref();
    let input = terms.and_then(|terms| terms.inputs.iter().find(|input| input.name == fact.name));
    let unit = input.and_then(|input| match &input.kind {
        InputKind::Quantity(unit) => Some(unit),
        InputKind::Choice(_) => None,
    });
    let is_date = unit.is_some_and(|unit| unit.is_date());
    let actual = actual(from, fact, input);
    let missed_by = match (&actual, &fact.value) {
        (Some(FactValue::Number(actual)), FactValue::Number(value)) if !is_date => actual.minus(value).ok(),
        _ => None,
    };
    let month = months(fact.days).filter(|months| months.first() == months.last());
    let of = |is_it: fn(&Index) -> bool| Cell::maybe(element(fact, terms, input, is_it));
    vec![
        Cell::text(fact.name.as_str()),
        Cell::text(fact.of.join("/")),
        of(|index| index.of_parties),
        of(|index| index.name == "service"),
        Cell::maybe(month.map(|month| month_of(month.first()))),
        Cell::text(fact.days.to_string()),
        Cell::maybe(unit.map(unit_words)),
        facts::value(&fact.value, is_date),
        Cell::text(said.basis()),
        Cell::maybe(said.owner()),
        Cell::text(said.batch.at.as_str()),
        Cell::Whole(version),
        Cell::text(standing),
        actual.map_or(Cell::Nothing, |actual| facts::value(&actual, is_date)),
        Cell::maybe_decimal(missed_by.as_ref()),
        Cell::Whole(said.batch.entry),
        Cell::text(&*fact.at.file),
        Cell::Whole(fact.at.line),
    ]
}

/// The element of the fact by an index of that kind.
fn element<'a>(
    fact: &'a Fact,
    terms: Option<&Terms>,
    input: Option<&Input>,
    is_it: fn(&Index) -> bool,
) -> Option<&'a str> {
    let indexes = &terms?.indexes;
    let at = input?.by.iter().position(|index| indexes.get(index.0).is_some_and(is_it))?;
    fact.of.get(at).map(String::as_str)
}

/// What came of the same days, by the rule of a settlement: as it was said of them, or, of a figure that adds up, the sum
/// of what was said of parts of them, once no day is left out.
fn actual(from: &From<'_>, fact: &Fact, input: Option<&Input>) -> Option<FactValue> {
    let adds_up = input.is_some_and(|input| input.over == Some(Over::AsDated));
    let spread = adds_up.then_some(Spread::AsDated);
    match from.state.actual().pick(&fact.name, &fact.of, fact.days, fact.days, spread) {
        Picked::Row(said) => Some(said.value.clone()),
        Picked::Sum(parts) => {
            let numbers: Option<Vec<&Exact>> = parts.iter().map(|part| number(part)).collect();
            sum(numbers?.into_iter()).map(FactValue::Number)
        }
        Picked::Share { .. }
        | Picked::Absent
        | Picked::SpansCut(_)
        | Picked::Gap { .. }
        | Picked::Twice(..) => None,
    }
}

const fn number(fact: &Fact) -> Option<&Exact> {
    match &fact.value {
        FactValue::Number(number) => Some(number),
        FactValue::Word(_) | FactValue::NotPublished => None,
    }
}
