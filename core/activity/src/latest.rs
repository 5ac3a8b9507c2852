//! What the latest submission says of each provider, month and commissioner.

use crate::{Cell, Cells, Code, Difference, Month, TooLarge};
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// What a submission is sent for, and what a later one puts in the place of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Scope {
    /// The organisation that provides.
    pub provider: Code,
    /// The month.
    pub month: Month,
    /// The organisation that commissions.
    pub commissioner: Code,
}

/// A file that was received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission {
    source: Code,
    scopes: BTreeSet<Scope>,
    cells: Cells,
}

/// The cells that hold, each scope from the submission that was received last for it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Latest(BTreeMap<Scope, Held>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Held {
    source: Code,
    cells: Cells,
}

impl Submission {
    /// A file, under the name by which the caller finds it again, with what was gathered from it.
    pub fn new(source: &str, cells: Cells) -> Submission {
        Submission { source: Code::from(source), scopes: cells.scopes(), cells }
    }

    /// The same, sent for this scope too, of which it has no line: what was there before is then withdrawn.
    #[must_use]
    pub fn also_for(mut self, scope: Scope) -> Submission {
        self.scopes.insert(scope);
        self
    }

    /// What it was sent for.
    pub const fn scopes(&self) -> &BTreeSet<Scope> {
        &self.scopes
    }

    /// What was gathered from it.
    pub const fn cells(&self) -> &Cells {
        &self.cells
    }
}

impl Latest {
    /// Nothing was received.
    pub const fn none() -> Latest {
        Latest(BTreeMap::new())
    }

    /// Puts a submission in the place of what was there for its scopes. Sent twice, the second time changes nothing.
    pub fn receive(&mut self, submission: Submission) {
        let Submission { source, scopes, cells } = submission;
        let mut parts: BTreeMap<Scope, Vec<Cell>> =
            scopes.into_iter().map(|scope| (scope, Vec::new())).collect();
        for cell in cells {
            parts.entry(cell.key.scope()).or_default().push(cell);
        }
        for (scope, part) in parts {
            self.0.insert(scope, Held { source: source.clone(), cells: Cells::in_order(part) });
        }
    }

    /// Adds rows that were refused and mended since to what is held for their scopes. They are cited beside the file
    /// from which they were refused.
    ///
    /// # Errors
    /// When a sum cannot be held; nothing is added then.
    pub fn receive_mended(&mut self, source: &str, cells: Cells) -> Result<(), TooLarge> {
        let scopes = cells.scopes();
        let first = scopes.iter().find_map(|scope| self.source(scope));
        let source = first.map_or_else(|| String::from(source), |first| format!("{first} and {source}"));
        let held = scopes.iter().filter_map(|scope| self.0.get(scope));
        let held = Cells::in_order(held.flat_map(|held| held.cells.iter()).cloned().collect());
        self.receive(Submission::new(&source, held.merge(cells)?));
        Ok(())
    }

    /// Only what is held for these months.
    #[must_use]
    pub fn only(mut self, months: &BTreeSet<Month>) -> Latest {
        self.0.retain(|scope, _| months.contains(&scope.month));
        self
    }

    /// Every cell that holds, each with the file whose rows it has.
    pub fn held(&self) -> impl Iterator<Item = (&Cell, &str)> {
        self.0.values().flat_map(|held| held.cells.iter().map(|cell| (cell, &*held.source)))
    }

    /// Every cell that holds.
    pub fn cells(&self) -> Cells {
        Cells::in_order(self.held().map(|(cell, _)| cell).cloned().collect())
    }

    /// The file from which a scope is held: the rows of its cells are rows of that file.
    pub fn source(&self, scope: &Scope) -> Option<&str> {
        self.0.get(scope).map(|held| &*held.source)
    }

    /// How many rows a scope is held from.
    pub fn rows(&self, scope: &Scope) -> u64 {
        self.0.get(scope).map_or(0, |held| held.cells.rows())
    }

    /// Everything that was received for, with its file.
    pub fn scopes(&self) -> impl Iterator<Item = (&Scope, &str)> {
        self.0.iter().map(|(scope, held)| (scope, &*held.source))
    }

    /// What differs from this to a later state.
    pub fn difference(&self, later: &Latest) -> Difference {
        Difference::between(&self.cells(), &later.cells())
    }
}
