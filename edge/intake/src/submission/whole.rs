//! What there is to say of a file as a whole: why nothing of it is taken, and what a reader of its report must know.
//!
//! It never looks at the rows themselves. Start with [`other_form`] and [`some_rows`].

use super::Refused;
use super::layout::Context;
use super::notes::Notes;
use super::profile::Field;
use crate::fault::Fault;
use accordant_money::group;

/// The last rows of sheets in spreadsheets of before 2007 and since.
const LAST_ROWS: [u32; 2] = [65_536, 1_048_576];

/// So many stages of reporting are told.
const STAGES_SHOWN: usize = 6;

/// That the last row is one behind which a spreadsheet has no room for others.
pub(crate) fn may_be_cut(notes: &Notes) -> Option<String> {
    let last = group(&notes.last.to_string());
    let remark = || format!("row {last} is the last that a spreadsheet holds: see whether rows are missing");
    LAST_ROWS.contains(&notes.last).then(remark)
}

/// A value of such a file may be a day or a number, and nothing tells which.
pub(crate) fn days_from_1904() -> Fault {
    let what = "the workbook counts days from 1904, and its values may be days".to_string();
    let help = "write each day as a text such as `2025-05-12`, and save the sheet as CSV".to_string();
    Fault::new("days-from-1904", what, help)
}

pub(crate) fn hidden(what: &str, count: u64) -> Option<String> {
    match count {
        0 => None,
        1 => Some(format!("1 {what} is hidden in the sheet, and is read like the others")),
        more => Some(format!("{more} {what}s are hidden in the sheet, and are read like the others")),
    }
}

/// Refuses a file in which no row says anything: whoever owes a file has not sent it yet.
pub(crate) fn some_rows(notes: &Notes) -> Result<(), Refused> {
    if notes.tally.rows() > 0 {
        return Ok(());
    }
    let (what, help) = if notes.totals > 0 {
        ("the file holds only totals of all functions", "send the rows of the functions too")
    } else {
        (
            "the file holds a heading and no row under it",
            "send the rows; if there was no activity, send rows that say 0",
        )
    };
    Err(Refused::from(Fault::new("no-rows", what.to_string(), help.to_string())))
}

/// What the rows say of the stage of reporting, in their own words.
pub(crate) fn reporting(notes: &Notes, context: &Context) -> Option<String> {
    let name = context.binding.name(context.binding.column(Field::Reporting)?);
    let said = notes.reporting.iter().take(STAGES_SHOWN).map(|(said, count)| {
        let said = context.habits.shown(said);
        if *count == 1 { format!("{said} in 1 row") } else { format!("{said} in {count} rows") }
    });
    let said: Vec<String> = said.collect();
    (!said.is_empty()).then(|| format!("`{name}` says {}", said.join(" and ")))
}

pub(crate) fn left_out(totals: u64, are_checked: bool) -> Option<String> {
    let rows = match totals {
        0 => return None,
        1 => "1 more row is the total of all functions".to_string(),
        more => format!("{more} more rows are totals of all functions"),
    };
    let checked = if are_checked { "checked" } else { "not checked, for rows were refused" };
    Some(format!("{rows}: left out, and {checked}"))
}

pub(crate) fn above(rows: usize) -> Vec<String> {
    match rows {
        0 => Vec::new(),
        1 => vec!["1 row above the heading was passed over".to_string()],
        rows => vec![format!("{rows} rows above the heading were passed over")],
    }
}

/// `EncryptedPackage` in UTF-16: the part in which a workbook with a password lies.
const LOCKED: &[u8] = b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0";

/// What the first bytes say that cannot be lines of text.
pub(crate) fn other_form(prefix: &[u8]) -> Option<Fault> {
    let starts = |bytes: &[u8]| prefix.starts_with(bytes);
    let (what, help) = if starts(&[0xd0, 0xcf, 0x11, 0xe0]) {
        if prefix.windows(LOCKED.len()).any(|part| part == LOCKED) {
            ("the workbook has a password", "save it without a password, or as CSV")
        } else {
            (
                "the file is a workbook in the form of before 2007, or has a password",
                "save it as `.xlsx` without a password, or as CSV",
            )
        }
    } else if starts(&[0x1f, 0x8b]) {
        ("the file is packed", "unpack it first")
    } else if starts(b"%PDF") {
        ("the file is a PDF", "ask for the table as CSV or as a workbook")
    } else if prefix.trim_ascii_start().starts_with(b"<") {
        ("the file is a page of the web or XML, whatever its name says", "save it as CSV or as a workbook")
    } else if prefix.trim_ascii_start().starts_with(b"{") {
        ("the file is JSON", "send it as CSV")
    } else {
        return None;
    };
    Some(Fault::new("another-form", what.to_string(), help.to_string()))
}
