//! Entries, amounts and people of a record in words.
//!
//! This file will never know where on a page they stand. Start with [`Told::happened`].

use super::{BundleView, LogEntry, queries};
use crate::figures::long_date;
use crate::view::{Names, pool_title, sentence_case, within_sentence};
use accordant_alliance::event::{
    Basis, Event, Given, Move, Moved, Named, PriceBook, Read, Settled, Unseen, Words,
};
use accordant_money::{Currency, Posted};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use jiff::civil::{Date, DateTime};

/// The words for one reader.
pub(super) struct Told<'v, 'a> {
    pub(super) view: &'v BundleView<'v>,
    pub(super) names: &'v Names<'a>,
}

/// Minor units as the record writes them, as money.
pub(super) fn money(minor: &str, currency: &str) -> String {
    let read = Currency::parse(currency).zip(minor.parse::<i128>().ok());
    read.map_or_else(|| minor.to_string(), |(currency, minor)| Posted::new(minor, currency).to_string())
}

/// The same the other way round.
pub(super) fn turned(minor: &str) -> String {
    match minor.strip_prefix('-') {
        Some(size) => size.to_string(),
        None if minor == "0" => minor.to_string(),
        None => format!("-{minor}"),
    }
}

/// A day as the record writes it.
pub(super) fn day(text: &str) -> String {
    text.parse::<Date>().map_or_else(|_| text.to_string(), long_date)
}

/// `22 November 2026, 10:41`.
pub(super) fn moment(when: DateTime) -> String {
    format!("{}, {:02}:{:02}", long_date(when.date()), when.hour(), when.minute())
}

/// What was settled, and as what: `2025-26, year to date to 31 October 2025`.
pub(super) fn settled(body: &Settled) -> String {
    match body.basis {
        Basis::ToDate => format!("{}, {} to {}", body.period, body.basis.words(), day(&body.to)),
        Basis::Forecast | Basis::Whole => format!("{}, {}", body.period, body.basis.words()),
    }
}

/// Free text, or why it is not there.
pub(super) fn said(words: &Words) -> String {
    match words {
        Words::Said(text) => format!("\u{201c}{}\u{201d}", text.trim()),
        Words::Withheld => "(the words are withheld from you)".to_string(),
        Words::Erased => "(the words were erased)".to_string(),
    }
}

pub(super) fn counted(count: u64, one: &str, more: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {more}") }
}

/// `one`, `one and two`, `one, two and three`.
pub(super) fn listed(items: &[String]) -> String {
    match items.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
    }
}

impl Told<'_, '_> {
    /// A party by its full name.
    pub(super) fn party(&self, name: &str) -> String {
        let agreement = self.view.state.latest_text().map(|(_, agreement)| agreement);
        let mut parties = agreement.iter().flat_map(|agreement| &agreement.particulars.parties);
        parties.find(|party| party.name == name).map_or_else(|| name.to_string(), |party| party.title.clone())
    }

    /// An account as it stands within a sentence.
    pub(super) fn account(&self, name: &str) -> String {
        let pools = self.view.state.latest_text().and_then(|(_, agreement)| agreement.terms.as_ref());
        let is_pool = pools.is_some_and(|terms| terms.pools.iter().any(|pool| pool.name == name));
        match name {
            "outside" => "outside the alliance".to_string(),
            name if is_pool => pool_title(name),
            name => within_sentence(&self.party(name)),
        }
    }

    /// A figure of a posting, without the period: `provider gain, Harbour Care`.
    pub(super) fn figure(&self, figure: &str) -> String {
        let address = figure.split_once('/').map_or(figure, |(_, address)| address);
        sentence_case(&self.names.address(address))
    }

    /// For whom an entry was made, and by whom as far as that is to be shown.
    pub(super) fn by(&self, entry: &LogEntry) -> String {
        let seat = entry.seat.as_deref().map(|seat| self.party(seat));
        let person = self.view.people.get(&entry.actor);
        match (seat, person) {
            (Some(seat), Some(person)) => format!("{seat}, by {person}"),
            (Some(seat), None) => seat,
            (None, Some(person)) => person.clone(),
            (None, None) => "The host\u{2019}s own work".to_string(),
        }
    }

    /// What gives a person the authority to speak: the words of the entry that gave it.
    pub(super) fn under(&self, entry: &LogEntry) -> Option<String> {
        let seat = entry.seat.as_ref()?;
        let given = self.view.state.kept().mandates.get(seat)?;
        let mandate = given
            .iter()
            .find(|mandate| mandate.entry == entry.authority && mandate.person == entry.actor)
            .or_else(|| given.iter().find(|mandate| mandate.entry == entry.authority))?;
        Some(mandate.under.clone())
    }

