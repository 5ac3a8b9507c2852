//! Price books of a record, and what activity comes to by them.

pub mod add;
pub mod list;
pub mod reprice;
pub mod show;
