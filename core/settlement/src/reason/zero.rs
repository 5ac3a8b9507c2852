//! Why a zero is zero: the condition that decided it (S12).

use crate::computed::Computed;
use crate::graph::{ConditionId, Graph, NodeId, Op, SlotId};
use crate::value::Truth;
use alloc::borrow::Cow;
use alloc::string::String;

/// How far back a zero is followed.
const STEPS_MAX: usize = 512;
const WRITTEN: &str = "it is written as 0";
const TIMES_ZERO: &str = "it is multiplied by 0";

/// The condition that decided a zero; nothing if the value is not exactly zero.
pub(super) fn because<'g>(graph: &'g Graph, computed: &impl Computed, node: NodeId) -> Option<Cow<'g, str>> {
    let zero = Zero { graph, computed };
    if !zero.is_zero(node) {
        return None;
    }
    zero.follow(node, 0).or(Some(Cow::Borrowed(WRITTEN)))
}

struct Zero<'w, 'g, V> {
    graph: &'g Graph,
    computed: &'w V,
}

impl<'g, V: Computed> Zero<'_, 'g, V> {
    fn is_zero(&self, id: NodeId) -> bool {
        self.computed.is_zero(id)
    }

    fn words(&self, id: NodeId) -> &'g str {
        self.graph.node(id).map_or("", |node| &node.words)
    }

    fn follow(&self, id: NodeId, steps: usize) -> Option<Cow<'g, str>> {
        if steps > STEPS_MAX {
            return None;
        }
        let next = |id: NodeId| self.follow(id, steps + 1);
        match &self.graph.node(id)?.op {
            Op::Figure(_, body) => next(*body),
            Op::Number(_) => None,
            Op::Fact(slot) => told([&self.graph.slot(*slot)?.words, " is 0"]),
            Op::Gate(when, then, otherwise) => match self.computed.truth(*when)? {
                Truth::Fails => {
                    otherwise.as_deref().map_or_else(|| self.fails(*when), |why| Some(Cow::Borrowed(why)))
                }
                _ => next(*then),
            },
            Op::Step(when, after, before) => match self.computed.truth(*when)? {
                Truth::Fails => next(*before),
                _ => next(*after),
            },
            Op::Choose(branches, otherwise, says) => {
                for (when, branch, says) in branches {
                    if self.computed.truth(*when) == Some(Truth::Holds) {
                        return next(*branch)
                            .or(says.as_deref().map(Cow::Borrowed))
                            .or_else(|| Some(Cow::Borrowed(self.holds(*when))));
                    }
                }
                next(*otherwise).or(says.as_deref().map(Cow::Borrowed)).or_else(|| self.none_hold(branches))
            }
            Op::Pick(slot, cells) => {
                let word = self.computed.word(*slot)?;
                next(*cells.get(usize::from(word))?).or_else(|| self.picked(*slot))
            }
            Op::Mean(parts) => self.mean(parts.iter().map(|(_, part, _)| *part), steps),
            Op::Bands { of, .. } => {
                if self.is_zero(*of) {
                    next(*of)
                } else {
                    told(["the bands share nothing of ", self.words(*of)])
                }
            }
            Op::Curve { of, .. } => told(["the table gives 0 at ", self.words(*of)]),
            Op::Levels { of, .. } => told([self.words(*of), " is at the level worth 0 points"]),
            Op::Judged(slot, _) => {
                told(["the level agreed for ", &self.graph.slot(*slot)?.words, " is worth 0 points"])
            }
            op => self.computed(op, steps),
        }
    }

    /// The reason of a zero that comes of arithmetic.
    fn computed(&self, op: &Op, steps: usize) -> Option<Cow<'g, str>> {
        let next = |id: NodeId| self.follow(id, steps + 1);
        match op {
            Op::Times(a, b) => {
                let factor = if self.is_zero(*a) { *a } else { *b };
                next(factor).or_else(|| match self.is_number(factor) {
                    true => Some(Cow::Borrowed(TIMES_ZERO)),
                    false => told([self.words(factor), " is 0"]),
                })
            }
            Op::DividedBy(a, _) | Op::Negative(a) | Op::Absolute(a) => next(*a),
            Op::Rounded(a, ..) => {
                if self.is_zero(*a) {
                    next(*a)
                } else {
                    told([self.words(*a), " rounds to 0"])
                }
            }
            Op::Plus(a, b) => self.sum(*a, *b, steps),
            Op::Minus(a, b) if self.is_zero(*a) && self.is_zero(*b) => next(*a).or_else(|| next(*b)),
            Op::Minus(a, b) => told([self.words(*a), " equals ", self.words(*b)]),
            Op::Sum(all) => {
                if all.iter().all(|part| self.is_zero(*part)) {
                    all.iter().find_map(|part| next(*part)).or(Some(Cow::Borrowed("there is nothing to add")))
                } else {
                    Some(Cow::Borrowed("its parts cancel out"))
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
                told([self.words(*a), " ", held, " ", self.words(end)])
            }
            Op::Cliff(a, threshold) => {
                if self.is_zero(*a) {
                    next(*a)
                } else {
                    told([self.words(*a), " does not reach ", self.words(*threshold)])
                }
            }
            Op::Deductible(a, _) | Op::Deadband(a, _) if self.is_zero(*a) => next(*a),
            Op::Deductible(a, threshold) => {
                told([self.words(*a), " does not exceed ", self.words(*threshold)])
            }
            Op::Deadband(a, threshold) => {
                told([self.words(*a), " lies within ", self.words(*threshold), " of zero"])
            }
            _ => None,
        }
    }

    /// A mean is nothing because every part is, or because the parts come to nothing together.
    fn mean(&self, parts: impl Iterator<Item = NodeId>, steps: usize) -> Option<Cow<'g, str>> {
        let mut met = parts.filter(|part| self.computed.is_known(*part));
        let first = met.next()?;
        let all = self.is_zero(first) && met.all(|part| self.is_zero(part));
        if all { self.follow(first, steps + 1) } else { Some(Cow::Borrowed("the scores come to 0")) }
    }

    fn sum(&self, a: NodeId, b: NodeId, steps: usize) -> Option<Cow<'g, str>> {
        if self.is_zero(a) && self.is_zero(b) {
            return self.follow(a, steps + 1).or_else(|| self.follow(b, steps + 1));
        }
        told([self.words(a), " and ", self.words(b), " cancel out"])
    }

    /// A zero that is the bound itself, written as 0, is due to the operand that it held.
    fn bound(&self, all: &[NodeId], relation: &str, steps: usize) -> Option<Cow<'g, str>> {
        let deciding = all.iter().copied().find(|part| self.is_zero(*part) && !self.is_number(*part));
        if let Some(part) = deciding {
            return self.follow(part, steps + 1).or_else(|| told([self.words(part), " is 0"]));
        }
        let held = all.iter().copied().find(|part| !self.is_zero(*part))?;
        told([self.words(held), " ", relation, " 0"])
    }

    fn is_number(&self, id: NodeId) -> bool {
        matches!(self.graph.node(id).map(|node| &node.op), Some(Op::Number(_)))
    }

    fn picked(&self, slot: SlotId) -> Option<Cow<'g, str>> {
        told(["the table gives 0 for this ", self.graph.slot(slot).map_or("", |slot| &slot.words)])
    }

    fn holds(&self, id: ConditionId) -> &'g str {
        self.graph.condition(id).map_or("", |condition| &condition.words)
    }

    fn fails(&self, id: ConditionId) -> Option<Cow<'g, str>> {
        told(["it does not hold that ", self.holds(id)])
    }

    fn none_hold(&self, branches: &[(ConditionId, NodeId, Option<String>)]) -> Option<Cow<'g, str>> {
        branches.first().map_or(Some(Cow::Borrowed("")), |(when, ..)| self.fails(*when))
    }
}

fn told<'g, const N: usize>(parts: [&str; N]) -> Option<Cow<'g, str>> {
    Some(Cow::Owned(parts.concat()))
}
