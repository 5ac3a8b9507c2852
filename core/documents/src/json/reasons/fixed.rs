//! The text of reasons that does not depend on facts, in quotes once.

use super::super::text::{Written, push_field, push_said, push_text};
use super::push_address;
use crate::figures::unit_name;
use accordant_agreement::terms::{InputKind, Terms};
use accordant_agreement::unit::Unit;
use accordant_settlement::{Asks, FigureId, Graph, Slot, SlotId};
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// All text that every line shares.
pub(super) struct Fixed {
    /// How a line begins, as far as the list of wanted figures.
    pub head: String,
    /// By the number of the figure.
    pub figures: Vec<FixedFigure>,
    /// By the number of the slot.
    pub slots: Vec<FixedSlot>,
    /// By the number of the operation.
    pub workings: Vec<FixedWorking>,
    /// By the number of the condition, as far as what it turned out to be.
    pub conditions: Vec<String>,
}

pub(super) struct FixedFigure {
    /// The address in quotes.
    name: String,
    /// The object as far as its value.
    pub head: String,
    pub written: Written,
}

pub(super) struct FixedSlot {
    name: String,
    pub head: String,
    pub written: Written,
    /// The words of a choice, in quotes.
    pub words: Vec<String>,
}

pub(super) struct FixedWorking {
    pub head: String,
    pub written: Written,
}

impl Fixed {
    pub(super) fn new(graph: &Graph, terms: &Terms, label: &str) -> Fixed {
        let figures = graph.figures().iter().map(|figure| {
            let mut head = String::new();
            let (says, clause) = (figure.says.as_deref(), figure.clause.as_deref());
            push_figure_head(
                label,
                &figure.address,
                [says, clause, Some(&figure.words)],
                figure.unit.as_ref(),
                &mut head,
            );
            FixedFigure {
                name: address(label, &figure.address),
                head,
                written: Written::of(figure.unit.as_ref()),
            }
        });
        let workings = (0..graph.node_count()).filter_map(|number| graph.working_words(number));
        let workings = workings.map(|(words, unit)| {
            let mut head = String::new();
            push_working_head(words, unit, &mut head);
            FixedWorking { head, written: Written::of(unit) }
        });
        let conditions = (0..graph.condition_count()).filter_map(|number| graph.condition_words(number));
        Fixed {
            head: "{\"explains\":".to_string(),
            figures: figures.collect(),
            slots: graph.slots().iter().map(|slot| fixed_slot(slot, terms)).collect(),
            workings: workings.collect(),
            conditions: conditions.map(condition_head).collect(),
        }
    }

    /// The address of a figure in quotes.
    pub(super) fn name(&self, figure: FigureId) -> &str {
        self.figures.get(figure.number()).map_or("null", |figure| &figure.name)
    }

    /// The name of a fact in quotes.
    pub(super) fn slot_name(&self, slot: SlotId) -> &str {
        self.slots.get(slot.number()).map_or("null", |slot| &slot.name)
    }
}

/// Appends the object of a figure as far as its value: what it says, its clause and its rule, then its unit.
pub(crate) fn push_figure_head(
    label: &str,
    figure: &str,
    said: [Option<&str>; 3],
    unit: Option<&Unit>,
    out: &mut String,
) {
    let [says, clause, rule] = said;
    out.push_str("{\"figure\":");
    push_address(label, figure, out);
    out.push(',');
    push_said("says", says, out);
    push_said("clause", clause, out);
    push_said("rule", rule, out);
    push_unit(unit, out);
}

/// Appends the object of a fact as far as its value.
pub(crate) fn push_fact_head(
    name: &str,
    says: Option<&str>,
    clause: Option<&str>,
    unit: Option<&Unit>,
    out: &mut String,
) {
    out.push('{');
    push_field("fact", name, out);
    push_said("says", says, out);
    push_said("clause", clause, out);
    push_unit(unit, out);
}

/// Appends the object of a value between as far as its value.
pub(crate) fn push_working_head(words: &str, unit: Option<&Unit>, out: &mut String) {
    out.push('{');
    push_field("is", words, out);
    push_unit(unit, out);
}

/// The object of a condition as far as what it turned out to be.
pub(crate) fn condition_head(words: &str) -> String {
    let mut head = String::from("{");
    push_field("condition", words, &mut head);
    head.push_str("\"holds\":");
    head
}

fn push_unit(unit: Option<&Unit>, out: &mut String) {
    push_said("unit", unit.map(unit_name).as_deref(), out);
}

fn fixed_slot(slot: &Slot, terms: &Terms) -> FixedSlot {
    let mut head = String::new();
    let mut words = Vec::new();
    let mut unit = None;
    let (says, clause) = match slot.asks {
        Asks::Input(id) => {
            let input = terms.inputs.get(id.0);
            match input.map(|input| &input.kind) {
                Some(InputKind::Quantity(of)) => unit = Some(of.clone()),
                Some(InputKind::Choice(all)) => words.extend(all.iter().map(|word| quoted(word))),
                None => {}
            }
            (input.and_then(|input| input.says.as_deref()), input.and_then(|input| input.clause.as_deref()))
        }
        Asks::Opening(pool) => {
            unit = Some(Unit::money(terms.currency));
            let pool = terms.pools.get(pool);
            (pool.and_then(|pool| pool.says.as_deref()), pool.and_then(|pool| pool.clause.as_deref()))
        }
    };
    push_fact_head(&slot.address, says, clause, unit.as_ref(), &mut head);
    FixedSlot { name: quoted(&slot.address), head, written: Written::of(unit.as_ref()), words }
}

fn quoted(text: &str) -> String {
    let mut out = String::new();
    push_text(text, &mut out);
    out
}

fn address(label: &str, figure: &str) -> String {
    let mut out = String::new();
    push_address(label, figure, &mut out);
    out
}
