//! Bytes and numbers as checkpoints, proofs and bundles write them: one text for each, and no other is read.
//!
//! This file will never know what they are. Base64 has the standard letters and is padded; a number has no sign and
//! no zero before it.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use base64ct::{Base64, Encoding};

/// These bytes in base64.
pub fn to_base64(bytes: &[u8]) -> String {
    Base64::encode_string(bytes)
}

/// The bytes of a base64 text; nothing if it is written in any other way than [`to_base64`] writes it.
pub fn from_base64(text: &str) -> Option<Vec<u8>> {
    Base64::decode_vec(text).ok()
}

/// The number that is written so; nothing if it is written in any other way than numbers are displayed.
pub(crate) fn read_number(text: &str) -> Option<u64> {
    let number: u64 = text.parse().ok()?;
    (number.to_string() == text).then_some(number)
}
