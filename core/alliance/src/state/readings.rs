//! What is asked of a state: the text, facts and authority of a time.

use super::{AccountEntry, Batch, BookEntry, InForce, Mandate, Pick, SettledEntry, State, take_up};
use crate::event::{Basis, FactLineProblem, OnAccount, Standing};
use accordant_agreement::Agreement;
use accordant_agreement::calendar::{Period, periods};
use accordant_agreement::particulars::{AllocationRow, Group, Party};
use accordant_facts::Facts;
use accordant_ledger::Ledger;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use jiff::civil::Date;

/// A term without an end is looked at for so many periods: a century of months.
const PERIODS_MAX: usize = 1200;

/// What was paid of each figure between two accounts, in minor units.
pub type Paid = BTreeMap<(String, String, String), i128>;

/// The alliance as it is in effect on a day.
#[derive(Debug, Clone)]
pub struct OnDay<'a> {
    /// The day.
    pub day: Date,
    /// The text in force.
    pub text: &'a InForce,
    /// Parties on that day.
    pub parties: Vec<&'a Party>,
    /// Groups with the members of that day.
    pub groups: Vec<&'a Group>,
    /// Who is responsible for which service on that day.
    pub allocation: Vec<&'a AllocationRow>,
    /// Who may speak for each party on that day.
    pub mandates: Vec<(&'a str, &'a Mandate)>,
}

impl State {
    /// The text in force on a day, as far as is known; of two from the same day, the one adopted later.
    pub fn text_on(&self, day: Date) -> Option<(&InForce, &Arc<Agreement>)> {
        let mut texts = self.kept.texts.iter().zip(&self.agreements);
        texts.rfind(|(text, _)| text.effective.parse::<Date>().is_ok_and(|from| from <= day))
    }

    /// The text that was put in force last.
    pub fn latest_text(&self) -> Option<(&InForce, &Arc<Agreement>)> {
        self.kept.texts.iter().zip(&self.agreements).next_back()
    }

    /// The text that an entry put in force.
    pub fn text_of(&self, entry: u64) -> Option<(&InForce, &Arc<Agreement>)> {
        self.kept.texts.iter().zip(&self.agreements).find(|(text, _)| text.entry == entry)
    }

    /// The price books and lists of market forces factors of which none took the place, in the order in which they came.
    pub fn books_on_shelf(&self) -> impl Iterator<Item = &BookEntry> {
        self.kept.books.iter().filter(|book| book.replaced.is_none())
    }

    /// A period of the agreement by its name.
    pub fn period(&self, label: &str) -> Option<Period> {
        let (_, agreement) = self.latest_text()?;
        periods(&agreement.particulars.alliance).take(PERIODS_MAX).find(|period| period.label == label)
    }

    /// The facts that are known now.
    pub fn facts(&self, pick: Pick) -> Facts {
        match pick {
            Pick::Actual => self.facts.clone(),
            Pick::WithForecast => self.forecast.replaced_by(&self.facts).0,
        }
    }

    /// What happened, as far as it is known now.
    pub const fn actual(&self) -> &Facts {
        &self.facts
    }

    /// What is expected, as far as it is known now.
    pub const fn expected(&self) -> &Facts {
        &self.forecast
    }

    /// The facts that were known when the record had so many entries.
    ///
    /// # Errors
    /// When a fact cannot be read back, which evolving would have found.
    pub fn facts_at(&self, known: u64, pick: Pick) -> Result<Facts, FactLineProblem> {
        let mut facts = Facts::new();
        let mut forecast = Facts::new();
        for batch in self.kept.batches.iter().filter(|batch| batch.counts_at(known)) {
            match batch.given.standing {
                Standing::Actual => take_up(&mut facts, batch.given.facts()?),
                Standing::Forecast => take_up(&mut forecast, batch.given.facts()?),
            }
        }
        Ok(match pick {
            Pick::Actual => facts,
            Pick::WithForecast => forecast.replaced_by(&facts).0,
        })
    }

    /// What happened, as far as it is known without the batch of that entry.
    ///
    /// # Errors
    /// When a fact cannot be read back, which evolving would have found.
    pub fn facts_without(&self, entry: u64) -> Result<Facts, FactLineProblem> {
        let mut facts = Facts::new();
        let counting = self.kept.batches.iter().filter(|batch| batch.withdrawn.is_none());
        let others =
            counting.filter(|batch| batch.entry != entry && batch.given.standing == Standing::Actual);
        for batch in others {
            take_up(&mut facts, batch.given.facts()?);
        }
        Ok(facts)
    }

