//! Which returns came: read of what the record holds of each import.
//!
//! Contract monitoring says for which providers and months it was sent. Of another return the file is read again: a line
//! of costs names its party, and a measure without one is of the party for which the file was sent. Figures that were
//! entered by hand came too: of which return they are, [`super::by_hand`] tells.

use super::{by_hand, party_behind};
use crate::commands::activity::{Columns, How, again, counted_by, sheet_of};
use crate::load;
use crate::recorded::{in_force, told};
use crate::stop::Stop;
use accordant_activity::counting::Counting;
use accordant_agreement::Agreement;
use accordant_alliance::State;
use accordant_alliance::event::Imported;
use accordant_alliance::returns::Arrival;
use accordant_alliance::state::Batch;
use accordant_facts::Days;
use accordant_host::{Alliance, day_of, submissions};
use accordant_intake::period::{Period, read_period};
use accordant_intake::submission::{Content, Kind, Known};
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
    let counting = counted_by(alliance, state)?.unwrap_or_default().activity;
    let periods = load::named_days(&load::periods(agreement));
    let reader = Reader { alliance, agreement, counting, periods };
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
        let months = reader.months(batch, import)?.into_iter();
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

struct Reader<'a> {
    alliance: &'a Alliance,
    agreement: &'a Agreement,
    counting: Counting,
    periods: Vec<Period>,
}

impl Reader<'_> {
    fn months(&self, batch: &Batch, import: &Imported<'_>) -> Result<BTreeSet<ForMonth>, Stop> {
        if import.scopes.is_empty() {
            return self.of_file(batch, import);
        }
        let scopes = import.scopes.iter().filter_map(|scope| {
            let month = format!("{}-01", scope.month).parse().ok()?;
            Some((self.party(&scope.provider)?, month))
        });
        Ok(scopes.collect())
    }

    fn party(&self, text: &str) -> Option<String> {
        party_behind(text, self.agreement, &self.counting)
    }

    fn of_file(&self, batch: &Batch, import: &Imported<'_>) -> Result<BTreeSet<ForMonth>, Stop> {
        let mut months = BTreeSet::new();
        let Some(submitted) = self.alliance.submission(batch.entry).map_err(told::stop)? else {
            return Ok(months);
        };
        let (files, columns) = Columns::of_import(submitted.files, import, self.agreement)?;
        for (file, bytes) in files {
            let Some(bytes) = bytes else { continue };
            let (kind, allows_nhs_numbers) = (Kind::parse(&import.kind), import.nhs_numbers_let_in);
            let sheet = sheet_of(&submitted.report).map(str::to_string);
            let how = How { kind, sheet, allows_nhs_numbers, is_held: true, ..How::default() };
            let read = again(file, bytes, how, &Known::default(), columns.as_ref())?;
            months.extend(self.of_content(&read.content, batch));
        }
        Ok(months)
    }

    fn of_content(&self, content: &Content, batch: &Batch) -> BTreeSet<ForMonth> {
        let of = |party: Option<&str>| match party {
            Some(party) => self.party(party),
            None => batch.seat.clone(),
        };
        let line = |party: Option<&str>, period: &str| {
            let days = read_period(period, &self.periods).ok();
            of(party)
                .zip(days)
                .into_iter()
                .flat_map(|(party, days)| for_each_month(&party, days))
                .collect::<Vec<_>>()
        };
        match content {
            Content::Cells(_) => BTreeSet::new(),
            Content::Waits(waits) => {
                let one = waits.keys().filter_map(|key| Some((of(Some(&key.provider))?, key.month.days()?)));
                one.flat_map(|(party, days)| for_each_month(&party, days)).collect()
            }
            Content::Costs(lines) => {
                lines.iter().flat_map(|cost| line(Some(&cost.party), &cost.period)).collect()
            }
            Content::Facts(facts) => {
                let one = facts.iter().filter_map(|fact| Some((of(fact.owner.as_deref())?, fact.days)));
                one.flat_map(|(party, days)| for_each_month(&party, days)).collect()
            }
            Content::Sessions(rooms) => {
                let one =
                    rooms.iter().filter_map(|room| Some((of(room.party.as_deref())?, room.month.days()?)));
                one.flat_map(|(party, days)| for_each_month(&party, days)).collect()
            }
            Content::Measures(values) => {
                values.iter().flat_map(|value| line(value.party.as_deref(), &value.period)).collect()
            }
        }
    }
}

/// Every month whose first day lies within.
pub(super) fn for_each_month(party: &str, days: Days) -> Vec<ForMonth> {
    let first = days.from().first_of_month();
    let months = iter::successors(Some(first), |month| month.checked_add(1_i64.months()).ok());
    let within = months.skip_while(|month| *month < days.from()).take_while(|month| *month <= days.to());
    within.map(|month| (party.to_string(), month)).collect()
}
