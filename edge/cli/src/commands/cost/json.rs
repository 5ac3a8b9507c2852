//! The open book as JSON. Amounts are texts: decimals where they end, else fractions `n/d`.

use super::by_hand::Entered;
use super::ledger::Line;
use super::outturn::{Expected, MonthOf, Outturn};
use super::register::{Adjustment, value};
use super::show::{Book, year_month};
use crate::text::json::Json;
use accordant_intake::submission::Standing;
use accordant_money::Exact;

/// The whole book.
pub fn book(book: &Book<'_>) -> String {
    let gone = book.gone.iter().map(|(entry, file)| {
        Json::Map(vec![("entry", Json::Whole(*entry)), ("file", Json::text(file.as_str()))])
    });
    Json::Map(vec![
        ("period", Json::text(book.period.label.as_str())),
        ("party", Json::maybe(book.party)),
        ("known_at", Json::Whole(book.known)),
        ("lines", Json::List(book.lines.iter().map(line).collect())),
        ("files_not_kept", Json::List(gone.collect())),
        ("by_hand", Json::List(book.by_hand.iter().map(by_hand).collect())),
        ("target", target(book)),
        ("adjustments", Json::List(book.adjustments.iter().map(adjustment).collect())),
        ("phased_by", Json::maybe(book.phased)),
        ("outturns", Json::List(book.outturns.iter().map(outturn).collect())),
    ])
    .document()
}

/// An amount: a decimal, or a fraction where that has no end.
fn exact(amount: &Exact) -> String {
    amount.terminating().unwrap_or_else(|| amount.fraction())
}

fn maybe(amount: Option<&Exact>) -> Json {
    Json::maybe(amount.map(exact))
}

fn line(line: &Line) -> Json {
    let cost = &line.cost;
    let allowable = match cost.standing {
        Standing::Unsaid => "not said",
        Standing::Allowable => "allowable",
        Standing::Disallowed(_) => "disallowed",
        Standing::Own => "own",
    };
    let figures = line
        .figures
        .iter()
        .map(|(input, of, days)| Json::text(format!("{} {days}", accordant_facts::named(input, of))));
    Json::Map(vec![
        ("party", Json::text(line.party.as_str())),
        ("service", Json::text(cost.service.as_str())),
        ("element", Json::text(cost.element.as_str())),
        ("period", Json::text(cost.period.as_str())),
        ("amount", Json::text(cost.amount.to_string())),
        ("basis", Json::maybe(cost.basis.as_deref())),
        ("certified_by", Json::maybe(cost.certified_by.as_deref())),
        ("allowable", Json::text(allowable)),
        ("counts", Json::text(line.counts.word())),
        ("why", Json::maybe(line.counts.why())),
        ("figures", Json::List(figures.collect())),
        ("entry", Json::Whole(line.entry)),
        ("at", Json::text(line.at.as_str())),
        ("file", Json::text(line.file.as_str())),
        ("row", Json::Whole(u64::from(cost.row))),
    ])
}

fn by_hand(one: &Entered) -> Json {
    Json::Map(vec![
        ("fact", Json::text(one.fact.name.as_str())),
        ("of", Json::text(one.fact.of.join("/"))),
        ("days", Json::text(one.fact.days.to_string())),
        ("value", Json::text(value(&one.fact))),
        ("source", Json::maybe(one.fact.source.as_deref())),
        ("by", Json::text(one.by.as_str())),
        ("for", Json::maybe(one.seat.as_deref())),
        ("entry", Json::Whole(one.entry)),
        ("at", Json::text(one.at.as_str())),
        ("holds", Json::Flag(one.ended.is_none())),
        ("ended_by", one.ended.map_or(Json::Null, Json::Whole)),
    ])
}

fn target(book: &Book<'_>) -> Json {
    let Some(target) = book.target else { return Json::Null };
    let found = book.against.as_ref().ok();
    Json::Map(vec![
        ("is", Json::text(target.is.as_str())),
        ("against", Json::text(target.against.as_str())),
        ("to", Json::maybe(found.map(|found| found.to.to_string()))),
        ("whole", found.map_or(Json::Null, |found| Json::Flag(found.is_whole))),
        ("target", maybe(found.map(|found| &found.target))),
        ("actual", maybe(found.map(|found| &found.actual))),
        ("actual_less_target", maybe(found.map(|found| &found.over))),
        ("not_published", Json::maybe(book.against.as_ref().err().map(String::as_str))),
    ])
}

fn adjustment(one: &Adjustment) -> Json {
    Json::Map(vec![
        ("fact", Json::text(one.fact.name.as_str())),
        ("of", Json::text(one.fact.of.join("/"))),
        ("days", Json::text(one.fact.days.to_string())),
        ("value", Json::text(value(&one.fact))),
        ("reason", Json::maybe(one.fact.source.as_deref())),
        ("said_again", Json::maybe(one.again.as_deref())),
        ("entry", Json::Whole(one.entry)),
        ("at", Json::text(one.at.as_str())),
        ("for", Json::maybe(one.seat.as_deref())),
        ("holds", Json::Flag(one.holds)),
    ])
}

fn outturn(one: &Outturn) -> Json {
    let rate = one.run_rate.as_ref();
    Json::Map(vec![
        ("figure", Json::text(one.input.as_str())),
        ("of", Json::text(one.of.join("/"))),
        ("known_to", Json::maybe(one.to_date.as_ref().map(|(month, _)| year_month(month.days())))),
        ("to_date", maybe(one.to_date.as_ref().map(|(_, spent)| spent))),
        ("entered", maybe(one.entered.as_ref())),
        ("expected_whole", Json::List(one.whole.iter().map(expected).collect())),
        ("planned_share", maybe(rate.ok().map(|rate| &rate.share))),
        ("run_rate", maybe(rate.ok().map(|rate| &rate.outturn))),
        ("no_run_rate", Json::maybe(rate.err().map(String::as_str))),
        ("months", Json::List(one.months.iter().map(month).collect())),
    ])
}

fn month(month: &MonthOf) -> Json {
    Json::Map(vec![
        ("month", Json::text(year_month(Some(month.days)))),
        ("actual", maybe(month.actual.as_ref())),
        ("expected", Json::List(month.expected.iter().map(expected).collect())),
        ("actual_less_expected", maybe(month.missed_by().as_ref())),
        ("run_rate", maybe(month.run_rate.as_ref())),
    ])
}

fn expected(one: &Expected) -> Json {
    Json::Map(vec![
        ("value", Json::text(exact(&one.value))),
        ("basis", Json::text(one.basis.as_str())),
        ("by", Json::maybe(one.owner.as_deref())),
        ("entry", Json::Whole(one.entry)),
        ("at", Json::text(one.at.as_str())),
        ("withdrawn", Json::Flag(one.withdrawn)),
    ])
}
