//! Which limits held an amount: the cap of a `min`, the floor of a `max`, an end of a `clamp`.

use super::walk::Looked;
use crate::evaluate::Evaluator;
use crate::graph::{Graph, NodeId, Op};
use accordant_agreement::unit::Unit;
use accordant_money::Exact;
use alloc::string::String;
use alloc::vec::Vec;

/// An amount that a limit held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The amount in words.
    pub words: String,
    /// What it would have been.
    pub would_be: Exact,
    /// The limit in words.
    pub limit: String,
    /// What it was held to.
    pub to: Exact,
    /// Their unit.
    pub unit: Option<Unit>,
}

/// The limits that held something among what was looked at, each once.
///
/// What an author writes first is the amount, and what follows are its limits. A limit of nothing is told as the reason
/// of a zero, and not here.
pub(super) fn held(
    graph: &Graph,
    evaluator: &Evaluator<'_, Exact>,
    tops: &[NodeId],
    looked: &Looked,
) -> Vec<Held> {
    let mut found: Vec<Held> = Vec::new();
    for id in looked.workings.iter().chain(tops) {
        let Some(one) = one(graph, evaluator, *id) else { continue };
        if !found.contains(&one) {
            found.push(one);
        }
    }
    found
}

fn one(graph: &Graph, evaluator: &Evaluator<'_, Exact>, id: NodeId) -> Option<Held> {
    let node = graph.node(id)?;
    let (amount, limits) = match &node.op {
        Op::Smallest(all) | Op::Largest(all) => {
            let (first, limits) = all.split_first()?;
            (*first, limits.to_vec())
        }
        Op::Clamp(amount, low, high) => (*amount, alloc::vec![*low, *high]),
        Op::Rounded(inner, ..) => return one(graph, evaluator, *inner),
        _ => return None,
    };
    let value = |id: NodeId| evaluator.known(id)?.exact();
    let (to, would_be) = (value(id)?, value(amount)?);
    if to == would_be || *to == Exact::zero() {
        return None;
    }
    let limit = limits.into_iter().find(|limit| value(*limit) == Some(to))?;
    let words = |id: NodeId| graph.node(id).map(|node| node.words.clone());
    Some(Held {
        words: words(amount)?,
        would_be: would_be.clone(),
        limit: words(limit)?,
        to: to.clone(),
        unit: node.unit.clone(),
    })
}
