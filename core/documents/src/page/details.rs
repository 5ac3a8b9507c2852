//! A figure or posting that opens its reason.

use super::{Page, fact_anchor, figure_anchor, posting_anchor};
use crate::figures::shown_value;
use crate::html::Html;
use crate::view::{PartView, StatementView};
use crate::words;
use accordant_agreement::unit::Unit;
use accordant_facts::Status;
use accordant_settlement::{FactUsed, FigureUsed, Reason, Statement};
use alloc::format;
use alloc::string::{String, ToString};

impl Page<'_, '_> {
    /// A posting: its amount, and behind it how it was computed and from what.
    pub(super) fn posting(&mut self, part: &PartView<'_>, statement: &Statement, html: &mut Html) {
        let Some(terms) = self.terms else { return };
        let share = &statement.share;
        let unit = Unit::money(terms.currency);
        let amount = match share.posted {
            Some(posted) => crate::view::size(posted).to_string(),
            None => shown_value(&share.exact, Some(&unit)),
        };
        let anchor = self.anchor(posting_anchor(part.label, &share.address));
        let names = &self.view.names;
        opening(&names.posting(statement), &amount, anchor.as_deref(), html, |html| {
            html.element("ul", &[("class", "reason")], |html| {
                let direction = crate::view::sentence_case(&words::direction(statement, names));
                html.text_element("li", &[], &format!("{direction}."));
                for sentence in words::posting(statement, part, terms) {
                    let class = if sentence.starts_with("it is zero") { "zero" } else { "step" };
                    html.text_element("li", &[("class", class)], &crate::view::sentence_case(&sentence));
                }
            });
            cited(share.clause.as_deref(), statement.status, html);
            self.inputs(part, &statement.uses, &statement.facts, html);
            listed("On the way", words::workings_of_posting(statement), html);
            addressed(&format!("{}/{}", part.label, share.address), html);
        });
    }

    /// A figure: its value, and behind it its rule, its inputs and what lies between.
    pub(super) fn figure(&mut self, part: &PartView<'_>, reason: &Reason, html: &mut Html) {
        let anchor = self.anchor(figure_anchor(part.label, &reason.address));
        let value = shown_value(&reason.value, reason.unit.as_ref());
        opening(&self.view.names.figure(reason), &value, anchor.as_deref(), html, |html| {
            html.element("ul", &[("class", "reason")], |html| {
                html.text_element("li", &[], &words::rule(reason));
                for sentence in words::scales(reason) {
                    html.text_element("li", &[("class", "step")], &crate::view::sentence_case(&sentence));
                }
                for held in &reason.held {
                    let held = crate::view::sentence_case(&words::held(held, &reason.value));
                    html.text_element("li", &[("class", "step")], &held);
                }
                if let Some(zero) = words::zero_of_figure(reason, part) {
                    html.text_element("li", &[("class", "zero")], &crate::view::sentence_case(&zero));
                }
                if let Some(exact) = words::exact(&reason.value, reason.unit.as_ref()) {
                    html.text_element("li", &[], &crate::view::sentence_case(&exact));
                }
            });
            cited(reason.clause.as_deref(), reason.status, html);
            self.inputs(part, &reason.uses, &reason.facts, html);
            listed("On the way", words::workings(reason), html);
            listed("What decided it", words::conditions(reason), html);
            addressed(&format!("{}/{}", part.label, reason.address), html);
        });
    }

    fn inputs(&self, part: &PartView<'_>, uses: &[FigureUsed], facts: &[FactUsed], html: &mut Html) {
        if uses.is_empty() && facts.is_empty() {
            return;
        }
        html.text_element("h4", &[], "Computed from");
        html.element("ul", &[("class", "inputs")], |html| {
            for used in uses {
                html.element("li", &[], |html| {
                    let says = part.figure(&used.address).and_then(|reason| reason.says.as_deref());
                    let says = self.view.names.beside(&used.address, says);
                    what(&self.view.names.address(&used.address), says.as_deref(), html);
                    html.element("span", &[("class", "number")], |html| {
                        let value = shown_value(&used.value, used.unit.as_ref());
                        html.link(&figure_anchor(part.label, &used.address), &value);
                    });
                });
            }
            facts.iter().for_each(|fact| self.input(part, fact, html));
        });
    }

    fn input(&self, part: &PartView<'_>, fact: &FactUsed, html: &mut Html) {
        html.element("li", &[], |html| {
            let says = self.view.names.beside(&fact.address, fact.says.as_deref());
            what(&self.view.names.address(&fact.address), says.as_deref(), html);
            html.element("span", &[("class", "number")], |html| {
                html.link(&fact_anchor(part.label, &fact.address), &words::fact_value(fact));
            });
            html.text_element("span", &[("class", "origin")], &words::origin(&fact.source, &self.view.names));
        });
    }
}

/// A summary with its figure at the right; the anchor stands inside, so that following it opens the reason.
fn opening(title: &str, figure: &str, anchor: Option<&str>, html: &mut Html, inside: impl FnOnce(&mut Html)) {
    html.element("details", &[], |html| {
        html.element("summary", &[], |html| {
            html.text_element("span", &[("class", "what")], title);
            html.text_element("span", &[("class", "number")], figure);
        });
        match anchor {
            Some(anchor) => html.element("div", &[("class", "body"), ("id", anchor)], inside),
            None => html.element("div", &[("class", "body")], inside),
        }
    });
}

/// The name by which a rule calls something, then what it is.
fn what(name: &str, says: Option<&str>, html: &mut Html) {
    html.element("span", &[("class", "what")], |html| {
        html.text_element("strong", &[], name);
        if let Some(says) = says {
            html.text(" ");
            html.text(says);
        }
    });
}

/// Clause and status in one line; nothing where there is neither.
fn cited(clause: Option<&str>, status: Option<Status>, html: &mut Html) {
    if clause.is_none() && status.is_none() {
        return;
    }
    html.element("p", &[("class", "secondary")], |html| {
        if let Some(clause) = clause {
            html.text(&crate::view::sentence_case(&StatementView::clause(clause)));
            html.text(" ");
        }
        if let Some(status) = status {
            html.text_element("span", &[("class", "tag")], status.word());
        }
    });
}

/// How a figure is asked for at a prompt, last and small.
fn addressed(address: &str, html: &mut Html) {
    html.element("p", &[("class", "address")], |html| html.text_element("code", &[], address));
}

fn listed(title: &str, sentences: impl IntoIterator<Item = String>, html: &mut Html) {
    let mut sentences = sentences.into_iter().peekable();
    if sentences.peek().is_none() {
        return;
    }
    html.text_element("h4", &[], title);
    html.element("ul", &[("class", "reason")], |html| {
        sentences.for_each(|sentence| html.text_element("li", &[], &sentence));
    });
}
