//! Why a figure, a posting, a pool or a fact is what it is, as a tree of sentences.

use super::statement::{cited, size};
use super::tree::Branch;
use accordant_agreement::terms::{Account, Terms};
use accordant_documents::figures::shown_value;
use accordant_documents::view::{PartView, StatementView, meaning, pool_title, sentence_case};
use accordant_documents::words;
use accordant_facts::Status;
use accordant_settlement::{FactUsed, FigureUsed, Reason, Source, Statement};
use std::collections::BTreeSet;

/// No branch is drawn deeper: there is no room for words beyond it.
const DEPTH_MAX: usize = 14;

/// Explains what is found in one settled period or part.
pub struct Explainer<'v, 'a> {
    view: &'v StatementView<'a>,
    part: &'v PartView<'a>,
    terms: &'a Terms,
    /// What has been explained above.
    told: BTreeSet<String>,
}

impl<'v, 'a> Explainer<'v, 'a> {
    /// An explainer that has told nothing yet.
    pub fn new(view: &'v StatementView<'a>, part: &'v PartView<'a>, terms: &'a Terms) -> Explainer<'v, 'a> {
        Explainer { view, part, terms, told: BTreeSet::new() }
    }

    /// A posting: who receives what, the rule, the split and the rounding.
    pub fn posting(&mut self, statement: &'a Statement) -> Branch {
        let share = &statement.share;
        let mut lines: Vec<String> = share.says.iter().cloned().collect();
        lines.extend(words::posting(statement, self.part, self.terms));
        lines.extend(words::workings_of_posting(statement));
        lines.extend(status(statement.status));
        lines.push(format!("{}/{}", self.part.label, share.address));
        Branch {
            head: sentence_case(&self.passes(statement)),
            clause: cited(share.clause.as_deref()),
            lines,
            children: self.children(&statement.uses, &statement.facts, 1),
        }
    }

    /// A figure: the rule in words and what it was computed from.
    pub fn figure(&mut self, reason: &'a Reason) -> Branch {
        self.reason(reason, 0)
    }

    /// A fact: its value, owner, source and row, and what it is used for.
    pub fn fact(&mut self, fact: &'a FactUsed) -> Branch {
        let mut branch = self.fact_used(fact);
        let users = self.users(&fact.address);
        if !users.is_empty() {
            branch.lines.push(format!("used by: {}", users.join(", ")));
        }
        branch.children = summands(fact);
        branch
    }

    /// A pool: what it opened with, what went in and out, and what it closes with.
    pub fn pool(&mut self, name: &str) -> Option<Branch> {
        let pool = self.view.pools.iter().find(|pool| pool.name == name)?;
        let mut lines: Vec<String> = pool.says.into_iter().map(str::to_string).collect();
        lines.extend(pool.in_books_of.iter().map(|party| format!("in the books of {party}")));
        let opening = Branch {
            head: format!("{} when the period opened", pool.opening),
            lines: vec![words::opening(pool, &self.view.names)],
            ..Branch::default()
        };
        let account = Account::Pool(name.to_string());
        let all = self.view.parts.iter().flat_map(|part| part.postings);
        let concerned = all.filter(|one| one.share.from == account || one.share.to == account);
        let moved = concerned.map(|statement| Branch {
            head: sentence_case(&self.passes(statement)),
            clause: cited(statement.share.clause.as_deref()),
            lines: words::zero_of_posting(statement, self.part)
                .into_iter()
                .chain([statement.share.address.clone()])
                .collect(),
            children: Vec::new(),
        });
        let children = [opening].into_iter().chain(moved).collect();
        let head = format!("{} in {} when the period closes", pool.closing, pool_title(pool.name));
        Some(Branch { head, clause: cited(pool.clause), lines, children })
    }

