//! The kinds of submissions.

use std::fmt;

/// What a submission is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Aggregate contract monitoring.
    Acm,
    /// Patient level contract monitoring.
    Plcm,
    /// Patient level contract monitoring of drugs.
    DrPlcm,
    /// Patient level contract monitoring of devices.
    DePlcm,
    /// Referral to treatment waiting times.
    Rtt,
    /// A provider's return of its costs.
    Costs,
    /// Values of measures.
    Measures,
    /// Any other table, whose columns a `columns.yaml` explains.
    Csv,
    /// Sessions of rooms: available and used.
    Sessions,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 9] = [
        Kind::Acm,
        Kind::Plcm,
        Kind::DrPlcm,
        Kind::DePlcm,
        Kind::Rtt,
        Kind::Costs,
        Kind::Measures,
        Kind::Csv,
        Kind::Sessions,
    ];

    /// The word by which it is asked for.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Acm => "acm",
            Self::Plcm => "plcm",
            Self::DrPlcm => "drplcm",
            Self::DePlcm => "deplcm",
            Self::Rtt => "rtt",
            Self::Costs => "costs",
            Self::Measures => "measures",
            Self::Csv => "csv",
            Self::Sessions => "sessions",
        }
    }

    /// Its name.
    pub const fn says(self) -> &'static str {
        match self {
            Self::Acm => "aggregate contract monitoring",
            Self::Plcm => "patient level contract monitoring",
            Self::DrPlcm => "patient level contract monitoring of drugs",
            Self::DePlcm => "patient level contract monitoring of devices",
            Self::Rtt => "referral to treatment waiting times",
            Self::Costs => "a return of costs",
            Self::Measures => "values of measures",
            Self::Csv => "a table of its own layout",
            Self::Sessions => "sessions of rooms",
        }
    }

    /// Whether each row is about one patient, so that no row may leave the door.
    pub const fn is_of_patients(self) -> bool {
        matches!(self, Self::Plcm | Self::DrPlcm | Self::DePlcm)
    }

    /// Reads the word; [`None`] for any other.
    pub fn parse(word: &str) -> Option<Kind> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.says())
    }
}
