//! The headers of a log, followed in order: what each must be after all that came before.
//!
//! [`Tip`] knows what every header is judged by but its stream; [`Chain`] knows the streams too. Reading and hashing a
//! line ([`Leaf::read_in_place`]) needs neither, so lines can be read on several threads and followed on one. This file will
//! never know where lines are kept, nor whether anybody signed the root. Start with [`Chain`].

use crate::{Frontier, Hash, Header, HeaderInPlace, HeaderProblem, Instant, Leaf};
use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use core::fmt;
use core::ops::Deref;

/// A log followed from its first event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    tip: Tip,
    /// The version that each stream has reached.
    streams: BTreeMap<String, u64>,
}

/// The end of a log: what the next header must fit to, whatever it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tip {
    log: String,
    frontier: Frontier,
    last: Option<Last>,
}

/// The last event of a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Last {
    /// Its leaf hash.
    pub hash: Hash,
    /// When it was recorded.
    pub at: Instant,
}

impl Chain {
    /// The log of this origin, before its first event.
    pub fn new(log: &str) -> Chain {
        Chain { tip: Tip::new(log), streams: BTreeMap::new() }
    }

    /// Reads the next line, without its line feed, and adds it.
    ///
    /// # Errors
    /// When it is no header, or not the next one; nothing is added then.
    pub fn follow<'a>(&mut self, line: &'a [u8]) -> Result<HeaderInPlace<'a>, ChainProblem> {
        let leaf = Leaf::read_in_place(line).map_err(ChainProblem::Header)?;
        self.follow_leaf(&leaf)?;
        Ok(leaf.header)
    }

    /// Adds the next header, which was read and hashed before.
    ///
    /// # Errors
    /// When it is not the next one; nothing is added then.
    pub fn follow_leaf<Text: Deref<Target = str>>(&mut self, leaf: &Leaf<Text>) -> Result<(), ChainProblem> {
        self.tip.fits(&leaf.header)?;
        let (stream, version) = (&*leaf.header.stream, leaf.header.version);
        match self.streams.get_mut(stream) {
            Some(reached) if *reached + 1 == version => *reached = version,
            None if version == 1 => {
                self.streams.insert(stream.to_string(), version);
            }
            reached => {
                let expected = reached.map_or(1, |reached| *reached + 1);
                return Err(ChainProblem::Version { stream: stream.to_string(), version, expected });
            }
        }
        self.tip.add(leaf);
        Ok(())
    }

    /// The end that was reached.
    pub fn tip(&self) -> &Tip {
        &self.tip
    }

    /// The version that each stream has reached.
    pub fn streams(&self) -> &BTreeMap<String, u64> {
        &self.streams
    }
}

impl Tip {
    /// The end of a log before its first event.
    pub fn new(log: &str) -> Tip {
        Tip { log: log.to_string(), frontier: Frontier::new(), last: None }
    }

    /// The end of a log that was followed before; nothing if there is a tree without a last event, or the other way
    /// about.
    pub fn at(log: &str, frontier: Frontier, last: Option<Last>) -> Option<Tip> {
        let fits = last.is_some() == (frontier.size() > 0);
        fits.then(|| Tip { log: log.to_string(), frontier, last })
    }

    /// The origin of the log.
    pub fn log(&self) -> &str {
        &self.log
    }

    /// The right edge of its tree.
    pub fn frontier(&self) -> &Frontier {
        &self.frontier
    }

    /// Its last event.
    pub fn last(&self) -> Option<Last> {
        self.last
    }

    /// Checks that this header can be the next, whatever the version of its stream.
    ///
    /// # Errors
    /// Why it cannot.
    pub fn fits<Text: Deref<Target = str>>(&self, header: &Header<Text>) -> Result<(), ChainProblem> {
        let index = self.frontier.size();
        if *header.log != self.log {
            return Err(ChainProblem::Log { log: header.log.to_string(), expected: self.log.clone() });
        }
        if header.index != index {
            return Err(ChainProblem::Index { index: header.index, expected: index });
        }
        if header.previous != self.last.map_or(Hash::ZERO, |last| last.hash) {
            return Err(ChainProblem::Previous { index });
        }
        if let Some(last) = self.last.filter(|last| header.at <= last.at) {
            return Err(ChainProblem::Time { index, at: header.at, last: last.at });
        }
        let points =
            [("authority", Some(header.authority)), ("cause", header.cause), ("rules", Some(header.rules))];
        match points.into_iter().find(|(_, to)| to.is_some_and(|to| to > index)) {
            Some((key, to)) => Err(ChainProblem::Ahead { index, key, to: to.unwrap_or_default() }),
            None => Ok(()),
        }
    }

    /// Adds a leaf that fits.
    ///
    /// # Errors
    /// When its header is not the next one; nothing is added then.
    pub fn follow_leaf<Text: Deref<Target = str>>(&mut self, leaf: &Leaf<Text>) -> Result<(), ChainProblem> {
        self.fits(&leaf.header)?;
        self.add(leaf);
        Ok(())
    }

    fn add<Text>(&mut self, leaf: &Leaf<Text>) {
        self.frontier.push(leaf.hash);
        self.last = Some(Last { hash: leaf.hash, at: leaf.header.at });
    }
}

/// Why a line is not the next of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChainProblem {
    /// It is no header.
    Header(HeaderProblem),
    /// It is an event of another log.
    Log {
        /// The origin that it names.
        log: String,
        /// The origin of this log.
        expected: String,
    },
    /// It has another place.
    Index {
        /// The place that it names.
        index: u64,
        /// The place that comes next.
        expected: u64,
    },
    /// It does not follow the header before it as that stands here: one of the two was altered.
    Previous {
        /// Its place.
        index: u64,
    },
    /// It was recorded no later than the event before.
    Time {
        /// Its place.
        index: u64,
        /// When it says it was recorded.
        at: Instant,
        /// When the event before was.
        last: Instant,
    },
    /// It is not the next event of its stream.
    Version {
        /// The stream.
        stream: String,
        /// The version that it names.
        version: u64,
        /// The version that comes next.
        expected: u64,
    },
    /// It relies on an event that comes after it.
    Ahead {
        /// Its place.
        index: u64,
        /// The key that says so.
        key: &'static str,
        /// The place of the later event.
        to: u64,
    },
}

impl fmt::Display for ChainProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Header(problem) => problem.fmt(formatter),
            Self::Log { log, expected } => {
                write!(formatter, "the event belongs to `{log}`, and this is `{expected}`")
            }
            Self::Index { index, expected } => {
                write!(
                    formatter,
                    "the event says that it is number {index}, and number {expected} comes here"
                )
            }
            Self::Previous { index } => {
                write!(
                    formatter,
                    "event {index} does not follow the event before it: one of them was altered"
                )
            }
            Self::Time { index, at, last } => {
                write!(
                    formatter,
                    "event {index} was recorded at {at}, no later than the one before, at {last}"
                )
            }
            Self::Version { stream, version, expected } => write!(
                formatter,
                "the event says that it is number {version} of `{stream}`, and number {expected} comes here"
            ),
            Self::Ahead { index, key, to } => {
                write!(formatter, "`{key}` of event {index} names event {to}, which comes later")
            }
        }
    }
}

impl core::error::Error for ChainProblem {}
