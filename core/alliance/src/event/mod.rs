//! What happens to an alliance, and how each happening is written into parts of the record and read from them.
//!
//! A body is JSON of one documented shape for each kind and version. Free text and documents stand in parts of their
//! own, so that they can be withheld or erased while the body stays. Start with [`Event`].

mod bodies;
mod charts;
mod facts;
mod given;
mod money;
mod prices;
mod queries;
mod read;
mod write;

pub use bodies::{
    ClockBehind, Continued, Document, Erased, Founded, Named, Opened, Seat, Text, TextFile, Withdrawn,
    Witness,
};
pub use charts::{ChartRebased, RebaseWithdrawn};
pub use facts::{
    Covered, FactLine, FactLineProblem, FactsFile, Imported, Received, SentFor, Standing, Total, facts_sha256,
};
pub use given::Given;
pub use money::{
    Basis, Challenged, DifferenceLine, EffectLine, Move, Moved, OnAccount, OnAccountLine, PoolLine,
    PostingLine, Settled,
};
pub(crate) use money::{read as read_minor, written};
pub use prices::{BookKind, MarketForces, PriceBook};
pub use queries::{QueryAnswered, QueryClosed, QueryOutcome, QueryRaised, SentValue};
pub use read::{EventProblem, Read, Unseen};
pub use write::{NewPart, compartment};

use accordant_facts::Fact;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

/// Something that happened to the alliance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The parties founded the alliance by adopting an agreement.
    Founded {
        /// Who, and which text.
        body: Founded,
        /// The files of the text, in the order of the body.
        files: Vec<Vec<u8>>,
        /// The signed copies that were handed in, in the order of the body's seats.
        documents: Vec<Bytes>,
    },
    /// The record goes on under a new origin, after a restored copy was found to be behind.
    Continued(Continued),
    /// Facts were given.
    FactsReceived {
        /// What was given, and where it comes from.
        given: Given,
        /// The facts that it says.
        facts: Vec<Fact>,
        /// The files as they were given, in the order of the body; none of a submission about single patients.
        files: Vec<Bytes>,
        /// What was made of a submission.
        beside: Option<Beside>,
    },
    /// Facts were said again.
    FactsRestated {
        /// What was given, and where it comes from.
        given: Given,
        /// The facts that it says.
        facts: Vec<Fact>,
        /// The files as they were given, in the order of the body; none of a submission about single patients.
        files: Vec<Bytes>,
        /// What was made of a submission.
        beside: Option<Beside>,
        /// Why they are said again.
        reason: Words,
    },
    /// A batch of facts counts no longer.
    FactsWithdrawn {
        /// Which.
        body: Withdrawn,
        /// Why.
        reason: Words,
    },
    /// A price book, or a list of market forces factors, was put on the shelf.
    PriceBookAdded {
        /// What it says of itself.
        body: PriceBook,
        /// Its lines, as the file has them.
        book: Bytes,
    },
    /// A period was opened for settling.
    PeriodOpened(Opened),
    /// A period was settled, provisionally.
    PeriodSettled(Box<Settled>),
    /// A settlement was challenged.
    SettlementChallenged {
        /// Which, and which figure of it.
        body: Challenged,
        /// Why.
        reason: Words,
    },
    /// A party asked about a row that another sent.
    QueryRaised {
        /// Which row, and what it says.
        body: QueryRaised,
        /// What is asked.
        reason: Words,
    },
    /// The party that sent the row answered.
    QueryAnswered {
        /// Which query.
        body: QueryAnswered,
        /// The answer.
        reply: Words,
    },
    /// A query came to its end.
    QueryClosed(QueryClosed),
    /// A chart is read as that of another process, from a month on.
    ChartRebased {
        /// Which, and from when.
        body: ChartRebased,
        /// Why.
        reason: Words,
    },
    /// A rebase is in force no longer.
    RebaseWithdrawn {
        /// Which.
        body: RebaseWithdrawn,
        /// Why.
        reason: Words,
    },
    /// Money was paid on account of a settlement, or trued up.
    PaidOnAccount(OnAccount),
    /// Money of a pool was paid in, committed, released, spent or carried over a year end.
    PoolMoved {
        /// What moved.
        body: Moved,
        /// What for.
        purpose: Words,
    },
    /// A party named the key with which it holds matching copies.
    WitnessNamed(Witness),
    /// A part was erased.
    PartErased(Erased),
    /// A further person was given authority to speak for a party.
    PersonNamed(Named),
    /// The host's clock was found behind the record.
    ClockBehind(ClockBehind),
}

