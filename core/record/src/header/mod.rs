//! The header of an event: what is signed of it, and may be shown to every party and to any auditor.
//!
//! Its bytes are made once ([`Header::to_line`]), hashed once and kept as they are. A reader who would write it
//! otherwise refuses it, so that one header never has two hashes. What the event speaks of stands in its parts; of
//! these a header holds the commitments. The format is `docs/decisions/0009-the-format-of-the-record.md`.
//!
//! This file will never know what a kind of event means. Start with [`Header`].

mod problem;
mod read;
mod values;
mod write;

pub use problem::HeaderProblem;
pub(crate) use values::is_origin;

use crate::{Hash, Instant, leaf_hash};
use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use jiff::civil::Date;
use values::Texts;

/// The format of the headers that are written and read here.
pub const HEADER_FORMAT: u64 = 1;

/// The most bytes that a header has.
pub const HEADER_BYTES_MAX: usize = 16_384;

/// The greatest whole number in a header: the greatest that every reader of JSON holds exactly.
pub const WHOLE_MAX: u64 = (1 << 53) - 1;

/// What is recorded of one event. Its texts are its own; those of a [`HeaderInPlace`] stand in the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header<Text = String> {
    /// The origin of the log, so that no event can be moved to another.
    pub log: Text,
    /// Its place in the log, from 0.
    pub index: u64,
    /// The leaf hash of the header before; [`Hash::ZERO`] at index 0. It warns early, and proves nothing.
    pub previous: Hash,
    /// What the event is about.
    pub stream: Text,
    /// The how manieth event of its stream it is, from 1.
    pub version: u64,
    /// What happened.
    pub kind: Text,
    /// By which version of its kind it is read.
    pub kind_version: u32,
    /// When it was recorded: later than the event before.
    pub at: Instant,
    /// The day from which it holds, where its kind has one; never taken from `at`.
    pub effective: Option<Date>,
    /// Who: `person/` and 32 hexadecimal digits drawn at random, or `system/` and the name of a job.
    pub actor: Text,
    /// How the actor was recognised.
    pub assurance: Text,
    /// The party for which the actor spoke; nothing for a job.
    pub seat: Option<Text>,
    /// The index of the event that gives the actor this seat; the founding gives its own.
    pub authority: u64,
    /// The index of the event that put the agreement's text in force.
    pub rules: u64,
    /// The index of the event that this one answers, where there is one.
    pub cause: Option<u64>,
    /// What all events of one request share: the hash of origin, actor and the request's key, joined by line feeds.
    pub request: Hash,
    /// What it speaks of.
    pub parts: Vec<PartListed<Text>>,
    /// What wrote it, for later inquiry; no rule reads it.
    pub software: Text,
}

/// A part of an event, as its header lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartListed<Text = String> {
    /// What it is: `body`, `text`, `document` and others.
    pub name: Text,
    /// Who may see it: `alliance`, `party/` and a party, or `personal`.
    pub compartment: Text,
    /// The hash over its salt and its bytes.
    pub commitment: Hash,
}

/// A header whose texts stand in the line that it was read from: a text is copied only where something in it is escaped.
pub type HeaderInPlace<'a> = Header<Cow<'a, str>>;

impl Header {
    /// The bytes of this header, without a line feed: the only way to write it.
    ///
    /// # Errors
    /// When it holds what the format cannot say.
    pub fn to_line(&self) -> Result<Vec<u8>, HeaderProblem> {
        values::check(self, Texts::Any)?;
        let line = write::write(self);
        match line.len() {
            ..=HEADER_BYTES_MAX => Ok(line),
            bytes => Err(HeaderProblem::TooLong { bytes }),
        }
    }

    /// Reads a header, without its line feed, and refuses every way of writing it but the one.
    ///
    /// # Errors
    /// What is wrong with it, and where.
    pub fn read(line: &[u8]) -> Result<Header, HeaderProblem> {
        HeaderInPlace::read_in_place(line).map(HeaderInPlace::into_owned)
    }
}

impl<'a> HeaderInPlace<'a> {
    /// Reads a header as [`Header::read`] does, and leaves its texts where they stand.
    ///
    /// # Errors
    /// What is wrong with it, and where.
    pub fn read_in_place(line: &'a [u8]) -> Result<HeaderInPlace<'a>, HeaderProblem> {
        read_strictly(line).map_err(|problem| match read::format(line) {
            Some(format) if format != HEADER_FORMAT => HeaderProblem::OtherFormat { format },
            _ => problem,
        })
    }

    /// The same header, with texts of its own.
    pub fn into_owned(self) -> Header {
        let part = |part: PartListed<Cow<'a, str>>| PartListed {
            name: part.name.into_owned(),
            compartment: part.compartment.into_owned(),
            commitment: part.commitment,
        };
        Header {
            log: self.log.into_owned(),
            index: self.index,
            previous: self.previous,
            stream: self.stream.into_owned(),
            version: self.version,
            kind: self.kind.into_owned(),
            kind_version: self.kind_version,
            at: self.at,
            effective: self.effective,
            actor: self.actor.into_owned(),
            assurance: self.assurance.into_owned(),
            seat: self.seat.map(Cow::into_owned),
            authority: self.authority,
            rules: self.rules,
            cause: self.cause,
            request: self.request,
            parts: self.parts.into_iter().map(part).collect(),
            software: self.software.into_owned(),
        }
    }
}

fn read_strictly(line: &[u8]) -> Result<HeaderInPlace<'_>, HeaderProblem> {
    if line.len() > HEADER_BYTES_MAX {
        return Err(HeaderProblem::TooLong { bytes: line.len() });
    }
    let text = values::plain(line).ok_or_else(|| HeaderProblem::NotPlain {
        at: line.iter().position(|byte| !values::is_plain(*byte)).unwrap_or_default(),
    })?;
    let header = read::read(text)?;
    values::check(&header, Texts::FromAPlainLine)?;
    Ok(header)
}

/// The hash of a request: of the log's origin, the actor and the key that the actor gave the request.
pub fn request_hash(log: &str, actor: &str, key: &str) -> Hash {
    crate::hash::hash_of(&[log.as_bytes(), b"\n", actor.as_bytes(), b"\n", key.as_bytes()])
}

/// A header together with its place in the tree: what is worked out for each line on its own, in any order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaf<Text = String> {
    /// What the line says.
    pub header: Header<Text>,
    /// The hash of the line as a leaf.
    pub hash: Hash,
}

/// A leaf whose texts stand in its line.
pub type LeafInPlace<'a> = Leaf<Cow<'a, str>>;

impl Leaf {
    /// Reads and hashes one line, without its line feed.
    ///
    /// # Errors
    /// As [`Header::read`].
    pub fn read(line: &[u8]) -> Result<Leaf, HeaderProblem> {
        Ok(Leaf { header: Header::read(line)?, hash: leaf_hash(line) })
    }
}

impl<'a> LeafInPlace<'a> {
    /// Reads and hashes one line as [`Leaf::read`] does, and leaves its texts where they stand.
    ///
    /// # Errors
    /// As [`Header::read`].
    pub fn read_in_place(line: &'a [u8]) -> Result<LeafInPlace<'a>, HeaderProblem> {
        Ok(Leaf { header: Header::read_in_place(line)?, hash: leaf_hash(line) })
    }
}
