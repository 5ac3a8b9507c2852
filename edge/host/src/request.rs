//! What is asked of a host, and what it answers.

use accordant_alliance::Command;
use accordant_record::{Hash, sha256};
use serde::{Deserialize, Serialize};

/// A command with the one who asks.
#[derive(Debug, Clone)]
pub struct Request {
    /// The key of the request, chosen by the one who asks: the same key has one effect and one answer.
    pub key: String,
    /// The person, as an opaque reference.
    pub actor: String,
    /// How the person was recognised.
    pub assurance: String,
    /// The party for which the person speaks.
    pub seat: Option<String>,
    /// How many entries the person had seen: what has changed since is told instead of overwritten.
    pub seen: Option<u64>,
    /// How many entries the command was worked out from, if all of them may have a part in it: once there are more,
    /// it is refused, for it would come to something else.
    pub worked_out_from: Option<u64>,
    /// What is asked.
    pub command: Command,
}

/// What a request came to. The same request is answered in the same bytes, however often it comes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The first entry that it made.
    pub first: u64,
    /// The last entry that it made.
    pub last: u64,
    /// When it was recorded.
    pub at: String,
}

impl Request {
    /// The hash of what is asked, whatever its key.
    pub(crate) fn fingerprint(&self) -> Hash {
        sha256(format!("{:?}\n{:?}\n{:?}", self.actor, self.seat, self.command).as_bytes())
    }
}
