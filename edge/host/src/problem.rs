//! What can go wrong between a person and the record.

use accordant_alliance::Refusal;
use accordant_alliance::state::FoldProblem;
use accordant_store::StoreProblem;
use std::fmt;

/// Why a host did not do what was asked.
#[derive(Debug)]
pub enum HostProblem {
    /// A rule refuses the command.
    Refused(Refusal),
    /// The record has moved on since the one who asks looked at it.
    Moved {
        /// What it is about.
        stream: String,
        /// The entries that came since, as far as they are known.
        since: Vec<u64>,
    },
    /// Something was recorded while the command was worked out.
    Overtaken {
        /// The last entry that it was not worked out from.
        by: u64,
    },
    /// The same key was used before for another request.
    OtherRequest,
    /// The record is not written to: it may be behind what others hold.
    ReadOnly {
        /// Why.
        why: String,
        /// What to do.
        help: String,
    },
    /// What is stored is not what was signed.
    Altered {
        /// What is wrong.
        what: String,
    },
    /// The folder is not what it should be.
    Folder {
        /// What is wrong.
        what: String,
        /// What to do.
        help: String,
    },
    /// The record cannot be understood.
    Fold(FoldProblem),
    /// The store failed.
    Store(StoreProblem),
    /// The machine failed.
    Fault(String),
}

impl HostProblem {
    /// What to do about it, where something can be done.
    pub fn help(&self) -> Option<&str> {
        match self {
            HostProblem::Refused(Refusal::Rule { help, .. } | Refusal::Problem { help, .. }) => {
                help.as_deref()
            }
            HostProblem::Refused(Refusal::Settlement { .. }) => None,
            HostProblem::Moved { .. } => Some("look at what came since with `accordant log`, then ask again"),
            HostProblem::Overtaken { .. } => Some("nothing was changed: ask again"),
            HostProblem::OtherRequest => Some("leave `--key` out, or use a new one for a new request"),
            HostProblem::ReadOnly { help, .. } | HostProblem::Folder { help, .. } => Some(help),
            HostProblem::Altered { .. } => Some(
                "nothing was changed; `accordant verify` tells all that is wrong, those who hold matching copies can show what it was, and `accordant restore` brings back a backup: keep this folder until that is done",
            ),
            HostProblem::Fold(_) => Some(
                "a newer version of accordant may have written it: install that; if there is none, `accordant verify` tells whether the record was altered",
            ),
            HostProblem::Store(problem) => problem.help(),
            HostProblem::Fault(_) => Some(
                "nothing is half done: see to what is said, then ask again; `accordant doctor` looks at the rest",
            ),
        }
    }
}

impl fmt::Display for HostProblem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            HostProblem::Refused(refusal) => write!(out, "{refusal}"),
            HostProblem::Moved { stream, since } if since.is_empty() => {
                write!(out, "`{stream}` has moved on since you looked")
            }
            HostProblem::Moved { stream, since } => {
                let entries: Vec<String> = since.iter().map(ToString::to_string).collect();
                write!(out, "`{stream}` has moved on since you looked: see entry {}", entries.join(", "))
            }
            HostProblem::Overtaken { by } => {
                write!(out, "entry {by} was recorded while this was worked out, and may change it")
            }
            HostProblem::OtherRequest => out.write_str("this key was used before, for another request"),
            HostProblem::ReadOnly { why, .. } => write!(out, "the record takes nothing new: {why}"),
            HostProblem::Altered { what } => write!(out, "what is stored is not what was signed: {what}"),
            HostProblem::Folder { what, .. } => out.write_str(what),
            HostProblem::Fold(problem) => write!(out, "{problem}"),
            HostProblem::Store(problem) => write!(out, "{problem}"),
            HostProblem::Fault(what) => out.write_str(what),
        }
    }
}

impl std::error::Error for HostProblem {}

impl From<StoreProblem> for HostProblem {
    fn from(problem: StoreProblem) -> HostProblem {
        HostProblem::Store(problem)
    }
}

impl From<FoldProblem> for HostProblem {
    fn from(problem: FoldProblem) -> HostProblem {
        HostProblem::Fold(problem)
    }
}

impl From<Refusal> for HostProblem {
    fn from(refusal: Refusal) -> HostProblem {
        HostProblem::Refused(refusal)
    }
}
