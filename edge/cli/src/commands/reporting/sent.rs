//! The row of an import that somebody asks about: what was sent there, and whose it is.

use super::party_behind;
use crate::commands::activity::imports::submitted;
use crate::commands::activity::{Columns, counted_by, sheet_of};
use crate::recorded::{in_force, told};
use crate::stop::Stop;
use accordant_activity::{Cell, Cells};
use accordant_alliance::State;
use accordant_alliance::event::{Imported, SentValue};
use accordant_host::{Alliance, submissions};
use accordant_intake::submission::{Asked, Kind, Known, Mapped, row_of};

/// A row as it was sent.
pub struct Sent {
    /// Its fields; none where there is no such row.
    pub fields: Vec<SentValue>,
    /// The party whose row it is, as far as the row says it.
    pub of: Option<String>,
}

/// Looks a row up in what was sent.
pub fn sent(alliance: &Alliance, state: &State, entry: u64, row: u64) -> Result<Sent, Stop> {
    let submitted = submitted(alliance, entry)?;
    let found = submissions(state).find(|(batch, _)| batch.entry == entry);
    let (_, import) = found.ok_or_else(|| Stop::fault("the import is not known"))?;
    let agreement = in_force(state)?;
    let counting = counted_by(alliance, state)?.unwrap_or_default();
    let cells = submitted.cells().map_err(told::stop)?;
    let cell = cell_with(&cells, row);
    let mut fields = Vec::new();
    let (files, columns) = Columns::of_import(submitted.files, import, agreement)?;
    let known = Known::default();
    for (file, bytes) in files {
        match bytes {
            Some(bytes) => {
                let asked = Asked {
                    kind: Kind::parse(&import.kind),
                    sheet: sheet_of(&submitted.report),
                    allows_nhs_numbers: import.nhs_numbers_let_in,
                    mapped: columns.as_ref().map_or(Mapped::NOTHING, Columns::mapped),
                    ..Asked::new(&file, &known)
                };
                fields.extend(of_file(&asked, bytes, row)?);
            }
            // Of a file about single patients no row is kept: only the sum of which it is a part.
            None => fields.extend(cell.into_iter().flat_map(of_cell)),
        }
    }
    let of = cell
        .map(|cell| cell.key.provider.to_string())
        .or_else(|| provider(import))
        .or_else(|| party(&fields));
    Ok(Sent { of: of.and_then(|of| party_behind(&of, agreement, &counting.activity)), fields })
}

fn of_file(asked: &Asked<'_>, bytes: Vec<u8>, row: u64) -> Result<Vec<SentValue>, Stop> {
    let fields = row_of(bytes, asked, row).map_err(|refused| {
        Stop::refusal(format!("`{}` cannot be read again: {}", asked.name, refused.fault.what))
            .help("`accordant imports show` tells what became of its rows")
    })?;
    Ok(fields.into_iter().map(|(column, value)| SentValue { column, value }).collect())
}

fn cell_with(cells: &Cells, row: u64) -> Option<&Cell> {
    let row = u32::try_from(row).ok()?;
    cells.iter().find(|cell| cell.rows.contains(row))
}

fn of_cell(cell: &Cell) -> Vec<SentValue> {
    let key = &cell.key;
    let activity = cell.amounts.actual.activity.said().map(|said| said.to_string());
    let price = cell.amounts.actual.price.said().map(|said| said.to_string());
    let fields = [
        ("provider", Some(key.provider.to_string())),
        ("month", Some(key.month.to_string())),
        ("commissioner", Some(key.commissioner.to_string())),
        ("treatment_function", key.function.as_deref().map(str::to_string)),
        ("point_of_delivery", Some(key.point_of_delivery.to_string())),
        ("currency", key.currency.as_deref().map(str::to_string)),
        ("sum_of_rows", Some(cell.rows.count().to_string())),
        ("actual_activity", activity),
        ("actual_price", price),
    ];
    let said = fields.into_iter().filter_map(|(column, value)| Some((column.to_string(), value?)));
    said.map(|(column, value)| SentValue { column, value }).collect()
}

/// The one provider for which the file was sent.
fn provider(import: &Imported<'_>) -> Option<String> {
    let first = import.scopes.first()?;
    let is_one = import.scopes.iter().all(|scope| scope.provider == first.provider);
    is_one.then(|| first.provider.to_string())
}

fn party(fields: &[SentValue]) -> Option<String> {
    let field = fields.iter().find(|field| field.column.eq_ignore_ascii_case("party"));
    field.map(|field| field.value.clone())
}
