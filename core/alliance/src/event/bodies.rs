//! The bodies of events about the alliance itself and its record.

use alloc::string::String;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// The alliance is founded by adopting a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Founded {
    /// The name of the alliance.
    pub alliance: String,
    /// The text that is adopted.
    pub text: Text,
    /// A seat for every party, in the order of the text.
    pub seats: Vec<Seat>,
}

/// A text that is put in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// The edition of the language.
    pub edition: String,
    /// SHA-256 of the list of its files, in the form of `sha256sum`.
    pub sha256: String,
    /// Its files, sorted by name.
    pub files: Vec<TextFile>,
    /// The first day on which it holds.
    pub effective: String,
}

/// A file of the text; its bytes are a part named `text`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TextFile {
    /// Its name.
    pub name: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
}

/// A party's seat, and the first person who may speak from it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seat {
    /// The party.
    pub party: String,
    /// The first authorised person, as an opaque reference.
    pub person: String,
    /// The signed copy of the agreement that is relied on, in words: its date and where it is kept.
    pub signed_copy: String,
    /// The signed copy itself, if it was handed in; its bytes are a part named `document`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub document: Option<Document>,
}

/// A document that is kept with an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// The name of its file.
    pub name: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
}

/// A further person is given authority by one who has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// The party for which the person may speak.
    pub party: String,
    /// The person, as an opaque reference.
    pub person: String,
    /// The first day of the authority.
    pub from: String,
    /// The last day, if there is one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub to: Option<String>,
    /// The letter or minute that gives the authority, in words.
    pub under: String,
}

/// The record goes on under a new origin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Continued {
    /// The origin of the log that could not go on.
    pub origin: String,
    /// How many events of that log are held here.
    pub size: u64,
    /// Its root over these events, in hexadecimal.
    pub root: String,
    /// The size that others know that log to have had: the events between are lost.
    pub known_size: u64,
}

/// A period is opened for settling.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opened {
    /// The period by its name.
    pub period: String,
    /// Its first day.
    pub from: String,
    /// Its last day.
    pub to: String,
}

/// A party's key for holding matching copies of the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Witness {
    /// The party.
    pub party: String,
    /// Its key in the form of a C2SP verifier key.
    pub key: String,
}

/// A part is erased: key, salt and bytes are destroyed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Erased {
    /// The event, by its index in this log.
    pub index: u64,
    /// The part by its name; no two parts of an event bear one name.
    pub part: String,
    /// Why, from a closed list of reasons.
    pub reason: String,
    /// The legal basis.
    pub basis: String,
    /// The second person who agreed to it, as an opaque reference; the first is the actor.
    pub second: String,
}

/// The host's clock stood behind the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClockBehind {
    /// What the clock showed.
    pub clock: String,
    /// When the event before had been recorded.
    pub last: String,
}

/// A batch of facts that counts no longer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Withdrawn {
    /// The entry that gave it.
    pub entry: u64,
}
