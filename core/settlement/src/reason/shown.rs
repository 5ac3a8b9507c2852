//! What whoever writes reasons down may ask of a graph: names and words, nothing of the rules.

use crate::graph::{ConditionId, Figure, FigureId, Graph, NodeId, Slot, SlotId};
use accordant_agreement::unit::Unit;

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
