//! Quantities.

use super::{Bound, Compiler, meant};
use crate::graph::{NodeId, Op, SlotId};
use accordant_agreement::formula::{Aggregate, Function};
use accordant_agreement::terms::{At, Expr, ExprKind, IndexId, Subject};
use accordant_money::Exact;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use jiff::civil::Date;

impl Compiler<'_> {
    /// The operation that a quantity is, at the elements of the surroundings.
    pub(super) fn expr(&mut self, expr: &Expr, bound: &Bound) -> NodeId {
        let op = match &expr.kind {
            ExprKind::Number(value) => {
                return self.number(value, &expr.place, &expr.words, expr.unit.clone());
            }
            ExprKind::Reference(subject, at) => return self.reference(expr, *subject, at, bound),
            ExprKind::Plus(a, b) => {
                let (a, b) = (self.expr(a, bound), self.expr(b, bound));
                Op::Plus(a, b)
            }
            ExprKind::Minus(a, b) => {
                let (a, b) = (self.expr(a, bound), self.expr(b, bound));
                Op::Minus(a, b)
            }
            ExprKind::Times(a, b) => {
                let (a, b) = (self.expr(a, bound), self.expr(b, bound));
                Op::Times(a, b)
            }
            ExprKind::DividedBy(a, b) => {
                let (a, b) = (self.expr(a, bound), self.expr(b, bound));
                Op::DividedBy(a, b)
            }
            ExprKind::Negative(a) => Op::Negative(self.expr(a, bound)),
            ExprKind::NotNegative(a) => {
                // Held between nothing and itself: that changes nothing, and what is below zero cannot be held so.
                let a = self.expr(a, bound);
                let zero = self.number(&Exact::zero(), &expr.place, "0", expr.unit.clone());
                return self.push(Op::Clamp(a, zero, a), &expr.place, String::new(), expr.unit.clone());
            }
            ExprKind::Function(function, arguments) => self.function(*function, arguments, bound),
            ExprKind::Aggregate(how, over, of) => self.aggregate(*how, over, of, bound),
            ExprKind::Rounded(of, to, rule) => {
                let of = self.expr(of, bound);
                let to = self.constant(to);
                Op::Rounded(of, to, *rule)
            }
        };
        self.push(op, &expr.place, expr.words.clone(), expr.unit.clone())
    }

    fn reference(&mut self, expr: &Expr, subject: Subject, at: &[At], bound: &Bound) -> NodeId {
        let elements = meant(at, bound);
        let day = |date: Date| Exact::from_i128(i128::from(days_since_epoch(date)));
        let value = match subject {
            Subject::Line(id) => return self.line(id, &elements),
            Subject::Input(id) => {
                let slot = self.input_slot(id, elements.clone());
                let words = name_words(&expr.words, &elements);
                return self.fact(slot, expr, words);
            }
            Subject::Opening(pool) => {
                let slot = self.opening_slot(pool);
                return self.fact(slot, expr, expr.words.clone());
            }
            Subject::DaysInPeriod => Exact::from_i128(self.setting.period.count()),
            Subject::DaysInPart => Exact::from_i128(self.setting.part.count()),
            Subject::TermYear => Exact::from_i128(i128::from(self.setting.term_year)),
            Subject::PeriodStart => day(self.setting.part.from()),
            Subject::PeriodEnd => day(self.setting.part.to()),
        };
        self.number(&value, &expr.place, &expr.words, expr.unit.clone())
    }

    /// A fact is one operation, however often it is used.
    fn fact(&mut self, slot: SlotId, expr: &Expr, words: String) -> NodeId {
        if let Some(node) = self.facts.get(&slot) {
            return *node;
        }
        let node = self.push(Op::Fact(slot), &expr.place, words, expr.unit.clone());
        self.facts.insert(slot, node);
        node
    }

    fn function(&mut self, function: Function, arguments: &[Expr], bound: &Bound) -> Op {
        let nodes: Vec<NodeId> = arguments.iter().map(|argument| self.expr(argument, bound)).collect();
        match (function, nodes.as_slice()) {
            (Function::Max, _) => Op::Largest(nodes),
            (Function::Abs, [a]) => Op::Absolute(*a),
            (Function::Clamp, [a, low, high]) => Op::Clamp(*a, *low, *high),
            (Function::Cliff, [a, threshold]) => Op::Cliff(*a, *threshold),
            (Function::Deductible, [a, threshold]) => Op::Deductible(*a, *threshold),
            (Function::Deadband, [a, threshold]) => Op::Deadband(*a, *threshold),
            _ => Op::Smallest(nodes),
        }
    }

    /// An aggregate over nothing is 0 for a sum or count, and cannot be told for the others.
    fn aggregate(&mut self, how: Aggregate, over: &[IndexId], of: &Expr, bound: &Bound) -> Op {
        let combinations = self.combinations(over);
        if how == Aggregate::Count {
            let many = Exact::from_i128(i128::try_from(combinations.len()).unwrap_or(i128::MAX));
            return Op::Number(self.constant(&many));
        }
        let mut nodes = Vec::new();
        for elements in combinations {
            let mut inner = bound.clone();
            inner.extend(over.iter().copied().zip(elements));
            nodes.push(self.expr(of, &inner));
        }
        match how {
            Aggregate::Sum | Aggregate::Count => Op::Sum(nodes),
            _ if nodes.is_empty() => Op::Never(format!("there is no {} of nothing", how.name())),
            Aggregate::Largest => Op::Largest(nodes),
            Aggregate::Smallest => Op::Smallest(nodes),
        }
    }
}

/// Days since 1970-01-01.
pub(crate) fn days_since_epoch(date: Date) -> i32 {
    date.since(jiff::civil::date(1970, 1, 1)).map_or(0, |span| span.get_days())
}

/// A name indexed by the surroundings reads with the element that it is at.
fn name_words(words: &str, elements: &[String]) -> String {
    if elements.is_empty() || words.ends_with(']') {
        words.into()
    } else {
        format!("{words} [{}]", elements.join(", "))
    }
}
