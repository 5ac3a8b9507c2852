//! The same graph for a million rows: denominators and sizes are planned before the first one.
//!
//! A row then takes a few machine words for each operation that it reaches, and nothing is checked on the way, for the
//! plan knows that it fits. Whatever is out of the ordinary (a fact finer, larger or vaguer than planned, a missing
//! one, a condition that bounds leave open, a refusal) leaves the row to the evaluator, which gives equal values and
//! says what there is to say. Start with [`Kernel::compute`].

mod lanes;
mod plan;
mod run;
mod table;
#[cfg(test)]
mod tests;

pub(crate) use plan::{Plan, SlotPlan};

use crate::evaluate::SlotValue;
use crate::graph::{ConditionId, NodeId};
use crate::value::{Loose, Truth, Value};
use accordant_money::{Batch, Number};
use alloc::vec::Vec;
use lanes::{Lanes, bits, product};
use plan::{Below, Step};

/// The values of one row after another.
pub(crate) struct Kernel<'e> {
    plan: &'e Plan,
    cells: Vec<Cell>,
    /// The denominators of fractions that have one of their own in each row.
    belows: Vec<Lanes>,
    truths: Vec<(u32, bool)>,
    facts: Vec<Fact>,
    /// What a fact is where a row does not give it.
    defaults: Vec<Fact>,
    stamp: u32,
}

/// A numerator, and the row in which it was computed; `ALWAYS` for what no fact can change.
#[derive(Debug, Clone, Copy, Default)]
struct Cell {
    above: Lanes,
    stamp: u32,
}

const ALWAYS: u32 = u32::MAX;

/// What is given for a fact.
#[derive(Debug, Clone, Copy)]
enum Fact {
    Number(Lanes),
    Word(u16),
    /// Only the evaluator can do with it.
    Left,
}

