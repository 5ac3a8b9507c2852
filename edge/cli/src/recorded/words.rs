//! Entries, money and time of a record in words.

use super::told;
use crate::load::{counted, entries};
use crate::stop::Stop;
use crate::text::record::called;
use accordant_alliance::event::{Basis, Move, Read, Unseen, Words};
use accordant_alliance::{Event, State};
use accordant_documents::figures::long_date;
use accordant_host::{Alliance, MatchingCopy, Person};
use accordant_money::{Currency, Exact, Number, Posted};
use std::collections::BTreeMap;

/// `2026-11-22 11:02:33` of `2026-11-22T11:02:33.123456Z`: in the record all times are UTC.
pub fn moment(at: &str) -> String {
    at.get(..19).unwrap_or(at).replacen('T', " ", 1)
}

/// Minor units as the record writes them, as money.
pub fn money(minor: &str, currency: &str) -> String {
    let read = Currency::parse(currency).zip(minor.parse::<i128>().ok());
    read.map_or_else(|| minor.to_string(), |(currency, minor)| Posted::new(minor, currency).to_string())
}

/// An amount as people write it, in whole minor units: `1,250.00`.
pub fn minor(text: &str, currency: Currency) -> Result<i128, Stop> {
    let wrong = || {
        Stop::wrong_use(format!("`{text}` is no amount of money"))
            .help("write it as 1,250.00, above zero and with no part of a penny")
    };
    let exact = Exact::parse_decimal(&text.replace(',', "")).ok_or_else(wrong)?;
    let in_minor = exact.divided_by(&currency.minor_unit()).map_err(|_| wrong())?;
    in_minor.terminating().and_then(|whole| whole.parse().ok()).ok_or_else(wrong)
}

/// What somebody said, in quotes, or why it is not there.
pub fn said(words: &Words) -> String {
    match words {
        Words::Said(text) => format!("\u{201c}{}\u{201d}", text.trim()),
        Words::Withheld => "(the words are withheld)".to_string(),
        Words::Erased => "(the words were erased)".to_string(),
    }
}

/// The name behind a reference, as far as it is kept.
pub fn name<'a>(people: &'a BTreeMap<String, Person>, actor: &'a str) -> &'a str {
    match people.get(actor) {
        Some(person) => &person.name,
        None if actor.starts_with("system/") => actor.trim_start_matches("system/"),
        None => "somebody whose name is no longer kept",
    }
}

