//! The rules by which a value is fixed, and what is warned of: each with the name under which a report counts it.

/// How a value was read that does not stand as the layout asks for. A report names the rule of every fix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// Spaces, also unbreakable ones, stood round the value or between its parts.
    SpacesDropped,
    /// The bytes are Windows-1252, not UTF-8.
    Windows1252,
    /// A code in lower case.
    UpperCase,
    /// The letter O where only the digit 0 can stand.
    LetterOForZero,
    /// `IP100`, `C_100`: the letters before a treatment function.
    PrefixDropped,
    /// `100.0`: a code that went through a program for numbers.
    PointZeroDropped,
    /// `RWE00`: the organisation and no site of it.
    SiteZerosDropped,
    /// `Yes` for `Y`.
    YesOrNo,
    /// `1,234.50`.
    ThousandsComma,
    /// `£12` or `GBP 12`.
    CurrencySign,
    /// `(12)` is -12.
    Brackets,
    /// `12-` is -12.
    TrailingMinus,
    /// A longer dash before the digits is a minus.
    DashIsMinus,
    /// `+12`.
    PlusSign,
    /// `1 234.50`.
    ThousandsSpace,
    /// More than eight places after the point, which the layout cannot hold: rounded half to even.
    PlacesBeyondEight,
    /// `NULL` stands there: nothing is said.
    NullIsUnsaid,
    /// `2025/26`, `25/26` or `2025-2026` for `202526`.
    YearAsWritten,
    /// `2025`: the year in which the financial year begins.
    YearFromStart,
    /// The financial year stands in the name of the file only.
    YearFromFileName,
    /// `M01`, `01`: the number of the month, written otherwise.
    MonthAsWritten,
    /// `April` is month 1.
    MonthFromName,
    /// A day in the month.
    MonthFromDate,
    /// The month of the first day of the activity.
    MonthFromActivityDate,
    /// The financial year of the first day of the activity.
    YearFromActivityDate,
    /// A day or moment in the form of a spreadsheet's number.
    SpreadsheetSerial,
    /// A day or moment that is not written as `2025-05-12T09:30:00`.
    DateAsWritten,
    /// A moment with its zone, which the layout does not hold: as clocks in the United Kingdom show it.
    ZoneToLondon,
    /// `="001"`, by which a spreadsheet is kept from taking a text for a number.
    SpreadsheetText,
    /// `*` in place of a measure's value: there is one, and it is not published.
    HiddenIsNotPublished,
    /// An agreed word, with capitals or spaces of its own.
    WordAsAgreed,
}

impl Rule {
    /// Every rule, in the order of their numbers.
    pub const ALL: [Rule; 31] = [
        Rule::SpacesDropped,
        Rule::Windows1252,
        Rule::UpperCase,
        Rule::LetterOForZero,
        Rule::PrefixDropped,
        Rule::PointZeroDropped,
        Rule::SiteZerosDropped,
        Rule::YesOrNo,
        Rule::ThousandsComma,
        Rule::CurrencySign,
        Rule::Brackets,
        Rule::TrailingMinus,
        Rule::DashIsMinus,
        Rule::PlusSign,
        Rule::ThousandsSpace,
        Rule::PlacesBeyondEight,
        Rule::NullIsUnsaid,
        Rule::YearAsWritten,
        Rule::YearFromStart,
        Rule::YearFromFileName,
        Rule::MonthAsWritten,
        Rule::MonthFromName,
        Rule::MonthFromDate,
        Rule::MonthFromActivityDate,
        Rule::YearFromActivityDate,
        Rule::SpreadsheetSerial,
        Rule::DateAsWritten,
        Rule::ZoneToLondon,
        Rule::SpreadsheetText,
        Rule::HiddenIsNotPublished,
        Rule::WordAsAgreed,
    ];

    /// Its name in a report.
    pub const fn name(self) -> &'static str {
        match self {
            Self::SpacesDropped => "spaces-dropped",
            Self::Windows1252 => "windows-1252",
            Self::UpperCase => "upper-case",
            Self::LetterOForZero => "letter-o-for-zero",
            Self::PrefixDropped => "prefix-dropped",
            Self::PointZeroDropped => "point-zero-dropped",
            Self::SiteZerosDropped => "site-zeros-dropped",
            Self::YesOrNo => "yes-or-no",
            Self::ThousandsComma => "thousands-comma",
            Self::CurrencySign => "currency-sign",
            Self::Brackets => "brackets-are-minus",
            Self::TrailingMinus => "trailing-minus",
            Self::DashIsMinus => "dash-is-minus",
            Self::PlusSign => "plus-sign",
            Self::ThousandsSpace => "thousands-space",
            Self::PlacesBeyondEight => "places-beyond-eight",
            Self::NullIsUnsaid => "null-is-unsaid",
            Self::YearAsWritten => "year-as-written",
            Self::YearFromStart => "year-from-start",
            Self::YearFromFileName => "year-from-file-name",
            Self::MonthAsWritten => "month-as-written",
            Self::MonthFromName => "month-from-name",
            Self::MonthFromDate => "month-from-date",
            Self::YearFromActivityDate => "year-from-activity-date",
            Self::MonthFromActivityDate => "month-from-activity-date",
            Self::SpreadsheetSerial => "spreadsheet-serial",
            Self::DateAsWritten => "date-as-written",
            Self::ZoneToLondon => "zone-to-london",
            Self::SpreadsheetText => "spreadsheet-text",
            Self::HiddenIsNotPublished => "hidden-is-not-published",
            Self::WordAsAgreed => "word-as-agreed",
        }
    }
}

