//! Where rows end: at a line feed that does not stand between quotes.

use memchr::{memchr, memchr_iter, memrchr};

/// Finds the end of the last whole row in bytes that begin with a row, also when more bytes come later.
///
/// It reads quotes as the reader of the rows does: a quote opens only at the start of a field, and two quotes within
/// quotes are one.
#[derive(Debug)]
pub(crate) struct Cutter {
    delimiter: u8,
    /// Up to here all has been looked at.
    at: usize,
    quoted: bool,
    /// Line feeds up to `at`.
    line_feeds: u64,
    /// Line feeds before the quote that opened last.
    line_feeds_to_quote: u64,
    /// The end of the last whole row and the line feeds up to it; 0 if none has ended.
    end: usize,
    line_feeds_to_end: u64,
}

impl Cutter {
    /// Nothing has been looked at; this stands between two fields.
    pub(crate) const fn new(delimiter: u8) -> Cutter {
        Cutter {
            delimiter,
            at: 0,
            quoted: false,
            line_feeds: 0,
            line_feeds_to_quote: 0,
            end: 0,
            line_feeds_to_end: 0,
        }
    }

    /// Looks at what has come since; `bytes` begins with what was given before.
    pub(crate) fn advance(&mut self, bytes: &[u8]) {
        while let Some(rest) = bytes.get(self.at..).filter(|rest| !rest.is_empty()) {
            let quote = memchr(b'"', rest);
            let before = rest.get(..quote.unwrap_or(rest.len())).unwrap_or_default();
            self.pass(before);
            if quote.is_none() {
                return;
            }
            if !self.take_quote(bytes) {
                return;
            }
        }
    }

    /// The end of the last whole row and how many line feeds stand before it.
    pub(crate) fn last_row_end(&self) -> Option<(usize, u64)> {
        (self.end > 0).then_some((self.end, self.line_feeds_to_end))
    }

    /// How many line feeds there are in all.
    pub(crate) fn line_feeds(&self) -> u64 {
        self.line_feeds
    }

    /// If nothing more comes and a quote is still open: how many line feeds stand before it.
    pub(crate) fn open_quote(&self, bytes: &[u8]) -> Option<u64> {
        // A quote that closes with the very last byte was left for the next byte to explain.
        let closes = self.at + 1 == bytes.len();
        (self.quoted && !closes).then_some(self.line_feeds_to_quote)
    }

    /// Passes over bytes without a quote.
    fn pass(&mut self, bytes: &[u8]) {
        let last = if self.quoted { None } else { memrchr(b'\n', bytes) };
        let line_feeds = count(bytes);
        if let Some(last) = last {
            self.end = self.at + last + 1;
            self.line_feeds_to_end = self.line_feeds + line_feeds;
        }
        self.line_feeds += line_feeds;
        self.at += bytes.len();
    }

    /// Takes the quote at `at`; says whether its meaning is clear already.
    fn take_quote(&mut self, bytes: &[u8]) -> bool {
        if !self.quoted {
            let before = self.at.checked_sub(1).and_then(|before| bytes.get(before));
            self.quoted =
                before.is_none_or(|before| *before == self.delimiter || matches!(before, b'\n' | b'\r'));
            self.line_feeds_to_quote = self.line_feeds;
            self.at += 1;
            return true;
        }
        match bytes.get(self.at + 1) {
            Some(b'"') => self.at += 2,
            Some(_) => {
                self.quoted = false;
                self.at += 1;
            }
            None => return false,
        }
        true
    }
}

fn count(bytes: &[u8]) -> u64 {
    memchr_iter(b'\n', bytes).count() as u64
}
