//! The money terms of one period as a graph of small operations, unrolled over parties, services and lists.
//!
//! One graph, many readings: an evaluator gives values, a reason tells what it looked at. An operand always has a
//! lower number than what uses it.

use accordant_agreement::formula::Comparison;
use accordant_agreement::problem::Place;
use accordant_agreement::terms::{
    Account, Better, Between, Beyond, Direction, Input, InputId, LineId, MissingMeasure, Origin, Terms,
};
use accordant_agreement::unit::Unit;
use accordant_money::{Exact, Rounding};
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

/// The number of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct NodeId(pub(crate) u32);
/// The number of a constant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConstantId(pub(crate) u32);
/// The number of a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ConditionId(pub(crate) u32);
/// The number of a named figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct FigureId(pub(crate) u32);
/// The number of a fact that the graph may ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct SlotId(pub(crate) u32);

/// All operations of a period, and what is named among them.
#[derive(Debug, Clone, Default)]
pub struct Graph {
    pub(crate) nodes: Vec<Node>,
    pub(crate) conditions: Vec<Condition>,
    pub(crate) constants: Vec<Exact>,
    pub(crate) figures: Vec<Figure>,
    pub(crate) addresses: BTreeMap<String, FigureId>,
    pub(crate) slots: Vec<Slot>,
    pub(crate) postings: Vec<PostingPlan>,
    /// The operations that may be left out though what takes them was computed, and no condition or word tells:
    /// values of points of a table that were not reached, and scores that were missing.
    pub(crate) optional: Vec<NodeId>,
}

/// One operation, where it is written and how it reads.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub op: Op,
    pub place: Place,
    pub words: String,
    pub unit: Option<Unit>,
}

/// The closed set of operations.
#[derive(Debug, Clone)]
pub(crate) enum Op {
    Number(ConstantId),
    Fact(SlotId),
    Figure(FigureId, NodeId),
    Plus(NodeId, NodeId),
    Minus(NodeId, NodeId),
    Times(NodeId, NodeId),
    DividedBy(NodeId, NodeId),
    Negative(NodeId),
    Smallest(Vec<NodeId>),
    Largest(Vec<NodeId>),
    Absolute(NodeId),
    Clamp(NodeId, NodeId, NodeId),
    Cliff(NodeId, NodeId),
    Deductible(NodeId, NodeId),
    Deadband(NodeId, NodeId),
    Sum(Vec<NodeId>),
    Rounded(NodeId, ConstantId, Rounding),
    /// The operation if the condition holds, else 0; why it is 0.
    Gate(ConditionId, NodeId, Option<String>),
    /// The first branch whose condition holds, else the last; each with why.
    Choose(Vec<(ConditionId, NodeId, Option<String>)>, NodeId, Option<String>),
    /// What a step makes of the result so far if the condition holds, else the result so far.
    Step(ConditionId, NodeId, NodeId),
    /// By the word of a choice: one operation for each word, in the order of the choice.
    Pick(SlotId, Vec<NodeId>),
    /// A value that must not be asked for, and why.
    Never(String),
    Bands {
        of: NodeId,
        from: Option<NodeId>,
        bands: Vec<(NodeId, NodeId)>,
        beyond: Option<NodeId>,
    },
    Curve {
        of: NodeId,
        points: Vec<(ConstantId, NodeId)>,
        between: Between,
        below: Beyond,
        above: Beyond,
    },
    Levels {
        of: NodeId,
        levels: Vec<(ConstantId, ConstantId)>,
        between: Between,
        better: Better,
    },
    /// The points of the word agreed, in the order of the choice.
    Judged(SlotId, Vec<ConstantId>),
    Mean(Vec<(ConstantId, NodeId, MissingMeasure)>),
}

/// A condition, in words.
#[derive(Debug, Clone)]
pub(crate) struct Condition {
    pub op: ConditionOp,
    pub words: String,
    /// The column of words that it asks for, at these elements.
    pub column: Option<(LineId, Vec<String>)>,
}

#[derive(Debug, Clone)]
pub(crate) enum ConditionOp {
    Compare(Comparison, NodeId, NodeId),
    /// The choice is one of these words, by their numbers in it; for those in the second list there is no answer.
    Word(SlotId, Vec<u16>, Vec<u16>),
    /// A table that must not be asked here, and why.
    Never(String),
    Known(Decided),
    Both(ConditionId, ConditionId),
    Either(ConditionId, ConditionId),
    Not(ConditionId),
}

