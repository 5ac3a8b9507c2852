//! The cells of a file, in order, each key once.

use crate::{Amounts, Cell, Key, Line, Rows, Scope, TooLarge};
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

/// The cells of one file, or of what several files say.
///
/// Invariant: in the order of their keys, and each key once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cells(Vec<Cell>);

impl Cells {
    /// No cell.
    pub const fn none() -> Cells {
        Cells(Vec::new())
    }

    /// Puts cells in order and adds up those with the same key.
    ///
    /// # Errors
    /// When a sum cannot be held.
    pub fn of(mut cells: Vec<Cell>) -> Result<Cells, TooLarge> {
        cells.sort_unstable_by(|one, another| one.key.cmp(&another.key));
        let mut all_held = Ok(());
        cells.dedup_by(|cell, last| {
            let is_same = last.key == cell.key;
            if is_same {
                match last.amounts.plus(&cell.amounts) {
                    Ok(amounts) => last.amounts = amounts,
                    Err(too_large) => all_held = Err(too_large),
                }
                last.rows.add_all(&cell.rows);
            }
            is_same
        });
        all_held.map(|()| Cells(cells))
    }

    /// Cells of which the caller knows that they are in order and each key stands once: parts of what was so.
    pub(crate) fn in_order(cells: Vec<Cell>) -> Cells {
        Cells(cells)
    }

    /// Gathers lines, each with its row. A reader of millions of rows keeps a map of its own and calls [`Cells::of`].
    ///
    /// # Errors
    /// When a sum cannot be held.
    pub fn gather<'a>(lines: impl IntoIterator<Item = (u32, Line<'a>)>) -> Result<Cells, TooLarge> {
        let mut gathered: BTreeMap<Key, (Amounts, Rows)> = BTreeMap::new();
        for (row, line) in lines {
            let (amounts, rows) = gathered.entry(line.key()).or_default();
            *amounts = amounts.plus(&Amounts::of_line(&line))?;
            rows.add(row);
        }
        let cell = |(key, (amounts, rows))| Cell { key, amounts, rows };
        Ok(Cells(gathered.into_iter().map(cell).collect()))
    }

    /// What both say together, when each was gathered from other rows of the same file.
    ///
    /// # Errors
    /// When a sum cannot be held.
    pub fn merge(self, other: Cells) -> Result<Cells, TooLarge> {
        let mut all = self.0;
        all.extend(other.0);
        Cells::of(all)
    }

    /// The cells, in the order of their keys.
    pub fn iter(&self) -> core::slice::Iter<'_, Cell> {
        self.0.iter()
    }

    /// The cell with the key.
    pub fn get(&self, key: &Key) -> Option<&Cell> {
        let at = self.0.binary_search_by(|cell| cell.key.cmp(key)).ok()?;
        self.0.get(at)
    }

    /// How many cells there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What all of them come to.
    ///
    /// # Errors
    /// When a sum cannot be held.
    pub fn total(&self) -> Result<Amounts, TooLarge> {
        self.0.iter().try_fold(Amounts::default(), |sums, cell| sums.plus(&cell.amounts))
    }

    /// How many rows they were gathered from.
    pub fn rows(&self) -> u64 {
        self.0.iter().map(|cell| cell.rows.count()).sum()
    }

    /// Every provider, month and commissioner of which there is a cell.
    pub fn scopes(&self) -> BTreeSet<Scope> {
        self.0.iter().map(|cell| cell.key.scope()).collect()
    }

    /// The cells that are wanted.
    #[must_use]
    pub fn only(&self, wanted: impl Fn(&Key) -> bool) -> Cells {
        Cells(self.0.iter().filter(|cell| wanted(&cell.key)).cloned().collect())
    }
}

impl IntoIterator for Cells {
    type Item = Cell;
    type IntoIter = alloc::vec::IntoIter<Cell>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Cells {
    type Item = &'a Cell;
    type IntoIter = core::slice::Iter<'a, Cell>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}
