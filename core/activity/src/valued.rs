//! Activity with what each cell comes to, by price books or as the files themselves state it.
//!
//! Start with [`Priced::valued`] where books hold, and with [`Valued::as_stated`] where files state their own prices.

use crate::{Cell, Cells, Figure, Key, Priced, Side};
use accordant_money::Exact;
use alloc::vec::Vec;

/// The cells of one side, each with what it comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Valued<'a> {
    side: Side,
    cells: Vec<(&'a Cell, Option<Exact>)>,
}

impl<'a> Valued<'a> {
    /// Every cell with the price that its lines state; nothing where a line states none.
    pub fn as_stated(cells: &'a Cells, side: Side) -> Valued<'a> {
        let stated =
            |cell: &'a Cell| (cell, cell.amounts.side(side).price.known().map(|price| price.to_exact()));
        Valued { side, cells: cells.iter().map(stated).collect() }
    }

    /// The same, of some cells alone.
    #[must_use]
    pub fn only(mut self, wanted: impl Fn(&Key) -> bool) -> Valued<'a> {
        self.cells.retain(|(cell, _)| wanted(&cell.key));
        self
    }

    /// Whether it is what was planned, or what was done.
    pub const fn side(&self) -> Side {
        self.side
    }

    /// Each cell with what it comes to, if that is known.
    pub fn cells(&self) -> impl Iterator<Item = (&'a Cell, Option<&Exact>)> {
        self.cells.iter().map(|(cell, worth)| (*cell, worth.as_ref()))
    }
}

impl<'a> Priced<'a> {
    /// Every cell with what it comes to at the prices of the books; nothing where it has no price.
    pub fn valued(&self) -> Valued<'a> {
        let worth = |(cell, figure): (&'a Cell, Option<&Figure<'a>>)| (cell, figure.map(Figure::amount));
        Valued { side: self.side, cells: self.cells().map(worth).collect() }
    }
}
