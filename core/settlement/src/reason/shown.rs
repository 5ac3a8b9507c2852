//! What whoever writes reasons down may ask of a graph and an evaluator: names, words and values, nothing of the rules.

use super::walk::{Looked, look_at};
use crate::evaluate::{Evaluator, SlotValue};
use crate::graph::{ConditionId, Figure, FigureId, Graph, NodeId, Op, Slot, SlotId};
use crate::value::{Truth, Value};
use accordant_agreement::unit::Unit;
use accordant_money::Number;

macro_rules! numbered {
    ($($id:ident)*) => { $(
        impl $id {
            /// Its number, from 0.
            pub const fn number(self) -> usize {
                self.0 as usize
            }
        }
    )* };
}

numbered!(FigureId SlotId NodeId ConditionId);

impl Graph {
    /// Every figure, each after those that it uses.
    pub fn figure_ids(&self) -> impl Iterator<Item = FigureId> + use<> {
        (0..u32::try_from(self.figures.len()).unwrap_or(u32::MAX)).map(FigureId)
    }

    /// Every fact that may be asked for, in the order of [`Graph::slots`].
    pub fn slot_ids(&self) -> impl Iterator<Item = SlotId> + use<> {
        (0..u32::try_from(self.slots.len()).unwrap_or(u32::MAX)).map(SlotId)
    }

    /// The figure of that number.
    pub fn figure_of(&self, id: FigureId) -> Option<&Figure> {
        self.named(id)
    }

    /// The fact of that number.
    pub fn slot_of(&self, id: SlotId) -> Option<&Slot> {
        self.slot(id)
    }

    /// How many operations there are.
    pub fn node_count(&self) -> usize {
        self.nodes.len()
    }

    /// How many conditions there are.
    pub fn condition_count(&self) -> usize {
        self.conditions.len()
    }

    /// An operation in words, by its number, with its unit.
    pub fn working_words(&self, number: usize) -> Option<(&str, Option<&Unit>)> {
        self.nodes.get(number).map(|node| (node.words.as_str(), node.unit.as_ref()))
    }

    /// A condition in words, by its number.
    pub fn condition_words(&self, number: usize) -> Option<&str> {
        self.conditions.get(number).map(|condition| condition.words.as_str())
    }
}

impl<N: Number> Evaluator<'_, N> {
    /// The value of a figure that has been computed in this round.
    pub fn known_figure(&self, id: FigureId) -> Option<&Value<N>> {
        self.known(self.graph().named(id)?.node)
    }

    /// A value between that has been computed in this round.
    pub fn known_working(&self, id: NodeId) -> Option<&Value<N>> {
        self.known(id)
    }

    /// What a condition turned out to be, if it was looked at in this round.
    pub fn known_truth(&self, id: ConditionId) -> Option<Truth> {
        self.truth(id)
    }

    /// What was given for a fact.
    pub fn given(&self, id: SlotId) -> Option<&SlotValue<N>> {
        self.slot(id)
    }

    /// What the computation of a figure looked at, in place of what `looked` held.
    pub fn look_into(&self, id: FigureId, looked: &mut Looked) {
        looked.clear();
        let graph = self.graph();
        let Some(node) = graph.named(id).and_then(|figure| graph.node(figure.node)) else { return };
        if let Op::Figure(_, body) = node.op {
            look_at(graph, self, &[body], looked);
        }
    }
}
