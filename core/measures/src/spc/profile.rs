//! Every choice on which programs that draw these charts differ, as data that is stored with the measure.
//!
//! A profile never changes its meaning: a chart that was read by one can be read again. What a published program does
//! is one setting of these fields, and a body that agrees on other rules writes its own.

use super::Rule;
use accordant_money::Exact;
use alloc::borrow::ToOwned;
use alloc::string::String;

/// The rules by which a chart is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// Its name, as it is printed on each chart.
    pub name: String,
    /// How many average moving ranges the limits lie from the mean.
    pub half_width: Exact,
    /// A moving range of so many averages or more is left out of a second average; nothing leaves none out.
    pub screening: Option<Exact>,
    /// How many points on one side of the mean are a shift.
    pub shift_points: usize,
    /// How many points that rise, or fall, each from the one before, are a trend.
    pub trend_points: usize,
    /// When two of three points near a limit are a signal.
    pub two_of_three: TwoOfThree,
    /// Which way a point on a trend is said to go.
    pub trend_direction: TrendDirection,
    /// Which rule is shown at a point that several mark.
    pub label_order: [Rule; 4],
    /// What is shown where rules disagree on which way it goes.
    pub conflict: Conflict,
    /// Whether a target on a limit is passed, or failed, consistently.
    pub assurance: Boundary,
    /// The fewest points that give limits.
    pub least_points: LeastPoints,
    /// The fewest points of a baseline that stays where it is.
    pub baseline_least: usize,
    /// With fewer points than this in a phase its limits are on trial.
    pub trial_below: usize,
    /// What counts as a point of a baseline or of a short phase.
    pub counting: Counting,
    /// What a missing value does.
    pub missing: Missing,
    /// What is read where the points of the baseline do not vary.
    pub collapsed: Collapsed,
    /// What is said of a target where there are no limits.
    pub without_limits: AssuranceWithoutLimits,
    /// The point on which the icons rest.
    pub icon_rests_on: IconRestsOn,
}

/// When two of three points in a row are a signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TwoOfThree {
    /// Whether a point beyond the limit counts as near it.
    pub beyond_limits: BeyondLimits,
    /// Where the third point must be.
    pub third: Third,
    /// Whether a point on the near limit is near.
    pub boundary: Boundary,
    /// Which of the three are marked.
    pub flags: Flags,
}

/// Whether a point beyond a limit counts to two of three near it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BeyondLimits {
    /// It does.
    Count,
    /// It does not: it is a signal by itself.
    DoNotCount,
}

/// Where the third of three points must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Third {
    /// On the same side of the mean as the two.
    SameSideOfMean,
    /// Anywhere but near or beyond the opposite limit.
    NotNearOpposite,
    /// Anywhere.
    Anywhere,
}

/// Whether a value on a line is beyond it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Boundary {
    /// It is not.
    Strict,
    /// It is.
    Inclusive,
}

/// Which of three points are marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flags {
    /// Those that are near the limit.
    NearOnly,
    /// All three.
    WholeWindow,
}

/// Which way a point on a trend goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrendDirection {
    /// As its trend; a peak or a trough that two trends share goes as the later one.
    OfTheTrend,
    /// As the step to the next point where that is on a trend too, else as the step before. A step that does neither
    /// rise nor fall, between two trends, is called falling, as the program does that this comes from.
    OfTheNextStep,
}

/// What is shown where the rules at one point disagree on which way it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conflict {
    /// The first rule in the order of labels.
    FirstLabel,
    /// The first that is an improvement, where one is.
    ImprovementWins,
    /// The first rule's icon, and beside it the opposite one.
    Both,
}

/// The fewest points that give limits, and where they are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LeastPoints {
    /// How many.
    pub count: usize,
    /// Over what.
    pub over: Scope,
}

/// Over what points are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Each phase by itself.
    Phase,
    /// The series, with all its phases.
    Series,
}

/// What counts as a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counting {
    /// Every date, also where the value is missing.
    EveryRow,
    /// A date with a value that is not ghosted.
    Values,
}

/// What a missing value does. A ghosted point always keeps its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// It keeps its place: runs break there, and it takes the two ranges that touch it.
    KeepsItsPlace,
    /// Runs break there, and the values beside it form a range.
    RangesClose,
    /// It is taken out, and the values beside it are neighbours.
    TakenOut,
}

/// What is read where the limits would all lie on the mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Collapsed {
    /// The limits as computed: any other value is beyond them.
    LimitsAsComputed,
    /// No limits; shifts and trends are still read.
    RunsOnly,
    /// Nothing.
    NoRules,
}

/// What is said of a target where there are no limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AssuranceWithoutLimits {
    /// Hit or miss, whatever the target.
    HitOrMiss,
    /// A value that never varies is held against the target; otherwise there is no icon.
    OnlyWhenFlat,
}

