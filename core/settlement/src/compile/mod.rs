//! From checked terms to the graph of one period or part: lines unrolled over the elements that belong to it.

mod condition;
mod expr;
mod posting;
mod rule;

use crate::graph::{
    Asks, Condition, ConditionId, ConstantId, Figure, FigureId, Graph, Node, NodeId, Op, Slot, SlotId,
};
use accordant_agreement::problem::Place;
use accordant_agreement::terms::{At, Element, IndexId, InputId, LineId, Terms};
use accordant_agreement::unit::Unit;
use accordant_facts::Days;
use accordant_money::Exact;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use jiff::civil::Date;

/// Which days are settled, of which period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// The name of the period or part, as figures are addressed.
    pub label: String,
    /// The whole period.
    pub period: Days,
    /// The part that is settled; the whole period if nothing cuts it.
    pub part: Days,
    /// 1 in the first twelve months of the term, then 2, ...
    pub term_year: u32,
}

/// Compiles the terms for a setting.
pub fn compile(terms: &Terms, setting: &Setting) -> Graph {
    let mut compiler = Compiler {
        terms,
        setting,
        graph: Graph::default(),
        lines: BTreeMap::new(),
        slots: BTreeMap::new(),
        constants: BTreeMap::new(),
        facts: BTreeMap::new(),
    };
    for (id, line) in terms.lines.iter().enumerate() {
        for elements in compiler.combinations(&line.by) {
            compiler.line(LineId(id), &elements);
        }
    }
    compiler.postings();
    compiler.graph.gather_optional();
    compiler.graph
}

pub(super) struct Compiler<'a> {
    terms: &'a Terms,
    setting: &'a Setting,
    graph: Graph,
    lines: BTreeMap<(LineId, Vec<String>), NodeId>,
    slots: BTreeMap<(usize, Vec<String>), SlotId>,
    constants: BTreeMap<Exact, ConstantId>,
    facts: BTreeMap<SlotId, NodeId>,
}

/// The elements that the surroundings are at; the innermost last.
pub(super) type Bound = Vec<(IndexId, String)>;

