//! The problems found so far, of which a bounded number is kept.

use super::{Problem, Severity};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// How many problems are kept; of the others only the number is told.
pub const PROBLEMS_MAX: usize = 200;

/// Collects problems and warnings while a text is read.
///
/// A warning never takes the room of a problem.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problems {
    kept: Vec<Problem>,
    problems_left_out: usize,
    warnings_left_out: usize,
}

impl Problems {
    /// An empty collection.
    pub fn new() -> Problems {
        Problems::default()
    }

    /// Adds one finding.
    pub fn push(&mut self, found: Problem) {
        if self.kept.len() < PROBLEMS_MAX {
            self.kept.push(found);
            return;
        }
        match (found.severity, self.last_warning()) {
            (Severity::Problem, Some(warning)) => {
                *warning = found;
                self.warnings_left_out += 1;
            }
            (Severity::Problem, None) => self.problems_left_out += 1,
            (Severity::Warning, _) => self.warnings_left_out += 1,
        }
    }

    /// Adds many findings.
    pub fn extend(&mut self, found: impl IntoIterator<Item = Problem>) {
        found.into_iter().for_each(|problem| self.push(problem));
    }

    /// Whether nothing at all was found, neither problem nor warning.
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// Whether anything was found that bars the text from being accepted; warnings alone do not.
    pub fn bar_acceptance(&self) -> bool {
        self.kept.iter().any(|found| found.severity == Severity::Problem)
    }

    /// All that is kept, by file, line and column; if some was left out, a closing problem says how much.
    pub fn sorted(&self) -> Vec<Problem> {
        let mut sorted = self.kept.clone();
        sorted.sort_by(|a, b| (&a.place, a.severity).cmp(&(&b.place, b.severity)));
        let closing = sorted.last().and_then(|last| self.closing(last));
        sorted.extend(closing);
        sorted
    }

    fn closing(&self, last: &Problem) -> Option<Problem> {
        let left_out = self.problems_left_out + self.warnings_left_out;
        let severity = if self.problems_left_out > 0 { Severity::Problem } else { Severity::Warning };
        (left_out > 0).then(|| Problem {
            severity,
            place: last.place.clone(),
            what: format!("and {left_out} more"),
            words: String::new(),
            help: Some(format!("mend the first {PROBLEMS_MAX} and check again")),
            code: "and-more",
            source: None,
        })
    }

    fn last_warning(&mut self) -> Option<&mut Problem> {
        self.kept.iter_mut().rev().find(|kept| kept.severity == Severity::Warning)
    }
}