    fn reason(&mut self, reason: &'a Reason, depth: usize) -> Branch {
        let shown = shown_value(&reason.value, reason.unit.as_ref());
        let clause = cited(reason.clause.as_deref());
        if !self.told.insert(reason.address.clone()) {
            return Branch {
                head: format!("{shown} = {} (see above)", reason.address),
                clause,
                ..Branch::default()
            };
        }
        let head = match self.view.names.beside(&reason.address, reason.says.as_deref()) {
            Some(says) => format!("{shown} = {}: {says}", reason.address),
            None => format!("{shown} = {}", reason.address),
        };
        if depth >= DEPTH_MAX {
            let lines = vec![format!("explained further where `{}` is asked for by itself", reason.address)];
            return Branch { head, clause, lines, ..Branch::default() };
        }
        let mut lines: Vec<String> = Vec::new();
        if reason.words != shown {
            lines.push(words::rule(reason));
        }
        lines.extend(words::exact(&reason.value, reason.unit.as_ref()));
        lines.extend(words::scales(reason));
        lines.extend(reason.held.iter().map(|held| words::held(held, &reason.value)));
        lines.extend(words::zero_of_figure(reason, self.part));
        lines.extend(words::conditions(reason));
        lines.extend(words::workings(reason));
        if depth == 0 {
            lines.extend(status(reason.status));
        }
        Branch { head, clause, lines, children: self.children(&reason.uses, &reason.facts, depth + 1) }
    }

    fn children(&mut self, uses: &'a [FigureUsed], facts: &'a [FactUsed], depth: usize) -> Vec<Branch> {
        let mut children = Vec::new();
        for used in uses {
            children.push(match self.part.figure(&used.address) {
                Some(reason) => self.reason(reason, depth),
                None => {
                    let head = format!("{} = {}", shown_value(&used.value, used.unit.as_ref()), used.address);
                    Branch { head, ..Branch::default() }
                }
            });
        }
        children.extend(facts.iter().map(|fact| self.fact_used(fact)));
        children
    }

    fn fact_used(&mut self, fact: &'a FactUsed) -> Branch {
        let shown = words::fact_value(fact);
        let clause = cited(fact.clause.as_deref());
        if !self.told.insert(format!("fact {}", fact.address)) {
            return Branch {
                head: format!("{shown} = {} (see above)", fact.address),
                clause,
                ..Branch::default()
            };
        }
        let head = match self.view.names.beside(&fact.address, fact.says.as_deref()) {
            Some(says) => format!("{shown} = {}: {says}", fact.address),
            None => format!("{shown} = {}", fact.address),
        };
        // Where each row is named behind it, the files are not named before them too.
        let is_of_files = fact.source.is_of_files_sent();
        let without = Source { source: None, row: None, ..fact.source.clone() };
        let origin = words::origin(if is_of_files { &without } else { &fact.source }, &self.view.names);
        let lines = vec![if origin.is_empty() { "fact".to_string() } else { format!("fact: {origin}") }];
        Branch { head, clause, lines, children: if is_of_files { summands(fact) } else { Vec::new() } }
    }

    /// `the builder receives £2,000,000.00 from outside the alliance`; a posting below zero goes the other way.
    fn passes(&self, statement: &'a Statement) -> String {
        let share = &statement.share;
        let (from, to) = (self.view.names.account(&share.from), self.view.names.account(&share.to));
        match share.posted {
            Some(posted) if posted.minor() < 0 => format!("{from} receives {} back from {to}", size(posted)),
            Some(posted) => format!("{to} receives {posted} from {from}"),
            None => format!("{to} would receive {} from {from}", self.within(statement)),
        }
    }

    fn within(&self, statement: &Statement) -> String {
        let unit = accordant_agreement::unit::Unit::money(self.terms.currency);
        shown_value(&statement.share.exact, Some(&unit))
    }

    /// The figures and postings that a fact is used by.
    fn users(&self, address: &str) -> Vec<String> {
        let names = |facts: &[FactUsed]| facts.iter().any(|fact| fact.address == address);
        let figures = self.part.figures.iter().filter(|reason| names(&reason.facts));
        let shares = self.part.postings.iter().filter(|one| names(&one.facts));
        figures
            .map(|reason| reason.address.clone())
            .chain(shares.map(|one| one.share.address.clone()))
            .collect()
    }
}

/// Each dated fact of a sum, with where it came from.
fn summands(fact: &FactUsed) -> Vec<Branch> {
    words::summed(fact).into_iter().map(|head| Branch { head, ..Branch::default() }).collect()
}

fn status(status: Option<Status>) -> Option<String> {
    status.map(|status| {
        format!("status: {status} ({}), the weakest of what it is computed from", meaning(status))
    })
}
