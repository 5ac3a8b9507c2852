//! Numbers as they mostly stand in files, read without allocating.

use accordant_money::Batch;

/// How percentages are written in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Percent {
    /// Each value says for itself: `40%` is 40%, `0.4` is 0.4.
    #[default]
    AsWritten,
    /// As text: `40.00%` is 40%, and a value without the sign is none.
    Text,
    /// As a number: `40` is 40%, and a value with the sign is none.
    Number,
}

/// No number of more digits is read here; with the places of a percentage it still fits.
const DIGITS_MAX: usize = 34;
/// Ten to the power of as many places as there may be.
const POWERS_OF_TEN: [i128; DIGITS_MAX + 3] = {
    let mut powers = [1; DIGITS_MAX + 3];
    let mut at = 1;
    while at < powers.len() {
        powers[at] = powers[at - 1] * 10;
        at += 1;
    }
    powers
};
/// A number of so many digits fits 64 bits.
const DIGITS_IN_64_BITS: usize = 19;

/// Reads `12`, `-0.50` or `40.00%`, with spaces around it.
///
/// Where it gives a number, `accordant_agreement::resolve::read_value` gives the same. `None` if the text is written
/// in any other way, which need not mean that it is no number.
#[inline]
pub fn read_batch_number(text: &[u8], percent: Percent) -> Option<Batch> {
    let text = text.trim_ascii();
    let (text, has_sign) = match text {
        [text @ .., b'%'] => (text, true),
        _ => (text, false),
    };
    let in_hundredths = match percent {
        Percent::AsWritten => has_sign,
        Percent::Text if has_sign => true,
        Percent::Number if !has_sign => true,
        Percent::Text | Percent::Number => return None,
    };
    let (digits, is_negative) = match text {
        [b'-', digits @ ..] => (digits, true),
        _ => (text, false),
    };
    let (magnitude, places) = decimal(digits)?;
    let numerator = i128::try_from(magnitude).ok()?;
    let exponent = if in_hundredths { places + 2 } else { places };
    let denominator = POWERS_OF_TEN.get(usize::try_from(exponent).ok()?)?;
    Batch::new(if is_negative { -numerator } else { numerator }, *denominator)
}

/// The digits as one whole number, and how many of them stand behind the point.
#[inline]
fn decimal(text: &[u8]) -> Option<(u128, u32)> {
    if text.len() > DIGITS_MAX {
        return None;
    }
    let (mut head, mut whole, mut places, mut point) = (0_u64, 0_u128, 0_u32, false);
    for (at, byte) in text.iter().enumerate() {
        match byte {
            b'0'..=b'9' => {
                let digit = byte - b'0';
                places += u32::from(point);
                if at < DIGITS_IN_64_BITS {
                    head = head * 10 + u64::from(digit);
                    whole = u128::from(head);
                } else {
                    whole = whole * 10 + u128::from(digit);
                }
            }
            b'.' if !point && at > 0 => point = true,
            _ => return None,
        }
    }
    let ends_in_digit = text.last().is_some_and(u8::is_ascii_digit);
    ends_in_digit.then_some((whole, places))
}
