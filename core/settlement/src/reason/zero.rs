//! Why a zero is zero: the condition that decided it (S12).

use crate::computed::Computed;
use crate::graph::{ConditionId, Graph, NodeId, Op};
use crate::value::Truth;
use alloc::format;
use alloc::string::{String, ToString};

/// How far back a zero is followed.
const STEPS_MAX: usize = 512;
const WRITTEN: &str = "it is written as 0";
const TIMES_ZERO: &str = "it is multiplied by 0";

/// The condition that decided a zero; nothing if the value is not exactly zero.
pub(super) fn because(graph: &Graph, computed: &impl Computed, node: NodeId) -> Option<String> {
    let zero = Zero { graph, computed };
    if !zero.is_zero(node) {
        return None;
    }
    zero.follow(node, 0).or_else(|| Some(WRITTEN.to_string()))
}

struct Zero<'w, V> {
    graph: &'w Graph,
    computed: &'w V,
}

impl<V: Computed> Zero<'_, V> {
    fn is_zero(&self, id: NodeId) -> bool {
        self.computed.is_zero(id)
    }

    fn words(&self, id: NodeId) -> String {
        self.graph.node(id).map(|node| node.words.clone()).unwrap_or_default()
    }

    fn follow(&self, id: NodeId, steps: usize) -> Option<String> {
        if steps > STEPS_MAX {
            return None;
        }
        let next = |id: NodeId| self.follow(id, steps + 1);
        match &self.graph.node(id)?.op {
            Op::Figure(_, body) => next(*body),
            Op::Number(_) => None,
            Op::Fact(slot) => Some(format!("{} is 0", self.graph.slot(*slot)?.address.replace('_', " "))),
            Op::Gate(when, then, otherwise) => match self.computed.truth(*when)? {
                Truth::Fails => Some(otherwise.clone().unwrap_or_else(|| self.fails(*when))),
                _ => next(*then),
            },
            Op::Step(when, after, before) => match self.computed.truth(*when)? {
                Truth::Fails => next(*before),
                _ => next(*after),
            },
            Op::Choose(branches, otherwise, says) => {
                for (when, branch, says) in branches {
                    if self.computed.truth(*when) == Some(Truth::Holds) {
                        return next(*branch).or_else(|| says.clone()).or_else(|| Some(self.holds(*when)));
                    }
                }
                next(*otherwise).or_else(|| says.clone()).or_else(|| Some(self.none_hold(branches)))
            }
            Op::Pick(slot, cells) => {
                let word = self.computed.word(*slot)?;
                next(*cells.get(usize::from(word))?).or_else(|| Some(self.picked(*slot)))
            }
            Op::Mean(parts) => self.mean(parts.iter().map(|(_, part, _)| *part), steps),
            Op::Bands { of, .. } => {
                if self.is_zero(*of) {
                    next(*of)
                } else {
                    Some(format!("the bands share nothing of {}", self.words(*of)))
                }
            }
            Op::Curve { of, .. } => Some(format!("the table gives 0 at {}", self.words(*of))),
            Op::Levels { of, .. } => Some(format!("{} is at the level worth 0 points", self.words(*of))),
            Op::Judged(slot, _) => Some(format!(
                "the level agreed for {} is worth 0 points",
                self.graph.slot(*slot)?.address.replace('_', " ")
            )),
            op => self.computed(op, steps),
        }
    }

    /// The reason of a zero that comes of arithmetic.
    fn computed(&self, op: &Op, steps: usize) -> Option<String> {
        let next = |id: NodeId| self.follow(id, steps + 1);
        match op {
            Op::Times(a, b) => {
                let factor = if self.is_zero(*a) { *a } else { *b };
                let named = || {
                    if self.is_number(factor) {
                        TIMES_ZERO.to_string()
                    } else {
                        format!("{} is 0", self.words(factor))
                    }
                };
                next(factor).or_else(|| Some(named()))
            }
            Op::DividedBy(a, _) | Op::Negative(a) | Op::Absolute(a) => next(*a),
            Op::Rounded(a, ..) => {
                if self.is_zero(*a) {
                    next(*a)
                } else {
                    Some(format!("{} rounds to 0", self.words(*a)))
                }
            }
            Op::Plus(a, b) => self.sum(*a, *b, steps),
            Op::Minus(a, b) if self.is_zero(*a) && self.is_zero(*b) => next(*a).or_else(|| next(*b)),
            Op::Minus(a, b) => Some(format!("{} equals {}", self.words(*a), self.words(*b))),
            Op::Sum(all) => {
                if all.iter().all(|part| self.is_zero(*part)) {
                    all.iter()
                        .find_map(|part| next(*part))
                        .or_else(|| Some("there is nothing to add".to_string()))
                } else {
                    Some("its parts cancel out".to_string())
                }
            }
            Op::Largest(all) => self.bound(all, "is not above", steps),
            Op::Smallest(all) => self.bound(all, "is not below", steps),
            Op::Clamp(a, low, high) => {
                if self.is_zero(*a) {
                    return next(*a);
                }
                let held = if self.is_zero(*low) { "is below" } else { "is above" };
                let end = if self.is_zero(*low) { *low } else { *high };
                Some(format!("{} {held} {}", self.words(*a), self.words(end)))
            }
            Op::Cliff(a, threshold) => {
                if self.is_zero(*a) {
                    next(*a)
                } else {
                    Some(format!("{} does not reach {}", self.words(*a), self.words(*threshold)))
                }
            }
            Op::Deductible(a, _) | Op::Deadband(a, _) if self.is_zero(*a) => next(*a),
            Op::Deductible(a, threshold) => {
                Some(format!("{} does not exceed {}", self.words(*a), self.words(*threshold)))
            }
            Op::Deadband(a, threshold) => {
                Some(format!("{} lies within {} of zero", self.words(*a), self.words(*threshold)))
            }
            _ => None,
        }
    }

    /// A mean is nothing because every part is, or because the parts come to nothing together.
    fn mean(&self, parts: impl Iterator<Item = NodeId>, steps: usize) -> Option<String> {
        let mut met = parts.filter(|part| self.computed.is_known(*part));
        let first = met.next()?;
        let all = self.is_zero(first) && met.all(|part| self.is_zero(part));
        if all { self.follow(first, steps + 1) } else { Some("the scores come to 0".to_string()) }
    }

    fn sum(&self, a: NodeId, b: NodeId, steps: usize) -> Option<String> {
        if self.is_zero(a) && self.is_zero(b) {
            return self.follow(a, steps + 1).or_else(|| self.follow(b, steps + 1));
        }
        Some(format!("{} and {} cancel out", self.words(a), self.words(b)))
    }

    /// A zero that is the bound itself, written as 0, is due to the operand that it held.
    fn bound(&self, all: &[NodeId], relation: &str, steps: usize) -> Option<String> {
        let deciding = all.iter().copied().find(|part| self.is_zero(*part) && !self.is_number(*part));
        if let Some(part) = deciding {
            return self.follow(part, steps + 1).or_else(|| Some(format!("{} is 0", self.words(part))));
        }
        let held = all.iter().copied().find(|part| !self.is_zero(*part))?;
        Some(format!("{} {relation} 0", self.words(held)))
    }

    fn is_number(&self, id: NodeId) -> bool {
        matches!(self.graph.node(id).map(|node| &node.op), Some(Op::Number(_)))
    }

    fn picked(&self, slot: crate::graph::SlotId) -> String {
        let key = self.graph.slot(slot).map(|slot| slot.address.replace('_', " ")).unwrap_or_default();
        format!("the table gives 0 for this {key}")
    }

    fn holds(&self, id: ConditionId) -> String {
        self.graph.condition(id).map(|condition| condition.words.clone()).unwrap_or_default()
    }

    fn fails(&self, id: ConditionId) -> String {
        format!("it does not hold that {}", self.holds(id))
    }

    fn none_hold(&self, branches: &[(ConditionId, NodeId, Option<String>)]) -> String {
        branches.first().map(|(when, ..)| self.fails(*when)).unwrap_or_default()
    }
}
