//! A short CSV file whose every field has a place.

use crate::fault::Fault;
use crate::rows::{Cutter, RowsProblem, is_blank, is_ragged, row_start};
use accordant_agreement::problem::{FileName, Place, Problem, Problems};
use csv::ByteRecord;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
/// Of the author's words at a place, no more are kept, in characters.
const WORDS_CHARACTERS_MAX: usize = 200;

/// A CSV file in memory.
#[derive(Debug)]
pub(crate) struct Sheet<'a> {
    file: FileName,
    bytes: &'a [u8],
    rows: Vec<Line>,
    columns: usize,
}

/// A row and where it begins.
#[derive(Debug)]
struct Line {
    record: ByteRecord,
    start: usize,
    line: u64,
}

/// A row of text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SheetRow<'s> {
    sheet: &'s Sheet<'s>,
    line: &'s Line,
}

impl<'a> Sheet<'a> {
    /// Reads all rows; the first is the heading. What cannot be read is told and left out.
    pub(crate) fn read(file: &str, bytes: &'a [u8], problems: &mut Problems) -> Option<Sheet<'a>> {
        let bytes = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
        let mut sheet = Sheet { file: FileName::new(file), bytes, rows: Vec::new(), columns: 0 };
        if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
            let fault = Fault::new("not-utf-8", "the file is saved as UTF-16".to_string(), save_again());
            problems.push(fault.at(sheet.place_of_file(1), ""));
            return None;
        }
        let whole = sheet.whole_rows(problems);
        sheet.rows = lines(bytes.get(..whole).unwrap_or_default());
        let Some(heading) = sheet.rows.first() else {
            problems.push(sheet.problem(&RowsProblem::NoHeading, 1));
            return None;
        };
        sheet.columns = heading.record.len();
        Some(sheet)
    }

    /// The heading.
    pub(crate) fn heading(&self) -> Option<SheetRow<'_>> {
        self.rows.first().map(|line| SheetRow { sheet: self, line })
    }

    /// The rows that can be read; of the others a problem tells.
    pub(crate) fn rows(&self, problems: &mut Problems) -> Vec<SheetRow<'_>> {
        let rows = self.rows.iter().skip(1).map(|line| SheetRow { sheet: self, line });
        rows.filter(|row| row.tell_if_unfit(problems)).collect()
    }

    /// How many bytes can be read: all, unless a quote is never closed.
    fn whole_rows(&self, problems: &mut Problems) -> usize {
        let mut cutter = Cutter::new(b',');
        cutter.advance(self.bytes);
        let Some(line_feeds) = cutter.open_quote(self.bytes) else { return self.bytes.len() };
        let line = line_feeds + 1;
        problems.push(self.problem(&RowsProblem::QuoteNotClosed(line), line));
        cutter.last_row_end().map_or(0, |(end, _)| end)
    }

    fn problem(&self, problem: &RowsProblem, line: u64) -> Problem {
        let fault = Fault::new("csv", problem.to_string(), problem.help().to_string());
        fault.at(self.place_of_file(line), "")
    }

    fn place_of_file(&self, line: u64) -> Place {
        Place { file: self.file.clone(), line: count(line), column: 1, length: 0 }
    }
}

impl<'s> SheetRow<'s> {
    /// The line on which it begins.
    pub(crate) fn line(self) -> u64 {
        self.line.line
    }

    /// How many fields it has.
    pub(crate) fn len(self) -> usize {
        self.line.record.len()
    }

    /// The text of a field, without spaces around it; empty if there is no such field.
    pub(crate) fn text(self, column: usize) -> &'s str {
        let field = self.line.record.get(column).unwrap_or_default();
        str::from_utf8(field).unwrap_or_default().trim()
    }

    /// The problem that a fault is in a field.
    pub(crate) fn problem(self, column: usize, fault: Fault) -> Problem {
        let words: String = self.text(column).chars().take(WORDS_CHARACTERS_MAX).collect();
        fault.at(self.place(column), &words)
    }

    /// Where a field is written, as far as it stands on one line.
    pub(crate) fn place(self, column: usize) -> Place {
        let row = self.sheet.bytes.get(self.line.start..).unwrap_or_default();
        let (start, end) = written(row, column);
        let before = String::from_utf8_lossy(row.get(..start).unwrap_or_default());
        let field = String::from_utf8_lossy(row.get(start..end).unwrap_or_default());
        let on_line = before.rsplit('\n').next().unwrap_or_default();
        let line = self.line.line + before.matches('\n').count() as u64;
        let length = field.lines().next().unwrap_or_default().trim_end().chars().count();
        Place {
            file: self.sheet.file.clone(),
            line: count(line),
            column: count(on_line.chars().count() as u64 + 1),
            length: count(length as u64),
        }
    }

    /// Tells if the row does not fit the heading or is not UTF-8; says whether it can be read.
    pub(crate) fn tell_if_unfit(self, problems: &mut Problems) -> bool {
        let not_text = self.line.record.iter().position(|field| str::from_utf8(field).is_err());
        if let Some(column) = not_text {
            let fault = Fault::new("not-utf-8", "a byte that is not UTF-8".to_string(), save_again());
            problems.push(fault.at(self.place(column), "\u{fffd}"));
        }
        let columns = self.sheet.columns;
        let is_ragged = is_ragged(&self.line.record, columns);
        if is_ragged {
            let what = format!("the row has {} fields, the heading {columns}", self.len());
            let help =
                "put quotes round a value that holds a comma, and a comma for every empty field".to_string();
            problems.push(self.problem(columns.min(self.len()), Fault::new("ragged-row", what, help)));
        }
        not_text.is_none() && !is_ragged
    }
}

/// All rows in which something stands.
fn lines(bytes: &[u8]) -> Vec<Line> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    let mut lines = Vec::new();
    let mut record = ByteRecord::new();
    // Reading from memory cannot fail, and ragged rows are allowed.
    while reader.read_byte_record(&mut record).unwrap_or(false) {
        let position = record.position();
        let (byte, line) = position.map_or((0, 1), |position| (position.byte(), position.line()));
        let (start, line) = row_start(bytes, byte, line);
        if !is_blank(&record) {
            lines.push(Line { record: record.clone(), start, line });
        }
    }
    lines
}

/// Where the bytes of a field stand in a row, quotes and all.
fn written(row: &[u8], column: usize) -> (usize, usize) {
    let mut start = 0;
    for _ in 0..column {
        let end = field_end(row, start);
        if row.get(end) != Some(&b',') {
            return (end, end);
        }
        start = end + 1;
    }
    (start, field_end(row, start))
}

fn field_end(row: &[u8], start: usize) -> usize {
    let mut quoted = row.get(start) == Some(&b'"');
    let mut at = start + usize::from(quoted);
    while let Some(byte) = row.get(at) {
        match byte {
            b'"' if quoted && row.get(at + 1) == Some(&b'"') => at += 1,
            b'"' => quoted = false,
            b',' | b'\r' | b'\n' if !quoted => break,
            _ => {}
        }
        at += 1;
    }
    at
}

fn save_again() -> String {
    "save the file again with the encoding UTF-8 (spreadsheets call it `CSV UTF-8`)".to_string()
}

fn count(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
