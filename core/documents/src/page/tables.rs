//! The tables of the page, each with a caption, its numbers at the right and every number a link.

use super::sections::{payee, payer};
use super::{Page, fact_anchor, figure_anchor, party_anchor};
use crate::figures::shown_value;
use crate::html::Html;
use crate::view::{
    AccountKind, CashLine, KEY_OF_STATUSES, MeasureView, PartView, PoolView, ScoreKind, StatementView,
};
use crate::words;
use accordant_agreement::terms::Account;
use accordant_settlement::{FactUsed, Reason, Statement};
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

impl Page<'_, '_> {
    /// Who receives what, and on what evidence.
    pub(super) fn summary(&mut self, html: &mut Html) {
        html.element("section", &[("id", "summary")], |html| {
            html.text_element("h2", &[], "Who receives what");
            self.accounts(html);
            html.text_element("p", &[], &words::sums_to_zero(self.view.sum_of_nets()));
            if let Some(said) = words::nets_and_cash(&self.view.cash) {
                html.text_element("p", &[], said);
            }
        });
        if self.view.has_postings() {
            self.cash(html);
        }
        html.element("section", &[("id", "evidence")], |html| {
            html.text_element("h2", &[], "What the money rests on");
            let about = "A posting counts with the weakest fact behind it. Each transfer counts, in and out of pools too, so \
                         money that passes through a pool counts on its way in and on its way out. Open a status to see \
                         the postings that rest on it.";
            html.text_element("p", &[], about);
            html.text_element("p", &[("class", "key")], KEY_OF_STATUSES);
            self.evidence(html);
        });
    }

    /// Who sends whom cash, and what only moves within one party's books.
    fn cash(&self, html: &mut Html) {
        let cash = &self.view.cash;
        html.element("section", &[("id", "cash")], |html| {
            html.text_element("h2", &[], "Who sends whom cash");
            html.text_element("p", &[], words::cash_note(cash));
            if cash.between.is_empty() && cash.within.is_empty() {
                return;
            }
            table("Cash between each pair, net", &["From", "To"], &["Amount"], html, |html| {
                for line in cash.between.iter().chain(&cash.within) {
                    let within = line.from == line.to;
                    row(html, |html| {
                        let from = &[("scope", "row"), ("role", "rowheader")];
                        html.text_element("th", from, &line.from_title);
                        let to = if within { words::WITHIN } else { line.to_title.as_str() };
                        html.text_element("td", &[("role", "cell")], to);
                        number("Amount", &line.amount.to_string(), &self.cash_target(line), html);
                    });
                }
            });
            html.text_element("p", &[], &words::cash_check(cash));
        });
    }

    /// Cash is explained where the postings of its party stand; that of a pool in nobody's books, at the pool.
    fn cash_target(&self, line: &CashLine) -> String {
        let party = |account: &Account| {
            let known = self.view.accounts.iter().filter(|one| one.kind == AccountKind::Party);
            known.into_iter().find(|one| one.account() == *account).map(party_anchor)
        };
        let pool = |account: &Account| {
            if let Account::Pool(name) = account { Some(format!("pool-{name}")) } else { None }
        };
        let found = party(&line.from).or_else(|| party(&line.to));
        found.or_else(|| pool(&line.from)).or_else(|| pool(&line.to)).unwrap_or_else(|| "figures".to_string())
    }

    fn accounts(&self, html: &mut Html) {
        table("What each party receives and pays", &["Party"], &["Receives", "Pays", "Net"], html, |html| {
            for account in &self.view.accounts {
                let target = match account.kind {
                    AccountKind::Party => party_anchor(account),
                    AccountKind::Outside => String::from("figures"),
                };
                row(html, |html| {
                    html.element("th", &[("scope", "row"), ("role", "rowheader")], |html| {
                        match account.kind {
                            AccountKind::Party => html.link(&target, &account.title),
                            AccountKind::Outside => html.text(&account.title),
                        }
                    });
                    for (label, amount) in
                        [("Receives", account.receives), ("Pays", account.pays), ("Net", account.net)]
                    {
                        number(label, &amount.to_string(), &self.account_target(account, &target), html);
                    }
                });
            }
            for pool in &self.view.pools {
                let change = pool.closing.minus(&pool.opening).unwrap_or(pool.closing);
                let target = pool_anchor(pool);
                row(html, |html| {
                    html.element("th", &[("scope", "row"), ("role", "rowheader")], |html| {
                        html.link(&target, &crate::view::sentence_case(&crate::view::pool_title(pool.name)));
                    });
                    for (label, amount) in
                        [("Receives", pool.paid_in), ("Pays", pool.paid_out), ("Net", change)]
                    {
                        number(label, &amount.to_string(), &target, html);
                    }
                });
            }
        });
    }

    /// Money from and to outside is explained by the posting on its other side.
    fn account_target(&self, account: &crate::view::AccountView, target: &str) -> String {
        if account.kind == AccountKind::Party {
            return target.to_string();
        }
        let own = account.account();
        let mut postings =
            self.view.parts.iter().flat_map(|part| part.postings.iter().map(move |one| (part, one)));
        let other = postings.find(|(_, one)| payer(one) == &own || payee(one) == &own);
        other.map_or_else(
            || target.to_string(),
            |(part, one)| super::posting_anchor(part.label, &one.share.address),
        )
    }

