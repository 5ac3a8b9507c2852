//! A column of a Parquet file as text.

use accordant_activity::Scaled;
use jiff::civil::Date;
use jiff::{Span, Timestamp, tz::TimeZone};
use parquet::basic::{ConvertedType, LogicalType, TimeUnit, Type};
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::DataType;
use parquet::errors::{ParquetError, Result};
use parquet::schema::types::ColumnDescriptor;

/// A column while it is read.
pub(crate) struct Column {
    reader: ColumnReader,
    meaning: Meaning,
    /// Whether a value may be missing.
    is_optional: bool,
    deepest: i16,
    /// The texts of the rows that were read last, one behind the other, and where each ends.
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

/// What the values of a column mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    /// What they are.
    Plain,
    /// A whole number of parts, so many places behind the point.
    Decimal(u32),
    /// Days since 1 January 1970.
    Day,
    /// So many parts of a second since then.
    Moment(i64),
    /// Nothing that is exact.
    NotExact,
}

/// Whether the values of the column are exact.
pub(super) fn is_exact(column: &ColumnDescriptor) -> bool {
    meaning(column) != Meaning::NotExact
}

fn meaning(column: &ColumnDescriptor) -> Meaning {
    let scale = || u32::try_from(column.type_scale()).ok().filter(|scale| *scale <= 38);
    let decimal = || scale().map_or(Meaning::NotExact, Meaning::Decimal);
    match (column.physical_type(), column.logical_type_ref(), column.converted_type()) {
        (Type::FLOAT | Type::DOUBLE | Type::INT96, _, _) => Meaning::NotExact,
        (_, Some(LogicalType::Decimal(_)), _) | (_, None, ConvertedType::DECIMAL) => decimal(),
        (_, Some(LogicalType::Date), _) | (_, None, ConvertedType::DATE) => Meaning::Day,
        (_, Some(LogicalType::Timestamp(timestamp)), _) => Meaning::Moment(match timestamp.unit {
            TimeUnit::MILLIS => 1_000,
            TimeUnit::MICROS => 1_000_000,
            TimeUnit::NANOS => 1_000_000_000,
        }),
        (_, None, ConvertedType::TIMESTAMP_MILLIS) => Meaning::Moment(1_000),
        (_, None, ConvertedType::TIMESTAMP_MICROS) => Meaning::Moment(1_000_000),
        (Type::FIXED_LEN_BYTE_ARRAY, _, _) => Meaning::NotExact,
        _ => Meaning::Plain,
    }
}

impl Column {
    pub(super) fn new(column: &ColumnDescriptor, reader: ColumnReader) -> Column {
        let deepest = column.max_def_level();
        let meaning = meaning(column);
        Column { reader, meaning, is_optional: deepest > 0, deepest, bytes: Vec::new(), ends: Vec::new() }
    }

    /// The text of a row that was read last; nothing if there is no value.
    pub(super) fn text(&self, row: usize) -> &[u8] {
        let end = self.ends.get(row).copied().unwrap_or_default();
        let start = row.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or_default();
        self.bytes.get(start..end).unwrap_or_default()
    }

