//! Gates, steps with a condition, and choices (M12-M14, S9).

use super::{Evaluator, Found, Stop};
use crate::graph::{ConditionId, NodeId};
use crate::value::{Stated, Truth, Value};
use accordant_money::Number;
use alloc::string::String;
use alloc::vec::Vec;

impl<N: Number> Evaluator<'_, N> {
    pub(super) fn gate(&mut self, id: NodeId, when: ConditionId, then: NodeId) -> Result<Found<N>, Stop> {
        let zero = Value::Exact(self.zero.clone());
        match self.decide(when)? {
            Truth::Fails => Ok(Found::New(zero)),
            Truth::Holds => self.same_as(then),
            Truth::Undecided(stated) => {
                self.ensure(then)?;
                let chosen = match stated {
                    Some(Stated::Holds) => self.at(then)?.stated(),
                    Some(Stated::Fails) => Some(&self.zero),
                    None => None,
                };
                let value = self.at(then)?.either(&zero, chosen);
                self.number(id, value).map(Found::New)
            }
        }
    }

    /// A step with a condition needs the result so far whatever the condition is.
    pub(super) fn step(
        &mut self,
        id: NodeId,
        when: ConditionId,
        after: NodeId,
        before: NodeId,
    ) -> Result<Found<N>, Stop> {
        let so_far = self.ensure(before);
        let truth = self.decide(when);
        if so_far.is_err() && matches!(truth, Ok(Truth::Holds | Truth::Undecided(_))) {
            // What the step itself lacks is named in the same run; the result so far decides what is returned.
            let _named = self.ensure(after);
        }
        so_far?;
        match truth? {
            Truth::Fails => Ok(Found::Of(before)),
            Truth::Holds => self.same_as(after),
            Truth::Undecided(stated) => {
                let chosen = stated.map(|stated| if stated == Stated::Holds { after } else { before });
                self.one_of(id, &[after, before], chosen)
            }
        }
    }

    pub(super) fn choose(
        &mut self,
        id: NodeId,
        branches: &[(ConditionId, NodeId, Option<String>)],
        otherwise: NodeId,
    ) -> Result<Found<N>, Stop> {
        let mut possible: Vec<NodeId> = Vec::new();
        let mut stated: Option<Option<NodeId>> = None;
        let mut ended = false;
        for (when, branch, _) in branches {
            match self.decide(*when)? {
                Truth::Fails => continue,
                Truth::Holds if possible.is_empty() => return self.same_as(*branch),
                Truth::Holds => {
                    possible.push(*branch);
                    stated = stated.or(Some(Some(*branch)));
                    ended = true;
                    break;
                }
                Truth::Undecided(on_facts) => {
                    possible.push(*branch);
                    stated = match (stated, on_facts) {
                        (None, Some(Stated::Holds)) => Some(Some(*branch)),
                        (None, None) => Some(None),
                        (already, _) => already,
                    };
                }
            }
        }
        if !ended && possible.is_empty() {
            return self.same_as(otherwise);
        }
        if !ended {
            possible.push(otherwise);
        }
        let chosen = stated.unwrap_or(Some(otherwise));
        self.one_of(id, &possible, chosen)
    }

    /// One of several, not known which if there is more than one.
    pub(super) fn one_of(
        &mut self,
        id: NodeId,
        possible: &[NodeId],
        chosen: Option<NodeId>,
    ) -> Result<Found<N>, Stop> {
        self.all(possible)?;
        let (first, rest) = possible.split_first().ok_or(Stop::Refused)?;
        if rest.is_empty() {
            return Ok(Found::Of(*first));
        }
        let stated = match chosen {
            Some(chosen) => self.at(chosen)?.stated().cloned(),
            None => None,
        };
        let mut so_far = self.at(*first)?.clone();
        for next in rest {
            let value = so_far.either(self.at(*next)?, stated.as_ref());
            so_far = self.number(id, value)?;
        }
        Ok(Found::New(so_far))
    }
}
