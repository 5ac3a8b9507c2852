//! Why a command is refused: which rule, and what would make it possible.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

/// A command that is not carried out.
#[derive(Debug, Clone)]
pub enum Refusal {
    /// A rule forbids it.
    Rule {
        /// The rule and what it met.
        what: String,
        /// What would make it possible.
        help: Option<String>,
    },
    /// The period cannot be settled.
    Settlement {
        /// The period.
        period: String,
        /// Every reason.
        reasons: Vec<accordant_settlement::Refusal>,
    },
    /// Something that was given is wrong: a text, a file.
    Problem {
        /// What is wrong.
        what: String,
        /// What to do.
        help: Option<String>,
    },
}

impl Refusal {
    /// A rule forbids it.
    pub fn rule(what: impl Into<String>) -> Refusal {
        Refusal::Rule { what: what.into(), help: None }
    }

    /// Something that was given is wrong.
    pub fn problem(what: impl Into<String>) -> Refusal {
        Refusal::Problem { what: what.into(), help: None }
    }

    /// What would make it possible.
    #[must_use]
    pub fn help(self, text: impl Into<String>) -> Refusal {
        match self {
            Refusal::Rule { what, .. } => Refusal::Rule { what, help: Some(text.into()) },
            Refusal::Problem { what, .. } => Refusal::Problem { what, help: Some(text.into()) },
            other @ Refusal::Settlement { .. } => other,
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::Rule { what, .. } | Refusal::Problem { what, .. } => out.write_str(what),
            Refusal::Settlement { period, .. } => write!(out, "{period} cannot be settled"),
        }
    }
}

impl core::error::Error for Refusal {}
