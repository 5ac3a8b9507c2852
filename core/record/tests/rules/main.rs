//! The rules of the record, each as a test whose name states it.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops at its first surprise")]

mod chain;
mod checkpoints;
mod exchange;
mod headers;
mod headers_altered;
mod made;
mod notes;
mod others;
mod published;
mod trees;
