//! What the parties send, and the activity that it tells: each command is one reading and words around it.

pub mod diff;
mod held;
pub mod import;
pub mod imports;
mod instead;
pub mod rooms;
pub mod sessions;
pub mod shift;
mod shift_json;
mod shift_svg;
mod shift_text;
pub mod show;
pub mod steps;
pub mod undo;

mod columns;
mod covers;
mod mended;

pub use columns::Columns;

use crate::recorded::{in_force, told};
use crate::stop::Stop;
use crate::text::json::Json;
use accordant_activity::{Month, Scaled};
use accordant_agreement::problem::Problems;
use accordant_alliance::State;
use accordant_host::{Alliance, Submitted};
use accordant_intake::Fault;
use accordant_intake::counting::{self, COUNTING_FILE, CountingText};
use accordant_intake::submission::{self, Asked, Content, Kind, Known, Mapped, Report, Submission};
use clap::ArgMatches;
use std::fs;
use std::io::Cursor;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

/// A file as it was read.
pub struct Read {
    /// Its bytes.
    pub bytes: Arc<[u8]>,
    /// What became of it.
    pub report: Report,
    /// What it says.
    pub content: Content,
    /// The rows that were refused.
    pub rejects: Vec<u8>,
}

/// Reads the file that the arguments name.
pub fn read(asked: &ArgMatches, known: &Known, columns: Option<&Columns>) -> Result<Read, Stop> {
    let path = asked.get_one::<PathBuf>("file").map_or(Path::new("-"), PathBuf::as_path);
    let bytes = fs::read(path).map_err(|error| {
        Stop::problem(format!("`{}` cannot be read: {error}", path.display()))
            .help("name the file as it was sent")
    })?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let kind = asked.get_one::<String>("kind").map(|word| {
        Kind::parse(word).ok_or_else(|| {
            let all: Vec<&str> = Kind::ALL.iter().map(|kind| kind.word()).collect();
            Stop::wrong_use(format!("`{word}` is no kind of file"))
                .help(format!("it is one of {}", all.join(", ")))
        })
    });
    let invoice = asked.get_one::<String>("invoice").map(|text| {
        let plain: String = text.chars().filter(|sign| !matches!(sign, ',' | '\u{a3}')).collect();
        Scaled::parse(&plain).ok_or_else(|| {
            Stop::wrong_use(format!("`{text}` is no amount")).help("write `--invoice 1204331.50`")
        })
    });
    let how = How {
        kind: kind.transpose()?,
        sheet: asked.get_one::<String>("sheet").cloned(),
        invoice: invoice.transpose()?,
        allows_nhs_numbers: asked.get_flag("allow-nhs-numbers"),
        is_held: false,
    };
    again(name, bytes, how, known, columns)
}

/// How a file is read.
#[derive(Default)]
pub struct How {
    /// The kind, if it is not to be known by the heading.
    pub kind: Option<Kind>,
    /// The sheet of a workbook; the first without one.
    pub sheet: Option<String>,
    /// What the invoice says.
    pub invoice: Option<Scaled>,
    /// Whether a column of NHS numbers is let in.
    pub allows_nhs_numbers: bool,
    /// Whether the record holds the file already.
    pub is_held: bool,
}

/// The sheet of a workbook from which a file was read: the record says it in the report alone.
pub fn sheet_of(report: &str) -> Option<&str> {
    report.lines().find_map(|line| line.strip_prefix("  sheet `")?.strip_suffix("` of a workbook"))
}

/// A file that is not taken at all, with the place of its fault.
fn refused(place: &str, fault: &Fault) -> Stop {
    let stop = Stop::problem(format!("{place}: {} [{}]", fault.what, fault.code));
    match &fault.help {
        Some(help) => stop.help(help.as_str()),
        None => stop,
    }
}

/// Reads bytes as a file of that name.
pub fn again(
    name: String,
    bytes: Vec<u8>,
    how: How,
    known: &Known,
    columns: Option<&Columns>,
) -> Result<Read, Stop> {
    let asked = Asked {
        kind: how.kind,
        sheet: how.sheet.as_deref(),
        allows_nhs_numbers: how.allows_nhs_numbers,
        invoice: how.invoice,
        is_held: how.is_held,
        threads: thread::available_parallelism().unwrap_or(NonZeroUsize::MIN),
        mapped: columns.map_or(Mapped::NOTHING, Columns::mapped),
        ..Asked::new(&name, known)
    };
    let bytes: Arc<[u8]> = Arc::from(bytes);
    let mut rejects = Vec::new();
    let read =
        submission::read(Cursor::new(Arc::clone(&bytes)), &asked, &mut rejects).map_err(|refused| {
            let place = refused.line.map_or_else(|| name.clone(), |line| format!("{name}:{line}"));
            self::refused(&place, &refused.fault)
        })?;
    let Submission { report, content } = read;
    Ok(Read { bytes, report, content, rejects })
}

