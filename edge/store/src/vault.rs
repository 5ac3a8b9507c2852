//! Bytes under a key of their own: parts, names behind references, snapshots.
//!
//! A key encrypts once and is never used again, so the nonce is always zero. What the ciphertext belongs to is
//! authenticated with it, so that it cannot stand in another's place. It will never know where either is kept.
//! Start with [`Place`].

use accordant_record::{Salt, commitment};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Nonce};

use crate::keys::Key;

const SALT_BYTES: usize = 32;

/// What a ciphertext belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place<'a> {
    Part { log: &'a str, index: u64, part: u64 },
    Directory { reference: &'a str },
    Snapshot { log: &'a str, name: &'a str },
}

impl Place<'_> {
    /// What a person would call it.
    pub(crate) fn in_words(&self) -> String {
        match self {
            Place::Part { log, index, part } => format!("part {part} of event {index} of `{log}`"),
            Place::Directory { reference } => format!("what stands behind `{reference}`"),
            Place::Snapshot { log, name } => format!("the snapshot `{name}` of `{log}`"),
        }
    }

    /// No two places have the same bytes: numbers and names of kinds hold no line feed, and the text that may comes last.
    fn bytes(&self) -> Vec<u8> {
        let text = match self {
            Place::Part { log, index, part } => format!("part\n{index}\n{part}\n{log}"),
            Place::Directory { reference } => format!("directory\n{reference}"),
            Place::Snapshot { log, name } => format!("snapshot\n{}\n{log}\n{name}", log.len()),
        };
        text.into_bytes()
    }
}

/// Encrypts with a key that nothing else is ever encrypted with.
pub(crate) fn lock(key: &Key, place: Place<'_>, bytes: &[u8]) -> Option<Vec<u8>> {
    cipher(key).encrypt(&Nonce::default(), Payload { msg: bytes, aad: &place.bytes() }).ok()
}

/// Decrypts; nothing when it is not what was encrypted here with this key.
pub(crate) fn unlock(key: &Key, place: Place<'_>, ciphertext: &[u8]) -> Option<Vec<u8>> {
    cipher(key).decrypt(&Nonce::default(), Payload { msg: ciphertext, aad: &place.bytes() }).ok()
}

/// Encrypts the salt and the bytes of a part as one.
pub(crate) fn lock_part(key: &Key, place: Place<'_>, salt: &Salt, bytes: &[u8]) -> Option<Vec<u8>> {
    let mut both = Vec::with_capacity(SALT_BYTES + bytes.len());
    both.extend_from_slice(&salt.0);
    both.extend_from_slice(bytes);
    lock(key, place, &both)
}

/// The salt and the bytes of a part; nothing when it is not what was encrypted.
pub(crate) fn unlock_part(key: &Key, place: Place<'_>, ciphertext: &[u8]) -> Option<(Salt, Vec<u8>)> {
    let both = unlock(key, place, ciphertext)?;
    let (salt, bytes) = both.split_first_chunk::<SALT_BYTES>()?;
    Some((Salt(*salt), bytes.to_vec()))
}

/// Whether salt and bytes are those that the header commits to.
pub(crate) fn keeps(committed: &accordant_record::Hash, salt: &Salt, bytes: &[u8]) -> bool {
    commitment(salt, bytes) == *committed
}

fn cipher(key: &Key) -> ChaCha20Poly1305 {
    ChaCha20Poly1305::new(key.as_bytes().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACE: Place<'_> = Place::Part { log: "a.example/log/1", index: 3, part: 1 };

    #[test]
    fn a_part_is_read_as_it_was_written() {
        let key = Key::from_bytes([7; 32]);
        let locked = lock_part(&key, PLACE, &Salt([9; 32]), b"body").unwrap();
        assert_eq!(unlock_part(&key, PLACE, &locked), Some((Salt([9; 32]), b"body".to_vec())));
    }

    #[test]
    fn a_part_does_not_open_in_the_place_of_another_nor_altered_nor_with_another_key() {
        let key = Key::from_bytes([7; 32]);
        let locked = lock_part(&key, PLACE, &Salt([9; 32]), b"body").unwrap();
        let others = [
            Place::Part { log: "a.example/log/1", index: 3, part: 2 },
            Place::Part { log: "a.example/log/1", index: 4, part: 1 },
            Place::Part { log: "b.example/log/1", index: 3, part: 1 },
            Place::Directory { reference: "3\n1\na.example/log/1" },
        ];
        for other in others {
            assert_eq!(unlock_part(&key, other, &locked), None, "{other:?}");
        }
        assert_eq!(unlock_part(&Key::from_bytes([8; 32]), PLACE, &locked), None);
        for at in 0..locked.len() {
            let mut altered = locked.clone();
            altered[at] ^= 1;
            assert_eq!(unlock_part(&key, PLACE, &altered), None, "byte {at}");
        }
    }
}
