//! Whether an amount turns on a score: what is multiplied by something else that is 0 does not.

use crate::evaluate::Evaluator;
use crate::graph::{ConditionId, ConditionOp, Graph, NodeId, Op};
use crate::value::Truth;
use accordant_agreement::terms::Origin;
use accordant_money::{Exact, Number};
use alloc::vec::Vec;

/// Which operations turn on a score, by their numbers.
pub(crate) struct Scored(Vec<bool>);

impl Scored {
    /// Looks at every operation that was computed, each after those that it uses.
    pub fn new(graph: &Graph, evaluator: &Evaluator<'_, Exact>) -> Scored {
        let mut scored = Scored(Vec::with_capacity(graph.nodes.len()));
        for number in 0..u32::try_from(graph.nodes.len()).unwrap_or(u32::MAX) {
            let found = scored.turns(graph, evaluator, NodeId(number));
            scored.0.push(found);
        }
        scored
    }

    /// Whether any of these turns on a score.
    pub fn any(&self, nodes: &[NodeId]) -> bool {
        nodes.iter().any(|node| self.has(*node))
    }

    fn has(&self, node: NodeId) -> bool {
        self.0.get(node.0 as usize).copied().unwrap_or(false)
    }

    fn turns(&self, graph: &Graph, evaluator: &Evaluator<'_, Exact>, id: NodeId) -> bool {
        let (Some(node), Some(_)) = (graph.node(id), evaluator.known(id)) else { return false };
        let when = |id: ConditionId| self.condition(graph, id);
        let fails = |id: ConditionId| evaluator.truth(id) == Some(Truth::Fails);
        match &node.op {
            Op::Number(_) | Op::Fact(_) | Op::Never(_) => false,
            Op::Levels { .. } | Op::Judged(..) | Op::Mean(_) => true,
            Op::Figure(figure, body) => {
                graph.named(*figure).is_some_and(|figure| figure.origin == Origin::Score) || self.has(*body)
            }
            Op::Times(a, b) => {
                let nothing = |id: NodeId| {
                    let value = evaluator.known(id).and_then(|value| value.exact());
                    value.is_some_and(|value| value.sign().is_eq()) && !self.has(id)
                };
                !nothing(*a) && !nothing(*b) && self.any(&[*a, *b])
            }
            Op::Plus(a, b) | Op::Minus(a, b) | Op::DividedBy(a, b) => self.any(&[*a, *b]),
            Op::Cliff(a, b) | Op::Deductible(a, b) | Op::Deadband(a, b) => self.any(&[*a, *b]),
            Op::Negative(a) | Op::Absolute(a) | Op::Rounded(a, ..) => self.has(*a),
            Op::Smallest(all) | Op::Largest(all) | Op::Sum(all) | Op::Pick(_, all) => self.any(all),
            Op::Clamp(a, low, high) => self.any(&[*a, *low, *high]),
            Op::Gate(on, then, _) => when(*on) || (!fails(*on) && self.has(*then)),
            Op::Step(on, after, before) => {
                when(*on) || self.has(*before) || (!fails(*on) && self.has(*after))
            }
            Op::Choose(branches, otherwise, _) => {
                self.has(*otherwise) || branches.iter().any(|(on, branch, _)| when(*on) || self.has(*branch))
            }
            Op::Bands { of, from, bands, beyond } => {
                let edges = bands.iter().any(|(to, rate)| self.any(&[*to, *rate]));
                edges || self.has(*of) || from.iter().chain(beyond).any(|node| self.has(*node))
            }
            Op::Curve { of, points, .. } => self.has(*of) || points.iter().any(|(_, y)| self.has(*y)),
        }
    }

    fn condition(&self, graph: &Graph, id: ConditionId) -> bool {
        match graph.condition(id).map(|condition| &condition.op) {
            Some(ConditionOp::Compare(_, a, b)) => self.any(&[*a, *b]),
            Some(ConditionOp::Both(a, b) | ConditionOp::Either(a, b)) => {
                self.condition(graph, *a) || self.condition(graph, *b)
            }
            Some(ConditionOp::Not(inner)) => self.condition(graph, *inner),
            Some(ConditionOp::Word(..) | ConditionOp::Never(_) | ConditionOp::Known(_)) | None => false,
        }
    }
}
