//! The tables that there are. The compiler asks for the name and the making of each, and refuses one that is not among all.

use clap::ValueEnum;
use clap::builder::PossibleValue;

/// A table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// Facts in force.
    Facts,
    /// Cells of activity.
    Activity,
    /// Sessions of leased rooms.
    Rooms,
    /// Lines of costs.
    Costs,
    /// What was expected, beside what came.
    Forecasts,
    /// Measures in their periods.
    Measures,
    /// Lines and postings of settled periods.
    Settlement,
}

impl Named {
    /// All of them, in the order in which a workbook has its sheets.
    pub const ALL: [Named; 7] = [
        Named::Facts,
        Named::Activity,
        Named::Rooms,
        Named::Costs,
        Named::Forecasts,
        Named::Measures,
        Named::Settlement,
    ];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Named::Facts => "facts",
            Named::Activity => "activity",
            Named::Rooms => "rooms",
            Named::Costs => "costs",
            Named::Forecasts => "forecasts",
            Named::Measures => "measures",
            Named::Settlement => "settlement",
        }
    }
}

impl ValueEnum for Named {
    fn value_variants<'a>() -> &'a [Named] {
        &Named::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()))
    }
}
