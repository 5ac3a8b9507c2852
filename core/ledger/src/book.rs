//! The pools of one period, as settling one moves them: what they opened with, what went in and out, what they close
//! with.
//!
//! It will never know why money moves or when. Start with [`Book`].

use accordant_money::Posted;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

/// The pools of one period, in the order in which the agreement names them.
#[derive(Debug, Clone, Default)]
pub struct Book {
    pools: Vec<Movement>,
    /// What each pool held before the posting that is being written down.
    before: Vec<Posted>,
    overdrawn: Option<Overdrawn>,
}

/// What became of one pool in a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Movement {
    /// The pool.
    pub pool: String,
    /// What it held at first.
    pub opening: Posted,
    /// What was paid in.
    pub paid_in: Posted,
    /// What was paid out.
    pub paid_out: Posted,
    /// What it holds at last.
    pub closing: Posted,
}

/// A pool that would hold less than nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overdrawn {
    pool: String,
    balance: Posted,
    draw: Posted,
}

/// Why a transfer cannot be written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TransferProblem {
    /// The currencies differ, or the amount is too large to hold.
    DoesNotAdd,
}

impl Book {
    /// A book without pools.
    pub fn new() -> Book {
        Book::default()
    }

    /// Opens a pool with a balance.
    pub fn open(&mut self, pool: &str, opening: Posted) {
        let none = Posted::new(0, opening.currency());
        self.before.push(opening);
        self.pools.push(Movement {
            pool: pool.to_string(),
            opening,
            paid_in: none,
            paid_out: none,
            closing: opening,
        });
    }

    /// Moves money between pools; a side that is no pool of this book is somebody's own account.
    ///
    /// A negative amount moves the other way. [`Book::posted`] ends the posting that the transfers make up.
    ///
    /// # Errors
    /// When the amount does not add to a balance.
    pub fn transfer(
        &mut self,
        from: Option<&str>,
        to: Option<&str>,
        amount: Posted,
    ) -> Result<(), TransferProblem> {
        let zero = Posted::new(0, amount.currency());
        let back = zero.minus(&amount).ok_or(TransferProblem::DoesNotAdd)?;
        let (from, to, amount) = if amount.minor() < 0 { (to, from, back) } else { (from, to, amount) };
        if let Some(pool) = from.and_then(|name| self.pool(name)) {
            pool.paid_out = pool.paid_out.plus(&amount).ok_or(TransferProblem::DoesNotAdd)?;
            pool.closing = pool.closing.minus(&amount).ok_or(TransferProblem::DoesNotAdd)?;
        }
        if let Some(pool) = to.and_then(|name| self.pool(name)) {
            pool.paid_in = pool.paid_in.plus(&amount).ok_or(TransferProblem::DoesNotAdd)?;
            pool.closing = pool.closing.plus(&amount).ok_or(TransferProblem::DoesNotAdd)?;
        }
        Ok(())
    }

    /// Ends a posting: a pool that it draws below zero is remembered, as [`Book::overdrawn`].
    ///
    /// A pool that was below zero already and from which it draws nothing is not told of again.
    pub fn posted(&mut self) {
        for (movement, before) in self.pools.iter().zip(&self.before) {
            let draw = before.minus(&movement.closing);
            let draw = draw.filter(|draw| draw.minor() > 0);
            if let (true, None, Some(draw)) = (movement.closing.minor() < 0, &self.overdrawn, draw) {
                self.overdrawn = Some(Overdrawn { pool: movement.pool.clone(), balance: *before, draw });
            }
        }
        self.before = self.pools.iter().map(|movement| movement.closing).collect();
    }

    /// The first posting that took a pool below zero.
    pub fn overdrawn(&self) -> Option<&Overdrawn> {
        self.overdrawn.as_ref()
    }

    /// What became of each pool.
    pub fn movements(&self) -> Vec<Movement> {
        self.pools.clone()
    }

    fn pool(&mut self, name: &str) -> Option<&mut Movement> {
        self.pools.iter_mut().find(|movement| movement.pool == name)
    }
}

impl fmt::Display for Overdrawn {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "the pool `{}` holds {}, and {} would be drawn from it",
            self.pool, self.balance, self.draw
        )
    }
}

impl fmt::Display for TransferProblem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("the amount cannot be added to a balance")
    }
}

impl core::error::Error for Overdrawn {}
impl core::error::Error for TransferProblem {}
