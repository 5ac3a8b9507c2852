//! Small numbers packed together: runs of one number, and numbers of a few bits each, as Parquet writes them.

use bytes::Bytes;

/// Numbers that are packed so.
#[derive(Debug, Default)]
pub(super) struct Packed {
    bytes: Bytes,
    /// Where the next run begins.
    at: usize,
    /// How many bits each number has.
    width: u32,
    run: Run,
}

#[derive(Debug, Default)]
enum Run {
    #[default]
    None,
    /// One number, so many times more.
    Same { number: u32, left: usize },
    /// So many numbers more, from this bit on.
    Each { bit: usize, left: usize },
}

impl Packed {
    pub(super) fn new(bytes: Bytes, width: u32) -> Option<Packed> {
        (width <= 32).then_some(Packed { bytes, at: 0, width, run: Run::None })
    }

    /// Adds what is read of so many numbers; [`None`] if there are not as many.
    pub(super) fn fill<T: Copy + Default>(
        &mut self,
        mut wanted: usize,
        into: &mut Vec<T>,
        mut read: impl FnMut(u32) -> T,
    ) -> Option<()> {
        while wanted > 0 {
            match &mut self.run {
                Run::Same { number, left } if *left > 0 => {
                    let count = wanted.min(*left);
                    into.resize(into.len() + count, read(*number));
                    *left -= count;
                    wanted -= count;
                }
                Run::Each { bit, left } if *left > 0 => {
                    let count = wanted.min(*left);
                    let begun = into.len();
                    into.resize(begun + count, T::default());
                    let places = into.get_mut(begun..).unwrap_or_default();
                    unpack(self.bytes.as_ref(), (*bit, self.width), places, &mut read);
                    *bit += count * self.width as usize;
                    *left -= count;
                    wanted -= count;
                }
                _ => self.next_run()?,
            }
        }
        Some(())
    }

    fn next_run(&mut self) -> Option<()> {
        let header = self.varint()?;
        let count = usize::try_from(header >> 1).ok()?;
        if header & 1 == 1 {
            let length = count.checked_mul(self.width as usize)?;
            let bit = self.at.checked_mul(8)?;
            // The last run may be cut off behind the last number that counts.
            self.run = Run::Each { bit, left: count.checked_mul(8)? };
            self.at = self.at.checked_add(length)?;
        } else {
            let length = self.width.div_ceil(8) as usize;
            let bytes = self.bytes.get(self.at..self.at.checked_add(length)?)?;
            let number = bytes.iter().rev().fold(0_u32, |number, byte| number << 8 | u32::from(*byte));
            self.at += length;
            self.run = Run::Same { number, left: count };
        }
        (count > 0).then_some(())
    }

    fn varint(&mut self) -> Option<u64> {
        let mut number = 0_u64;
        for shift in (0..35).step_by(7) {
            let byte = *self.bytes.get(self.at)?;
            self.at += 1;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }
}

/// So many numbers are taken out of one word, where they fit it.
const AT_ONCE: usize = 4;

/// Fills places with what is read of the numbers from a bit on, of so many bits each.
fn unpack<T>(bytes: &[u8], (first, width): (usize, u32), into: &mut [T], read: &mut impl FnMut(u32) -> T) {
    let mask = u32::MAX.checked_shr(32 - width).unwrap_or(0);
    let bits = width as usize;
    let mut bit = first;
    let mut several = into.chunks_exact_mut(AT_ONCE);
    // The first of them begins somewhere in a byte.
    if AT_ONCE * bits + 7 <= 64 {
        for places in several.by_ref() {
            let mut word = word_at(bytes, bit / 8) >> (bit % 8);
            for place in places {
                *place = read(word as u32 & mask);
                word = word.wrapping_shr(width);
            }
            bit += AT_ONCE * bits;
        }
        for place in several.into_remainder() {
            *place = read(window(bytes, bit) & mask);
            bit += bits;
        }
    } else {
        for place in into {
            *place = read(window(bytes, bit) & mask);
            bit += bits;
        }
    }
}

/// The 32 bits from a bit on; behind the end, noughts.
#[inline]
fn window(bytes: &[u8], bit: usize) -> u32 {
    (word_at(bytes, bit / 8) >> (bit % 8)) as u32
}

/// The eight bytes from a place on; behind the end, noughts.
#[inline]
fn word_at(bytes: &[u8], at: usize) -> u64 {
    let rest = bytes.get(at..).unwrap_or_default();
    match rest.first_chunk::<8>() {
        Some(eight) => u64::from_le_bytes(*eight),
        None => rest.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &'static [u8], width: u32, count: usize) -> Option<Vec<u32>> {
        let mut numbers = Vec::new();
        Packed::new(Bytes::from_static(bytes), width)?.fill(count, &mut numbers, |number| number)?;
        Some(numbers)
    }

    #[test]
    fn runs_and_packed_numbers_follow_one_another() {
        // The numbers 0 to 7 of three bits, as the format's own description shows them, then five times 4.
        let bytes = &[0x03, 0x88, 0xc6, 0xfa, 0x0a, 0x04];
        assert_eq!(read(bytes, 3, 13), Some(vec![0, 1, 2, 3, 4, 5, 6, 7, 4, 4, 4, 4, 4]));
        assert_eq!(read(bytes, 3, 14), None);
    }

    #[test]
    fn numbers_of_every_width_are_read_in_pieces_of_any_length() {
        for width in 1..=32_u32 {
            let mask = u32::MAX >> (32 - width);
            let numbers: Vec<u32> = (0..48_u32).map(|at| at.wrapping_mul(0x9e37_79b9) & mask).collect();
            // One run of six times eight numbers.
            let mut bytes = vec![6 * 2 + 1];
            let mut held = (0_u64, 0);
            for number in &numbers {
                held = (held.0 | u64::from(*number) << held.1, held.1 + width);
                while held.1 >= 8 {
                    bytes.push(held.0 as u8);
                    held = (held.0 >> 8, held.1 - 8);
                }
            }
            let mut packed = Packed::new(Bytes::from(bytes), width).unwrap();
            let mut found = Vec::new();
            for count in [1, 5, 4, 13, 25] {
                packed.fill(count, &mut found, |number| number).unwrap();
            }
            assert_eq!(found, numbers, "{width} bits");
        }
    }

    #[test]
    fn numbers_of_no_bits_are_nought() {
        assert_eq!(read(&[0x08], 0, 4), Some(vec![0; 4]));
        assert_eq!(read(&[], 33, 1), None);
    }
}
