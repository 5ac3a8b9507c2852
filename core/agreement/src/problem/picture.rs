//! A problem as plain text, with the author's line and a mark under the words that are meant.

use super::unseen::as_seen;
use super::{Problem, Severity};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// No line of a rendered problem is longer, in characters.
const COLUMNS: usize = 100;
/// What `{line:>5} | ` takes up before the author's line.
const MARGIN: usize = 8;
/// The room for the author's line.
const ROOM: usize = COLUMNS - MARGIN;
/// Longer words of the author are cut where a sentence quotes them.
const QUOTED_CHARACTERS_MAX: usize = 60;

/// Writes a problem in words, with the author's line if the text of the file is given.
///
/// Without the text the author's words stand alone. The result ends with a line feed.
pub fn render(problem: &Problem, source_text: Option<&str>) -> String {
    let lead = match problem.severity {
        Severity::Problem => "problem: ",
        Severity::Warning => "warning: ",
    };
    let place = &problem.place;
    let mut out = wrapped(lead, &problem.what);
    out.push_str(&wrapped("  ", &format!("{}:{}:{}", place.file, place.line, place.column)));
    out.push_str(&excerpt(problem, source_text));
    if let Some(help) = &problem.help {
        out.push_str(&wrapped("  help: ", help));
    }
    if let Some(source) = problem.source {
        out.push_str(&wrapped("  source: ", source));
    }
    out
}

/// The author's words in backticks, on one line, cut if they are long.
pub fn in_backticks(words: &str) -> String {
    let mut shown: String = words.chars().take(QUOTED_CHARACTERS_MAX).map(as_seen).collect();
    if words.chars().nth(QUOTED_CHARACTERS_MAX).is_some() {
        shown.push('…');
    }
    format!("`{shown}`")
}

fn excerpt(problem: &Problem, source_text: Option<&str>) -> String {
    let place = &problem.place;
    let in_text = source_text.and_then(|text| line_of(text, place.line));
    let (line, start) = match in_text {
        Some(line) => (line, zero_based(place.column)),
        None if problem.words.is_empty() => return String::new(),
        None => (problem.words.as_str(), 0),
    };
    let view = view(line, start, place.length as usize);
    let author = format!("{:>5} | {}", place.line, view.shown);
    let marks = format!("{:>5} | {:before$}{}", "", "", "^".repeat(view.marked), before = view.before);
    format!("{}\n{marks}\n", author.trim_end())
}

fn line_of(text: &str, line: u32) -> Option<&str> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let line = text.split('\n').nth(zero_based(line))?;
    Some(line.strip_suffix('\r').unwrap_or(line))
}

/// The part of a line that is shown, how much of it stands before the marks, and how many marks there are.
struct View {
    shown: String,
    before: usize,
    marked: usize,
}

/// Cuts a long line so that the words meant are seen, with what precedes them: that explains them best.
fn view(line: &str, start: usize, length: usize) -> View {
    let line_length = line.chars().count();
    let start = start.min(line_length);
    let marked = length.min(line_length - start).max(1);
    let fits = start + marked < ROOM;
    let skipped =
        if fits { 0 } else { start.saturating_sub((ROOM - 1).saturating_sub(marked).max(ROOM / 4)) };
    let mut shown: Vec<char> = line.chars().map(as_seen).skip(skipped).take(ROOM).collect();
    if let Some(first) = shown.first_mut().filter(|_| skipped > 0) {
        *first = '…';
    }
    if let Some(last) = shown.last_mut().filter(|_| line_length > skipped + ROOM) {
        *last = '…';
    }
    let before = start - skipped;
    View {
        shown: shown.into_iter().collect(),
        before,
        marked: marked.min(ROOM.saturating_sub(before).max(1)),
    }
}

/// Breaks a sentence between words so that it fits, each further line indented as far as the first.
fn wrapped(lead: &str, sentence: &str) -> String {
    let room = COLUMNS.saturating_sub(lead.len()).max(1);
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for piece in sentence.split(' ').flat_map(|word| pieces(word, room)) {
        if !line.is_empty() && line.chars().count() + 1 + piece.chars().count() > room {
            lines.push(core::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(&piece);
    }
    lines.push(line);
    let indent = " ".repeat(lead.len());
    format!("{lead}{}\n", lines.join(&format!("\n{indent}")))
}

/// A word, broken where it alone is longer than a line.
fn pieces(word: &str, room: usize) -> Vec<String> {
    let characters: Vec<char> = word.chars().map(as_seen).collect();
    characters.chunks(room).map(|piece| piece.iter().collect()).collect()
}

fn zero_based(one_based: u32) -> usize {
    (one_based as usize).saturating_sub(1)
}
