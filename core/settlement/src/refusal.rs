//! Why nothing is settled: which rule forbids it, or what is missing.

use crate::graph::SlotId;
use accordant_agreement::problem::Place;
use alloc::string::String;

/// One reason why a settlement cannot be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// What kind of reason.
    pub kind: RefusalKind,
    /// What is wrong: lower case, no full stop.
    pub what: String,
    /// Where the rule is written, if one forbids it.
    pub place: Option<Place>,
    /// What would make it possible.
    pub help: Option<String>,
}

/// What kind of reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefusalKind {
    /// A fact is missing.
    Missing(SlotId),
    /// A rule forbids it.
    Rule,
}
