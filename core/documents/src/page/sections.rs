//! The sections of the page, from what is wrong to how it was made.

use super::{Page, heading, party_anchor, possessive};
use crate::html::Html;
use crate::view::{AccountView, PartView, StatementView};
use crate::words;
use accordant_agreement::terms::Account;
use accordant_settlement::{Refusal, Statement};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

impl<'v, 'a> Page<'v, 'a> {
    /// What bars the settlement stands above all else.
    pub(super) fn refusals(&self, html: &mut Html) {
        if self.view.is_settled() {
            return;
        }
        html.element("section", &[("class", "notice warning")], |html| {
            html.text_element("h2", &[], "This period cannot be settled yet");
            html.text_element("p", &[], "What follows is what is known so far. Nothing of it is to be paid.");
            html.element("ul", &[], |html| {
                for refusal in self.view.parts.iter().flat_map(|part| part.refusals) {
                    html.text_element("li", &[], &refused(refusal));
                }
            });
        });
    }

    /// A party: what it comes to, then every posting to and from it.
    pub(super) fn party(&mut self, account: &AccountView, html: &mut Html) {
        let (anchor, own) = (party_anchor(account), account.account());
        html.element("section", &[("id", &anchor)], |html| {
            html.text_element("h2", &[], &heading(account, self.view));
            for sentence in words::account(account, self.view) {
                html.text_element("p", &[], &sentence);
            }
            let received = |statement: &Statement| payee(statement) == &own && payer(statement) != &own;
            let paid = |statement: &Statement| payer(statement) == &own && payee(statement) != &own;
            let none = !self.postings().iter().any(|(_, statement)| received(statement) || paid(statement));
            let roles = (!account.roles.is_empty())
                .then(|| format!("{}.", crate::view::sentence_case(&account.roles)));
            let open = (!none).then(|| String::from("Open a line to see how its amount was worked out."));
            let about: Vec<String> = roles.into_iter().chain(open).collect();
            html.text_element("p", &[("class", "secondary")], &about.join(" "));
            let names = &self.view.names;
            let within =
                |statement: &Statement| names.holder(payer(statement)) == names.holder(payee(statement));
            let title = account.title.as_str();
            self.summed(title, ("receives", ""), |one| received(one) && !within(one), html);
            self.summed(title, ("pays", ""), |one| paid(one) && !within(one), html);
            self.summed(title, words::SETS_ASIDE, |one| paid(one) && within(one), html);
            self.summed(title, words::TAKES_OUT, |one| received(one) && within(one), html);
            if none {
                html.text_element(
                    "p",
                    &[],
                    &format!("No term of the agreement posts money to or from {}.", possessive(account)),
                );
            }
        });
    }

    /// The postings that belong under a heading, which says what they come to.
    fn summed(
        &mut self,
        title: &str,
        (does, after): (&str, &str),
        belongs: impl Fn(&Statement) -> bool,
        html: &mut Html,
    ) {
        let amounts = self.postings().into_iter().filter(|(_, one)| belongs(one));
        let amounts = amounts.filter_map(|(_, one)| one.share.posted).map(crate::view::size);
        let sum = amounts.reduce(|sum, one| sum.plus(&one).unwrap_or(sum));
        let heading =
            sum.map_or_else(|| format!("{title} {does}"), |sum| format!("{title} {does} {sum}{after}"));
        self.group(&heading, belongs, html);
    }