impl Compiler<'_> {
    /// The elements of an index on the first day of the part, each once.
    fn elements(&self, index: IndexId) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        let elements =
            self.terms.indexes.get(index.0).map(|index| index.elements.as_slice()).unwrap_or_default();
        for element in elements.iter().filter(|element| belongs(element, self.setting.part.from())) {
            if !found.contains(&element.name) {
                found.push(element.name.clone());
            }
        }
        found
    }

    /// Every combination of elements of these indexes.
    fn combinations(&self, by: &[IndexId]) -> Vec<Vec<String>> {
        let mut all: Vec<Vec<String>> = alloc::vec![Vec::new()];
        for index in by {
            let elements = self.elements(*index);
            all = all
                .iter()
                .flat_map(|before| {
                    elements.iter().map(|element| {
                        let mut longer = before.clone();
                        longer.push(element.clone());
                        longer
                    })
                })
                .collect();
        }
        all
    }

    /// The figure of a line at these elements, compiled once.
    fn line(&mut self, id: LineId, elements: &[String]) -> NodeId {
        let key = (id, elements.to_vec());
        if let Some(node) = self.lines.get(&key) {
            return *node;
        }
        let Some(line) = self.terms.lines.get(id.0) else {
            return self.never("an unknown line");
        };
        let bound: Bound = line.by.iter().copied().zip(elements.iter().cloned()).collect();
        let body = self.rule(&line.rule, line, &bound);
        let figure = Figure {
            address: address(&line.name, elements),
            node: NodeId(0),
            says: line.says.clone(),
            clause: line.clause.clone(),
            words: line.words.clone(),
            unit: line.unit.clone(),
            place: line.place.clone(),
            origin: line.origin,
        };
        let words = figure.address.replace('_', " ");
        let node = self.figure(figure, body, words);
        self.lines.insert(key, node);
        node
    }

    /// Gives an operation a name.
    fn figure(&mut self, figure: Figure, body: NodeId, words: String) -> NodeId {
        let id = FigureId(count(self.graph.figures.len()));
        let (place, unit) = (figure.place.clone(), figure.unit.clone());
        self.graph.addresses.insert(figure.address.clone(), id);
        let node = self.push(Op::Figure(id, body), &place, words, unit);
        self.graph.figures.push(Figure { node, ..figure });
        node
    }

    fn push(&mut self, op: Op, place: &Place, words: String, unit: Option<Unit>) -> NodeId {
        let id = NodeId(count(self.graph.nodes.len()));
        self.graph.nodes.push(Node { op, place: place.clone(), words, unit });
        id
    }

    fn push_condition(&mut self, condition: Condition) -> ConditionId {
        let id = ConditionId(count(self.graph.conditions.len()));
        self.graph.conditions.push(condition);
        id
    }

    fn constant(&mut self, value: &Exact) -> ConstantId {
        if let Some(id) = self.constants.get(value) {
            return *id;
        }
        let id = ConstantId(count(self.graph.constants.len()));
        self.graph.constants.push(value.clone());
        self.constants.insert(value.clone(), id);
        id
    }

    fn number(&mut self, value: &Exact, place: &Place, words: &str, unit: Option<Unit>) -> NodeId {
        let constant = self.constant(value);
        self.push(Op::Number(constant), place, words.to_string(), unit)
    }

    /// An operation that nothing reaches unless a check was missed; asking for it is refused.
    fn never(&mut self, why: &str) -> NodeId {
        let place = self.terms.lines.first().map(|line| line.place.clone());
        let place = place.or_else(|| self.terms.inputs.first().map(|input| input.place.clone()));
        let nowhere = || Place {
            file: accordant_agreement::problem::FileName::new("alliance.yaml"),
            line: 1,
            column: 1,
            length: 0,
        };
        let place = place.unwrap_or_else(nowhere);
        self.push(Op::Never(why.to_string()), &place, why.to_string(), None)
    }

    /// The slot of an input at these elements.
    fn input_slot(&mut self, id: InputId, of: Vec<String>) -> SlotId {
        let name = self.terms.inputs.get(id.0).map(|input| input.name.clone()).unwrap_or_default();
        self.slot(id.0, Asks::Input(id), &name, of)
    }

    /// The slot of a pool's opening balance.
    fn opening_slot(&mut self, pool: usize) -> SlotId {
        let name = self.terms.pools.get(pool).map(|pool| pool.name.clone()).unwrap_or_default();
        self.slot(usize::MAX - pool, Asks::Opening(pool), "opening", alloc::vec![name])
    }

    fn slot(&mut self, key: usize, asks: Asks, name: &str, of: Vec<String>) -> SlotId {
        let key = (key, of.clone());
        if let Some(id) = self.slots.get(&key) {
            return *id;
        }
        let id = SlotId(count(self.graph.slots.len()));
        let address = address(name, &of);
        self.graph.slots.push(Slot::new(asks, of, address));
        self.slots.insert(key, id);
        id
    }
}

/// Which elements a reference means, given what the surroundings are at.
pub(super) fn meant(at: &[At], bound: &Bound) -> Vec<String> {
    at.iter()
        .map(|at| match at {
            At::Named(name) => name.clone(),
            At::Index(index) => bound
                .iter()
                .rev()
                .find(|(bound, _)| bound == index)
                .map(|(_, element)| element.clone())
                .unwrap_or_default(),
        })
        .collect()
}

/// How a figure or fact is addressed: `margin[builder]`, `activity[uhl, cataract]`.
pub(crate) fn address(name: &str, elements: &[String]) -> String {
    if elements.is_empty() { name.to_string() } else { format!("{name}[{}]", elements.join(", ")) }
}

fn belongs(element: &Element, day: Date) -> bool {
    element.from.is_none_or(|from| from <= day) && element.to.is_none_or(|to| to >= day)
}

/// Numbers of nodes fit 32 bits: a text is bounded long before that.
fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
