//! What a computation looked at: only the branches that were taken.

use crate::computed::Computed;
use crate::graph::{ConditionId, ConditionOp, FigureId, Graph, NodeId, Op, SlotId};
use crate::value::Truth;
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
pub fn looked_at(graph: &Graph, computed: &impl Computed, nodes: &[NodeId]) -> Looked {
    let mut looked = Looked::default();
    look_at(graph, computed, nodes, &mut looked);
    looked
}

/// Adds what the computation of these operations looked at to what was looked at before.
pub(crate) fn look_at(graph: &Graph, computed: &impl Computed, nodes: &[NodeId], looked: &mut Looked) {
    let mut walk = Walk { graph, computed, looked };
    for node in nodes {
        walk.node(*node, Depth::Top);
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Depth {
    Top,
    Within,
}

struct Walk<'w, V> {
    graph: &'w Graph,
    computed: &'w V,
    looked: &'w mut Looked,
}

impl<V: Computed> Walk<'_, V> {
    fn node(&mut self, id: NodeId, depth: Depth) {
        // What is among the workings has been walked: without this, steps that are undecided double the walk each.
        if self.looked.workings.contains(&id) || !self.computed.is_known(id) {
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
                if self.computed.truth(*when) != Some(Truth::Fails) {
                    self.node(*then, Depth::Within);
                }
            }
            Op::Choose(branches, otherwise, _) => self.choose(branches, *otherwise),
            Op::Step(when, after, before) => {
                self.condition(*when);
                self.node(*before, Depth::Within);
                if self.computed.truth(*when) != Some(Truth::Fails) {
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
            match self.computed.truth(*when) {
                Some(Truth::Holds) => return self.node(*branch, Depth::Within),
                Some(Truth::Undecided(_)) => self.node(*branch, Depth::Within),
                Some(Truth::Fails) | None => {}
            }
        }
        self.node(otherwise, Depth::Within);
    }

    fn picked(&self, slot: SlotId, cells: &[NodeId]) -> Option<NodeId> {
        cells.get(usize::from(self.computed.word(slot)?)).copied()
    }

    fn condition(&mut self, id: ConditionId) {
        if self.computed.truth(id).is_none() || self.looked.conditions.contains(&id) {
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
