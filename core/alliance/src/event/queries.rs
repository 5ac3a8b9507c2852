//! Queries about a row that a party sent, as events hold them. Reason and reply are parts of their own.

use alloc::string::String;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// A party asks about a row of what another sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QueryRaised {
    /// The import, by its entry.
    pub import: u64,
    /// The row of the file.
    pub row: u64,
    /// The party that answers: whose row it is.
    pub of: String,
    /// What the row says, as it was sent.
    pub sent: Vec<SentValue>,
    /// How much money is in question, in minor units, where that is said.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub minor: Option<String>,
    /// Its currency.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub currency: Option<String>,
    /// The day on which it was raised, where the alliance is.
    pub day: String,
}

/// A field of a row that was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SentValue {
    /// The name of the column.
    pub column: String,
    /// What stands there.
    pub value: String,
}

/// The party that sent the row answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QueryAnswered {
    /// The query, by the entry that raised it.
    pub query: u64,
    /// The day of the answer, where the alliance is.
    pub day: String,
}

/// A query comes to its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QueryClosed {
    /// The query, by the entry that raised it.
    pub query: u64,
    /// How it ends.
    pub outcome: QueryOutcome,
    /// The credit, in minor units.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub minor: Option<String>,
    /// Its currency.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub currency: Option<String>,
    /// The day, where the alliance is.
    pub day: String,
}

/// How a query ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QueryOutcome {
    /// The party that sent the row names a credit, and sends it with a later file or with facts said again.
    Credit,
    /// The party that raised the query takes it back.
    Withdrawn,
    /// The party that raised the query accepts the answer, and the row stands.
    Accepted,
}

impl QueryOutcome {
    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            QueryOutcome::Credit => "credit",
            QueryOutcome::Withdrawn => "withdrawn",
            QueryOutcome::Accepted => "accepted",
        }
    }
}