    /// The postings that belong under a heading.
    pub(super) fn group(&mut self, title: &str, belongs: impl Fn(&Statement) -> bool, html: &mut Html) {
        let found: Vec<(&PartView<'a>, &Statement)> =
            self.postings().into_iter().filter(|(_, statement)| belongs(statement)).collect();
        if found.is_empty() {
            return;
        }
        html.text_element("h3", &[], title);
        let mut label = "";
        for (part, statement) in found {
            if self.view.parts.len() > 1 && part.label != label {
                label = part.label;
                html.text_element("h4", &[], &part.days);
            }
            self.posting(part, statement, html);
        }
    }

    fn postings(&self) -> Vec<(&'v PartView<'a>, &'a Statement)> {
        let view: &'v StatementView<'a> = self.view;
        view.parts
            .iter()
            .flat_map(|part| part.postings.iter().map(move |statement| (part, statement)))
            .collect()
    }

    /// Conditions that the facts leave open, and figures that cannot be given.
    pub(super) fn unsettled(&self, html: &mut Html) {
        let parts = || self.view.parts.iter();
        if parts().any(|part| !part.undecided.is_empty()) {
            html.element("section", &[("id", "undecided")], |html| {
                html.text_element("h2", &[], "What the facts leave undecided");
                html.text_element(
                    "p",
                    &[],
                    "What is known of the facts does not decide these conditions, so both outcomes count.",
                );
                html.element("ul", &[], |html| {
                    parts()
                        .flat_map(|part| part.undecided)
                        .for_each(|words| html.text_element("li", &[], words));
                });
            });
        }
        let open: Vec<_> = parts().flat_map(|part| part.open).collect();
        let says = "No money depends on these; they are for information.";
        self.lacking(("open", "Figures that cannot be given", says), &open, html);
        let left_out: Vec<_> = parts().flat_map(|part| part.left_out).collect();
        let says = "The agreement says what becomes of a measure whose facts are missing.";
        self.lacking(("left-out", "Measures without their facts", says), &left_out, html);
    }

    /// Figures without a value, each with why.
    fn lacking(
        &self,
        (id, heading, says): (&str, &str, &str),
        figures: &[&(String, String)],
        html: &mut Html,
    ) {
        if figures.is_empty() {
            return;
        }
        html.element("section", &[("id", id)], |html| {
            html.text_element("h2", &[], heading);
            html.text_element("p", &[], says);
            html.element("ul", &[], |html| {
                for (address, why) in figures {
                    let name = crate::view::sentence_case(&self.view.names.address(address));
                    html.text_element("li", &[], &format!("{name}: {why}"));
                }
            });
        });
    }

    /// Every figure, in the order in which one leads to the next.
    pub(super) fn figures(&mut self, html: &mut Html) {
        html.element("section", &[("id", "figures")], |html| {
            html.text_element("h2", &[], "Every figure");
            html.text_element(
                "p",
                &[],
                "Each stands after those that it was computed from. Open one to see its rule and its inputs.",
            );
            super::tables::link_to_key(html);
            for part in &self.view.parts {
                if self.view.parts.len() > 1 {
                    html.text_element("h3", &[], &part.days);
                }
                part.figures.iter().for_each(|reason| self.figure(part, reason, html));
            }
        });
    }

    /// How it was made, so that anyone can make it again.
    pub(super) fn about(&self, html: &mut Html) {
        let view = self.view;
        html.element("section", &[("id", "about")], |html| {
            html.text_element("h2", &[], "About this statement");
            if let Some(rounding) = &view.rounding {
                html.text_element("p", &[], rounding);
            }
            if view.currency.is_some() {
                html.text_element("p", &[], &words::sums_to_zero(view.sum_of_nets()));
            }
            let again = "The same agreement, facts and edition give the same statement, whoever computes it.";
            html.text_element("p", &[], again);
            html.element("dl", &[], |html| {
                let rows = [
                    ("Edition", view.edition),
                    ("Program version", &view.stamp.version),
                    ("Agreement (SHA-256)", &view.stamp.agreement_sha256),
                    ("Facts (SHA-256)", &view.stamp.facts_sha256),
                ];
                for (name, value) in rows {
                    html.text_element("dt", &[], name);
                    html.element("dd", &[], |html| html.text_element("code", &[], value));
                }
            });
            for line in &view.stamp.standing {
                html.text_element("p", &[], line);
            }
        });
    }
}

/// Who pays in the end: a negative posting goes the other way.
pub(super) fn payer(statement: &Statement) -> &Account {
    if is_turned(statement) { &statement.share.to } else { &statement.share.from }
}

/// Who receives in the end.
pub(super) fn payee(statement: &Statement) -> &Account {
    if is_turned(statement) { &statement.share.from } else { &statement.share.to }
}

fn is_turned(statement: &Statement) -> bool {
    words::is_turned(statement)
}

fn refused(refusal: &Refusal) -> String {
    let place = refusal.place.as_ref().map(|place| format!(" ({}, line {})", place.file, place.line));
    let help = refusal.help.as_ref().map(|help| format!(". To do: {help}"));
    format!(
        "{}{}{}",
        crate::view::sentence_case(&refusal.what),
        place.unwrap_or_default(),
        help.unwrap_or_default()
    )
}
