//! What a reason may ask of whoever computed: the evaluator of one period, or the reader of many rows.

use crate::evaluate::{Evaluator, SlotValue};
use crate::graph::{ConditionId, FigureId, Graph, NodeId, Op, SlotId};
use crate::reason::{Looked, look_at};
use crate::value::{Truth, Value};
use accordant_money::Number;
use alloc::borrow::Cow;

/// Values, facts and decided conditions of one round of computing.
///
/// Only what was computed in this round is known, so a reason tells what was looked at and nothing else.
pub trait Computed {
    /// How its numbers are held.
    type Number: Number;

    /// The graph that was computed.
    fn graph(&self) -> &Graph;

    /// The value of an operation, if it was computed.
    fn known(&self, id: NodeId) -> Option<Cow<'_, Value<Self::Number>>>;

    /// What a condition turned out to be, if it was looked at.
    fn truth(&self, id: ConditionId) -> Option<Truth>;

    /// What was given for a fact.
    fn given(&self, id: SlotId) -> Option<Cow<'_, SlotValue<Self::Number>>>;

    /// Whether an operation was computed.
    fn is_known(&self, id: NodeId) -> bool {
        self.known(id).is_some()
    }

    /// Whether the value of an operation is exactly zero.
    fn is_zero(&self, id: NodeId) -> bool {
        self.known(id).is_some_and(|value| value.exact().is_some_and(|value| value.sign().is_eq()))
    }

    /// The word that was given for a fact, by its number in the choice.
    fn word(&self, id: SlotId) -> Option<u16> {
        match self.given(id)?.as_ref() {
            SlotValue::Word(word) => Some(*word),
            SlotValue::Number(_) | SlotValue::Absent => None,
        }
    }

    /// The value of a figure, if it was computed.
    fn known_figure(&self, id: FigureId) -> Option<Cow<'_, Value<Self::Number>>> {
        self.known(self.graph().named(id)?.node)
    }

    /// Whether a figure was computed.
    fn is_known_figure(&self, id: FigureId) -> bool {
        self.graph().named(id).is_some_and(|figure| self.is_known(figure.node))
    }

    /// What the computation of a figure looked at, in place of what `looked` held.
    fn look_into(&self, id: FigureId, looked: &mut Looked)
    where
        Self: Sized,
    {
        looked.clear();
        let graph = self.graph();
        let Some(node) = graph.named(id).and_then(|figure| graph.node(figure.node)) else { return };
        if let Op::Figure(_, body) = node.op {
            look_at(graph, self, &[body], looked);
        }
    }
}

impl<N: Number> Computed for Evaluator<'_, N> {
    type Number = N;

    fn graph(&self) -> &Graph {
        Evaluator::graph(self)
    }

    fn known(&self, id: NodeId) -> Option<Cow<'_, Value<N>>> {
        Evaluator::known(self, id).map(Cow::Borrowed)
    }

    fn truth(&self, id: ConditionId) -> Option<Truth> {
        Evaluator::truth(self, id)
    }

    fn given(&self, id: SlotId) -> Option<Cow<'_, SlotValue<N>>> {
        self.slot(id).map(Cow::Borrowed)
    }
}
