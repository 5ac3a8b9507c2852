//! Tables as sheets of a workbook. A cell of a workbook holds a binary fraction, so an amount is a number only where
//! the program that opens it shows the very digits that were written; any other amount is a text.

use super::{Cell, Table};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};

/// A workbook keeps no more digits of a number.
const DIGITS_MAX: usize = 15;
/// A cell holds no more signs.
const TEXT_MAX: usize = 32_767;
/// A sheet has no more rows.
const ROWS_MAX: usize = 1_048_576;
const WIDTH_MAX: usize = 60;

/// The bytes of the workbook; why it cannot be written, if so.
pub fn write(tables: &[Table]) -> Result<Vec<u8>, String> {
    let mut workbook = Workbook::new();
    // The same tables are the same bytes, whenever they are written.
    let made = ExcelDateTime::from_ymd(2000, 1, 1).map_err(told)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
    for table in tables {
        sheet(&mut workbook, table)?;
    }
    workbook.save_to_buffer().map_err(told)
}

fn sheet(workbook: &mut Workbook, table: &Table) -> Result<(), String> {
    if table.rows.len() >= ROWS_MAX {
        let rows = table.rows.len();
        return Err(format!("the table `{}` has {rows} rows, and a sheet holds {ROWS_MAX}", table.name));
    }
    let sheet = workbook.add_worksheet();
    sheet.set_name(table.name).map_err(told)?;
    sheet.set_freeze_panes(1, 0).map_err(told)?;
    let heading = Format::new().set_bold();
    for (at, column) in (0_u16..).zip(&table.columns) {
        sheet.write_string_with_format(0, at, column.name, &heading).map_err(told)?;
        let cells = table.rows.iter().filter_map(|row| row.get(usize::from(at)));
        let widest = cells.map(width).max().unwrap_or(0).max(column.name.len());
        let widest = u16::try_from(widest.min(WIDTH_MAX)).unwrap_or(u16::MAX);
        sheet.set_column_width(at, widest + 2).map_err(told)?;
    }
    for (line, row) in (1_u32..).zip(&table.rows) {
        for (at, cell) in (0_u16..).zip(row) {
            let written = match cell {
                Cell::Nothing => continue,
                Cell::Text(text) => sheet.write_string(line, at, held(table, text)?),
                Cell::Whole(whole) => match number(&whole.to_string()) {
                    Some(number) => sheet.write_number(line, at, number),
                    None => sheet.write_string(line, at, whole.to_string()),
                },
                Cell::Decimal(decimal) => match number(decimal) {
                    Some(number) => sheet.write_number(line, at, number),
                    None => sheet.write_string(line, at, decimal),
                },
            };
            written.map_err(told)?;
        }
    }
    Ok(())
}

/// A text that a cell can hold.
fn held<'a>(table: &Table, text: &'a str) -> Result<&'a str, String> {
    if text.chars().count() <= TEXT_MAX {
        return Ok(text);
    }
    Err(format!("a text in the table `{}` is longer than a cell of a workbook can hold", table.name))
}

/// The number of a cell that shows these very digits; nothing where none does.
pub fn number(decimal: &str) -> Option<f64> {
    let digits = decimal.bytes().filter(u8::is_ascii_digit).count();
    let number: f64 = decimal.parse().ok()?;
    (digits <= DIGITS_MAX && number.to_string() == decimal).then_some(number)
}

fn width(cell: &Cell) -> usize {
    match cell {
        Cell::Nothing => 0,
        Cell::Text(text) | Cell::Decimal(text) => text.chars().count(),
        Cell::Whole(whole) => whole.to_string().len(),
    }
}

fn told(error: XlsxError) -> String {
    error.to_string()
}
