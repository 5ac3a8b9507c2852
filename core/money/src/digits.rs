//! Whole numbers to decimal text, without allocating.

use alloc::string::String;

/// What is always below this power of ten fits a `u64`.
const CHUNK_DIGITS: usize = 19;
const CHUNK: u128 = 10_000_000_000_000_000_000;

/// Appends the digits of `value`, with zeros in front to make at least `width` digits.
#[inline]
pub(crate) fn push_digits(value: u128, width: usize, out: &mut String) {
    match u64::try_from(value) {
        Ok(small) if width <= CHUNK_DIGITS => push_small(small, width, out),
        _ => push_large(value, width, out),
    }
}

#[inline]
fn push_small(value: u64, width: usize, out: &mut String) {
    let mut text = [b'0'; 20];
    let mut start = text.len();
    let mut rest = value;
    for pair in text.rchunks_exact_mut(2) {
        if let [tens, ones] = pair {
            *tens = ascii(rest / 10);
            *ones = ascii(rest);
            start -= if rest < 10 { 1 } else { 2 };
        }
        rest /= 100;
        if rest == 0 {
            break;
        }
    }
    let start = start.min(text.len().saturating_sub(width));
    let digits = text.get(start..).unwrap_or_default();
    // Every byte is an ASCII digit, so this never takes the empty default.
    out.push_str(core::str::from_utf8(digits).unwrap_or_default());
}

#[cold]
fn push_large(value: u128, width: usize, out: &mut String) {
    if value >= CHUNK || width > CHUNK_DIGITS {
        push_large(value / CHUNK, width.saturating_sub(CHUNK_DIGITS), out);
    }
    let chunk = u64::try_from(value % CHUNK).unwrap_or_default();
    let chunk_width = if value >= CHUNK { CHUNK_DIGITS } else { width.min(CHUNK_DIGITS) };
    push_small(chunk, chunk_width, out);
}

#[inline]
fn ascii(value: u64) -> u8 {
    b'0' + (value % 10) as u8
}