/// The rules that set one value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Fixes(u64);

impl Fixes {
    /// The value stands as the layout asks for.
    pub const NONE: Fixes = Fixes(0);

    /// These rules and one more.
    #[must_use]
    pub const fn and(self, rule: Rule) -> Fixes {
        Fixes(self.0 | 1 << rule as u64)
    }

    /// The rules of both.
    #[must_use]
    pub const fn with(self, others: Fixes) -> Fixes {
        Fixes(self.0 | others.0)
    }

    /// Whether no rule was needed.
    pub const fn is_none(self) -> bool {
        self.0 == 0
    }

    /// Whether this rule is among them.
    pub const fn has(self, rule: Rule) -> bool {
        self.0 & 1 << rule as u64 != 0
    }

    /// The rules, in their order.
    pub fn rules(self) -> impl Iterator<Item = Rule> {
        Rule::ALL.into_iter().filter(move |rule| self.has(*rule))
    }
}

/// A value, and the rules that set it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Valued<T> {
    /// What is read.
    pub value: T,
    /// The rules by which it is read so.
    pub fixes: Fixes,
}

impl<T> Valued<T> {
    /// A value that stands as the layout asks for.
    pub const fn plain(value: T) -> Valued<T> {
        Valued { value, fixes: Fixes::NONE }
    }
}

/// What is taken as it stands, and looks odd: first what changes or may change money, last what nothing here needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Warning {
    /// The whole row stands in the file before.
    DuplicateRow,
    /// A row before it says something of the same; both are counted.
    SaidTwice,
    /// Less than nothing: a credit.
    Negative,
    /// The parts do not add up to the price of the whole.
    PartsUnlikeTotal,
    /// Activity that costs nothing.
    ActivityWithoutPrice,
    /// A price for no activity.
    PriceWithoutActivity,
    /// The code is not in the list that is known.
    CodeNotListed,
    /// Activity in a month after the file was made.
    AfterCreation,
    /// Activity that was not planned.
    ActualWithoutPlan,
    /// Most rows of the file state something that can be no market forces factor, such as percentages or amounts.
    NoFactor,
    /// When the file was made could be two days, and nothing in it says which; nothing here needs it.
    MadeOnTwoDays,
    /// A code that nothing here needs, and that the layout does not hold.
    CodeUnlikeLayout,
    /// A field that the layout asks for is empty, and nothing here needs it.
    MandatoryEmpty,
}

impl Warning {
    /// Its name in a report.
    pub const fn name(self) -> &'static str {
        match self {
            Self::DuplicateRow => "duplicate-row",
            Self::SaidTwice => "said-twice",
            Self::Negative => "negative",
            Self::CodeNotListed => "code-not-listed",
            Self::CodeUnlikeLayout => "code-unlike-layout",
            Self::ActivityWithoutPrice => "activity-without-price",
            Self::PriceWithoutActivity => "price-without-activity",
            Self::ActualWithoutPlan => "actual-without-plan",
            Self::AfterCreation => "after-creation",
            Self::MadeOnTwoDays => "made-on-two-days",
            Self::MandatoryEmpty => "mandatory-empty",
            Self::PartsUnlikeTotal => "parts-unlike-total",
            Self::NoFactor => "not-a-factor",
        }
    }

    /// Whether it is one quiet line where most rows of a file have it: it is how the file is written, and what the
    /// file says is counted all the same. The same row in most rows is no habit; it may be paid twice.
    pub(crate) const fn may_be_usual(self) -> bool {
        matches!(
            self,
            Self::ActivityWithoutPrice
                | Self::ActualWithoutPlan
                | Self::MadeOnTwoDays
                | Self::CodeUnlikeLayout
                | Self::MandatoryEmpty
        )
    }

    /// What it means, and what to do if it was not meant so.
    pub const fn advice(self) -> &'static str {
        match self {
            Self::DuplicateRow => "each row is counted; leave one out if it was sent twice by mistake",
            Self::SaidTwice => {
                "a row before it says something of the same, and both are counted; leave one out if only one holds"
            }
            Self::Negative => "taken as a credit; correct the sign if it is none",
            Self::CodeNotListed => "the row is counted; correct the code if it is mistyped",
            Self::CodeUnlikeLayout => "the layout asks for two letters or digits; nothing here needs it",
            Self::ActivityWithoutPrice => "the row is counted; see whether the price is missing",
            Self::PriceWithoutActivity => "the row is counted; see whether the activity is missing",
            Self::ActualWithoutPlan => "the row is counted; see whether the plan is missing",
            Self::AfterCreation => {
                "the month began after the file was made; see whether month and moment are right"
            }
            Self::MadeOnTwoDays => {
                "it may be day or month first, and is not used; write the year first: `2025-05-12T09:30:00`"
            }
            Self::MandatoryEmpty => "the layout asks for it, and nothing here needs it",
            Self::PartsUnlikeTotal => "the figure is taken as it stands; ask whoever made the file",
            Self::NoFactor => {
                "in most rows something else stands there, and no price is changed by it; a factor is such as `1.0283`"
            }
        }
    }
}