    /// The first batch of that content that counts.
    pub fn batch(&self, content: &str) -> Option<&Batch> {
        self.kept.batches.iter().find(|batch| batch.given.batch == content && batch.withdrawn.is_none())
    }

    /// The batch of that entry.
    pub fn batch_of(&self, entry: u64) -> Option<&Batch> {
        let at = self.kept.batches.binary_search_by_key(&entry, |batch| batch.entry).ok()?;
        self.kept.batches.get(at)
    }

    /// The pools; nothing where no money terms are in force.
    pub const fn ledger(&self) -> Option<&Ledger> {
        self.ledger.as_ref()
    }

    /// The authority under which a person may speak for a party on a day.
    pub fn authority(&self, person: &str, party: &str, day: Date) -> Option<&Mandate> {
        let given = self.kept.mandates.get(party)?;
        given.iter().rev().find(|mandate| mandate.person == person && mandate.holds_on(day))
    }

    /// The parties for which a person may speak on a day.
    pub fn seats_of(&self, person: &str, day: Date) -> Vec<&str> {
        let may = |party: &&str| self.authority(person, party, day).is_some();
        self.kept.mandates.keys().map(String::as_str).filter(may).collect()
    }

    /// The latest settlement of a period on that basis up to that day.
    pub fn settlement(&self, period: &str, basis: Basis, to: &str) -> Option<&SettledEntry> {
        let same = |entry: &&SettledEntry| {
            let body = &entry.body;
            body.period == period && body.basis == basis && body.to == to
        };
        self.kept.settlements.iter().rev().find(same)
    }

    /// The settlement of a period that reaches furthest and is no forecast: the whole period before any part of it,
    /// then the later day, then what was settled last.
    pub fn latest_settlement(&self, period: &str) -> Option<&SettledEntry> {
        let of_period =
            |entry: &&SettledEntry| entry.body.period == period && entry.body.basis != Basis::Forecast;
        let reaches = |entry: &&SettledEntry| (entry.body.basis, entry.body.to.clone(), entry.entry);
        self.kept.settlements.iter().filter(of_period).max_by_key(reaches)
    }

    /// The settlement of that entry.
    pub fn settlement_of(&self, entry: u64) -> Option<&SettledEntry> {
        self.kept.settlements.iter().find(|settled| settled.entry == entry)
    }

    /// What was paid on account in a period so far.
    pub fn paid(&self, period: &str) -> Paid {
        let mut paid = Paid::new();
        let of_period = |entry: &&AccountEntry<OnAccount>| entry.body.period == period;
        for line in self.kept.on_account.iter().filter(of_period).flat_map(|entry| &entry.body.lines) {
            let key = (line.figure.clone(), line.from.clone(), line.to.clone());
            // An amount that cannot be read has been refused when it was booked.
            let now = line.now.parse::<i128>().unwrap_or_default();
            let sum = paid.entry(key).or_default();
            *sum = sum.saturating_add(now);
        }
        paid
    }

    /// The alliance as it is in effect on a day; nothing before the first text holds.
    pub fn on(&self, day: Date) -> Option<OnDay<'_>> {
        let (text, agreement) = self.text_on(day)?;
        let particulars = &agreement.particulars;
        let mandates = self.kept.mandates.iter().flat_map(|(party, given)| {
            given.iter().filter(|mandate| mandate.holds_on(day)).map(|mandate| (party.as_str(), mandate))
        });
        Some(OnDay {
            day,
            text,
            parties: particulars.parties.iter().filter(|party| party.days.include(day)).collect(),
            groups: particulars.groups.iter().collect(),
            allocation: particulars.allocation.iter().filter(|row| row.days().include(day)).collect(),
            mandates: mandates.collect(),
        })
    }
}

impl Mandate {
    /// Whether it holds on a day.
    pub fn holds_on(&self, day: Date) -> bool {
        let on = |text: &String| text.parse::<Date>().ok();
        let begun = self.from.as_ref().is_none_or(|from| on(from).is_some_and(|from| from <= day));
        let ended = self.to.as_ref().is_some_and(|to| on(to).is_none_or(|to| to < day));
        begun && !ended
    }
}
