//! The rows of a sheet, each as fields of text.

use super::package::{damaged, too_much};
use super::xml::{Events, attribute, referred, says_yes};
use crate::fault::Fault;
use crate::submission::sniff::COLUMNS_MAX;
use csv::ByteRecord;
use quick_xml::events::{BytesStart, Event};
use std::io::BufRead;

/// No cell holds more bytes: 32,767 characters of four.
const CELL_BYTES_MAX: usize = 131_068;

/// A sheet while it is read.
pub(crate) struct Sheet<'r> {
    events: Events<'r>,
    strings: &'r [String],
    /// The number of the row that was read last.
    row: u64,
    /// How many rows are hidden from who looks at the sheet.
    pub(crate) hidden_rows: u64,
    /// How many columns are.
    pub(crate) hidden_columns: u64,
}

/// A cell while it is read.
#[derive(Debug, Default)]
struct Cell {
    column: usize,
    kind: String,
    text: String,
    /// What is worked out to have the text; the text itself is then not taken.
    formula: Option<String>,
}

/// Which text is read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    Nothing,
    Value,
    Formula,
}

impl<'r> Sheet<'r> {
    pub(super) fn new(part: Box<dyn BufRead + 'r>, strings: &'r [String]) -> Sheet<'r> {
        Sheet { events: Events::new(part), strings, row: 0, hidden_rows: 0, hidden_columns: 0 }
    }

    /// The next row in which something stands: its number and its fields. [`None`] behind the last.
    pub(crate) fn next_row(&mut self) -> Result<Option<(u64, ByteRecord)>, Fault> {
        loop {
            let (number, is_hidden, is_empty) = match self.events.next()? {
                Event::Eof => return Ok(None),
                Event::Start(tag) if tag.local_name().as_ref() == "row" => {
                    (attribute(&tag, "r"), says_yes(&tag, "hidden"), false)
                }
                Event::Empty(tag) if tag.local_name().as_ref() == "row" => {
                    (attribute(&tag, "r"), false, true)
                }
                Event::Start(tag) | Event::Empty(tag) if tag.local_name().as_ref() == "col" => {
                    let hidden = if says_yes(&tag, "hidden") { columns_of(&tag) } else { 0 };
                    self.hidden_columns += hidden;
                    continue;
                }
                _ => continue,
            };
            self.row = match number {
                Some(number) => number.parse().map_err(|_| damaged("a row has no number"))?,
                None => self.row + 1,
            };
            if is_empty {
                continue;
            }
            let fields = self.fields()?;
            if fields.iter().all(|field| field.trim().is_empty()) {
                continue;
            }
            self.hidden_rows += u64::from(is_hidden);
            return Ok(Some((self.row, fields.iter().map(String::as_bytes).collect())));
        }
    }

    /// The cells of a row, up to its end.
    fn fields(&mut self) -> Result<Vec<String>, Fault> {
        let mut fields: Vec<String> = Vec::new();
        let mut cell = Cell::default();
        let mut within = Within::Nothing;
        let mut next_column = 0;
        loop {
            match self.events.next()? {
                Event::Eof => return Err(damaged("a row does not end")),
                Event::Start(tag) => match tag.local_name().as_ref() {
                    "c" => cell = Cell::of(&tag, next_column)?,
                    "v" | "t" => within = Within::Value,
                    "f" => {
                        within = Within::Formula;
                        cell.formula = Some(String::new());
                    }
                    _ => {}
                },
                Event::Empty(tag) => match tag.local_name().as_ref() {
                    "c" => next_column = Cell::of(&tag, next_column)?.column + 1,
                    // One formula for several cells is written out in the first of them only.
                    "f" => cell.formula = Some(String::new()),
                    _ => {}
                },
                Event::Text(piece) => cell.push(within, &piece.xml10_content()),
                Event::CData(piece) => cell.push(within, &piece.xml10_content()),
                Event::GeneralRef(reference) => {
                    let letter = referred(&reference);
                    cell.push(within, letter.encode_utf8(&mut [0; 4]));
                }
                Event::End(tag) => match tag.local_name().as_ref() {
                    "v" | "t" | "f" => within = Within::Nothing,
                    "c" => {
                        next_column = cell.column + 1;
                        let cell = std::mem::take(&mut cell);
                        if fields.len() <= cell.column {
                            fields.resize(cell.column + 1, String::new());
                        }
                        let column = cell.column;
                        let text = cell.field(self.strings)?;
                        if let Some(place) = fields.get_mut(column) {
                            *place = text;
                        }
                    }
                    "row" => return Ok(fields),
                    _ => {}
                },
                _ => {}
            }
            if cell.text.len() > CELL_BYTES_MAX {
                return Err(too_much("a cell is too long"));
            }
        }
    }
}

