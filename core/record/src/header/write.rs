//! A header as bytes: the keys in their order, each value in the one way in which it is written.
//!
//! This file will never know which values a key may have; they have been checked. What it writes, and nothing else,
//! `read.rs` reads: the two stand side by side, key for key.

use super::{HEADER_FORMAT, Header};
use alloc::string::ToString;
use alloc::vec::Vec;

/// Enough for most headers, so that a line is not moved while it is written.
const LINE_BYTES: usize = 768;

pub(super) fn write(header: &Header) -> Vec<u8> {
    let mut line = Line(Vec::with_capacity(LINE_BYTES));
    line.raw("{").key("actor").text(&header.actor);
    line.raw(",").key("assurance").text(&header.assurance);
    line.raw(",").key("at").quoted(&header.at.written());
    line.raw(",").key("authority").whole(header.authority);
    if let Some(cause) = header.cause {
        line.raw(",").key("cause").whole(cause);
    }
    if let Some(effective) = header.effective {
        line.raw(",").key("effective").quoted(effective.to_string().as_bytes());
    }
    line.raw(",").key("format").whole(HEADER_FORMAT);
    line.raw(",").key("index").whole(header.index);
    line.raw(",").key("kind").text(&header.kind);
    line.raw(",").key("kind_version").whole(u64::from(header.kind_version));
    line.raw(",").key("log").text(&header.log);
    for (place, part) in header.parts.iter().enumerate() {
        match place {
            0 => line.raw(",").key("parts").raw("["),
            _ => line.raw(","),
        };
        line.raw("{").key("commitment").quoted(&part.commitment.digits());
        line.raw(",").key("compartment").text(&part.compartment);
        line.raw(",").key("name").text(&part.name).raw("}");
    }
    if !header.parts.is_empty() {
        line.raw("]");
    }
    line.raw(",").key("previous").quoted(&header.previous.digits());
    line.raw(",").key("request").quoted(&header.request.digits());
    line.raw(",").key("rules").whole(header.rules);
    if let Some(seat) = &header.seat {
        line.raw(",").key("seat").text(seat);
    }
    line.raw(",").key("software").text(&header.software);
    line.raw(",").key("stream").text(&header.stream);
    line.raw(",").key("version").whole(header.version).raw("}");
    line.0
}

/// A line that is being written.
struct Line(Vec<u8>);

impl Line {
    fn raw(&mut self, text: &str) -> &mut Line {
        self.0.extend_from_slice(text.as_bytes());
        self
    }

    fn key(&mut self, key: &str) -> &mut Line {
        self.quoted(key.as_bytes()).raw(":")
    }

    /// A text that is known to hold nothing that is escaped.
    fn quoted(&mut self, text: &[u8]) -> &mut Line {
        self.raw("\"").0.extend_from_slice(text);
        self.raw("\"")
    }

    fn text(&mut self, text: &str) -> &mut Line {
        self.raw("\"");
        for byte in text.bytes() {
            if matches!(byte, b'"' | b'\\') {
                self.0.push(b'\\');
            }
            self.0.push(byte);
        }
        self.raw("\"")
    }

    fn whole(&mut self, number: u64) -> &mut Line {
        self.raw(&number.to_string())
    }
}
