//! A signed text, as C2SP `signed-note` has it: the text, an empty line, and a line for each signature.
//!
//! A signature by a key that the reader does not know says nothing, and is passed over; one by a known key that does
//! not verify spoils the whole note. This file will never know what the text says. Start with [`Note`].

use crate::{VerifierKey, from_base64, to_base64};
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

/// The most signatures of a note.
pub const SIGNATURES_MAX: usize = 16;

/// The most bytes of a note.
pub const NOTE_BYTES_MAX: usize = 65_536;

/// What a line with a signature begins with.
const SIGNED_BY: &str = "\u{2014} ";

const KEY_ID_BYTES: usize = 4;

/// A text and the signatures under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// What is signed, with its last line feed.
    pub text: String,
    /// Who says to have signed it.
    pub signatures: Vec<SignatureLine>,
}

/// One signature, as it stands under a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureLine {
    /// The name of the key.
    pub name: String,
    /// Which of the keys of that name.
    pub key_id: [u8; KEY_ID_BYTES],
    /// What the key made of the text; a cosignature begins with its time.
    pub signature: Vec<u8>,
}

/// A signature that was checked with a key that the reader knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// The name of the key.
    pub name: String,
    /// When a witness signed, in seconds since the beginning of 1970; a log does not say when.
    pub time: Option<u64>,
}

impl Note {
    /// Reads a note. That it is well formed says nothing of its signatures: see [`Note::check`].
    ///
    /// # Errors
    /// What is wrong with its form.
    pub fn read(note: &str) -> Result<Note, NoteProblem> {
        if note.len() > NOTE_BYTES_MAX {
            return Err(NoteProblem::TooLong);
        }
        if note.chars().any(|character| character < ' ' && character != '\n') {
            return Err(NoteProblem::Control);
        }
        let text_end = note.rfind("\n\n").ok_or(NoteProblem::NoSignature)? + 1;
        let (text, rest) = note.split_at(text_end);
        let signatures = read_signatures(rest.strip_prefix('\n').unwrap_or(rest))?;
        Ok(Note { text: text.to_string(), signatures })
    }

    /// The signatures by these keys, each verified; what other keys signed is passed over.
    ///
    /// # Errors
    /// When a known key's signature does not verify, stands twice, or none is there.
    pub fn check(&self, known: &[VerifierKey]) -> Result<Vec<Verified>, NoteProblem> {
        let mut verified = Vec::new();
        for (place, key) in known.iter().enumerate() {
            // A key that is known twice still speaks once.
            if known.iter().take(place).any(|before| before == key) {
                continue;
            }
            let mut lines = self.signatures.iter().filter(|line| key.is_named_by(line));
            let Some(line) = lines.next() else { continue };
            if lines.next().is_some() {
                return Err(NoteProblem::SignedTwice { name: line.name.clone() });
            }
            let checked = key.verify(&self.text, line);
            verified.push(checked.ok_or_else(|| NoteProblem::BadSignature { name: line.name.clone() })?);
        }
        if verified.is_empty() { Err(NoteProblem::NotSignedByKnownKey) } else { Ok(verified) }
    }
}

impl fmt::Display for Note {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "{}", self.text)?;
        self.signatures.iter().try_for_each(|line| writeln!(formatter, "{line}"))
    }
}

impl SignatureLine {
    /// Reads one line, without its line feed.
    ///
    /// # Errors
    /// When it is not the dash, a name, and a key's number and signature in base64.
    pub fn read(line: &str) -> Result<SignatureLine, NoteProblem> {
        read_signature(line).ok_or_else(|| NoteProblem::NoSignatureLine { line: line.to_string() })
    }
}

impl fmt::Display for SignatureLine {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = [self.key_id.as_slice(), &self.signature].concat();
        write!(formatter, "{SIGNED_BY}{} {}", self.name, to_base64(&bytes))
    }
}

/// Reads the lines under a text, each with its line feed: also what a witness answers.
///
/// # Errors
/// When there is none, there are too many, or one is malformed.
pub fn read_signatures(lines: &str) -> Result<Vec<SignatureLine>, NoteProblem> {
    let lines = lines.strip_suffix('\n').ok_or(NoteProblem::NoSignature)?;
    if lines.split('\n').count() > SIGNATURES_MAX {
        return Err(NoteProblem::TooManySignatures);
    }
    lines.split('\n').map(SignatureLine::read).collect()
}

fn read_signature(line: &str) -> Option<SignatureLine> {
    let (name, signature) = line.strip_prefix(SIGNED_BY)?.split_once(' ')?;
    let bytes = from_base64(signature)?;
    let (key_id, signature) = bytes.split_first_chunk::<KEY_ID_BYTES>()?;
    let read = SignatureLine { name: name.to_string(), key_id: *key_id, signature: signature.to_vec() };
    (is_key_name(name) && !signature.is_empty()).then_some(read)
}

/// Whether a key can be called this.
pub(crate) fn is_key_name(name: &str) -> bool {
    !name.is_empty()
        && !name.chars().any(|character| character.is_whitespace() || character < ' ' || character == '+')
}

/// Why a text is no note, or a note is not to be trusted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoteProblem {
    /// It has more bytes than a note may have.
    TooLong,
    /// A control character stands in it.
    Control,
    /// No line with a signature follows an empty line.
    NoSignature,
    /// It has more signatures than a note may have.
    TooManySignatures,
    /// Where a signature should stand is something else.
    NoSignatureLine {
        /// What stands there.
        line: String,
    },
    /// A known key's signature does not verify.
    BadSignature {
        /// The key's name.
        name: String,
    },
    /// A known key signed more than once.
    SignedTwice {
        /// The key's name.
        name: String,
    },
    /// None of the known keys signed.
    NotSignedByKnownKey,
}

impl fmt::Display for NoteProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong => write!(formatter, "a signed note has at most {NOTE_BYTES_MAX} bytes"),
            Self::Control => formatter.write_str("a signed note has no control character but the line feed"),
            Self::NoSignature => {
                formatter.write_str("the text is not followed by an empty line and a signature")
            }
            Self::TooManySignatures => {
                write!(formatter, "a signed note has at most {SIGNATURES_MAX} signatures")
            }
            Self::NoSignatureLine { line } => write!(formatter, "`{line}` is no line with a signature"),
            Self::BadSignature { name } => {
                write!(formatter, "the signature of `{name}` does not fit this text")
            }
            Self::SignedTwice { name } => write!(formatter, "`{name}` signed more than once"),
            Self::NotSignedByKnownKey => formatter.write_str("none of the known keys signed this text"),
        }
    }
}

impl core::error::Error for NoteProblem {}
