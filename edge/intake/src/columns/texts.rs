//! The texts of a column whose meaning is known beforehand: marks, codes, words of a choice.

use super::cell::Cell;

/// Texts and what they mean; of equal texts the first holds.
///
/// Most are a few letters, which are compared as one number.
#[derive(Debug, Clone, Default)]
pub(super) struct Texts {
    /// Apart from what they mean, so that they lie close together.
    short: Vec<u64>,
    short_cells: Vec<Cell>,
    long: Vec<(Box<[u8]>, Cell)>,
}

impl Texts {
    /// Adds a text behind those that are known already.
    pub(super) fn push(&mut self, text: &[u8], cell: Cell) {
        match short(text) {
            Some(number) => {
                self.short.push(number);
                self.short_cells.push(cell);
            }
            None => self.long.push((Box::from(text), cell)),
        }
    }

    /// What a text means.
    #[inline]
    pub(super) fn cell(&self, text: &[u8]) -> Option<Cell> {
        match short(text) {
            Some(number) => {
                let at = self.short.iter().position(|known| *known == number)?;
                self.short_cells.get(at).copied()
            }
            None => self.long.iter().find(|(known, _)| **known == *text).map(|(_, cell)| *cell),
        }
    }
}

/// A text of at most seven bytes and its length as one number.
#[inline]
fn short(text: &[u8]) -> Option<u64> {
    let length = u64::try_from(text.len()).ok().filter(|length| *length < 8)?;
    Some(text.iter().fold(length, |number, byte| number << 8 | u64::from(*byte)))
}