    /// What happened, in a line.
    pub(super) fn happened(&self, entry: &LogEntry) -> String {
        let event = match &entry.read {
            Read::Seen(event) => event.as_ref(),
            Read::Unseen(Unseen::Withheld) => return "What it says is withheld from you.".to_string(),
            Read::Unseen(Unseen::Erased) => return "What it said was erased.".to_string(),
        };
        match event {
            Event::Founded { body, .. } => {
                let files: Vec<String> = body.text.files.iter().map(|file| file.name.clone()).collect();
                let parties = counted(body.seats.len() as u64, "party", "parties");
                let from = day(&body.text.effective);
                format!("{parties} adopted the agreement ({}), in force from {from}.", listed(&files))
            }
            Event::Continued(body) => format!(
                "The record goes on under a new name, from {} of `{}`; {} had been known.",
                counted(body.size, "entry", "entries"),
                body.origin,
                body.known_size
            ),
            Event::FactsReceived { given, .. } => facts(given),
            Event::FactsRestated { given, reason, .. } => {
                format!("{} Said again: {}", facts(given), said(reason))
            }
            Event::FactsWithdrawn { body, reason } => {
                format!("The facts of entry {} count no longer: {}", body.entry, said(reason))
            }
            Event::PriceBookAdded { body, .. } => price_book(body),
            Event::PeriodOpened(body) => {
                format!("{}, from {} to {}.", body.period, day(&body.from), day(&body.to))
            }
            Event::PeriodSettled(body) => match body.replaces {
                Some(before) => format!("{}, in the place of entry {before}.", settled(body)),
                None => format!("{}.", settled(body)),
            },
            Event::SettlementChallenged { body, reason } => {
                let what = body.figure.as_ref().map_or_else(String::new, |figure| format!("`{figure}` of "));
                sentence_case(&format!("{what}entry {}: {}", body.settlement, said(reason)))
            }
            Event::QueryRaised { body, reason } => queries::raised(body, reason, self),
            Event::QueryAnswered { body, reply } => format!("To query {}: {}", body.query, said(reply)),
            Event::QueryClosed(body) => format!("Query {}: {}.", body.query, queries::outcome(body)),
            Event::ChartRebased { body, reason } => chart(&body.measure, "", &body.from, reason),
            Event::RebaseWithdrawn { body, reason } => chart(&body.measure, "no longer ", &body.from, reason),
            Event::PaidOnAccount(body) => {
                let how = if body.trued_up { "trued up" } else { "paid" };
                format!("{}, {how} on the settlement of entry {}.", body.period, body.settlement)
            }
            Event::PoolMoved { body, purpose } => format!("{} {}", self.moved(body), said(purpose)),
            Event::WitnessNamed(body) => {
                format!("{} named the key with which it holds a matching copy.", self.party(&body.party))
            }
            Event::PartErased(body) => {
                format!("A part of an earlier entry was erased ({}; {}).", body.reason, body.basis)
            }
            Event::PersonNamed(body) => self.person_named(body),
            Event::ClockBehind(body) => {
                format!("The host\u{2019}s clock showed {}, earlier than the last entry.", body.clock)
            }
        }
    }

    fn person_named(&self, body: &Named) -> String {
        let to = body.to.as_ref().map_or_else(String::new, |to| format!(" to {}", day(to)));
        let party = self.party(&body.party);
        format!("A person may speak for {party} from {}{to}, under: {}.", day(&body.from), body.under)
    }

    fn moved(&self, body: &Moved) -> String {
        let amount = money(&body.minor, &body.currency);
        let pool = pool_title(&body.pool);
        let party = body.party.as_deref().map(|party| self.account(party));
        let beside = |word: &str| party.as_ref().map_or_else(String::new, |party| format!(" {word} {party}"));
        let on = day(&body.on);
        match body.movement {
            Move::PaidIn => format!("{amount} was paid into {pool}{} on {on}.", beside("by")),
            Move::Committed => format!("{amount} of {pool} was set aside{} on {on}.", beside("for")),
            Move::Released => format!("{amount} of {pool} was set free again on {on}."),
            Move::Spent => format!("{amount} was spent from {pool}{} on {on}.", beside("to")),
            Move::Carried => format!("{} crossed the year end on {on}, with {amount}.", sentence_case(&pool)),
        }
    }
}

fn chart(measure: &str, no_longer: &str, from: &str, reason: &Words) -> String {
    format!("The chart of {measure} is {no_longer}read anew from {}: {}", day(from), said(reason))
}

fn price_book(body: &PriceBook) -> String {
    let to = body.to.as_ref().map_or_else(String::new, |to| format!(" to {}", day(to)));
    let replaces = body.replaces.as_ref();
    let replaces = replaces.map_or_else(String::new, |name| format!(", in the place of {name}"));
    let (name, kind, from) = (&body.name, body.kind, day(&body.from));
    format!("{name} ({kind}), from {from}{to}{replaces}; taken from {}.", body.source)
}

fn facts(given: &Given) -> String {
    let facts = counted(given.count as u64, "fact", "facts");
    match (given.files.is_empty(), listed(&given.files) == given.source) {
        (true, _) | (_, true) => format!("{facts} from {}.", given.source),
        _ => format!("{facts} from {} ({}).", given.source, listed(&given.files)),
    }
}
