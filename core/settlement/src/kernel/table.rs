//! Tables by a number: steps, and straight lines between points (M17).

use super::lanes::{Lanes, bits, product};
use super::plan::{Below, Operand, Planner, Shape, growth, least_multiple};
use crate::graph::{ConstantId, NodeId};
use accordant_agreement::terms::{Between, Beyond};
use alloc::vec::Vec;

/// A table whose value is looked up by an exactly known number.
#[derive(Debug)]
pub(super) struct Table {
    pub of: usize,
    /// What the number is multiplied by to stand over the denominator of the points.
    pub times: i128,
    /// That denominator.
    pub one: i128,
    /// The points in rising order: where each stands, and its value.
    pub points: Vec<(i128, Operand)>,
    pub between: Between,
    pub beyond: (Beyond, Beyond),
    shape: Shape,
    /// The denominator that all values share, where a line is drawn between them.
    pub below: i128,
}

/// What of the table a number is between, or at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    /// The value of the point of this number.
    At(usize),
    /// On the line from the point of this number to the next.
    After(usize),
}

/// The plan of a table; nothing if it is left.
pub(super) fn plan(
    planner: &Planner<'_>,
    of: NodeId,
    points: &[(ConstantId, NodeId)],
    between: Between,
    beyond: (Beyond, Beyond),
) -> Option<Table> {
    let below_of = match planner.shape(of)?.below {
        Below::Fixed(below) => below,
        Below::Free(_) => return None,
    };
    let places: Vec<_> = points.iter().map(|(x, _)| planner.constant(*x)).collect::<Option<_>>()?;
    let one = places.iter().try_fold(below_of, |one, x| least_multiple(one, x.denominator()))?;
    let nodes: Vec<NodeId> = points.iter().map(|(_, y)| *y).collect();
    // On a line every value must be planned, for any of them may be needed.
    if between != Between::Step && nodes.iter().any(|id| planner.shape(*id).is_none()) {
        return None;
    }
    let (values, operands) = planner.one_of(&nodes)?;
    let below = match (values.below, between) {
        (Below::Fixed(below), _) => below,
        (Below::Free(_), Between::Step) => 0,
        (Below::Free(_), _) => return None,
    };
    let mut stands = Vec::new();
    for (x, value) in places.iter().zip(operands) {
        stands.push((x.numerator().checked_mul(one / x.denominator())?, value));
    }
    let longest = stands.iter().map(|(x, _)| bits(*x)).max()? + 1;
    let shape = match between {
        Between::Step => values,
        _ => Shape { below: Below::Free(bits(below) + longest), bits: values.bits + longest + 1 },
    };
    let times = one / below_of;
    let looked_up = planner.shape(of)?.bits + growth(times);
    (looked_up < i128::BITS - 2).then(|| Table {
        of: planner.body(of),
        times,
        one,
        points: stands,
        between,
        beyond,
        shape,
        below,
    })
}

impl Table {
    /// Whether lines are drawn between the points.
    pub fn is_of_lines(&self) -> bool {
        self.between != Between::Step
    }

    pub fn shape(&self) -> Shape {
        self.shape
    }

    /// Where a number stands; nothing if the evaluator must say why there is no value.
    pub fn find(&self, x: i128) -> Option<Found> {
        let (first, last) = (self.points.first()?.0, self.points.last()?.0);
        let (below, above) = self.beyond;
        if (x < first && below == Beyond::Refuse) || (x > last && above == Beyond::Refuse) {
            return None;
        }
        if self.between == Between::LinearToLastWhole && x % self.one != 0 {
            return None;
        }
        let next = self.points.iter().position(|(at, _)| *at > x).unwrap_or(self.points.len());
        let Some(before) = next.checked_sub(1) else { return Some(Found::At(0)) };
        let stands_at = self.points.get(before)?.0;
        if self.between == Between::Step || next == self.points.len() || stands_at == x {
            return Some(Found::At(before));
        }
        Some(Found::After(before))
    }

    /// How far a number is along the line after a point, and how long that line is; both over the denominator of the
    /// points.
    pub fn along(&self, before: usize, x: i128) -> Option<(i128, i128)> {
        let (from, to) = (self.points.get(before)?.0, self.points.get(before + 1)?.0);
        let shorter = if self.between == Between::LinearToLastWhole { self.one } else { 0 };
        Some((x - from, to - from - shorter))
    }

    /// The value on a line, over [`Table::below`] times the length of the line.
    pub fn value(a: Lanes, b: Lanes, along: i128, length: i128) -> Option<Lanes> {
        if !a.is_exact() || !b.is_exact() {
            return None;
        }
        Some(Lanes::of(product(a.low, length - along) + product(b.low, along)))
    }
}
