//! Sessions of leased rooms, each room by month and user, with how much of them was used.

use super::{From, Named, known};
use crate::commands::activity::sessions::{Place, Use, held};
use crate::commands::activity::{counted_by, month_of};
use crate::export::{Cell, Column, Holds, Table};
use crate::stop::Stop;
use accordant_intake::counting::CountingText;

const COLUMNS: [(&str, Holds); 15] = [
    ("month", Holds::Text),
    ("site", Holds::Text),
    ("site_name", Holds::Text),
    ("room", Holds::Text),
    ("party", Holds::Text),
    ("sessions_available", Holds::Decimal),
    ("sessions_used", Holds::Decimal),
    ("share_used", Holds::Decimal),
    ("share_used_exact", Holds::Text),
    ("cost_of_lease", Holds::Decimal),
    ("cost_of_unused", Holds::Decimal),
    ("cost_of_unused_exact", Holds::Text),
    ("entry", Holds::Text),
    ("file", Holds::Text),
    ("rows", Holds::Text),
];

pub(super) fn table(from: &From<'_>) -> Result<Table, Stop> {
    let counting = counted_by(from.alliance, from.state)?.unwrap_or_default();
    let mut held: Vec<(Place, Use)> = held(from.alliance, from.state, &counting)?.into_iter().collect();
    // By month before site, as the activity is; within a month as they were held.
    held.sort_by_key(|(place, _)| place.month);
    Ok(Table {
        name: Named::Rooms.name(),
        columns: COLUMNS.map(|(name, holds)| Column { name, holds }).to_vec(),
        rows: held.iter().map(|(place, said)| row(place, said, &counting)).collect(),
    })
}

fn row(place: &Place, said: &Use, counting: &CountingText) -> Vec<Cell> {
    let (share, unused) = (said.share(), said.unused_cost());
    let [entry, file, rows] = provenance(said);
    vec![
        Cell::text(month_of(place.month)),
        Cell::text(place.site.as_str()),
        Cell::maybe(place.site_name(counting)),
        Cell::text(place.room.as_str()),
        Cell::maybe(place.party.as_deref()),
        known(&said.available),
        known(&said.used),
        Cell::maybe_decimal(share.as_ref()),
        Cell::fraction(share.as_ref()),
        known(&said.lease),
        Cell::maybe_decimal(unused.as_ref()),
        Cell::fraction(unused.as_ref()),
        entry,
        file,
        rows,
    ]
}

/// The entries, files and rows; of several files each row is told with its own.
fn provenance(said: &Use) -> [Cell; 3] {
    let entries: Vec<String> = said.entries.iter().map(u64::to_string).collect();
    let files: Vec<&str> = said.rows.keys().map(String::as_str).collect();
    let rows: Vec<String> = match files.len() {
        1 => said.rows.values().map(ToString::to_string).collect(),
        _ => said.rows.iter().map(|(file, rows)| format!("{file} {rows}")).collect(),
    };
    [Cell::text(entries.join(" ")), Cell::text(files.join("; ")), Cell::text(rows.join("; "))]
}
