//! The queries of a record: what was asked about which row, what was answered, and how it ended.
//!
//! Start with [`section`].

use super::html::{Cell, Html, Row};
use super::words::{Told, day, money, said};
use super::{BundleView, entry_link};
use accordant_alliance::event::{QueryClosed, QueryOutcome, QueryRaised, SentValue, Words};
use accordant_alliance::state::QueryEntry;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

/// All queries; nothing where none was raised.
pub(super) fn section(view: &BundleView<'_>, told: &Told<'_, '_>, html: &mut Html) {
    let queries = &view.state.kept().queries;
    let rows: Vec<Row> = queries.iter().map(|query| row(query, told)).collect();
    if rows.is_empty() {
        return;
    }
    html.section("queries", "Queries", |html| {
        html.paragraph(
            "A query moves no money by itself. A credit is sent with a later file, or with facts that are said again.",
        );
        let heads = ["Query", "Who asks whom", "Row", "In question", "Question and answers", "Outcome"];
        html.table("What was asked about rows that were sent", &heads, &rows);
        queries.iter().for_each(|query| sent(query, html));
    });
}

fn row(query: &QueryEntry, told: &Told<'_, '_>) -> Row {
    let body = &query.body;
    let asks = query.seat.as_deref().map(|seat| told.party(seat)).unwrap_or_default();
    let who = format!("{asks} asks {}, on {}", told.party(&body.of), day(&body.day));
    let answers =
        query.replies.iter().map(|reply| format!("Answer of {}: {}", day(&reply.day), said(&reply.reply)));
    let words: Vec<Cell> = [said(&query.reason)].into_iter().chain(answers).map(Cell::Text).collect();
    let outcome = query.closed.as_ref().map(|closed| outcome(&closed.body));
    Row::of(vec![
        Cell::entry(query.entry),
        Cell::text(who),
        Cell::Link(entry_link(body.import), place(body)),
        Cell::text(
            amount(body.minor.as_deref(), body.currency.as_deref()).unwrap_or_else(|| "not said".to_string()),
        ),
        Cell::Lines(words),
        Cell::text(outcome.unwrap_or_else(|| "open".to_string())),
    ])
}

/// The row as it was sent, column by column.
fn sent(query: &QueryEntry, html: &mut Html) {
    let field = |field: &SentValue| Row::of(vec![Cell::text(&field.column), Cell::text(&field.value)]);
    let rows: Vec<Row> = query.body.sent.iter().map(field).collect();
    let caption = format!("Query {}: {}, as it was sent", query.entry, place(&query.body));
    html.table(&caption, &["Column", "What stood there"], &rows);
}

fn place(body: &QueryRaised) -> String {
    format!("row {} of entry {}", body.row, body.import)
}

/// That a query was raised, in a line.
pub(super) fn raised(body: &QueryRaised, reason: &Words, told: &Told<'_, '_>) -> String {
    let about = amount(body.minor.as_deref(), body.currency.as_deref());
    let about = about.map_or_else(String::new, |amount| format!(", about {amount}"));
    let of = told.party(&body.of);
    format!("Row {} of entry {}, sent by {of}{about}: {}", body.row, body.import, said(reason))
}

/// How a query ended, in words.
pub(super) fn outcome(body: &QueryClosed) -> String {
    let on = day(&body.day);
    match body.outcome {
        QueryOutcome::Credit => {
            let credit = amount(body.minor.as_deref(), body.currency.as_deref());
            format!("a credit of {}, named on {on}", credit.unwrap_or_else(|| "no amount".to_string()))
        }
        QueryOutcome::Withdrawn => format!("withdrawn on {on}"),
        QueryOutcome::Accepted => format!("answer accepted on {on}"),
    }
}

/// An amount of a query, if one was said.
fn amount(minor: Option<&str>, currency: Option<&str>) -> Option<String> {
    Some(money(minor?, currency?))
}
