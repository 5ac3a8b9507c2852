//! Queries: a party asks about a row that another sent, that party answers, and one of the two closes it.
//!
//! A credit moves no figure: it is named here, and sent with a later file or with facts that are said again.

use super::{Proposed, Seated, by};
use crate::command::{QueryEnd, RaiseQuery};
use crate::event::{Event, QueryAnswered, QueryClosed, QueryOutcome, QueryRaised, Words};
use crate::refusal::Refusal;
use crate::state::{QueryEntry, State};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;
use jiff::civil::Date;

pub(super) fn raise(
    state: &State,
    asked: &RaiseQuery,
    today: Date,
    seat: &Seated,
) -> Result<Vec<Proposed>, Refusal> {
    let RaiseQuery { import, row, .. } = asked;
    let batch = state.batch_of(*import).filter(|batch| batch.given.import.is_some());
    let batch = batch.ok_or_else(|| {
        Refusal::rule(format!("entry {import} is no import")).help("`accordant imports list` shows which are")
    })?;
    if let Some((by, _)) = &batch.withdrawn {
        return Err(Refusal::rule(format!(
            "entry {import} was undone with entry {by}, and counts no longer"
        )));
    }
    if asked.sent.is_empty() {
        return Err(Refusal::rule(format!("entry {import} has no row {row}"))
            .help(format!("`accordant imports show {import}` tells which rows were sent")));
    }
    let of = asked.of.clone().or_else(|| batch.seat.clone());
    let of = of.filter(|of| is_party(state, of)).ok_or_else(|| {
        Refusal::rule(format!("nobody knows which party sent row {row} of entry {import}"))
            .help("name the party behind its code under `organisations` in `counting.yaml`")
    })?;
    if seat.party == of {
        return Err(Refusal::rule(format!(
            "`{of}` sent this row itself, and a query is raised by another party"
        ))
        .help("what was sent wrongly is sent again, or taken back with `accordant imports undo`"));
    }
    if let Some(open) =
        state.kept().queries.iter().find(|query| query.is_open() && query.is_about(*import, *row))
    {
        return Err(Refusal::rule(format!(
            "row {row} of entry {import} is queried already, with entry {}",
            open.entry
        ))
        .help(format!("`accordant query show {}` shows how far that is", open.entry)));
    }
    said(&asked.reason, "a query says what is asked", "--reason")?;
    let (minor, currency) = money(state, asked.minor)?;
    let body = QueryRaised {
        import: *import,
        row: *row,
        of,
        sent: asked.sent.clone(),
        minor,
        currency,
        day: today.to_string(),
    };
    let event = Event::QueryRaised { body, reason: Words::Said(asked.reason.clone()) };
    Ok(vec![Proposed { cause: Some(*import), ..by(seat, event, stream(*import)) }])
}

pub(super) fn reply(
    state: &State,
    query: u64,
    words: &str,
    today: Date,
    seat: &Seated,
) -> Result<Vec<Proposed>, Refusal> {
    let raised = open(state, query)?;
    if seat.party != raised.body.of {
        return Err(Refusal::rule(format!(
            "`{}` answers this query, and `{}` does not",
            raised.body.of, seat.party
        )));
    }
    said(words, "a reply says something", "--text")?;
    let body = QueryAnswered { query, day: today.to_string() };
    let event = Event::QueryAnswered { body, reply: Words::Said(words.to_string()) };
    Ok(vec![Proposed { cause: Some(query), ..by(seat, event, stream(raised.body.import)) }])
}

pub(super) fn close(
    state: &State,
    query: u64,
    end: QueryEnd,
    today: Date,
    seat: &Seated,
) -> Result<Vec<Proposed>, Refusal> {
    let raised = open(state, query)?;
    let (outcome, credit) = match end {
        QueryEnd::Credit(minor) => (QueryOutcome::Credit, Some(minor)),
        QueryEnd::Withdrawn => (QueryOutcome::Withdrawn, None),
        QueryEnd::Accepted => (QueryOutcome::Accepted, None),
    };
    may_close(raised, outcome, seat)?;
    let (minor, currency) = money(state, credit)?;
    within(raised, credit)?;
    let body = QueryClosed { query, outcome, minor, currency, day: today.to_string() };
    Ok(vec![Proposed {
        cause: Some(query),
        ..by(seat, Event::QueryClosed(body), stream(raised.body.import))
    }])
}

/// A credit is given by the party whose row it is; a query is withdrawn, or an answer accepted, by the one that asked.
fn may_close(raised: &QueryEntry, outcome: QueryOutcome, seat: &Seated) -> Result<(), Refusal> {
    let asked_by = raised.seat.as_deref().unwrap_or_default();
    let (may, what) = match outcome {
        QueryOutcome::Credit => (raised.body.of.as_str(), "names a credit"),
        QueryOutcome::Withdrawn => (asked_by, "withdraws this query"),
        QueryOutcome::Accepted => (asked_by, "accepts an answer to this query"),
    };
    if seat.party != may {
        return Err(Refusal::rule(format!("`{may}` {what}, and `{}` does not", seat.party)));
    }
    if outcome == QueryOutcome::Accepted && raised.replies.is_empty() {
        return Err(Refusal::rule(format!("query {} has no answer that could be accepted", raised.entry))
            .help("`--withdrawn` takes the query back"));
    }
    Ok(())
}

/// No credit goes beyond what was queried, where that was said.
fn within(raised: &QueryEntry, credit: Option<i128>) -> Result<(), Refusal> {
    let queried: Option<i128> = raised.body.minor.as_ref().and_then(|minor| minor.parse().ok());
    match credit.zip(queried) {
        Some((credit, queried)) if credit > queried => {
            Err(Refusal::rule(format!("the credit goes beyond what query {} is about", raised.entry))
                .help("another query can be raised about the rest"))
        }
        _ => Ok(()),
    }
}

fn open(state: &State, query: u64) -> Result<&QueryEntry, Refusal> {
    let found = state.query(query).ok_or_else(|| {
        Refusal::rule(format!("entry {query} raised no query")).help("`accordant query list` shows which did")
    })?;
    match &found.closed {
        None => Ok(found),
        Some(closed) => Err(Refusal::rule(format!("query {query} was closed with entry {}", closed.entry))
            .help("another query can be raised about the same row")),
    }
}

/// An amount above nothing in the currency of the agreement, as an event writes it.
fn money(state: &State, minor: Option<i128>) -> Result<(Option<String>, Option<String>), Refusal> {
    let Some(minor) = minor else { return Ok((None, None)) };
    if minor <= 0 {
        return Err(Refusal::rule("an amount that is queried or credited is above nothing"));
    }
    let currency = state.currency().ok_or_else(|| Refusal::rule("the agreement names no currency"))?;
    Ok((Some(minor.to_string()), Some(currency.code().to_string())))
}

fn said(words: &str, what: &str, option: &str) -> Result<(), Refusal> {
    if words.trim().is_empty() {
        return Err(Refusal::rule(what).help(format!("say it with `{option}`")));
    }
    Ok(())
}

fn is_party(state: &State, name: &str) -> bool {
    let latest = state.latest_text();
    latest.is_some_and(|(_, agreement)| agreement.particulars.parties.iter().any(|party| party.name == name))
}

fn stream(import: u64) -> String {
    format!("import/{import}")
}
