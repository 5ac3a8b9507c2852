//! The facts and figures of one row after another.

use super::{EachRow, RowAmount, Shape};
use crate::evaluate::{Evaluator, SlotValue, Stop};
use crate::graph::NodeId;
use crate::kernel::Kernel;
use crate::reason::{Looked, looked_at, zero_of};
use crate::refusal::Refusal;
use crate::value::{Loose, Value};
use accordant_money::{Number, NumberProblem, Rounding};
use alloc::borrow::Cow;
use alloc::vec::Vec;

/// One row's facts and figures.
pub struct RowReader<'e, N> {
    pub(super) each: &'e EachRow<'e>,
    pub(super) kernel: Option<Kernel<'e>>,
    pub(super) evaluator: Evaluator<'e, N>,
    pub(super) defaults: Vec<SlotValue<N>>,
    /// Half of how closely each fact of a row is known; nothing for what is exactly known.
    pub(super) halves: Vec<Option<N>>,
    pub(super) given: Vec<Given<N>>,
    /// To what posted money is rounded, and how.
    pub(super) unit: Option<(N, Rounding)>,
    pub(super) settled_by: By,
    /// How many rows the kernel has left to the evaluator beyond those that it settled.
    pub(super) left: i32,
}

/// What a row gives for a fact.
#[derive(Debug, Clone)]
pub(super) enum Given<N> {
    /// Nothing: what the agreement or the facts say holds.
    Default,
    Number(N),
    Word(u16),
    NotPublished(Option<N>, Option<N>),
}

/// Who has settled the row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    Kernel,
    Evaluator,
}

impl<'e, N: Number> RowReader<'e, N> {
    /// Begins a row.
    pub fn begin(&mut self) {
        self.settled_by = By::Evaluator;
        self.evaluator.begin();
        if let Some(kernel) = &mut self.kernel {
            kernel.begin();
        }
    }

    /// Gives a quantity of the row; how closely it is known is what the input says.
    pub fn number(&mut self, slot: usize, number: N) {
        if let Some(kernel) = &mut self.kernel {
            match number.to_batch() {
                Some(batch) => kernel.number(slot, batch.numerator(), batch.denominator()),
                None => kernel.left(slot),
            }
        }
        self.give(slot, Given::Number(number));
    }

    /// Gives a word of the row, by its number in the choice.
    pub fn word(&mut self, slot: usize, word: u16) {
        if let Some(kernel) = &mut self.kernel {
            kernel.word(slot, word);
        }
        self.give(slot, Given::Word(word));
    }

    /// Says that the row does not give this: what the agreement or the facts say holds.
    pub fn absent(&mut self, slot: usize) {
        if let Some(kernel) = &mut self.kernel {
            kernel.default(slot);
        }
        self.give(slot, Given::Default);
    }

    /// Says that the row has a value that is not published.
    pub fn not_published(&mut self, slot: usize, low: Option<N>, high: Option<N>) {
        if let Some(kernel) = &mut self.kernel {
            kernel.left(slot);
        }
        self.give(slot, Given::NotPublished(low, high));
    }

    #[inline]
    fn give(&mut self, slot: usize, given: Given<N>) {
        if let Some(place) = self.given.get_mut(slot) {
            *place = given;
        }
    }

    /// Whether the row gave the value of this slot; else it is what the agreement or the facts say.
    pub fn is_from_row(&self, slot: usize) -> bool {
        !matches!(self.given.get(slot), Some(Given::Default) | None)
    }

    /// The value of a slot in this row.
    pub(super) fn slot_value(&self, slot: usize) -> Result<SlotValue<N>, NumberProblem> {
        let number = match self.given.get(slot) {
            Some(Given::Word(word)) => return Ok(SlotValue::Word(*word)),
            Some(Given::Number(number)) => number,
            Some(Given::NotPublished(low, high)) => {
                let (low, high) = (low.clone(), high.clone());
                return Ok(SlotValue::Number(Value::Loose(Loose { stated: None, low, high })));
            }
            Some(Given::Default) | None => {
                return Ok(self.defaults.get(slot).cloned().unwrap_or(SlotValue::Absent));
            }
        };
        Ok(SlotValue::Number(match self.halves.get(slot) {
            Some(Some(half)) => Value::Loose(Loose {
                stated: Some(number.clone()),
                low: Some(number.minus(half)?),
                high: Some(number.plus(half)?),
            }),
            _ => Value::Exact(number.clone()),
        }))
    }

    /// What has been refused for this row.
    pub fn refusals(&self) -> &[Refusal] {
        self.evaluator.refusals()
    }

    /// Whether a condition was left undecided by the bounds.
    pub fn undecided(&self) -> impl Iterator<Item = &str> {
        // A row with such a condition is never settled by the kernel, and the evaluator has then decided nothing.
        self.evaluator
            .undecided()
            .filter_map(|id| self.each.graph.condition(id).map(|condition| condition.words.as_str()))
    }

    /// Settles the row: one amount for each of [`EachRow::shares`].
    ///
    /// # Errors
    /// `TooLarge` when it must be read again with [`Exact`]; else why it cannot be settled.
    pub fn settle(&mut self, amounts: &mut Vec<RowAmount<N>>) -> Result<(), Stop> {
        amounts.clear();
        if self.settle_by_kernel(amounts) {
            return Ok(());
        }
        amounts.clear();
        for slot in 0..self.given.len() {
            let value = self.slot_value(slot).map_err(|_| Stop::TooLarge)?;
            self.evaluator.give(slot, value);
        }
        if self.each.shape == Shape::Splits {
            return self.split(amounts);
        }
        let mut stop = None;
        for simple in &self.each.simple {
            match self.evaluator.value(simple.amount) {
                Ok(value) => {
                    let amount = row_amount(value.clone(), self.unit.as_ref());
                    amounts.push(amount.map_err(|_| Stop::TooLarge)?);
                }
                Err(found) => stop = stop.or(Some(found)),
            }
        }
        stop.map_or(Ok(()), Err)
    }

    /// Whether the row was an ordinary one, which the kernel has settled.
    pub fn is_settled_by_kernel(&self) -> bool {
        self.settled_by == By::Kernel
    }

    /// What the amount of this number was computed from, as far as the next named figures.
    pub fn behind(&self, number: usize) -> Looked {
        let nodes: Vec<NodeId> =
            self.each.shares.get(number).and_then(|share| share.node).into_iter().collect();
        looked_at(&self.each.graph, self, &nodes)
    }

    /// Why the amount of this number among [`EachRow::shares`] is zero, if it is.
    pub fn because(&self, number: usize) -> Option<Cow<'e, str>> {
        let node = self.each.shares.get(number)?.node?;
        zero_of(&self.each.graph, self, node)
    }
}

pub(super) fn row_amount<N: Number>(
    exact: Value<N>,
    unit: Option<&(N, Rounding)>,
) -> Result<RowAmount<N>, NumberProblem> {
    let posted = match (&exact, unit) {
        (Value::Exact(value), Some((unit, rule))) => Some(value.rounded(unit, *rule)?),
        _ => None,
    };
    Ok(RowAmount { exact, posted, leftover: 0 })
}
