//! What was met, counted: the primitives that agreements are made of, and the outcomes of settling them.

use accordant_agreement::formula::{Aggregate, Comparison, Function};
use accordant_agreement::terms::{
    Account, Act, Amount, Better, Between, Beyond, Cell, Condition, ConditionKind, Direction, Expr, ExprKind,
    Input, InputKind, Missing, MissingMeasure, Over, Payees, Posting, Rule, Share, Subject, Terms,
};
use accordant_money::Rounding;
use accordant_oracle::OUTCOMES;
use std::collections::BTreeMap;
use std::fmt;

/// Every primitive that a full run meets, and what the kernel of many rows makes of figures.
const PRIMITIVES: &[&str] = &[
    "account: current",
    "account: outside",
    "account: party",
    "account: pool",
    "account: responsible",
    "act: at least",
    "act: at most",
    "act: divided by",
    "act: less",
    "act: less share",
    "act: plus",
    "act: plus share",
    "act: rounded",
    "act: times",
    "aggregate: count",
    "aggregate: largest",
    "aggregate: over one of two",
    "aggregate: smallest",
    "aggregate: sum",
    "amount: exact",
    "amount: the rest",
    "amount: whole",
    "better: higher",
    "better: lower",
    "between: linear",
    "between: linear to the last whole number",
    "between: step",
    "condition: <",
    "condition: <=",
    "condition: =",
    "condition: >",
    "condition: >=",
    "condition: and",
    "condition: element",
    "condition: not",
    "condition: or",
    "condition: responsible",
    "condition: word of a column",
    "condition: word of an input",
    "expression: difference",
    "expression: negative",
    "expression: not negative",
    "expression: number",
    "expression: product",
    "expression: quotient",
    "expression: rounded",
    "expression: sum",
    "function: abs",
    "function: clamp",
    "function: cliff",
    "function: deadband",
    "function: deductible",
    "function: max",
    "function: min",
    "input: as dated",
    "input: at least",
    "input: at most",
    "input: by days",
    "input: by one index",
    "input: by two indexes",
    "input: carried",
    "input: choice",
    "input: known to",
    "input: last value",
    "input: missing number",
    "input: missing word",
    "input: not published",
    "input: same",
    "kernel: gives a figure",
    "kernel: gives a figure with bounds",
    "kernel: leaves a figure",
    "measure: leave out",
    "measure: refuse",
    "measure: zero points",
    "pool",
    "posting: by an index",
    "posting: pot pays",
    "posting: pot receives",
    "posting: to several by weight",
    "posting: without a total",
    "rule: bands",
    "rule: bands from",
    "rule: choose",
    "rule: column by element",
    "rule: column by word",
    "rule: column of words",
    "rule: curve",
    "rule: curve above, refuse",
    "rule: curve below, refuse",
    "rule: formula",
    "rule: gate",
    "rule: judged",
    "rule: levels",
    "rule: mean",
    "rule: steps",
    "subject: days in part",
    "subject: days in period",
    "subject: input",
    "subject: line",
    "subject: opening",
    "subject: period end",
    "subject: period start",
    "subject: term year",
];

/// How often each thing was met.
#[derive(Debug, Clone, Default)]
pub struct Coverage(BTreeMap<String, u64>);

impl Coverage {
    /// Counts one more.
    pub fn met(&mut self, what: &str) {
        *self.0.entry(what.to_owned()).or_default() += 1;
    }

    /// What a full run should have met and did not.
    pub fn never_met(&self) -> Vec<String> {
        let rounding = Rounding::ALL.iter().flat_map(|rule| {
            ["rounding of money: ", "rounding in a formula: "].map(|place| format!("{place}{}", rule.words()))
        });
        let wanted = PRIMITIVES.iter().chain(OUTCOMES).map(|what| (*what).to_owned()).chain(rounding);
        wanted.filter(|what| !self.0.contains_key(what)).collect()
    }

    /// Counts what terms are made of.
    pub fn terms(&mut self, terms: &Terms) {
        if let Some(rounding) = &terms.rounding {
            self.met(&format!("rounding of money: {}", rounding.rule.words()));
        }
        terms.pools.iter().for_each(|_| self.met("pool"));
        terms.inputs.iter().for_each(|input| self.input(input));
        for line in &terms.lines {
            self.rule(&line.rule);
        }
        terms.postings.iter().for_each(|posting| self.posting(posting));
    }

