//! Movements of the pools and the fund.

use super::{Proposed, Seated};
use crate::command::MovePool;
use crate::event::{Event, Move, Moved, Words};
use crate::refusal::Refusal;
use crate::state::{OUTSIDE, State, movement};
use accordant_ledger::{Entry, What};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;
use jiff::ToSpan;
use jiff::civil::Date;

pub(super) fn decide(state: &State, asked: &MovePool, seat: &Seated) -> Result<Vec<Proposed>, Refusal> {
    let Some(ledger) = state.ledger() else {
        return Err(Refusal::rule("the agreement has no pools"));
    };
    if asked.purpose.trim().is_empty() {
        return Err(Refusal::rule("a movement of a pool says what it is for").help("say it with `--purpose`"));
    }
    known_side(state, asked)?;
    let names: Vec<&str> = ledger.pools().map(|pool| pool.name.as_str()).collect();
    if !names.contains(&asked.pool.as_str()) {
        return Err(Refusal::rule(format!("there is no pool `{}`", asked.pool))
            .help(format!("the pools are {}", names.join(", "))));
    }
    let year_from = (asked.movement == Move::Carried).then(|| year_from(state, asked.on)).transpose()?;
    let minor = match asked.movement {
        // What crosses is what was there on that day: the ledger says how much.
        Move::Carried => 0,
        _ => asked.minor.ok_or_else(|| Refusal::rule("no amount is named"))?,
    };
    let mut body = Moved {
        pool: asked.pool.clone(),
        movement: asked.movement,
        minor: minor.to_string(),
        currency: ledger.currency().code().to_string(),
        on: asked.on.to_string(),
        party: asked.party.clone(),
        commitment: asked.commitment,
        year_from: year_from.map(|day| day.to_string()),
    };
    let event = movement(&body, state.kept().size).map_err(Refusal::rule)?;
    let entries = ledger.entries_of(asked.on, state.kept().size, &event).map_err(super::by_the_ledger)?;
    if asked.movement == Move::Carried {
        body.minor = crossing(&entries, &asked.pool, asked.on)?.to_string();
    }
    let happened = Event::PoolMoved { body, purpose: Words::Said(asked.purpose.clone()) };
    let stream = format!("pool/{}", asked.pool);
    let proposed = super::by(seat, happened, stream);
    Ok(vec![Proposed { cause: asked.commitment, effective: Some(asked.on), ..proposed }])
}

/// What leaves the year that ends, in minor units.
fn crossing(entries: &[Entry], pool: &str, on: Date) -> Result<i128, Refusal> {
    let leaves = |entry: &&Entry| matches!(entry.what, What::CarriedForward(_) | What::Returned);
    match entries.iter().filter(leaves).map(|entry| entry.amount.minor()).fold(0, i128::saturating_add) {
        0 => {
            Err(Refusal::rule(format!("nothing of the pool `{pool}` is left to cross the year end on {on}")))
        }
        minor => Ok(minor),
    }
}

/// The other side is a party of the text in force on that day, or outside.
fn known_side(state: &State, asked: &MovePool) -> Result<(), Refusal> {
    let Some(party) = asked.party.as_deref().filter(|party| *party != OUTSIDE) else { return Ok(()) };
    let on =
        state.on(asked.on).ok_or_else(|| Refusal::rule(format!("no text is in force on {}", asked.on)))?;
    if on.parties.iter().any(|known| known.name == party) {
        return Ok(());
    }
    let names: Vec<&str> = on.parties.iter().map(|known| known.name.as_str()).collect();
    let list: String = names.join(", ");
    Err(Refusal::rule(format!("`{party}` is no party on {}", asked.on))
        .help(format!("the parties are {list}; anyone else is `{OUTSIDE}`")))
}

/// The first day of the year that ends on that day: the settling year of the agreement.
fn year_from(state: &State, last: Date) -> Result<Date, Refusal> {
    let (_, agreement) =
        state.text_on(last).ok_or_else(|| Refusal::rule(format!("no text is in force on {last}")))?;
    let period = accordant_agreement::calendar::period_on(&agreement.particulars.alliance, last)
        .filter(|period| period.to == last)
        .ok_or_else(|| {
            Refusal::rule(format!("no period of the agreement ends on {last}"))
                .help("a balance crosses the year end on the last day of a year")
        })?;
    let next = period.to.checked_add(1.day()).map_err(|_| Refusal::rule("the calendar ends here"))?;
    next.checked_sub(1.year()).map_err(|_| Refusal::rule("the calendar begins here"))
}
