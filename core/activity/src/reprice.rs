//! The same activity at the prices of another shelf: what a pay award or a new book changes, and where.

use crate::price::{minus, plus, sum};
use crate::{Cells, Code, Figure, Key, Month, Shelf, Side, Unpriced, price};
use accordant_money::Exact;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

/// The same cells priced from two shelves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repriced<'a> {
    /// Cells that have a price on both.
    pub both: Vec<Both<'a>>,
    /// Cells that had a price and now have none.
    pub only_before: Vec<Lost<'a>>,
    /// Cells that had none and now have one.
    pub only_after: Vec<Figure<'a>>,
    /// Cells that have no price on either.
    pub neither: Vec<Unpriced<'a>>,
}

/// A cell at its price before and after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Both<'a> {
    /// At the price before.
    pub before: Figure<'a>,
    /// At the price after.
    pub after: Figure<'a>,
}

/// A cell that had a price and now has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lost<'a> {
    /// At the price before.
    pub before: Figure<'a>,
    /// Why it has none after.
    pub after: Unpriced<'a>,
}

/// What a difference is shown by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place<S> {
    /// The organisation that provides.
    pub provider: Code,
    /// The service; nothing if the caller knows none for the cell.
    pub service: Option<S>,
    /// The month.
    pub month: Month,
}

/// What the activity of one place comes to before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delta {
    /// At the prices before.
    pub before: Exact,
    /// At the prices after.
    pub after: Exact,
}

/// Prices one side of the cells from two shelves.
pub fn reprice<'a>(cells: &'a Cells, side: Side, before: &'a Shelf, after: &'a Shelf) -> Repriced<'a> {
    let mut repriced =
        Repriced { both: Vec::new(), only_before: Vec::new(), only_after: Vec::new(), neither: Vec::new() };
    let (old, new) = (price(cells, before, side), price(cells, after, side));
    let mut old_figures = old.figures.into_iter().peekable();
    let mut new_figures = new.figures.into_iter().peekable();
    let mut without = new.unpriced.into_iter().peekable();
    for cell in cells {
        let is_it = |other: &Key| *other == cell.key;
        let before = old_figures.next_if(|figure| is_it(&figure.cell.key));
        let after = new_figures.next_if(|figure| is_it(&figure.cell.key));
        let unpriced = without.next_if(|unpriced| is_it(&unpriced.cell.key));
        match (before, after, unpriced) {
            (Some(before), Some(after), _) => repriced.both.push(Both { before, after }),
            (Some(before), None, Some(after)) => repriced.only_before.push(Lost { before, after }),
            (None, Some(after), _) => repriced.only_after.push(after),
            (None, None, Some(unpriced)) => repriced.neither.push(unpriced),
            // Each cell has a price on the later shelf or none.
            (_, None, None) => {}
        }
    }
    repriced
}

impl Repriced<'_> {
    /// What the cells that have a price on both shelves come to, all together.
    pub fn total(&self) -> Delta {
        Delta {
            before: sum(self.both.iter().map(|both| both.before.amount())),
            after: sum(self.both.iter().map(|both| both.after.amount())),
        }
    }

    /// What cells with a price on both shelves come to in each place; the differences sum to that of [`Self::total`].
    pub fn by_place<S: Ord>(&self, service: impl Fn(&Key) -> Option<S>) -> BTreeMap<Place<S>, Delta> {
        let mut places = BTreeMap::new();
        for both in &self.both {
            let key = &both.after.cell.key;
            let place = Place { provider: key.provider.clone(), service: service(key), month: key.month };
            let delta = places.entry(place).or_insert_with(Delta::nothing);
            delta.before = plus(&delta.before, &both.before.amount());
            delta.after = plus(&delta.after, &both.after.amount());
        }
        places
    }
}

impl Delta {
    fn nothing() -> Delta {
        Delta { before: Exact::zero(), after: Exact::zero() }
    }

    /// By how much it comes to more.
    pub fn difference(&self) -> Exact {
        minus(&self.after, &self.before)
    }
}
