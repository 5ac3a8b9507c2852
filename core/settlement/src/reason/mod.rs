//! Why a figure is what it is: all that its computation looked at, and nothing else (S11).

mod held;
mod row;
mod scale;
mod scored;
mod shown;
mod walk;
mod zero;

pub use held::Held;
pub use row::TableRow;
pub use scale::{BandRow, PointRow, Scale};
pub(crate) use scored::Scored;
pub(crate) use walk::look_at;
pub use walk::{Looked, looked_at};

use crate::computed::Computed;
use crate::evaluate::Evaluator;
use crate::graph::{FigureId, Graph, NodeId, Op, SlotId};
use crate::sources::Source;
use crate::value::Value;
use accordant_agreement::problem::Place;
use accordant_agreement::terms::Origin;
use accordant_agreement::unit::Unit;
use accordant_facts::Status;
use accordant_money::Exact;
use alloc::borrow::Cow;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

/// The reason of one figure.
#[derive(Debug, Clone)]
pub struct Reason {
    /// How the figure is addressed within its period.
    pub address: String,
    /// What it is in words.
    pub says: Option<String>,
    /// The clause that states it.
    pub clause: Option<String>,
    /// The rule in words.
    pub words: String,
    /// Its unit; nothing for the literal 0.
    pub unit: Option<Unit>,
    /// Its value.
    pub value: Value<Exact>,
    /// For a zero, the condition that decided it.
    pub because: Option<String>,
    /// The figures that it was computed from.
    pub uses: Vec<FigureUsed>,
    /// The facts that it was computed from.
    pub facts: Vec<FactUsed>,
    /// Values between the facts and figures and the result, in the order of the computation.
    pub workings: Vec<Working>,
    /// The conditions that were looked at, and what they turned out to be.
    pub conditions: Vec<(String, crate::value::Truth)>,
    /// The limits that held it, or something on the way to it.
    pub held: Vec<Held>,
    /// The table that it was read off, with what of it was used.
    pub scale: Option<Scale>,
    /// The rows of tables of columns that it was read from, or that decided its conditions.
    pub rows: Vec<TableRow>,
    /// The weakest status of the facts behind it; nothing if no fact is.
    pub status: Option<Status>,
    /// What kind of term it is.
    pub origin: Origin,
    /// Where it is written.
    pub place: Place,
}

/// A figure that another was computed from.
#[derive(Debug, Clone)]
pub struct FigureUsed {
    /// Its address.
    pub address: String,
    /// Its value.
    pub value: Value<Exact>,
    /// Its unit.
    pub unit: Option<Unit>,
}

/// A fact that a figure was computed from.
#[derive(Debug, Clone)]
pub struct FactUsed {
    /// How it is named: `margin[builder]`.
    pub address: String,
    /// What it is in words.
    pub says: Option<String>,
    /// Its clause.
    pub clause: Option<String>,
    /// Its value and where it came from.
    pub source: Source,
    /// Its unit; nothing for a choice of words.
    pub unit: Option<Unit>,
}

/// A value between.
#[derive(Debug, Clone)]
pub struct Working {
    /// What it is in words.
    pub words: String,
    /// Its value.
    pub value: Value<Exact>,
    /// Its unit.
    pub unit: Option<Unit>,
}

/// What facts are called and how far they can be relied on, beside their values.
#[derive(Clone, Copy)]
pub(crate) struct Background<'a> {
    pub graph: &'a Graph,
    pub sources: &'a [Source],
    pub terms: &'a accordant_agreement::terms::Terms,
}

/// The reasons of every figure that has a value, in an order in which each stands after those it uses.
pub(crate) fn reasons(background: Background<'_>, evaluator: &Evaluator<'_, Exact>) -> Vec<Reason> {
    let mut statuses: BTreeMap<FigureId, Option<Status>> = BTreeMap::new();
    let mut found = Vec::new();
    for (at, figure) in background.graph.figures.iter().enumerate() {
        let Ok(id) = u32::try_from(at).map(FigureId) else { continue };
        let Some(value) = evaluator.known(figure.node) else { continue };
        let Some(Op::Figure(_, body)) = background.graph.node(figure.node).map(|node| &node.op) else {
            continue;
        };
        let looked = looked_at(background.graph, evaluator, &[*body]);
        let status = weakest(&looked, background.sources, &statuses);
        statuses.insert(id, status);
        found.push(Reason {
            address: figure.address.clone(),
            says: figure.says.clone(),
            clause: figure.clause.clone(),
            words: figure.words.clone(),
            unit: figure.unit.clone(),
            value: value.clone(),
            because: zero::because(background.graph, evaluator, figure.node).map(Cow::into_owned),
            uses: uses(&looked, background.graph, evaluator),
            facts: looked.slots.iter().filter_map(|slot| fact(*slot, background)).collect(),
            workings: workings(&looked, background.graph, evaluator),
            conditions: conditions(&looked, background.graph, evaluator),
            held: held::held(background.graph, evaluator, &[*body], &looked),
            scale: scale::scale(background, evaluator, figure, *body),
            rows: row::rows(background, figure, &looked),
            status,
            origin: figure.origin,
            place: figure.place.clone(),
        });
    }
    found
}

