//! What no fact can change, so that it is computed once and not for each row.

use super::{ALWAYS, Evaluator};
use crate::graph::{Graph, NodeId, Op};
use accordant_money::Number;
use alloc::vec::Vec;

/// Which operations are the same in every row, by their numbers, and count as computed in each of them.
///
/// What may be left out though what takes it was computed is none of these: a reason must tell whether it was reached
/// (S11).
pub(crate) fn constants(graph: &Graph, bodies: &[NodeId]) -> Vec<bool> {
    let body = |id: &NodeId| bodies.get(id.0 as usize).copied().unwrap_or(*id);
    let mut may_be_left = alloc::vec![false; graph.nodes.len()];
    for id in &graph.optional {
        if let Some(place) = may_be_left.get_mut(body(id).0 as usize) {
            *place = true;
        }
    }
    let mut constants = Vec::with_capacity(graph.nodes.len());
    for (node, may_be_left) in graph.nodes.iter().zip(may_be_left) {
        let constant = |id: &NodeId| constants.get(body(id).0 as usize) == Some(&true);
        let is_constant = match &node.op {
            Op::Number(_) => true,
            Op::Plus(a, b) | Op::Minus(a, b) | Op::Times(a, b) => constant(a) && constant(b),
            Op::Negative(a) => constant(a),
            _ => false,
        };
        constants.push(is_constant && !may_be_left);
    }
    constants
}

impl<N: Number> Evaluator<'_, N> {
    /// Computes once what no fact can change.
    pub(super) fn settle_constants(&mut self) {
        let constants = constants(self.graph, &self.bodies);
        for (at, _) in constants.iter().enumerate().filter(|(_, is_constant)| **is_constant) {
            let Ok(id) = u32::try_from(at).map(NodeId) else { return };
            if self.ensure(id).is_ok()
                && let Some(stamp) = self.stamps.get_mut(at)
            {
                *stamp = ALWAYS;
            }
        }
        self.begin();
    }
}
