//! From an event to the parts under which the record keeps it.

use super::{Beside, Bytes, Event, EventProblem, Words};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;
use serde::Serialize;

/// Who may see a part.
pub mod compartment {
    /// Every party.
    pub const ALLIANCE: &str = "alliance";
    /// A person's own words or data: erasable.
    pub const PERSONAL: &str = "personal";
}

/// A part that is to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPart {
    /// What it is.
    pub name: String,
    /// Who may see it.
    pub compartment: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Event {
    /// The parts of a new event: the body first.
    ///
    /// Words and documents that are withheld or erased have no bytes to keep; a new event has none such.
    ///
    /// # Errors
    /// When a body cannot be written as JSON, which none of ours is known to be.
    pub fn parts(&self) -> Result<Vec<NewPart>, EventProblem> {
        let kind = self.kind();
        Ok(match self {
            Event::Founded { body, files, documents } => {
                let texts =
                    files.iter().zip(1..).map(|(bytes, number)| kept(numbered("text", number), bytes));
                body_part(kind, body)?.into_iter().chain(texts).chain(given("document", documents)).collect()
            }
            Event::Continued(body) => body_part(kind, body)?,
            Event::FactsReceived { given: batch, files, beside, .. } => {
                let files = given("file", files).chain(made(beside.as_ref()));
                body_part(kind, batch)?.into_iter().chain(files).collect()
            }
            Event::FactsRestated { given: batch, files, beside, reason, .. } => {
                let files = given("file", files).chain(made(beside.as_ref()));
                body_part(kind, batch)?.into_iter().chain(said("reason", reason)).chain(files).collect()
            }
            Event::FactsWithdrawn { body, reason } => {
                body_part(kind, body)?.into_iter().chain(said("reason", reason)).collect()
            }
            Event::PriceBookAdded { body, book } => {
                let book = given("book", core::slice::from_ref(book));
                body_part(kind, body)?.into_iter().chain(book).collect()
            }
            Event::PeriodOpened(body) => body_part(kind, body)?,
            Event::PeriodSettled(body) => body_part(kind, body.as_ref())?,
            Event::SettlementChallenged { body, reason } => {
                body_part(kind, body)?.into_iter().chain(said("reason", reason)).collect()
            }
            Event::QueryRaised { body, reason } => {
                body_part(kind, body)?.into_iter().chain(said("reason", reason)).collect()
            }
            Event::QueryAnswered { body, reply } => {
                body_part(kind, body)?.into_iter().chain(said("reply", reply)).collect()
            }
            Event::QueryClosed(body) => body_part(kind, body)?,
            Event::ChartRebased { body, reason } => {
                body_part(kind, body)?.into_iter().chain(said("reason", reason)).collect()
            }
            Event::RebaseWithdrawn { body, reason } => {
                body_part(kind, body)?.into_iter().chain(said("reason", reason)).collect()
            }
            Event::PaidOnAccount(body) => body_part(kind, body)?,
            Event::PoolMoved { body, purpose } => {
                body_part(kind, body)?.into_iter().chain(said("purpose", purpose)).collect()
            }
            Event::WitnessNamed(body) => body_part(kind, body)?,
            Event::PartErased(body) => body_part(kind, body)?,
            Event::PersonNamed(body) => body_part(kind, body)?,
            Event::ClockBehind(body) => body_part(kind, body)?,
        })
    }
}

fn body_part(kind: &str, body: &impl Serialize) -> Result<Vec<NewPart>, EventProblem> {
    let bytes = serde_json::to_vec(body)
        .map_err(|error| EventProblem::Unreadable { kind: kind.to_string(), what: error.to_string() })?;
    Ok(vec![NewPart { name: "body".to_string(), compartment: compartment::ALLIANCE, bytes }])
}

/// The name of the how manieth of several parts: no two parts of an event bear one name.
fn numbered(name: &str, number: usize) -> String {
    if number == 1 { name.to_string() } else { format!("{name}-{number}") }
}

fn kept(name: String, bytes: &[u8]) -> NewPart {
    NewPart { name, compartment: compartment::ALLIANCE, bytes: bytes.to_vec() }
}

fn given(name: &'static str, documents: &[Bytes]) -> impl Iterator<Item = NewPart> {
    documents.iter().zip(1..).filter_map(move |(document, number)| match document {
        Bytes::Given(bytes) => Some(kept(numbered(name, number), bytes)),
        Bytes::Withheld | Bytes::Erased => None,
    })
}

/// What was made of a submission.
fn made(beside: Option<&Beside>) -> impl Iterator<Item = NewPart> {
    let parts = |beside: &Beside| {
        let Beside { activity, mapping, report } = beside.clone();
        [("activity", activity), ("mapping", mapping), ("report", report)]
    };
    let all = beside.map(parts).into_iter().flatten();
    all.flat_map(|(name, bytes)| given(name, &[bytes]).collect::<Vec<_>>())
}

fn said(name: &'static str, words: &Words) -> Option<NewPart> {
    match words {
        Words::Said(text) => {
            let bytes = text.to_string().into_bytes();
            Some(NewPart { name: name.to_string(), compartment: compartment::PERSONAL, bytes })
        }
        Words::Withheld | Words::Erased => None,
    }
}