/// What the amounts of a posting looked at.
pub(crate) struct OfPosting {
    pub uses: Vec<FigureUsed>,
    pub facts: Vec<FactUsed>,
    pub workings: Vec<Working>,
    pub held: Vec<Held>,
    pub status: Option<Status>,
}

/// What the amounts of a posting looked at: figures, facts, values between and status.
pub(crate) fn of_nodes(
    background: Background<'_>,
    evaluator: &Evaluator<'_, Exact>,
    nodes: &[NodeId],
    all: &[Reason],
) -> OfPosting {
    let looked = looked_at(background.graph, evaluator, nodes);
    let used = uses(&looked, background.graph, evaluator);
    let facts: Vec<FactUsed> = looked.slots.iter().filter_map(|slot| fact(*slot, background)).collect();
    let of_facts = facts.iter().filter_map(|fact| fact.source.status).max();
    let of_figures = used
        .iter()
        .filter_map(|figure| all.iter().find(|reason| reason.address == figure.address)?.status)
        .max();
    OfPosting {
        uses: used,
        facts,
        workings: workings(&looked, background.graph, evaluator),
        held: held::held(background.graph, evaluator, nodes, &looked),
        status: of_facts.max(of_figures),
    }
}

/// The condition that decided a figure's zero; nothing if it is not zero.
pub fn because(computed: &impl Computed, figure: FigureId) -> Option<Cow<'_, str>> {
    let graph = computed.graph();
    zero::because(graph, computed, graph.named(figure)?.node)
}

/// The condition that decided the zero of an operation; nothing if it is not zero.
pub(crate) fn zero_of<'g>(graph: &'g Graph, computed: &impl Computed, node: NodeId) -> Option<Cow<'g, str>> {
    zero::because(graph, computed, node)
}

fn uses(looked: &Looked, graph: &Graph, evaluator: &Evaluator<'_, Exact>) -> Vec<FigureUsed> {
    let used = looked.figures.iter().filter_map(|id| {
        let figure = graph.named(*id)?;
        let value = evaluator.known(figure.node)?.clone();
        Some(FigureUsed { address: figure.address.clone(), value, unit: figure.unit.clone() })
    });
    used.collect()
}

fn workings(looked: &Looked, graph: &Graph, evaluator: &Evaluator<'_, Exact>) -> Vec<Working> {
    let working = looked.workings.iter().filter_map(|id| {
        let (node, value) = (graph.node(*id)?, evaluator.known(*id)?.clone());
        Some(Working { words: node.words.clone(), value, unit: node.unit.clone() })
    });
    working.collect()
}

fn conditions(
    looked: &Looked,
    graph: &Graph,
    evaluator: &Evaluator<'_, Exact>,
) -> Vec<(String, crate::value::Truth)> {
    let met = looked
        .conditions
        .iter()
        .filter_map(|id| Some((graph.condition(*id)?.words.clone(), evaluator.truth(*id)?)));
    met.collect()
}

fn fact(slot: SlotId, background: Background<'_>) -> Option<FactUsed> {
    let named = background.graph.slot(slot)?;
    let source = background.sources.get(slot.0 as usize)?.clone();
    let (says, clause, unit) = match named.asks {
        crate::graph::Asks::Input(id) => {
            let input = background.terms.inputs.get(id.0)?;
            let unit = match &input.kind {
                accordant_agreement::terms::InputKind::Quantity(unit) => Some(unit.clone()),
                accordant_agreement::terms::InputKind::Choice(_) => None,
            };
            (input.says.clone(), input.clause.clone(), unit)
        }
        crate::graph::Asks::Opening(pool) => {
            let pool = background.terms.pools.get(pool)?;
            (pool.says.clone(), pool.clause.clone(), Some(Unit::money(background.terms.currency)))
        }
    };
    Some(FactUsed { address: named.address.clone(), says, clause, source, unit })
}

fn weakest(
    looked: &Looked,
    sources: &[Source],
    statuses: &BTreeMap<FigureId, Option<Status>>,
) -> Option<Status> {
    let of_facts = looked.slots.iter().filter_map(|slot| sources.get(slot.0 as usize)?.status).max();
    let of_figures = looked.figures.iter().filter_map(|id| statuses.get(id).copied().flatten()).max();
    of_facts.max(of_figures)
}
