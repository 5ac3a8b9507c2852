//! Rows that stand in a file twice, found by their hashes when all rows are there.
//!
//! Eight bytes are kept for a row, and no table that grows by doubling: a file may have millions of rows, and hardly
//! any of them stands there twice.

use super::notes::{Example, Group};
use accordant_activity::Rows;

/// Rows that stand in the file twice are looked for among so many.
const ROWS_MAX: u64 = 4_000_000;
/// So many hashes lie together.
const BLOCK: usize = 1 << 16;
/// Hashes are put in order by their first bits, so many of these.
const FIRST_BITS: u32 = 4;

/// The hashes of the rows so far, in the order of the rows.
#[derive(Debug, Default)]
pub(super) struct Prints {
    rows: Rows,
    blocks: Vec<Vec<u64>>,
    count: u64,
}

impl Prints {
    /// Notes the hash of a row, which comes after all rows before.
    pub(super) fn add(&mut self, row: u32, print: u64) {
        self.count += 1;
        if self.count > ROWS_MAX {
            return;
        }
        self.rows.add(row);
        match self.blocks.last_mut() {
            Some(block) if block.len() < BLOCK => block.push(print),
            _ => {
                let mut block = Vec::with_capacity(BLOCK);
                block.push(print);
                self.blocks.push(block);
            }
        }
    }

    /// The rows that stand in the file a second time.
    pub(super) fn twice(&self) -> Group {
        let mut rows: Vec<u32> = (0..1 << FIRST_BITS).flat_map(|first| self.twice_among(first)).collect();
        rows.sort_unstable();
        let mut twice = Group::default();
        for row in rows {
            twice.add(row, || Example { row, stood: String::new(), read: String::new() });
        }
        twice
    }

    /// What is to be said when the file has more rows than are looked at.
    pub(super) fn remark(&self) -> Option<String> {
        let remark =
            || format!("rows that stand there twice were looked for among the first {ROWS_MAX} only");
        (self.count > ROWS_MAX).then(remark)
    }

    /// Those among the hashes that begin with these bits.
    fn twice_among(&self, first: u64) -> Vec<u32> {
        let each = self.blocks.iter().flatten().zip(self.rows.ranges().flatten());
        let begins = each.filter(|(print, _)| **print >> (u64::BITS - FIRST_BITS) == first);
        let mut prints: Vec<(u64, u32)> = begins.map(|(print, row)| (*print, row)).collect();
        prints.sort_unstable();
        let again = prints.windows(2).filter(|pair| pair[0].0 == pair[1].0);
        again.map(|pair| pair[1].1).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Prints, ROWS_MAX};

    #[test]
    fn a_row_that_stood_before_is_found_however_far_apart_both_are() {
        let mut prints = Prints::default();
        // Hashes of all first bits, in blocks of which the last is not full; every row but these two differs.
        let print = |row: u32| u64::from(row).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        for row in (2..200_000).filter(|row| row % 10 != 0) {
            let same_as = if row == 150_001 || row == 199_999 { 3 } else { row };
            prints.add(row, print(same_as));
        }
        let twice = prints.twice();
        assert_eq!((twice.count, twice.rows.to_string()), (2, "150001, 199999".to_string()));
        assert_eq!(prints.remark(), None);
    }

    #[test]
    fn of_very_long_files_it_is_said_how_far_was_looked() {
        let mut prints = Prints::default();
        (1..=ROWS_MAX + 2).for_each(|row| prints.add(row as u32, row % ROWS_MAX));
        assert_eq!(prints.twice().count, 0, "the first rows come again after the last that was looked at");
        let said = "rows that stand there twice were looked for among the first 4000000 only";
        assert_eq!(prints.remark().as_deref(), Some(said));
    }
}
