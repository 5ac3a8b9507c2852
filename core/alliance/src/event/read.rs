//! From the parts of the record to an event. An older version of a kind is first brought to the present one.

use super::{Beside, Bytes, Content, Event, Given, Part, Words};
use accordant_facts::Fact;
use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use serde::de::DeserializeOwned;

/// The kinds that this program knows.
const KINDS: [&str; 20] = [
    "alliance_founded",
    "record_continued",
    "facts_received",
    "facts_restated",
    "facts_withdrawn",
    "price_book_added",
    "period_opened",
    "period_settled",
    "settlement_challenged",
    "query_raised",
    "query_answered",
    "query_closed",
    "chart_rebased",
    "rebase_withdrawn",
    "paid_on_account",
    "pool_moved",
    "witness_named",
    "part_erased",
    "person_named",
    "clock_behind",
];

/// What can be made of a recorded event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Read {
    /// The event; words and documents in it may be withheld or erased.
    Seen(Box<Event>),
    /// Its body cannot be seen.
    Unseen(Unseen),
}

/// Why the body of an event cannot be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Unseen {
    /// It is kept from this reader.
    Withheld,
    /// It was erased.
    Erased,
}

/// Why an event cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EventProblem {
    /// A later program wrote it.
    Newer {
        /// Its kind.
        kind: String,
        /// The version of the kind.
        version: u32,
    },
    /// Its body is not what the kind says.
    Unreadable {
        /// Its kind.
        kind: String,
        /// What is wrong.
        what: String,
    },
}

impl Event {
    /// Reads a recorded event from its kind, the version of the kind, and its parts.
    ///
    /// # Errors
    /// When this program does not know the kind or version, or a body is not of its shape. Nothing is skipped.
    pub fn read(kind: &str, version: u32, parts: &[Part<'_>]) -> Result<Read, EventProblem> {
        // Before looking at what can be seen: what is not known is never passed over.
        let newer = || EventProblem::Newer { kind: kind.to_string(), version };
        if version != 1 || !KINDS.contains(&kind) {
            return Err(newer());
        }
        let bytes = match parts.iter().find(|part| part.name == "body").map(|part| part.content) {
            Some(Content::Present(bytes)) => bytes,
            Some(Content::Withheld) => return Ok(Read::Unseen(Unseen::Withheld)),
            Some(Content::Erased) => return Ok(Read::Unseen(Unseen::Erased)),
            None => return Err(unreadable(kind, "it has no body")),
        };
        let parts = Others { kind, parts };
        if let Some(why) = parts.unseen("text") {
            return Ok(Read::Unseen(why));
        }
        let reason = || parts.words("reason");
        let event = match kind {
            "alliance_founded" => Event::Founded {
                body: body(kind, bytes)?,
                files: parts.texts(),
                documents: parts.documents("document"),
            },
            "record_continued" => Event::Continued(body(kind, bytes)?),
            "facts_received" => {
                let (given, facts) = given(kind, bytes)?;
                Event::FactsReceived { given, facts, files: parts.documents("file"), beside: parts.beside() }
            }
            "facts_restated" => {
                let (given, facts) = given(kind, bytes)?;
                let (files, reason) = (parts.documents("file"), reason()?);
                Event::FactsRestated { given, facts, files, beside: parts.beside(), reason }
            }
            "facts_withdrawn" => Event::FactsWithdrawn { body: body(kind, bytes)?, reason: reason()? },
            "price_book_added" => Event::PriceBookAdded {
                body: body(kind, bytes)?,
                book: parts.documents("book").pop().ok_or_else(|| unreadable(kind, "it has no book"))?,
            },
            "period_opened" => Event::PeriodOpened(body(kind, bytes)?),
            "period_settled" => Event::PeriodSettled(Box::new(body(kind, bytes)?)),
            "settlement_challenged" => {
                Event::SettlementChallenged { body: body(kind, bytes)?, reason: reason()? }
            }
            "query_raised" => Event::QueryRaised { body: body(kind, bytes)?, reason: reason()? },
            "query_answered" => {
                Event::QueryAnswered { body: body(kind, bytes)?, reply: parts.words("reply")? }
            }
            "query_closed" => Event::QueryClosed(body(kind, bytes)?),
            "chart_rebased" => Event::ChartRebased { body: body(kind, bytes)?, reason: reason()? },
            "rebase_withdrawn" => Event::RebaseWithdrawn { body: body(kind, bytes)?, reason: reason()? },
            "paid_on_account" => Event::PaidOnAccount(body(kind, bytes)?),
            "pool_moved" => Event::PoolMoved { body: body(kind, bytes)?, purpose: parts.words("purpose")? },
            "witness_named" => Event::WitnessNamed(body(kind, bytes)?),
            "part_erased" => Event::PartErased(body(kind, bytes)?),
            "person_named" => Event::PersonNamed(body(kind, bytes)?),
            "clock_behind" => Event::ClockBehind(body(kind, bytes)?),
            _ => return Err(newer()),
        };
        Ok(Read::Seen(Box::new(event)))
    }
}

fn body<T: DeserializeOwned>(kind: &str, bytes: &[u8]) -> Result<T, EventProblem> {
    serde_json::from_slice(bytes).map_err(|error| unreadable(kind, &error.to_string()))
}

fn given(kind: &str, bytes: &[u8]) -> Result<(Given, Vec<Fact>), EventProblem> {
    let words = str::from_utf8(bytes).map_err(|_| unreadable(kind, "its body is not UTF-8"))?;
    Given::read(words).map_err(|problem| unreadable(kind, &problem.to_string()))
}

fn unreadable(kind: &str, what: &str) -> EventProblem {
    EventProblem::Unreadable { kind: kind.to_string(), what: what.to_string() }
}

/// The parts beside the body.
struct Others<'a> {
    kind: &'a str,
    parts: &'a [Part<'a>],
}

