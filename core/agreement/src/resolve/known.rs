//! The names that a worked example may use, known also where the terms have problems.

use super::Resolver;
use super::declare::entries;
use crate::problem::Place;
use crate::terms::{Index, IndexId, Input, InputId, InputKind};
use crate::tree::{Entry, Node};
use crate::unit::Unit;
use alloc::collections::BTreeSet;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// The names of facts and figures.
#[derive(Debug, Clone)]
pub struct Known {
    /// The facts that the terms ask for.
    pub inputs: Vec<Input>,
    /// Those of them of which unit or index cannot be read.
    pub unsure: BTreeSet<InputId>,
    /// What they are indexed by.
    pub indexes: Vec<Index>,
    /// Everything that can be expected of a settlement.
    pub figures: Vec<Figure>,
    /// The pools, in the agreement's order.
    pub pools: Vec<String>,
}

/// A figure that an example can expect.
#[derive(Debug, Clone)]
pub struct Figure {
    /// Its name, such as `pool` or `score[safety]`.
    pub name: String,
    /// What it is indexed by, where that is known.
    pub by: Option<Vec<IndexId>>,
    /// What it is, where that is known.
    pub kind: Option<InputKind>,
}

impl Resolver<'_> {
    /// The names; nothing where some may stand in a part that cannot be read.
    pub(super) fn known(&self, money: Option<&Node>) -> Option<Known> {
        if self.names_lost || money.is_some_and(Node::is_refused) {
            return None;
        }
        let lines = (0..self.heads.len()).filter_map(|line| self.figure_of_line(line));
        let inputs = self.inputs.iter().enumerate().map(|(id, input)| {
            let is_sure = !self.unsure.contains(&InputId(id));
            let by = Some(input.by.clone()).filter(|_| is_sure);
            Figure { name: input.name.clone(), by, kind: Some(input.kind.clone()).filter(|_| is_sure) }
        });
        let money_kind = || Some(InputKind::Quantity(Unit::money(self.around.currency)));
        let of_money = |name: String| Figure { name, by: None, kind: money_kind() };
        let pools = self.pools.iter().map(|pool| of_money(pool.name.clone()));
        let postings =
            entries(money, "postings").iter().flat_map(shares_of).map(|(name, _)| of_money(name.to_string()));
        Some(Known {
            inputs: self.inputs.clone(),
            unsure: self.unsure.clone(),
            indexes: self.indexes.clone(),
            figures: lines.chain(inputs).chain(pools).chain(postings).collect(),
            pools: self.pools.iter().map(|pool| pool.name.clone()).collect(),
        })
    }

    fn figure_of_line(&self, line: usize) -> Option<Figure> {
        let head = self.heads.get(line)?;
        let resolved = self.lines.get(line)?.as_ref();
        let kind = match &head.words {
            Some(words) => Some(InputKind::Choice(words.clone())),
            None => resolved.and_then(|line| line.unit.clone()).map(InputKind::Quantity),
        };
        Some(Figure { name: head.name.clone(), by: resolved.map(|line| line.by.clone()), kind })
    }
}

/// The figures of a posting: its named shares, or itself where it has none.
pub(super) fn shares_of(posting: &Entry) -> Vec<(&str, &Place)> {
    let sides = ["from", "to"].into_iter().filter_map(|key| posting.value.entry(key));
    let rows = sides.flat_map(|side| side.value.as_map().unwrap_or_default());
    let is_share = |row: &&Entry| row.value.as_map().is_some() || row.value.is_refused();
    let named: Vec<(&str, &Place)> =
        rows.filter(is_share).map(|row| (row.key.as_str(), &row.key_place)).collect();
    if named.is_empty() { alloc::vec![(posting.key.as_str(), &posting.key_place)] } else { named }
}
