//! `price list`: the price books of a record, and which of them are on the shelf.

use crate::load::counted;
use crate::print::{Face, data};
use crate::recorded::words::{moment, name};
use crate::recorded::{Reading, open, told};
use crate::stop::{Ended, Stop};
use crate::text::json::Json;
use crate::text::sheet::{Fact, Sheet};
use accordant_alliance::event::{BookKind, MarketForces, PriceBook};
use accordant_alliance::state::BookEntry;
use clap::ArgMatches;

/// Lists the price books.
pub fn run(asked: &ArgMatches, face: Face, reading: Reading) -> Result<Ended, Stop> {
    let alliance = open(asked)?;
    let state = alliance.state_at(reading.as_at).map_err(told::stop)?;
    let books = &state.kept().books;
    if face.is_json() {
        data(&Json::List(books.iter().map(json).collect()).document());
        return Ok(Ended::Done);
    }
    let people = alliance.people().map_err(told::stop)?;
    let mut sheet = Sheet::default();
    sheet.heading(counted(books.len(), "price book"));
    for book in books {
        let body = &book.body;
        let mut fact = Fact::new(format!("entry {}: {}", book.entry, body.name), standing(book));
        fact.notes.push(format!("{}, {}, {}", body.kind, days(body), providers(body)));
        fact.notes.extend(factors(body).map(|how| format!("the market forces factor {how}")));
        fact.notes.push(format!("taken from {} ({})", body.source, body.file));
        fact.notes.extend(body.replaces.as_ref().map(|before| format!("in the place of {before}")));
        fact.notes.push(format!("{}, {} UTC", name(&people, &book.actor), moment(&book.at)));
        sheet.fact(fact);
    }
    if !books.is_empty() {
        sheet.text("`accordant price show BOOK` shows the lines of one, by its name or entry.");
    }
    data(&sheet.shown(face));
    Ok(Ended::Done)
}

pub(super) fn standing(book: &BookEntry) -> String {
    book.replaced.map_or_else(|| "on the shelf".to_string(), |entry| format!("replaced, entry {entry}"))
}

pub(super) fn days(body: &PriceBook) -> String {
    match &body.to {
        Some(to) => format!("from {} to {to}", body.from),
        None => format!("from {}", body.from),
    }
}

pub(super) fn providers(body: &PriceBook) -> String {
    match (body.providers.as_slice(), body.kind) {
        (_, BookKind::MarketForcesFactors) => "for the providers in its lines".to_string(),
        ([], _) => "for every provider".to_string(),
        (some, _) => format!("for {}", some.join(", ")),
    }
}

pub(super) fn factors(body: &PriceBook) -> Option<&'static str> {
    body.market_forces.map(|how| match how {
        MarketForces::OnTop => "comes on top",
        MarketForces::Within => "is within its prices",
    })
}

pub(super) fn json(book: &BookEntry) -> Json {
    let body = &book.body;
    let market_forces = body.market_forces.map(|how| match how {
        MarketForces::OnTop => "on_top",
        MarketForces::Within => "within",
    });
    Json::Map(vec![
        ("entry", Json::Whole(book.entry)),
        ("at", Json::text(book.at.as_str())),
        ("name", Json::text(body.name.as_str())),
        ("kind", Json::text(body.kind.words())),
        ("from", Json::text(body.from.as_str())),
        ("to", Json::maybe(body.to.as_deref())),
        ("providers", Json::List(body.providers.iter().map(|code| Json::text(code.as_str())).collect())),
        ("market_forces", Json::maybe(market_forces)),
        ("source", Json::text(body.source.as_str())),
        ("file", Json::text(body.file.as_str())),
        ("sha256", Json::text(body.sha256.as_str())),
        ("replaces", Json::maybe(body.replaces.as_deref())),
        ("replaced", book.replaced.map_or(Json::Null, Json::Whole)),
    ])
}
