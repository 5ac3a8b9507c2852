//! Prices for many millions of rows whose codes are numbers of a dictionary.
//!
//! This is a second reading of what [`price`](crate::price()) means, and gives the same to the last digit. Before the
//! first row, the books are laid out so that a row is one look-up, one product and one sum of whole numbers; the market
//! forces factor of a provider and month comes on top of the sums. Start with [`Kernel::new`].

use crate::price::{plus, times};
use crate::{Code, Item, MarketForces, Month, Scaled, Shelf, Tariff};
use accordant_money::{Exact, Number};
use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use core::fmt;

/// What the numbers of the dictionaries stand for.
#[derive(Debug, Clone, Copy)]
pub struct Axes<'x> {
    /// What a number of a provider stands for.
    pub providers: &'x [Code],
    /// What a number of a month stands for.
    pub months: &'x [Month],
    /// What a number of an item stands for.
    pub items: &'x [Counted],
    /// How many services there are.
    pub services: u32,
}

/// Something that is counted, and the service to which it belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// What it is.
    pub item: Item,
    /// Whose prices apply.
    pub tariff: Tariff,
    /// The number of its service.
    pub service: u32,
}

/// Rows, each a number of a provider, a month and an item with a quantity.
#[derive(Debug, Clone, Copy)]
pub struct Block<'b> {
    /// The provider of each row.
    pub providers: &'b [u32],
    /// The month of each row.
    pub months: &'b [u32],
    /// The item of each row.
    pub items: &'b [u32],
    /// The quantity of each row, in units of a decimal place that is the same for all.
    pub quantities: &'b [i64],
}

/// Price books laid out for rows.
#[derive(Debug, Clone)]
pub struct Kernel {
    months: usize,
    items: usize,
    services: usize,
    /// By provider and month.
    places: Vec<Place>,
    /// The price lists that occur, one after another, each with a slot for every item.
    slots: Vec<Slot>,
}

#[derive(Debug, Clone, Copy)]
struct Place {
    /// Where its price list begins.
    slots_from: usize,
    /// By what prices are multiplied that say so.
    factor: Scaled,
}

/// What is added for a row, and to which sum of its provider and month.
#[derive(Debug, Clone, Copy)]
struct Slot {
    unit: i64,
    /// Where the sum stands, counted from the first service of the provider and month.
    offset: usize,
}

/// The sums of rows by provider, month and service.
///
/// All sums of money as it stands, then all to which a factor is applied, then all quantities without a price: a file is
/// mostly of one kind, so the sums that are in use lie together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bulk(Vec<i128>);

/// Why rows cannot be priced so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KernelProblem {
    /// The columns of a block are not equally long.
    Ragged,
    /// A row has a number that stands for nothing; rows count from 0 within the block.
    UnknownNumber {
        /// The row.
        row: usize,
    },
    /// A price does not fit 64 bits.
    PriceTooLarge(Item),
    /// The service of an item is none of those that there are.
    UnknownService(Item),
    /// A sum cannot be held.
    TooLarge,
}

/// The kinds of sums, in their order.
const KINDS: usize = 3;
const WITHIN: usize = 0;
const ON_TOP: usize = 1;
const UNPRICED: usize = 2;

impl Kernel {
    /// Lays out what a shelf says of these providers, months and items.
    ///
    /// # Errors
    /// When a price does not fit, or an item belongs to no service.
    pub fn new(shelf: &Shelf, axes: Axes<'_>) -> Result<Kernel, KernelProblem> {
        let services = axes.services;
        if let Some(stray) = axes.items.iter().find(|counted| counted.service >= services) {
            return Err(KernelProblem::UnknownService(stray.item.clone()));
        }
        let mut kernel = Kernel {
            months: axes.months.len(),
            items: axes.items.len(),
            services: usize::try_from(services).map_err(|_| KernelProblem::TooLarge)?,
            places: Vec::new(),
            slots: Vec::new(),
        };
        let sums = axes.providers.len() * kernel.months * kernel.services;
        // Where the same books hold, the same prices do: a list is laid out once for all such providers and months.
        let mut lists: BTreeMap<(Vec<usize>, bool), usize> = BTreeMap::new();
        for provider in axes.providers {
            for month in axes.months {
                let factor = shelf.factor(provider, *month).map(|applied| applied.factor.value);
                let holding = shelf.holding(provider, *month).map(|(at, _)| at).collect();
                let signature = (holding, factor.is_some());
                let slots_from = match lists.get(&signature) {
                    Some(from) => *from,
                    None => {
                        let from = kernel.slots.len();
                        for counted in axes.items {
                            kernel.slots.push(slot(shelf, counted, (provider, *month), sums)?);
                        }
                        lists.insert(signature, from);
                        from
                    }
                };
                kernel.places.push(Place { slots_from, factor: factor.unwrap_or_default() });
            }
        }
        Ok(kernel)
    }

    /// Sums of no row.
    pub fn nothing(&self) -> Bulk {
        Bulk(alloc::vec![0; self.sums() * KINDS])
    }

