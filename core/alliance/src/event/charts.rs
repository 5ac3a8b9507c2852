//! Decisions on charts, as events hold them. The reason is a part of its own.

use alloc::string::String;
use serde::{Deserialize, Serialize};

/// From a month on, a chart is read as that of another process.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChartRebased {
    /// The measure or fact, as the agreement names it.
    pub measure: String,
    /// The first day of the month.
    pub from: String,
    /// The day of the decision, where the alliance is.
    pub day: String,
}

/// A rebase is in force no longer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RebaseWithdrawn {
    /// The rebase, by its entry.
    pub rebase: u64,
    /// Of which measure or fact it was.
    pub measure: String,
    /// The first day of its month.
    pub from: String,
    /// The day of the decision, where the alliance is.
    pub day: String,
}
