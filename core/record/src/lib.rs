//! The append-only record of an alliance, as values: headers, their hashes in a tree, signed checkpoints, proofs.
//!
//! What happened is one [`Header`] an event. Its bytes are a leaf of one tree; the tree's size and root are a
//! [`Checkpoint`], which the log signs and the parties sign beside it, as a [`Note`]. Whoever holds one can tell
//! whether anything before it was altered. [`Chain`] follows the headers in order, as a verifier does.
//!
//! This crate will never know a contract, a store, a network or a clock, and it draws no random number: what an
//! event means, where it is kept, and when it is now, the caller knows. Start with [`Header`], then [`Chain`].
#![no_std]
#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::float_arithmetic
)]

extern crate alloc;

mod add_checkpoint;
mod chain;
mod check_proof;
mod checkpoint;
mod encoding;
mod hash;
mod header;
mod instant;
mod keys;
mod note;
mod part;
mod proof_file;
mod proof_lines;
mod prove;
mod tree;

pub use add_checkpoint::{AddCheckpoint, ExchangeProblem, WitnessAnswer};
pub use chain::{Chain, ChainProblem, Last, Tip};
pub use check_proof::{ProofProblem, verify_consistency, verify_inclusion};
pub use checkpoint::{Checkpoint, CheckpointProblem};
pub use encoding::{from_base64, to_base64};
pub use hash::{EMPTY_ROOT, HASH_BYTES, Hash, HashProblem, leaf_hash, node_hash, sha256};
pub use header::{
    HEADER_BYTES_MAX, HEADER_FORMAT, Header, HeaderInPlace, HeaderProblem, Leaf, LeafInPlace, PartListed,
    WHOLE_MAX, request_hash,
};
pub use instant::{Instant, InstantProblem};
pub use keys::{KeyKind, KeyProblem, SigningKey, VerifierKey};
pub use note::{NOTE_BYTES_MAX, Note, NoteProblem, SIGNATURES_MAX, SignatureLine, Verified, read_signatures};
pub use part::{Salt, commitment};
pub use proof_file::{NotProven, ProofFile};
pub use prove::{Hashes, KEPT_LEVELS, LeafHashes, NoProof, consistency_proof, inclusion_proof};
pub use tree::{Frontier, root_of};
