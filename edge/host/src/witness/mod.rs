//! Matching copies: a party keeps, under a key of its own, what it last saw signed of a record, and signs only what
//! continues it. So nobody, the host included, can alter what a party has seen without that party noticing.
//!
//! The party's side is a [`Witness`]; the host's side is a few calls of [`Alliance`](crate::Alliance). What goes between
//! them is a file or a call over HTTP (C2SP `tlog-witness`). This module will never know what an entry says. Start with
//! [`Witness::add_checkpoint`].

mod asking;
mod client;
mod kept;
mod refusal;
mod server;
mod standing;

pub use asking::{Asked, Heard};
pub use client::{Reply, post};
pub use kept::Witness;
pub use refusal::WitnessRefusal;
pub use server::serve;
pub use standing::Standing;

use accordant_record::NOTE_BYTES_MAX;

/// No request has more bytes: a note, the hashes of the longest proof, and the line before them.
const REQUEST_BYTES_MAX: usize = NOTE_BYTES_MAX + 4_096;
/// Where a witness is asked.
const ADD_CHECKPOINT: &str = "/add-checkpoint";
/// What an answer is that says how many entries the witness holds.
const SIZE_TYPE: &str = "text/x.tlog.size";
