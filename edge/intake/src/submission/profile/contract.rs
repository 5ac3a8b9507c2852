//! The layouts of contract monitoring, the first of them published and the present one.

use super::Field as F;
use super::Needs as N;
use super::{Column, Profile, column};
use crate::submission::kind::Kind;

const MONTH: Column = column(F::Month, N::Column, &["FINANCIAL MONTH", "MONTH"]);
/// The year may stand in the name of the file only.
const YEAR: Column = column(F::Year, N::Warns, &["FINANCIAL YEAR", "YEAR"]);
const CREATED: Column = column(F::Created, N::Warns, &["DATE AND TIME DATA SET CREATED"]);
const REPORTING: Column = column(F::Reporting, N::Nothing, &["REPORTING TYPE INDICATOR"]);
const PROVIDER: Column = column(
    F::Provider,
    N::Column,
    &[
        "ORGANISATION IDENTIFIER (CODE OF PROVIDER)",
        "PROVIDER CODE",
        "PROVIDER",
        "ORGANISATION CODE (CODE OF PROVIDER)",
    ],
);
const SITE: Column = column(
    F::Site,
    N::Nothing,
    &["ORGANISATION SITE IDENTIFIER (OF TREATMENT)", "SITE CODE (OF TREATMENT)", "SITE CODE"],
);
const COMMISSIONER: Column = column(
    F::Commissioner,
    N::Column,
    &[
        "ORGANISATION IDENTIFIER (CODE OF COMMISSIONER)",
        "COMMISSIONER CODE",
        "COMMISSIONER",
        "ORGANISATION CODE (CODE OF COMMISSIONER)",
    ],
);
const FUNCTION: Column =
    column(F::Function, N::Nothing, &["ACTIVITY TREATMENT FUNCTION CODE", "TREATMENT FUNCTION CODE"]);
const CATEGORY: Column = column(F::Category, N::Warns, &["COMMISSIONED SERVICE CATEGORY CODE"]);
const POINT_OF_DELIVERY: Column =
    column(F::PointOfDelivery, N::Column, &["POINT OF DELIVERY CODE", "POD CODE", "POD"]);
const TARIFF: Column = column(F::Tariff, N::Nothing, &["TARIFF CODE", "HRG CODE"]);
const NATIONAL: Column = column(F::National, N::Column, &["NATIONAL TARIFF INDICATOR"]);
const TOTAL_COST: Column = column(F::ActualPrice, N::Column, &["TOTAL COST"]);

pub(super) const ACM: Profile = Profile {
    kind: Kind::Acm,
    columns: &[
        MONTH,
        YEAR,
        CREATED,
        REPORTING,
        PROVIDER,
        SITE,
        COMMISSIONER,
        FUNCTION,
        CATEGORY,
        POINT_OF_DELIVERY,
        TARIFF,
        NATIONAL,
        column(F::PlannedActivity, N::Column, &["CONTRACT MONITORING PLANNED ACTIVITY", "PLANNED ACTIVITY"]),
        column(F::PlannedPrice, N::Column, &["CONTRACT MONITORING PLANNED PRICE", "PLANNED PRICE"]),
        column(
            F::PlannedFactor,
            N::Warns,
            &[
                "CONTRACT MONITORING PLANNED MARKET FORCES FACTOR",
                "PLANNED MARKET FORCES FACTOR",
                "PLANNED MFF",
            ],
        ),
        column(F::ActualActivity, N::Column, &["CONTRACT MONITORING ACTUAL ACTIVITY", "ACTUAL ACTIVITY"]),
        column(F::ActualPrice, N::Column, &["CONTRACT MONITORING ACTUAL PRICE", "ACTUAL PRICE"]),
        column(
            F::ActualFactor,
            N::Warns,
            &["CONTRACT MONITORING ACTUAL MARKET FORCES FACTOR", "ACTUAL MARKET FORCES FACTOR", "ACTUAL MFF"],
        ),
    ],
    only_if: &[],
};

pub(super) const PLCM: Profile = Profile {
    kind: Kind::Plcm,
    columns: &[
        MONTH,
        YEAR,
        CREATED,
        REPORTING,
        PROVIDER,
        SITE,
        COMMISSIONER,
        FUNCTION,
        CATEGORY,
        POINT_OF_DELIVERY,
        TARIFF,
        NATIONAL,
        column(
            F::ActivityStart,
            N::Nothing,
            &["ACTIVITY START DATE (CONTRACT MONITORING)", "ACTIVITY START DATE"],
        ),
        column(F::ActualActivity, N::Column, &["ACTIVITY COUNT (POINT OF DELIVERY)"]),
        column(F::UnitPrice, N::Warns, &["ACTIVITY UNIT PRICE"]),
        TOTAL_COST,
    ],
    only_if: &[],
};

pub(super) const DRPLCM: Profile = Profile {
    kind: Kind::DrPlcm,
    columns: &[
        MONTH,
        YEAR,
        CREATED,
        REPORTING,
        PROVIDER,
        SITE,
        COMMISSIONER,
        FUNCTION,
        CATEGORY,
        POINT_OF_DELIVERY,
        column(F::Tariff, N::Nothing, &["TARIFF CODE", "HIGH COST TARIFF EXCLUDED DRUG CODE"]),
        column(F::National, N::Nothing, &["NATIONAL TARIFF INDICATOR"]),
        column(
            F::ActivityStart,
            N::Nothing,
            &[
                "CLINICAL INTERVENTION DATE (MEDICATION DISPENSED)",
                "CLINICAL INTERVENTION DATE (MEDICATION ADMINISTRATION)",
                "INTERVENTION DATE",
            ],
        ),
        TOTAL_COST,
    ],
    only_if: &[
        "HIGH COST TARIFF EXCLUDED DRUG CODE",
        "HIGH COST DRUG CODE",
        "HOME DELIVERY CHARGE",
        "ROUTE OF ADMINISTRATION",
        "DRUG NAME",
        "HIGH COST DRUG NAME",
    ],
};

pub(super) const DEPLCM: Profile = Profile {
    kind: Kind::DePlcm,
    columns: &[
        MONTH,
        YEAR,
        CREATED,
        REPORTING,
        PROVIDER,
        SITE,
        COMMISSIONER,
        FUNCTION,
        CATEGORY,
        POINT_OF_DELIVERY,
        column(
            F::Tariff,
            N::Nothing,
            &["TARIFF CODE", "HIGH COST TARIFF EXCLUDED DEVICE CODE (HIGH LEVEL)", "HIGH LEVEL DEVICE CODE"],
        ),
        column(F::National, N::Nothing, &["NATIONAL TARIFF INDICATOR"]),
        column(
            F::ActivityStart,
            N::Nothing,
            &[
                "CLINICAL INTERVENTION DATE (DEVICE IMPLANTATION)",
                "CLINICAL INTERVENTION DATE (DEVICE USE)",
                "INTERVENTION DATE",
            ],
        ),
        column(F::ActualActivity, N::Nothing, &["NUMBER OF DEVICES", "DEVICE QUANTITY", "QUANTITY"]),
        TOTAL_COST,
    ],
    only_if: &[
        "HIGH COST TARIFF EXCLUDED DEVICE CODE (HIGH LEVEL)",
        "HIGH LEVEL DEVICE CODE",
        "DEVICE SERIAL NUMBER",
        "MANUFACTURER DEVICE NAME",
        "DEVICE NAME",
        "DEVICE QUANTITY",
        "NUMBER OF DEVICES",
    ],
};
