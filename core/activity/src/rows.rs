//! Which rows of a file say something, as people write it: `2-31, 40`.

use alloc::vec::Vec;
use core::fmt;
use core::ops::RangeInclusive;

/// Rows of one file.
///
/// Invariant: ranges in order that neither overlap nor touch.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rows(Vec<(u32, u32)>);

impl Rows {
    /// No row.
    pub const fn none() -> Rows {
        Rows(Vec::new())
    }

    /// One row.
    pub fn one(row: u32) -> Rows {
        Rows(alloc::vec![(row, row)])
    }

    /// Reads what is shown: `2-31, 40`; `None` for anything else, and for ranges that are out of order.
    pub fn parse(text: &str) -> Option<Rows> {
        let mut ranges: Vec<(u32, u32)> = Vec::new();
        if text.is_empty() {
            return Some(Rows(ranges));
        }
        for part in text.split(", ") {
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            let (first, last) = (row(first)?, row(last)?);
            let in_order = ranges.last().is_none_or(|before| before.1.saturating_add(1) < first);
            // A row by itself is written once.
            if !in_order || last < first || (first == last && part.contains('-')) {
                return None;
            }
            ranges.push((first, last));
        }
        Some(Rows(ranges))
    }

    /// Adds a row. Rows that come in order, as a file is read, cost nothing to add.
    pub fn add(&mut self, row: u32) {
        match self.0.last_mut() {
            Some(last) if last.1 < row => {
                if last.1.saturating_add(1) == row {
                    last.1 = row;
                } else {
                    self.0.push((row, row));
                }
            }
            Some(_) => *self = self.joined(&Rows::one(row)),
            None => self.0.push((row, row)),
        }
    }

    /// Adds the rows of the other.
    pub fn add_all(&mut self, other: &Rows) {
        match (self.0.last(), other.0.first()) {
            (_, None) => {}
            (None, _) => self.0.clone_from(&other.0),
            (Some(last), Some(first)) if last.1.saturating_add(1) < first.0 => self.0.extend(&other.0),
            _ => *self = self.joined(other),
        }
    }

    /// How many rows they are.
    pub fn count(&self) -> u64 {
        self.0.iter().map(|(first, last)| u64::from(last - first) + 1).sum()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the row is among them.
    pub fn contains(&self, row: u32) -> bool {
        let after = self.0.partition_point(|(first, _)| *first <= row);
        after.checked_sub(1).and_then(|at| self.0.get(at)).is_some_and(|(_, last)| row <= *last)
    }

    /// The ranges, in order.
    pub fn ranges(&self) -> impl Iterator<Item = RangeInclusive<u32>> {
        self.0.iter().map(|(first, last)| *first..=*last)
    }

    fn joined(&self, other: &Rows) -> Rows {
        [self, other].into_iter().collect()
    }
}

impl<'a> FromIterator<&'a Rows> for Rows {
    fn from_iter<I: IntoIterator<Item = &'a Rows>>(parts: I) -> Rows {
        let mut all: Vec<(u32, u32)> = parts.into_iter().flat_map(|rows| &rows.0).copied().collect();
        all.sort_unstable();
        let mut ranges: Vec<(u32, u32)> = Vec::with_capacity(all.len());
        for (first, last) in all {
            match ranges.last_mut() {
                Some(before) if first <= before.1.saturating_add(1) => before.1 = before.1.max(last),
                _ => ranges.push((first, last)),
            }
        }
        Rows(ranges)
    }
}

impl FromIterator<u32> for Rows {
    fn from_iter<I: IntoIterator<Item = u32>>(rows: I) -> Rows {
        let mut all: Vec<u32> = rows.into_iter().collect();
        all.sort_unstable();
        let mut gathered = Rows::none();
        all.dedup();
        all.into_iter().for_each(|row| gathered.add(row));
        gathered
    }
}

impl fmt::Display for Rows {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut between = "";
        for (first, last) in &self.0 {
            out.write_str(between)?;
            match first == last {
                true => write!(out, "{first}")?,
                false => write!(out, "{first}-{last}")?,
            }
            between = ", ";
        }
        Ok(())
    }
}

/// Reads digits without a sign or a nought in front, which is how they are shown.
fn row(text: &str) -> Option<u32> {
    let shown = text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    if shown { text.parse().ok() } else { None }
}
