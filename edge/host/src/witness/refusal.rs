//! Why a party does not countersign, each reason with the status that C2SP `tlog-witness` gives it.

use accordant_record::ExchangeProblem;
use std::fmt;

/// Why a checkpoint is not countersigned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WitnessRefusal {
    /// What was sent is no request.
    Unread(ExchangeProblem),
    /// What is signed is no checkpoint of ours.
    NoCheckpoint(String),
    /// No key is trusted for a record of that name.
    UnknownOrigin(String),
    /// No trusted key signed it.
    NotSigned(String),
    /// The request begins later than it ends.
    OldTooLarge {
        /// Where it begins.
        old: u64,
        /// Where it ends.
        size: u64,
    },
    /// Another size was countersigned last: the proof must lead from there.
    Holds(u64),
    /// The same size was countersigned with other entries: the record was altered, or goes two ways.
    OtherEntries(u64),
    /// The proof does not show that what was countersigned is continued.
    NotProven(String),
    /// The machine failed.
    Fault(String),
}

impl WitnessRefusal {
    /// The status by which it is answered.
    pub const fn status(&self) -> u16 {
        match self {
            Self::Unread(_) | Self::NoCheckpoint(_) | Self::OldTooLarge { .. } => 400,
            Self::NotSigned(_) => 403,
            Self::UnknownOrigin(_) => 404,
            Self::Holds(_) | Self::OtherEntries(_) => 409,
            Self::NotProven(_) => 422,
            Self::Fault(_) => 500,
        }
    }

    /// How many entries were countersigned last, where that is the answer.
    pub const fn size(&self) -> Option<u64> {
        match self {
            Self::Holds(size) | Self::OtherEntries(size) => Some(*size),
            _ => None,
        }
    }

    /// What to do about it, where something can be done.
    pub const fn help(&self) -> Option<&'static str> {
        match self {
            Self::UnknownOrigin(_) => {
                Some("trust its key with `accordant witness trust`, if you know whose it is")
            }
            Self::NotSigned(_) => {
                Some("ask the host for its key, and compare it with the one in the agreement")
            }
            Self::Holds(_) => Some("ask the host for a request from there"),
            Self::OtherEntries(_) | Self::NotProven(_) => Some(
                "keep this file, and ask the other parties what they hold: entries were altered or left out",
            ),
            _ => None,
        }
    }
}

impl fmt::Display for WitnessRefusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unread(problem) => write!(out, "this is no request for a matching copy: {problem}"),
            Self::NoCheckpoint(what) => write!(out, "what is signed is no state of a record: {what}"),
            Self::UnknownOrigin(origin) => write!(out, "no key is trusted here for the record `{origin}`"),
            Self::NotSigned(what) => write!(out, "the key that is trusted here did not sign it: {what}"),
            Self::OldTooLarge { old, size } => {
                write!(out, "the request goes from {old} entries back to {size}")
            }
            Self::Holds(size) => write!(out, "the matching copy here has {size} entries"),
            Self::OtherEntries(size) => {
                write!(out, "the matching copy here has {size} entries too, and they are other ones")
            }
            Self::NotProven(what) => {
                write!(out, "it is not shown to continue the matching copy that is held here: {what}")
            }
            Self::Fault(what) => out.write_str(what),
        }
    }
}

impl std::error::Error for WitnessRefusal {}