/// What an entry is about, in one line.
pub fn about(read: &Read) -> String {
    let event = match read {
        Read::Seen(event) => event.as_ref(),
        Read::Unseen(Unseen::Withheld) => return "withheld".to_string(),
        Read::Unseen(Unseen::Erased) => return "erased".to_string(),
    };
    match event {
        Event::Founded { body, .. } => {
            format!("{}, with {} parties", body.alliance, body.seats.len())
        }
        Event::Continued(body) => format!("goes on where `{}` had {}", body.origin, entries(body.size)),
        Event::FactsReceived { given, .. } | Event::FactsRestated { given, .. } => {
            format!("{} from {}", counted(given.count, "fact"), given.source)
        }
        Event::FactsWithdrawn { body, .. } => format!("the facts of entry {}", body.entry),
        Event::PriceBookAdded { body, .. } => {
            format!("`{}`, {}, from {}", body.name, body.kind, body.source)
        }
        Event::PeriodOpened(body) => body.period.clone(),
        Event::PeriodSettled(body) => match (body.basis, body.replaces) {
            (Basis::ToDate, None) => format!("{} to {}", body.period, body.to),
            (Basis::ToDate, Some(before)) => {
                format!("{} to {}, in the place of entry {before}", body.period, body.to)
            }
            (basis, None) => format!("{}, {}", body.period, basis.words()),
            (basis, Some(before)) => {
                format!("{}, {}, in the place of entry {before}", body.period, basis.words())
            }
        },
        Event::SettlementChallenged { body, .. } => match &body.figure {
            Some(figure) => format!("`{figure}` of entry {}", body.settlement),
            None => format!("entry {}", body.settlement),
        },
        Event::QueryRaised { body, .. } => format!("row {} of entry {}", body.row, body.import),
        Event::QueryAnswered { body, .. } => format!("query {}", body.query),
        Event::QueryClosed(body) => match body.minor.as_deref().zip(body.currency.as_deref()) {
            Some((minor, currency)) => format!("query {}: credit {}", body.query, money(minor, currency)),
            None => format!("query {}: {}", body.query, body.outcome.word()),
        },
        Event::ChartRebased { body, .. } => format!("{} from {}", body.measure, month(&body.from)),
        Event::RebaseWithdrawn { body, .. } => {
            format!("{} from {}, entry {}", body.measure, month(&body.from), body.rebase)
        }
        Event::PaidOnAccount(body) if body.trued_up => format!("{}, trued up", body.period),
        Event::PaidOnAccount(body) => format!("{}, on entry {}", body.period, body.settlement),
        Event::PoolMoved { body, .. } => {
            format!("{} {} {}", body.pool, moved(body.movement), money(&body.minor, &body.currency))
        }
        Event::WitnessNamed(body) => body.party.clone(),
        Event::PartErased(body) => format!("`{}` of entry {}", body.part, body.index),
        Event::PersonNamed(body) => format!("for {}, from {}", body.party, body.from),
        Event::ClockBehind(body) => format!("the clock showed {}", moment(&body.clock)),
    }
}

/// `2026-04` of the first day of a month as the record writes it.
fn month(first: &str) -> &str {
    first.get(..7).unwrap_or(first)
}

/// What happened to money of a pool.
pub const fn moved(movement: Move) -> &'static str {
    match movement {
        Move::PaidIn => "was paid",
        Move::Committed => "committed",
        Move::Released => "released",
        Move::Spent => "spent",
        Move::Carried => "carried over the year end",
    }
}

/// `3 May 2026` of an instant or day as the record writes it.
pub fn long(at: &str) -> String {
    let day = at.get(..10).and_then(|day| day.parse().ok());
    day.map_or_else(|| at.to_string(), long_date)
}

/// Where a reading stands in its record: the entry, since when nothing was altered, who holds matching copies, and the
/// three lines that are printed.
pub fn standing(alliance: &Alliance, state: &State) -> Result<Vec<String>, Stop> {
    let kept = state.kept();
    let (entry, at) = (kept.size.saturating_sub(1), moment(&kept.last_at));
    let mut lines = vec![format!("As known at entry {entry}, recorded {at} UTC.")];
    let standing = alliance.standing().map_err(told::stop)?;
    let Some(checkpoint) = &standing.checkpoint else { return Ok(lines) };
    let copies = standing.copies.iter().map(|copy| matching_copy(state, copy));
    let copies: Vec<String> = copies.collect();
    lines.push(if copies.is_empty() {
        let first = match standing.signed {
            1 => "The first entry is".to_string(),
            signed => format!("The first {signed} entries are"),
        };
        format!("{first} signed by the host; no party holds a matching copy yet.")
    } else {
        format!("Nothing that is signed has been altered. {}.", copies.join("; "))
    });
    lines.push("Printed copy of the record:".to_string());
    lines.push(checkpoint.origin.clone());
    lines.push(checkpoint.size.to_string());
    lines.push(checkpoint.root.to_base64());
    Ok(lines)
}

/// `University Hospitals holds a matching copy of 14 entries, from 22 November 2026`.
pub fn matching_copy(state: &State, copy: &MatchingCopy) -> String {
    let party = state.latest_text().map(|(_, agreement)| called(agreement, &copy.party));
    let party = party.unwrap_or_else(|| copy.party.clone());
    format!("{party} holds a matching copy of {}, from {}", entries(copy.size), long(&copy.at.to_string()))
}
