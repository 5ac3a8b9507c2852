//! Keys: with one of them a log signs its checkpoints, with another a party signs that it holds a matching copy.
//!
//! Both are Ed25519 (RFC 8032); what tells them apart is a byte that goes into the key's number, and that a witness
//! signs the time as well (C2SP `tlog-cosignature`). The caller draws the seed and keeps it. This file will never know
//! whom a key belongs to. Start with [`SigningKey`].

use crate::hash::hash_of;
use crate::note::is_key_name;
use crate::{SignatureLine, Verified, from_base64, to_base64};
use alloc::format;
use alloc::string::{String, ToString};
use core::fmt;
use ed25519_dalek::{PUBLIC_KEY_LENGTH, SECRET_KEY_LENGTH, SIGNATURE_LENGTH, Signature, Signer};

const PRIVATE: &str = "PRIVATE+KEY+";
const TIME_BYTES: usize = 8;

/// What a key is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyKind {
    /// Signs the checkpoints of a log.
    Log,
    /// Signs that a checkpoint continues the one that its owner held before, and when.
    Witness,
}

impl KeyKind {
    /// The byte that stands for this kind in a key's text and number.
    const fn byte(self) -> u8 {
        match self {
            Self::Log => 0x01,
            Self::Witness => 0x04,
        }
    }

    fn from_byte(byte: u8) -> Option<KeyKind> {
        [Self::Log, Self::Witness].into_iter().find(|kind| kind.byte() == byte)
    }
}

/// A key that signs. Its text, and nothing else of it, gives the seed away.
#[derive(Clone)]
pub struct SigningKey {
    seed: ed25519_dalek::SigningKey,
    verifier: VerifierKey,
}

impl SigningKey {
    /// The key of this name with this seed, which the caller drew at random.
    ///
    /// # Errors
    /// When no key can have that name.
    pub fn new(name: &str, kind: KeyKind, seed: [u8; SECRET_KEY_LENGTH]) -> Result<SigningKey, KeyProblem> {
        let seed = ed25519_dalek::SigningKey::from_bytes(&seed);
        let verifier = VerifierKey::new(name, kind, seed.verifying_key())?;
        Ok(SigningKey { seed, verifier })
    }

    /// What others need to check what this key signs.
    pub fn verifier(&self) -> VerifierKey {
        self.verifier.clone()
    }

    /// Signs a text as a log.
    ///
    /// # Errors
    /// When it is the key of a witness.
    pub fn sign(&self, text: &str) -> Result<SignatureLine, KeyProblem> {
        if self.verifier.kind != KeyKind::Log {
            return Err(KeyProblem::OtherUse);
        }
        Ok(self.verifier.line(&self.seed.sign(text.as_bytes()).to_bytes()))
    }

    /// Signs a checkpoint's text as a witness, at this time in seconds since the beginning of 1970.
    ///
    /// # Errors
    /// When it is the key of a log, or the time cannot be written.
    pub fn cosign(&self, text: &str, unix_seconds: u64) -> Result<SignatureLine, KeyProblem> {
        if self.verifier.kind != KeyKind::Witness {
            return Err(KeyProblem::OtherUse);
        }
        if i64::try_from(unix_seconds).is_err() {
            return Err(KeyProblem::Time);
        }
        let signature = self.seed.sign(timed(text, unix_seconds).as_bytes()).to_bytes();
        Ok(self.verifier.line(&[unix_seconds.to_be_bytes().as_slice(), &signature].concat()))
    }

    /// The text of a key file: with it, anybody can sign.
    pub fn to_text(&self) -> String {
        format!("{PRIVATE}{}", self.verifier.written(self.seed.as_bytes()))
    }

    /// Reads what [`SigningKey::to_text`] writes.
    ///
    /// # Errors
    /// What is wrong with it. No problem repeats the text.
    pub fn read(text: &str) -> Result<SigningKey, KeyProblem> {
        let written = Written::read(text.strip_prefix(PRIVATE).ok_or(KeyProblem::Form)?)?;
        let key = SigningKey::new(written.name, written.kind, written.bytes)?;
        if key.verifier.key_id == written.key_id { Ok(key) } else { Err(KeyProblem::OtherNumber) }
    }
}

/// The seed is never shown.
impl fmt::Debug for SigningKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "SigningKey({})", self.verifier)
    }
}

/// A key that checks what a [`SigningKey`] signed; written `name+number+base64`, as C2SP has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    kind: KeyKind,
    key_id: [u8; 4],
    key: ed25519_dalek::VerifyingKey,
}

impl VerifierKey {
    fn new(name: &str, kind: KeyKind, key: ed25519_dalek::VerifyingKey) -> Result<VerifierKey, KeyProblem> {
        if !is_key_name(name) {
            return Err(KeyProblem::Name);
        }
        let hash = hash_of(&[name.as_bytes(), b"\n", &[kind.byte()], key.as_bytes()]);
        let key_id = hash.as_bytes().first_chunk().copied().unwrap_or_default();
        Ok(VerifierKey { name: name.to_string(), kind, key_id, key })
    }

