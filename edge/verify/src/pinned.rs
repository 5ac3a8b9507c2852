//! What the auditor brings: the keys on which it relies, and the states of the record that it has kept.
//!
//! ```text
//! origin <origin>                   the log that is to be checked; first, and once
//! log <vkey>                        a key with which the host signs; one at least
//! commissioner <vkey> [<party>]     a key with which a commissioner confirms its copy
//! provider <vkey> [<party>]         a key with which a provider other than the host confirms its copy
//! ```
//!
//! Empty lines and lines that begin with `#` say nothing. This file will never know a key of a bundle: whoever sends a
//! bundle would vouch for itself. Start with [`Pinned::read`].

use accordant_record::{KeyKind, KeyProblem, VerifierKey};
use std::fmt;

/// The keys on which the auditor relies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pinned {
    /// The log.
    pub origin: String,
    /// Its keys and those of the parties: a public key stands here once.
    keys: Vec<PinnedKey>,
}

/// A key, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PinnedKey {
    /// Whose.
    pub role: Role,
    /// What the auditor calls the party; the name of the key, if it does not say.
    pub party: String,
    /// The key.
    pub key: VerifierKey,
}

/// Whose a key is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// The log's own: the host signs with it.
    Log,
    /// A commissioner's.
    Commissioner,
    /// A provider's.
    Provider,
}

impl Role {
    const ALL: [Role; 3] = [Role::Log, Role::Commissioner, Role::Provider];

    /// The word for it in the file of keys.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Log => "log",
            Self::Commissioner => "commissioner",
            Self::Provider => "provider",
        }
    }

    const fn kind(self) -> KeyKind {
        match self {
            Self::Log => KeyKind::Log,
            Self::Commissioner | Self::Provider => KeyKind::Witness,
        }
    }
}

/// States of the record that the auditor has kept: signed notes, or three lines from paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The name of the file.
    pub name: String,
    /// What stands in it.
    pub content: Vec<u8>,
}

impl Pinned {
    /// Reads the auditor's file of keys.
    ///
    /// # Errors
    /// What is wrong with it, and on which line.
    pub fn read(text: &str) -> Result<Pinned, KeysProblem> {
        let mut origin = None;
        let mut keys: Vec<PinnedKey> = Vec::new();
        for (line, number) in text.lines().zip(1..) {
            let (role, rest) = first_word(line);
            let (value, party) = first_word(rest);
            if role.is_empty() || role.starts_with('#') {
                continue;
            }
            if (role == "origin") != origin.is_none() || value.is_empty() {
                return Err(KeysProblem::OriginFirst { line: number });
            }
            if role == "origin" {
                origin = Some(value.to_string());
                continue;
            }
            let key =
                PinnedKey::read(role, value, party).map_err(|why| KeysProblem::Line { line: number, why })?;
            if keys.iter().any(|other| other.holds_the_same(&key)) {
                return Err(KeysProblem::Twice { line: number, name: key.key.name().to_string() });
            }
            keys.push(key);
        }
        match origin.filter(|_| keys.iter().any(|key| key.role == Role::Log)) {
            Some(origin) => Ok(Pinned { origin, keys }),
            None => Err(KeysProblem::NoLog),
        }
    }

    /// The keys, in the order of the file.
    pub fn keys(&self) -> &[PinnedKey] {
        &self.keys
    }
}

impl PinnedKey {
    fn read(role: &str, key: &str, party: &str) -> Result<PinnedKey, LineProblem> {
        let known = Role::ALL.into_iter().find(|known| known.word() == role);
        let role = known.ok_or_else(|| LineProblem::NoRole { word: role.to_string() })?;
        let key = VerifierKey::read(key).map_err(LineProblem::Key)?;
        if key.kind() != role.kind() {
            return Err(LineProblem::OtherKind { role });
        }
        let party = if party.is_empty() { key.name() } else { party }.to_string();
        Ok(PinnedKey { role, party, key })
    }

    /// Whether both are one key, whatever it is called: its holder would count as two.
    fn holds_the_same(&self, other: &PinnedKey) -> bool {
        public(&self.key) == public(&other.key)
    }
}

fn first_word(line: &str) -> (&str, &str) {
    let line = line.trim();
    line.split_once(char::is_whitespace).map_or((line, ""), |(word, rest)| (word, rest.trim()))
}

/// The base64 of a key, without the byte that says what it is for.
fn public(key: &VerifierKey) -> Option<Vec<u8>> {
    let written = key.to_string();
    let (_, base64) = written.split_once('+')?.1.split_once('+')?;
    accordant_record::from_base64(base64)?.get(1..).map(<[u8]>::to_vec)
}

/// Why the file of keys cannot be relied on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeysProblem {
    /// The first line does not name the log, or a later one does.
    OriginFirst {
        /// The line.
        line: usize,
    },
    /// A line is no key with its holder.
    Line {
        /// The line.
        line: usize,
        /// Why.
        why: LineProblem,
    },
    /// One key stands twice.
    Twice {
        /// The second line.
        line: usize,
        /// The name of the key there.
        name: String,
    },
    /// No key of the log is named.
    NoLog,
}

/// Why a line of the file of keys is no key with its holder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LineProblem {
    /// It begins with another word.
    NoRole {
        /// Which.
        word: String,
    },
    /// The key is not one.
    Key(KeyProblem),
    /// The key is for another use.
    OtherKind {
        /// What the line says that it is for.
        role: Role,
    },
}

impl fmt::Display for KeysProblem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OriginFirst { line } => {
                write!(
                    out,
                    "line {line}: the first line says `origin <origin>`, and every other one names a key"
                )
            }
            Self::Line { line, why } => write!(out, "line {line}: {why}"),
            Self::Twice { line, name } => {
                write!(out, "line {line}: the key of `{name}` stands twice, so its holder would count as two")
            }
            Self::NoLog => {
                out.write_str("no key of the log is named: add `origin <origin>` and `log <vkey>`")
            }
        }
    }
}

impl fmt::Display for LineProblem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoRole { word } => {
                write!(
                    out,
                    "`{word}` is none of `log`, `commissioner` and `provider`: begin the line with one"
                )
            }
            Self::Key(problem) => problem.fmt(out),
            Self::OtherKind { role } => {
                write!(out, "this is not the kind of key that a `{}` has: ask its holder again", role.word())
            }
        }
    }
}

impl std::error::Error for KeysProblem {}
