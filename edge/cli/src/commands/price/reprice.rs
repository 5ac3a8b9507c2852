//! `price reprice`: the latest activity at the prices that were known before, and at those that are known now.

use crate::commands::activity::{counted_by, month_of};
use crate::load::counted;
use crate::print::{Face, data};
use crate::recorded::{Reading, in_force, open, told};
use crate::stop::{Ended, Stop};
use crate::text::json::Json;
use crate::text::sheet::{Fact, Sheet};
use accordant_activity::counting::Counting;
use accordant_activity::{Delta, Figure, Latest, Lost, Place, Repriced, Side, Unpriced, reprice};
use accordant_documents::figures::in_full;
use accordant_host::{AsAt, Which};
use accordant_money::{Currency, Exact};
use clap::ArgMatches;
use std::collections::BTreeMap;

/// So many cells that have no price are told one by one.
const CELLS_SHOWN: usize = 10;

/// Shows what the same activity comes to before and after.
pub fn run(asked: &ArgMatches, face: Face, reading: Reading) -> Result<Ended, Stop> {
    let alliance = open(asked)?;
    let now = alliance.state().map_err(told::stop)?;
    let last =
        now.kept().books.last().ok_or_else(|| {
            Stop::refusal("there is no price book").help("`accordant price add FILE` adds one")
        })?;
    // Without a point in the record: as it was known before the last book came.
    let as_at = match reading.as_at {
        AsAt::Now => AsAt::Entry(last.entry.saturating_sub(1)),
        other => other,
    };
    let then = alliance.state_at(as_at).map_err(told::stop)?;
    let counting = counted_by(&alliance, &now)?.ok_or_else(|| {
        Stop::refusal("no activity has been imported").help("`accordant import FILE` imports it")
    })?;
    let counting = counting.activity;
    let before = alliance.shelf(&then).map_err(told::stop)?;
    let after = alliance.shelf(&now).map_err(told::stop)?;
    let latest = alliance.latest(&now, &Which::ALL).map_err(told::stop)?;
    let cells = latest.cells();
    let repriced = reprice(&cells, Side::Actual, &before, &after);
    let terms = in_force(&now)?.terms.as_ref();
    let currency = terms.map_or(Currency::Gbp, |terms| terms.currency);
    let known = then.kept().size.saturating_sub(1);
    let shown = Shown { repriced: &repriced, counting: &counting, latest: &latest, known, currency };
    data(&if face.is_json() { shown.json() } else { shown.laid(face) });
    Ok(Ended::Done)
}

struct Shown<'a> {
    repriced: &'a Repriced<'a>,
    counting: &'a Counting,
    latest: &'a Latest,
    /// The entry up to which the prices before were known.
    known: u64,
    currency: Currency,
}

