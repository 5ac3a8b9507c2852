//! What is paid between settlements.
//!
//! Settling knows nothing of it: it pays what is left of a share once the period is final. Who pays meanwhile reads
//! [`OnAccount`].

use crate::particulars::Every;
use crate::problem::Place;
use accordant_money::Exact;
use alloc::string::String;
use alloc::vec::Vec;

/// What is paid on account, while a period runs (M25).
#[derive(Debug, Clone, PartialEq)]
pub struct OnAccount {
    /// How often; always shorter than a period that is settled.
    pub every: Every,
    /// The share of a gain that is kept back: not negative, and less than one.
    pub retention: Exact,
    /// The postings whose shares are gain, by name; what the others come to is paid in full.
    pub retained_from: Vec<String>,
    /// How soon it is paid, in the author's words.
    pub paid_within: Option<String>,
    /// What it is in words.
    pub says: Option<String>,
    /// Its clause.
    pub clause: Option<String>,
    /// Where it is written.
    pub place: Place,
}
