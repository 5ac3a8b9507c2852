//! Rules of lines: gates, choices, steps, tables, measures.

use super::{Bound, Compiler};
use crate::graph::{NodeId, Op};
use accordant_agreement::terms::{
    Act, Band, Branch, Cell, Curve, Expr, InputId, Ladder, Line, Otherwise, Rule, Step, Weighted,
};
use accordant_agreement::unit::Unit;
use accordant_money::Exact;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

impl Compiler<'_> {
    /// The operation that a rule is.
    pub(super) fn rule(&mut self, rule: &Rule, line: &Line, bound: &Bound) -> NodeId {
        let op = match rule {
            Rule::Formula(expr) => return self.expr(expr, bound),
            Rule::Gate { when, otherwise, then, .. } => {
                let when = self.condition(when, bound);
                Op::Gate(when, self.rule(then, line, bound), otherwise.clone())
            }
            Rule::Choose(branches, otherwise) => self.choose(branches, otherwise, bound),
            Rule::Steps(start, steps) => return self.steps(start, steps, bound),
            Rule::PickByWord(input, cells, others) => self.pick(*input, cells, others.as_ref(), line, bound),
            Rule::PickByElement(_, cells, others) => {
                return self.cell_of_element(cells, others.as_ref(), line, bound);
            }
            Rule::Bands(of, bands, beyond) => self.bands(of, bands, beyond.as_ref(), bound),
            Rule::Curve(curve) => self.curve(curve, bound),
            Rule::Levels(value, ladder) => {
                let of = self.line(*value, &[]);
                self.levels(of, ladder)
            }
            Rule::Judged(input, points) => {
                let points = points.iter().map(|(_, points)| self.constant(points)).collect();
                Op::Judged(self.input_slot(*input, Vec::new()), points)
            }
            Rule::Mean(parts) => self.mean(parts),
        };
        self.push(op, &line.place, line.words.clone(), line.unit.clone())
    }

    /// One cell for each word of the choice.
    fn pick(
        &mut self,
        input: InputId,
        cells: &[(String, Cell)],
        others: Option<&Cell>,
        line: &Line,
        bound: &Bound,
    ) -> Op {
        let mut nodes = Vec::new();
        for word in self.choices(input) {
            let cell = cells.iter().find(|(row, _)| *row == word).map(|(_, cell)| cell).or(others);
            let node = match cell {
                Some(cell) => self.cell(cell, line, &word, bound),
                None => self.never("a row that the table lacks"),
            };
            nodes.push(node);
        }
        Op::Pick(self.input_slot(input, Vec::new()), nodes)
    }

    fn choose(&mut self, branches: &[Branch], otherwise: &Otherwise, bound: &Bound) -> Op {
        let branches = branches
            .iter()
            .map(|branch| {
                let when = self.condition(&branch.when, bound);
                (when, self.expr(&branch.is, bound), branch.says.clone())
            })
            .collect();
        Op::Choose(branches, self.expr(&otherwise.is, bound), otherwise.says.clone())
    }

    /// Each step is an operation on the one before; a step with a condition leaves it as it was.
    fn steps(&mut self, start: &Expr, steps: &[Step], bound: &Bound) -> NodeId {
        let mut so_far = self.expr(start, bound);
        let mut unit = start.unit.clone();
        for step in steps {
            let after = self.step(step, so_far, &mut unit, bound);
            so_far = match &step.when {
                None => after,
                Some(when) => {
                    let when = self.condition(when, bound);
                    self.push(Op::Step(when, after, so_far), &start.place, step.words.clone(), unit.clone())
                }
            };
        }
        so_far
    }

    fn step(&mut self, step: &Step, so_far: NodeId, unit: &mut Option<Unit>, bound: &Bound) -> NodeId {
        let (op, place) = match &step.act {
            Act::Less(by) => (Op::Minus(so_far, self.expr(by, bound)), &by.place),
            Act::Plus(by) => (Op::Plus(so_far, self.expr(by, bound)), &by.place),
            Act::LessShare(share) => (Op::Times(so_far, self.one_and(share, Op::Minus, bound)), &share.place),
            Act::PlusShare(share) => (Op::Times(so_far, self.one_and(share, Op::Plus, bound)), &share.place),
            Act::Times(by) => {
                *unit = unit.as_ref().zip(by.unit.as_ref()).map(|(a, b)| a.times(b));
                (Op::Times(so_far, self.expr(by, bound)), &by.place)
            }
            Act::DividedBy(by) => {
                *unit = unit.as_ref().zip(by.unit.as_ref()).map(|(a, b)| a.divided_by(b));
                (Op::DividedBy(so_far, self.expr(by, bound)), &by.place)
            }
            Act::AtMost(by) => (Op::Smallest(alloc::vec![so_far, self.expr(by, bound)]), &by.place),
            Act::AtLeast(by) => (Op::Largest(alloc::vec![so_far, self.expr(by, bound)]), &by.place),
            Act::Rounded(to, rule) => {
                let to = self.constant(to);
                let place = self.graph.node(so_far).map(|node| node.place.clone());
                let place = place.unwrap_or_else(|| {
                    self.terms.lines.first().map(|line| line.place.clone()).unwrap_or_else(no_place)
                });
                return self.push(Op::Rounded(so_far, to, *rule), &place, step.words.clone(), unit.clone());
            }
        };
        self.push(op, place, step.words.clone(), unit.clone())
    }

    /// One less a share, or one and a share.
    fn one_and(&mut self, share: &Expr, how: fn(NodeId, NodeId) -> Op, bound: &Bound) -> NodeId {
        let one = self.number(&Exact::from_i128(1), &share.place, "all of it", Some(Unit::ratio()));
        let part = self.expr(share, bound);
        let op = how(one, part);
        let sign = if matches!(op, Op::Minus(..)) { "less" } else { "and" };
        self.push(op, &share.place, format!("all of it {sign} {}", share.words), Some(Unit::ratio()))
    }

    fn cell(&mut self, cell: &Cell, line: &Line, row: &str, bound: &Bound) -> NodeId {
        match cell {
            Cell::Formula(expr) => self.expr(expr, bound),
            Cell::Word(word) => {
                self.push(Op::Never(format!("`{word}` is a word")), &line.place, word.clone(), None)
            }
            Cell::None(place) => {
                let why = format!("`{}` has no value for `{row}`", line.name);
                self.push(Op::Never(why), place, "none".to_string(), line.unit.clone())
            }
        }
    }

    fn cell_of_element(
        &mut self,
        cells: &[(String, Cell)],
        others: Option<&Cell>,
        line: &Line,
        bound: &Bound,
    ) -> NodeId {
        let here: String = bound.last().map(|(_, element)| element.clone()).unwrap_or_default();
        let cell = cells.iter().find(|(row, _)| *row == here).map(|(_, cell)| cell).or(others);
        match cell {
            Some(cell) => self.cell(cell, line, &here, bound),
            None => self.never("a row that the table lacks"),
        }
    }

    fn bands(&mut self, of: &Expr, bands: &[Band], beyond: Option<&Expr>, bound: &Bound) -> Op {
        let of = self.expr(of, bound);
        let from = bands.first().and_then(|band| band.from.as_ref()).map(|from| self.expr(from, bound));
        let bands = bands
            .iter()
            .map(|band| {
                let to = self.expr(&band.to, bound);
                (to, self.expr(&band.rate, bound))
            })
            .collect();
        let beyond = beyond.map(|rate| self.expr(rate, bound));
        Op::Bands { of, from, bands, beyond }
    }

    fn curve(&mut self, curve: &Curve, bound: &Bound) -> Op {
        let of = self.expr(&curve.of, bound);
        let points = curve
            .points
            .iter()
            .map(|(x, y)| {
                let x = self.constant(x);
                (x, self.expr(y, bound))
            })
            .collect();
        Op::Curve { of, points, between: curve.between, below: curve.below, above: curve.above }
    }

    fn levels(&mut self, of: NodeId, ladder: &Ladder) -> Op {
        let levels = ladder
            .levels
            .iter()
            .map(|level| (self.constant(&level.at), self.constant(&level.points)))
            .collect();
        Op::Levels { of, levels, between: ladder.between, better: ladder.better }
    }

    fn mean(&mut self, parts: &[Weighted]) -> Op {
        let parts = parts
            .iter()
            .map(|part| {
                let weight = self.constant(&part.weight);
                (weight, self.line(part.score, &[]), part.missing)
            })
            .collect();
        Op::Mean(parts)
    }
}

fn no_place() -> accordant_agreement::problem::Place {
    let file = accordant_agreement::problem::FileName::new("alliance.yaml");
    accordant_agreement::problem::Place { file, line: 1, column: 1, length: 0 }
}
