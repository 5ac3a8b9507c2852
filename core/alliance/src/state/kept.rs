//! What is remembered of the events, in the shape in which a cache holds it.

use super::charts::RebaseEntry;
use super::queries::QueryEntry;
use crate::event::{Challenged, Given, Moved, OnAccount, PriceBook, Settled, Unseen, Words};
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// Everything that is remembered. An *entry* is an event by its place in the whole record, from 0; where a record
/// was continued under a new origin, the count goes on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// How many events were folded in.
    pub size: u64,
    /// The origin of the log in which the last event stands.
    pub origin: String,
    /// The entry at which that log begins.
    pub log_from: u64,
    /// When the last event was recorded, as the record writes it.
    pub last_at: String,
    /// The entry of the last event of each stream.
    pub streams: BTreeMap<String, u64>,
    /// The founding, once it happened.
    pub founding: Option<Founding>,
    /// The texts that were put in force, in that order.
    pub texts: Vec<InForce>,
    /// Who may speak for each party.
    pub mandates: BTreeMap<String, Vec<Mandate>>,
    /// The facts that were given, in that order.
    pub batches: Vec<Batch>,
    /// The price books and lists of market forces factors that were added, in that order.
    pub books: Vec<BookEntry>,
    /// The periods that were opened, by name.
    pub periods: BTreeMap<String, PeriodEntry>,
    /// The settlements, in their order.
    pub settlements: Vec<SettledEntry>,
    /// The challenges, in their order.
    pub challenges: Vec<ChallengeEntry>,
    /// The queries, in their order.
    pub queries: Vec<QueryEntry>,
    /// The months from which charts are read anew, in their order.
    pub rebases: Vec<RebaseEntry>,
    /// What was paid on account, in its order.
    pub on_account: Vec<AccountEntry<OnAccount>>,
    /// What moved in the pools, in its order.
    pub movements: Vec<AccountEntry<Moved>>,
    /// The keys with which parties hold matching copies.
    pub witnesses: Vec<WitnessEntry>,
    /// Parts that were erased: entry and name.
    pub erased: BTreeSet<(u64, String)>,
    /// Events whose body could not be seen.
    pub unseen: Vec<UnseenEntry>,
}

impl Kept {
    /// Lets go of the words of an event that were erased. No event has more than one part of words, and nothing else
    /// is erased of those that have one.
    pub(super) fn forget_words(&mut self, entry: u64) {
        for batch in &mut self.batches {
            let restated = batch.restated.as_mut().filter(|_| batch.entry == entry);
            let withdrawn = batch.withdrawn.as_mut().filter(|(by, _)| *by == entry).map(|(_, why)| why);
            restated.into_iter().chain(withdrawn).for_each(|words| *words = Words::Erased);
        }
        let challenges = self.challenges.iter_mut().filter(|challenge| challenge.entry == entry);
        let reasons = challenges.map(|challenge| &mut challenge.reason);
        let movements = self.movements.iter_mut().filter(|moved| moved.entry == entry);
        let purposes = movements.filter_map(|moved| moved.purpose.as_mut());
        let asked = self.queries.iter_mut().filter_map(|query| query.words_of(entry));
        let rebases = self.rebases.iter_mut().filter_map(|rebase| rebase.words_of(entry));
        reasons.chain(purposes).chain(asked).chain(rebases).for_each(|words| *words = Words::Erased);
    }
}

/// How the alliance was founded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Founding {
    /// The entry.
    pub entry: u64,
    /// When it was recorded.
    pub at: String,
    /// The name of the alliance.
    pub alliance: String,
    /// Each party with the signed copy that is relied on.
    pub signed_copies: Vec<(String, String)>,
}

/// A text in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InForce {
    /// The entry that put it in force.
    pub entry: u64,
    /// The first day on which it holds.
    pub effective: String,
    /// SHA-256 of the list of its files.
    pub sha256: String,
    /// Its files: name and text.
    pub files: Vec<(String, String)>,
}

