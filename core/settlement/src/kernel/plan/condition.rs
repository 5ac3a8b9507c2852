//! How conditions are decided.

use super::held::BITS_MAX;
use super::{Planner, Test};
use crate::graph::{ConditionOp, Decided, NodeId};
use accordant_agreement::formula::Comparison;

impl Planner<'_> {
    pub(super) fn test(&self, op: &ConditionOp) -> Option<Test> {
        Some(match op {
            ConditionOp::Known(decided) => Test::Known(*decided == Decided::Holds),
            ConditionOp::Compare(comparison, a, b) => return self.compare(*comparison, *a, *b),
            ConditionOp::Word(slot, words, empty) => Test::Word(slot.0 as usize, mask(words)?, mask(empty)?),
            ConditionOp::Never(_) => return None,
            ConditionOp::Both(a, b) => Test::Both(*a, *b),
            ConditionOp::Either(a, b) => Test::Either(*a, *b),
            ConditionOp::Not(a) => Test::Not(*a),
        })
    }

    fn compare(&self, comparison: Comparison, a: NodeId, b: NodeId) -> Option<Test> {
        if let Some((_, operands)) = self.together(&[a, b]) {
            let [a, b] = operands.try_into().ok()?;
            return Some(Test::Fixed(comparison, a, b));
        }
        let (one, other) = (self.shape(a)?, self.shape(b)?);
        let most = (one.bits + other.below_bits()).max(other.bits + one.below_bits());
        (most <= BITS_MAX).then(|| Test::Free(comparison, self.whole(a), self.whole(b)))
    }
}

/// One bit for each of these words; nothing if there are too many.
fn mask(words: &[u16]) -> Option<u128> {
    words.iter().try_fold(0, |mask, word| Some(mask | 1_u128.checked_shl(u32::from(*word))?))
}
