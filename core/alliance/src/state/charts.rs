//! What is remembered of decisions on charts.

use super::State;
use crate::event::{ChartRebased, RebaseWithdrawn, Words};
use accordant_record::Header;
use alloc::format;
use alloc::string::{String, ToString};
use serde::{Deserialize, Serialize};

/// A month from which a chart is read as that of another process.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RebaseEntry {
    /// The entry.
    pub entry: u64,
    /// When it was recorded.
    pub at: String,
    /// Who decided it, as an opaque reference.
    pub actor: String,
    /// For which party.
    pub seat: Option<String>,
    /// Of which measure, and from when.
    pub body: ChartRebased,
    /// Why.
    pub reason: Words,
    /// The entry with which it was withdrawn, if it was, and why.
    pub withdrawn: Option<(u64, Words)>,
}

impl RebaseEntry {
    /// The words of it that an entry said.
    pub(super) fn words_of(&mut self, entry: u64) -> Option<&mut Words> {
        if self.entry == entry {
            return Some(&mut self.reason);
        }
        self.withdrawn.as_mut().filter(|(by, _)| *by == entry).map(|(_, why)| why)
    }
}

impl State {
    /// The rebases of a measure or fact that are in force, in the order in which they were recorded.
    pub fn rebases<'a>(&'a self, measure: &'a str) -> impl Iterator<Item = &'a RebaseEntry> {
        let in_force = self.kept.rebases.iter().filter(|rebase| rebase.withdrawn.is_none());
        in_force.filter(move |rebase| rebase.body.measure == measure)
    }

    pub(super) fn rebased(&mut self, entry: u64, header: &Header, body: ChartRebased, reason: Words) {
        self.kept.rebases.push(RebaseEntry {
            entry,
            at: header.at.to_string(),
            actor: header.actor.clone(),
            seat: header.seat.clone(),
            body,
            reason,
            withdrawn: None,
        });
    }

    pub(super) fn rebase_withdrawn(
        &mut self,
        entry: u64,
        body: &RebaseWithdrawn,
        reason: Words,
    ) -> Result<(), String> {
        let is_unseen = self.kept.unseen.iter().any(|unseen| unseen.entry == body.rebase);
        match self.kept.rebases.iter_mut().find(|rebase| rebase.entry == body.rebase) {
            Some(rebase) => rebase.withdrawn = Some((entry, reason)),
            None if is_unseen => {}
            None => return Err(format!("entry {} rebased no chart", body.rebase)),
        }
        Ok(())
    }
}
