//! Planned against actual as the lines themselves state both, by whatever the caller asks.

use crate::{Amounts, Cell, Cells, Key, Scaled, Sums, TooLarge, Total};
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

/// The cells of one provider, site, point of delivery, service or setting.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Group<'a> {
    /// What they come to.
    pub amounts: Amounts,
    /// The cells, with their rows.
    pub cells: Vec<&'a Cell>,
}

/// Puts cells into groups: by `|key| key.provider.clone()`, by a service, by the setting of a site.
///
/// # Errors
/// When a sum cannot be held.
pub fn group<'a, G: Ord>(
    cells: &'a Cells,
    of: impl Fn(&Key) -> G,
) -> Result<BTreeMap<G, Group<'a>>, TooLarge> {
    let mut groups: BTreeMap<G, Group<'a>> = BTreeMap::new();
    for cell in cells {
        let group = groups.entry(of(&cell.key)).or_default();
        group.amounts = group.amounts.plus(&cell.amounts)?;
        group.cells.push(cell);
    }
    Ok(groups)
}

impl Group<'_> {
    /// By how much more was done than planned, if every line says both.
    pub fn activity_variance(&self) -> Option<Scaled> {
        self.variance(|sums| sums.activity)
    }

    /// By how much more it comes to than planned, if every line says both.
    pub fn price_variance(&self) -> Option<Scaled> {
        self.variance(|sums| sums.price)
    }

    fn variance(&self, figure: impl Fn(&Sums) -> Total) -> Option<Scaled> {
        let actual = figure(&self.amounts.actual).known()?;
        actual.minus(figure(&self.amounts.planned).known()?).ok()
    }
}