impl Cell {
    fn of(tag: &BytesStart<'_>, next_column: usize) -> Result<Cell, Fault> {
        let column = match attribute(tag, "r") {
            Some(reference) => column(&reference).ok_or_else(|| damaged("a cell has no place"))?,
            None => next_column,
        };
        if column >= COLUMNS_MAX {
            let what = "the sheet has too many columns".to_string();
            let help = format!("leave out what no layout asks for; {COLUMNS_MAX} columns are read at most");
            return Err(Fault::new("too-many-columns", what, help));
        }
        let kind = attribute(tag, "t").unwrap_or_default();
        Ok(Cell { column, kind, text: String::new(), formula: None })
    }

    fn push(&mut self, within: Within, piece: &str) {
        match (within, &mut self.formula) {
            (Within::Value, _) => self.text.push_str(piece),
            (Within::Formula, Some(formula)) if formula.len() < CELL_BYTES_MAX => formula.push_str(piece),
            _ => {}
        }
    }

    /// What stands in it. A formula stands for itself, behind its equals sign.
    fn field(self, strings: &[String]) -> Result<String, Fault> {
        if let Some(formula) = self.formula {
            return Ok(format!("={formula}"));
        }
        match self.kind.as_str() {
            "s" => {
                let number: usize = self.text.trim().parse().map_err(|_| damaged("a text is not there"))?;
                let text = strings.get(number).ok_or_else(|| damaged("a text is not there"))?;
                Ok(unescaped(text))
            }
            "b" => Ok(if self.text.trim() == "1" { "TRUE" } else { "FALSE" }.to_string()),
            "inlineStr" => Ok(unescaped(&self.text)),
            "" | "n" => Ok(written_out(&self.text).unwrap_or(self.text)),
            _ => Ok(self.text),
        }
    }
}

/// `_x000D_`, by which a workbook keeps letters that XML cannot, as the letters themselves.
fn unescaped(text: &str) -> String {
    let mut read = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("_x") {
        read.push_str(before);
        let number =
            behind.split_at_checked(4).and_then(|(number, end)| Some((number, end.strip_prefix('_')?)));
        let letter = number.and_then(|(number, end)| {
            let letter = u32::from_str_radix(number, 16).ok().and_then(char::from_u32)?;
            Some((letter, end))
        });
        if let Some((letter, end)) = letter {
            read.push(letter);
            rest = end;
        } else {
            read.push_str("_x");
            rest = behind;
        }
    }
    read.push_str(rest);
    read
}

/// A number moves its point by no more places than that; one that would is no amount.
const PLACES_MAX: i32 = 40;

/// `1.6476E4`, by which a workbook keeps a number with all its digits, as the digits alone.
fn written_out(text: &str) -> Option<String> {
    let (mantissa, exponent) = text.trim().split_once(['e', 'E'])?;
    let exponent: i32 = exponent.parse().ok().filter(|places| (-PLACES_MAX..=PLACES_MAX).contains(places))?;
    let (sign, digits) = mantissa.strip_prefix('-').map_or(("", mantissa), |digits| ("-", digits));
    let (whole, places) = digits.split_once('.').unwrap_or((digits, ""));
    let is_digits = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !is_digits(whole) || !is_digits(places) {
        return None;
    }
    let noughts = |count: usize| "0".repeat(count);
    let moved = usize::try_from(exponent.unsigned_abs()).ok()?;
    let (whole, places) = if exponent < 0 {
        let padded = format!("{}{whole}", noughts(moved));
        let (whole, moved) = padded.split_at_checked(padded.len() - moved)?;
        (whole.to_string(), format!("{moved}{places}"))
    } else {
        let padded = format!("{places}{}", noughts(moved.saturating_sub(places.len())));
        let (moved, places) = padded.split_at_checked(moved)?;
        (format!("{whole}{moved}"), places.to_string())
    };
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let point = if places.is_empty() { "" } else { "." };
    Some(format!("{sign}{whole}{point}{places}"))
}

/// The column of `AB12`, counted from 0.
fn column(reference: &str) -> Option<usize> {
    let letters = reference.bytes().take_while(u8::is_ascii_alphabetic);
    let mut column = 0_usize;
    for letter in letters {
        column = column.checked_mul(26)? + usize::from(letter.to_ascii_uppercase() - b'A') + 1;
    }
    column.checked_sub(1)
}

fn columns_of(tag: &BytesStart<'_>) -> u64 {
    let end = |name: &str| attribute(tag, name).and_then(|number| number.parse::<u64>().ok()).unwrap_or(1);
    let (first, last) = (end("min"), end("max"));
    // A sheet hides all columns behind the last by naming thousands of them.
    (last.min(COLUMNS_MAX as u64) + 1).saturating_sub(first)
}