    fn evidence(&mut self, html: &mut Html) {
        for evidence in &self.view.evidence {
            let title = format!(
                "{} rests on {} figures: {}",
                evidence.percentage(),
                if evidence.status.is_some() { evidence.word() } else { "the agreement's own" },
                evidence.meaning()
            );
            html.element("details", &[], |html| {
                html.element("summary", &[], |html| {
                    html.text_element("span", &[("class", "what")], &title);
                    html.text_element("span", &[("class", "number")], &evidence.amount.to_string());
                });
                html.element("ul", &[("class", "inputs body")], |html| {
                    for part in &self.view.parts {
                        let of_status = part.postings.iter().filter(|one| one.status == evidence.status);
                        for statement in
                            of_status.filter(|one| one.share.posted.is_some_and(|posted| posted.minor() != 0))
                        {
                            html.element("li", &[], |html| {
                                html.text_element("span", &[("class", "what")], &self.transfer(statement));
                                html.element("span", &[("class", "number")], |html| {
                                    let posted = statement
                                        .share
                                        .posted
                                        .map(|posted| crate::view::size(posted).to_string())
                                        .unwrap_or_default();
                                    html.link(
                                        &super::posting_anchor(part.label, &statement.share.address),
                                        &posted,
                                    );
                                });
                            });
                        }
                    }
                });
            });
        }
    }

    /// What a transfer is called, and who pays it back if it goes the other way.
    fn transfer(&self, statement: &Statement) -> String {
        let name = self.view.names.posting(statement);
        if !words::is_turned(statement) {
            return name;
        }
        format!("{name}: {}", words::direction(statement, &self.view.names))
    }

    /// Measures with their levels and scores.
    pub(super) fn measures(&self, html: &mut Html) {
        if self.view.parts.iter().all(|part| part.measures.is_empty()) {
            return;
        }
        html.element("section", &[("id", "measures")], |html| {
            html.text_element("h2", &[], "Measures and scores");
            if self.view.parts.iter().all(|part| part.scores_matter() == Some(false)) {
                html.text_element("p", &[], words::NO_SCORE_PAYS);
            }
            for part in self.view.parts.iter().filter(|part| !part.measures.is_empty()) {
                let caption = if self.view.parts.len() > 1 {
                    part.days.clone()
                } else {
                    "What was measured, and the level that it reached".to_string()
                };
                table(&caption, &["Measure"], &["Measured", "Level", "Score"], html, |html| {
                    part.measures.iter().for_each(|measure| measured(part, measure, html));
                });
            }
        });
    }

    /// Pools with what went in and out of each.
    pub(super) fn pools(&mut self, html: &mut Html) {
        if self.view.pools.is_empty() {
            return;
        }
        html.element("section", &[("id", "pools")], |html| {
            html.text_element("h2", &[], "Pools");
            let heads = ["Opening", "Paid in", "Paid out", "Closing"];
            table("What the pools held, and what went in and out", &["Pool"], &heads, html, |html| {
                for pool in &self.view.pools {
                    row(html, |html| {
                        html.text_element(
                            "th",
                            &[("scope", "row"), ("role", "rowheader")],
                            &crate::view::sentence_case(&pool.title),
                        );
                        let amounts = [pool.opening, pool.paid_in, pool.paid_out, pool.closing];
                        for (label, amount) in heads.iter().zip(amounts) {
                            number(label, &amount.to_string(), &pool_anchor(pool), html);
                        }
                    });
                }
            });
            for pool in &self.view.pools {
                self.pool(pool, html);
            }
        });
    }

    fn pool(&mut self, pool: &PoolView<'_>, html: &mut Html) {
        let anchor = pool_anchor(pool);
        html.element("div", &[("id", &anchor)], |html| {
            let title = crate::view::sentence_case(&pool.title);
            html.text_element("h3", &[], &title);
            let books = pool
                .in_books_of
                .as_ref()
                .map(|party| format!("It lies in the books of {}.", crate::view::within_sentence(party)));
            let clause = pool
                .clause
                .map(|clause| format!("{}.", crate::view::sentence_case(&StatementView::clause(clause))));
            let says = pool.says.map(|says| format!("{}.", says.trim_end_matches('.')));
            for sentence in [says, books, clause].into_iter().flatten() {
                html.text_element("p", &[], &sentence);
            }
            html.text_element(
                "p",
                &[],
                &format!("It opened with {}, {}.", pool.opening, words::opening(pool, &self.view.names)),
            );
            let own = Account::Pool(pool.name.to_string());
            self.group(&format!("Paid into {}", pool.title), |one| payee(one) == &own, html);
            self.group(&format!("Paid out of {}", pool.title), |one| payer(one) == &own, html);
        });
    }