impl Shown<'_> {
    fn places(&self) -> BTreeMap<Place<String>, Delta> {
        self.repriced.by_place(|key| self.counting.service(key).map(str::to_string))
    }

    /// A cell without a price in words, with the file of its rows.
    fn unpriced(&self, unpriced: &Unpriced<'_>) -> String {
        let file = self.latest.source(&unpriced.cell.key.scope()).unwrap_or_default();
        format!("{unpriced} of {file}")
    }

    fn priced(&self, figure: &Figure<'_>) -> String {
        let file = self.latest.source(&figure.cell.key.scope()).unwrap_or_default();
        format!("{figure} of {file}")
    }

    /// An amount as money, with every place that it has.
    fn money(&self, amount: &Exact) -> String {
        in_full(amount, self.currency)
    }

    fn signed(&self, amount: &Exact) -> String {
        let text = self.money(amount);
        if *amount > Exact::zero() { format!("+{text}") } else { text }
    }

    fn party<'a>(&'a self, code: &'a str) -> &'a str {
        self.counting.party(code).unwrap_or(code)
    }

    fn laid(&self, face: Face) -> String {
        let Repriced { only_before, only_after, neither, .. } = self.repriced;
        let mut sheet = Sheet::default();
        sheet.heading(format!("The latest activity, at prices as known at entry {} and now", self.known));
        let all = self.repriced.both.len();
        let total = self.repriced.total();
        sheet.fact(Fact::new("At prices as known then", self.money(&total.before)));
        sheet.fact(Fact::new("At prices as known now", self.money(&total.after)));
        let mut difference = Fact::new("Difference", self.signed(&total.difference()));
        difference.notes.push(format!("over {} with a price then and now", counted(all, "cell")));
        sheet.fact(difference);
        let places = self.places();
        let (alike, differ): (Vec<_>, Vec<_>) =
            places.iter().partition(|(_, delta)| delta.difference() == Exact::zero());
        if !places.is_empty() {
            sheet.heading("By provider, service and month");
        }
        for (place, delta) in differ {
            let service = place.service.as_deref().unwrap_or("counted nowhere");
            let label = format!("{}, {service}, {}", self.party(&place.provider), month_of(place.month));
            let mut fact = Fact::new(label, self.signed(&delta.difference()));
            fact.notes.push(format!("{} then, {} now", self.money(&delta.before), self.money(&delta.after)));
            sheet.fact(fact);
        }
        if !alike.is_empty() {
            let alike = counted(alike.len(), "place");
            sheet.text(format!("{alike} without a difference left out; `--json` lists them all."));
        }
        let came = only_after.iter().map(|figure| (self.priced(figure), self.money(&figure.amount())));
        listed(&mut sheet, "with a price only now, and in no difference", came.collect());
        let went = only_before.iter();
        let went = went.map(|Lost { before, after }| (self.unpriced(after), self.money(&before.amount())));
        listed(&mut sheet, "with a price only before, and in no difference", went.collect());
        let without = neither.iter().map(|unpriced| (self.unpriced(unpriced), String::new()));
        listed(&mut sheet, "without a price then and now", without.collect());
        sheet.shown(face)
    }

    fn json(&self) -> String {
        let places = self.places();
        let place = |(place, delta): (&Place<String>, &Delta)| {
            Json::Map(vec![
                ("provider", Json::text(self.party(&place.provider))),
                ("service", Json::maybe(place.service.as_deref())),
                ("month", Json::text(month_of(place.month))),
                ("before", Json::text(shown(&delta.before))),
                ("after", Json::text(shown(&delta.after))),
                ("difference", Json::text(shown(&delta.difference()))),
            ])
        };
        let cell = |what: String, amount: Option<Exact>| {
            Json::Map(vec![
                ("cell", Json::text(what)),
                ("amount", Json::maybe(amount.map(|amount| shown(&amount)))),
            ])
        };
        let total = self.repriced.total();
        let Repriced { only_before, only_after, neither, .. } = self.repriced;
        let came = only_after.iter().map(|figure| cell(self.priced(figure), Some(figure.amount())));
        let went = only_before.iter();
        let went = went.map(|Lost { before, after }| cell(self.unpriced(after), Some(before.amount())));
        let without = neither.iter().map(|unpriced| cell(self.unpriced(unpriced), None));
        Json::Map(vec![
            ("known", Json::Whole(self.known)),
            ("before", Json::text(shown(&total.before))),
            ("after", Json::text(shown(&total.after))),
            ("difference", Json::text(shown(&total.difference()))),
            ("places", Json::List(places.iter().map(place).collect())),
            ("only_after", Json::List(came.collect())),
            ("only_before", Json::List(went.collect())),
            ("unpriced", Json::List(without.collect())),
        ])
        .document()
    }
}

/// Cells under a heading that says how many they are.
fn listed(sheet: &mut Sheet, what: &str, cells: Vec<(String, String)>) {
    if cells.is_empty() {
        return;
    }
    sheet.heading(format!("{} {what}", counted(cells.len(), "cell")));
    let more = cells.len().saturating_sub(CELLS_SHOWN);
    for (cell, amount) in cells.into_iter().take(CELLS_SHOWN) {
        sheet.fact(Fact::new(cell, amount));
    }
    if more > 0 {
        sheet.text(format!("And {more} more; `--json` lists them all."));
    }
}

/// An exact amount. Products of decimals have an end.
fn shown(amount: &Exact) -> String {
    amount.terminating().unwrap_or_else(|| amount.fraction())
}
