//! The record on SQLite (embedded) and on PostgreSQL.
//!
//! It keeps lines of headers, their hashes and encrypted parts; it answers after its commit, compares whatever it reads
//! with what was recorded, and writes nothing more after a failure. It will never know what an event means, what time it
//! is, or who asks. Start with [`Store`], then [`open`].

mod engine;
mod kept;
mod keys;
mod migration;
mod open;
mod postgres;
mod problem;
mod sqlite;
mod stop;
mod store;
mod switches;
#[cfg(feature = "switches")]
pub mod testing;
mod vault;

#[cfg(feature = "switches")]
pub use open::open_switched;
pub use open::{KeysAt, open};
pub use problem::{Finding, StoreProblem};
pub use store::{
    Backup, Decide, Decided, Draft, DraftPart, Head, Locked, Outcome, Randomness, Refused, Sealed, Sign,
    Snapshot, Store, StoredCheckpoint, StoredEvent, StoredHashes, StoredHeader, StoredPart, Submission,
};
#[cfg(feature = "switches")]
pub use switches::{Mechanism, Step, Steps, Switches};
