//! Decimals as contract monitoring writes them: at most eighteen digits before the point and eight after.

use accordant_money::Exact;
use core::fmt;

/// How many units of the last place one is.
const ONE: i128 = 100_000_000;
const PLACES: usize = 8;
const WHOLE_DIGITS_MAX: usize = 18;

/// A decimal with eight places, held as a whole number of units of the last one. No operation rounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Scaled(i128);

/// A sum that cannot be held; of figures that a data set can state, it takes more than a million million.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooLarge;

impl Scaled {
    /// Nothing.
    pub const ZERO: Scaled = Scaled(0);

    /// One.
    pub const ONE: Scaled = Scaled(ONE);

    /// So many units of the eighth place.
    pub const fn from_units(units: i128) -> Scaled {
        Scaled(units)
    }

    /// The value in units of the eighth place.
    pub const fn units(self) -> i128 {
        self.0
    }

    /// A whole number.
    pub fn whole(number: i64) -> Scaled {
        // Sixty-four bits and a hundred million fit well within the type.
        Scaled(i128::from(number).saturating_mul(ONE))
    }

    /// Reads an optional sign, digits, and optionally a point and digits; `None` for anything else, for more than
    /// eighteen digits before the point, and for more than eight after it that are not noughts.
    pub fn parse(text: &str) -> Option<Scaled> {
        let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
        let (whole, fraction) = match unsigned.split_once('.') {
            Some((_, "")) => return None,
            Some(parts) => parts,
            None => (unsigned, ""),
        };
        let fraction = if fraction.len() > PLACES { fraction.trim_end_matches('0') } else { fraction };
        if whole.is_empty() || fraction.len() > PLACES {
            return None;
        }
        let whole_part = digits(whole.trim_start_matches('0'), WHOLE_DIGITS_MAX)?;
        let empty_places = u32::try_from(PLACES - fraction.len()).ok()?;
        let fraction_part = digits(fraction, PLACES)? * 10_u64.pow(empty_places);
        let units = i128::from(whole_part) * ONE + i128::from(fraction_part);
        Some(Scaled(if text.starts_with('-') { -units } else { units }))
    }

    /// Reads a sum as it is shown, however large; `None` for anything that is not shown so.
    pub(crate) fn read_sum(text: &str) -> Option<Scaled> {
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let is_digit = |byte: u8| byte.is_ascii_digit();
        let is_fraction = fraction.len() <= PLACES && fraction.bytes().all(is_digit);
        if whole.is_empty() || !whole.bytes().all(is_digit) || !is_fraction {
            return None;
        }
        let zeros = core::iter::repeat_n(b'0', PLACES - fraction.len());
        let mut units = 0_i128;
        for digit in whole.bytes().chain(fraction.bytes()).chain(zeros) {
            // Taken from below nought, where there is one number more than above.
            units = units.checked_mul(10)?.checked_sub(i128::from(digit - b'0'))?;
        }
        let value = Scaled(if text.starts_with('-') { units } else { units.checked_neg()? });
        (alloc::format!("{value}") == text).then_some(value)
    }

    /// The sum.
    ///
    /// # Errors
    /// When it cannot be held.
    pub fn plus(self, other: Scaled) -> Result<Scaled, TooLarge> {
        self.0.checked_add(other.0).map(Scaled).ok_or(TooLarge)
    }

    /// The difference.
    ///
    /// # Errors
    /// When it cannot be held.
    pub fn minus(self, other: Scaled) -> Result<Scaled, TooLarge> {
        self.0.checked_sub(other.0).map(Scaled).ok_or(TooLarge)
    }

    /// The sum of all.
    ///
    /// # Errors
    /// When it cannot be held.
    pub fn sum(all: impl IntoIterator<Item = Scaled>) -> Result<Scaled, TooLarge> {
        all.into_iter().try_fold(Scaled::ZERO, Scaled::plus)
    }

    /// The same value as an exact number, with which prices are worked out.
    pub fn to_exact(self) -> Exact {
        // The denominator is not nought, so there always is such a fraction.
        Exact::ratio(self.0, ONE).unwrap_or_else(Exact::zero)
    }
}

/// The shortest decimal that is this value: `12`, `-0.5`.
impl fmt::Display for Scaled {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let magnitude = self.0.unsigned_abs();
        let one = ONE.unsigned_abs();
        let sign = if self.0 < 0 { "-" } else { "" };
        write!(out, "{sign}{}", magnitude / one)?;
        let (mut fraction, mut width) = (magnitude % one, PLACES);
        if fraction == 0 {
            return Ok(());
        }
        while fraction.is_multiple_of(10) {
            fraction /= 10;
            width -= 1;
        }
        write!(out, ".{fraction:0width$}")
    }
}

impl fmt::Display for TooLarge {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a sum of activity or money is too large to be held exactly")
    }
}

impl core::error::Error for TooLarge {}

/// The number with these digits and no more of them than that; nought if there are none.
fn digits(text: &str, most: usize) -> Option<u64> {
    if text.len() > most {
        return None;
    }
    let mut number = 0_u64;
    for byte in text.bytes() {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        // At most eighteen digits, which fit.
        number = number * 10 + u64::from(digit);
    }
    Some(number)
}
