//! What can be wrong with a header.

use super::{HEADER_BYTES_MAX, HEADER_FORMAT};
use alloc::format;
use alloc::string::{String, ToString};
use core::fmt;

/// Why a line is no header, or a header cannot be written. Places are bytes of the line, from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HeaderProblem {
    /// It has more bytes than a header may have.
    TooLong {
        /// How many it has.
        bytes: usize,
    },
    /// A byte stands in it that is not one from space to tilde.
    NotPlain {
        /// Where.
        at: usize,
    },
    /// It is written in a format that this program does not know.
    OtherFormat {
        /// Which.
        format: u64,
    },
    /// Something stands where something else must stand: a key is missing, unknown, given twice or out of order, or
    /// what it says is not written in the only way that there is.
    Misplaced {
        /// Where.
        at: usize,
        /// The key or the value that must stand there.
        expected: &'static str,
        /// What stands there, or how it begins.
        found: String,
    },
    /// A key has a value that it cannot have.
    Value {
        /// The key.
        key: &'static str,
        /// What its value must be.
        rule: &'static str,
    },
}

impl HeaderProblem {
    /// What to do about it.
    pub fn help(&self) -> String {
        match self {
            Self::TooLong { .. } => "put what is long into a part".to_string(),
            Self::NotPlain { .. } => {
                "a header is one line of the characters from space to tilde; put other text into a part"
                    .to_string()
            }
            Self::OtherFormat { format } => {
                format!("install a version of this program that reads headers of format {format}")
            }
            Self::Misplaced { .. } => {
                "compare this line with another party's copy: since it was written, it was altered"
                    .to_string()
            }
            Self::Value { rule, .. } => format!("make it {rule}"),
        }
    }
}

impl fmt::Display for HeaderProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong { bytes } => {
                write!(formatter, "the header has {bytes} bytes, and at most {HEADER_BYTES_MAX} are allowed")
            }
            Self::NotPlain { at } => write!(formatter, "at byte {at} stands what no header holds"),
            Self::OtherFormat { format } => {
                write!(formatter, "the header has format {format}, and this program reads {HEADER_FORMAT}")
            }
            Self::Misplaced { at, expected, found } => {
                write!(formatter, "at byte {at} must stand {expected}, and there stands `{found}`")
            }
            Self::Value { key, rule } => write!(formatter, "`{key}` is not {rule}"),
        }
    }
}

impl core::error::Error for HeaderProblem {}
