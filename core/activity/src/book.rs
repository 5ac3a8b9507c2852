//! A dated list of prices, and a dated list of market forces factors. Neither is ever altered: a new one is issued.

use crate::{Code, Key, Months, Scaled};
use accordant_facts::Status;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

/// A list of unit prices that holds for some months.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Book {
    particulars: Particulars,
    prices: BTreeMap<Item, Price>,
}

/// What a price book says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Particulars {
    /// What people call it.
    pub name: String,
    /// Who set its prices.
    pub kind: Kind,
    /// The months for which it holds, whenever it was issued.
    pub months: Months,
    /// The organisations for which it holds.
    pub providers: Providers,
    /// Whether the market forces factor comes on top of its prices.
    pub market_forces: MarketForces,
    /// How far it can be relied on.
    pub status: Status,
    /// The publication or letter that it was taken from.
    pub source: String,
    /// The hash of the bytes that it was read from.
    pub hash: String,
}

/// Who set the prices of a book.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A national tariff, as published up to 2022-23.
    NationalTariff,
    /// An NHS Payment Scheme, as published from 2023-24.
    PaymentScheme,
    /// The parties, among themselves.
    Local(Standing),
}

/// How a local book stands to the national ones. It says so itself; there is no default.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Its prices go before national ones.
    BeforeNational,
    /// Its prices serve where there is no national one.
    WhereNoneIsNational,
}

/// For whom a book holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Providers {
    /// For every provider.
    Every,
    /// For these.
    Only(BTreeSet<Code>),
}

/// How a book's prices stand to the market forces factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarketForces {
    /// A price is multiplied by the factor of the provider.
    OnTop,
    /// A price is paid as it stands.
    Within,
}

/// What has a price.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Item {
    /// What is counted.
    pub currency: Code,
    /// Where in the pathway it is delivered.
    pub point_of_delivery: Code,
    /// The treatment function; nothing if the price is the same for each.
    pub function: Option<Code>,
}

/// The price of one, and the line of the book that says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Price {
    /// What one costs.
    pub unit: Scaled,
    /// The line of the book.
    pub line: u32,
}

/// A list of market forces factors by provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactorList {
    /// What people call it.
    pub name: String,
    /// The months for which it holds.
    pub months: Months,
    /// How far it can be relied on where it is used.
    pub status: Status,
    /// The publication that it was taken from.
    pub source: String,
    /// The hash of the bytes that it was read from.
    pub hash: String,
    /// The factor of each provider.
    pub factors: BTreeMap<Code, Factor>,
}

/// The factor of a provider, and the line of the list that says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Factor {
    /// By how much a price is multiplied.
    pub value: Scaled,
    /// The line of the list.
    pub line: u32,
}

/// Why a list is no price book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BookProblem {
    /// One item has two lines.
    Twice {
        /// What it is.
        item: Item,
        /// The first line and a later one.
        lines: (u32, u32),
    },
    /// A price below nothing.
    BelowNothing {
        /// What it is.
        item: Item,
        /// What stands there.
        price: Price,
    },
}

impl Book {
    /// A book with these prices.
    ///
    /// # Errors
    /// Every line that cannot stand.
    pub fn new(
        particulars: Particulars,
        lines: impl IntoIterator<Item = (Item, Price)>,
    ) -> Result<Book, Vec<BookProblem>> {
        let mut prices: BTreeMap<Item, Price> = BTreeMap::new();
        let mut problems = Vec::new();
        for (item, price) in lines {
            if price.unit < Scaled::ZERO {
                problems.push(BookProblem::BelowNothing { item: item.clone(), price });
            }
            match prices.get(&item) {
                Some(first) => problems.push(BookProblem::Twice { item, lines: (first.line, price.line) }),
                None => drop(prices.insert(item, price)),
            }
        }
        if problems.is_empty() { Ok(Book { particulars, prices }) } else { Err(problems) }
    }

    /// What it says of itself.
    pub const fn particulars(&self) -> &Particulars {
        &self.particulars
    }

    /// Its prices, in order.
    pub fn prices(&self) -> impl Iterator<Item = (&Item, &Price)> {
        self.prices.iter()
    }

    /// The price of exactly this item.
    pub fn price(&self, item: &Item) -> Option<(&Item, &Price)> {
        self.prices.get_key_value(item)
    }
}

impl Item {
    /// What a cell counts; nothing if it does not say.
    pub fn of(key: &Key) -> Option<Item> {
        Some(Item {
            currency: key.currency.clone()?,
            point_of_delivery: key.point_of_delivery.clone(),
            function: key.function.clone(),
        })
    }

    /// The same for every treatment function.
    #[must_use]
    pub fn of_every_function(&self) -> Item {
        Item { function: None, ..self.clone() }
    }
}

impl Providers {
    /// Whether the organisation is one of them.
    pub fn include(&self, provider: &str) -> bool {
        match self {
            Providers::Every => true,
            Providers::Only(some) => some.contains(provider),
        }
    }

    /// Whether some organisation is among both.
    pub fn meet(&self, others: &Providers) -> bool {
        match (self, others) {
            (Providers::Every, Providers::Every) => true,
            (Providers::Every, Providers::Only(some)) | (Providers::Only(some), Providers::Every) => {
                !some.is_empty()
            }
            (Providers::Only(some), Providers::Only(others)) => !some.is_disjoint(others),
        }
    }
}

impl BookProblem {
    /// What to do about it.
    pub fn help(&self) -> &'static str {
        match self {
            BookProblem::Twice { .. } => "keep the line that holds, and issue the other in a book of its own",
            BookProblem::BelowNothing { .. } => "a credit is activity below nothing at a price above it",
        }
    }
}

impl fmt::Display for Item {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "`{}` at `{}`", self.currency, self.point_of_delivery)?;
        self.function.as_ref().map_or(Ok(()), |function| write!(out, " of function `{function}`"))
    }
}

impl fmt::Display for BookProblem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BookProblem::Twice { item, lines: (first, later) } => {
                write!(out, "line {later}: {item} has a price on line {first}")
            }
            BookProblem::BelowNothing { item, price } => {
                write!(out, "line {}: the price of {item} is `{}`, below nothing", price.line, price.unit)
            }
        }
    }
}

impl core::error::Error for BookProblem {}
