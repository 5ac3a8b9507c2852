//! A price book comes in once and is never altered. One that contradicts another on the shelf is refused; facts that
//! come to something else with it are said again in the same request.

use super::facts::{Why, said_again};
use super::{Proposed, Seated, by};
use crate::command::AddPriceBook;
use crate::event::{BookKind, Bytes, Event, PriceBook, Standing};
use crate::refusal::Refusal;
use crate::state::{State, repriced_with};
use accordant_record::sha256;
use alloc::format;
use alloc::string::ToString;
use alloc::vec;
use alloc::vec::Vec;
use jiff::civil::Date;

/// So many lines that contradict each other are shown; of more, their number.
const SHOWN: usize = 5;

pub(super) fn decide(state: &State, add: &AddPriceBook, seat: &Seated) -> Result<Vec<Proposed>, Refusal> {
    let body = PriceBook { sha256: sha256(&add.bytes).to_string(), ..add.about.clone() };
    let from = holds(&body)?;
    is_new(state, &body)?;
    fits(state, add, &body)?;
    let source = repriced_with(&body.name);
    let reason = format!("the price book `{}` was added: {}", body.name, body.source);
    let event = Event::PriceBookAdded { body, book: Bytes::Given(add.bytes.clone()) };
    let added = Proposed { effective: Some(from), ..by(seat, event, "prices".to_string()) };
    let why = Why { standing: Standing::Actual, source: &source, reason: &reason };
    let again = said_again(state.actual(), &add.again, &why, seat)?;
    Ok(vec![added].into_iter().chain(again).collect())
}

/// The first day on which it holds, if what it says of itself holds together.
fn holds(body: &PriceBook) -> Result<Date, Refusal> {
    for (what, said) in [("a name", &body.name), ("a source", &body.source)] {
        if said.trim().is_empty() {
            return Err(Refusal::rule(format!("a price book has {what}"))
                .help("say it with `--name` and `--source`: whoever meets a price asks where it stands"));
        }
    }
    match (body.kind, body.market_forces) {
        (BookKind::MarketForcesFactors, Some(_)) => {
            return Err(Refusal::rule("a list of market forces factors does not stand to them")
                .help("leave out `--factors`"));
        }
        (BookKind::MarketForcesFactors, None) if !body.providers.is_empty() => {
            return Err(Refusal::rule("a list of market forces factors names its providers in its lines")
                .help("leave out `--provider`"));
        }
        (BookKind::MarketForcesFactors, None) | (_, Some(_)) => {}
        (_, None) => {
            return Err(Refusal::rule("nothing says how the prices stand to the market forces factor")
                .help("say `--factors within` or `--factors on-top`; there is no default"));
        }
    }
    let day = |text: &str| {
        text.parse::<Date>()
            .map_err(|_| Refusal::problem(format!("`{text}` is no day")).help("write it as 2025-04-01"))
    };
    let from = day(&body.from)?;
    if from.day() != 1 {
        return Err(Refusal::rule(format!("a price book holds for whole months, and {from} begins none"))
            .help("name the first day of a month with `--from`"));
    }
    let to = body.to.as_deref().map(day).transpose()?;
    if let Some(to) = to.filter(|to| to.day() != to.last_of_month().day()) {
        return Err(Refusal::rule(format!("a price book holds for whole months, and {to} ends none"))
            .help("name the last day of a month with `--to`"));
    }
    if to.is_some_and(|to| to < from) {
        return Err(Refusal::rule("the price book would end before it begins"));
    }
    Ok(from)
}

/// No two books bear one name, and none is altered.
fn is_new(state: &State, body: &PriceBook) -> Result<(), Refusal> {
    let Some(earlier) = state.kept().books.iter().find(|earlier| earlier.body.name == body.name) else {
        return Ok(());
    };
    let (entry, name) = (earlier.entry, &body.name);
    if earlier.body == *body {
        return Err(Refusal::rule(format!("entry {entry} holds this very book `{name}` already"))
            .help("nothing was added: the same content is recorded once"));
    }
    Err(Refusal::rule(format!(
        "entry {entry} holds another book `{name}`, and a price book is never altered"
    ))
    .help(format!(
        "give the new one a name of its own, and `--replaces '{name}'` if it takes the place of that one"
    )))
}

/// Whether it can stand on the shelf, and was held against all that stands there.
fn fits(state: &State, add: &AddPriceBook, body: &PriceBook) -> Result<(), Refusal> {
    if let Some(replaced) = &body.replaces {
        let on_shelf = state.books_on_shelf().find(|other| other.body.name == *replaced);
        let other = on_shelf.ok_or_else(|| {
            Refusal::rule(format!("no price book `{replaced}` is on the shelf"))
                .help("`accordant price list` shows which are")
        })?;
        if (other.body.kind == BookKind::MarketForcesFactors) != (body.kind == BookKind::MarketForcesFactors)
        {
            return Err(Refusal::rule(format!("`{replaced}` and `{}` are not of one kind", body.name))
                .help("prices take the place of prices, and factors of factors"));
        }
    }
    let others = state.books_on_shelf().filter(|other| Some(&other.body.name) != body.replaces.as_ref());
    if !others.map(|other| other.entry).eq(add.against.iter().copied()) {
        return Err(Refusal::rule("another price book was added in the meantime")
            .help("ask again: the book will be held against it"));
    }
    if add.contradictions.is_empty() {
        return Ok(());
    }
    let mut told = add.contradictions.iter().take(SHOWN).map(ToString::to_string).collect::<Vec<_>>();
    let more = add.contradictions.len().saturating_sub(SHOWN);
    if more > 0 {
        told.push(format!("and {more} more"));
    }
    Err(Refusal::rule(format!("the price book contradicts another: {}", told.join("; "))).help(
        "let the months or providers of the two not overlap, or say with `--replaces` which one it takes the place of",
    ))
}
