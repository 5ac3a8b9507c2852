//! The body of a price book that is added. Its lines are a part of their own, as the file has them.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use serde::{Deserialize, Serialize};

/// A price book, or a list of market forces factors; its lines are a part named `book`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PriceBook {
    /// What people call it; no two bear one name.
    pub name: String,
    /// Who set its prices, or that it holds factors.
    pub kind: BookKind,
    /// The first day on which it holds, which begins a month.
    pub from: String,
    /// The last day on which it holds, which ends a month; without one it holds until another takes its place.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub to: Option<String>,
    /// The codes of the organisations for which it holds; of none named, for every one.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub providers: Vec<String>,
    /// How its prices stand to the market forces factor; a list of factors says nothing of it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub market_forces: Option<MarketForces>,
    /// The publication or letter that it was taken from, in words.
    pub source: String,
    /// The name of the file.
    pub file: String,
    /// SHA-256 of the bytes of the file.
    pub sha256: String,
    /// The book that it takes the place of, which then is on the shelf no longer.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub replaces: Option<String>,
}

/// Who set the prices of a book, or that it holds factors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BookKind {
    /// A national tariff, as published up to 2022-23.
    NationalTariff,
    /// An NHS Payment Scheme, as published from 2023-24.
    PaymentScheme,
    /// The parties; its prices go before national ones.
    LocalBeforeNational,
    /// The parties; its prices serve where none is national.
    LocalWhereNoneIsNational,
    /// No prices: a list of market forces factors.
    MarketForcesFactors,
}

/// How the prices of a book stand to the market forces factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MarketForces {
    /// A price is multiplied by the factor of the provider.
    OnTop,
    /// A price is paid as it stands.
    Within,
}

impl BookKind {
    /// What it is, in words.
    pub const fn words(self) -> &'static str {
        match self {
            BookKind::NationalTariff => "national tariff",
            BookKind::PaymentScheme => "NHS Payment Scheme",
            BookKind::LocalBeforeNational => "local prices, before national ones",
            BookKind::LocalWhereNoneIsNational => "local prices, where none is national",
            BookKind::MarketForcesFactors => "market forces factors",
        }
    }
}

impl fmt::Display for BookKind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.words())
    }
}
