//! What the parties report to each other: what is due, and queries about what was sent.

pub mod calendar;
pub mod query;

mod arrivals;
mod by_hand;
mod clock;
mod queries;
mod sent;

use accordant_activity::counting::Counting;
use accordant_agreement::Agreement;

/// A party by its name, or by a code of its own.
fn party_behind(text: &str, agreement: &Agreement, counting: &Counting) -> Option<String> {
    let by_name = agreement.particulars.parties.iter().find(|party| party.name == text);
    by_name.map(|party| party.name.as_str()).or_else(|| counting.party(text)).map(str::to_string)
}

/// A day, or that it is not known.
fn day_or_not(day: Option<jiff::civil::Date>) -> String {
    day.map_or_else(|| "not known".to_string(), |day| day.to_string())
}
