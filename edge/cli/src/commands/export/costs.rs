//! Every line of costs that was sent, with whether it counts.

use super::{From, Named};
use crate::commands::cost::by_hand::in_the_place_of;
use crate::commands::cost::ledger::{Line, ledger};
use crate::export::{Cell, Column, Holds, Table};
use crate::stop::Stop;
use accordant_intake::submission::Standing;

const COLUMNS: [(&str, Holds); 15] = [
    ("party", Holds::Text),
    ("service", Holds::Text),
    ("element", Holds::Text),
    ("period", Holds::Text),
    ("amount", Holds::Decimal),
    ("basis", Holds::Text),
    ("certified_by", Holds::Text),
    ("allowable", Holds::Text),
    ("reason", Holds::Text),
    ("counts", Holds::Text),
    ("why", Holds::Text),
    ("figures", Holds::Text),
    ("entry", Holds::Whole),
    ("file", Holds::Text),
    ("row", Holds::Whole),
];

pub(super) fn table(from: &From<'_>) -> Result<Table, Stop> {
    let mut ledger = ledger(from.alliance, from.state, &from.loaded.agreement)?;
    in_the_place_of(from.state, &mut ledger.lines)?;
    Ok(Table {
        name: Named::Costs.name(),
        columns: COLUMNS.map(|(name, holds)| Column { name, holds }).to_vec(),
        rows: ledger.lines.iter().map(row).collect(),
    })
}

fn row(line: &Line) -> Vec<Cell> {
    let cost = &line.cost;
    let (allowable, reason) = match &cost.standing {
        Standing::Unsaid => (None, None),
        Standing::Allowable => (Some("allowable"), None),
        Standing::Disallowed(reason) => (Some("disallowed"), Some(reason.as_str())),
        Standing::Own => (Some("own"), None),
    };
    let figures =
        line.figures.iter().map(|(input, of, days)| format!("{} {days}", accordant_facts::named(input, of)));
    let figures: Vec<String> = figures.collect();
    vec![
        Cell::text(line.party.as_str()),
        Cell::text(cost.service.as_str()),
        Cell::text(cost.element.as_str()),
        Cell::text(cost.period.as_str()),
        Cell::decimal(&cost.amount.to_exact()),
        Cell::maybe(cost.basis.as_deref()),
        Cell::maybe(cost.certified_by.as_deref()),
        Cell::maybe(allowable),
        Cell::maybe(reason),
        Cell::text(line.counts.word()),
        Cell::maybe(line.counts.why()),
        Cell::text(figures.join("; ")),
        Cell::Whole(line.entry),
        Cell::text(line.file.as_str()),
        Cell::Whole(u64::from(cost.row)),
    ]
}