    /// Reads a key as it is written, and checks that its number is its own.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(text: &str) -> Result<VerifierKey, KeyProblem> {
        let written = Written::read(text)?;
        let key = ed25519_dalek::VerifyingKey::from_bytes(&written.bytes).map_err(|_| KeyProblem::NoKey)?;
        // A weak key verifies signatures that nobody made with it.
        if key.is_weak() {
            return Err(KeyProblem::NoKey);
        }
        let key = VerifierKey::new(written.name, written.kind, key)?;
        if key.key_id == written.key_id { Ok(key) } else { Err(KeyProblem::OtherNumber) }
    }

    /// Its name: of a log's key, the log's origin.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it is for.
    pub fn kind(&self) -> KeyKind {
        self.kind
    }

    /// Its number, which with the name stands beside every signature.
    pub fn key_id(&self) -> [u8; 4] {
        self.key_id
    }

    /// Whether the line says that this key signed.
    pub fn is_named_by(&self, line: &SignatureLine) -> bool {
        line.name == self.name && line.key_id == self.key_id
    }

    /// Checks the signature of a line that names this key.
    pub(crate) fn verify(&self, text: &str, line: &SignatureLine) -> Option<Verified> {
        let (time, signature) = match self.kind {
            KeyKind::Log => (None, line.signature.as_slice()),
            KeyKind::Witness => {
                let (time, signature) = line.signature.split_first_chunk::<TIME_BYTES>()?;
                (Some(u64::from_be_bytes(*time)), signature)
            }
        };
        let signature = Signature::from_bytes(<&[u8; SIGNATURE_LENGTH]>::try_from(signature).ok()?);
        let verified = match time {
            None => self.key.verify_strict(text.as_bytes(), &signature),
            Some(time) => {
                i64::try_from(time).ok()?;
                self.key.verify_strict(timed(text, time).as_bytes(), &signature)
            }
        };
        verified.ok().map(|()| Verified { name: self.name.clone(), time })
    }

    fn line(&self, signature: &[u8]) -> SignatureLine {
        SignatureLine { name: self.name.clone(), key_id: self.key_id, signature: signature.to_vec() }
    }

    /// The text of a key with this name, kind and number, that consists of these bytes.
    fn written(&self, bytes: &[u8]) -> String {
        let number = u32::from_be_bytes(self.key_id);
        format!("{}+{number:08x}+{}", self.name, to_base64(&[&[self.kind.byte()], bytes].concat()))
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.written(self.key.as_bytes()))
    }
}

/// What a witness signs.
fn timed(text: &str, unix_seconds: u64) -> String {
    format!("cosignature/v1\ntime {unix_seconds}\n{text}")
}

/// The pieces of a key's text.
struct Written<'a> {
    name: &'a str,
    key_id: [u8; 4],
    kind: KeyKind,
    bytes: [u8; PUBLIC_KEY_LENGTH],
}

impl Written<'_> {
    fn read(text: &str) -> Result<Written<'_>, KeyProblem> {
        // Base64 may hold a + too, a name may not.
        let mut pieces = text.splitn(3, '+');
        let (Some(name), Some(number), Some(key)) = (pieces.next(), pieces.next(), pieces.next()) else {
            return Err(KeyProblem::Form);
        };
        let value = u32::from_str_radix(number, 16).map_err(|_| KeyProblem::Form)?;
        if format!("{value:08x}") != number {
            return Err(KeyProblem::Form);
        }
        let key = from_base64(key).ok_or(KeyProblem::Form)?;
        let (kind, bytes) = key.split_first().ok_or(KeyProblem::Form)?;
        let kind = KeyKind::from_byte(*kind).ok_or(KeyProblem::OtherKind { kind: *kind })?;
        let bytes = bytes.try_into().map_err(|_| KeyProblem::Form)?;
        Ok(Written { name, key_id: value.to_be_bytes(), kind, bytes })
    }
}

/// Why a text is no key, or a key does not sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyProblem {
    /// It is not a name, a number and a key, joined by `+`.
    Form,
    /// No key can have that name.
    Name,
    /// It is a key of a kind that this program does not know.
    OtherKind {
        /// The byte that says which.
        kind: u8,
    },
    /// Its number does not follow from its name and bytes: one of them was altered.
    OtherNumber,
    /// Its bytes are not those of a key that may be relied on.
    NoKey,
    /// A log's key was asked to sign as a witness, or a witness's as a log.
    OtherUse,
    /// The time of a cosignature is too large to be written.
    Time,
}

impl fmt::Display for KeyProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Form => {
                formatter.write_str("a key is a name, a number of 8 digits and base64, joined by +")
            }
            Self::Name => formatter.write_str("a key has a name without spaces and without +"),
            Self::OtherKind { kind } => {
                write!(formatter, "the key is of kind {kind}, and this program knows kinds 1 and 4")
            }
            Self::OtherNumber => {
                formatter.write_str("the number of the key is not that of its name and bytes")
            }
            Self::NoKey => formatter.write_str("these bytes are no key that can be relied on"),
            Self::OtherUse => {
                formatter.write_str("the key of a log signs as a log, that of a witness as a witness")
            }
            Self::Time => formatter.write_str("the time of a signature is beyond what can be written"),
        }
    }
}

impl core::error::Error for KeyProblem {}