impl<'e> Kernel<'e> {
    pub fn new(plan: &'e Plan) -> Kernel<'e> {
        let cell = |(step, always): (&Step, &bool)| match step {
            Step::Constant(number) if *always => Cell { above: Lanes::of(*number), stamp: ALWAYS },
            _ => Cell::default(),
        };
        Kernel {
            plan,
            cells: plan.steps.iter().zip(&plan.always).map(cell).collect(),
            belows: alloc::vec![Lanes::of(1); plan.steps.len()],
            truths: alloc::vec![(0, false); plan.tests.len()],
            facts: alloc::vec![Fact::Left; plan.slots.len()],
            defaults: alloc::vec![Fact::Left; plan.slots.len()],
            // Nothing is known before the first row begins.
            stamp: 1,
        }
    }

    /// Begins a row: every value is forgotten, the facts stay until others are given.
    pub fn begin(&mut self) {
        if self.stamp == ALWAYS - 1 {
            self.cells.iter_mut().filter(|cell| cell.stamp != ALWAYS).for_each(|cell| cell.stamp = 0);
            self.truths.iter_mut().for_each(|(stamp, _)| *stamp = 0);
            self.stamp = 0;
        }
        self.stamp += 1;
    }

    /// Gives a quantity as a row states it.
    #[inline]
    pub fn number(&mut self, slot: usize, numerator: i128, denominator: i128) {
        let fact = self.planned(slot, numerator, denominator).map_or(Fact::Left, Fact::Number);
        self.give(slot, fact);
    }

    /// Says what a fact is where a row does not give it, and gives it that.
    pub fn default_to(&mut self, slot: usize, value: &SlotValue<Batch>) {
        let lane = |number: &Batch| {
            let held = self.planned(slot, number.numerator(), number.denominator())?;
            Some(held.stated)
        };
        let fact = match value {
            SlotValue::Word(word) => Some(Fact::Word(*word)),
            SlotValue::Absent => None,
            SlotValue::Number(value) => (|| {
                let (stated, low, high) = (value.stated()?, value.low()?, value.high()?);
                Some(Fact::Number(Lanes { stated: lane(stated)?, low: lane(low)?, high: lane(high)? }))
            })(),
        };
        let fact = fact.unwrap_or(Fact::Left);
        if let Some(place) = self.defaults.get_mut(slot) {
            *place = fact;
        }
        self.give(slot, fact);
    }

    /// Gives a fact what it is where a row does not give it.
    #[inline]
    pub fn default(&mut self, slot: usize) {
        let fact = self.defaults.get(slot).copied().unwrap_or(Fact::Left);
        self.give(slot, fact);
    }

    /// Gives a word of a choice.
    #[inline]
    pub fn word(&mut self, slot: usize, word: u16) {
        self.give(slot, Fact::Word(word));
    }

    /// Gives something that only the evaluator can do with.
    #[inline]
    pub fn left(&mut self, slot: usize) {
        self.give(slot, Fact::Left);
    }

    #[inline]
    fn give(&mut self, slot: usize, fact: Fact) {
        if let Some(place) = self.facts.get_mut(slot) {
            *place = fact;
        }
    }

    /// A quantity with its bounds over the planned denominator, if it is no finer and no larger than planned.
    #[inline]
    fn planned(&self, slot: usize, numerator: i128, denominator: i128) -> Option<Lanes> {
        let plan = self.plan.slots.get(slot)?;
        let times = if denominator == plan.scale {
            1
        } else if denominator == 1 {
            plan.scale
        } else if plan.scale % denominator == 0 {
            plan.scale / denominator
        } else {
            return None;
        };
        if bits(numerator) + bits(times) > plan.bits {
            return None;
        }
        let stated = product(numerator, times);
        Some(Lanes { stated, low: stated - plan.half, high: stated + plan.half })
    }

    /// Computes the value of an operation; nothing if the row is to be left to the evaluator.
    #[inline]
    pub fn compute(&mut self, id: NodeId) -> Option<()> {
        let at = *self.plan.bodies.get(id.0 as usize)?;
        self.value(at).map(|_| ())
    }

    /// The value of an operation that has been computed in this row.
    pub fn known(&self, id: NodeId) -> Option<Value<Batch>> {
        let (at, cell) = self.cell(id)?;
        let below = match self.plan.shapes.get(at)?.below {
            Below::Fixed(below) => Lanes::of(below),
            Below::Free(_) => *self.belows.get(at)?,
        };
        let low = Batch::new(cell.above.low, below.low)?;
        let high = Batch::new(cell.above.high, below.high)?;
        if is_equal(&low, &high) {
            return Some(Value::Exact(low));
        }
        let stated = Batch::new(cell.above.stated, below.stated)?;
        Some(Value::Loose(Loose { stated: Some(stated), low: Some(low), high: Some(high) }))
    }

    /// Where the value of an operation stands, if it has been computed in this row or is the same in every row.
    #[inline]
    fn cell(&self, id: NodeId) -> Option<(usize, &Cell)> {
        let at = *self.plan.bodies.get(id.0 as usize)?;
        let cell = self.cells.get(at).filter(|cell| cell.stamp == self.stamp || cell.stamp == ALWAYS)?;
        Some((at, cell))
    }

    /// Whether an operation has been computed in this row, or is the same in every row.
    pub fn is_known(&self, id: NodeId) -> bool {
        self.cell(id).is_some()
    }

    /// Whether the value of an operation is exactly zero.
    pub fn is_zero(&self, id: NodeId) -> bool {
        self.cell(id).is_some_and(|(_, cell)| cell.above.low == 0 && cell.above.high == 0)
    }

    /// What a condition turned out to be, if it was looked at in this row.
    pub fn truth(&self, id: ConditionId) -> Option<Truth> {
        let (stamp, holds) = self.truths.get(id.0 as usize)?;
        (*stamp == self.stamp).then_some(if *holds { Truth::Holds } else { Truth::Fails })
    }
}

/// Whether two fractions are the same number. Those that are too large to be compared are known all the same.
#[inline]
fn is_equal(one: &Batch, other: &Batch) -> bool {
    match one.compare(other) {
        Ok(order) => order.is_eq(),
        Err(_) => one.to_exact() == other.to_exact(),
    }
}
