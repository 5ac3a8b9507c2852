//! The rows that were refused, as a file that can be mended and sent again.
//!
//! It has the columns of the file and two more: why the row was refused, and which row it was. Of a file of patients
//! it holds only what was read and can be no number of a patient.
//!
//! Written as lines of equal length, a row whose values do not stand under their columns would look whole: such a row
//! says so itself, and is refused again until a person has taken that out. What a spreadsheet would take for a formula
//! is written behind an apostrophe, which is taken off again when the file comes back.

use super::contract::written;
use super::heading::{Binding, REFUSED_BECAUSE, ROW};
use super::profile::{Field, bare};
use super::row::Reading;
use super::value::amount::DECIMAL_COMMA;
use super::value::calendar::ANOTHER_YEAR;
use super::value::date::{NOT_A_DATE, Order};
use super::value::{decoded, is_blank};
use crate::fault::Fault;
use std::borrow::Cow;

/// That the row came back as it was rejected.
pub(crate) const NOT_MENDED: &str = "not-mended";
/// That a line is no row of the table.
pub(crate) const NOT_A_ROW: &str = "not-a-row";
/// Faults after which the row alone does not show that it is wrong: its cells need not stand under their columns, or
/// the name of the file said otherwise.
const NOT_SEEN: [&str; 7] = [
    "too-few-fields",
    "too-many-fields",
    "nul-bytes",
    "not-a-factor",
    "year-unlike-name",
    NOT_A_ROW,
    NOT_MENDED,
];
/// By this a rejected row says that a person must look at it first.
const MEND_FIRST: &str = "mend the row, then empty this cell: ";

/// Writes the heading.
pub(crate) fn heading(binding: &Binding) -> Vec<u8> {
    let mut out = Vec::new();
    let names = kept(binding).map(|column| binding.name(column).to_string());
    record(&mut out, names.chain([REFUSED_BECAUSE.to_string(), ROW.to_string()]));
    out
}

/// Writes one row.
pub(crate) fn write(out: &mut Vec<u8>, row: &Reading<'_>, faults: &[(Option<usize>, Fault)]) {
    let binding = row.binding;
    let because: Vec<String> = faults
        .iter()
        .map(|(column, fault)| {
            let place = column.map_or(String::new(), |column| format!("{}: ", binding.name(column)));
            let help = fault.help.as_deref().filter(|_| fault.code != NOT_MENDED);
            let help = help.map_or(String::new(), |help| format!(" ({help})"));
            format!("{place}{}{help}", fault.what)
        })
        .collect();
    // Between the commas of this file it would stand before thousands.
    let may_be_pence = |code: &str| code == DECIMAL_COMMA && row.habits.is_semicolons;
    // Other rows of the file showed in which order its days and months are written; without them it may be the other.
    let may_turn =
        |code: &str| [ANOTHER_YEAR, NOT_A_DATE].contains(&code) && row.habits.order != Order::Unsettled;
    let is_not_seen = faults
        .iter()
        .any(|(_, fault)| NOT_SEEN.contains(&fault.code) || may_be_pence(fault.code) || may_turn(fault.code));
    let first = if is_not_seen { MEND_FIRST } else { "" };
    let is_moved = faults.iter().any(|(column, _)| column.is_none());
    let is_of_patients = binding.kind.is_of_patients();
    let field = |column: usize| {
        let field = row.at(column);
        if is_of_patients && (is_moved || !binding.reads(column) || may_be_nhs_number(field)) {
            return Cow::Borrowed("");
        }
        let is_year = !is_moved && binding.column(Field::Year) == Some(column);
        let of_name = row.habits.year_of_name.filter(|_| is_year);
        // The file of rejected rows has another name.
        let text = match of_name {
            Some(year) if is_blank(field) => Cow::Owned(written(year)),
            _ => decoded(field).0,
        };
        if column + 1 < binding.names.len() { text } else { Cow::Owned(text.into_owned() + &row.behind()) }
    };
    let last = [Cow::Owned(format!("{first}{}", because.join("; "))), Cow::Owned(row.number.to_string())];
    record(out, kept(binding).map(field).chain(last));
}

/// The columns of the file without those that an earlier report added.
fn kept(binding: &Binding) -> impl Iterator<Item = usize> {
    let added = |column: &usize| {
        let name = bare(binding.name(*column));
        binding.is_mended() && (name == bare(REFUSED_BECAUSE) || name == bare(ROW))
    };
    (0..binding.names.len()).filter(move |column| !added(column))
}

fn record(out: &mut Vec<u8>, fields: impl Iterator<Item = impl AsRef<str>>) {
    for (at, field) in fields.enumerate() {
        if at > 0 {
            out.push(b',');
        }
        let field = field.as_ref();
        let kept =
            if is_taken_for_a_formula(field.as_bytes()) { format!("'{field}") } else { field.to_string() };
        let field = kept.as_str();
        let needs_quotes = field.contains([',', '"', '\n', '\r', ';', '\t']) || field.trim() != field;
        if needs_quotes {
            out.push(b'"');
            out.extend_from_slice(field.replace('"', "\"\"").as_bytes());
            out.push(b'"');
        } else {
            out.extend_from_slice(field.as_bytes());
        }
    }
    out.push(b'\n');
}

/// Whether a spreadsheet would work out the field, or has been kept from it by an apostrophe. An amount is a number.
fn is_taken_for_a_formula(field: &[u8]) -> bool {
    let apostrophes = field.iter().take_while(|byte| **byte == b'\'').count();
    match field.split_at(apostrophes).1 {
        [b'-' | b'+', rest @ ..] => {
            let is_of_number = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'.' | b',');
            apostrophes > 0 || !rest.is_empty() && !rest.iter().all(is_of_number)
        }
        [b'=' | b'@' | b'\t' | b'\r', ..] => true,
        _ => false,
    }
}

/// A field of rejected rows that came back, without the apostrophe that was put before it.
#[inline]
pub(crate) fn as_it_stood(field: &[u8]) -> &[u8] {
    match field {
        [b'\'', rest @ ..] if is_taken_for_a_formula(field) => rest,
        _ => field,
    }
}

/// What is wrong with a row as a whole, if it still says that it is to be mended.
pub(crate) fn still_to_mend(because: &[u8]) -> Option<Cow<'_, str>> {
    let text = decoded(because).0;
    text.trim_start().starts_with(MEND_FIRST.trim_end()).then(|| {
        let said = text.replacen(MEND_FIRST.trim_end(), "", 1);
        Cow::Owned(said.trim().to_string())
    })
}

/// Whether the field may be the number of a patient: ten digits whose last is the check digit of the others.
pub(crate) fn may_be_nhs_number(field: &[u8]) -> bool {
    let digits: Vec<u32> =
        field.iter().filter(|byte| byte.is_ascii_digit()).map(|byte| u32::from(byte - b'0')).collect();
    let others = field.iter().filter(|byte| !byte.is_ascii_digit());
    if digits.len() != 10 || others.into_iter().any(|byte| !matches!(byte, b' ' | b'-')) {
        return false;
    }
    let sum: u32 = digits.iter().take(9).zip((2..=10).rev()).map(|(digit, weight)| digit * weight).sum();
    let check = (11 - sum % 11) % 11;
    digits.last() == Some(&check)
}