/// What became of a file, as JSON; with the facts that were worked out and the entry, if there are.
pub fn report_json(report: &Report, taken: Option<(Option<u64>, &import::Taken)>) -> Json {
    let amounts = report.controls.iter().map(|(column, control)| {
        Json::Map(vec![
            ("column", Json::text(column.as_str())),
            ("accepted", Json::text(control.accepted.to_string())),
            ("fixed", Json::text(control.fixed.to_string())),
            ("refused", Json::text(control.refused.to_string())),
            ("unreadable", Json::Whole(control.unreadable)),
        ])
    });
    let fixes = report.fixes.iter().map(|(rule, column, group)| {
        Json::Map(vec![
            ("rule", Json::text(rule.name())),
            ("column", Json::text(column.as_str())),
            ("times", Json::Whole(group.count)),
            ("rows", Json::text(group.rows.to_string())),
        ])
    });
    let warnings = report.warnings.iter().map(|(warning, column, group)| {
        let codes = group.codes.iter().map(|(code, times)| {
            let code = Json::text(code.trim_matches('`'));
            Json::Map(vec![("code", code), ("times", Json::Whole(*times))])
        });
        Json::Map(vec![
            ("warning", Json::text(warning.name())),
            ("column", Json::maybe(column.as_deref())),
            ("times", Json::Whole(group.count)),
            ("rows", Json::text(group.rows.to_string())),
            ("codes", Json::List(codes.collect())),
        ])
    });
    let refusals = report.refusals.iter().map(|refusal| {
        Json::Map(vec![
            ("row", Json::Whole(u64::from(refusal.row))),
            ("column", Json::maybe(refusal.column.as_deref())),
            ("what", Json::text(refusal.fault.what.as_str())),
            ("help", Json::maybe(refusal.fault.help.as_deref())),
            ("code", Json::text(refusal.fault.code)),
        ])
    });
    let mut said = vec![
        ("file", Json::text(report.file.as_str())),
        ("kind", Json::text(report.kind.word())),
        ("sha256", Json::text(report.sha256.as_str())),
        ("rows", Json::Whole(report.rows.rows())),
        ("accepted", Json::Whole(report.rows.accepted)),
        ("fixed", Json::Whole(report.rows.fixed)),
        ("refused", Json::Whole(report.rows.refused)),
        ("amounts", Json::List(amounts.collect())),
        ("fixes", Json::List(fixes.collect())),
        ("warnings", Json::List(warnings.collect())),
        ("refusals", Json::List(refusals.collect())),
        ("invoice_difference", Json::maybe(report.invoice.map(|invoice| invoice.difference.to_string()))),
    ];
    if let Some((entry, taken)) = taken {
        said.push(("entry", entry.map_or(Json::Null, Json::Whole)));
        said.extend(import::taken_json(taken));
    }
    Json::Map(said)
}

/// What is said of lines that no service takes.
pub const COUNTED_NOWHERE: &str = "counted nowhere";

/// How the last import that counts was counted; nothing where none was imported.
pub fn counted_by(alliance: &Alliance, state: &State) -> Result<Option<CountingText>, Stop> {
    let last = alliance.last_submission(state, None).map_err(told::stop)?;
    last.map(|last| counting_of(&last, state)).transpose()
}

/// How an import was counted.
fn counting_of(submitted: &Submitted, state: &State) -> Result<CountingText, Stop> {
    let name = format!("{COUNTING_FILE} of entry {}", submitted.entry);
    let mut problems = Problems::new();
    let text = counting::read(&name, &submitted.mapping, in_force(state)?, &mut problems);
    if problems.bar_acceptance() {
        return Err(Stop::refusal(format!("`{name}` does not fit the agreement any more"))
            .help("mend the text beside the record, and import a file with it"));
    }
    Ok(text)
}

/// `2025-10`.
pub fn month_of(month: Month) -> String {
    month.days().map_or_else(|| month.to_string(), |days| days.from().strftime("%Y-%m").to_string())
}

#[cfg(test)]
mod tests {
    use super::sheet_of;

    #[test]
    fn a_report_says_from_which_sheet_the_rows_were_read() {
        let of_workbook = include_str!("../../../../../testing/messy/workbook.txt");
        let of_lines = include_str!("../../../../../testing/messy/clean.txt");
        assert_eq!((sheet_of(of_workbook), sheet_of(of_lines)), (Some("ACM"), None));
    }
}