impl Others<'_> {
    /// The part of that name, and its further ones with a number behind it.
    fn named<'b>(&'b self, name: &'b str) -> impl Iterator<Item = Content<'b>> {
        let is_named = move |part: &&Part<'_>| {
            part.name.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
        };
        self.parts.iter().filter(is_named).map(|part| part.content)
    }

    /// Why a part of that name cannot be seen, if one cannot. Without its text a founding says nothing: what the
    /// parties agreed is not erasable, but a reader who is no party may be shown less.
    fn unseen(&self, name: &str) -> Option<Unseen> {
        self.named(name).find_map(|content| match content {
            Content::Present(_) => None,
            Content::Withheld => Some(Unseen::Withheld),
            Content::Erased => Some(Unseen::Erased),
        })
    }

    fn texts(&self) -> Vec<Vec<u8>> {
        let present = |content| match content {
            Content::Present(bytes) => Some(bytes.to_vec()),
            Content::Withheld | Content::Erased => None,
        };
        self.named("text").filter_map(present).collect()
    }

    fn documents(&self, name: &str) -> Vec<Bytes> {
        let seen = |content| match content {
            Content::Present(bytes) => Bytes::Given(bytes.to_vec()),
            Content::Withheld => Bytes::Withheld,
            Content::Erased => Bytes::Erased,
        };
        self.named(name).map(seen).collect()
    }

    /// What was made of a submission; nothing where the files were of our own layout.
    fn beside(&self) -> Option<Beside> {
        let one = |name| self.documents(name).pop();
        Some(Beside { activity: one("activity")?, mapping: one("mapping")?, report: one("report")? })
    }

    fn words(&self, name: &str) -> Result<Words, EventProblem> {
        match self.named(name).next() {
            Some(Content::Present(bytes)) => {
                let text = str::from_utf8(bytes)
                    .map_err(|_| unreadable(self.kind, &format!("its {name} is not UTF-8")))?;
                Ok(Words::Said(text.to_string()))
            }
            Some(Content::Withheld) => Ok(Words::Withheld),
            Some(Content::Erased) => Ok(Words::Erased),
            None => Err(unreadable(self.kind, &format!("it has no {name}"))),
        }
    }
}

impl fmt::Display for EventProblem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            EventProblem::Newer { kind, version } => {
                let version = format!("`{kind}` in version {version}");
                write!(out, "this program does not know {version}: install the version that wrote it")
            }
            EventProblem::Unreadable { kind, what } => write!(out, "`{kind}` cannot be read: {what}"),
        }
    }
}

impl core::error::Error for EventProblem {}
