//! Weighted means, and what becomes of a measure without its fact (M21).

use super::{Evaluator, Stop};
use crate::graph::{ConstantId, NodeId};
use crate::value::Value;
use accordant_agreement::terms::MissingMeasure;
use accordant_money::Number;
use alloc::string::ToString;

impl<N: Number> Evaluator<'_, N> {
    pub(super) fn mean(
        &mut self,
        id: NodeId,
        parts: &[(ConstantId, NodeId, MissingMeasure)],
    ) -> Result<Value<N>, Stop> {
        let mut sum = Value::Exact(self.zero.clone());
        let mut weights = self.zero.clone();
        let mut stop = None;
        for (weight, score, missing) in parts {
            let (said, failed) = (self.refusals.len(), self.failed.len());
            let result = self.ensure(*score);
            let weight = self.constant(*weight)?.clone();
            match (result, missing) {
                (Ok(()), _) => {
                    let part = self.at(*score)?.times(&Value::Exact(weight.clone()));
                    let part = self.number(id, part)?;
                    sum = self.number(id, sum.plus(&part))?;
                }
                (Err(Stop::Missing), MissingMeasure::LeaveOut) => {
                    self.excuse(said, failed);
                    continue;
                }
                (Err(Stop::Missing), MissingMeasure::ZeroPoints) => self.excuse(said, failed),
                (Err(other), _) => {
                    stop = Some(if stop.is_none() || stop == Some(Stop::Missing) {
                        other
                    } else {
                        Stop::Refused
                    })
                }
            }
            weights = self.number(id, weights.plus(&weight))?;
        }
        if let Some(stop) = stop {
            return Err(stop);
        }
        if weights.sign().is_eq() {
            self.refuse(id, "every measure of this score is missing".to_string(), None);
            return Err(Stop::Missing);
        }
        let mean = sum.divided_by(&Value::Exact(weights));
        self.number(id, mean)
    }

    /// What was missing is excused here; whoever else asks for it is told again.
    pub(super) fn excuse(&mut self, said: usize, failed: usize) {
        self.refusals.truncate(said);
        for id in self.failed.drain(failed..) {
            if let Some(stamp) = self.stamps.get_mut(id.0 as usize) {
                *stamp = 0;
            }
        }
    }
}
