//! Which returns came: read of what the record holds of each import.
//!
//! Contract monitoring says for which providers and months it was sent, another return which days of which party it
//! covers; what names no party is of the one that sent it. Figures that were entered by hand came too: of which return
//! they are, [`super::by_hand`] tells.

use super::{by_hand, party_behind};
use crate::recorded::{in_force, told};
use crate::stop::Stop;
use accordant_alliance::State;
use accordant_alliance::event::Imported;
use accordant_alliance::returns::Arrival;
use accordant_alliance::state::Batch;
use accordant_facts::Days;
use accordant_host::{Alliance, day_of, submissions};
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::iter;

/// A party and the first day of a month.
type ForMonth = (String, Date);

/// Every return that came and still counts; mended rows add to one that came before.
pub fn arrivals(alliance: &Alliance, state: &State) -> Result<Vec<Arrival>, Stop> {
    let agreement = in_force(state)?;
    let text = by_hand::text(alliance, state, agreement)?;
    let party = |named: &str| party_behind(named, agreement, &text.activity);
    let owed = |import: &Imported<'_>| {
        agreement.particulars.reporting.returns.iter().any(|owed| owed.kind == import.kind)
    };
    let mut all = by_hand::arrivals(state, agreement, &text)?;
    for (batch, import) in submissions(state).filter(|(batch, _)| batch.withdrawn.is_none()) {
        if import.adds || !owed(import) {
            continue;
        }
        let day = day_of(state, &batch.at).map_err(told::stop)?;
        let (kind, freeze, entry) = (import.kind.to_string(), import.freeze, batch.entry);
        let months = months(batch, import, party).into_iter();
        all.extend(months.map(|(party, month)| Arrival {
            party,
            kind: kind.clone(),
            month,
            day,
            entry,
            freeze,
            by_hand: false,
        }));
    }
    Ok(all)
}

/// The months of which an import speaks, each with its party: of what it was sent for, or else of what it covers.
fn months(
    batch: &Batch,
    import: &Imported<'_>,
    party: impl Fn(&str) -> Option<String>,
) -> BTreeSet<ForMonth> {
    let sent_by = batch.seat.as_deref().unwrap_or_default();
    let scopes = import.scopes.iter().filter_map(|scope| {
        let month = format!("{}-01", scope.month).parse().ok()?;
        Some((party(&scope.provider)?, month))
    });
    let covers = import.covers.iter().filter_map(|covered| {
        let (whose, days, _) = covered.whole(sent_by);
        Some(for_each_month(&party(whose)?, Days::parse(days)?))
    });
    scopes.chain(covers.flatten()).collect()
}

/// Every month whose first day lies within.
pub(super) fn for_each_month(party: &str, days: Days) -> Vec<ForMonth> {
    let first = days.from().first_of_month();
    let months = iter::successors(Some(first), |month| month.checked_add(1_i64.months()).ok());
    let within = months.skip_while(|month| *month < days.from()).take_while(|month| *month <= days.to());
    within.map(|month| (party.to_string(), month)).collect()
}
