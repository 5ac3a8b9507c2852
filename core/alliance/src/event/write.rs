//! From an event to the parts under which the record keeps it.

use super::{Bytes, Event, Words};
use alloc::string::ToString;
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
    pub name: &'static str,
    /// Who may see it.
    pub compartment: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Event {
    /// The parts of a new event: the body first.
    ///
    /// Words and documents that are withheld or erased have no bytes to keep; a new event has none such.
    pub fn parts(&self) -> Vec<NewPart> {
        match self {
            Event::Founded { body, files, documents } => {
                let texts = files.iter().map(|bytes| kept("text", bytes));
                body_part(body).into_iter().chain(texts).chain(given("document", documents)).collect()
            }
            Event::Continued(body) => body_part(body),
            Event::FactsReceived { body, files } => {
                body_part(body).into_iter().chain(given("file", files)).collect()
            }
            Event::FactsRestated { body, files, reason } => {
                let files = given("file", files);
                body_part(body).into_iter().chain(said("reason", reason)).chain(files).collect()
            }
            Event::PeriodOpened(body) => body_part(body),
            Event::PeriodSettled(body) => body_part(body.as_ref()),
            Event::SettlementChallenged { body, reason } => {
                body_part(body).into_iter().chain(said("reason", reason)).collect()
            }
            Event::PaidOnAccount(body) => body_part(body),
            Event::PoolMoved { body, purpose } => {
                body_part(body).into_iter().chain(said("purpose", purpose)).collect()
            }
            Event::WitnessNamed(body) => body_part(body),
            Event::PartErased(body) => body_part(body),
            Event::PersonNamed(body) => body_part(body),
            Event::ClockBehind(body) => body_part(body),
        }
    }
}

fn body_part(body: &impl Serialize) -> Vec<NewPart> {
    // Bodies are structs of texts and whole numbers: there is nothing in them that JSON cannot say.
    let bytes = serde_json::to_vec(body).unwrap_or_default();
    vec![NewPart { name: "body", compartment: compartment::ALLIANCE, bytes }]
}

fn kept(name: &'static str, bytes: &[u8]) -> NewPart {
    NewPart { name, compartment: compartment::ALLIANCE, bytes: bytes.to_vec() }
}

fn given(name: &'static str, documents: &[Bytes]) -> impl Iterator<Item = NewPart> {
    documents.iter().filter_map(move |document| match document {
        Bytes::Given(bytes) => Some(kept(name, bytes)),
        Bytes::Withheld | Bytes::Erased => None,
    })
}

fn said(name: &'static str, words: &Words) -> Option<NewPart> {
    match words {
        Words::Said(text) => {
            let bytes = text.to_string().into_bytes();
            Some(NewPart { name, compartment: compartment::PERSONAL, bytes })
        }
        Words::Withheld | Words::Erased => None,
    }
}
