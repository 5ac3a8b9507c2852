//! One row of a file, as it was written: for whoever asks about it.
//!
//! Only the columns that are read are shown, so nothing of a column that was let in and not read can come out here.
//! Start with [`row_of`].

use super::encoding::{Decoding, Encoding};
use super::heading::Binding;
use super::read::{sought, unreadable};
use super::sniff::{self, Sniffed};
use super::table::Table;
use super::value::decoded;
use super::workbook::{self, Workbook};
use super::{Asked, Refused};
use crate::rows::{Chunk, Form, Rows, Stopped};
use csv::ByteRecord;
use std::io::{Cursor, Read};
use std::num::NonZeroUsize;

/// So many bytes of lines are looked through at a time.
const CHUNK_BYTES: usize = 512 * 1024;

/// The fields of a row that are read, each with the name of its column, as they were written; blank ones are left out.
/// Nothing where the file has no such row.
///
/// # Errors
/// When the file as a whole cannot be read.
pub fn row_of(bytes: Vec<u8>, asked: &Asked<'_>, number: u64) -> Result<Vec<(String, String)>, Refused> {
    match bytes.get(..4) {
        Some(b"PK\x03\x04") => of_workbook(bytes, asked, number),
        Some(b"PAR1") => of_table(bytes, asked, number),
        _ => of_lines(&bytes, asked, number),
    }
}

fn of_lines(bytes: &[u8], asked: &Asked<'_>, number: u64) -> Result<Vec<(String, String)>, Refused> {
    let encoding = Encoding::of(bytes);
    let mut text = Vec::new();
    Decoding::new(bytes, encoding).read_to_end(&mut text).map_err(unreadable)?;
    let Sniffed { delimiter, rows_above, binding, .. } = sniff::lines(&text, sought(asked))?;
    let form = Form { delimiter, chunk_bytes: CHUNK_BYTES };
    let rows = Rows::open_at(text.as_slice(), form, rows_above, binding.names.clone());
    let look = |mut chunk: Chunk<'_>| {
        while let Some(row) = chunk.next_row() {
            if row.line() == number {
                return Some(row.fields().collect::<ByteRecord>());
            }
        }
        None
    };
    let stopped =
        rows.map_err(Refused::from)?.each_chunk(NonZeroUsize::MIN, look, |found| found.map_or(Ok(()), Err));
    match stopped {
        Ok(()) => Ok(Vec::new()),
        Err(Stopped::Sink(found)) => Ok(fields(&binding, &found)),
        Err(Stopped::Rows(problem)) => Err(Refused::from(problem)),
    }
}

fn of_workbook(bytes: Vec<u8>, asked: &Asked<'_>, number: u64) -> Result<Vec<(String, String)>, Refused> {
    let mut workbook = Workbook::open(Cursor::new(bytes))?;
    let (chosen, _) = workbook.choose(asked.sheet)?;
    let counts_from_1904 = workbook.counts_from_1904;
    let mut sheet = workbook.sheet(chosen)?;
    let mut seen = Vec::new();
    let mut found = None;
    while let Some((at, record)) = sheet.next_row()? {
        if at == number {
            found = Some(record.clone());
        }
        if seen.len() < sniff::ROWS_SEEN {
            seen.push(record);
        } else if at >= number {
            break;
        }
    }
    let (_, binding, _) = sniff::among(seen, sought(asked)).map_err(|(_, fault)| fault)?;
    let Some(mut record) = found else { return Ok(Vec::new()) };
    if counts_from_1904 {
        workbook::write_days_out(&binding, &mut record);
    }
    Ok(fields(&binding, &record))
}

fn of_table(bytes: Vec<u8>, asked: &Asked<'_>, number: u64) -> Result<Vec<(String, String)>, Refused> {
    let mut table = Table::open(Cursor::new(bytes))?;
    let (_, binding, _) = sniff::among(vec![table.names()], sought(asked)).map_err(|(_, fault)| fault)?;
    loop {
        let rows = table.next_rows()?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        if let Some((_, record)) = rows.iter().find(|(at, _)| *at == number) {
            return Ok(fields(&binding, record));
        }
    }
}

fn fields(binding: &Binding, record: &ByteRecord) -> Vec<(String, String)> {
    let read = binding.names.iter().zip(record).enumerate().filter(|(at, _)| binding.reads(*at));
    let field = |(name, bytes): (&String, &[u8])| (name.clone(), decoded(bytes).0.trim().to_string());
    read.map(|(_, pair)| field(pair)).filter(|(_, value)| !value.is_empty()).collect()
}
