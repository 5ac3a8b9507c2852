//! What the values of a header must be, whoever writes or reads it.

use super::{Header, HeaderProblem, WHOLE_MAX};
use crate::Hash;
use core::ops::Deref;

const PERSON: &str = "person/";
const JOB: &str = "system/";
const PERSON_DIGITS: usize = 32;

const TEXT: &str = "a text of the characters from space to tilde, with at least one";
pub(super) const WHOLE: &str = "a whole number from 0 to 9007199254740991, without zeros before it";
pub(super) const COUNT_TO_U32: &str = "a whole number from 0 to 4294967295, without zeros before it";
const COUNT: &str = "a whole number from 1 to 9007199254740991";
const ORIGIN: &str = "an origin: characters from ! to ~ without +, with at least one";
const ACTOR: &str = "`person/` and 32 digits from 0 to 9 and a to f, or `system/` and the name of a job";
const COMPARTMENT: &str = "`alliance`, `personal`, or `party/` and a party";
const FIRST: &str = "64 zeros, for nothing comes before index 0";
const SEAT: &str = "absent, for a job speaks for no party";
const DATE: &str = "a date of the years 0000 to 9999";

/// Where the texts of a header come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Texts {
    /// From anywhere: they may hold any character.
    Any,
    /// From a line that [`plain`] has looked at: whether a byte is plain need not be asked again.
    FromAPlainLine,
}

impl Texts {
    fn is_text(self, text: &str) -> bool {
        !text.is_empty() && (self == Self::FromAPlainLine || all_plain(text.as_bytes()))
    }

    fn is_actor(self, text: &str) -> bool {
        match text.strip_prefix(PERSON) {
            Some(person) => is_person(person.as_bytes()),
            None => text.strip_prefix(JOB).is_some_and(|job| self.is_text(job)),
        }
    }

    fn is_compartment(self, text: &str) -> bool {
        matches!(text, "alliance" | "personal")
            || text.strip_prefix("party/").is_some_and(|party| self.is_text(party))
    }
}

pub(super) fn check<Text: Deref<Target = str>>(
    header: &Header<Text>,
    from: Texts,
) -> Result<(), HeaderProblem> {
    texts(header, from)?;
    let whole = |number: u64| number <= WHOLE_MAX;
    kept(whole(header.authority), "authority", WHOLE)?;
    kept(header.cause.is_none_or(whole), "cause", WHOLE)?;
    kept(header.effective.is_none_or(|date| date.year() >= 0), "effective", DATE)?;
    kept(whole(header.index), "index", WHOLE)?;
    kept(header.index > 0 || header.previous == Hash::ZERO, "previous", FIRST)?;
    kept(whole(header.rules), "rules", WHOLE)?;
    kept(whole(header.version) && header.version > 0, "version", COUNT)
}

fn texts<Text: Deref<Target = str>>(header: &Header<Text>, from: Texts) -> Result<(), HeaderProblem> {
    kept(from.is_actor(&header.actor), "actor", ACTOR)?;
    kept(from.is_text(&header.assurance), "assurance", TEXT)?;
    kept(from.is_text(&header.kind), "kind", TEXT)?;
    kept(is_origin(&header.log), "log", ORIGIN)?;
    for part in &header.parts {
        kept(from.is_compartment(&part.compartment), "compartment", COMPARTMENT)?;
        kept(from.is_text(&part.name), "name", TEXT)?;
    }
    if let Some(seat) = &header.seat {
        kept(from.is_text(seat), "seat", TEXT)?;
        kept(!header.actor.starts_with(JOB), "seat", SEAT)?;
    }
    kept(from.is_text(&header.software), "software", TEXT)?;
    kept(from.is_text(&header.stream), "stream", TEXT)
}

fn kept(kept: bool, key: &'static str, rule: &'static str) -> Result<(), HeaderProblem> {
    if kept { Ok(()) } else { Err(HeaderProblem::Value { key, rule }) }
}

/// Whether a header may hold this byte.
pub(super) fn is_plain(byte: u8) -> bool {
    (b' '..=b'~').contains(&byte)
}

/// Whether a header may hold these bytes; all are looked at, many at a time.
fn all_plain(bytes: &[u8]) -> bool {
    bytes.iter().fold(true, |plain, byte| plain & is_plain(*byte))
}

/// These bytes as a text, if a header may hold them all.
pub(super) fn plain(bytes: &[u8]) -> Option<&str> {
    if all_plain(bytes) { core::str::from_utf8(bytes).ok() } else { None }
}

/// Whether a log can be called this: its checkpoints and its key bear the name too.
pub(crate) fn is_origin(text: &str) -> bool {
    let allowed = |byte: u8| is_plain(byte) & (byte != b' ') & (byte != b'+');
    !text.is_empty() && text.bytes().fold(true, |origin, byte| origin & allowed(byte))
}

fn is_person(digits: &[u8]) -> bool {
    let is_digit = |byte: u8| byte.is_ascii_digit() | (b'a'..=b'f').contains(&byte);
    digits.len() == PERSON_DIGITS && digits.iter().fold(true, |all, byte| all & is_digit(*byte))
}