/// What was made of a submission, beside the facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beside {
    /// Its activity, gathered into cells: JSON lines.
    pub activity: Bytes,
    /// The text by which the facts were worked out.
    pub mapping: Bytes,
    /// What became of its rows, in words.
    pub report: Bytes,
}

/// Free text, as far as it can be seen.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Words {
    /// What was said.
    Said(String),
    /// It is kept from this reader.
    Withheld,
    /// It was erased.
    Erased,
}

/// A document, as far as it can be seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bytes {
    /// Its bytes.
    Given(Vec<u8>),
    /// It is kept from this reader.
    Withheld,
    /// It was erased.
    Erased,
}

/// A part of an event as a reader meets it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part<'a> {
    /// What it is: `body`, `text`, `file`, `reason`.
    pub name: &'a str,
    /// What can be seen of it.
    pub content: Content<'a>,
}

/// What can be seen of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content<'a> {
    /// Its bytes.
    Present(&'a [u8]),
    /// It is kept from this reader.
    Withheld,
    /// It was erased.
    Erased,
}

impl Event {
    /// The kind by which the record calls it.
    pub const fn kind(&self) -> &'static str {
        match self {
            Event::Founded { .. } => "alliance_founded",
            Event::Continued(_) => "record_continued",
            Event::FactsReceived { .. } => "facts_received",
            Event::FactsRestated { .. } => "facts_restated",
            Event::FactsWithdrawn { .. } => "facts_withdrawn",
            Event::PriceBookAdded { .. } => "price_book_added",
            Event::PeriodOpened(_) => "period_opened",
            Event::PeriodSettled(_) => "period_settled",
            Event::SettlementChallenged { .. } => "settlement_challenged",
            Event::QueryRaised { .. } => "query_raised",
            Event::QueryAnswered { .. } => "query_answered",
            Event::QueryClosed(_) => "query_closed",
            Event::ChartRebased { .. } => "chart_rebased",
            Event::RebaseWithdrawn { .. } => "rebase_withdrawn",
            Event::PaidOnAccount(_) => "paid_on_account",
            Event::PoolMoved { .. } => "pool_moved",
            Event::WitnessNamed(_) => "witness_named",
            Event::PartErased(_) => "part_erased",
            Event::PersonNamed(_) => "person_named",
            Event::ClockBehind(_) => "clock_behind",
        }
    }

    /// The version of the kind that this program writes.
    pub const fn kind_version(&self) -> u32 {
        1
    }

    /// What kind of event that is, in words, such as a reader of the log meets; the kind itself if it is not known.
    pub fn in_words(kind: &str) -> &str {
        match kind {
            "alliance_founded" => "alliance founded",
            "record_continued" => "record continued",
            "facts_received" => "facts received",
            "facts_restated" => "facts restated",
            "facts_withdrawn" => "facts withdrawn",
            "price_book_added" => "price book added",
            "period_opened" => "period opened",
            "period_settled" => "period settled",
            "settlement_challenged" => "settlement challenged",
            "query_raised" => "query raised",
            "query_answered" => "query answered",
            "query_closed" => "query closed",
            "chart_rebased" => "chart rebased",
            "rebase_withdrawn" => "rebase withdrawn",
            "paid_on_account" => "paid on account",
            "pool_moved" => "pool moved",
            "witness_named" => "matching copy agreed",
            "part_erased" => "part erased",
            "person_named" => "person named",
            "clock_behind" => "clock behind",
            other => other,
        }
    }
}
