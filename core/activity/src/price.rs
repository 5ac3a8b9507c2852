//! Activity times price times market forces factor, exactly, each figure with all that it was worked out from.

use crate::{Applied, Cell, Cells, Key, Scaled, Shelf, Side, Why};
use accordant_facts::{Status, rows_in_short};
use accordant_money::{Exact, Number};
use alloc::collections::BTreeMap;
use alloc::string::ToString;
use alloc::vec::Vec;
use core::fmt;

/// The cells of one side with their prices, and the cells that have none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Priced<'a> {
    /// Whether the plan was priced, or what was done.
    pub side: Side,
    /// What has a price, in the order of the cells.
    pub figures: Vec<Figure<'a>>,
    /// What has none, in the order of the cells.
    pub unpriced: Vec<Unpriced<'a>>,
}

/// What a cell comes to, and everything that says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figure<'a> {
    /// The cell, with the rows of the file.
    pub cell: &'a Cell,
    /// How much.
    pub activity: Scaled,
    /// The price of one, its book and line, and the factor.
    pub applied: Applied<'a>,
}

/// A cell without a price.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unpriced<'a> {
    /// The cell, with the rows of the file.
    pub cell: &'a Cell,
    /// Why it has none.
    pub why: Why,
}

/// Prices one side of every cell from the books and lists of a shelf.
pub fn price<'a>(cells: &'a Cells, shelf: &'a Shelf, side: Side) -> Priced<'a> {
    let mut priced = Priced { side, figures: Vec::new(), unpriced: Vec::new() };
    for cell in cells {
        match price_cell(cell, shelf, side) {
            Ok(figure) => priced.figures.push(figure),
            Err(unpriced) => priced.unpriced.push(unpriced),
        }
    }
    priced
}

/// Prices one side of a cell.
///
/// # Errors
/// The cell, and why it has no price.
pub fn price_cell<'a>(cell: &'a Cell, shelf: &'a Shelf, side: Side) -> Result<Figure<'a>, Unpriced<'a>> {
    let activity = cell.amounts.side(side).activity.known().ok_or(Why::ActivityUnsaid);
    let figure = activity.and_then(|activity| {
        let applied = shelf.find(&cell.key)?;
        Ok(Figure { cell, activity, applied })
    });
    figure.map_err(|why| Unpriced { cell, why })
}

impl<'a> Priced<'a> {
    /// What everything comes to; nothing if there is a cell without a price.
    pub fn whole(&self) -> Option<Exact> {
        self.unpriced.is_empty().then(|| self.sum())
    }

    /// What the cells with a price come to. Whoever shows it says beside it what has none.
    pub fn sum(&self) -> Exact {
        sum(self.figures.iter().map(Figure::amount))
    }

    /// What the cells with a price come to in each group.
    pub fn by<G: Ord>(&self, group: impl Fn(&Key) -> G) -> BTreeMap<G, Exact> {
        let mut sums = BTreeMap::new();
        for figure in &self.figures {
            let so_far = sums.entry(group(&figure.cell.key)).or_insert_with(Exact::zero);
            *so_far = plus(so_far, &figure.amount());
        }
        sums
    }

    /// Every cell, with its figure if it has a price: those with a price first.
    pub fn cells(&self) -> impl Iterator<Item = (&'a Cell, Option<&Figure<'a>>)> {
        let figures = self.figures.iter().map(|figure| (figure.cell, Some(figure)));
        figures.chain(self.unpriced.iter().map(|unpriced| (unpriced.cell, None)))
    }
}

impl Figure<'_> {
    /// Activity times unit price times factor.
    pub fn amount(&self) -> Exact {
        let at_price = times(&self.activity.to_exact(), &self.applied.price.unit.to_exact());
        match self.applied.factor {
            Some(applied) => times(&at_price, &applied.factor.value.to_exact()),
            None => at_price,
        }
    }

    /// How far it can be relied on: as far as the weaker of book and list.
    pub fn status(&self) -> Status {
        let list = self.applied.factor.map(|applied| applied.list.status);
        Status::weakest(list.into_iter().chain([self.applied.book.particulars().status]))
    }
}

impl fmt::Display for Figure<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Applied { book, item, price, factor } = &self.applied;
        let name = &book.particulars().name;
        write!(out, "{} of {item} at {} (`{name}` line {})", self.activity, price.unit, price.line)?;
        if let Some(applied) = factor {
            let (list, factor) = (&applied.list.name, applied.factor);
            write!(out, " times {} (`{list}` line {})", factor.value, factor.line)?;
        }
        write!(out, ", rows {}", self.cell.rows)
    }
}

impl fmt::Display for Unpriced<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Key { provider, month, point_of_delivery, currency, .. } = &self.cell.key;
        let currency = currency.as_deref().unwrap_or("nothing named");
        let (why, rows) = (self.why, &self.cell.rows);
        let rows = rows.to_string();
        let rows = rows_in_short(&rows);
        write!(out, "`{currency}` at `{point_of_delivery}` of `{provider}` in {month}: {why}, rows {rows}")
    }
}

/// The product of two. Figures of 128 bits and a few products and sums of them never come near the bound of an exact
/// number, so the default is never taken.
pub(crate) fn times(one: &Exact, another: &Exact) -> Exact {
    one.times(another).unwrap_or_else(|_| Exact::zero())
}

/// The sum of two decimals, to which the same applies.
pub(crate) fn plus(one: &Exact, another: &Exact) -> Exact {
    one.plus(another).unwrap_or_else(|_| Exact::zero())
}

/// The difference of two decimals, to which the same applies.
pub(crate) fn minus(one: &Exact, another: &Exact) -> Exact {
    one.minus(another).unwrap_or_else(|_| Exact::zero())
}

/// The sum of decimals.
pub(crate) fn sum(all: impl IntoIterator<Item = Exact>) -> Exact {
    all.into_iter().fold(Exact::zero(), |so_far, next| plus(&so_far, &next))
}
