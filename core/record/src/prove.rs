//! Proofs, made from hashes that a store keeps: that an event is in a tree, and that one tree continues another.
//!
//! A store keeps the leaf hashes (level 0) and the roots of complete trees of 256, 65,536 and 16,777,216 leaves
//! (levels 8, 16 and 24). So a proof over a million events reads a few hundred hashes. This file will never know
//! how they are kept: see [`Hashes`]. Start with [`inclusion_proof`].

use crate::tree::left_size;
use crate::{Frontier, Hash};
use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;

/// The levels whose complete trees a store keeps the roots of.
pub const KEPT_LEVELS: [u8; 4] = [0, 8, 16, 24];

/// The most hashes that are asked for at a time.
const ASKED_MAX: u64 = 256;

/// The hashes that a store keeps.
pub trait Hashes {
    /// Why hashes could not be read.
    type Problem;

    /// The roots of `count` complete trees of 2^`level` leaves, from the one numbered `from`: the first leaf of
    /// tree `n` is `n * 2^level`. The level is one of [`KEPT_LEVELS`].
    ///
    /// # Errors
    /// When they cannot be read.
    fn hashes(&mut self, level: u8, from: u64, count: u64) -> Result<Vec<Hash>, Self::Problem>;
}

/// Leaf hashes in memory, from which every level is worked out.
#[derive(Debug, Clone, Copy)]
pub struct LeafHashes<'a>(pub &'a [Hash]);

impl Hashes for LeafHashes<'_> {
    type Problem = core::convert::Infallible;

    fn hashes(&mut self, level: u8, from: u64, count: u64) -> Result<Vec<Hash>, Self::Problem> {
        let tree = 1_usize << level;
        let from = usize::try_from(from).unwrap_or(usize::MAX);
        let count = usize::try_from(count).unwrap_or(usize::MAX);
        Ok(self.0.chunks_exact(tree).skip(from).take(count).map(crate::root_of).collect())
    }
}

/// Why there is no proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoProof<P> {
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
    /// The store holds fewer hashes than it says.
    Missing {
        /// The level that was asked for.
        level: u8,
        /// The number of the first tree that was asked for.
        from: u64,
        /// How many were asked for.
        count: u64,
    },
    /// The store could not read.
    Unread(P),
}

impl<P: fmt::Display> fmt::Display for NoProof<P> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSuchEvent { index, size } => {
                write!(formatter, "there is no event {index} among the first {size}")
            }
            Self::Shrinks { old, new } => write!(formatter, "{new} events cannot continue {old}"),
            Self::Missing { level, from, count } => {
                write!(formatter, "hashes are missing: {count} at level {level}, from {from}")
            }
            Self::Unread(problem) => problem.fmt(formatter),
        }
    }
}

impl<P: fmt::Debug + fmt::Display> core::error::Error for NoProof<P> {}

/// The proof that the event at `index` is in the tree of `size` events: the hashes that meet it on its way up.
///
/// # Errors
/// When the tree has no such event, or the hashes cannot be had.
pub fn inclusion_proof<H: Hashes>(
    hashes: &mut H,
    index: u64,
    size: u64,
) -> Result<Vec<Hash>, NoProof<H::Problem>> {
    if index >= size {
        return Err(NoProof::NoSuchEvent { index, size });
    }
    let mut from_the_top = Vec::new();
    let mut branch = 0..size;
    while branch.end - branch.start > 1 {
        let middle = branch.start + left_size(branch.end - branch.start);
        let (ours, other) = if index < middle {
            (branch.start..middle, middle..branch.end)
        } else {
            (middle..branch.end, branch.start..middle)
        };
        from_the_top.push(root_between(hashes, other)?);
        branch = ours;
    }
    from_the_top.reverse();
    Ok(from_the_top)
}

/// The proof that the tree of `new` events continues that of `old` events. Every tree continues the empty one, and
/// itself; that needs no hash.
///
/// # Errors
/// When the later tree is the smaller one, or the hashes cannot be had.
pub fn consistency_proof<H: Hashes>(
    hashes: &mut H,
    old: u64,
    new: u64,
) -> Result<Vec<Hash>, NoProof<H::Problem>> {
    if old > new {
        return Err(NoProof::Shrinks { old, new });
    }
    if old == 0 || old == new {
        return Ok(Vec::new());
    }
    let mut from_the_top = Vec::new();
    let mut branch = 0..new;
    while branch.end != old {
        let middle = branch.start + left_size(branch.end - branch.start);
        let (on_the_edge, other) = if old <= middle {
            (branch.start..middle, middle..branch.end)
        } else {
            (middle..branch.end, branch.start..middle)
        };
        from_the_top.push(root_between(hashes, other)?);
        branch = on_the_edge;
    }
    // The old root itself is known to whoever checks; another tree that ends where the old one did is not.
    if branch.start > 0 {
        from_the_top.push(root_between(hashes, branch)?);
    }
    from_the_top.reverse();
    Ok(from_the_top)
}

/// The root of the branch over these events. Its first event is where a tree at least as large may begin.
fn root_between<H: Hashes>(hashes: &mut H, branch: Range<u64>) -> Result<Hash, NoProof<H::Problem>> {
    let size = branch.end - branch.start;
    let mut peaks = Vec::new();
    let mut from = branch.start;
    for level in (0..u64::BITS).rev().filter(|level| size >> level & 1 == 1) {
        peaks.push(root_of_complete(hashes, level, from)?);
        from += 1 << level;
    }
    Frontier::from_peaks(size, peaks).map(|frontier| frontier.root()).ok_or(NoProof::Missing {
        level: 0,
        from: branch.start,
        count: size,
    })
}

/// The root of the complete tree of 2^`tree` events that begins at `first`, from the largest kept trees within it.
fn root_of_complete<H: Hashes>(hashes: &mut H, tree: u32, first: u64) -> Result<Hash, NoProof<H::Problem>> {
    let kept = KEPT_LEVELS.into_iter().filter(|level| u32::from(*level) <= tree);
    let level = kept.max().unwrap_or_default();
    let mut number = first >> level;
    let mut left = 1_u64 << (tree - u32::from(level));
    let mut within = Frontier::new();
    while left > 0 {
        let count = left.min(ASKED_MAX);
        let read = hashes.hashes(level, number, count).map_err(NoProof::Unread)?;
        if u64::try_from(read.len()) != Ok(count) {
            return Err(NoProof::Missing { level, from: number, count });
        }
        read.into_iter().for_each(|hash| within.push(hash));
        number += count;
        left -= count;
    }
    Ok(within.root())
}
