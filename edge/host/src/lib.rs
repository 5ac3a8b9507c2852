//! Load, decide, append: the only clock and the only randomness that reach the record.
//!
//! A [`Host`] holds the records of many alliances in one process. Each [`Alliance`] takes commands in one order, decides
//! them under the lock of its record, and answers after the commit. Its state is a cache, worked out from the record.
//!
//! This crate holds no rule of a contract: those stand in the core. Start with [`Host::open`].

mod alliance;
mod as_at;
mod backup;
mod bundle;
mod compare;
mod doctor;
mod erase;
mod folder;
mod header;
mod host;
mod origin;
mod people;
mod prices;
mod problem;
mod queue;
mod request;
mod restore;
mod signed;
mod signing;
mod submissions;
mod witness;
mod world;

#[cfg(feature = "switches")]
pub use accordant_store::testing;
pub use accordant_store::{Finding, StoredCheckpoint, StoredPart};
pub use alliance::{Alliance, Entry};
pub use as_at::{AsAt, day_of};
pub use backup::BackedUp;
#[cfg(feature = "switches")]
pub use bundle::BundleMechanism;
pub use bundle::{BundleAsked, BundleReport, ShownNames, Verified};
pub use compare::{Compared, Knows, Told};
pub use doctor::{Ailment, Examined};
pub use folder::{Engine, Marker, is_recorded};
pub use host::{Host, new_key};
pub use people::Person;
pub use prices::{Listed, listed, reliance, shelf_of};
pub use problem::HostProblem;
pub use request::{Answer, Request};
pub use signed::MatchingCopy;
pub use signing::Held;
pub use submissions::{Submitted, Which, cited_name, scope, submissions};
pub use witness::{Asked, Heard, Reply, Standing, Witness, WitnessRefusal, post, serve};
pub use world::{Clock, Randomness, SystemClock, SystemRandomness, World};