/// A person's authority to speak for a party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mandate {
    /// The entry that gave it.
    pub entry: u64,
    /// The person, as an opaque reference.
    pub person: String,
    /// The first day, if it does not hold from the beginning.
    pub from: Option<String>,
    /// The last day, if there is one.
    pub to: Option<String>,
    /// What gives it: the signed copy, a letter, a minute.
    pub under: String,
}

/// Facts that were given at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Batch {
    /// The entry.
    pub entry: u64,
    /// When it was recorded.
    pub at: String,
    /// Who gave them, as an opaque reference.
    pub actor: String,
    /// For which party.
    pub seat: Option<String>,
    /// What was given, and where it comes from.
    pub given: Given,
    /// Why they were said again, if they were.
    pub restated: Option<Words>,
    /// The entry with which it ceased to count, if it did, and why.
    pub withdrawn: Option<(u64, Words)>,
}

impl Batch {
    /// Whether it counted when the record had so many entries.
    pub fn counts_at(&self, known: u64) -> bool {
        self.entry < known && self.withdrawn.as_ref().is_none_or(|(entry, _)| *entry >= known)
    }

    /// Whether somebody entered it: facts of our own layout, and no return. What is worked out again after an undoing or
    /// with a price book comes without a file.
    pub fn is_by_hand(&self) -> bool {
        self.given.import.is_none() && !self.given.files.is_empty()
    }
}

/// A price book, or a list of market forces factors; its lines are a part of its entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookEntry {
    /// The entry.
    pub entry: u64,
    /// When it was recorded.
    pub at: String,
    /// Who added it, as an opaque reference.
    pub actor: String,
    /// For which party.
    pub seat: Option<String>,
    /// What it says of itself.
    pub body: PriceBook,
    /// The entry with which another took its place, if one did.
    pub replaced: Option<u64>,
}

/// A period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeriodEntry {
    /// The entry that opened it.
    pub entry: u64,
    /// Its first day.
    pub from: String,
    /// Its last day.
    pub to: String,
    /// How far it has come.
    pub progress: Progress,
}

/// How far a period has come. Final, paid and closed need the recorded agreement of the parties.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Progress {
    /// It is open.
    Open,
    /// It is settled, provisionally.
    Provisional,
    /// Its latest settlement is challenged.
    Challenged,
}

impl Progress {
    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Progress::Open => "open",
            Progress::Provisional => "provisional",
            Progress::Challenged => "challenged",
        }
    }
}

/// A settlement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettledEntry {
    /// The entry.
    pub entry: u64,
    /// When it was recorded.
    pub at: String,
    /// Who had it settled, as an opaque reference.
    pub actor: String,
    /// For which party.
    pub seat: Option<String>,
    /// What was settled.
    pub body: Settled,
}

/// A challenge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChallengeEntry {
    /// The entry.
    pub entry: u64,
    /// The party that challenges.
    pub seat: Option<String>,
    /// What is challenged.
    pub body: Challenged,
    /// Why.
    pub reason: Words,
}

/// A movement of money, with its entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountEntry<T> {
    /// The entry.
    pub entry: u64,
    /// When it was recorded.
    pub at: String,
    /// From which day it holds, where that is not told in the body.
    pub effective: Option<String>,
    /// For which party.
    pub seat: Option<String>,
    /// What moved.
    pub body: T,
    /// What for.
    pub purpose: Option<Words>,
}

/// A key with which a party holds matching copies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WitnessEntry {
    /// The entry.
    pub entry: u64,
    /// The party.
    pub party: String,
    /// Its key.
    pub key: String,
}

/// An event whose body could not be seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnseenEntry {
    /// The entry.
    pub entry: u64,
    /// Its kind.
    pub kind: String,
    /// Why.
    pub why: Unseen,
}

/// Which facts a reading rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pick {
    /// What happened.
    Actual,
    /// What happened, and what is expected where that is not known.
    WithForecast,
}
