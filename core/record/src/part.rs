//! A part of an event: bytes that may be shown, withheld or erased, and what a header says of them for ever.
//!
//! The header holds a commitment: a hash over a salt and the bytes. Without the salt nobody can try out what a short
//! part says. This file will never know what a part means, nor under which key it is kept.

use crate::hash::hash_of;
use crate::{HASH_BYTES, Hash};
use core::fmt;

/// What every commitment begins with, so that no other hash can pass for one.
const LABEL: &[u8] = b"accordant/part/1\n";

/// The 32 random bytes that hide what a commitment commits to: the caller drew them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Salt(pub [u8; HASH_BYTES]);

/// A salt is a secret for as long as its part is withheld.
impl fmt::Debug for Salt {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Salt(..)")
    }
}

/// What a header says of a part.
pub fn commitment(salt: &Salt, bytes: &[u8]) -> Hash {
    hash_of(&[LABEL, &salt.0, bytes])
}
