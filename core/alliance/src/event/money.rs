//! The bodies of events about money. Amounts are whole minor units (pence), as decimal text, for JSON has no integers
//! of that size.

use accordant_money::{Currency, Posted};
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// A provisional settlement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settled {
    /// The period by its name.
    pub period: String,
    /// The first day that is settled.
    pub from: String,
    /// The last day that is settled.
    pub to: String,
    /// On which facts it rests.
    pub basis: Basis,
    /// The event that put in force the text by which it is settled.
    pub text: u64,
    /// How many events were known: facts of later ones were not.
    pub known: u64,
    /// The edition of the language.
    pub edition: String,
    /// SHA-256 of the text.
    pub agreement_sha256: String,
    /// SHA-256 of the facts, as lines of JSON by name, index and days.
    pub facts_sha256: String,
    /// The currency of every amount, by its ISO 4217 code.
    pub currency: String,
    /// Who pays whom, in the order of the text.
    pub postings: Vec<PostingLine>,
    /// What became of the pools.
    pub pools: Vec<PoolLine>,
    /// The settlement of the same days and basis that this one takes the place of.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub replaces: Option<u64>,
    /// What differs from that one, by cause.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub difference: Vec<DifferenceLine>,
}

/// On which facts a settlement rests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// The days so far, on what is known of them.
    ToDate,
    /// The whole period, on what is known and what is expected.
    Forecast,
    /// The whole period, on what is known.
    Whole,
}

impl Basis {
    /// The basis in words.
    pub const fn words(self) -> &'static str {
        match self {
            Basis::ToDate => "year to date",
            Basis::Forecast => "forecast",
            Basis::Whole => "whole period",
        }
    }
}

/// One share of one posting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PostingLine {
    /// Its address, such as `2025-26/provider_gain[acute]`.
    pub figure: String,
    /// The posting that it is part of.
    pub posting: String,
    /// Who pays: a party, a pool or `outside`.
    pub from: String,
    /// Who receives.
    pub to: String,
    /// How much, in minor units.
    pub minor: String,
    /// The weakest status behind it, if it rests on any fact.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub status: Option<String>,
}

/// What became of a pool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PoolLine {
    /// The pool.
    pub pool: String,
    /// What it held at first, in minor units.
    pub opening: String,
    /// What was paid in.
    pub paid_in: String,
    /// What was paid out.
    pub paid_out: String,
    /// What it holds at last.
    pub closing: String,
}

/// What differs in one figure, by cause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DifferenceLine {
    /// The figure.
    pub figure: String,
    /// Who pays.
    pub from: String,
    /// Who receives.
    pub to: String,
    /// Before, in minor units.
    pub before: String,
    /// After.
    pub after: String,
    /// After less before.
    pub difference: String,
    /// What each cause made of it, those that did anything.
    pub effects: Vec<EffectLine>,
}

/// What one cause made of a figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EffectLine {
    /// The cause in a word.
    pub cause: String,
    /// When it is replaced in turn, in minor units; absent if it then cannot be settled, and counts with the next.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub in_turn: Option<String>,
    /// When it alone is replaced.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub alone: Option<String>,
}

/// A challenge of a settlement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Challenged {
    /// The settlement, by its entry.
    pub settlement: u64,
    /// The figure that is challenged; all of it if none is named.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub figure: Option<String>,
}

/// What is paid on account of a settlement, or trues up what was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OnAccount {
    /// The period by its name.
    pub period: String,
    /// The settlement on which it rests, by its entry.
    pub settlement: u64,
    /// Whether the whole period is settled, so that nothing is retained any longer.
    pub trued_up: bool,
    /// The currency of every amount, by its ISO 4217 code.
    pub currency: String,
    /// Who pays whom.
    pub lines: Vec<OnAccountLine>,
}

/// One share, as far as it is paid on account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OnAccountLine {
    /// The figure, without the part of the period.
    pub figure: String,
    /// Who pays.
    pub from: String,
    /// Who receives.
    pub to: String,
    /// The share so far, in minor units.
    pub due: String,
    /// What of it is kept back.
    pub retained: String,
    /// What was paid of it before.
    pub before: String,
    /// What is paid now: due less retained less paid before.
    pub now: String,
}

/// A movement of a pool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Moved {
    /// The pool.
    pub pool: String,
    /// What happened.
    pub movement: Move,
    /// How much, in minor units; never negative.
    pub minor: String,
    /// The currency, by its ISO 4217 code.
    pub currency: String,
    /// The day on which it holds.
    pub on: String,
    /// The other side: who paid in, for whom it is committed, who received it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub party: Option<String>,
    /// The commitment that is released or spent, by its entry.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub commitment: Option<u64>,
    /// The first day of the year whose end the balance crosses.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub year_from: Option<String>,
}

/// What happened to money of a pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Move {
    /// A source paid in.
    PaidIn,
    /// It was set aside for somebody.
    Committed,
    /// What was set aside is free again.
    Released,
    /// It was spent.
    Spent,
    /// The balance crossed a year end in the agreed way.
    Carried,
}

/// Posted money in minor units, as an event writes it.
pub(crate) fn written(posted: &Posted) -> String {
    posted.minor().to_string()
}

/// Posted money as an event wrote it; nothing if it is no whole number.
pub(crate) fn read(minor: &str, currency: Currency) -> Option<Posted> {
    minor.parse().ok().map(|minor| Posted::new(minor, currency))
}
