//! Money of a row that is divided among several payees.

use super::{RowAmount, RowReader};
use crate::evaluate::{Evaluator, Stop};
use crate::graph::{AmountPlan, SlotId};
use crate::posting::postings;
use crate::value::{Loose, Value};
use accordant_money::{Exact, Number};
use alloc::vec::Vec;

impl<N: Number> RowReader<'_, N> {
    /// Money divided among several payees is divided by the reference alone.
    pub(super) fn split(&mut self, amounts: &mut Vec<RowAmount<N>>) -> Result<(), Stop> {
        let mut reference: Evaluator<'_, Exact> =
            Evaluator::new(&self.each.graph).map_err(|_| Stop::TooLarge)?;
        for slot in 0..self.each.graph.slots.len() {
            let id = u32::try_from(slot).map(SlotId).map_err(|_| Stop::TooLarge)?;
            if let Some(value) = self.evaluator.slot(id) {
                reference.give(slot, value.to_exact());
            }
        }
        let terms = self.each.terms;
        let made =
            postings(&self.each.graph.postings, &mut reference, terms.currency, terms.rounding.as_ref());
        self.evaluator.refusals.extend(reference.refusals().iter().cloned());
        for plan in &self.each.graph.postings {
            // The reasons of the row are told from this reader, so it computes the same amounts.
            let nodes =
                plan.of.into_iter().chain(plan.shares.iter().filter_map(|share| match share.amount {
                    AmountPlan::Exact(node) => Some(node),
                    AmountPlan::Whole | AmountPlan::Rest => None,
                }));
            for node in nodes {
                self.evaluator.value(node)?;
            }
        }
        for share in made.map_err(|(_, stop)| stop)? {
            let held = |value: &Exact| N::from_exact(value).map_err(|_| Stop::TooLarge);
            let bound = |value: Option<&Exact>| value.map(held).transpose();
            let exact = match &share.exact {
                Value::Exact(value) => Value::Exact(held(value)?),
                Value::Loose(loose) => Value::Loose(Loose {
                    stated: bound(loose.stated.as_ref())?,
                    low: bound(loose.low.as_ref())?,
                    high: bound(loose.high.as_ref())?,
                }),
            };
            let posted = share.posted.map(|posted| held(&posted.to_exact())).transpose()?;
            amounts.push(RowAmount { exact, posted, leftover: share.leftover });
        }
        Ok(())
    }
}
