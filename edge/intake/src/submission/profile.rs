//! The columns of each kind of submission: a table, matched by the names in a heading.
//!
//! Case, spaces, underscores and brackets of a name do not count, and never the order. A layout that changes a name
//! gets another name in the table. Start with [`of`].

mod contract;
mod others;

use super::kind::Kind;

/// What a column says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Field {
    /// The month of the financial year.
    Month,
    /// The financial year.
    Year,
    /// When the file was made.
    Created,
    /// Which stage of reporting the file is of.
    Reporting,
    /// The organisation that provides.
    Provider,
    /// The site of treatment.
    Site,
    /// The organisation that commissions.
    Commissioner,
    /// The treatment function.
    Function,
    /// The category of the commissioned service, which is not kept.
    Category,
    /// The point of delivery.
    PointOfDelivery,
    /// The tariff code.
    Tariff,
    /// Whether the national prices apply.
    National,
    /// Planned activity.
    PlannedActivity,
    /// Planned price.
    PlannedPrice,
    /// Planned market forces factor.
    PlannedFactor,
    /// Actual activity.
    ActualActivity,
    /// Actual price.
    ActualPrice,
    /// Actual market forces factor.
    ActualFactor,
    /// The first day of the activity.
    ActivityStart,
    /// The price of one.
    UnitPrice,
    /// A period: a month of waiting times, or days of costs and measures.
    Period,
    /// The part of the return of waiting times.
    Part,
    /// The first of the weekly bands.
    Band,
    /// The total of those whose wait is known.
    Total,
    /// Those whose wait is not known.
    Unknown,
    /// The total of all.
    TotalAll,
    /// A party of the agreement.
    Party,
    /// A service line.
    Service,
    /// An element of cost.
    Element,
    /// How the cost was found.
    Basis,
    /// Who certified it.
    Certified,
    /// Whether the cost may be counted.
    Allowable,
    /// Why not.
    Reason,
    /// How much.
    Amount,
    /// A measure of the agreement.
    Measure,
    /// The value of the measure.
    Value,
    /// The number that met it.
    Numerator,
    /// The number that could have.
    Denominator,
    /// A room of a site.
    Room,
    /// The sessions in which a room can be used.
    Available,
    /// The sessions in which it was.
    Used,
    /// A group of people.
    Group,
    /// The deprivation fifth.
    Deprivation,
}

/// How many fields there are.
pub(crate) const FIELDS: usize = Field::Deprivation as usize + 1;

/// What happens without a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Needs {
    /// The file cannot be read.
    Column,
    /// It is asked for by the layout and not used here, or can be found elsewhere: a warning.
    Warns,
    /// Nothing.
    Nothing,
}

/// A column of a layout.
#[derive(Debug)]
pub(crate) struct Column {
    pub(crate) field: Field,
    pub(crate) needs: Needs,
    /// Its names, the present one first.
    pub(crate) names: &'static [&'static str],
}

/// The layout of a kind.
#[derive(Debug)]
pub(crate) struct Profile {
    pub(crate) kind: Kind,
    pub(crate) columns: &'static [Column],
    /// Columns that say that it is this kind and no other, if one of them stands in the heading.
    pub(crate) only_if: &'static [&'static str],
}

/// The layout of a kind.
pub(crate) const fn of(kind: Kind) -> &'static Profile {
    match kind {
        Kind::Acm => &contract::ACM,
        Kind::Plcm => &contract::PLCM,
        Kind::DrPlcm => &contract::DRPLCM,
        Kind::DePlcm => &contract::DEPLCM,
        Kind::Rtt => &others::RTT,
        Kind::Costs => &others::COSTS,
        Kind::Measures => &others::MEASURES,
        Kind::Csv => &others::CSV,
        Kind::Sessions => &others::SESSIONS,
    }
}

/// A name of a column without what does not count in it.
pub(crate) fn bare(name: &str) -> String {
    name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

const fn column(field: Field, needs: Needs, names: &'static [&'static str]) -> Column {
    Column { field, needs, names }
}
