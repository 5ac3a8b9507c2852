//! SHA-256, and the three things that are hashed with it: bytes, leaves and nodes of the tree.
//!
//! A leaf and a node begin with different bytes (RFC 6962), so that neither can pass for the other. This file will
//! never know what the bytes mean. Start with [`Hash`].

use alloc::string::String;
use core::fmt;
use core::str::FromStr;
use sha2::{Digest, Sha256};

/// How many bytes a hash has.
pub const HASH_BYTES: usize = 32;

const LEAF: &[u8] = &[0x00];
const NODE: &[u8] = &[0x01];
const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// A SHA-256 hash; written as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash([u8; HASH_BYTES]);

/// The root of a tree without leaves: the hash of no bytes.
pub const EMPTY_ROOT: Hash = Hash([
    0xe3, 0xb0, 0xc4, 0x42, 0x98, 0xfc, 0x1c, 0x14, 0x9a, 0xfb, 0xf4, 0xc8, 0x99, 0x6f, 0xb9, 0x24, 0x27,
    0xae, 0x41, 0xe4, 0x64, 0x9b, 0x93, 0x4c, 0xa4, 0x95, 0x99, 0x1b, 0x78, 0x52, 0xb8, 0x55,
]);

impl Hash {
    /// What stands where there is no hash: before the first event.
    pub const ZERO: Hash = Hash([0; HASH_BYTES]);

    /// The hash with these bytes.
    pub const fn from_bytes(bytes: [u8; HASH_BYTES]) -> Hash {
        Hash(bytes)
    }

    /// Its bytes.
    pub const fn as_bytes(&self) -> &[u8; HASH_BYTES] {
        &self.0
    }

    /// As checkpoints and proofs write it: standard base64, with its padding.
    pub fn to_base64(&self) -> String {
        crate::to_base64(&self.0)
    }

    /// Reads what [`Hash::to_base64`] writes, and nothing else.
    pub fn from_base64(text: &str) -> Option<Hash> {
        crate::from_base64(text)?.try_into().ok().map(Hash)
    }

    /// Hands its 64 digits to the caller, without taking memory.
    pub(crate) fn with_digits<T>(&self, then: impl FnOnce(&str) -> T) -> T {
        let mut digits = [0_u8; 2 * HASH_BYTES];
        for (pair, byte) in digits.chunks_exact_mut(2).zip(self.0) {
            for (place, half) in pair.iter_mut().zip([byte >> 4, byte & 0x0f]) {
                *place = DIGITS.get(usize::from(half)).copied().unwrap_or_default();
            }
        }
        then(core::str::from_utf8(&digits).unwrap_or_default())
    }
}

impl FromStr for Hash {
    type Err = HashProblem;

    fn from_str(text: &str) -> Result<Hash, HashProblem> {
        let digits = text.as_bytes();
        let mut bytes = [0_u8; HASH_BYTES];
        if digits.len() != 2 * HASH_BYTES {
            return Err(HashProblem);
        }
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            for digit in pair {
                let value = match digit {
                    b'0'..=b'9' => digit - b'0',
                    b'a'..=b'f' => digit - b'a' + 10,
                    _ => return Err(HashProblem),
                };
                *byte = *byte << 4 | value;
            }
        }
        Ok(Hash(bytes))
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.with_digits(|digits| formatter.write_str(digits))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Hash({})", self)
    }
}

/// A text that is no hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HashProblem;

impl fmt::Display for HashProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a hash is written as 64 digits from 0 to 9 and a to f")
    }
}

impl core::error::Error for HashProblem {}

/// The hash of these bytes.
pub fn sha256(bytes: &[u8]) -> Hash {
    hash_of(&[bytes])
}

/// The hash of a leaf of the tree: of one header, without its line feed.
pub fn leaf_hash(line: &[u8]) -> Hash {
    hash_of(&[LEAF, line])
}

/// The hash of a node of the tree, from its two children.
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    hash_of(&[NODE, left.as_bytes(), right.as_bytes()])
}

/// The hash of these pieces, one after the other.
pub(crate) fn hash_of(pieces: &[&[u8]]) -> Hash {
    let mut hasher = Sha256::new();
    for piece in pieces {
        hasher.update(piece);
    }
    Hash(hasher.finalize().into())
}