    /// Adds the rows of a block.
    ///
    /// # Errors
    /// At the first row that cannot be priced; the sums are then of no use.
    pub fn add(&self, block: Block<'_>, bulk: &mut Bulk) -> Result<(), KernelProblem> {
        let Block { providers, months, items, quantities } = block;
        let length = quantities.len();
        if providers.len() != length || months.len() != length || items.len() != length {
            return Err(KernelProblem::Ragged);
        }
        let keys = providers.iter().zip(months).zip(items);
        for (row, (((provider, month), item), quantity)) in keys.zip(quantities).enumerate() {
            let unknown = || KernelProblem::UnknownNumber { row };
            let (month, item) = (*month as usize, *item as usize);
            if month >= self.months || item >= self.items {
                return Err(unknown());
            }
            let at = *provider as usize * self.months + month;
            let place = self.places.get(at).ok_or_else(unknown)?;
            let slot = self.slots.get(place.slots_from + item).ok_or_else(unknown)?;
            let sum = bulk.0.get_mut(at * self.services + slot.offset).ok_or_else(unknown)?;
            // Two numbers of 64 bits have a product of 128.
            let amount = i128::from(slot.unit) * i128::from(*quantity);
            *sum = sum.checked_add(amount).ok_or(KernelProblem::TooLarge)?;
        }
        Ok(())
    }

    /// What the priced rows of a provider, month and service come to, when quantities have so many decimal places.
    /// Nothing for a number that stands for nothing, or more than eight places.
    pub fn amount(
        &self,
        bulk: &Bulk,
        (provider, month, service): (usize, usize, usize),
        places: u32,
    ) -> Option<Exact> {
        let at = self.at(provider, month)?;
        let within = self.sum(bulk, at, service, WITHIN)?;
        let on_top = self.sum(bulk, at, service, ON_TOP)?;
        let factor = self.places.get(at)?.factor.to_exact();
        let whole = plus(&Exact::from_i128(within), &times(&Exact::from_i128(on_top), &factor));
        whole.divided_by(&times(&one_at(places)?, &Exact::from_i128(Scaled::ONE.units()))).ok()
    }

    /// How much has no price.
    pub fn unpriced(
        &self,
        bulk: &Bulk,
        (provider, month, service): (usize, usize, usize),
        places: u32,
    ) -> Option<Exact> {
        let quantity = self.sum(bulk, self.at(provider, month)?, service, UNPRICED)?;
        Exact::from_i128(quantity).divided_by(&one_at(places)?).ok()
    }

    fn at(&self, provider: usize, month: usize) -> Option<usize> {
        (month < self.months).then(|| provider * self.months + month)
    }

    fn sum(&self, bulk: &Bulk, at: usize, service: usize, kind: usize) -> Option<i128> {
        let place = kind * self.sums() + at * self.services + service;
        if service < self.services { bulk.0.get(place).copied() } else { None }
    }

    /// How many sums there are of each kind.
    fn sums(&self) -> usize {
        self.places.len() * self.services
    }
}

impl Bulk {
    /// The sums of the rows of both, when both were added up by the same kernel.
    ///
    /// # Errors
    /// When a sum cannot be held, or the two come from different kernels.
    pub fn plus(mut self, other: &Bulk) -> Result<Bulk, KernelProblem> {
        if self.0.len() != other.0.len() {
            return Err(KernelProblem::Ragged);
        }
        for (sum, more) in self.0.iter_mut().zip(&other.0) {
            *sum = sum.checked_add(*more).ok_or(KernelProblem::TooLarge)?;
        }
        Ok(self)
    }
}

/// What a row of the item adds. Without a price it adds its quantity, where what has no price is gathered.
fn slot(
    shelf: &Shelf,
    counted: &Counted,
    (provider, month): (&Code, Month),
    sums: usize,
) -> Result<Slot, KernelProblem> {
    let offset = |kind: usize| kind * sums + counted.service as usize;
    let Ok(applied) = shelf.find_item(&counted.item, counted.tariff, provider, month) else {
        return Ok(Slot { unit: 1, offset: offset(UNPRICED) });
    };
    let kind = match applied.book.particulars().market_forces {
        MarketForces::Within => WITHIN,
        MarketForces::OnTop => ON_TOP,
    };
    let unit = i64::try_from(applied.price.unit.units());
    let unit = unit.map_err(|_| KernelProblem::PriceTooLarge(counted.item.clone()))?;
    Ok(Slot { unit, offset: offset(kind) })
}

/// One in units of that many decimal places.
fn one_at(places: u32) -> Option<Exact> {
    (places <= 8).then(|| Exact::from_i128(10_i128.pow(places)))
}

impl fmt::Display for KernelProblem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            KernelProblem::Ragged => out.write_str("columns are not equally long"),
            KernelProblem::UnknownNumber { row } => {
                write!(out, "row {row} of the block has a number that stands for nothing")
            }
            KernelProblem::PriceTooLarge(item) => write!(out, "the price of {item} is too large"),
            KernelProblem::UnknownService(item) => write!(out, "{item} belongs to no service"),
            KernelProblem::TooLarge => crate::TooLarge.fmt(out),
        }
    }
}

impl core::error::Error for KernelProblem {}