/// A condition that the agreement itself decides, without any fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Decided {
    Holds,
    Fails,
}

/// Something with a name and a value.
#[derive(Debug, Clone)]
pub struct Figure {
    /// How it is addressed within its period: `provider_gain[builder]`.
    pub address: String,
    /// Its value.
    pub(crate) node: NodeId,
    /// What it is in words.
    pub says: Option<String>,
    /// The clause that states it.
    pub clause: Option<String>,
    /// The rule in words.
    pub words: String,
    /// Its unit; nothing for the literal 0.
    pub unit: Option<Unit>,
    /// Where it is written.
    pub place: Place,
    /// What kind of term it is.
    pub origin: Origin,
}

/// A fact that the graph may ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// What is asked for.
    pub asks: Asks,
    /// The elements, in the order of its index.
    pub of: Vec<String>,
    /// How the fact is named: `margin[builder]`.
    pub address: String,
    /// The same as it reads in a sentence.
    pub words: String,
}

/// What a slot asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asks {
    /// An input.
    Input(InputId),
    /// The opening balance of a pool, by its number.
    Opening(usize),
}

/// A posting, with its amounts as operations.
#[derive(Debug, Clone)]
pub(crate) struct PostingPlan {
    pub name: String,
    pub says: Option<String>,
    pub clause: Option<String>,
    pub place: Place,
    pub of: Option<NodeId>,
    pub pot: Account,
    pub direction: Direction,
    pub shares: Vec<SharePlan>,
}

/// One share of a posting, with its payees.
#[derive(Debug, Clone)]
pub(crate) struct SharePlan {
    pub name: String,
    pub says: Option<String>,
    pub clause: Option<String>,
    pub words: String,
    pub amount: AmountPlan,
    pub payees: Vec<PayeePlan>,
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum AmountPlan {
    Whole,
    Exact(NodeId),
    Rest,
}

/// Who gets a share, under which address, with which weight.
#[derive(Debug, Clone)]
pub(crate) struct PayeePlan {
    pub account: Account,
    pub address: String,
    pub weight: Option<NodeId>,
}

impl Slot {
    /// A fact of that name.
    pub(crate) fn new(asks: Asks, of: Vec<String>, address: String) -> Slot {
        let words = address.replace('_', " ");
        Slot { asks, of, address, words }
    }

    /// The input that is asked for; nothing for the opening balance of a pool.
    pub fn input<'t>(&self, terms: &'t Terms) -> Option<&'t Input> {
        match self.asks {
            Asks::Input(id) => terms.inputs.get(id.0),
            Asks::Opening(_) => None,
        }
    }
}

impl Graph {
    /// Gathers [`Graph::optional`] when all operations stand.
    pub(crate) fn gather_optional(&mut self) {
        let optional = self.nodes.iter().flat_map(|node| match &node.op {
            Op::Curve { points, .. } => points.iter().map(|(_, value)| *value).collect(),
            Op::Mean(parts) => parts.iter().map(|(_, score, _)| *score).collect(),
            _ => Vec::new(),
        });
        let may_be_left = |id: &NodeId| !matches!(self.node(*id).map(|node| &node.op), Some(Op::Number(_)));
        self.optional = optional.filter(may_be_left).collect();
    }

    /// The figures, in an order in which each stands after those that it uses.
    pub fn figures(&self) -> &[Figure] {
        &self.figures
    }

    /// The facts that may be asked for.
    pub fn slots(&self) -> &[Slot] {
        &self.slots
    }

    /// The figure of that address.
    pub fn figure(&self, address: &str) -> Option<FigureId> {
        self.addresses.get(address).copied()
    }

    pub(crate) fn node(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id.0 as usize)
    }

    pub(crate) fn condition(&self, id: ConditionId) -> Option<&Condition> {
        self.conditions.get(id.0 as usize)
    }

    pub(crate) fn named(&self, id: FigureId) -> Option<&Figure> {
        self.figures.get(id.0 as usize)
    }

    pub(crate) fn slot(&self, id: SlotId) -> Option<&Slot> {
        self.slots.get(id.0 as usize)
    }
}
