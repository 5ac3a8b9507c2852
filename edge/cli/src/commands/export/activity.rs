//! Cells of activity as the latest submissions say, each with the price that applies.

use super::{From, Named, known};
use crate::commands::activity::counted_by;
use crate::export::{Cell, Column, Holds, Table};
use crate::recorded::told;
use crate::stop::Stop;
use accordant_activity::{self as activity, Figure, Latest, Scope, Side, Unpriced, price_cell};
use accordant_host::{Which, scope, submissions};
use std::collections::BTreeMap;

const COLUMNS: [(&str, Holds); 21] = [
    ("month", Holds::Text),
    ("provider", Holds::Text),
    ("commissioner", Holds::Text),
    ("site", Holds::Text),
    ("treatment_function", Holds::Text),
    ("point_of_delivery", Holds::Text),
    ("currency", Holds::Text),
    ("tariff", Holds::Text),
    ("service", Holds::Text),
    ("planned_activity", Holds::Decimal),
    ("planned_price", Holds::Decimal),
    ("actual_activity", Holds::Decimal),
    ("actual_price", Holds::Decimal),
    ("unit_price", Holds::Decimal),
    ("market_forces_factor", Holds::Decimal),
    ("value", Holds::Decimal),
    ("price_book", Holds::Text),
    ("without_price_because", Holds::Text),
    ("entry", Holds::Text),
    ("file", Holds::Text),
    ("rows", Holds::Text),
];

pub(super) fn table(from: &From<'_>) -> Result<Table, Stop> {
    let latest = from.alliance.latest(from.state, &Which::ALL).map_err(told::stop)?;
    let shelf = from.alliance.shelf(from.state).map_err(told::stop)?;
    let counting = counted_by(from.alliance, from.state)?;
    let entries = entries(from);
    let row = |cell: &activity::Cell| {
        let priced = price_cell(cell, &shelf, Side::Actual);
        let service = counting.as_ref().and_then(|counting| counting.activity.service(&cell.key));
        let keys = keys(cell).into_iter().chain([Cell::maybe(service)]);
        let amounts = [&cell.amounts.planned, &cell.amounts.actual];
        let amounts = amounts.into_iter().flat_map(|side| [known(&side.activity), known(&side.price)]);
        let provenance = provenance(cell, &latest, &entries);
        keys.chain(amounts).chain(price(&priced)).chain(provenance).collect()
    };
    Ok(Table {
        name: Named::Activity.name(),
        columns: COLUMNS.map(|(name, holds)| Column { name, holds }).to_vec(),
        rows: latest.cells().iter().map(row).collect(),
    })
}

fn keys(cell: &activity::Cell) -> [Cell; 8] {
    let key = &cell.key;
    let month = key.month.days().map(|days| days.from().strftime("%Y-%m").to_string());
    [
        Cell::maybe(month),
        Cell::text(&*key.provider),
        Cell::text(&*key.commissioner),
        Cell::maybe(key.site.as_deref()),
        Cell::maybe(key.function.as_deref()),
        Cell::text(&*key.point_of_delivery),
        Cell::maybe(key.currency.as_deref()),
        Cell::text(key.tariff.word()),
    ]
}

fn price(priced: &Result<Figure<'_>, Unpriced<'_>>) -> [Cell; 5] {
    match priced {
        Ok(figure) => [
            Cell::decimal(&figure.applied.price.unit.to_exact()),
            Cell::maybe_decimal(
                figure.applied.factor.map(|applied| applied.factor.value.to_exact()).as_ref(),
            ),
            Cell::decimal(&figure.amount()),
            Cell::text(figure.applied.book.particulars().name.as_str()),
            Cell::Nothing,
        ],
        Err(unpriced) => {
            [Cell::Nothing, Cell::Nothing, Cell::Nothing, Cell::Nothing, Cell::text(unpriced.why.to_string())]
        }
    }
}

fn provenance(cell: &activity::Cell, latest: &Latest, entries: &BTreeMap<Scope, Vec<u64>>) -> [Cell; 3] {
    let scope = cell.key.scope();
    let entries = entries.get(&scope).map(Vec::as_slice).unwrap_or_default();
    let entries: Vec<String> = entries.iter().map(u64::to_string).collect();
    [Cell::text(entries.join(" ")), Cell::maybe(latest.source(&scope)), Cell::text(cell.rows.to_string())]
}

/// The entries that say what is known of each provider, month and commissioner: the last, and mended rows behind it.
fn entries(from: &From<'_>) -> BTreeMap<Scope, Vec<u64>> {
    let mut entries: BTreeMap<Scope, Vec<u64>> = BTreeMap::new();
    for (batch, import) in submissions(from.state).filter(|(batch, _)| batch.withdrawn.is_none()) {
        for scope in import.scopes.iter().filter_map(scope) {
            let of = entries.entry(scope).or_default();
            if !import.adds {
                of.clear();
            }
            of.push(batch.entry);
        }
    }
    entries
}
