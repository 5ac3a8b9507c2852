//! Whole numbers to decimal text, without allocating.

use alloc::string::String;

/// Every number below ten to this power fits 64 bits.
const CHUNK_DIGITS: usize = 19;
const CHUNK: u128 = 10_000_000_000_000_000_000;

/// The digits of every number below a hundred.
#[expect(
    clippy::indexing_slicing,
    reason = "computed when this is compiled, where going past the end is an error"
)]
const TWO_DIGITS: [[u8; 2]; 100] = {
    let mut digits = [[0; 2]; 100];
    let mut number = 0;
    while number < 100 {
        digits[number] = [b'0' + (number / 10) as u8, b'0' + (number % 10) as u8];
        number += 1;
    }
    digits
};

/// Two numbers of 64 bits, a sign and what stands between them.
const PAIR_BYTES: usize = 20 + 20 + 2;

/// Two magnitudes with something between them, as in `-12.05` or `-1/3`.
pub(crate) struct Pair {
    pub(crate) negative: bool,
    pub(crate) before: u128,
    pub(crate) between: u8,
    pub(crate) after: u128,
    /// The fewest digits of the second, with zeros in front.
    pub(crate) after_width: usize,
}

impl Pair {
    /// Appends the pair, in one piece where both fit 64 bits.
    #[inline]
    pub(crate) fn push_to(&self, out: &mut String) {
        match (u64::try_from(self.before), u64::try_from(self.after)) {
            (Ok(before), Ok(after)) if self.after_width <= CHUNK_DIGITS => {
                let mut text = Backward { bytes: [b'0'; PAIR_BYTES], start: PAIR_BYTES };
                text.put_digits(after, self.after_width);
                text.put(self.between);
                text.put_digits(before, 1);
                if self.negative {
                    text.put(b'-');
                }
                out.push_str(text.as_str());
            }
            _ => self.push_large_to(out),
        }
    }

    #[cold]
    fn push_large_to(&self, out: &mut String) {
        if self.negative {
            out.push('-');
        }
        push_digits(self.before, 1, out);
        out.push(char::from(self.between));
        push_digits(self.after, self.after_width, out);
    }
}

/// Appends the digits of `value`, with zeros in front to make at least `width` digits.
pub(crate) fn push_digits(value: u128, width: usize, out: &mut String) {
    let (before, chunk) = (value / CHUNK, u64::try_from(value % CHUNK).unwrap_or_default());
    let is_last = before == 0 && width <= CHUNK_DIGITS;
    if !is_last {
        push_digits(before, width.saturating_sub(CHUNK_DIGITS), out);
    }
    let mut text = Backward { bytes: [b'0'; PAIR_BYTES], start: PAIR_BYTES };
    text.put_digits(chunk, if is_last { width } else { CHUNK_DIGITS });
    out.push_str(text.as_str());
}

/// A short text written from its end, as digits come out of a number.
struct Backward {
    bytes: [u8; PAIR_BYTES],
    start: usize,
}

impl Backward {
    #[inline]
    fn put(&mut self, byte: u8) {
        self.start = self.start.saturating_sub(1);
        if let Some(place) = self.bytes.get_mut(self.start) {
            *place = byte;
        }
    }

    /// Both digits of a number below a hundred.
    #[inline]
    fn put_two(&mut self, number: usize) {
        let start = self.start.saturating_sub(2);
        if let (Some(places), Some(digits)) = (self.bytes.get_mut(start..start + 2), TWO_DIGITS.get(number)) {
            places.copy_from_slice(digits);
            self.start = start;
        }
    }

    #[inline]
    fn put_digits(&mut self, value: u64, width: usize) {
        let end = self.start;
        let mut rest = value;
        while rest >= 100 {
            self.put_two((rest % 100) as usize);
            rest /= 100;
        }
        if rest >= 10 {
            self.put_two(rest as usize);
        } else if rest != 0 {
            self.put(b'0' + rest as u8);
        }
        // What is not yet written is full of zeros.
        self.start = self.start.min(end.saturating_sub(width));
    }

    #[inline]
    fn as_str(&self) -> &str {
        // Every byte is ASCII, so neither default is ever taken.
        core::str::from_utf8(self.bytes.get(self.start..).unwrap_or_default()).unwrap_or_default()
    }
}
