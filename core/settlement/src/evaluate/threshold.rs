//! Clamps, and the three meanings of a threshold: cliff, deductible, deadband (M8, M9).

use super::{Evaluator, Stop};
use crate::graph::NodeId;
use crate::value::{Stated, Truth, Value};
use accordant_money::{Number, NumberProblem};
use alloc::string::ToString;

impl<N: Number> Evaluator<'_, N> {
    pub(super) fn clamp(
        &mut self,
        id: NodeId,
        a: NodeId,
        low: NodeId,
        high: NodeId,
    ) -> Result<Value<N>, Stop> {
        self.all(&[a, low, high])?;
        let crossed = self.at(low)?.compare(self.at(high)?, |order| order.is_gt());
        if self.number(id, crossed)? == Truth::Holds {
            if a == high {
                return Err(self.drawn_below_zero(a));
            }
            return Err(self.refuse(id, "the low end of `clamp` lies above its high end".to_string(), None));
        }
        let held = self
            .at(a)?
            .smaller(self.at(high)?)
            .and_then(|held| held.larger(self.at(low).map_err(|_| NumberProblem::TooLarge)?));
        self.number(id, held)
    }

    /// Every draw of a waterfall asks for the same amount, and one telling is enough.
    fn drawn_below_zero(&mut self, of: NodeId) -> Stop {
        let help = "write `max(.., 0)` if nothing is to be drawn then".to_string();
        let stop = self.refuse(of, "what a waterfall draws is below zero".to_string(), Some(help));
        if let [before @ .., last] = self.refusals.as_slice()
            && before.contains(last)
        {
            self.refusals.pop();
        }
        stop
    }

    /// A threshold below zero would turn its meaning round, so it is refused.
    pub(super) fn threshold(&mut self, id: NodeId, a: NodeId, threshold: NodeId) -> Result<Value<N>, Stop> {
        self.all(&[a, threshold])?;
        let zero = Value::Exact(self.zero.clone());
        let negative = self.at(threshold)?.compare(&zero, |order| order.is_lt());
        if self.number(id, negative)? == Truth::Holds {
            return Err(self.refuse(id, "a threshold is below zero".to_string(), None));
        }
        Ok(zero)
    }

    pub(super) fn cliff(&mut self, id: NodeId, a: NodeId, threshold: NodeId) -> Result<Value<N>, Stop> {
        let zero = self.threshold(id, a, threshold)?;
        let reached = self.at(a)?.compare(self.at(threshold)?, |order| order.is_ge());
        let value = match self.number(id, reached)? {
            Truth::Holds => return Ok(self.at(a)?.clone()),
            Truth::Fails => return Ok(zero),
            Truth::Undecided(stated) => {
                let chosen = match stated {
                    Some(Stated::Holds) => self.at(a)?.stated(),
                    Some(Stated::Fails) => Some(&self.zero),
                    None => None,
                };
                self.at(a)?.either(&zero, chosen)
            }
        };
        self.number(id, value)
    }

    pub(super) fn deductible(&mut self, id: NodeId, a: NodeId, threshold: NodeId) -> Result<Value<N>, Stop> {
        let zero = self.threshold(id, a, threshold)?;
        let value = self.at(a)?.minus(self.at(threshold)?).and_then(|beyond| beyond.larger(&zero));
        self.number(id, value)
    }

    /// What lies above the threshold, and what lies below its mirror: at most one of them is not zero.
    pub(super) fn deadband(&mut self, id: NodeId, a: NodeId, threshold: NodeId) -> Result<Value<N>, Stop> {
        let zero = self.threshold(id, a, threshold)?;
        let above = self.at(a)?.minus(self.at(threshold)?).and_then(|beyond| beyond.larger(&zero));
        let above = self.number(id, above)?;
        let below = self.at(a)?.plus(self.at(threshold)?).and_then(|beyond| beyond.smaller(&zero));
        let below = self.number(id, below)?;
        self.number(id, above.plus(&below))
    }
}
