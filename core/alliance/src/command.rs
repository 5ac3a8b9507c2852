//! What people ask of the alliance.

use crate::event::{Basis, Imported, Move, PriceBook, SentValue, Standing};
use crate::state::Pick;
use accordant_facts::Facts;
use alloc::string::String;
use alloc::vec::Vec;
use jiff::civil::Date;

/// Something that is asked for.
#[derive(Debug, Clone)]
pub enum Command {
    /// Found the alliance by adopting a text.
    Found(Found),
    /// Take up facts.
    AddFacts(AddFacts),
    /// Let a batch of facts count no longer.
    WithdrawFacts {
        /// The entry that gave it.
        entry: u64,
        /// Why.
        reason: String,
        /// The facts that were worked out from it and others together, as they are without it.
        again: Facts,
    },
    /// Put a price book, or a list of market forces factors, on the shelf.
    AddPriceBook(AddPriceBook),
    /// Open a period for settling.
    OpenPeriod {
        /// The period by its name.
        period: String,
    },
    /// Settle a period provisionally, and record it.
    Settle {
        /// The period by its name.
        period: String,
        /// On which facts.
        on: SettleOn,
    },
    /// Challenge a settlement.
    Challenge {
        /// The settlement by its entry.
        settlement: u64,
        /// The figure; all of it without one.
        figure: Option<String>,
        /// Why.
        reason: String,
    },
    /// Ask about a row that another party sent.
    RaiseQuery(RaiseQuery),
    /// Answer a query.
    ReplyToQuery {
        /// The query, by the entry that raised it.
        query: u64,
        /// The answer.
        reply: String,
    },
    /// Close a query.
    CloseQuery {
        /// The query, by the entry that raised it.
        query: u64,
        /// How it ends.
        end: QueryEnd,
    },
    /// Read a chart as that of another process, from a month on.
    Rebase(Rebase),
    /// Withdraw a rebase.
    WithdrawRebase {
        /// The measure or fact, as the agreement names it.
        measure: String,
        /// The first day of the month.
        from: Date,
        /// Why.
        reason: String,
    },
    /// Pay what is due on account of the latest settlement of a period, or true up.
    PayOnAccount {
        /// The period by its name.
        period: String,
        /// The day on which it is paid.
        on: Date,
    },
    /// Move money of a pool.
    MovePool(MovePool),
    /// Name the key with which a party holds matching copies.
    NameWitness {
        /// The party.
        party: String,
        /// Its key in the form of a C2SP verifier key.
        key: String,
    },
    /// Give a further person authority to speak for a party.
    NamePerson {
        /// The party.
        party: String,
        /// The first day of the authority.
        from: Date,
        /// The last day, if there is one.
        to: Option<Date>,
        /// The letter or minute that gives the authority.
        under: String,
    },
    /// Erase a part.
    Erase {
        /// The entry.
        entry: u64,
        /// The place of the part in the event's list.
        part: u64,
        /// Its name and compartment, as the event lists them.
        listed: (String, String),
        /// Why.
        reason: String,
        /// The legal basis.
        basis: String,
        /// The second person who agrees, as an opaque reference.
        second: String,
    },
    /// Note that the host's clock was behind.
    NoteClock {
        /// What the clock showed.
        clock: String,
    },
    /// Go on with a restored record under a new origin.
    Continue {
        /// Its root over the events that are held, in hexadecimal.
        root: String,
        /// The size that others know it to have had.
        known_size: u64,
    },
}

/// Founding: a text, and for every party who speaks for it.
#[derive(Debug, Clone)]
pub struct Found {
    /// The files of the text: name and bytes, sorted by name.
    pub files: Vec<(String, Vec<u8>)>,
    /// The first day on which it holds.
    pub effective: Date,
    /// One for each party.
    pub signatories: Vec<Signatory>,
    /// Which of their persons asks for it; that person's reference is the actor of the request.
    pub founder: usize,
}

/// A party's first authorised person.
#[derive(Debug, Clone)]
pub struct Signatory {
    /// The party.
    pub party: String,
    /// The signed copy that is relied on, in words.
    pub signed_copy: String,
    /// The signed copy itself: name and bytes.
    pub document: Option<(String, Vec<u8>)>,
    /// Which person, where the same person speaks for several parties: equal numbers are one person.
    pub person: usize,
}

