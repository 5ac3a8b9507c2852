//! What a reason may ask of whoever computed: the evaluator of one period, or the reader of many rows.

use crate::evaluate::{Evaluator, SlotValue};
use crate::graph::{ConditionId, FigureId, Graph, NodeId, Op, SlotId};
use crate::reason::{Looked, look_at};
use crate::value::{Stated, Truth, Value};
use accordant_money::Number;
use alloc::borrow::Cow;
use alloc::vec::Vec;

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

    /// Says, in place of what `shape` held, what was computed, what the conditions turned out to be and which words were
    /// given: where all of that is alike, reasons are alike but for their values.
    fn shape_into(&self, shape: &mut Vec<u64>) {
        shape.clear();
        let graph = self.graph();
        let known = |number: usize| graph.optional.get(number).map_or(0, |id| u64::from(self.is_known(*id)));
        push_packed(graph.optional.len(), 1, known, shape);
        let truth = |number: usize| match number_of(number).and_then(|id| self.truth(ConditionId(id))) {
            None => 0,
            Some(Truth::Holds) => 1,
            Some(Truth::Fails) => 2,
            Some(Truth::Undecided(None)) => 3,
            Some(Truth::Undecided(Some(Stated::Holds))) => 4,
            Some(Truth::Undecided(Some(Stated::Fails))) => 5,
        };
        push_packed(graph.conditions.len(), 4, truth, shape);
        let word = |number: usize| {
            number_of(number).and_then(|id| self.word(SlotId(id))).map_or(0, |word| u64::from(word) + 1)
        };
        push_packed(graph.slots.len(), 32, word, shape);
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

fn number_of(number: usize) -> Option<u32> {
    u32::try_from(number).ok()
}

/// Appends numbers of so many bits each, as many as fit beside one another.
fn push_packed(count: usize, bits: usize, number: impl Fn(usize) -> u64, packed: &mut Vec<u64>) {
    let together = 64 / bits;
    for first in (0..count).step_by(together) {
        let numbers = first..count.min(first + together);
        packed.push(numbers.fold(0, |all, at| all << bits | number(at)));
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
