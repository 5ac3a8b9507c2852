//! The characters of a file, and the places in them.

use crate::problem::{FileName, Place, Problem, Problems, Severity, is_unseen};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use saphyr_parser::Marker;

/// Of the author's words at a place, no more are kept, in characters.
const WORDS_CHARACTERS_MAX: usize = 200;

/// A file without byte-order mark and carriage returns; what must not stand in it is replaced, so columns stay true.
pub(super) struct Source {
    file: FileName,
    pub(super) text: String,
    /// The same text, for looking at any position at once.
    characters: Vec<char>,
    /// The position at which each line starts.
    line_starts: Vec<usize>,
}

impl Source {
    /// Tells of bytes and characters that must not stand in a file; `None` if it is no UTF-8 at all.
    pub(super) fn decode(file: FileName, bytes: &[u8], problems: &mut Problems) -> Option<Source> {
        let mut decoder = Decoder { file, line: 1, column: 1, line_told: 0, offset: 0, text: String::new() };
        if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
            problems.push(decoder.problem("not-utf-8", "the file is saved as UTF-16".to_string()));
            return None;
        }
        for chunk in bytes.utf8_chunks() {
            decoder.take_valid(chunk.valid(), problems);
            decoder.take_invalid(chunk.invalid(), problems);
        }
        let characters: Vec<char> = decoder.text.chars().collect();
        let line_feeds = characters.iter().enumerate().filter(|(_, character)| **character == '\n');
        let line_starts = core::iter::once(0).chain(line_feeds.map(|(position, _)| position + 1)).collect();
        Some(Source { file: decoder.file, text: decoder.text, characters, line_starts })
    }

    /// The parser's mark with its position counted again, for the parser loses count behind a `%` line.
    pub(super) fn counted(&self, mark: &Marker) -> Marker {
        let line_start = self.line_starts.get(mark.line().saturating_sub(1));
        let position = line_start.map_or(self.characters.len(), |start| start + mark.col());
        Marker::new(position, mark.line(), mark.col())
    }

    pub(super) fn at(&self, index: usize) -> Option<char> {
        self.characters.get(index).copied()
    }

    pub(super) fn slice(&self, start: usize, end: usize) -> &[char] {
        self.characters.get(start..end.min(self.characters.len())).unwrap_or_default()
    }

    /// The place from a mark to an end, or to the end of the line if that comes first.
    pub(super) fn place(&self, start: &Marker, end: usize) -> Place {
        let written = self.slice(start.index(), end.max(start.index()));
        let on_line = written.split(|character| *character == '\n').next().unwrap_or_default();
        let length =
            on_line.len() - on_line.iter().rev().take_while(|character| character.is_whitespace()).count();
        let column = count(start.col()).saturating_add(1);
        Place { file: self.file.clone(), line: count(start.line()), column, length: count(length) }
    }

    /// The place behind the last thing written, where what is missing should stand.
    pub(super) fn place_of_end(&self) -> Place {
        let written = self.text.trim_end();
        let line = count(written.split('\n').count());
        let column = written.rsplit('\n').next().map_or(0, |last| last.chars().count());
        Place { file: self.file.clone(), line, column: count(column).saturating_add(1), length: 0 }
    }

    /// The author's words at a place, given the position at which it starts.
    pub(super) fn words(&self, start: usize, place: &Place) -> String {
        let length = (place.length as usize).min(WORDS_CHARACTERS_MAX);
        self.slice(start, start.saturating_add(length)).iter().collect()
    }

    /// The position at which the word that starts here ends: at a space, a comma, a bracket or the end of the text.
    pub(super) fn word_end(&self, start: usize) -> usize {
        let rest = self.slice(start, usize::MAX);
        let is_in_word = |character: &&char| !character.is_whitespace() && !",[]{}".contains(**character);
        start + rest.iter().take_while(is_in_word).count()
    }

    /// The tab that made the parser stop: in the indentation of its mark, or the next one.
    pub(super) fn tab_near(&self, mark: &Marker) -> Option<Marker> {
        self.tab_in_indentation(mark).or_else(|| {
            let rest = self.slice(mark.index(), usize::MAX);
            let before = rest.get(..rest.iter().position(|character| *character == '\t')?)?;
            let line_feeds = before.iter().filter(|character| **character == '\n').count();
            let on_line = before.iter().rev().take_while(|character| **character != '\n').count();
            let column = if line_feeds == 0 { mark.col() + on_line } else { on_line };
            Some(Marker::new(mark.index() + before.len(), mark.line() + line_feeds, column))
        })
    }

    /// The first tab before a position, if only spaces and tabs stand before it on its line.
    pub(super) fn tab_in_indentation(&self, mark: &Marker) -> Option<Marker> {
        let line_start = mark.index().checked_sub(mark.col())?;
        let indentation = self.slice(line_start, mark.index());
        if !indentation.iter().all(|character| matches!(character, ' ' | '\t')) {
            return None;
        }
        let spaces = indentation.iter().position(|character| *character == '\t')?;
        Some(Marker::new(line_start + spaces, mark.line(), spaces))
    }
}

/// Turns bytes into characters, telling of each line at most once what must not stand in it.
struct Decoder {
    file: FileName,
    line: u32,
    column: u32,
    line_told: u32,
    offset: usize,
    text: String,
}

impl Decoder {
    fn take_valid(&mut self, valid: &str, problems: &mut Problems) {
        let mut characters = valid.chars().peekable();
        while let Some(character) = characters.next() {
            let is_byte_order_mark = self.offset == 0 && character == '\u{feff}';
            let ends_in_line_feed = character == '\r' && characters.peek() == Some(&'\n');
            if is_unseen(character) && !is_byte_order_mark && !ends_in_line_feed {
                self.tell("unseen-character", unseen(character), problems);
                self.push(char::REPLACEMENT_CHARACTER);
            } else if !is_byte_order_mark && !ends_in_line_feed {
                self.push(character);
            }
            self.offset += character.len_utf8();
        }
    }

    fn take_invalid(&mut self, invalid: &[u8], problems: &mut Problems) {
        let Some(byte) = invalid.first() else { return };
        let what =
            format!("a byte that is not UTF-8 (hexadecimal {byte:02X}, {} bytes into the file)", self.offset);
        self.tell("not-utf-8", what, problems);
        self.push(char::REPLACEMENT_CHARACTER);
        self.offset += invalid.len();
    }

    fn push(&mut self, character: char) {
        self.text.push(character);
        if character == '\n' {
            self.line = self.line.saturating_add(1);
            self.column = 1;
        } else {
            self.column = self.column.saturating_add(1);
        }
    }

    fn tell(&mut self, code: &'static str, what: String, problems: &mut Problems) {
        if self.line_told < self.line {
            self.line_told = self.line;
            problems.push(self.problem(code, what));
        }
    }

    fn problem(&self, code: &'static str, what: String) -> Problem {
        let help = if code == "not-utf-8" {
            "save the file again with the encoding UTF-8 (spreadsheets call it `CSV UTF-8`, editors `save with encoding`)"
        } else {
            "delete it; people would sign a text that says something else than what they see"
        };
        Problem {
            severity: Severity::Problem,
            place: Place { file: self.file.clone(), line: self.line, column: self.column, length: 1 },
            what,
            words: char::REPLACEMENT_CHARACTER.to_string(),
            help: Some(help.to_string()),
            code,
            source: None,
        }
    }
}

/// Says what cannot be seen by its number, the only name that every editor can search for.
pub(super) fn unseen(character: char) -> String {
    format!("a character that cannot be seen (U+{:04X})", u32::from(character))
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
