//! A table as a Parquet file: amounts as DECIMAL with as many places as the longest of the column has.

use super::{Cell, Column, Holds, Table};
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, FixedLenByteArray, FixedLenByteArrayType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::Type;
use std::sync::Arc;

/// The digits that a DECIMAL of sixteen bytes can hold.
const DIGITS_MAX: usize = 38;
const DECIMAL_BYTES: i32 = 16;

/// A column of the file.
struct Laid<'a> {
    name: String,
    form: Form,
    cells: Vec<&'a Cell>,
}

/// How a column is written.
#[derive(Clone, Copy)]
enum Form {
    Text,
    Whole,
    /// With so many places.
    Decimal(usize),
}

/// The bytes of the file; why it cannot be written, if so.
pub fn write(table: &Table) -> Result<Vec<u8>, String> {
    let laid: Vec<Laid<'_>> =
        table.columns.iter().enumerate().flat_map(|(at, column)| laid(table, at, *column)).collect();
    bytes(table.name, &laid).map_err(|error| error.to_string())
}

/// The columns that a column becomes: one of values becomes its decimals, and beside them its words.
fn laid(table: &Table, at: usize, column: Column) -> Vec<Laid<'_>> {
    let cells = || table.rows.iter().map(|row| row.get(at).unwrap_or(&Cell::Nothing));
    let decimals = || -> Vec<&Cell> {
        cells().map(|cell| if matches!(cell, Cell::Decimal(_)) { cell } else { &Cell::Nothing }).collect()
    };
    let words = || -> Vec<&Cell> {
        cells().map(|cell| if matches!(cell, Cell::Text(_)) { cell } else { &Cell::Nothing }).collect()
    };
    let name = column.name.to_string();
    let whole = |form| vec![Laid { name: name.clone(), form, cells: cells().collect() }];
    match column.holds {
        Holds::Text => whole(Form::Text),
        Holds::Whole => whole(Form::Whole),
        Holds::Decimal => whole(form(cells())),
        Holds::Value => vec![
            Laid { name: name.clone(), form: form(cells()), cells: decimals() },
            Laid { name: format!("{name}_in_words"), form: Form::Text, cells: words() },
        ],
    }
}

/// As decimals, with the places that all of them have; as texts where these are too many digits.
fn form<'a>(cells: impl Iterator<Item = &'a Cell>) -> Form {
    let (mut digits, mut places) = (1, 0);
    for cell in cells {
        let Cell::Decimal(decimal) = cell else { continue };
        let (whole, part) = decimal.trim_start_matches('-').split_once('.').unwrap_or((decimal, ""));
        digits = digits.max(whole.trim_start_matches('-').len());
        places = places.max(part.len());
    }
    if digits + places <= DIGITS_MAX { Form::Decimal(places) } else { Form::Text }
}

fn bytes(name: &str, all: &[Laid<'_>]) -> Result<Vec<u8>, ParquetError> {
    let fields = all.iter().map(field).collect::<Result<Vec<_>, _>>()?;
    let schema = Arc::new(Type::group_type_builder(name).with_fields(fields).build()?);
    let properties = WriterProperties::builder().set_compression(Compression::SNAPPY);
    let properties = properties.set_created_by(concat!("accordant ", env!("CARGO_PKG_VERSION")).to_string());
    let mut bytes = Vec::new();
    let mut writer = SerializedFileWriter::new(&mut bytes, schema, Arc::new(properties.build()))?;
    let mut rows = writer.next_row_group()?;
    for laid in all {
        let Some(mut column) = rows.next_column()? else { break };
        laid.write(&mut column)?;
        column.close()?;
    }
    rows.close()?;
    writer.close()?;
    Ok(bytes)
}

fn field(laid: &Laid<'_>) -> Result<Arc<Type>, ParquetError> {
    let of =
        |physical| Type::primitive_type_builder(&laid.name, physical).with_repetition(Repetition::OPTIONAL);
    let field = match laid.form {
        Form::Text => of(Physical::BYTE_ARRAY).with_logical_type(Some(LogicalType::String)),
        Form::Whole => of(Physical::INT64),
        Form::Decimal(places) => {
            let scale = i32::try_from(places).unwrap_or(i32::MAX);
            let precision = i32::try_from(DIGITS_MAX).unwrap_or(i32::MAX);
            of(Physical::FIXED_LEN_BYTE_ARRAY)
                .with_length(DECIMAL_BYTES)
                .with_logical_type(Some(LogicalType::decimal(scale, precision)))
                .with_precision(precision)
                .with_scale(scale)
        }
    };
    field.build().map(Arc::new)
}

impl Laid<'_> {
    fn write(&self, column: &mut SerializedColumnWriter<'_>) -> Result<(), ParquetError> {
        let levels: Vec<i16> = self.cells.iter().map(|cell| i16::from(**cell != Cell::Nothing)).collect();
        let said = self.cells.iter().filter(|cell| ***cell != Cell::Nothing);
        match self.form {
            Form::Text => {
                let texts: Vec<ByteArray> =
                    said.map(|cell| ByteArray::from(text(cell).into_bytes())).collect();
                column.typed::<ByteArrayType>().write_batch(&texts, Some(&levels), None)?;
            }
            Form::Whole => {
                let whole = |cell: &&Cell| match cell {
                    Cell::Whole(whole) => i64::try_from(*whole).unwrap_or(i64::MAX),
                    _ => 0,
                };
                let wholes: Vec<i64> = said.map(whole).collect();
                column.typed::<Int64Type>().write_batch(&wholes, Some(&levels), None)?;
            }
            Form::Decimal(places) => {
                let units: Option<Vec<FixedLenByteArray>> =
                    said.map(|cell| units(&text(cell), places).map(fixed)).collect();
                let units =
                    units.ok_or_else(|| ParquetError::General("a decimal is too long".to_string()))?;
                column.typed::<FixedLenByteArrayType>().write_batch(&units, Some(&levels), None)?;
            }
        }
        Ok(())
    }
}

fn fixed(units: i128) -> FixedLenByteArray {
    FixedLenByteArray::from(units.to_be_bytes().to_vec())
}

/// The decimal in units of its last place.
fn units(decimal: &str, places: usize) -> Option<i128> {
    let (whole, part) = decimal.split_once('.').unwrap_or((decimal, ""));
    format!("{whole}{part:0<places$}").parse().ok()
}

fn text(cell: &Cell) -> String {
    match cell {
        Cell::Nothing => String::new(),
        Cell::Text(text) | Cell::Decimal(text) => text.clone(),
        Cell::Whole(whole) => whole.to_string(),
    }
}
