//! Pools, whose balance is kept from period to period.

use crate::problem::Place;
use accordant_money::Exact;
use alloc::string::String;

/// A pool, or the fund (M3, M24).
#[derive(Debug, Clone)]
pub struct Pool {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub says: Option<String>,
    /// Its clause.
    pub clause: Option<String>,
    /// Where it is written.
    pub place: Place,
    /// The party in whose books it lies.
    pub in_books_of: Option<String>,
    /// Its code in the general ledger of that party.
    pub ledger_code: Option<String>,
    /// How its balance crosses the end of a year, where the parties agreed it.
    pub year_end: Option<YearEnd>,
    /// Its opening balance in the first period.
    pub opening: Option<Exact>,
}

/// How the balance of a pool crosses the end of a year (M32).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum YearEnd {
    /// It stands as received and not yet earned, and counts when it is spent.
    DeferredIncome,
    /// It stands as owed and not yet paid, and counts as spent in the year that ends.
    Accrual,
    /// What is free goes back, in the shares in which it was paid in during the year.
    Return(Contributors),
}

/// Those of the payers to whom a balance goes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contributors {
    /// Every party that paid in.
    Parties,
    /// The commissioners that paid in.
    Commissioners,
    /// The providers that paid in.
    Providers,
}

impl YearEnd {
    /// The treatment of that name; none for any other word.
    pub(crate) fn parse(word: &str) -> Option<YearEnd> {
        match word {
            "deferred income" => Some(YearEnd::DeferredIncome),
            "accrual" => Some(YearEnd::Accrual),
            "return to contributors" => Some(YearEnd::Return(Contributors::Parties)),
            "return to commissioners" => Some(YearEnd::Return(Contributors::Commissioners)),
            "return to providers" => Some(YearEnd::Return(Contributors::Providers)),
            _ => None,
        }
    }
}
