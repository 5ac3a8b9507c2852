//! What a computation looked at: only the branches that were taken.

use crate::evaluate::Evaluator;
use crate::graph::{ConditionId, ConditionOp, FigureId, Graph, NodeId, Op, SlotId};
use crate::value::Truth;
use accordant_money::Number;
use alloc::vec::Vec;

/// What was looked at, each once, in the order of the computation.
#[derive(Debug, Clone, Default)]
pub struct Looked {
    /// Named figures.
    pub figures: Vec<FigureId>,
    /// Facts.
    pub slots: Vec<SlotId>,
    /// Conditions.
    pub conditions: Vec<ConditionId>,
    /// Values between.
    pub workings: Vec<NodeId>,
}

impl Looked {
    /// Forgets everything, and keeps the room for more.
    pub fn clear(&mut self) {
        self.figures.clear();
        self.slots.clear();
        self.conditions.clear();
        self.workings.clear();
    }
}

/// What the computation of these operations looked at, as far as the next named figures.
pub fn looked_at<N: Number>(graph: &Graph, evaluator: &Evaluator<'_, N>, nodes: &[NodeId]) -> Looked {
    let mut looked = Looked::default();
    look_at(graph, evaluator, nodes, &mut looked);
    looked
}

/// Adds what the computation of these operations looked at to what was looked at before.
pub(super) fn look_at<N: Number>(
    graph: &Graph,
    evaluator: &Evaluator<'_, N>,
    nodes: &[NodeId],
    looked: &mut Looked,
) {
    let mut walk = Walk { graph, evaluator, looked };
    for node in nodes {
        walk.node(*node, Depth::Top);
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Depth {
    Top,
    Within,
}

struct Walk<'w, 'g, N> {
    graph: &'g Graph,
    evaluator: &'w Evaluator<'g, N>,
    looked: &'w mut Looked,
}

impl<N: Number> Walk<'_, '_, N> {
    fn node(&mut self, id: NodeId, depth: Depth) {
        // What is among the workings has been walked: without this, steps that are undecided double the walk each.
        if self.looked.workings.contains(&id) || self.evaluator.known(id).is_none() {
            return;
        }
        let graph = self.graph;
        let Some(node) = graph.node(id) else { return };
        match &node.op {
            Op::Figure(figure, _) => return add(&mut self.looked.figures, *figure),
            Op::Fact(slot) => return add(&mut self.looked.slots, *slot),
            Op::Number(_) | Op::Never(_) => return,
            Op::Plus(a, b) | Op::Minus(a, b) | Op::Times(a, b) | Op::DividedBy(a, b) => self.all(&[*a, *b]),
            Op::Cliff(a, b) | Op::Deductible(a, b) | Op::Deadband(a, b) => self.all(&[*a, *b]),
            Op::Negative(a) | Op::Absolute(a) | Op::Rounded(a, ..) => self.all(&[*a]),
            Op::Smallest(all) | Op::Largest(all) | Op::Sum(all) => self.all(all),
            Op::Clamp(a, low, high) => self.all(&[*a, *low, *high]),
            Op::Gate(when, then, _) => {
                self.condition(*when);
                if self.evaluator.truth(*when) != Some(Truth::Fails) {
                    self.node(*then, Depth::Within);
                }
            }
            Op::Choose(branches, otherwise, _) => self.choose(branches, *otherwise),
            Op::Step(when, after, before) => {
                self.condition(*when);
                self.node(*before, Depth::Within);
                if self.evaluator.truth(*when) != Some(Truth::Fails) {
                    self.node(*after, Depth::Within);
                }
            }
            Op::Pick(slot, cells) => {
                add(&mut self.looked.slots, *slot);
                if let Some(cell) = self.picked(*slot, cells) {
                    self.node(cell, Depth::Within);
                }
            }
            Op::Bands { of, from, bands, beyond } => {
                self.all(&[*of]);
                from.iter().chain(beyond).for_each(|node| self.node(*node, Depth::Within));
                bands.iter().for_each(|(to, rate)| self.all(&[*to, *rate]));
            }
            Op::Curve { of, points, .. } => {
                self.all(&[*of]);
                points.iter().for_each(|(_, y)| self.node(*y, Depth::Within));
            }
            Op::Levels { of, .. } => self.all(&[*of]),
            Op::Judged(slot, _) => add(&mut self.looked.slots, *slot),
            Op::Mean(parts) => parts.iter().for_each(|(_, score, _)| self.node(*score, Depth::Within)),
        }
        if depth == Depth::Within && !node.words.is_empty() {
            add(&mut self.looked.workings, id);
        }
    }

    fn all(&mut self, nodes: &[NodeId]) {
        for node in nodes {
            self.node(*node, Depth::Within);
        }
    }

    fn choose(
        &mut self,
        branches: &[(ConditionId, NodeId, Option<alloc::string::String>)],
        otherwise: NodeId,
    ) {
        for (when, branch, _) in branches {
            self.condition(*when);
            match self.evaluator.truth(*when) {
                Some(Truth::Holds) => return self.node(*branch, Depth::Within),
                Some(Truth::Undecided(_)) => self.node(*branch, Depth::Within),
                Some(Truth::Fails) | None => {}
            }
        }
        self.node(otherwise, Depth::Within);
    }

    fn picked(&self, slot: SlotId, cells: &[NodeId]) -> Option<NodeId> {
        match self.evaluator.slot(slot)? {
            crate::evaluate::SlotValue::Word(word) => cells.get(usize::from(*word)).copied(),
            _ => None,
        }
    }

    fn condition(&mut self, id: ConditionId) {
        if self.evaluator.truth(id).is_none() || self.looked.conditions.contains(&id) {
            return;
        }
        let graph = self.graph;
        let Some(condition) = graph.condition(id) else { return };
        match &condition.op {
            ConditionOp::Compare(_, a, b) => {
                self.node(*a, Depth::Within);
                self.node(*b, Depth::Within);
            }
            ConditionOp::Word(slot, ..) => add(&mut self.looked.slots, *slot),
            ConditionOp::Known(_) | ConditionOp::Never(_) => {}
            ConditionOp::Both(a, b) | ConditionOp::Either(a, b) => {
                self.condition(*a);
                self.condition(*b);
                return;
            }
            ConditionOp::Not(inner) => return self.condition(*inner),
        }
        self.looked.conditions.push(id);
    }
}

fn add<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) {
        list.push(item);
    }
}
