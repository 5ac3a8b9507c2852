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
            Truth::Undecided(stated) => self.one_of(id, &[(after, stated)], before),
        }
    }

    pub(super) fn choose(
        &mut self,
        id: NodeId,
        branches: &[(ConditionId, NodeId, Option<String>)],
        otherwise: NodeId,
    ) -> Result<Found<N>, Stop> {
        let mut possible: Vec<(NodeId, Option<Stated>)> = Vec::new();
        let mut last = otherwise;
        for (when, branch, _) in branches {
            match self.decide(*when)? {
                Truth::Fails => {}
                Truth::Holds => {
                    last = *branch;
                    break;
                }
                Truth::Undecided(on_facts) => possible.push((*branch, on_facts)),
            }
        }
        if possible.is_empty() {
            return self.same_as(last);
        }
        self.one_of(id, &possible, last)
    }

    /// One of several, not known which: each with what its condition is for the stated facts, then the last.
    ///
    /// Each choice is between one and all that follow it. So where those agree, it does not matter for the stated
    /// value which of them it would be (S9).
    fn one_of(
        &mut self,
        id: NodeId,
        possible: &[(NodeId, Option<Stated>)],
        last: NodeId,
    ) -> Result<Found<N>, Stop> {
        let all: Vec<NodeId> = possible.iter().map(|(branch, _)| *branch).chain([last]).collect();
        self.all(&all)?;
        let mut rest = self.at(last)?.clone();
        for (branch, on_facts) in possible.iter().rev() {
            let branch = self.at(*branch)?;
            let stated = match on_facts {
                Some(Stated::Holds) => branch.stated(),
                Some(Stated::Fails) => rest.stated(),
                None => None,
            };
            let value = branch.either(&rest, stated);
            rest = self.number(id, value)?;
        }
        Ok(Found::New(rest))
    }
}
