//! The cells that a finding rests on, and what they come to.

use crate::price::{plus, times};
use crate::{Cell, Code, Scaled, Side, TooLarge, Total};
use accordant_money::{Exact, Number};
use alloc::collections::BTreeSet;
use alloc::vec::Vec;

/// Cells with what they say and what they cost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence<'a> {
    cells: Vec<&'a Cell>,
    activity: Total,
    planned: Total,
    money: Exact,
    unpriced: u64,
}

impl<'a> Evidence<'a> {
    /// No cell.
    pub(crate) fn none() -> Evidence<'a> {
        Evidence {
            cells: Vec::new(),
            activity: Total::default(),
            planned: Total::default(),
            money: Exact::zero(),
            unpriced: 0,
        }
    }

    /// Adds a cell, with what one side of it comes to if that is known.
    pub(crate) fn add(
        &mut self,
        (cell, worth): (&'a Cell, Option<&Exact>),
        side: Side,
    ) -> Result<(), TooLarge> {
        self.activity = self.activity.plus(&cell.amounts.side(side).activity)?;
        self.planned = self.planned.plus(&cell.amounts.planned.activity)?;
        match worth {
            Some(worth) => self.money = plus(&self.money, worth),
            None => self.unpriced += 1,
        }
        self.cells.push(cell);
        Ok(())
    }

    /// The cells, with their rows.
    pub fn cells(&self) -> &[&'a Cell] {
        &self.cells
    }

    /// How much, if every line says so.
    pub const fn activity(&self) -> Option<Scaled> {
        self.activity.known()
    }

    /// How much was planned, if every line says so.
    pub const fn planned(&self) -> Option<Scaled> {
        self.planned.known()
    }

    /// What it comes to; nothing if a cell has no price.
    pub fn money(&self) -> Option<Exact> {
        (self.unpriced == 0).then(|| self.money.clone())
    }

    /// How many cells have no price.
    pub const fn unpriced(&self) -> u64 {
        self.unpriced
    }

    /// What one costs on average; nothing if a cell has no price, or there is no activity.
    pub fn unit_cost(&self) -> Option<Exact> {
        self.money()?.divided_by(&self.activity()?.to_exact()).ok()
    }

    /// What so many cost at the average.
    pub fn cost_of(&self, activity: &Exact) -> Option<Exact> {
        Some(times(&self.unit_cost()?, activity))
    }

    /// The providers under whose codes the cells stand.
    pub fn providers(&self) -> BTreeSet<Code> {
        self.cells.iter().map(|cell| cell.key.provider.clone()).collect()
    }

    /// The points of delivery at which the cells were counted.
    pub fn points_of_delivery(&self) -> BTreeSet<Code> {
        self.cells.iter().map(|cell| cell.key.point_of_delivery.clone()).collect()
    }
}
