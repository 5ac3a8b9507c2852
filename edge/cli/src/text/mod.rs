//! What was found, as text of at most so many columns.

pub mod columns;
pub mod difference;
pub mod explanation;
pub mod governs;
pub mod grid;
pub mod json;
pub mod record;
pub mod refusal;
pub mod sheet;
pub mod statement;
pub mod tree;

use crate::print::COLUMNS;

/// A sentence broken between words so that it fits; further lines are indented as far as the lead. It ends its line.
pub fn wrapped(lead: &str, sentence: &str) -> String {
    let indent = width(lead);
    let lines = broken(sentence, COLUMNS.saturating_sub(indent));
    format!("{lead}{}\n", lines.join(&format!("\n{}", " ".repeat(indent))))
}

/// The lines of a sentence broken between words, none longer than `room`; at least one line.
pub fn broken(sentence: &str, room: usize) -> Vec<String> {
    let room = room.max(1);
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in sentence.split_ascii_whitespace().flat_map(|word| pieces(word, room)) {
        if !line.is_empty() && width(&line) + 1 + width(&word) > room {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(&word);
    }
    lines.push(line);
    lines
}

/// A word, broken where it alone is longer than a line.
fn pieces(word: &str, room: usize) -> Vec<String> {
    let characters: Vec<char> = word.chars().collect();
    characters.chunks(room).map(|piece| piece.iter().collect()).collect()
}

/// How many characters a text takes up.
pub fn width(text: &str) -> usize {
    text.chars().count()
}
