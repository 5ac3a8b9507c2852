//! What each step of the plan does for one row.
//!
//! A build with assertions does not optimise, and inlining there only makes every call take more of the stack, of which
//! an operation needs one for each that it leans on.

use super::lanes::{Lanes, decided, product};
use super::plan::{Below, Meaning, Operand, Rounded, Step, Test};
use super::table::{Found, Table};
use super::{Fact, Kernel};
use crate::graph::ConditionId;
use accordant_agreement::formula::Comparison;
use accordant_money::{Batch, Number};
use core::cmp::Ordering;

impl Kernel<'_> {
    /// The numerator of an operation, computed if it has not been; nothing if the row is left to the evaluator.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn value(&mut self, at: usize) -> Option<Lanes> {
        let cell = self.cells.get(at)?;
        if cell.stamp != self.stamp && cell.stamp != super::ALWAYS {
            self.work_out(at)?;
        }
        self.cells.get(at).map(|cell| cell.above)
    }

    /// Not part of [`Kernel::value`], so that a value which has been computed costs no call.
    ///
    /// Each step keeps its own value: joined in one place, it would be written to memory in halves and read back whole,
    /// for which a processor waits longer than the step takes.
    #[inline(never)]
    fn work_out(&mut self, at: usize) -> Option<()> {
        let plan = self.plan;
        match plan.steps.get(at)? {
            Step::Constant(number) => self.keep(at, Lanes::of(*number)),
            Step::Fact(slot) => match *self.facts.get(*slot)? {
                Fact::Number(lanes) => self.keep(at, lanes),
                Fact::Word(_) | Fact::Left => None,
            },
            Step::Total(parts) => self.total(at, parts),
            Step::Product(a, b) => {
                let product = self.value(*a)?.multiplied(self.value(*b)?);
                self.keep(at, product)
            }
            Step::FreeProduct(factors) => self.free_product(at, **factors),
            Step::Quotient(both) => self.quotient(at, **both),
            Step::Smallest(all) => self.best(at, all, Lanes::smaller),
            Step::Largest(all) => self.best(at, all, Lanes::larger),
            Step::Absolute(a) => {
                let size = self.value(*a)?.absolute();
                self.keep(at, size)
            }
            Step::Clamp(all) => self.clamp(at, **all),
            Step::Threshold(meaning, both) => {
                let beyond = self.threshold(*meaning, **both)?;
                self.keep(at, beyond)
            }
            Step::Rounded(how) => self.rounded(at, how),
            Step::Gate(..) | Step::When(..) | Step::Choose(..) | Step::Pick(..) => self.branch(at),
            Step::Judged(slot, points) => {
                let points = *points.get(self.word_of(*slot)?)?;
                self.keep(at, Lanes::of(points))
            }
            Step::Table(table) => self.table(at, table),
            Step::Left => None,
        }
    }

    /// Keeps the value of an operation for this row.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn keep(&mut self, at: usize, above: Lanes) -> Option<()> {
        let cell = self.cells.get_mut(at)?;
        cell.above = above;
        cell.stamp = self.stamp;
        Some(())
    }

    /// The value of one of several others.
    fn branch(&mut self, at: usize) -> Option<()> {
        let plan = self.plan;
        let taken = match plan.steps.get(at)? {
            Step::Gate(when, then) => {
                if !self.holds(*when)? {
                    self.put_below(at, Lanes::of(1));
                    return self.keep(at, Lanes::of(0));
                }
                then
            }
            Step::When(when, both) => {
                let [after, before] = &**both;
                // The result so far is needed whatever the condition is.
                self.value(before.at)?;
                if self.holds(*when)? { after } else { before }
            }
            Step::Choose(choose) => {
                let mut taken = &choose.otherwise;
                for (when, branch) in &choose.branches {
                    if self.holds(*when)? {
                        taken = branch;
                        break;
                    }
                }
                taken
            }
            Step::Pick(slot, cells) => cells.get(self.word_of(*slot)?)?,
            _ => return None,
        };
        self.take(at, *taken)
    }

    fn clamp(&mut self, at: usize, [a, low, high]: [Operand; 3]) -> Option<()> {
        let (a, low, high) = (self.over(a)?, self.over(low)?, self.over(high)?);
        // Ends that surely cross are refused; ends that may are held to as they stand.
        if low.low > high.high {
            return None;
        }
        self.keep(at, a.smaller(high).larger(low))
    }

    fn rounded(&mut self, at: usize, how: &Rounded) -> Option<()> {
        let value = self.value(how.of)?;
        let round = |above| {
            let rounded = Batch::new(above, how.below)?.rounded(&how.to, how.rule).ok()?;
            Some(product(rounded.numerator(), how.to.denominator() / rounded.denominator()))
        };
        let rounded =
            Lanes { stated: round(value.stated)?, low: round(value.low)?, high: round(value.high)? };
        self.keep(at, rounded)
    }

    fn word_of(&self, slot: usize) -> Option<usize> {
        match self.facts.get(slot)? {
            Fact::Word(word) => Some(usize::from(*word)),
            Fact::Number(_) | Fact::Left => None,
        }
    }

    /// An operand over the fixed denominator of who asks.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn over(&mut self, operand: Operand) -> Option<Lanes> {
        Some(self.value(operand.at)?.times(operand.times))
    }

    /// The value of another operation as one's own; with its denominator, where that is the row's own.
    fn take(&mut self, at: usize, operand: Operand) -> Option<()> {
        let above = self.over(operand)?;
        if let Below::Free(_) = self.plan.shapes.get(at)?.below {
            let below = self.below(operand)?;
            self.put_below(at, below);
        }
        self.keep(at, above)
    }

    /// The denominator of an operand that has been computed.
    #[inline]
    fn below(&self, operand: Operand) -> Option<Lanes> {
        if operand.below == 0 { self.belows.get(operand.at).copied() } else { Some(Lanes::of(operand.below)) }
    }

    #[inline]
    fn put_below(&mut self, at: usize, below: Lanes) {
        if let Some(place) = self.belows.get_mut(at) {
            *place = below;
        }
    }

    fn total(&mut self, at: usize, parts: &[Operand]) -> Option<()> {
        if let [a, b] = parts {
            let (a, b) = (self.over(*a)?, self.over(*b)?);
            return self.keep(at, a.plus(b));
        }
        if let [only] = parts {
            self.take(at, *only)?;
            // Where a fraction turns round, the denominator of the least becomes that of the most.
            if only.times < 0
                && let Some(below) = self.belows.get_mut(at)
            {
                (below.low, below.high) = (below.high, below.low);
            }
            return Some(());
        }
        let mut total = Lanes::of(0);
        for part in parts {
            total = total.plus(self.over(*part)?);
        }
        self.keep(at, total)
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn best(&mut self, at: usize, all: &[Operand], keep: impl Fn(Lanes, Lanes) -> Lanes) -> Option<()> {
        if let [a, b] = all {
            let (a, b) = (self.over(*a)?, self.over(*b)?);
            return self.keep(at, keep(a, b));
        }
        let (first, rest) = all.split_first()?;
        let mut best = self.over(*first)?;
        for next in rest {
            best = keep(best, self.over(*next)?);
        }
        self.keep(at, best)
    }

    /// A threshold that is surely below zero is refused.
    fn threshold(&mut self, meaning: Meaning, [a, threshold]: [Operand; 2]) -> Option<Lanes> {
        let (a, threshold) = (self.over(a)?, self.over(threshold)?);
        if threshold.high < 0 {
            return None;
        }
        let zero = Lanes::of(0);
        let above = || a.plus(threshold.times(-1)).larger(zero);
        Some(match meaning {
            Meaning::Cliff => {
                if a.compare(threshold, Ordering::is_ge)? {
                    a
                } else {
                    zero
                }
            }
            Meaning::Deductible => above(),
            Meaning::Deadband => above().plus(a.plus(threshold).smaller(zero)),
        })
    }

    /// Of fractions with denominators of their own, only exactly known ones are multiplied here.
    fn free_product(&mut self, at: usize, [a, b]: [Operand; 2]) -> Option<()> {
        let (above, times) = (self.over(a)?, self.over(b)?);
        let (below, other) = (self.below(a)?, self.below(b)?);
        let exact = [above, times, below, other].iter().all(Lanes::is_exact);
        if !exact {
            return None;
        }
        self.put_below(at, Lanes::of(product(below.low, other.low)));
        self.keep(at, Lanes::of(product(above.low, times.low)))
    }

    /// A divisor that may be zero is refused, and one that lies below zero is rare.
    fn quotient(&mut self, at: usize, [a, b]: [Operand; 2]) -> Option<()> {
        let (a_above, b_above) = (self.over(a)?, self.over(b)?);
        let (a_below, b_below) = (self.below(a)?, self.below(b)?);
        if b_above.low <= 0 {
            return None;
        }
        let lane = |above: i128, below: i128, divisor: i128, under: i128| {
            (product(above, under), product(below, divisor))
        };
        // A bound that is below zero is furthest below it for the least divisor.
        let (low_divisor, low_under) =
            if a_above.low < 0 { (b_above.low, b_below.low) } else { (b_above.high, b_below.high) };
        let (high_divisor, high_under) =
            if a_above.high < 0 { (b_above.high, b_below.high) } else { (b_above.low, b_below.low) };
        let stated = lane(a_above.stated, a_below.stated, b_above.stated, b_below.stated);
        let low = lane(a_above.low, a_below.low, low_divisor, low_under);
        let high = lane(a_above.high, a_below.high, high_divisor, high_under);
        self.put_below(at, Lanes { stated: stated.1, low: low.1, high: high.1 });
        self.keep(at, Lanes { stated: stated.0, low: low.0, high: high.0 })
    }

    fn table(&mut self, at: usize, table: &Table) -> Option<()> {
        let of = self.value(table.of)?;
        if !of.is_exact() {
            return None;
        }
        let x = product(of.low, table.times);
        let before = match table.find(x)? {
            Found::At(point) => {
                let value = table.points.get(point)?.1;
                self.take(at, value)?;
                self.put_fixed_below(at, table);
                return Some(());
            }
            Found::After(before) => before,
        };
        let (a, b) = (table.points.get(before)?.1, table.points.get(before + 1)?.1);
        let (a, b) = (self.over(a)?, self.over(b)?);
        let (along, length) = table.along(before, x)?;
        if length < 0 {
            return None;
        }
        if length == 0 {
            self.put_fixed_below(at, table);
            return self.keep(at, a);
        }
        self.put_below(at, Lanes::of(product(table.below, length)));
        let value = Table::value(a, b, along, length)?;
        self.keep(at, value)
    }

    /// The denominator of a value at a point of a table of lines; what a step takes has been brought with it.
    fn put_fixed_below(&mut self, at: usize, table: &Table) {
        if table.is_of_lines() {
            self.put_below(at, Lanes::of(table.below));
        }
    }

    /// Whether a condition holds; nothing if the row is left to the evaluator.
    fn holds(&mut self, id: ConditionId) -> Option<bool> {
        let at = id.0 as usize;
        if let Some((stamp, holds)) = self.truths.get(at)
            && *stamp == self.stamp
        {
            return Some(*holds);
        }
        let plan = self.plan;
        let holds = match plan.tests.get(at)? {
            Test::Known(holds) => *holds,
            Test::Fixed(comparison, a, b) => {
                let (a, b) = (self.over(*a)?, self.over(*b)?);
                a.compare(b, |order| comparison.holds(order))?
            }
            Test::Free(comparison, a, b) => self.compare_free(*comparison, *a, *b)?,
            Test::Word(slot, words, empty) => {
                let word = 1_u128.checked_shl(u32::try_from(self.word_of(*slot)?).ok()?)?;
                if empty & word != 0 {
                    return None;
                }
                words & word != 0
            }
            // The second is not looked at when the first decides, just as a reader would not.
            Test::Both(a, b) => self.holds(*a)? && self.holds(*b)?,
            Test::Either(a, b) => self.holds(*a)? || self.holds(*b)?,
            Test::Not(inner) => !self.holds(*inner)?,
            Test::Left => return None,
        };
        if let Some(place) = self.truths.get_mut(at) {
            *place = (self.stamp, holds);
        }
        Some(holds)
    }

    fn compare_free(&mut self, comparison: Comparison, a: Operand, b: Operand) -> Option<bool> {
        let (a_above, b_above) = (self.over(a)?, self.over(b)?);
        let (a_below, b_below) = (self.below(a)?, self.below(b)?);
        let lowest = product(a_above.low, b_below.high).cmp(&product(b_above.high, a_below.low));
        let highest = product(a_above.high, b_below.low).cmp(&product(b_above.low, a_below.high));
        decided(lowest, highest, |order| comparison.holds(order))
    }
}
