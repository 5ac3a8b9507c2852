//! The currencies in which money can be posted.

use crate::Exact;

/// A currency, by its ISO 4217 code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Currency {
    /// Pound sterling.
    Gbp,
    /// United States dollar.
    Usd,
    /// Euro.
    Eur,
    /// Australian dollar.
    Aud,
    /// New Zealand dollar.
    Nzd,
    /// Canadian dollar.
    Cad,
    /// Swiss franc.
    Chf,
    /// Japanese yen, which has no minor unit.
    Jpy,
    /// Danish krone.
    Dkk,
    /// Norwegian krone.
    Nok,
    /// Swedish krona.
    Sek,
}

impl Currency {
    /// Every currency, in the order in which help lists them.
    pub const ALL: [Currency; 11] = [
        Currency::Gbp,
        Currency::Usd,
        Currency::Eur,
        Currency::Aud,
        Currency::Nzd,
        Currency::Cad,
        Currency::Chf,
        Currency::Jpy,
        Currency::Dkk,
        Currency::Nok,
        Currency::Sek,
    ];

    /// The currency of this code, written in capitals, or `None`.
    #[must_use]
    pub fn parse(code: &str) -> Option<Currency> {
        Currency::ALL.into_iter().find(|currency| currency.code() == code)
    }

    /// The ISO 4217 code, such as `GBP`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Gbp => "GBP",
            Self::Usd => "USD",
            Self::Eur => "EUR",
            Self::Aud => "AUD",
            Self::Nzd => "NZD",
            Self::Cad => "CAD",
            Self::Chf => "CHF",
            Self::Jpy => "JPY",
            Self::Dkk => "DKK",
            Self::Nok => "NOK",
            Self::Sek => "SEK",
        }
    }

    /// What stands directly before an amount. A code that stands in for a symbol ends in a space that does
    /// not break, so that it stays on the line of its amount.
    #[must_use]
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::Gbp => "£",
            Self::Usd => "$",
            Self::Eur => "€",
            Self::Aud => "A$",
            Self::Nzd => "NZ$",
            Self::Cad => "C$",
            Self::Chf => "CHF\u{a0}",
            Self::Jpy => "¥",
            Self::Dkk => "DKK\u{a0}",
            Self::Nok => "NOK\u{a0}",
            Self::Sek => "SEK\u{a0}",
        }
    }

    /// How many decimal places the minor unit has: 2 for pence, 0 for yen.
    #[must_use]
    pub const fn minor_digits(self) -> u32 {
        match self {
            Self::Jpy => 0,
            _ => 2,
        }
    }

    /// The smallest amount that can be posted, in major units: 1/100 for pounds.
    #[must_use]
    pub fn minor_unit(self) -> Exact {
        Exact::unit_at(self.minor_digits())
    }
}
