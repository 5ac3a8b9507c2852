//! Posted money, and amounts as people read them.

use crate::{Currency, Exact, Number, Rounding};
use alloc::format;
use alloc::string::String;
use core::fmt;

/// Money in whole minor units of one currency: what is paid, or asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Posted {
    minor: i128,
    currency: Currency,
}

impl Posted {
    /// So many minor units: pence, cents.
    #[must_use]
    pub const fn new(minor: i128, currency: Currency) -> Posted {
        Posted { minor, currency }
    }

    /// An exact amount in major units, rounded to whole minor units by the rule that the agreement names;
    /// `None` when it does not fit.
    #[must_use]
    pub fn round(amount: &Exact, currency: Currency, rounding: Rounding) -> Option<Posted> {
        let in_minor = amount.divided_by(&currency.minor_unit()).ok()?;
        Some(Posted { minor: in_minor.to_whole(rounding)?, currency })
    }

    /// The amount in minor units.
    #[must_use]
    pub const fn minor(&self) -> i128 {
        self.minor
    }

    /// The currency.
    #[must_use]
    pub const fn currency(&self) -> Currency {
        self.currency
    }

    /// The amount in major units.
    #[must_use]
    pub fn to_exact(&self) -> Exact {
        let minor_in_major = 10_i128.pow(self.currency.minor_digits());
        // A power of ten is not zero, so the fraction always exists.
        Exact::ratio(self.minor, minor_in_major).unwrap_or_else(Exact::zero)
    }

    /// The sum, or `None` when the currencies differ or it does not fit.
    #[must_use]
    pub fn plus(&self, other: &Posted) -> Option<Posted> {
        let minor = self.minor.checked_add(other.minor)?;
        (self.currency == other.currency).then_some(Posted { minor, ..*self })
    }

    /// The difference, or `None` when the currencies differ or it does not fit.
    #[must_use]
    pub fn minus(&self, other: &Posted) -> Option<Posted> {
        let minor = self.minor.checked_sub(other.minor)?;
        (self.currency == other.currency).then_some(Posted { minor, ..*self })
    }

    /// The plain decimal for files: `2000000.00`, `-5.00`.
    #[must_use]
    pub fn plain(&self) -> String {
        // A whole number of minor units is already a multiple of the last place, so no rule is ever asked.
        self.to_exact().decimal(self.currency.minor_digits(), Rounding::TowardZero)
    }
}

impl fmt::Display for Posted {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&with_symbol(&self.plain(), self.currency))
    }
}

/// An exact amount as people read it, such as `−£1,234.57`: to so many places, ties away from zero.
///
/// For display only: what is shown is never an input to a further figure.
///
/// # Panics
/// When `places` is above [`DECIMAL_PLACES_MAX`](crate::DECIMAL_PLACES_MAX).
#[must_use]
pub fn format_money(amount: &Exact, currency: Currency, places: u32) -> String {
    with_symbol(&amount.decimal(places, Rounding::HalfAwayFromZero), currency)
}

/// A plain decimal with a comma before every three digits of its whole part: `-1234.5` as `-1,234.5`.
#[must_use]
pub fn group(plain: &str) -> String {
    let (sign, unsigned) = plain.split_at(usize::from(plain.starts_with(['-', '+'])));
    let whole_length = unsigned.find('.').unwrap_or(unsigned.len());
    let mut grouped = String::from(sign);
    for (index, character) in unsigned.chars().enumerate() {
        if 0 < index && index < whole_length && (whole_length - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(character);
    }
    grouped
}

fn with_symbol(plain: &str, currency: Currency) -> String {
    let symbol = currency.symbol();
    match plain.strip_prefix('-') {
        Some(magnitude) => format!("\u{2212}{symbol}{}", group(magnitude)),
        None => format!("{symbol}{}", group(plain)),
    }
}
