//! The page of one settlement: who pays whom, on what it rests, what changed by what cause, what became of it.
//!
//! Start with [`page`].

use super::html::{Cell, Html, Row, page as whole};
use super::words::{Told, day, moment, money, said, settled, turned};
use super::{BundleView, difference, reasons_page, settlement_page};
use crate::page::figure_anchor;
use crate::view::{Names, sentence_case, within_sentence};
use accordant_alliance::event::{DifferenceLine, OnAccount, PostingLine, Settled};
use accordant_alliance::state::{AccountEntry, SettledEntry};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

/// The page of a settlement; its figures lead to their reasons where there is a page with them.
pub(super) fn page(
    view: &BundleView<'_>,
    entry: &SettledEntry,
    explained: bool,
    names: &Names<'_>,
) -> String {
    let title = format!("Settlement of {}", settled(&entry.body));
    let settlement = Settlement { view, entry, body: &entry.body, explained, told: Told { view, names } };
    whole(&format!("{}: {title}", view.alliance()), view.alliance(), |html| {
        html.element("p", &[("class", "back")], |html| html.link_to("index.html", "Back to the record"));
        html.text_element("h1", &[], &title);
        settlement.standing(html);
        settlement.postings(html);
        settlement.pools(html);
        settlement.difference(html);
        settlement.challenges(html);
        settlement.on_account(html);
        settlement.origin(html);
    })
}

struct Settlement<'v, 'a> {
    view: &'v BundleView<'v>,
    entry: &'v SettledEntry,
    body: &'v Settled,
    explained: bool,
    told: Told<'v, 'a>,
}

impl Settlement<'_, '_> {
    fn standing(&self, html: &mut Html) {
        let later = self.replaced_by();
        html.element("div", &[("class", "notice")], |html| {
            html.element("p", &[], |html| match later {
                Some(later) => {
                    html.text("This settlement was replaced: ");
                    html.link_to(&settlement_page(later.entry), &format!("see entry {}", later.entry));
                    html.text(".");
                }
                None if self.is_challenged() => html.text("This settlement is challenged; see below."),
                None => html.text("This settlement is provisional until the parties agree that it is final."),
            });
            html.element("p", &[], |html| {
                if self.explained {
                    html.link_to(&reasons_page(self.entry.entry), "Open the statement");
                    html.text(": every figure in it opens its clause, its inputs and its rule.");
                } else {
                    html.text(
                        "The reasons are not shown: part of what this settlement rests on is withheld from you. The amounts are \
                         those that were recorded.",
                    );
                }
            });
        });
    }

    fn replaced_by(&self) -> Option<&SettledEntry> {
        let settlements = &self.view.state.kept().settlements;
        settlements.iter().find(|later| later.body.replaces == Some(self.entry.entry))
    }

    fn is_challenged(&self) -> bool {
        let challenges = &self.view.state.kept().challenges;
        challenges.iter().any(|challenge| challenge.body.settlement == self.entry.entry)
    }

    fn postings(&self, html: &mut Html) {
        html.section("postings", "Who pays whom", |html| {
            if self.body.postings.is_empty() {
                html.paragraph("No term of the agreement posts money in this period.");
                return;
            }
            let rows: Vec<Row> = self.body.postings.iter().map(|posting| self.posting(posting)).collect();
            let heads = ["What for", "Who pays", "Who receives", "Rests on", "Amount"];
            html.table("Every posting, as it was recorded", &heads, &rows);
            if self.explained {
                html.element("p", &[("class", "key")], |html| {
                    html.text("Open an amount to see how it was worked out.")
                });
            }
        });
    }

    fn posting(&self, posting: &PostingLine) -> Row {
        let PostingLine { from, to, minor, .. } = posting;
        let is_turned = minor.starts_with('-');
        let (payer, payee) = if is_turned { (to, from) } else { (from, to) };
        let size = if is_turned { turned(minor) } else { minor.clone() };
        Row::of(vec![
            Cell::text(self.told.figure(&posting.figure)),
            Cell::text(sentence_case(&self.told.account(payer))),
            Cell::text(sentence_case(&self.told.account(payee))),
            Cell::text(posting.status.as_deref().unwrap_or("no fact")),
            self.amount(&posting.figure, &size),
        ])
    }

    /// An amount that leads to its reason, where that is shown.
    fn amount(&self, figure: &str, minor: &str) -> Cell {
        let amount = money(minor, &self.body.currency);
        match figure.split_once('/').filter(|_| self.explained) {
            Some((label, address)) => {
                let anchor = figure_anchor(label, address).replacen("figure-", "posting-", 1);
                Cell::Figure(format!("{}#{anchor}", reasons_page(self.entry.entry)), amount)
            }
            None => Cell::Number(amount),
        }
    }

    fn pools(&self, html: &mut Html) {
        if self.body.pools.is_empty() {
            return;
        }
        html.section("pools", "Pools", |html| {
            let money = |minor: &String| Cell::Number(money(minor, &self.body.currency));
            let row = |pool: &accordant_alliance::event::PoolLine| {
                let name = Cell::Text(sentence_case(&self.told.account(&pool.pool)));
                let (opening, closing) = (money(&pool.opening), money(&pool.closing));
                Row::of(vec![name, opening, money(&pool.paid_in), money(&pool.paid_out), closing])
            };
            let rows: Vec<Row> = self.body.pools.iter().map(row).collect();
            let heads = ["Pool", "Opening", "Paid in", "Paid out", "Closing"];
            html.table("What the pools held, and what went in and out", &heads, &rows);
        });
    }

