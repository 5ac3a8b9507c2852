//! What the lines of a cell come to. What a line leaves unsaid is counted, and is never nothing.

use crate::{Line, Said, Scaled, TooLarge};

/// What was planned, or what was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// What was planned.
    Planned,
    /// What was done.
    Actual,
}

/// The sums of lines, planned and actual.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Amounts {
    /// What was planned.
    pub planned: Sums,
    /// What was done.
    pub actual: Sums,
}

/// The sums of one side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sums {
    /// How much.
    pub activity: Total,
    /// What it comes to, with the market forces factor in it.
    pub price: Total,
    /// The market forces factors that the lines state.
    pub market_forces_factor: Stated,
}

/// A sum over lines of which some may not say the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Total {
    said: Option<Scaled>,
    unsaid: u64,
}

/// The values that lines state of something that cannot be added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stated(Option<(Scaled, Scaled)>);

impl Amounts {
    /// What one line says.
    pub fn of_line(line: &Line<'_>) -> Amounts {
        Amounts { planned: Sums::of(&line.planned), actual: Sums::of(&line.actual) }
    }

    /// One side.
    pub const fn side(&self, side: Side) -> &Sums {
        match side {
            Side::Planned => &self.planned,
            Side::Actual => &self.actual,
        }
    }

    /// The sums over the lines of both.
    ///
    /// # Errors
    /// When one cannot be held.
    pub fn plus(&self, other: &Amounts) -> Result<Amounts, TooLarge> {
        Ok(Amounts { planned: self.planned.plus(&other.planned)?, actual: self.actual.plus(&other.actual)? })
    }
}

impl Sums {
    /// What one line says of one side.
    pub fn of(said: &Said) -> Sums {
        Sums {
            activity: Total::of(said.activity),
            price: Total::of(said.price),
            market_forces_factor: Stated::of(said.market_forces_factor),
        }
    }

    /// The sums over the lines of both.
    ///
    /// # Errors
    /// When one cannot be held.
    pub fn plus(&self, other: &Sums) -> Result<Sums, TooLarge> {
        Ok(Sums {
            activity: self.activity.plus(&other.activity)?,
            price: self.price.plus(&other.price)?,
            market_forces_factor: self.market_forces_factor.joined(&other.market_forces_factor),
        })
    }
}

impl Total {
    /// What one line says, or that it does not.
    pub const fn of(said: Option<Scaled>) -> Total {
        Total { said, unsaid: if said.is_some() { 0 } else { 1 } }
    }

    /// A sum of what was said, beside so many lines that did not say.
    pub const fn new(said: Option<Scaled>, unsaid: u64) -> Total {
        Total { said, unsaid }
    }

    /// The sum, if every line says the value; `None` too if there is no line.
    pub const fn known(&self) -> Option<Scaled> {
        if self.unsaid == 0 { self.said } else { None }
    }

    /// The sum over the lines that say the value; `None` if none does.
    pub const fn said(&self) -> Option<Scaled> {
        self.said
    }

    /// How many lines do not say the value.
    pub const fn unsaid(&self) -> u64 {
        self.unsaid
    }

    /// The sum over the lines of both.
    ///
    /// # Errors
    /// When it cannot be held.
    pub fn plus(&self, other: &Total) -> Result<Total, TooLarge> {
        let said = match (self.said, other.said) {
            (Some(one), Some(another)) => Some(one.plus(another)?),
            (one, another) => one.or(another),
        };
        Ok(Total { said, unsaid: self.unsaid.checked_add(other.unsaid).ok_or(TooLarge)? })
    }
}

impl Stated {
    /// What one line states.
    pub fn of(said: Option<Scaled>) -> Stated {
        Stated(said.map(|value| (value, value)))
    }

    /// What lines state between these two; `None` if the greatest is the less.
    pub fn between(least: Scaled, greatest: Scaled) -> Option<Stated> {
        (least <= greatest).then_some(Stated(Some((least, greatest))))
    }

    /// The value, if all lines that state one state the same.
    pub fn one(&self) -> Option<Scaled> {
        self.0.filter(|(least, greatest)| least == greatest).map(|(least, _)| least)
    }

    /// The least and the greatest that are stated.
    pub const fn ends(&self) -> Option<(Scaled, Scaled)> {
        self.0
    }

    /// What the lines of both state.
    #[must_use]
    pub fn joined(&self, other: &Stated) -> Stated {
        match (self.0, other.0) {
            (Some(one), Some(another)) => Stated(Some((one.0.min(another.0), one.1.max(another.1)))),
            (one, another) => Stated(one.or(another)),
        }
    }
}
