//! What each rule of a line comes to (M11 to M16, M21).

use crate::evaluate::{Elements, Evaluator, element};
use crate::outcomes::branch;
use crate::range::{Range, Truth};
use crate::rounding::number;
use crate::{Refusal, Value, both, every};
use accordant_agreement::terms::{
    Act, At, Branch, Cell, Expr, InputId, LineId, MissingMeasure, Otherwise, Rule, Step, Weighted,
};
use accordant_money::Exact;

/// What is told of a mean of which nothing is left.
const EVERYTHING_LEFT_OUT: &str = "every measure of this score is left out";

impl Evaluator<'_> {
    /// What a rule comes to.
    pub fn rule(&mut self, rule: &Rule, at: &Elements) -> Result<Value, Refusal> {
        let range = match rule {
            Rule::PickByWord(input, rows, others) => {
                let Value::Word(word) = self.input(*input, &[])? else {
                    return Err(Refusal::forbids("which row is meant is not published"));
                };
                return self.cell(rows, others.as_ref(), &word, at);
            }
            Rule::PickByElement(index, rows, others) => {
                return self.cell(rows, others.as_ref(), &element(&At::Index(*index), at), at);
            }
            Rule::Formula(expr) => self.number(expr, at)?,
            Rule::Gate { when, then, .. } => {
                let truth = self.holds(when, at)?;
                self.met(branch(truth, "gate: holds", "gate: fails", "gate: undecided"));
                let nothing = &mut |_: &mut Self| Ok(Range::whole(0));
                self.chosen(truth, &mut |this| this.quantity(then, at), nothing)?
            }
            Rule::Choose(branches, otherwise) => self.choose(branches, otherwise, at)?,
            Rule::Steps(first, steps) => {
                let mut so_far = self.number(first, at);
                for step in steps {
                    so_far = self.step(step, so_far, at);
                }
                so_far?
            }
            Rule::Bands(of, bands, beyond) => self.bands(of, bands, beyond.as_ref(), at)?,
            Rule::Curve(curve) => self.curve(curve, at)?,
            Rule::Levels(value, ladder) => match self.line(*value, &[])? {
                Value::Number(value) => self.score(&value, ladder)?,
                Value::Word(_) => return Err(Refusal::forbids("a word has no level")),
            },
            Rule::Judged(input, points) => self.judged(*input, points)?,
            Rule::Mean(parts) => self.mean(parts)?,
        };
        Ok(Value::Number(range))
    }

    fn quantity(&mut self, rule: &Rule, at: &Elements) -> Result<Range, Refusal> {
        match self.rule(rule, at)? {
            Value::Number(range) => Ok(range),
            Value::Word(_) => Err(Refusal::forbids("a word stands where a quantity is needed")),
        }
    }

    /// The first branch whose condition holds (M12).
    fn choose(&mut self, branches: &[Branch], last: &Otherwise, at: &Elements) -> Result<Range, Refusal> {
        let Some((first, rest)) = branches.split_first() else {
            self.met("choose: otherwise");
            return self.number(&last.is, at);
        };
        let truth = self.holds(&first.when, at)?;
        let then = &mut |this: &mut Self| {
            this.met("choose: a branch");
            this.number(&first.is, at)
        };
        self.chosen(truth, then, &mut |this| this.choose(rest, last, at))
    }

    /// What one more step makes of the result so far (M14); what the step lacks is told with what that lacks (S5).
    fn step(&mut self, step: &Step, so_far: Result<Range, Refusal>, at: &Elements) -> Result<Range, Refusal> {
        let truth = step.when.as_ref().map_or(Ok(None), |when| self.holds(when, at).map(Some));
        let so_far = match (so_far, &truth) {
            (Err(refusal), Ok(None | Some(Truth { certain: Some(true), .. }))) => {
                let operand = operand(&step.act).map_or(Ok(Range::whole(0)), |expr| self.number(expr, at));
                both::<Range, Range>(Err(refusal), operand).map(|(so_far, _)| so_far)
            }
            (so_far, _) => so_far,
        };
        let (so_far, truth) = both(so_far, truth)?;
        let Some(truth) = truth else { return self.act(&step.act, &so_far, at) };
        self.met(branch(truth, "step: done", "step: passed over", "step: undecided"));
        let passed_over = &mut |_: &mut Self| Ok(so_far.clone());
        self.chosen(truth, &mut |this| this.act(&step.act, &so_far, at), passed_over)
    }

    fn act(&mut self, act: &Act, so_far: &Range, at: &Elements) -> Result<Range, Refusal> {
        let one = Range::whole(1);
        match act {
            Act::Less(expr) => so_far.minus(&self.number(expr, at)?),
            Act::LessShare(expr) => so_far.times(&one.minus(&self.number(expr, at)?)?),
            Act::Plus(expr) => so_far.plus(&self.number(expr, at)?),
            Act::PlusShare(expr) => so_far.times(&one.plus(&self.number(expr, at)?)?),
            Act::Times(expr) => so_far.times(&self.number(expr, at)?),
            Act::DividedBy(expr) => {
                let divisor = self.number(expr, at)?;
                self.divided(so_far, &divisor)
            }
            Act::AtMost(expr) => Ok(so_far.min(&self.number(expr, at)?)),
            Act::AtLeast(expr) => Ok(so_far.max(&self.number(expr, at)?)),
            Act::Rounded(unit, rule) => self.rounded(so_far, &number(unit), *rule),
        }
    }

    /// The cell of a row, or that of `others`; `none` is refused (M16).
    fn cell(
        &mut self,
        rows: &[(String, Cell)],
        others: Option<&Cell>,
        row: &str,
        at: &Elements,
    ) -> Result<Value, Refusal> {
        let own = rows.iter().find(|(name, _)| name == row).map(|(_, cell)| cell);
        match (own, own.or(others)) {
            (_, Some(Cell::None(_))) => self.met("cell: none, refused"),
            (None, Some(_)) => self.met("cell: others"),
            _ => self.met("cell: row"),
        }
        match own.or(others) {
            Some(Cell::Formula(expr)) => self.number(expr, at).map(Value::Number),
            Some(Cell::Word(word)) => Ok(Value::Word(word.clone())),
            Some(Cell::None(_)) => {
                Err(Refusal::forbids(format!("the cell of `{row}` must not be asked for")))
            }
            None => Err(Refusal::forbids(format!("the table has no row for `{row}`"))),
        }
    }

    /// The points of the level that was agreed or the milestone that was met (M21).
    fn judged(&mut self, input: InputId, points: &[(String, Exact)]) -> Result<Range, Refusal> {
        self.met("level: judged");
        let Value::Word(level) = self.input(input, &[])? else {
            return Err(Refusal::forbids("which level was agreed is not published"));
        };
        let found = points.iter().find(|(name, _)| *name == level);
        found
            .map(|(_, points)| Range::exact(number(points)))
            .ok_or_else(|| Refusal::forbids(format!("there is no level `{level}`")))
    }

    /// A weighted mean divides by the sum of the weights that count (M21).
    fn mean(&mut self, parts: &[Weighted]) -> Result<Range, Refusal> {
        let mut scored = Vec::new();
        for part in parts {
            let score = self.scored(part.score, part.missing);
            scored.push(score.map(|score| score.map(|score| (score, Range::exact(number(&part.weight))))));
        }
        let counted: Vec<(Range, Range)> = every(scored)?.into_iter().flatten().collect();
        if counted.is_empty() {
            self.met("mean: everything left out");
            return Err(Refusal::forbids(EVERYTHING_LEFT_OUT));
        }
        let (mut sum, mut weights) = (Range::whole(0), Range::whole(0));
        for (score, weight) in counted {
            sum = sum.plus(&score.times(&weight)?)?;
            weights = weights.plus(&weight)?;
        }
        sum.divided_by(&weights)
    }

    /// The score of one part, or what becomes of it without its facts: nothing if it is left out.
    fn scored(&mut self, id: LineId, missing: MissingMeasure) -> Result<Option<Range>, Refusal> {
        match (self.line(id, &[]), missing) {
            (Ok(Value::Number(score)), _) => Ok(Some(score)),
            (Ok(Value::Word(_)), _) => Err(Refusal::forbids("a score is a word")),
            (Err(refusal), MissingMeasure::Refuse) => Err(refusal),
            // An area all of whose measures are left out is left out itself.
            (Err(refusal), _) if refusal.forbidden.iter().any(|what| what != EVERYTHING_LEFT_OUT) => {
                Err(refusal)
            }
            (Err(_), MissingMeasure::LeaveOut) => {
                self.met("mean: left out");
                Ok(None)
            }
            (Err(_), MissingMeasure::ZeroPoints) => {
                self.met("mean: zero points");
                Ok(Some(Range::whole(0)))
            }
        }
    }
}

/// What a step acts with.
fn operand(act: &Act) -> Option<&Expr> {
    match act {
        Act::Less(expr)
        | Act::LessShare(expr)
        | Act::Plus(expr)
        | Act::PlusShare(expr)
        | Act::Times(expr)
        | Act::DividedBy(expr)
        | Act::AtMost(expr)
        | Act::AtLeast(expr) => Some(expr),
        Act::Rounded(..) => None,
    }
}
