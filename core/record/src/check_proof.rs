//! Proofs, checked: with nothing but the two roots and the hashes that the proof brings.
//!
//! This file will never know where a proof came from. A root is worth what its signatures are worth: check those
//! first. Start with [`verify_inclusion`].

use crate::tree::left_size;
use crate::{EMPTY_ROOT, Hash, node_hash};
use core::fmt;

/// Why a proof proves nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProofProblem {
    /// The tree has no such event.
    NoSuchEvent {
        /// Its index.
        index: u64,
        /// The size of the tree.
        size: u64,
    },
    /// The later tree is the smaller one.
    Shrinks {
        /// The earlier size.
        old: u64,
        /// The later size.
        new: u64,
    },
    /// The proof has fewer hashes than the sizes ask for.
    TooShort,
    /// The proof has more hashes than the sizes ask for.
    TooLong,
    /// What is said to be the root of no events is not.
    NotTheEmptyRoot,
    /// The proof does not lead to the root of the tree, or of the earlier tree.
    OtherRoot,
    /// The proof does not lead to the root of the later tree.
    OtherNewRoot,
}

impl fmt::Display for ProofProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSuchEvent { index, size } => {
                write!(formatter, "there is no event {index} among the first {size}")
            }
            Self::Shrinks { old, new } => write!(formatter, "{new} events cannot continue {old}"),
            Self::TooShort => formatter.write_str("the proof is shorter than these sizes ask for"),
            Self::TooLong => formatter.write_str("the proof is longer than these sizes ask for"),
            Self::NotTheEmptyRoot => formatter.write_str("a record without events has another root"),
            Self::OtherRoot => formatter.write_str("the proof does not lead to the root"),
            Self::OtherNewRoot => {
                formatter.write_str("the proof does not lead to the root of the later record")
            }
        }
    }
}

impl core::error::Error for ProofProblem {}

/// Checks that the leaf stands at `index` in the tree of `size` events that has this root.
///
/// # Errors
/// When that is not proven.
pub fn verify_inclusion(
    leaf: &Hash,
    index: u64,
    size: u64,
    proof: &[Hash],
    root: &Hash,
) -> Result<(), ProofProblem> {
    if index >= size {
        return Err(ProofProblem::NoSuchEvent { index, size });
    }
    let reached = climb(leaf, index, size, proof)?;
    if reached == *root { Ok(()) } else { Err(ProofProblem::OtherRoot) }
}

/// Checks that the tree of `new_size` events with `new_root` begins with the `old_size` events of `old_root`.
///
/// # Errors
/// When that is not proven.
pub fn verify_consistency(
    old_size: u64,
    old_root: &Hash,
    new_size: u64,
    new_root: &Hash,
    proof: &[Hash],
) -> Result<(), ProofProblem> {
    if old_size > new_size {
        return Err(ProofProblem::Shrinks { old: old_size, new: new_size });
    }
    for (size, root) in [(old_size, old_root), (new_size, new_root)] {
        if size == 0 && *root != EMPTY_ROOT {
            return Err(ProofProblem::NotTheEmptyRoot);
        }
    }
    if old_size == 0 {
        return if proof.is_empty() { Ok(()) } else { Err(ProofProblem::TooLong) };
    }
    let (old, new) = climb_both(old_size, new_size, Some(old_root), proof)?;
    if old != *old_root {
        return Err(ProofProblem::OtherRoot);
    }
    if new == *new_root { Ok(()) } else { Err(ProofProblem::OtherNewRoot) }
}

/// The root of a tree of `size` leaves that holds this leaf at `index`, if the proof's hashes are its other branches.
fn climb(leaf: &Hash, index: u64, size: u64, proof: &[Hash]) -> Result<Hash, ProofProblem> {
    if size == 1 {
        return if proof.is_empty() { Ok(*leaf) } else { Err(ProofProblem::TooLong) };
    }
    let (other, below) = proof.split_last().ok_or(ProofProblem::TooShort)?;
    let left = left_size(size);
    if index < left {
        Ok(node_hash(&climb(leaf, index, left, below)?, other))
    } else {
        Ok(node_hash(other, &climb(leaf, index - left, size - left, below)?))
    }
}

/// The roots of a branch as it was with `old` leaves and as it is with `new`, if the proof's hashes are its other
/// branches. `known` is what the branch was, where the proof leaves that out: along the left edge.
fn climb_both(
    old: u64,
    new: u64,
    known: Option<&Hash>,
    proof: &[Hash],
) -> Result<(Hash, Hash), ProofProblem> {
    if old == new {
        let same = match (known, proof) {
            (Some(known), []) => known,
            (None, [same]) => same,
            (None, []) => return Err(ProofProblem::TooShort),
            _ => return Err(ProofProblem::TooLong),
        };
        return Ok((*same, *same));
    }
    let (other, below) = proof.split_last().ok_or(ProofProblem::TooShort)?;
    let left = left_size(new);
    if old <= left {
        let (before, now) = climb_both(old, left, known, below)?;
        Ok((before, node_hash(&now, other)))
    } else {
        let (before, now) = climb_both(old - left, new - left, None, below)?;
        Ok((node_hash(other, &before), node_hash(other, &now)))
    }
}
