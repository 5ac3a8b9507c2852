//! One value of a file, as it may be written.
//!
//! Each reader is a function from the bytes of a field: what stands as the layout asks for is read without
//! allocating; anything else is read by a named rule, or refused with what to do.

pub(crate) mod amount;
pub(crate) mod calendar;
pub(crate) mod code;
pub(crate) mod date;

use super::rule::{Fixes, Rule};
use crate::fault::Fault;
use accordant_agreement::problem::in_backticks;
use std::borrow::Cow;

/// How a value is shown in a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Showing {
    /// As it stands.
    Open,
    /// In a file of patients: only its shape, for what stands in the wrong column may be anything.
    Shape,
}

/// What a reader must know of the file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Habits {
    /// Whether semicolons separate the columns, as where the comma is the decimal point.
    pub(crate) is_semicolons: bool,
    /// What comes first in `01/02/2025`.
    pub(crate) order: date::Order,
    /// The financial year in the name of the file.
    pub(crate) year_of_name: Option<calendar::YearStart>,
    /// Whether most rows state something else in the place of market forces factors.
    pub(crate) states_no_factors: bool,
    pub(crate) showing: Showing,
}

impl Habits {
    /// What stood there, in backticks.
    pub(crate) fn shown(&self, text: &[u8]) -> String {
        let text = decoded(text).0;
        match self.showing {
            _ if text.is_empty() => "nothing".to_string(),
            Showing::Open => in_backticks(&text),
            Showing::Shape => in_backticks(&shape(&text)),
        }
    }
}

impl Habits {
    /// What is read of a value, as a report may tell it.
    pub(crate) fn told(&self, read: String) -> String {
        match self.showing {
            Showing::Open => read,
            Showing::Shape => shape(&read),
        }
    }
}

/// Words that tell what is wrong and name nobody.
const OPEN_WORDS: &[&str] = &["TBC", "TBA", "TBD", "N/A", "NA", "NULL", "*", "-", "#N/A", "#REF!", "TOTAL"];

/// `A` for each letter and `9` for each digit.
fn shape(text: &str) -> String {
    if OPEN_WORDS.iter().any(|word| word.eq_ignore_ascii_case(text)) {
        return text.to_string();
    }
    let letter = |letter: char| match letter {
        _ if letter.is_numeric() => '9',
        _ if letter.is_alphabetic() => 'A',
        _ => letter,
    };
    text.chars().map(letter).collect()
}

/// The text of a field, and whether it had to be taken as Windows-1252.
pub(crate) fn decoded(field: &[u8]) -> (Cow<'_, str>, bool) {
    match str::from_utf8(field) {
        Ok(text) => (Cow::Borrowed(text), false),
        Err(_) => (Cow::Owned(field.iter().map(|byte| windows_1252(*byte)).collect()), true),
    }
}

/// What the bytes from 0x80 to 0x9F mean in Windows-1252; five of them mean nothing.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{fffd}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{fffd}', 'Ž', '\u{fffd}',
    '\u{fffd}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{fffd}', 'ž', 'Ÿ',
];

fn windows_1252(byte: u8) -> char {
    let special = byte.checked_sub(0x80).and_then(|at| WINDOWS_1252.get(usize::from(at)));
    special.copied().unwrap_or(char::from(byte))
}

/// The text without spaces round it, and the rules that were needed to have it.
pub(crate) fn cleaned(field: &[u8]) -> (Cow<'_, str>, Fixes) {
    let (text, is_1252) = decoded(field);
    let mut fixes = if is_1252 { Fixes::NONE.and(Rule::Windows1252) } else { Fixes::NONE };
    let is_space = |letter: char| letter.is_whitespace() || matches!(letter, '\u{200b}' | '\u{feff}');
    let trimmed = match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim_matches(is_space)),
        Cow::Owned(text) => Cow::Owned(text.trim_matches(is_space).to_string()),
    };
    if trimmed.len() != field.len() && !is_1252 || is_1252 && trimmed.chars().count() != field.len() {
        fixes = fixes.and(Rule::SpacesDropped);
    }
    if let Some(text) = trimmed.strip_prefix("=\"").and_then(|text| text.strip_suffix('"')) {
        return (Cow::Owned(text.trim().to_string()), fixes.and(Rule::SpreadsheetText));
    }
    (trimmed, fixes)
}

/// What spreadsheets write where they cannot work out a value.
const ERRORS: [&str; 11] = [
    "#N/A",
    "#REF!",
    "#VALUE!",
    "#NAME?",
    "#DIV/0!",
    "#NUM!",
    "#NULL!",
    "#SPILL!",
    "#CALC!",
    "#FIELD!",
    "#GETTING_DATA",
];

/// Whether it is an error of a spreadsheet, or a column that was too narrow.
fn is_error(text: &str) -> bool {
    let is_narrow = || text.len() > 1 && text.bytes().all(|byte| byte == b'#');
    text.starts_with('#') && (is_narrow() || ERRORS.iter().any(|error| error.eq_ignore_ascii_case(text)))
}

/// A formula or an error of a spreadsheet stands where a value is needed.
pub(crate) fn no_value(text: &str, habits: &Habits) -> Option<Fault> {
    if is_error(text) {
        let help =
            "mend the cell in the spreadsheet (a wide enough column, a formula that works) and save it again";
        let what = format!("{} is an error of the spreadsheet", habits.shown(text.as_bytes()));
        return Some(Fault::new("spreadsheet-error", what, help.to_string()));
    }
    let help =
        "copy the cells and paste them as values: what a formula comes to may change when the file is opened";
    text.starts_with('=').then(|| {
        let what = format!("{} is a formula, not a value", habits.shown(text.as_bytes()));
        Fault::new("formula", what, help.to_string())
    })
}

/// Whether nothing but spaces stands in the field.
pub(crate) fn is_blank(field: &[u8]) -> bool {
    field.is_empty() || cleaned(field).0.is_empty()
}
