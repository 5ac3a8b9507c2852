//! Which rows of a file say something, as people write it: `2-31, 40`.

use alloc::vec::Vec;
use core::fmt;
use core::ops::RangeInclusive;

/// Rows of one file.
///
/// A file of millions of rows is cited row by row, so they are kept packed: of each range how far it lies behind the one
/// before, which takes a byte or three where the rows of a cell lie thousands of rows apart.
///
/// Invariant: ranges in order that neither overlap nor touch.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rows {
    /// All ranges but the last.
    packed: Vec<u8>,
    /// The end of the last range that is packed.
    packed_to: u32,
    /// The last range, to which the next row may be added.
    last: Option<(u32, u32)>,
}

impl Rows {
    /// No row.
    pub const fn none() -> Rows {
        Rows { packed: Vec::new(), packed_to: 0, last: None }
    }

    /// One row.
    pub const fn one(row: u32) -> Rows {
        Rows { packed: Vec::new(), packed_to: 0, last: Some((row, row)) }
    }

    /// Reads what is shown: `2-31, 40`; `None` for anything else, and for ranges that are out of order.
    pub fn parse(text: &str) -> Option<Rows> {
        let mut rows = Rows::none();
        if text.is_empty() {
            return Some(rows);
        }
        for part in text.split(", ") {
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            let (first, last) = (row(first)?, row(last)?);
            let in_order = rows.last.is_none_or(|before| before.1.saturating_add(1) < first);
            // A row by itself is written once.
            if !in_order || last < first || (first == last && part.contains('-')) {
                return None;
            }
            rows.push(first, last);
        }
        Some(rows)
    }

    /// Adds a row. Rows that come in order, as a file is read, cost nothing to add.
    pub fn add(&mut self, row: u32) {
        match self.last {
            Some((_, end)) if row <= end => *self = self.joined(&Rows::one(row)),
            _ => self.push(row, row),
        }
    }

    /// Adds the rows of the other.
    pub fn add_all(&mut self, other: &Rows) {
        match (self.last, other.each().next()) {
            (_, None) => {}
            (None, _) => self.clone_from(other),
            (Some((_, end)), Some((first, _))) if end < first => {
                other.each().for_each(|(first, last)| self.push(first, last));
            }
            _ => *self = self.joined(other),
        }
    }

    /// How many rows they are.
    pub fn count(&self) -> u64 {
        self.each().map(|(first, last)| u64::from(last - first) + 1).sum()
    }

    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.last.is_none()
    }

    /// Whether the row is among them.
    pub fn contains(&self, row: u32) -> bool {
        self.each().take_while(|(first, _)| *first <= row).any(|(_, last)| row <= last)
    }

    /// The ranges, in order.
    pub fn ranges(&self) -> impl Iterator<Item = RangeInclusive<u32>> {
        self.each().map(|(first, last)| first..=last)
    }

    /// Adds a range that begins after the last row; one that touches it makes it longer.
    fn push(&mut self, first: u32, last: u32) {
        match &mut self.last {
            Some((_, end)) if end.saturating_add(1) == first => *end = last,
            Some(before) => {
                pack(&mut self.packed, self.packed_to, *before);
                self.packed_to = before.1;
                *before = (first, last);
            }
            None => self.last = Some((first, last)),
        }
    }

    /// First and last row of each range, in order.
    fn each(&self) -> impl Iterator<Item = (u32, u32)> {
        let mut bytes = self.packed.iter().copied();
        let mut end = 0;
        let packed = core::iter::from_fn(move || {
            let range = unpack(&mut bytes, end)?;
            end = range.1;
            Some(range)
        });
        packed.chain(self.last)
    }

    fn joined(&self, other: &Rows) -> Rows {
        [self, other].into_iter().collect()
    }
}

/// Packs a range behind one that ends at `end`: twice the way to its first row, one more if it has further rows, and
/// then how many.
fn pack(bytes: &mut Vec<u8>, end: u32, (first, last): (u32, u32)) {
    let further = last - first;
    pack_number(bytes, u64::from(first - end) << 1 | u64::from(further > 0));
    if further > 0 {
        pack_number(bytes, u64::from(further));
    }
}

/// Reads what [`pack`] wrote; `None` at the end.
fn unpack(bytes: &mut impl Iterator<Item = u8>, end: u32) -> Option<(u32, u32)> {
    let way = unpack_number(bytes)?;
    let first = end + u32::try_from(way >> 1).ok()?;
    let further = if way & 1 == 0 { 0 } else { u32::try_from(unpack_number(bytes)?).ok()? };
    Some((first, first + further))
}

/// Seven bits to a byte, the lowest first; the highest bit of each says that more follow.
fn pack_number(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn unpack_number(bytes: &mut impl Iterator<Item = u8>) -> Option<u64> {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let byte = bytes.next()?;
        number |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            break;
        }
    }
    Some(number)
}

impl<'a> FromIterator<&'a Rows> for Rows {
    fn from_iter<I: IntoIterator<Item = &'a Rows>>(parts: I) -> Rows {
        let mut all: Vec<(u32, u32)> = parts.into_iter().flat_map(Rows::each).collect();
        all.sort_unstable();
        let mut rows = Rows::none();
        for (first, last) in all {
            match &mut rows.last {
                Some((_, end)) if first <= *end => *end = last.max(*end),
                _ => rows.push(first, last),
            }
        }
        rows
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
        for (first, last) in self.each() {
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
