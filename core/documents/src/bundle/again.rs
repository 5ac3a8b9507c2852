//! A recorded settlement, worked out again from the text and the facts that were known.
//!
//! A page that explains an amount must come to the amount that was recorded, or it is not made. This file will never
//! know how a page looks. Start with [`settled_again`].

use accordant_agreement::Agreement;
use accordant_alliance::State;
use accordant_alliance::event::{Basis, PostingLine, Settled};
use accordant_alliance::state::{Pick, SettledEntry};
use accordant_settlement::{SettledPeriod, account_name, series, series_to_date};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;
use jiff::civil::Date;

/// A settlement that came to the same again.
#[derive(Debug)]
pub struct Again {
    /// The text by which it was settled.
    pub agreement: Arc<Agreement>,
    /// What was worked out, with every reason.
    pub settled: SettledPeriod,
}

/// That a settlement does not come to what was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotTheSame {
    /// The entry.
    pub entry: u64,
    /// What differs.
    pub what: String,
}

impl fmt::Display for NotTheSame {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "the settlement of entry {} does not come to what was recorded: {}",
            self.entry, self.what
        )
    }
}

impl core::error::Error for NotTheSame {}

/// Works a settlement out again; nothing where something that it rests on is kept from the reader.
///
/// # Errors
/// When it comes to something else than what was recorded.
pub fn settled_again(state: &State, entry: &SettledEntry) -> Result<Option<Again>, NotTheSame> {
    let body = &entry.body;
    let wrong = |what: String| NotTheSame { entry: entry.entry, what };
    if state.kept().unseen.iter().any(|unseen| unseen.entry < body.known) {
        return Ok(None);
    }
    let (_, agreement) = state
        .text_of(body.text)
        .ok_or_else(|| wrong(format!("the text of entry {} is not there", body.text)))?;
    let pick = if body.basis == Basis::Forecast { Pick::WithForecast } else { Pick::Actual };
    let facts = state.facts_at(body.known, pick).map_err(|problem| wrong(problem.to_string()))?;
    let hash = accordant_alliance::facts_sha256(&facts).map_err(|problem| wrong(problem.to_string()))?;
    if hash != body.facts_sha256 {
        return Err(wrong("the facts are not those on which it rested".to_string()));
    }
    let settled = match body.basis {
        Basis::ToDate => series_to_date(agreement, &facts, day(&body.to).map_err(wrong)?).pop(),
        Basis::Forecast | Basis::Whole => series(agreement, &facts, day(&body.from).map_err(wrong)?).pop(),
    };
    let settled = settled.ok_or_else(|| wrong("it cannot be settled".to_string()))?;
    compare(&settled, body).map_err(wrong)?;
    Ok(Some(Again { agreement: Arc::clone(agreement), settled }))
}

fn day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| format!("`{text}` is no day"))
}

/// Every posting is the recorded one, to the penny and in its order.
fn compare(settled: &SettledPeriod, body: &Settled) -> Result<(), String> {
    let again = postings(settled);
    let mut pairs = again.iter().zip(&body.postings);
    if let Some((now, then)) = pairs.find(|(now, then)| now != then) {
        return Err(format!("`{}` was {} and is now {}", then.figure, then.minor, now.minor));
    }
    if again.len() == body.postings.len() {
        return Ok(());
    }
    Err(format!("it had {} postings, and has {} now", body.postings.len(), again.len()))
}

fn postings(settled: &SettledPeriod) -> Vec<PostingLine> {
    let of_part = |part: &accordant_settlement::Settlement| {
        let label = part.setting.label.clone();
        let line = |statement: &accordant_settlement::Statement| {
            let share = &statement.share;
            PostingLine {
                figure: format!("{label}/{}", share.address),
                posting: share.posting.clone(),
                from: account_name(&share.from),
                to: account_name(&share.to),
                // What is known within bounds only is never posted, so it equals nothing that was recorded.
                minor: share.posted.map(|posted| posted.minor().to_string()).unwrap_or_default(),
                status: statement.status.map(|status| status.word().to_string()),
            }
        };
        part.shares.iter().map(line).collect::<Vec<_>>()
    };
    settled.parts.iter().flat_map(of_part).collect()
}
