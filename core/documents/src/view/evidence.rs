//! What share of the money rests on what (S27).

use super::{share_of, size};
use crate::figures::shown;
use accordant_agreement::unit::Unit;
use accordant_facts::Status;
use accordant_money::{Currency, Exact, Number, Posted, Rounding, format_money};
use accordant_settlement::Statement;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// The money that rests on facts of one status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// The weakest status behind it; nothing for what the agreement itself says.
    pub status: Option<Status>,
    /// The amounts posted, each made positive.
    pub amount: Posted,
    /// Its share of all, as a ratio.
    pub share: Exact,
}

impl Evidence {
    /// What the status means, for the reader of a statement.
    pub fn meaning(&self) -> &'static str {
        self.status.map_or("what the agreement itself says", meaning)
    }

    /// The word for the status.
    pub fn word(&self) -> &'static str {
        self.status.map_or("agreed", Status::word)
    }

    /// The share as people read it, to a tenth of a percent; a little is never shown as nothing or all.
    pub fn percentage(&self) -> String {
        let rounded = self
            .share
            .rounded(&Exact::ratio(1, 1_000).unwrap_or_else(Exact::zero), Rounding::HalfAwayFromZero);
        let rounded = rounded.unwrap_or_else(|_| self.share.clone());
        let one = Exact::from_i128(1);
        if rounded.sign().is_eq() && !self.share.sign().is_eq() {
            return "less than 0.1%".to_string();
        }
        if rounded == one && self.share != one {
            return "more than 99.9%".to_string();
        }
        shown(&rounded, Some(&Unit::ratio()))
    }
}

/// What a status means: `published or audited`.
pub fn meaning(status: Status) -> &'static str {
    match status {
        Status::Real => "published or audited",
        Status::Derived => "computed from real figures by a stated method",
        Status::Assumed => "our reading, not published",
        Status::Illustrative => "invented",
    }
}

/// One entry for each status that money rests on.
pub(super) fn evidence(shares: &[&Statement], currency: Option<Currency>) -> Vec<Evidence> {
    let Some(currency) = currency else { return Vec::new() };
    let none = Posted::new(0, currency);
    let posted = |status: Option<Status>| {
        let of_status = shares.iter().filter(|statement| statement.status == status);
        of_status
            .filter_map(|statement| statement.share.posted)
            .fold(none, |sum, posted| sum.plus(&size(posted)).unwrap_or(sum))
    };
    let amounts: Vec<(Option<Status>, Posted)> =
        [None].into_iter().chain(Status::ALL.map(Some)).map(|status| (status, posted(status))).collect();
    let total = amounts.iter().fold(none, |sum, (_, amount)| sum.plus(amount).unwrap_or(sum)).to_exact();
    amounts
        .into_iter()
        .filter(|(_, amount)| amount.minor() > 0)
        .map(|(status, amount)| Evidence { status, amount, share: share_of(&amount.to_exact(), &total) })
        .collect()
}

/// What each status means, for wherever statuses are shown.
pub const KEY_OF_STATUSES: &str = "Statuses: real = published or audited; derived = computed from real figures by a stated \
    method; assumed = our reading, not published; illustrative = invented; nothing supplied = what the agreement says \
    for that case.";

/// The sentence with which a statement begins.
pub fn evidence_sentence(evidence: &[Evidence], currency: Currency) -> String {
    match evidence {
        [] => format!(
            "Nothing but {} is posted.",
            format_money(&Exact::zero(), currency, currency.minor_digits())
        ),
        [only] => format!("All of the money posted rests on {}.", figures(only)),
        several => {
            let parts: Vec<String> =
                several.iter().map(|one| format!("{} on {}", one.percentage(), figures(one))).collect();
            format!("Of the money posted, {} rests {}.", several_of(several), parts.join(", "))
        }
    }
}

fn several_of(evidence: &[Evidence]) -> String {
    let mut total = evidence.iter().map(|one| one.amount);
    let first = total.next();
    let sum = total.fold(first, |sum, amount| sum?.plus(&amount));
    sum.map(|sum| sum.to_string()).unwrap_or_default()
}

fn figures(evidence: &Evidence) -> String {
    match evidence.status {
        Some(status) => format!("{status} figures ({})", evidence.meaning()),
        None => evidence.meaning().to_string(),
    }
}
