//! What was found, as data: every finding with its file and line, and the counts.
//!
//! This file will never know how a finding came about. Start with [`Report`].

use crate::{Role, What};
use accordant_record::Instant;
use serde_json::{Value, json};

/// Everything that one check found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// What is wrong. The bundle is verified if nothing is.
    pub problems: Vec<Finding>,
    /// What a reader should know though it is not wrong.
    pub remarks: Vec<Finding>,
    /// How much was looked at.
    pub counts: Counts,
    /// The size of the largest state that the host signed.
    pub signed_size: Option<u64>,
    /// The size of the largest state that a commissioner and a provider confirm.
    pub witnessed_size: Option<u64>,
    /// Which party holds a matching copy, of how many events and since when.
    pub confirmations: Vec<Confirmation>,
    /// How many states of the auditor's own were compared and match.
    pub held_matching: usize,
    /// When the first and the last event were recorded.
    pub recorded: Option<(Instant, Instant)>,
}

/// A party's word that it holds a matching copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmation {
    /// The party, as the auditor calls it.
    pub party: String,
    /// As what it confirms.
    pub role: Role,
    /// How many events its copy has.
    pub size: u64,
    /// When it signed, in seconds since the beginning of 1970.
    pub at: u64,
}

/// How much was looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Events.
    pub events: usize,
    /// Parts that are shown, and are what was recorded.
    pub disclosed: usize,
    /// Parts that are withheld.
    pub withheld: usize,
    /// Parts that were erased, as a later event says.
    pub erased: usize,
}

/// One thing that was found, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The file, by its name in the bundle, or the auditor's own.
    pub file: String,
    /// The line, from 1; nothing if it is about the file as a whole.
    pub line: Option<usize>,
    /// What was found.
    pub what: What,
}

impl Finding {
    /// About one line of a file.
    pub fn at(file: &str, line: usize, what: What) -> Finding {
        Finding { file: file.to_string(), line: Some(line), what }
    }

    /// About a file as a whole.
    pub fn of(file: &str, what: What) -> Finding {
        Finding { file: file.to_string(), line: None, what }
    }

    fn as_json(&self) -> Value {
        json!({ "file": self.file, "line": self.line, "says": self.what.to_string() })
    }
}

impl Report {
    /// Whether nothing is wrong.
    pub fn is_verified(&self) -> bool {
        self.problems.is_empty()
    }

    /// The report for programs: the form that `tools/verify_bundle.py` prints too.
    pub fn as_json(&self) -> Value {
        let listed = |findings: &[Finding]| findings.iter().map(Finding::as_json).collect::<Vec<_>>();
        json!({
            "verified": self.is_verified(),
            "problems": listed(&self.problems),
            "notes": listed(&self.remarks),
            "events": self.counts.events,
            "disclosed": self.counts.disclosed,
            "withheld": self.counts.withheld,
            "erased": self.counts.erased,
            "checkpoint_size": self.signed_size,
            "witnessed_size": self.witnessed_size,
        })
    }

    /// Puts the findings in the order of their places.
    pub(crate) fn finish(&mut self) {
        for findings in [&mut self.problems, &mut self.remarks] {
            findings.sort_by(|one, other| (&one.file, one.line).cmp(&(&other.file, other.line)));
        }
    }
}
