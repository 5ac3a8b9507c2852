//! Where facts stand: on which lines of our own files, and in which rows of the sources that they name.

use accordant_facts::{Fact, RowPlace, rows_in_short, rows_name_their_files};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// No more lines or rows are named than this: who wants them all opens the file.
const NAMED_MAX: usize = 12;
/// No more sources are each named than this.
const SOURCES_NAMED_MAX: usize = 3;

/// Where several facts were taken from.
pub(super) struct Cited {
    /// The named sources; our own file where none is named.
    pub source: Option<String>,
    /// The rows in it, where it is one.
    pub row: Option<String>,
    /// The lines of our own files, where that is not what stands above.
    pub read_at: Option<String>,
}

/// Where these facts were taken from.
pub(super) fn cited(facts: &[&Fact]) -> Cited {
    let mut sources: Vec<(&str, Vec<&str>)> = Vec::new();
    for fact in facts {
        let Some(source) = fact.source.as_deref() else { continue };
        let row = fact.row.as_deref();
        match sources.iter_mut().find(|(known, _)| *known == source) {
            Some((_, rows)) => rows.extend(row),
            None => sources.push((source, row.into_iter().collect())),
        }
    }
    // What no line says stands on none: the sum of a month of which a later file says nothing.
    let files = by_file(facts.iter().map(|fact| &fact.at).filter(|at| at.line > 0));
    // Rows of a file that was imported are the rows of its source: the line would be said twice.
    let is_said =
        facts.iter().all(|fact| is_row_of_source(fact.source.as_deref(), fact.row.as_deref(), &fact.at));
    let read_at = (!files.is_empty() && !is_said).then(|| match (sources.as_slice(), files.as_slice()) {
        ([(source, _)], [(file, lines)]) if source == file => format!("read on {lines}"),
        _ => format!("read on {}", in_words(files.iter().map(|(file, lines)| format!("{lines} of {file}")))),
    });
    match (sources.as_slice(), files.as_slice()) {
        ([], [(file, lines)]) => {
            Cited { source: Some((*file).to_string()), row: Some(lines.clone()), read_at: None }
        }
        ([], _) => Cited { source: None, row: None, read_at },
        ([(source, rows)], _) => {
            Cited { source: Some((*source).to_string()), row: rows_in_words(rows), read_at }
        }
        (several, _) => Cited { source: Some(several_in_words(several)), row: None, read_at },
    }
}

/// Whether what is read here is a row of the source itself, as of a file that was imported.
pub(super) fn is_row_of_source(source: Option<&str>, row: Option<&str>, at: &RowPlace) -> bool {
    let is_source = |source: &str| source.split("; ").any(|one| one == &*at.file);
    row.is_some() && source.is_some_and(is_source)
}

/// Several sources, each with its rows; of many the first and the last, for the lines of our own files lead to all.
fn several_in_words(sources: &[(&str, Vec<&str>)]) -> String {
    let named: Vec<String> = sources
        .iter()
        .map(|(source, rows)| match rows_in_words(rows) {
            Some(rows) if rows_name_their_files(source, &rows) => rows_in_short(&rows).into_owned(),
            Some(rows) => format!("{source} ({})", row_said(&rows_in_short(&rows))),
            None => (*source).to_string(),
        })
        .collect();
    match named.as_slice() {
        [first, .., last] if named.len() > SOURCES_NAMED_MAX => {
            format!("{} sources, from {first} to {last}", named.len())
        }
        _ => named.join("; "),
    }
}

/// The lines in each file: `line 3`, `lines 2 to 13`, `lines 2, 14 and 26`.
fn by_file<'f>(places: impl Iterator<Item = &'f RowPlace>) -> Vec<(&'f str, String)> {
    let mut files: Vec<(&str, Vec<u64>)> = Vec::new();
    for place in places {
        match files.iter_mut().find(|(file, _)| *file == &*place.file) {
            Some((_, lines)) => lines.push(place.line),
            None => files.push((&place.file, alloc::vec![place.line])),
        }
    }
    files
        .into_iter()
        .map(|(file, mut lines)| {
            lines.sort_unstable();
            let word = if lines.len() == 1 { "line" } else { "lines" };
            (file, format!("{word} {}", runs(&lines)))
        })
        .collect()
}

/// The rows of one source: one as it is written, several numbers as runs.
fn rows_in_words(rows: &[&str]) -> Option<String> {
    let mut distinct: Vec<&str> = Vec::new();
    for row in rows {
        if !distinct.contains(row) {
            distinct.push(row);
        }
    }
    let numbers: Option<Vec<u64>> = distinct.iter().map(|row| row.parse().ok()).collect();
    match (distinct.as_slice(), numbers) {
        ([], _) => None,
        ([only], _) => Some((*only).to_string()),
        (_, Some(mut numbers)) => {
            numbers.sort_unstable();
            Some(format!("rows {}", runs(&numbers)))
        }
        (several, None) => Some(in_words(several.iter().map(|row| (*row).to_string()))),
    }
}

fn row_said(row: &str) -> String {
    if row.bytes().all(|byte| byte.is_ascii_digit()) { format!("row {row}") } else { row.to_string() }
}

/// Rising numbers, those that follow one another together: `2 to 13, 20 and 22`.
fn runs(numbers: &[u64]) -> String {
    let mut runs: Vec<(u64, u64)> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some((_, last)) if *last == *number || *last + 1 == *number => *last = *number,
            _ => runs.push((*number, *number)),
        }
    }
    if runs.len() > NAMED_MAX
        && let (Some((first, _)), Some((_, last))) = (runs.first(), runs.last())
    {
        return format!("between {first} and {last}");
    }
    in_words(runs.iter().map(|(first, last)| match last - first {
        0 => first.to_string(),
        1 => format!("{first}, {last}"),
        _ => format!("{first} to {last}"),
    }))
}

/// `a`, `a and b`, `a, b and c`; of very many the first and how many more.
fn in_words(all: impl Iterator<Item = String>) -> String {
    let mut all: Vec<String> = all.collect();
    if all.len() > NAMED_MAX {
        let more = all.len() - NAMED_MAX;
        all.truncate(NAMED_MAX);
        return format!("{} and {more} more", all.join(", "));
    }
    match all.pop() {
        None => String::new(),
        Some(last) if all.is_empty() => last,
        Some(last) => format!("{} and {last}", all.join(", ")),
    }
}
