//! In which order lines are resolved: each after those that it needs, without recursion from line to line.
//!
//! Reading a line that needs another which is not resolved yet tells so, and comes to nothing; what the reading found is
//! forgotten, the others are resolved, and the line is read again.

use super::Resolver;
use crate::problem::Place;
use crate::terms::LineId;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

/// Where a line stands on its way to being resolved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Progress {
    Waiting,
    Begun,
    Done,
    Failed,
}

impl Resolver<'_> {
    /// Resolves every line once.
    pub(super) fn resolve_lines(&mut self) {
        for id in (0..self.drafts.len()).map(LineId) {
            let mut open = vec![id];
            while let Some(next) = open.last().copied() {
                let more = self.read(next);
                if more.is_empty() {
                    open.pop();
                }
                open.extend(more);
            }
        }
    }

    /// Whether a line can be used now; if it is not resolved yet, it is noted as needed. `from` is where it is asked for.
    pub(super) fn ensure(&mut self, id: LineId, from: Option<&Place>) -> bool {
        match self.progress_of(id) {
            Progress::Done => true,
            Progress::Failed => false,
            Progress::Waiting | Progress::Begun => {
                self.needs.push((id, from.cloned()));
                false
            }
        }
    }

    /// Reads a line, unless that is done; gives the lines that must be resolved before.
    fn read(&mut self, id: LineId) -> Vec<LineId> {
        if matches!(self.progress_of(id), Progress::Done | Progress::Failed) {
            return Vec::new();
        }
        if self.progress_of(id) == Progress::Waiting {
            self.set_progress(id, Progress::Begun);
            self.path.push(id);
        }
        let found_before = self.found.len();
        let line = self.line(id);
        let needs = core::mem::take(&mut self.needs);
        let begun = |resolver: &Self, on: &LineId| resolver.progress_of(*on) == Progress::Begun;
        if let Some((on, from)) = needs.iter().find(|(on, _)| begun(self, on)) {
            self.circle(*on, from.as_ref());
        } else if !needs.is_empty() {
            for forgotten in self.found.drain(found_before..) {
                self.told.remove(&(forgotten.place, forgotten.what));
            }
            return needs.into_iter().map(|(on, _)| on).collect();
        }
        self.path.pop();
        let line = line.filter(|line| self.progress_of(id) == Progress::Begun && self.measure(id, line));
        self.set_progress(id, if line.is_some() { Progress::Done } else { Progress::Failed });
        if let Some(slot) = self.lines.get_mut(id.0) {
            *slot = line;
        }
        Vec::new()
    }

    fn circle(&mut self, id: LineId, from: Option<&Place>) {
        let members: Vec<LineId> = self.path.iter().skip_while(|step| **step != id).copied().collect();
        let mut names: Vec<String> = Vec::new();
        for step in members.iter().chain([&id]) {
            names.extend(self.heads.get(step.0).map(|head| format!("`{}`", head.name)));
        }
        let round = names.join(" needs ");
        let Some(place) = from.cloned().or_else(|| self.heads.get(id.0).map(|head| head.place.clone()))
        else {
            return;
        };
        // A measure stands under its plain name, its score and its value under names of ours.
        let own = self.heads.get(id.0).filter(|head| !head.name.contains('['));
        let words = own.map(|head| head.name.clone()).unwrap_or_default();
        let help = Some("break the circle: one of these must not need the next".to_string());
        self.problem("circle", place, &words, format!("these lines go round in a circle: {round}"), help);
        for member in members {
            self.set_progress(member, Progress::Failed);
        }
    }

    fn progress_of(&self, id: LineId) -> Progress {
        self.progress.get(id.0).copied().unwrap_or(Progress::Failed)
    }

    fn set_progress(&mut self, id: LineId, progress: Progress) {
        if let Some(slot) = self.progress.get_mut(id.0) {
            *slot = progress;
        }
    }
}
