//! One line of contract monitoring, after it was read and before it is gathered.

use crate::{Code, Key, Month, Scaled, Side, Tariff};

/// What one line says. Its codes are borrowed from the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line<'a> {
    /// The organisation that provides.
    pub provider: &'a str,
    /// The month that it is about.
    pub month: Month,
    /// The organisation that commissions.
    pub commissioner: &'a str,
    /// The site of treatment, where the line names one.
    pub site: Option<&'a str>,
    /// The treatment function, where the line names one.
    pub function: Option<&'a str>,
    /// The point of delivery.
    pub point_of_delivery: &'a str,
    /// What is counted: a group of the classification or a tariff code, where the line names one.
    pub currency: Option<&'a str>,
    /// Whether the national prices or local ones apply to it.
    pub tariff: Tariff,
    /// What was planned.
    pub planned: Said,
    /// What was done.
    pub actual: Said,
}

/// What a line says of what was planned, or of what was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Said {
    /// How much.
    pub activity: Option<Scaled>,
    /// What the whole line comes to, with the market forces factor in it: lines add up to the invoice.
    pub price: Option<Scaled>,
    /// The market forces factor, as the line states it.
    pub market_forces_factor: Option<Scaled>,
}

impl Line<'_> {
    /// What is said of one side.
    pub const fn said(&self, side: Side) -> &Said {
        match side {
            Side::Planned => &self.planned,
            Side::Actual => &self.actual,
        }
    }

    /// The key of the cell to which the line belongs.
    pub fn key(&self) -> Key {
        Key {
            provider: Code::from(self.provider),
            month: self.month,
            commissioner: Code::from(self.commissioner),
            site: self.site.map(Code::from),
            function: self.function.map(Code::from),
            point_of_delivery: Code::from(self.point_of_delivery),
            currency: self.currency.map(Code::from),
            tariff: self.tariff,
        }
    }
}
