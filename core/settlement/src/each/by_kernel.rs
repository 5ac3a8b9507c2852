//! Rows that the kernel settles, and what reasons ask of whoever has settled the row.

use super::reader::{By, Given, row_amount};
use super::{RowAmount, RowReader, plan};
use crate::computed::Computed;
use crate::evaluate::SlotValue;
use crate::graph::{ConditionId, Graph, NodeId, SlotId};
use crate::kernel::Kernel;
use crate::sources::Source;
use crate::value::{Truth, Value};
use accordant_agreement::terms::Terms;
use accordant_money::{Batch, Number, NumberProblem};
use alloc::borrow::Cow;
use alloc::vec::Vec;

/// After so many rows more left than settled, the kernel is no longer asked: it would only be in the way.
const LEFT_MAX: i32 = 64;

impl<'e, N: Number> RowReader<'e, N> {
    /// Settles the row by the kernel, if it is an ordinary one.
    pub(super) fn settle_by_kernel(&mut self, amounts: &mut Vec<RowAmount<N>>) -> bool {
        let Some(kernel) = &mut self.kernel else { return false };
        for simple in &self.each.simple {
            let amount = kernel.compute(simple.amount).and_then(|()| kernel.known(simple.amount));
            match amount.and_then(|amount| row_amount(amount.held(N::from_batch), self.unit.as_ref()).ok()) {
                Some(amount) => amounts.push(amount),
                None => {
                    self.left += 1;
                    if self.left > LEFT_MAX {
                        self.kernel = None;
                    }
                    return false;
                }
            }
        }
        self.left = self.left.saturating_sub(1).max(-LEFT_MAX);
        self.settled_by = By::Kernel;
        true
    }

    /// The kernel, if it has settled the row.
    #[inline]
    fn kernel(&self) -> Option<&Kernel<'e>> {
        self.kernel.as_ref().filter(|_| self.settled_by == By::Kernel)
    }
}

impl<N: Number> Computed for RowReader<'_, N> {
    type Number = N;

    fn graph(&self) -> &Graph {
        &self.each.graph
    }

    fn known(&self, id: NodeId) -> Option<Cow<'_, Value<N>>> {
        match self.kernel() {
            Some(kernel) => kernel.known(id).map(|value| Cow::Owned(value.held(N::from_batch))),
            None => self.evaluator.known(id).map(Cow::Borrowed),
        }
    }

    fn truth(&self, id: ConditionId) -> Option<Truth> {
        match self.kernel() {
            Some(kernel) => kernel.truth(id),
            None => self.evaluator.truth(id),
        }
    }

    fn given(&self, id: SlotId) -> Option<Cow<'_, SlotValue<N>>> {
        match self.kernel() {
            Some(_) => self.slot_value(id.number()).ok().map(Cow::Owned),
            None => self.evaluator.slot(id).map(Cow::Borrowed),
        }
    }

    fn is_known(&self, id: NodeId) -> bool {
        match self.kernel() {
            Some(kernel) => kernel.is_known(id),
            None => self.evaluator.known(id).is_some(),
        }
    }

    fn is_zero(&self, id: NodeId) -> bool {
        match self.kernel() {
            Some(kernel) => kernel.is_zero(id),
            None => self.evaluator.known(id).and_then(Value::exact).is_some_and(|value| value.sign().is_eq()),
        }
    }

    fn word(&self, id: SlotId) -> Option<u16> {
        match self.given.get(id.number())? {
            Given::Word(word) => Some(*word),
            Given::Default => match self.defaults.get(id.number())? {
                SlotValue::Word(word) => Some(*word),
                SlotValue::Number(_) | SlotValue::Absent => None,
            },
            Given::Number(_) | Given::NotPublished(..) => None,
        }
    }
}

/// The figures that the kernel of many rows gives for the facts that serve a period, for whoever checks that all
/// readings agree; nothing for a figure that it leaves to the evaluator.
pub fn kernel_figures(
    terms: &Terms,
    graph: &Graph,
    sources: &[Source],
) -> Result<Vec<Option<Value<Batch>>>, NumberProblem> {
    let plan = plan(terms, graph, sources);
    let mut kernel = Kernel::new(&plan);
    for (number, (slot, source)) in graph.slots.iter().zip(sources).enumerate() {
        kernel.default_to(number, &source.slot(slot.input(terms))?);
    }
    let figures = graph.figures.iter().map(|figure| {
        kernel.begin();
        kernel.compute(figure.node).and_then(|()| kernel.known(figure.node))
    });
    Ok(figures.collect())
}
