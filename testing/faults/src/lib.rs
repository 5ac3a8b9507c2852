//! A disk that fails on purpose, and processes that are killed on purpose. It serves tests alone.
//!
//! [`Disk`] stands between SQLite and the real files. It counts what is asked of it, fails where it was told to,
//! and knows at every moment which bytes a loss of power would leave. It will never know what the bytes mean.
//!
//! [`child::run`] starts a process that works for a store, and kills it. [`work`] has the work, and the list of all
//! that must hold of a store afterwards.
//!
//! Start with [`Disk::new`]; then [`Fault`]; then [`work::wrongs`].

pub mod child;
mod disk;
pub mod lives;
mod random;
pub mod work;

pub use disk::{Counts, Disk, Fault, Lasts, Loss, SyncFault, WriteFault};
pub use random::Random;

/// How often a check is done: seldom in every change, often when `ACCORDANT_DEEP` is set.
pub fn rounds(usually: u64, deep: u64) -> u64 {
    if std::env::var_os("ACCORDANT_DEEP").is_some() { deep } else { usually }
}
