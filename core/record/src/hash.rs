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

/// A hash as it is written.
pub(crate) type Digits = [u8; 2 * HASH_BYTES];

const LEAF: &[u8] = &[0x00];
const NODE: &[u8] = &[0x01];
const DIGITS: &[u8; 16] = b"0123456789abcdef";
/// What a byte that is no digit is worth: a bit that no digit has.
const NO_DIGIT: u8 = 0x80;
const VALUES: [u8; 256] = values_of_bytes();

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

    /// The hash with these digits.
    pub(crate) fn from_digits(digits: &Digits) -> Option<Hash> {
        let mut bytes = [0_u8; HASH_BYTES];
        let mut wrong = 0;
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            for digit in pair {
                let value = VALUES.get(usize::from(*digit)).copied().unwrap_or(NO_DIGIT);
                wrong |= value;
                *byte = *byte << 4 | (value & 0x0f);
            }
        }
        (wrong & NO_DIGIT == 0).then_some(Hash(bytes))
    }

    /// Its digits, without taking memory.
    pub(crate) fn digits(&self) -> Digits {
        let mut digits = [0_u8; 2 * HASH_BYTES];
        for (pair, byte) in digits.chunks_exact_mut(2).zip(self.0) {
            for (place, half) in pair.iter_mut().zip([byte >> 4, byte & 0x0f]) {
                *place = DIGITS.get(usize::from(half)).copied().unwrap_or_default();
            }
        }
        digits
    }
}

impl FromStr for Hash {
    type Err = HashProblem;

    fn from_str(text: &str) -> Result<Hash, HashProblem> {
        let digits = text.as_bytes().try_into().map_err(|_| HashProblem)?;
        Hash::from_digits(digits).ok_or(HashProblem)
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(core::str::from_utf8(&self.digits()).unwrap_or_default())
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

/// What each byte is worth as a digit.
const fn values_of_bytes() -> [u8; 256] {
    let mut values = [NO_DIGIT; 256];
    let mut digits: &[u8] = DIGITS;
    let mut value = 0;
    while let [digit, rest @ ..] = digits {
        let (_, from_digit) = values.split_at_mut(*digit as usize);
        if let [worth, ..] = from_digit {
            *worth = value;
        }
        value += 1;
        digits = rest;
    }
    values
}

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
