//! The tree over all events (RFC 6962), as little of it as is needed to add the next one.
//!
//! A tree of any size is a row of complete trees, each at least twice as large as the next; their roots are its
//! peaks. This file will never know where hashes are kept. Start with [`Frontier`].

use crate::{EMPTY_ROOT, Hash, node_hash};
use alloc::vec::Vec;

/// The right edge of a tree: its size, and the roots of the complete trees that it is made of.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Frontier {
    size: u64,
    /// From the largest to the smallest: one for each bit of the size.
    peaks: Vec<Hash>,
}

impl Frontier {
    /// The tree without leaves.
    pub fn new() -> Frontier {
        Frontier::default()
    }

    /// The tree with this size and these peaks, from the largest; nothing if there are not as many as the size asks for.
    pub fn from_peaks(size: u64, peaks: Vec<Hash>) -> Option<Frontier> {
        let asked = usize::try_from(size.count_ones()).ok()?;
        (peaks.len() == asked).then_some(Frontier { size, peaks })
    }

    /// Adds a leaf at the right.
    pub fn push(&mut self, leaf: Hash) {
        let mut joined = leaf;
        for _ in 0..self.size.trailing_ones() {
            if let Some(left) = self.peaks.pop() {
                joined = node_hash(&left, &joined);
            }
        }
        self.peaks.push(joined);
        self.size += 1;
    }

    /// How many leaves it has.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The roots of the complete trees that it is made of, from the largest.
    pub fn peaks(&self) -> &[Hash] {
        &self.peaks
    }

    /// The root of the whole tree.
    pub fn root(&self) -> Hash {
        let from_the_right = self.peaks.iter().rev().copied();
        from_the_right.reduce(|right, left| node_hash(&left, &right)).unwrap_or(EMPTY_ROOT)
    }
}

/// The root of the tree with these leaves.
pub fn root_of(leaves: &[Hash]) -> Hash {
    let mut frontier = Frontier::new();
    for leaf in leaves {
        frontier.push(*leaf);
    }
    frontier.root()
}

/// The size of the left branch of a tree of two or more leaves: the largest power of two that leaves something over.
pub(crate) fn left_size(size: u64) -> u64 {
    1 << (size - 1).ilog2()
}
