//! Why a figure, a posting, a pool or a fact is what it is, as a tree of sentences.

use super::statement::account;
use super::tree::Branch;
use super::value::{self, exactly};
use super::clause;
use crate::load::Alliance;
use accordant_agreement::terms::{Account, Origin};
use accordant_agreement::unit::Unit;
use accordant_facts::Status;
use accordant_money::{Number, Posted};
use accordant_settlement::{FactUsed, FigureUsed, Reason, Settlement, Stated, Statement, Truth};
use std::collections::BTreeSet;

/// No branch is drawn deeper: there is no room for words beyond it.
const DEPTH_MAX: usize = 14;

/// Explains what is found in one settled period or part.
pub struct Explainer<'a> {
    alliance: &'a Alliance,
    settlement: &'a Settlement,
    /// What has been explained above.
    told: BTreeSet<String>,
}

impl<'a> Explainer<'a> {
    /// An explainer that has told nothing yet.
    pub fn new(alliance: &'a Alliance, settlement: &'a Settlement) -> Explainer<'a> {
        Explainer { alliance, settlement, told: BTreeSet::new() }
    }

    /// A posting: who receives what, the rule, the split and the rounding.
    pub fn posting(&mut self, statement: &Statement) -> Branch {
        let share = &statement.share;
        let label = &self.settlement.setting.label;
        let mut lines: Vec<String> = share.says.iter().cloned().collect();
        lines.push(format!("rule: {}", share.words));
        lines.extend(self.split(statement));
        lines.extend(statement.because.iter().map(|because| format!("it is zero because {because}")));
        lines.extend(self.rounded(statement));
        lines.extend(status(statement.status));
        let mut branch = Branch {
            head: format!("{} [{label}/{}]", self.passes(statement), share.address),
            clause: clause(share.clause.as_deref()),
            lines,
            children: Vec::new(),
        };
        self.told.insert(share.address.clone());
        branch.children = self.children(&statement.uses, &statement.facts, 1);
        branch
    }

    /// A figure: the rule in words and what it was computed from.
    pub fn figure(&mut self, reason: &Reason) -> Branch {
        self.reason(reason, 0)
    }

    /// A fact: its value, owner, source and row, and what it is used for.
    pub fn fact(&mut self, fact: &FactUsed) -> Branch {
        let mut branch = self.fact_used(fact);
        let users = self.users(&fact.address);
        if !users.is_empty() {
            branch.lines.push(format!("used by: {}", users.join(", ")));
        }
        branch
    }

    /// A pool: what it opened with, what went in and out, and what it closes with.
    pub fn pool(&mut self, name: &str) -> Option<Branch> {
        let movement = self.settlement.pools.iter().find(|movement| movement.pool == name)?;
        let terms = self.alliance.agreement.terms.as_ref();
        let term = terms.and_then(|terms| terms.pools.iter().find(|pool| pool.name == name));
        let mut lines: Vec<String> = term.and_then(|pool| pool.says.clone()).into_iter().collect();
        if let Some(books) = term.and_then(|pool| pool.in_books_of.as_ref()) {
            lines.push(format!("it lies in the books of {}", account(self.alliance, &Account::Party(books.clone()))));
        }
        let opening = Branch { head: format!("{} when the period opened", movement.opening), ..Branch::default() };
        let pool = Account::Pool(name.to_string());
        let concerned: Vec<&Statement> =
            self.settlement.shares.iter().filter(|one| one.share.from == pool || one.share.to == pool).collect();
        let moved = concerned.into_iter().map(|statement| Branch {
            head: format!("{} [{}]", self.passes(statement), statement.share.address),
            clause: clause(statement.share.clause.as_deref()),
            lines: statement.because.iter().map(|because| format!("it is zero because {because}")).collect(),
            children: Vec::new(),
        });
        let children = [opening].into_iter().chain(moved).collect();
        Some(Branch {
            head: format!("{} in the pool {name} when the period closes", movement.closing),
            clause: clause(term.and_then(|pool| pool.clause.as_deref())),
            lines,
            children,
        })
    }

    fn reason(&mut self, reason: &Reason, depth: usize) -> Branch {
        let shown = value::value(&reason.value, reason.unit.as_ref());
        let cited = clause(reason.clause.as_deref());
        let head = match &reason.says {
            Some(says) => format!("{shown} = {}: {says}", reason.address),
            None => format!("{shown} = {}", reason.address),
        };
        if !self.told.insert(reason.address.clone()) {
            return Branch { head: format!("{shown} = {} (see above)", reason.address), clause: cited, ..Branch::default() };
        }
        if depth >= DEPTH_MAX {
            let lines = vec![format!("explained by itself: accordant explain {}", reason.address)];
            return Branch { head, clause: cited, lines, ..Branch::default() };
        }
        let mut lines = Vec::new();
        if !reason.words.is_empty() && reason.words != shown {
            lines.push(format!("rule: {}", reason.words));
        }
        lines.extend(reason.value.exact().and_then(|exact| exactly(exact, reason.unit.as_ref())).map(|exact| format!("exactly {exact}")));
        lines.extend(reason.because.iter().map(|because| format!("it is zero because {because}")));
        lines.extend(reason.conditions.iter().map(|(words, truth)| format!("{words}: {}", held(*truth))));
        lines.extend(workings(reason));
        if depth == 0 {
            lines.extend(status(reason.status));
        }
        let children = self.children(&reason.uses, &reason.facts, depth + 1);
        Branch { head, clause: cited, lines, children }
    }

    fn children(&mut self, uses: &[FigureUsed], facts: &[FactUsed], depth: usize) -> Vec<Branch> {
        let settlement = self.settlement;
        let mut children = Vec::new();
        for used in uses {
            match settlement.reasons.iter().find(|reason| reason.address == used.address) {
                Some(reason) => children.push(self.reason(reason, depth)),
                None => children.push(Branch {
                    head: format!("{} = {}", value::value(&used.value, used.unit.as_ref()), used.address),
                    ..Branch::default()
                }),
            }
        }
        children.extend(facts.iter().map(|fact| self.fact_used(fact)));
        children
    }

    fn fact_used(&mut self, fact: &FactUsed) -> Branch {
        let source = &fact.source;
        let shown = value::source(source.value.as_ref(), source.known_to.as_ref(), fact.unit.as_ref());
        let cited = clause(fact.clause.as_deref());
        let key = format!("fact {}", fact.address);
        if !self.told.insert(key) {
            return Branch { head: format!("{shown} = {} (see above)", fact.address), clause: cited, ..Branch::default() };
        }
        let head = match &fact.says {
            Some(says) => format!("{shown} = {}: {says}", fact.address),
            None => format!("{shown} = {}", fact.address),
        };
        let mut from: Vec<String> = vec!["fact".to_string()];
        from.extend(source.owner.iter().map(|owner| format!("owner {}", account(self.alliance, &Account::Party(owner.clone())))));
        from.extend(source.source.iter().map(|source| format!("source {source}")));
        from.extend(source.row.iter().map(|row| if row.starts_with("line") { row.clone() } else { format!("row {row}") }));
        from.extend(source.status.map(|status| format!("status {status}")));
        let mut lines = vec![from.join(", ")];
        lines.extend(source.note.clone());
        Branch { head, clause: cited, lines, children: Vec::new() }
    }

    /// `The builder receives £2,000,000.00 from outside the alliance`.
    fn passes(&self, statement: &Statement) -> String {
        let share = &statement.share;
        let (from, to) = (account(self.alliance, &share.from), account(self.alliance, &share.to));
        match share.posted {
            Some(posted) if posted.minor() < 0 => {
                let size = Posted::new(0, posted.currency()).minus(&posted).unwrap_or(posted);
                format!("{from} receives {size} from {to}")
            }
            Some(posted) => format!("{to} receives {posted} from {from}"),
            None => format!("{to} would receive {} from {from}", value::value(&share.exact, self.money().as_ref())),
        }
    }

    /// How the amount of this payee comes of the amount that several share.
    fn split(&self, statement: &Statement) -> Option<String> {
        let share = &statement.share;
        let (weight, sum) = share.weight.as_ref()?;
        let portion = weight.divided_by(sum).ok()?;
        let of = value::value(&share.share_amount, self.money().as_ref());
        let part = value::number(&portion, Some(&Unit::ratio()));
        Some(format!("{part} of {of}: its weight {} of {} in all", value::number(weight, None), value::number(sum, None)))
    }

    fn rounded(&self, statement: &Statement) -> Option<String> {
        let share = &statement.share;
        let Some(posted) = share.posted else {
            return Some("not posted: it is known within bounds only".to_string());
        };
        let exact = share.exact.exact()?;
        let several = self.settlement.shares.iter().filter(|one| one.share.posting == share.posting).count() > 1;
        if *exact == posted.to_exact() {
            return Some("it needed no rounding".to_string());
        }
        let before = exactly(exact, self.money().as_ref()).unwrap_or_else(|| exact.fraction());
        let rest = match share.leftover {
            0 => "nothing of what was left over went to it".to_string(),
            1 => "one unit of what was left over went to it".to_string(),
            units => format!("{units} units of what was left over went to it"),
        };
        Some(match several {
            true => format!(
                "rounded once, from {before}, together with the rest of {}: the total first, what is left over by largest \
                 remainder; {rest}",
                share.posting
            ),
            false => format!("rounded once, from {before}"),
        })
    }

    fn money(&self) -> Option<Unit> {
        self.alliance.agreement.terms.as_ref().map(|terms| Unit::money(terms.currency))
    }

    /// The figures and postings that a fact is used by.
    fn users(&self, address: &str) -> Vec<String> {
        let names = |facts: &[FactUsed]| facts.iter().any(|fact| fact.address == address);
        let figures = self.settlement.reasons.iter().filter(|reason| names(&reason.facts));
        let shares = self.settlement.shares.iter().filter(|one| names(&one.facts));
        figures.map(|reason| reason.address.clone()).chain(shares.map(|one| one.share.address.clone())).collect()
    }
}

/// Values between the facts and the result; what merely repeats a child or the rule says nothing.
fn workings(reason: &Reason) -> Vec<String> {
    if matches!(reason.origin, Origin::Score) {
        return Vec::new();
    }
    // Pounds times points are a step of arithmetic and no quantity that anybody knows.
    let is_known = |unit: Option<&Unit>| unit.is_none_or(|unit| !unit.to_string().contains(['×', '^']));
    let told = reason.workings.iter().filter(|one| one.words != reason.words && is_known(one.unit.as_ref()));
    told.map(|working| format!("{} = {}", working.words, value::value(&working.value, working.unit.as_ref()))).collect()
}

fn held(truth: Truth) -> &'static str {
    match truth {
        Truth::Holds => "holds",
        Truth::Fails => "does not hold",
        Truth::Undecided(Some(Stated::Holds)) => "not decided by the bounds; it holds for the figures as stated",
        Truth::Undecided(Some(Stated::Fails)) => "not decided by the bounds; it does not hold for the figures as stated",
        Truth::Undecided(None) => "not decided by the bounds",
    }
}

fn status(status: Option<Status>) -> Option<String> {
    status.map(|status| format!("status: {status}, the weakest of what it is computed from"))
}