/// The point on which the icons rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IconRestsOn {
    /// The last date, also where its value is missing.
    LastRow,
    /// The last value.
    LastValue,
}

const LIMITS_FIRST: [Rule; 4] = [Rule::Astronomical, Rule::Trend, Rule::TwoOfThree, Rule::Shift];

impl Profile {
    /// The names that [`Profile::named`] knows.
    pub const NAMES: [&str; 5] = ["ptd", "mdc", "mdc-6", "mdcspc", "powerbi"];

    /// A profile by its name.
    #[must_use]
    pub fn named(name: &str) -> Option<Profile> {
        match name {
            "ptd" => Some(Profile::ptd()),
            "mdc" => Some(Profile::mdc()),
            "mdc-6" => {
                Some(Profile { name: name.to_owned(), shift_points: 6, trend_points: 6, ..Profile::mdc() })
            }
            "mdcspc" => Some(Profile::mdcspc()),
            "powerbi" => Some(Profile::powerbi()),
            _ => None,
        }
    }

    /// What the R package `NHSRplotthedots` 0.2.2 does by default.
    #[must_use]
    pub fn ptd() -> Profile {
        Profile {
            name: "ptd".to_owned(),
            half_width: decimal(266, 100),
            screening: Some(decimal(3_267, 1_000)),
            shift_points: 7,
            trend_points: 7,
            two_of_three: TwoOfThree {
                beyond_limits: BeyondLimits::DoNotCount,
                third: Third::SameSideOfMean,
                boundary: Boundary::Strict,
                flags: Flags::NearOnly,
            },
            trend_direction: TrendDirection::OfTheNextStep,
            label_order: LIMITS_FIRST,
            conflict: Conflict::FirstLabel,
            assurance: Boundary::Strict,
            least_points: LeastPoints { count: 0, over: Scope::Phase },
            baseline_least: 12,
            trial_below: 13,
            counting: Counting::EveryRow,
            missing: Missing::KeepsItsPlace,
            collapsed: Collapsed::LimitsAsComputed,
            without_limits: AssuranceWithoutLimits::HitOrMiss,
            icon_rests_on: IconRestsOn::LastRow,
        }
    }

    /// What those who maintain Making Data Count have said that their own tool does, with runs of seven.
    #[must_use]
    pub fn mdc() -> Profile {
        Profile {
            name: "mdc".to_owned(),
            screening: None,
            two_of_three: TwoOfThree { beyond_limits: BeyondLimits::Count, ..Profile::ptd().two_of_three },
            trend_direction: TrendDirection::OfTheTrend,
            conflict: Conflict::ImprovementWins,
            assurance: Boundary::Inclusive,
            least_points: LeastPoints { count: 13, over: Scope::Phase },
            counting: Counting::Values,
            collapsed: Collapsed::RunsOnly,
            without_limits: AssuranceWithoutLimits::OnlyWhenFlat,
            icon_rests_on: IconRestsOn::LastValue,
            ..Profile::ptd()
        }
    }

    /// What the Python package `mdcspc` 0.2 does by default, save that a trend's way decides improvement and side alike.
    #[must_use]
    pub fn mdcspc() -> Profile {
        Profile {
            name: "mdcspc".to_owned(),
            half_width: decimal(3_000, 1_128),
            shift_points: 6,
            trend_points: 6,
            two_of_three: TwoOfThree {
                beyond_limits: BeyondLimits::Count,
                third: Third::Anywhere,
                boundary: Boundary::Inclusive,
                flags: Flags::NearOnly,
            },
            label_order: [Rule::Trend, Rule::Shift, Rule::TwoOfThree, Rule::Astronomical],
            conflict: Conflict::FirstLabel,
            least_points: LeastPoints { count: 10, over: Scope::Series },
            baseline_least: 2,
            trial_below: 10,
            missing: Missing::RangesClose,
            collapsed: Collapsed::NoRules,
            ..Profile::mdc()
        }
    }

    /// What the visual `PowerBI-SPC` does with all its patterns switched on and runs as it comes.
    #[must_use]
    pub fn powerbi() -> Profile {
        Profile {
            name: "powerbi".to_owned(),
            half_width: decimal(3_000, 1_128),
            trend_points: 5,
            two_of_three: TwoOfThree {
                beyond_limits: BeyondLimits::Count,
                third: Third::NotNearOpposite,
                boundary: Boundary::Strict,
                flags: Flags::NearOnly,
            },
            trend_direction: TrendDirection::OfTheTrend,
            conflict: Conflict::Both,
            baseline_least: 2,
            trial_below: 2,
            counting: Counting::Values,
            missing: Missing::TakenOut,
            icon_rests_on: IconRestsOn::LastValue,
            ..Profile::ptd()
        }
    }
}

/// A constant with a denominator that is not nothing.
fn decimal(numerator: i128, denominator: i128) -> Exact {
    Exact::ratio(numerator, denominator).unwrap_or_else(Exact::zero)
}
