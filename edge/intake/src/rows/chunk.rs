//! Some rows of a file, and one of them.

use super::source::reader_of;
use csv::ByteRecord;
use std::fmt;

/// Whole rows that follow one another.
pub struct Chunk<'a> {
    line: u64,
    bytes: &'a [u8],
    columns: usize,
    reader: csv::Reader<&'a [u8]>,
    record: ByteRecord,
}

impl<'a> Chunk<'a> {
    /// Rows of a file with so many columns, the first of which begins on this line.
    pub(super) fn new(line: u64, bytes: &'a [u8], columns: usize, delimiter: u8) -> Chunk<'a> {
        Chunk { line, bytes, columns, reader: reader_of(bytes, delimiter), record: ByteRecord::new() }
    }

    /// The next row. Blank lines, and rows in which nothing stands between the commas, are passed over.
    pub fn next_row(&mut self) -> Option<Row<'_>> {
        loop {
            // Reading from memory cannot fail, and ragged rows are allowed.
            if !self.reader.read_byte_record(&mut self.record).unwrap_or(false) {
                return None;
            }
            if !is_blank(&self.record) {
                break;
            }
        }
        let position = self.record.position();
        let (byte, line) = position.map_or((0, 1), |position| (position.byte(), position.line()));
        let (_, line) = row_start(self.bytes, byte, self.line + line - 1);
        Some(Row { line, record: &self.record, columns: self.columns })
    }
}

impl fmt::Debug for Chunk<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "rows of {} bytes from line {}", self.bytes.len(), self.line)
    }
}

/// One row.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    line: u64,
    record: &'a ByteRecord,
    columns: usize,
}

impl<'a> Row<'a> {
    /// A row of a file that does not consist of lines.
    pub(crate) const fn of_record(line: u64, record: &'a ByteRecord, columns: usize) -> Row<'a> {
        Row { line, record, columns }
    }

    /// All its fields one behind the other, and where each ends.
    pub(crate) fn whole(&self) -> (&'a [u8], impl Iterator<Item = usize> + use<'a>) {
        let record = self.record;
        let ends = (0..record.len()).map(|field| record.range(field).map_or(0, |range| range.end));
        (record.as_slice(), ends)
    }

    /// Whether a byte of no text stands in it.
    #[inline]
    pub(crate) fn has_nul(&self) -> bool {
        memchr::memchr(0, self.record.as_slice()).is_some()
    }

    /// Every field that it has.
    pub(crate) fn fields(&self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        self.record.iter()
    }

    /// The line on which it begins; the first line of the file is 1.
    pub const fn line(&self) -> u64 {
        self.line
    }

    /// The field in this column, counted from 0, freed of quotes.
    #[inline]
    pub fn field(&self, column: usize) -> Option<&'a [u8]> {
        self.record.get(column)
    }

    /// How many fields it has, if it has other columns than the heading; empty fields at its end do not count as more.
    pub fn ragged(&self) -> Option<usize> {
        is_ragged(self.record, self.columns).then_some(self.record.len())
    }
}

/// Whether a row has fewer fields than the heading, or more that are not all empty.
pub(crate) fn is_ragged(record: &ByteRecord, columns: usize) -> bool {
    record.len() < columns || record.iter().skip(columns).any(|field| !field.is_empty())
}

/// By this programs of long ago marked the end of a file.
const END_OF_FILE: u8 = 0x1a;

/// Whether nothing but spaces stands between the commas.
pub(crate) fn is_blank(record: &ByteRecord) -> bool {
    record.as_slice().iter().all(|byte| byte.is_ascii_whitespace() || *byte == END_OF_FILE)
}

/// Where a row really begins, given a position behind the row before it: blank lines may lie between.
pub(crate) fn row_start(bytes: &[u8], position: u64, line: u64) -> (usize, u64) {
    let start = usize::try_from(position).unwrap_or(bytes.len());
    let rest = bytes.get(start..).unwrap_or_default();
    let blank = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
    blank.fold((start, line), |(at, line), byte| (at + 1, line + u64::from(*byte == b'\n')))
}
