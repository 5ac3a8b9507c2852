//! Who pays whom, and how much of it (M22).

use super::{Expr, IndexId};
use crate::problem::Place;
use alloc::string::String;
use alloc::vec::Vec;

/// Money that changes hands: one pot, one split (M22).
#[derive(Debug, Clone)]
pub struct Posting {
    /// Its name.
    pub name: String,
    /// What it is in words.
    pub says: Option<String>,
    /// Its clause.
    pub clause: Option<String>,
    /// Where it is written.
    pub place: Place,
    /// Made once for each element of this index.
    pub by: Option<IndexId>,
    /// The amount; the sum of the shares if absent.
    pub of: Option<Expr>,
    /// The one account on one side.
    pub pot: Account,
    /// Whether the pot pays or receives.
    pub direction: Direction,
    /// The accounts on the other side, in the author's order.
    pub shares: Vec<Share>,
}

/// Which way a posting goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// From the pot to the shares.
    PotPays,
    /// From the shares to the pot.
    PotReceives,
}

/// One named share of a pot.
#[derive(Debug, Clone)]
pub struct Share {
    /// The figure: the share's name, or the posting's.
    pub name: String,
    /// What it is in words.
    pub says: Option<String>,
    /// Its clause.
    pub clause: Option<String>,
    /// Where it is written.
    pub place: Place,
    /// Who gets or gives it.
    pub payees: Payees,
    /// How much.
    pub amount: Amount,
    /// The weights among several payees.
    pub weight: Option<Expr>,
    /// The rule in words.
    pub words: String,
}

/// Who gets or gives a share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Payees {
    /// One account.
    One(Account),
    /// Every element of an index of parties.
    Each(IndexId),
}

/// Where money comes from or goes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Account {
    /// A party.
    Party(String),
    /// A pool, by its name.
    Pool(String),
    /// Anywhere outside the alliance's own accounts.
    Outside,
    /// The element that an indexed posting is at.
    Current(IndexId),
    /// The responsible provider of the service that an indexed posting is at.
    Responsible(IndexId),
}

/// How much a share is.
#[derive(Debug, Clone)]
pub enum Amount {
    /// The whole pot.
    Whole,
    /// This exact amount.
    Exact(Expr),
    /// What the other shares leave.
    Rest,
}