    /// Every fact that something was computed from, with where it came from.
    pub(super) fn facts(&self, html: &mut Html) {
        html.element("section", &[("id", "facts")], |html| {
            html.text_element("h2", &[], "What was brought in");
            link_to_key(html);
            for part in &self.view.parts {
                let caption = if self.view.parts.len() > 1 {
                    part.days.clone()
                } else {
                    "Facts, and where each came from".to_string()
                };
                table(&caption, &["Fact"], &["Value", "Where it came from"], html, |html| {
                    facts_of(part).into_iter().for_each(|fact| self.fact(part, fact, html));
                });
            }
        });
    }

    fn fact(&self, part: &PartView<'_>, fact: &FactUsed, html: &mut Html) {
        let anchor = fact_anchor(part.label, &fact.address);
        html.element("tr", &[("role", "row"), ("id", &anchor)], |html| {
            html.text_element("th", &[("scope", "row"), ("role", "rowheader")], &self.view.names.fact(fact));
            html.element("td", &[("class", "number wide"), ("role", "cell")], |html| {
                html.text_element("span", &[("class", "small-label"), ("aria-hidden", "true")], "Value");
                html.text_element("span", &[("class", "given")], &words::fact_value(fact));
            });
            html.element("td", &[("role", "cell")], |html| {
                html.text(&words::origin(&fact.source, &self.view.names));
                summands(fact, html);
            });
        });
    }
}

/// What a sum was added up from: the days, the value, and the file and rows of each, as `explain` tells them.
fn summands(fact: &FactUsed, html: &mut Html) {
    let each = words::summed(fact);
    if each.is_empty() {
        return;
    }
    html.element("details", &[("class", "summed")], |html| {
        html.text_element("summary", &[], &format!("Each of the {} values", each.len()));
        html.element("ul", &[], |html| each.iter().for_each(|one| html.text_element("li", &[], one)));
    });
}

/// What each status means, which is said once.
pub(super) fn link_to_key(html: &mut Html) {
    html.element("p", &[("class", "key")], |html| html.link("evidence", "What each status means"));
}

fn facts_of<'a>(part: &PartView<'a>) -> Vec<&'a FactUsed> {
    let of_postings = part.postings.iter().flat_map(|statement| &statement.facts);
    let all = part.figures.iter().flat_map(|reason| &reason.facts).chain(of_postings);
    let mut seen = BTreeSet::new();
    all.filter(|fact| seen.insert(fact.address.as_str())).collect()
}

fn measured(part: &PartView<'_>, measure: &MeasureView<'_>, html: &mut Html) {
    html.element("tr", &[("role", "row")], |html| {
        html.element("th", &[("scope", "row"), ("role", "rowheader")], |html| {
            if measure.kind == ScoreKind::Mean {
                html.text_element("span", &[("class", "tag")], "score");
                html.text(" ");
            }
            html.text(&measure.title);
            let weight = measure.weight.as_ref().map(words::weight);
            for note in weight.as_deref().into_iter().chain(measure.standing.note()) {
                html.text(" ");
                html.text_element("span", &[("class", "key")], &format!("({note})"));
            }
        });
        figure_cell("Measured", part, measure.value, html);
        match &measure.level {
            Some(level) => html.element("td", &[("class", "number"), ("role", "cell")], |html| {
                html.text_element("span", &[("class", "small-label"), ("aria-hidden", "true")], "Level");
                html.text(level);
            }),
            None => html.text_element("td", &[("role", "cell")], ""),
        }
        figure_cell("Score", part, measure.score, html);
    });
}

fn figure_cell(label: &str, part: &PartView<'_>, reason: Option<&Reason>, html: &mut Html) {
    match reason {
        Some(reason) => {
            let value = shown_value(&reason.value, reason.unit.as_ref());
            number(label, &value, &figure_anchor(part.label, &reason.address), html);
        }
        None => html.text_element("td", &[("role", "cell")], ""),
    }
}

fn pool_anchor(pool: &PoolView<'_>) -> String {
    format!("pool-{}", pool.name)
}

/// A table with a caption; heads of text first, then heads of numbers.
fn table(caption: &str, texts: &[&str], numbers: &[&str], html: &mut Html, rows: impl FnOnce(&mut Html)) {
    html.element("table", &[("role", "table")], |html| {
        html.text_element("caption", &[], caption);
        html.element("thead", &[("role", "rowgroup")], |html| {
            row(html, |html| {
                for head in texts {
                    html.text_element("th", &[("scope", "col"), ("role", "columnheader")], head);
                }
                for head in numbers {
                    let class = if *head == "Where it came from" { "text" } else { "number" };
                    html.text_element(
                        "th",
                        &[("scope", "col"), ("role", "columnheader"), ("class", class)],
                        head,
                    );
                }
            });
        });
        html.element("tbody", &[("role", "rowgroup")], rows);
    });
}

fn row(html: &mut Html, cells: impl FnOnce(&mut Html)) {
    html.element("tr", &[("role", "row")], cells);
}

/// A number that leads to its reason; on narrow screens its column's head stands before it.
fn number(label: &str, value: &str, target: &str, html: &mut Html) {
    html.element("td", &[("class", "number"), ("role", "cell")], |html| {
        html.text_element("span", &[("class", "small-label"), ("aria-hidden", "true")], label);
        html.link(target, value);
    });
}
