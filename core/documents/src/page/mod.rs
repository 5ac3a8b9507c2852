//! One page that holds a whole statement: every figure on it opens its reason, or leads to it in one step.
//!
//! It needs no network, no script and no other file, and is laid out for screens from 320 pixels, for paper, and for
//! those who hear it. Start with [`statement_page`].

mod details;
mod sections;
mod tables;

use crate::html::Html;
use crate::view::{AccountKind, AccountView, StatementView, evidence_sentence, within_sentence};
use accordant_agreement::terms::Terms;
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::{String, ToString};

const STYLE: &str = include_str!("style.css");

/// The page of a statement. The terms are those that it was settled on; nothing where there are no money terms.
pub fn statement_page(view: &StatementView<'_>, terms: Option<&Terms>) -> String {
    let mut html = Html::document();
    let title = format!("{}: statement for {}", view.alliance, view.of_what());
    html.element("html", &[("lang", "en-GB")], |html| {
        html.element("head", &[], |html| {
            html.void("meta", &[("charset", "utf-8")]);
            html.void("meta", &[("name", "viewport"), ("content", "width=device-width, initial-scale=1")]);
            html.text_element("title", &[], &title);
            html.style(STYLE);
        });
        html.element("body", &[], |html| {
            html.text_element("a", &[("class", "skip"), ("href", "#statement")], "Skip to the statement");
            html.element("header", &[("class", "band")], |html| {
                html.element("div", &[("class", "wrap")], |html| html.text_element("p", &[], view.alliance));
            });
            html.element("main", &[("class", "wrap"), ("id", "statement")], |html| {
                Page { view, terms, anchored: BTreeSet::new() }.body(html);
            });
        });
    });
    html.finish()
}

/// What is being laid out, and which anchors have been set: each may stand once.
struct Page<'v, 'a> {
    view: &'v StatementView<'a>,
    terms: Option<&'v Terms>,
    anchored: BTreeSet<String>,
}

impl Page<'_, '_> {
    fn body(&mut self, html: &mut Html) {
        html.text_element("h1", &[], &format!("Statement for {}", self.view.of_what()));
        self.notices(html);
        html.text_element(
            "p",
            &[("class", "secondary")],
            &format!("{}, {}.", self.view.alliance, self.view.days),
        );
        if let Some(expected) = self.view.expected() {
            html.text_element("p", &[], expected);
        }
        if let Some(scope) = self.view.scope() {
            html.text_element("p", &[], scope);
        }
        if self.terms.is_none() {
            html.text_element("p", &[], "This agreement has no money terms, so nothing is settled under it.");
            return self.about(html);
        }
        self.contents(html);
        self.refusals(html);
        self.summary(html);
        let accounts = self.view.accounts.iter();
        for account in accounts.filter(|account| account.kind == AccountKind::Party) {
            self.party(account, html);
        }
        self.measures(html);
        self.pools(html);
        self.unsettled(html);
        self.figures(html);
        self.facts(html);
        self.about(html);
    }

    /// The notice comes first, then on what the money rests (S27).
    fn notices(&self, html: &mut Html) {
        html.element("div", &[("class", "notice")], |html| {
            for words in [self.view.notice, self.view.illustrative].into_iter().flatten() {
                html.text_element("p", &[], words);
            }
            if let Some(currency) = self.view.currency.filter(|_| self.view.is_settled()) {
                html.element("p", &[], |html| {
                    html.text(&evidence_sentence(&self.view.evidence, currency));
                    html.text(" ");
                    html.link("evidence", "What the money rests on");
                });
            }
        });
    }

    fn contents(&self, html: &mut Html) {
        html.element("nav", &[("class", "contents"), ("aria-label", "Contents")], |html| {
            html.element("ul", &[], |html| {
                let mut entry =
                    |target: &str, text: &str| html.element("li", &[], |html| html.link(target, text));
                entry("summary", "Who receives what");
                if self.view.has_postings() {
                    entry("cash", "Who sends whom cash");
                }
                for account in self.view.accounts.iter().filter(|account| account.kind == AccountKind::Party)
                {
                    entry(&party_anchor(account), &account.title);
                }
                if self.view.parts.iter().any(|part| !part.measures.is_empty()) {
                    entry("measures", "Measures and scores");
                }
                if !self.view.pools.is_empty() {
                    entry("pools", "Pools");
                }
                entry("figures", "Every figure");
                entry("facts", "What was brought in");
                entry("about", "About this statement");
            });
        });
    }

    /// The anchor, if it has not been set before: what is shown twice is addressed where it stands first.
    fn anchor(&mut self, anchor: String) -> Option<String> {
        self.anchored.insert(anchor.clone()).then_some(anchor)
    }
}

/// Where a figure's reason stands on the page.
pub fn figure_anchor(label: &str, address: &str) -> String {
    format!("figure-{}", slug(label, address))
}

fn posting_anchor(label: &str, address: &str) -> String {
    format!("posting-{}", slug(label, address))
}

fn fact_anchor(label: &str, address: &str) -> String {
    format!("fact-{}", slug(label, address))
}

fn party_anchor(account: &AccountView) -> String {
    format!("party-{}", account.name)
}

/// Names hold letters, digits and `_` alone, so what stands between them can become `-`.
fn slug(label: &str, address: &str) -> String {
    let mut found = String::new();
    for character in label.chars().chain(['.']).chain(address.chars()) {
        match character {
            '[' | ',' | '/' => found.push('.'),
            ']' | ' ' => {}
            other if other.is_ascii_alphanumeric() || matches!(other, '_' | '-' | '.') => found.push(other),
            _ => found.push('-'),
        }
    }
    found
}

fn heading(account: &AccountView, view: &StatementView<'_>) -> String {
    format!("{} {}", account.title, crate::words::outcome(account, &view.cash))
}

fn possessive(account: &AccountView) -> String {
    match account.kind {
        AccountKind::Party => within_sentence(&account.title),
        AccountKind::Outside => account.title.to_string(),
    }
}
