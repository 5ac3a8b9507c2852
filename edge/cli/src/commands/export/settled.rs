//! What a settlement makes of the facts: measures with their levels and points, lines, and postings.

use super::{From, Named};
use crate::commands::measure::{self, Kind, Measure};
use crate::export::{Cell, Column, Holds, Table};
use crate::print::message;
use crate::stop::Stop;
use accordant_documents::figures::unit_words;
use accordant_documents::view::StatementView;
use accordant_money::Exact;
use accordant_settlement::{Reason, SettledPeriod, Settlement, Statement, Value, account_name};

const MEASURES: [(&str, Holds); 13] = [
    ("period", Holds::Text),
    ("measure", Holds::Text),
    ("says", Holds::Text),
    ("clause", Holds::Text),
    ("kind", Holds::Text),
    ("unit", Holds::Text),
    ("value", Holds::Decimal),
    ("value_exact", Holds::Text),
    ("level", Holds::Text),
    ("points", Holds::Decimal),
    ("points_exact", Holds::Text),
    ("weight", Holds::Text),
    ("known_at_entry", Holds::Whole),
];

const SETTLEMENT: [(&str, Holds); 14] = [
    ("period", Holds::Text),
    ("kind", Holds::Text),
    ("figure", Holds::Text),
    ("says", Holds::Text),
    ("clause", Holds::Text),
    ("unit", Holds::Text),
    ("value", Holds::Decimal),
    ("value_exact", Holds::Text),
    ("status", Holds::Text),
    ("from", Holds::Text),
    ("to", Holds::Text),
    ("posted", Holds::Decimal),
    ("facts", Holds::Text),
    ("known_at_entry", Holds::Whole),
];

pub(super) fn measures(from: &From<'_>) -> Result<Table, Stop> {
    let all = measure::measures(measure::terms(from.loaded)?);
    let settled = measure::settled(from.loaded, None, None)?;
    let views = measure::views(from.loaded, &settled);
    let rows = views.iter().flat_map(|view| all.iter().filter_map(|one| measure_row(from, view, one)));
    Ok(Table { name: Named::Measures.name(), columns: of(&MEASURES), rows: rows.collect() })
}

fn measure_row(from: &From<'_>, view: &StatementView<'_>, measure: &Measure<'_>) -> Option<Vec<Cell>> {
    let found = measure::found(view, measure)?;
    let value = found.value.and_then(|value| exact(&value.value));
    let points = found.score.and_then(|score| exact(&score.value));
    let kind = match measure.kind {
        Kind::Measured(..) => "measured",
        Kind::Agreed(..) => "agreed",
    };
    Some(vec![
        Cell::text(view.period.as_str()),
        Cell::text(measure.name),
        Cell::text(measure.title()),
        Cell::maybe(measure.clause),
        Cell::text(kind),
        unit(found.value),
        Cell::maybe_decimal(value),
        Cell::fraction(value),
        Cell::maybe(found.level.as_deref()),
        Cell::maybe_decimal(points),
        Cell::fraction(points),
        Cell::fraction(found.weight.as_ref().map(|weight| &weight.effective)),
        Cell::Whole(from.known),
    ])
}

pub(super) fn settlement(from: &From<'_>) -> Result<Table, Stop> {
    let settled = measure::settled(from.loaded, None, None)?;
    let mut rows = Vec::new();
    for period in &settled {
        if let Some(refusal) = period.refusals().next() {
            message(&format!("{} is not settled, and is left out: {}\n", period.period.label, refusal.what));
            continue;
        }
        rows.extend(period_rows(from, period));
    }
    Ok(Table { name: Named::Settlement.name(), columns: of(&SETTLEMENT), rows })
}

fn period_rows(from: &From<'_>, period: &SettledPeriod) -> Vec<Vec<Cell>> {
    let each = |part: &Settlement| -> Vec<Vec<Cell>> {
        let lines = part.reasons.iter().map(|reason| line(from, part, reason));
        let postings = part.shares.iter().map(|statement| posting(from, part, statement));
        lines.chain(postings).collect()
    };
    period.parts.iter().flat_map(each).collect()
}

fn line(from: &From<'_>, part: &Settlement, reason: &Reason) -> Vec<Cell> {
    let value = exact(&reason.value);
    let facts: Vec<&str> = reason.facts.iter().map(|fact| fact.address.as_str()).collect();
    vec![
        Cell::text(part.setting.label.as_str()),
        Cell::text("line"),
        Cell::text(reason.address.as_str()),
        Cell::maybe(reason.says.as_deref()),
        Cell::maybe(reason.clause.as_deref()),
        unit(Some(reason)),
        Cell::maybe_decimal(value),
        Cell::fraction(value),
        Cell::maybe(reason.status.map(|status| status.word())),
        Cell::Nothing,
        Cell::Nothing,
        Cell::Nothing,
        Cell::text(facts.join("; ")),
        Cell::Whole(from.known),
    ]
}

fn posting(from: &From<'_>, part: &Settlement, statement: &Statement) -> Vec<Cell> {
    let share = &statement.share;
    let value = exact(&share.exact);
    let facts: Vec<&str> = statement.facts.iter().map(|fact| fact.address.as_str()).collect();
    vec![
        Cell::text(part.setting.label.as_str()),
        Cell::text("posting"),
        Cell::text(share.address.as_str()),
        Cell::maybe(share.says.as_deref()),
        Cell::maybe(share.clause.as_deref()),
        Cell::maybe(from.loaded.agreement.terms.as_ref().map(|terms| terms.currency.code())),
        Cell::maybe_decimal(value),
        Cell::fraction(value),
        Cell::maybe(statement.status.map(|status| status.word())),
        Cell::text(account_name(&share.from)),
        Cell::text(account_name(&share.to)),
        share.posted.as_ref().map_or(Cell::Nothing, |posted| Cell::decimal(&posted.to_exact())),
        Cell::text(facts.join("; ")),
        Cell::Whole(from.known),
    ]
}

/// The value where it is exactly known; what is known within bounds only is no figure of a table.
const fn exact(value: &Value<Exact>) -> Option<&Exact> {
    match value {
        Value::Exact(value) => Some(value),
        Value::Loose(_) => None,
    }
}

fn unit(reason: Option<&Reason>) -> Cell {
    Cell::maybe(reason.and_then(|reason| reason.unit.as_ref()).map(unit_words))
}

fn of(all: &[(&'static str, Holds)]) -> Vec<Column> {
    all.iter().map(|(name, holds)| Column { name, holds: *holds }).collect()
}
