//! What the values of a header must be, whoever writes or reads it.

use super::{Header, HeaderProblem, WHOLE_MAX};
use crate::Hash;

const PERSON_DIGITS: usize = 32;

const TEXT: &str = "a text of the characters from space to tilde, with at least one";
const WHOLE: &str = "a whole number from 0 to 9007199254740991";
const COUNT: &str = "a whole number from 1 to 9007199254740991";
const ORIGIN: &str = "an origin: characters from ! to ~ without +, with at least one";
const ACTOR: &str = "`person/` and 32 digits from 0 to 9 and a to f, or `system/` and the name of a job";
const COMPARTMENT: &str = "`alliance`, `personal`, or `party/` and a party";
const FIRST: &str = "64 zeros, for nothing comes before index 0";
const SEAT: &str = "left out, for a job speaks for no party";
const DATE: &str = "a date of the years 0000 to 9999";

pub(super) fn check(header: &Header) -> Result<(), HeaderProblem> {
    let whole = |number: u64| number <= WHOLE_MAX;
    let cause = header.cause.is_none_or(whole);
    let effective = header.effective.is_none_or(|date| date.year() >= 0);
    let first = header.index > 0 || header.previous == Hash::ZERO;
    let seated = header.seat.is_none() || !header.actor.starts_with("system/");
    let rules = [
        ("actor", is_actor(&header.actor), ACTOR),
        ("assurance", is_text(&header.assurance), TEXT),
        ("authority", whole(header.authority), WHOLE),
        ("cause", cause, WHOLE),
        ("effective", effective, DATE),
        ("index", whole(header.index), WHOLE),
        ("kind", is_text(&header.kind), TEXT),
        ("log", is_origin(&header.log), ORIGIN),
        ("name", header.parts.iter().all(|part| is_text(&part.name)), TEXT),
        ("compartment", header.parts.iter().all(|part| is_compartment(&part.compartment)), COMPARTMENT),
        ("previous", first, FIRST),
        ("rules", whole(header.rules), WHOLE),
        ("seat", header.seat.as_deref().is_none_or(is_text), TEXT),
        ("seat", seated, SEAT),
        ("software", is_text(&header.software), TEXT),
        ("stream", is_text(&header.stream), TEXT),
        ("version", whole(header.version) && header.version > 0, COUNT),
    ];
    match rules.into_iter().find(|(_, kept, _)| !kept) {
        Some((key, _, rule)) => Err(HeaderProblem::Value { key, rule }),
        None => Ok(()),
    }
}

/// Whether a header may hold this byte.
pub(super) fn is_plain(byte: u8) -> bool {
    (b' '..=b'~').contains(&byte)
}

/// Whether a log can be called this: its checkpoints and its key bear the name too.
pub(crate) fn is_origin(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| is_plain(byte) && byte != b' ' && byte != b'+')
}

fn is_text(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(is_plain)
}

fn is_actor(text: &str) -> bool {
    if let Some(person) = text.strip_prefix("person/") {
        return person.len() == PERSON_DIGITS
            && person.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    }
    text.strip_prefix("system/").is_some_and(is_text)
}

fn is_compartment(text: &str) -> bool {
    matches!(text, "alliance" | "personal") || text.strip_prefix("party/").is_some_and(is_text)
}
