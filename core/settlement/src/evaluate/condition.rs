//! Whether a condition holds, fails, or is not decided by the bounds (S9).

use super::{Evaluator, Stop};
use crate::graph::{ConditionId, ConditionOp, Decided, NodeId};
use crate::refusal::{Refusal, RefusalKind};
use crate::value::{Stated, Truth};
use accordant_agreement::formula::Comparison;
use accordant_money::Number;
use alloc::string::{String, ToString};

impl<N: Number> Evaluator<'_, N> {
    /// What a condition is, computed once in a round.
    pub(super) fn decide(&mut self, id: ConditionId) -> Result<Truth, Stop> {
        if let Some(truth) = self.truth(id) {
            return Ok(truth);
        }
        let truth = self.look(id)?;
        self.open += usize::from(matches!(truth, Truth::Undecided(_)));
        if let Some(place) = self.truths.get_mut(id.0 as usize) {
            *place = (self.stamp, truth);
        }
        Ok(truth)
    }

    fn look(&mut self, id: ConditionId) -> Result<Truth, Stop> {
        let graph = self.graph;
        match &graph.condition(id).ok_or(Stop::Refused)?.op {
            ConditionOp::Known(Decided::Holds) => Ok(Truth::Holds),
            ConditionOp::Known(Decided::Fails) => Ok(Truth::Fails),
            ConditionOp::Compare(comparison, a, b) => self.compare(*comparison, *a, *b),
            ConditionOp::Never(why) => Err(self.forbidden(why.clone())),
            ConditionOp::Word(slot, words, empty) => {
                let word = self.word(*slot)?;
                if empty.contains(&word) {
                    return Err(self.forbidden("the table has no value for this row".to_string()));
                }
                Ok(if words.contains(&word) { Truth::Holds } else { Truth::Fails })
            }
            ConditionOp::Not(inner) => Ok(self.decide(*inner)?.not()),
            // The second is not looked at when the first decides, just as a reader would not.
            ConditionOp::Both(a, b) => match self.decide(*a)? {
                Truth::Fails => Ok(Truth::Fails),
                first => Ok(first.and(self.decide(*b)?)),
            },
            ConditionOp::Either(a, b) => match self.decide(*a)? {
                Truth::Holds => Ok(Truth::Holds),
                first => Ok(first.not().and(self.decide(*b)?.not()).not()),
            },
        }
    }

    fn forbidden(&mut self, what: String) -> Stop {
        self.refusals.push(Refusal { kind: RefusalKind::Rule, what, place: None, help: None });
        Stop::Refused
    }

    fn compare(&mut self, comparison: Comparison, a: NodeId, b: NodeId) -> Result<Truth, Stop> {
        self.all(&[a, b])?;
        let truth = self.at(a)?.compare(self.at(b)?, |order| comparison.holds(order));
        self.number(a, truth)
    }
}

impl Truth {
    fn not(self) -> Truth {
        match self {
            Truth::Holds => Truth::Fails,
            Truth::Fails => Truth::Holds,
            Truth::Undecided(stated) => Truth::Undecided(stated.map(|stated| match stated {
                Stated::Holds => Stated::Fails,
                Stated::Fails => Stated::Holds,
            })),
        }
    }

    fn and(self, other: Truth) -> Truth {
        match (self, other) {
            (Truth::Fails, _) | (_, Truth::Fails) => Truth::Fails,
            (Truth::Holds, truth) | (truth, Truth::Holds) => truth,
            (Truth::Undecided(a), Truth::Undecided(b)) => Truth::Undecided(match (a, b) {
                (Some(Stated::Fails), _) | (_, Some(Stated::Fails)) => Some(Stated::Fails),
                (Some(Stated::Holds), Some(Stated::Holds)) => Some(Stated::Holds),
                _ => None,
            }),
        }
    }
}
