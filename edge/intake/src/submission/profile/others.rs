//! The layouts of waiting times, costs, measures and sessions of rooms.

use super::Field as F;
use super::Needs as N;
use super::{Profile, column};
use crate::submission::kind::Kind;

/// Weekly bands are found by the form of their names.
pub(super) const RTT: Profile = Profile {
    kind: Kind::Rtt,
    columns: &[
        column(F::Period, N::Column, &["PERIOD"]),
        column(F::Provider, N::Column, &["PROVIDER ORG CODE"]),
        column(F::Commissioner, N::Column, &["COMMISSIONER ORG CODE"]),
        column(F::Part, N::Column, &["RTT PART TYPE"]),
        column(F::Function, N::Column, &["TREATMENT FUNCTION CODE"]),
        column(F::Band, N::Column, &["Gt 00 To 01 Weeks SUM 1"]),
        column(F::Total, N::Nothing, &["TOTAL"]),
        column(F::Unknown, N::Nothing, &["PATIENTS WITH UNKNOWN CLOCK START DATE"]),
        column(F::TotalAll, N::Column, &["TOTAL ALL"]),
    ],
    only_if: &[],
};

pub(super) const COSTS: Profile = Profile {
    kind: Kind::Costs,
    columns: &[
        column(F::Party, N::Column, &["PARTY", "PROVIDER"]),
        column(F::Service, N::Column, &["SERVICE", "SERVICE LINE"]),
        column(F::Element, N::Column, &["ELEMENT", "COST ELEMENT"]),
        column(F::Period, N::Column, &["PERIOD"]),
        column(F::Basis, N::Warns, &["BASIS"]),
        column(F::Certified, N::Warns, &["CERTIFIED BY"]),
        column(F::Allowable, N::Nothing, &["ALLOWABLE", "ALLOWABLE OR DISALLOWED"]),
        column(F::Reason, N::Nothing, &["REASON", "REASON DISALLOWED"]),
        column(F::Amount, N::Column, &["AMOUNT", "COST"]),
    ],
    only_if: &[],
};

pub(super) const MEASURES: Profile = Profile {
    kind: Kind::Measures,
    columns: &[
        column(F::Measure, N::Column, &["MEASURE"]),
        column(F::Period, N::Column, &["PERIOD"]),
        column(F::Value, N::Nothing, &["VALUE"]),
        column(F::Numerator, N::Nothing, &["NUMERATOR"]),
        column(F::Denominator, N::Nothing, &["DENOMINATOR"]),
        column(F::Party, N::Nothing, &["PARTY", "PROVIDER"]),
        column(F::Group, N::Nothing, &["GROUP"]),
        column(F::Deprivation, N::Nothing, &["DEPRIVATION FIFTH", "DEPRIVATION QUINTILE", "FIFTH"]),
    ],
    only_if: &[],
};

/// The columns are named by a `columns.yaml`.
pub(super) const CSV: Profile = Profile { kind: Kind::Csv, columns: &[], only_if: &[] };

pub(super) const SESSIONS: Profile = Profile {
    kind: Kind::Sessions,
    columns: &[
        column(F::Site, N::Column, &["SITE", "SITE CODE"]),
        column(F::Room, N::Column, &["ROOM"]),
        column(F::Period, N::Column, &["MONTH", "DATE", "PERIOD"]),
        column(F::Available, N::Column, &["SESSIONS AVAILABLE", "AVAILABLE"]),
        column(F::Used, N::Column, &["SESSIONS USED", "USED"]),
        column(F::Party, N::Warns, &["PARTY", "USED BY", "PROVIDER"]),
        column(F::Amount, N::Warns, &["COST OF LEASE", "LEASE COST"]),
    ],
    only_if: &[],
};