    /// Reads so many rows.
    pub(super) fn read(&mut self, rows: usize) -> Result<()> {
        self.bytes.clear();
        self.ends.clear();
        let (bytes, ends, meaning) = (&mut self.bytes, &mut self.ends, self.meaning);
        let deepest = self.is_optional.then_some(self.deepest);
        let mut push = |text: Option<&[u8]>| {
            bytes.extend_from_slice(text.unwrap_or_default());
            ends.push(bytes.len());
        };
        match &mut self.reader {
            ColumnReader::BoolColumnReader(reader) => values(reader, rows, deepest, |value| {
                push(value.map(|value| if *value { &b"TRUE"[..] } else { b"FALSE" }));
            }),
            ColumnReader::Int32ColumnReader(reader) => values(reader, rows, deepest, |value| {
                let text = value.and_then(|value| whole(i128::from(*value), meaning));
                push(text.as_deref().map(str::as_bytes));
            }),
            ColumnReader::Int64ColumnReader(reader) => values(reader, rows, deepest, |value| {
                let text = value.and_then(|value| whole(i128::from(*value), meaning));
                push(text.as_deref().map(str::as_bytes));
            }),
            ColumnReader::ByteArrayColumnReader(reader) => {
                values(reader, rows, deepest, |value| match meaning {
                    Meaning::Decimal(_) => {
                        let text = value.and_then(|value| whole(signed(value.data())?, meaning));
                        push(text.as_deref().map(str::as_bytes));
                    }
                    _ => push(value.map(parquet::data_type::ByteArray::data)),
                })
            }
            ColumnReader::FixedLenByteArrayColumnReader(reader) => values(reader, rows, deepest, |value| {
                let text = value.and_then(|value| whole(signed(value.data())?, meaning));
                push(text.as_deref().map(str::as_bytes));
            }),
            // A column that is not exact is refused where it is needed, and elsewhere nobody reads it.
            ColumnReader::FloatColumnReader(reader) => values(reader, rows, deepest, |_| push(None)),
            ColumnReader::DoubleColumnReader(reader) => values(reader, rows, deepest, |_| push(None)),
            ColumnReader::Int96ColumnReader(reader) => values(reader, rows, deepest, |_| push(None)),
        }
    }
}

/// Hands on the values of so many rows, a missing one as nothing.
fn values<T: DataType>(
    reader: &mut ColumnReaderImpl<T>,
    rows: usize,
    deepest: Option<i16>,
    mut take: impl FnMut(Option<&T::T>),
) -> Result<()> {
    let (mut levels, mut values) = (Vec::new(), Vec::new());
    let mut read = 0;
    while read < rows {
        levels.clear();
        values.clear();
        let wanted = deepest.is_some().then_some(&mut levels);
        let (records, _, _) = reader.read_records(rows - read, wanted, None, &mut values)?;
        if records == 0 {
            return Err(ParquetError::EOF("a column ends too early".to_string()));
        }
        let mut next = values.iter();
        match deepest {
            None => next.for_each(|value| take(Some(value))),
            Some(deepest) => {
                for level in &levels {
                    take(if *level == deepest { next.next() } else { None });
                }
            }
        }
        read += records;
    }
    Ok(())
}

/// A number of two's complement, the highest byte first; [`None`] if it does not fit.
fn signed(bytes: &[u8]) -> Option<i128> {
    let is_negative = bytes.first().is_some_and(|first| *first >= 0x80);
    let fill = if is_negative { 0xff } else { 0 };
    let (head, tail) = bytes.split_at(bytes.len().saturating_sub(16));
    let fits = head.iter().all(|byte| *byte == fill);
    let start = if is_negative { -1 } else { 0 };
    fits.then(|| tail.iter().fold(start, |number: i128, byte| number << 8 | i128::from(*byte)))
}

fn whole(value: i128, meaning: Meaning) -> Option<String> {
    match meaning {
        Meaning::Plain => Some(value.to_string()),
        Meaning::Decimal(scale) => Some(decimal(value, scale)),
        Meaning::Day => {
            let days = Span::new().try_days(i64::try_from(value).ok()?).ok()?;
            Some(Date::new(1970, 1, 1).ok()?.checked_add(days).ok()?.to_string())
        }
        Meaning::Moment(parts) => {
            let second = i64::try_from(value.div_euclid(i128::from(parts))).ok()?;
            let moment = Timestamp::from_second(second).ok()?.to_zoned(TimeZone::UTC).datetime();
            Some(moment.to_string())
        }
        Meaning::NotExact => None,
    }
}

/// The digits with the point in its place.
fn decimal(value: i128, scale: u32) -> String {
    if let Some(parts) = 8_u32.checked_sub(scale).and_then(|more| value.checked_mul(10_i128.pow(more))) {
        return Scaled::from_units(parts).to_string();
    }
    let digits = format!("{:0width$}", value.unsigned_abs(), width = scale as usize + 1);
    let (ones, places) = digits.split_at(digits.len() - scale as usize);
    let sign = if value < 0 { "-" } else { "" };
    if places.is_empty() { format!("{sign}{ones}") } else { format!("{sign}{ones}.{places}") }
}
