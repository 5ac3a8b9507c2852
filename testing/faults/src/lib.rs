//! A disk that fails on purpose, and processes that are killed on purpose. It serves tests alone.
//!
//! [`Disk`] stands between SQLite and the real files. It counts what is asked of it, fails where it was told to,
//! and knows at every moment which bytes a loss of power would leave. It will never know what the bytes mean.
//!
//! Start with [`Disk::new`]; then [`Fault`]; then [`Disk::power_loss`].

mod disk;
mod random;

pub use disk::{Counts, Disk, Fault, Lasts, Loss, SyncFault, WriteFault};
pub use random::Random;