    fn difference(&self, html: &mut Html) {
        let Some(before) = self.body.replaces else { return };
        html.section("difference", "What changed, and why", |html| {
            html.element("p", &[], |html| {
                html.text("This settlement takes the place of ");
                html.link_to(&settlement_page(before), &format!("entry {before}"));
                html.text(".");
            });
            if self.body.difference.is_empty() {
                html.paragraph("No amount differs.");
                return;
            }
            let figure = |line: &DifferenceLine| {
                let is_posted = self.body.postings.iter().any(|posting| posting.figure == line.figure);
                if is_posted {
                    self.amount(&line.figure, &line.after)
                } else {
                    Cell::Number(money(&line.after, &self.body.currency))
                }
            };
            difference::table(&self.told, self.body, &figure, html);
        });
    }

    fn challenges(&self, html: &mut Html) {
        let challenges = &self.view.state.kept().challenges;
        let own = challenges.iter().filter(|challenge| challenge.body.settlement == self.entry.entry);
        let row = |challenge: &accordant_alliance::state::ChallengeEntry| {
            let figure = challenge.body.figure.as_deref();
            Row::of(vec![
                Cell::entry(challenge.entry),
                Cell::text(challenge.seat.as_deref().map(|seat| self.told.party(seat)).unwrap_or_default()),
                Cell::text(figure.map_or_else(|| "all of it".to_string(), |figure| self.told.figure(figure))),
                Cell::text(said(&challenge.reason)),
            ])
        };
        let rows: Vec<Row> = own.map(row).collect();
        if rows.is_empty() {
            return;
        }
        html.section("challenges", "Challenges", |html| {
            html.table("Who challenges what, and why", &["Entry", "Party", "What", "Why"], &rows);
        });
    }

    fn on_account(&self, html: &mut Html) {
        let paid = self.view.state.kept().on_account.iter();
        let own: Vec<_> = paid.filter(|paid| paid.body.settlement == self.entry.entry).collect();
        if own.is_empty() {
            return;
        }
        html.section("on-account", "Paid on account", |html| {
            own.iter().for_each(|paid| self.payment(paid, html));
        });
    }

    fn payment(&self, paid: &AccountEntry<OnAccount>, html: &mut Html) {
        let body = &paid.body;
        let on = paid.effective.as_deref().map(day).unwrap_or_default();
        html.text_element("h3", &[], &format!("{} on {on}", if body.trued_up { "Trued up" } else { "Paid" }));
        html.element("p", &[], |html| {
            html.text("Recorded by ");
            html.link_to(&super::entry_link(paid.entry), &format!("entry {}", paid.entry));
            html.text(". What is paid now is what is due, less what is kept back and what was paid before; below zero, it is paid back.");
        });
        let row = |line: &accordant_alliance::event::OnAccountLine| {
            let amount = |minor: &String| Cell::Number(money(minor, &body.currency));
            let who = format!("from {} to {}", self.told.account(&line.from), self.told.account(&line.to));
            let posted = self.body.postings.iter().find(|posting| {
                let address = posting.figure.split_once('/').map(|(_, address)| address);
                address == Some(line.figure.as_str()) && posting.from == line.from && posting.to == line.to
            });
            let due = match posted {
                Some(posting) => self.amount(&posting.figure, &line.due),
                None => amount(&line.due),
            };
            Row::of(vec![
                Cell::Lines(vec![Cell::text(self.told.figure(&line.figure)), Cell::Text(who)]),
                due,
                amount(&line.retained),
                amount(&line.before),
                amount(&line.now),
            ])
        };
        let rows: Vec<Row> = body.lines.iter().map(row).collect();
        let heads = ["What for", "Due so far", "Kept back", "Paid before", "Paid now"];
        html.wide_table(&format!("What was paid on {on}"), &heads, &rows);
    }

    fn origin(&self, html: &mut Html) {
        let body = self.body;
        html.section("origin", "On what it rests", |html| {
            let recorded = self.view.entry(self.entry.entry);
            let mut rows: Vec<(&str, Cell)> = vec![(
                "Recorded",
                Cell::Lines(vec![
                    Cell::Link(super::entry_link(self.entry.entry), format!("entry {}", self.entry.entry)),
                    Cell::text(recorded.map(|entry| moment(entry.when)).unwrap_or_default()),
                ]),
            )];
            if let Some(recorded) = recorded {
                rows.push(("For whom", Cell::text(self.told.by(recorded))));
                if let Some(under) = self.told.under(recorded) {
                    rows.push(("With what authority", Cell::text(under)));
                }
            }
            rows.push(("Days", Cell::Text(format!("{} to {}", day(&body.from), day(&body.to)))));
            rows.push((
                "Agreement",
                Cell::Link(super::entry_link(body.text), format!("as adopted by entry {}", body.text)),
            ));
            let last = body.known.saturating_sub(1);
            rows.push(("Facts", Cell::Text(format!("what was known up to entry {last}"))));
            rows.push(("Edition", Cell::text(&body.edition)));
            rows.push(("Agreement (SHA-256)", Cell::Code(body.agreement_sha256.clone())));
            rows.push(("Facts (SHA-256)", Cell::Code(body.facts_sha256.clone())));
            html.element("dl", &[], |html| {
                for (name, cell) in &rows {
                    html.text_element("dt", &[], name);
                    html.element("dd", &[], |html| cell.show(html));
                }
            });
            let alliance = within_sentence(self.view.alliance());
            html.paragraph(&format!(
                "The same agreement, facts and edition give the same amounts, whoever works them out for {alliance}."
            ));
        });
    }
}