/// Facts that are given.
#[derive(Debug, Clone)]
pub struct AddFacts {
    /// The files as they were given: name and bytes.
    pub files: Vec<(String, Vec<u8>)>,
    /// The facts that were read from them.
    pub facts: Facts,
    /// Whether they say what happened or what is expected.
    pub standing: Standing,
    /// Who sent them, or where they were found.
    pub source: String,
    /// Why they are said again; facts that were said otherwise before are refused without it.
    pub restated: Option<String>,
    /// What the sender says that the facts of a name come to: name and sum.
    pub declared: Vec<(String, accordant_money::Exact)>,
    /// How the files were read, where they are a submission.
    pub import: Option<Import>,
}

/// A submission as it was read.
#[derive(Debug, Clone)]
pub struct Import {
    /// The kind, the rows, what it was sent for.
    pub about: Imported<'static>,
    /// Its activity, gathered into cells: JSON lines.
    pub activity: Vec<u8>,
    /// The text by which the facts were worked out.
    pub mapping: Vec<u8>,
    /// What became of its rows, in words.
    pub report: Vec<u8>,
    /// Whether the files are kept as they were sent; files about single patients are not.
    pub keeps_files: bool,
}

/// A price book that is added. Its lines were read, and held against the books on the shelf.
#[derive(Debug, Clone)]
pub struct AddPriceBook {
    /// What it says of itself. Its hash is worked out from its bytes.
    pub about: PriceBook,
    /// The file, as it was given.
    pub bytes: Vec<u8>,
    /// The books that it was held against, by their entries: all others on the shelf.
    pub against: Vec<u64>,
    /// Every line that contradicts a line of one of those, in words.
    pub contradictions: Vec<String>,
    /// The facts that come to something else with it.
    pub again: Facts,
}

/// A query about a row. The row was looked up in what was sent.
#[derive(Debug, Clone)]
pub struct RaiseQuery {
    /// The import, by its entry.
    pub import: u64,
    /// The row of the file.
    pub row: u64,
    /// Whose row it is, by the code of the provider; without one, the party for which the file was sent.
    pub of: Option<String>,
    /// What the row says; nothing where there is no such row.
    pub sent: Vec<SentValue>,
    /// How much money is in question, in minor units.
    pub minor: Option<i128>,
    /// What is asked.
    pub reason: String,
}

/// A month from which a chart is read anew. Its months were looked up in the facts.
#[derive(Debug, Clone)]
pub struct Rebase {
    /// The measure or fact, as the agreement names it.
    pub measure: String,
    /// The first day of the month.
    pub from: Date,
    /// The first day of each month that the chart has, in their order.
    pub months: Vec<Date>,
    /// Why.
    pub reason: String,
}

/// How a query ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QueryEnd {
    /// With a credit of so many minor units.
    Credit(i128),
    /// It is taken back.
    Withdrawn,
    /// The answer is accepted.
    Accepted,
}

/// On which facts a period is settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettleOn {
    /// The days up to this one, on what is known of them.
    ToDate(Date),
    /// The whole period, on what is known and what is expected.
    Forecast,
    /// The whole period, on what is known.
    Whole,
}

impl SettleOn {
    /// The basis by its name.
    pub const fn basis(self) -> Basis {
        match self {
            SettleOn::ToDate(_) => Basis::ToDate,
            SettleOn::Forecast => Basis::Forecast,
            SettleOn::Whole => Basis::Whole,
        }
    }

    /// The facts that it rests on.
    pub const fn pick(self) -> Pick {
        match self {
            SettleOn::Forecast => Pick::WithForecast,
            SettleOn::ToDate(_) | SettleOn::Whole => Pick::Actual,
        }
    }
}

/// A movement of a pool.
#[derive(Debug, Clone)]
pub struct MovePool {
    /// The pool.
    pub pool: String,
    /// What is to happen.
    pub movement: Move,
    /// How much, in minor units; what is carried over a year end is worked out and needs none.
    pub minor: Option<i128>,
    /// The day on which it holds.
    pub on: Date,
    /// The other side: a party, or `outside`.
    pub party: Option<String>,
    /// The commitment that is released or spent, by its entry.
    pub commitment: Option<u64>,
    /// What for.
    pub purpose: String,
}
