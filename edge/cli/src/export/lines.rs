//! A table as lines of text with commas: UTF-8, a heading, decimals as they are.

use super::{Cell, Table};
use accordant_intake::facts_csv::looks_like_formula;

/// The bytes of the file.
pub fn write(table: &Table) -> Vec<u8> {
    let mut out = String::new();
    line(&mut out, table.columns.iter().map(|column| column.name.to_string()));
    for row in &table.rows {
        line(&mut out, row.iter().map(text));
    }
    out.into_bytes()
}

fn text(cell: &Cell) -> String {
    match cell {
        Cell::Nothing => String::new(),
        Cell::Whole(whole) => whole.to_string(),
        Cell::Decimal(decimal) => decimal.clone(),
        // The mark keeps a spreadsheet from working it out.
        Cell::Text(text) if looks_like_formula(text) => format!("'{text}"),
        Cell::Text(text) => text.clone(),
    }
}

fn line(out: &mut String, fields: impl Iterator<Item = String>) {
    for (at, field) in fields.enumerate() {
        if at > 0 {
            out.push(',');
        }
        if field.contains([',', '"', '\n', '\r']) || field.trim() != field {
            out.push_str(&format!("\"{}\"", field.replace('"', "\"\"")));
        } else {
            out.push_str(&field);
        }
    }
    out.push('\n');
}
