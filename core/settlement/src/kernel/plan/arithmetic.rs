//! Sums, products, quotients and what else is computed of numbers: how large, and over which denominator.

use super::{Below, Meaning, Operand, Planned, Planner, Rounded, Shape, Step, growth};
use crate::graph::{ConstantId, NodeId};
use crate::kernel::lanes::bits;
use accordant_money::Rounding;
use alloc::boxed::Box;
use alloc::vec::Vec;

impl Planner<'_> {
    pub(super) fn total(&self, parts: &[(NodeId, i128)]) -> Planned {
        if parts.is_empty() {
            return Some((Step::Total(Vec::new()), Shape::fixed(1, 0)));
        }
        let nodes: Vec<NodeId> = parts.iter().map(|(id, _)| *id).collect();
        let (shape, mut operands) = self.together(&nodes)?;
        for (operand, (_, sign)) in operands.iter_mut().zip(parts) {
            operand.times *= sign;
        }
        // As many numbers below a power of two come to less than that times the next power of two above their count.
        let carried = usize::BITS - (parts.len() - 1).leading_zeros();
        Some((Step::Total(operands), Shape { bits: shape.bits + carried, ..shape }))
    }

    /// The negative of a fraction is one of the same size, whatever stands below it.
    pub(super) fn negative(&self, a: NodeId) -> Planned {
        let shape = self.shape(a)?;
        match shape.below {
            Below::Fixed(_) => self.total(&[(a, -1)]),
            Below::Free(_) => {
                let one = Operand { at: self.body(a), times: -1, below: 0 };
                Some((Step::Total(alloc::vec![one]), shape))
            }
        }
    }

    pub(super) fn times(&self, a: NodeId, b: NodeId) -> Planned {
        let (one, other) = (self.shape(a)?, self.shape(b)?);
        let bits = one.bits + other.bits;
        if let (Some(below), Some(other_below)) = (one.fixed_below(), other.fixed_below()) {
            let shape = Shape::fixed(below.checked_mul(other_below)?, bits);
            return Some((Step::Product(self.body(a), self.body(b)), shape));
        }
        let shape = Shape { below: Below::Free(one.below_bits() + other.below_bits()), bits };
        Some((Step::FreeProduct(Box::new([self.whole(a), self.whole(b)])), shape))
    }

    /// An operand as it stands, with its fixed denominator beside it.
    pub(super) fn whole(&self, id: NodeId) -> Operand {
        let below = self.shape(id).and_then(|shape| shape.fixed_below()).unwrap_or(0);
        Operand { at: self.body(id), times: 1, below }
    }

    pub(super) fn divided(&self, a: NodeId, b: NodeId) -> Planned {
        let (one, other) = (self.shape(a)?, self.shape(b)?);
        if let (Step::Constant(number), Some(below), Some(own)) =
            (self.plan.steps.get(self.body(b))?, other.fixed_below(), one.fixed_below())
            && *number != 0
        {
            let operand = Operand { at: self.body(a), times: below * number.signum(), below: 0 };
            let shape = Shape::fixed(own.checked_mul(number.checked_abs()?)?, one.bits + growth(below));
            return Some((Step::Total(alloc::vec![operand]), shape));
        }
        let (above, below) = (one.bits + other.below_bits(), one.below_bits() + other.bits);
        let shape = Shape { below: Below::Free(below), bits: above };
        Some((Step::Quotient(Box::new([self.whole(a), self.whole(b)])), shape))
    }

    pub(super) fn best(&self, all: &[NodeId], how: fn(Vec<Operand>) -> Step) -> Planned {
        let (shape, operands) = self.together(all)?;
        (!operands.is_empty()).then(|| (how(operands), shape))
    }

    pub(super) fn threshold(&self, a: NodeId, b: NodeId, meaning: Meaning) -> Planned {
        let (shape, operands) = self.together(&[a, b])?;
        let step = Step::Threshold(meaning, Box::new(operands.try_into().ok()?));
        Some((step, Shape { bits: shape.bits + 2, ..shape }))
    }

    pub(super) fn rounded(&self, a: NodeId, to: ConstantId, rule: Rounding) -> Planned {
        let (shape, to) = (self.shape(a)?, self.constant(to)?);
        let below = shape.fixed_below()?;
        // The nearest multiple lies less than one unit away.
        let most = shape.bits.max(bits(to.numerator())) + bits(to.denominator()) + 1;
        let step = Step::Rounded(Box::new(Rounded { of: self.body(a), below, to, rule }));
        Some((step, Shape::fixed(to.denominator(), most)))
    }
}