    fn input(&mut self, input: &Input) {
        match input.by.len() {
            0 => {}
            1 => self.met("input: by one index"),
            _ => self.met("input: by two indexes"),
        }
        let said = [
            (matches!(input.kind, InputKind::Choice(_)), "input: choice"),
            (input.known_to.is_some(), "input: known to"),
            (input.at_least.is_some(), "input: at least"),
            (input.at_most.is_some(), "input: at most"),
            (input.carried.is_some(), "input: carried"),
            (matches!(input.missing, Missing::Number(_)), "input: missing number"),
            (matches!(input.missing, Missing::Word(_)), "input: missing word"),
            (input.missing == Missing::NotPublished, "input: not published"),
            (input.missing == Missing::LastValue, "input: last value"),
            (input.over == Some(Over::ByDays), "input: by days"),
            (input.over == Some(Over::Same), "input: same"),
            (input.over == Some(Over::AsDated), "input: as dated"),
        ];
        said.iter().filter(|(holds, _)| *holds).for_each(|(_, what)| self.met(what));
    }

    fn rule(&mut self, rule: &Rule) {
        match rule {
            Rule::Formula(expr) => {
                self.met("rule: formula");
                self.expr(expr);
            }
            Rule::Gate { when, then, .. } => {
                self.met("rule: gate");
                self.condition(when);
                self.rule(then);
            }
            Rule::Choose(branches, otherwise) => {
                self.met("rule: choose");
                branches.iter().for_each(|branch| {
                    self.condition(&branch.when);
                    self.expr(&branch.is);
                });
                self.expr(&otherwise.is);
            }
            Rule::Steps(first, steps) => {
                self.met("rule: steps");
                self.expr(first);
                steps.iter().for_each(|step| {
                    step.when.iter().for_each(|when| self.condition(when));
                    self.act(&step.act);
                });
            }
            Rule::PickByWord(_, rows, others) => self.cells("rule: column by word", rows, others.as_ref()),
            Rule::PickByElement(_, rows, others) => {
                self.cells("rule: column by element", rows, others.as_ref())
            }
            Rule::Levels(_, ladder) => {
                self.met("rule: levels");
                self.met(if ladder.better == Better::Higher { "better: higher" } else { "better: lower" });
            }
            Rule::Judged(..) => self.met("rule: judged"),
            Rule::Mean(parts) => {
                self.met("rule: mean");
                parts.iter().for_each(|part| {
                    self.met(match part.missing {
                        MissingMeasure::Refuse => "measure: refuse",
                        MissingMeasure::LeaveOut => "measure: leave out",
                        MissingMeasure::ZeroPoints => "measure: zero points",
                    });
                });
            }
            Rule::Bands(..) | Rule::Curve(_) => self.read_off(rule),
        }
    }

    fn read_off(&mut self, rule: &Rule) {
        match rule {
            Rule::Bands(of, bands, beyond) => {
                self.met("rule: bands");
                self.expr(of);
                for band in bands {
                    band.from.iter().for_each(|_| self.met("rule: bands from"));
                    self.expr(&band.to);
                    self.expr(&band.rate);
                }
                beyond.iter().for_each(|rate| self.expr(rate));
            }
            Rule::Curve(curve) => {
                self.met("rule: curve");
                self.expr(&curve.of);
                curve.points.iter().for_each(|(_, y)| self.expr(y));
                self.met(match curve.between {
                    Between::Linear => "between: linear",
                    Between::Step => "between: step",
                    Between::LinearToLastWhole => "between: linear to the last whole number",
                });
                if curve.below == Beyond::Refuse {
                    self.met("rule: curve below, refuse");
                }
                if curve.above == Beyond::Refuse {
                    self.met("rule: curve above, refuse");
                }
            }
            _ => {}
        }
    }

    fn cells(&mut self, kind: &str, rows: &[(String, Cell)], others: Option<&Cell>) {
        self.met(kind);
        for cell in rows.iter().map(|(_, cell)| cell).chain(others) {
            match cell {
                Cell::Formula(expr) => self.expr(expr),
                Cell::Word(_) => self.met("rule: column of words"),
                Cell::None(_) => {}
            }
        }
    }

    fn act(&mut self, act: &Act) {
        let (what, expr) = match act {
            Act::Less(expr) => ("act: less", Some(expr)),
            Act::LessShare(expr) => ("act: less share", Some(expr)),
            Act::Plus(expr) => ("act: plus", Some(expr)),
            Act::PlusShare(expr) => ("act: plus share", Some(expr)),
            Act::Times(expr) => ("act: times", Some(expr)),
            Act::DividedBy(expr) => ("act: divided by", Some(expr)),
            Act::AtMost(expr) => ("act: at most", Some(expr)),
            Act::AtLeast(expr) => ("act: at least", Some(expr)),
            Act::Rounded(..) => ("act: rounded", None),
        };
        self.met(what);
        expr.into_iter().for_each(|expr| self.expr(expr));
    }

    fn expr(&mut self, expr: &Expr) {
        let (what, parts): (&str, Vec<&Expr>) = match &expr.kind {
            ExprKind::Number(_) => ("expression: number", Vec::new()),
            ExprKind::Reference(subject, _) => (subject_met(*subject), Vec::new()),
            ExprKind::Plus(a, b) => ("expression: sum", vec![a, b]),
            ExprKind::Minus(a, b) => ("expression: difference", vec![a, b]),
            ExprKind::Times(a, b) => ("expression: product", vec![a, b]),
            ExprKind::DividedBy(a, b) => ("expression: quotient", vec![a, b]),
            ExprKind::Negative(a) => ("expression: negative", vec![a]),
            ExprKind::NotNegative(a) => ("expression: not negative", vec![a]),
            ExprKind::Function(function, arguments) => (function_met(*function), arguments.iter().collect()),
            ExprKind::Aggregate(how, over, inner) => {
                if let (ExprKind::Reference(_, of), [_]) = (&inner.kind, over.as_slice())
                    && of.len() == 2
                {
                    self.met("aggregate: over one of two");
                }
                let what = match how {
                    Aggregate::Sum => "aggregate: sum",
                    Aggregate::Largest => "aggregate: largest",
                    Aggregate::Smallest => "aggregate: smallest",
                    Aggregate::Count => "aggregate: count",
                };
                (what, vec![inner])
            }
            ExprKind::Rounded(inner, _, rule) => {
                self.met(&format!("rounding in a formula: {}", rule.words()));
                ("expression: rounded", vec![inner])
            }
        };
        self.met(what);
        parts.into_iter().for_each(|part| self.expr(part));
    }

    fn condition(&mut self, condition: &Condition) {
        match &condition.kind {
            ConditionKind::Compare(comparison, left, right) => {
                self.met(match comparison {
                    Comparison::Below => "condition: <",
                    Comparison::AtMost => "condition: <=",
                    Comparison::Equal | Comparison::Is | Comparison::IsNot => "condition: =",
                    Comparison::Above => "condition: >",
                    Comparison::AtLeast => "condition: >=",
                });
                self.expr(left);
                self.expr(right);
            }
            ConditionKind::Word(Subject::Line(_), ..) => self.met("condition: word of a column"),
            ConditionKind::Word(..) => self.met("condition: word of an input"),
            ConditionKind::Element(..) => self.met("condition: element"),
            ConditionKind::Responsible(..) => self.met("condition: responsible"),
            ConditionKind::Both(left, right) => self.two("condition: and", left, right),
            ConditionKind::Either(left, right) => self.two("condition: or", left, right),
            ConditionKind::Not(inner) => {
                self.met("condition: not");
                self.condition(inner);
            }
        }
    }

    fn two(&mut self, what: &str, left: &Condition, right: &Condition) {
        self.met(what);
        self.condition(left);
        self.condition(right);
    }

    fn posting(&mut self, posting: &Posting) {
        posting.by.iter().for_each(|_| self.met("posting: by an index"));
        match &posting.of {
            Some(of) => self.expr(of),
            None => self.met("posting: without a total"),
        }
        self.met(match posting.direction {
            Direction::PotPays => "posting: pot pays",
            Direction::PotReceives => "posting: pot receives",
        });
        self.account(&posting.pot);
        posting.shares.iter().for_each(|share| self.share(share));
    }

    fn share(&mut self, share: &Share) {
        match &share.payees {
            Payees::One(account) => self.account(account),
            Payees::Each(_) => self.met("posting: to several by weight"),
        }
        match &share.amount {
            Amount::Whole => self.met("amount: whole"),
            Amount::Exact(expr) => {
                self.met("amount: exact");
                self.expr(expr);
            }
            Amount::Rest => self.met("amount: the rest"),
        }
    }

    fn account(&mut self, account: &Account) {
        self.met(match account {
            Account::Party(_) => "account: party",
            Account::Pool(_) => "account: pool",
            Account::Outside => "account: outside",
            Account::Current(_) => "account: current",
            Account::Responsible(_) => "account: responsible",
        });
    }
}

impl fmt::Display for Coverage {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|(what, times)| writeln!(out, "{times:>9}  {what}"))
    }
}

fn subject_met(subject: Subject) -> &'static str {
    match subject {
        Subject::Input(_) => "subject: input",
        Subject::Line(_) => "subject: line",
        Subject::Opening(_) => "subject: opening",
        Subject::DaysInPeriod => "subject: days in period",
        Subject::DaysInPart => "subject: days in part",
        Subject::TermYear => "subject: term year",
        Subject::PeriodStart => "subject: period start",
        Subject::PeriodEnd => "subject: period end",
    }
}

fn function_met(function: Function) -> &'static str {
    match function {
        Function::Min => "function: min",
        Function::Max => "function: max",
        Function::Abs => "function: abs",
        Function::Clamp => "function: clamp",
        Function::Cliff => "function: cliff",
        Function::Deductible => "function: deductible",
        Function::Deadband => "function: deadband",
    }
}
