//! Financial years and their months, as contract monitoring counts them: the first month is April.

use accordant_facts::Days;
use alloc::format;
use alloc::string::String;
use core::fmt;
use jiff::civil::Date;

/// A financial year, from April to March.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Year {
    starts: i16,
}

/// A month of a financial year.
///
/// Invariant: from 1, April, to 12, March. Ordered by time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month {
    year: Year,
    month: u8,
}

/// Months that follow one another, the first and the last included.
///
/// Invariant: the last is not before the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Months {
    first: Month,
    last: Month,
}

impl Year {
    /// The year that starts in April of this calendar year; `None` outside 1900 to 9998.
    pub fn starting(calendar_year: i16) -> Option<Year> {
        (1900..=9998).contains(&calendar_year).then_some(Year { starts: calendar_year })
    }

    /// Reads `2025-26` and nothing else.
    pub fn parse(text: &str) -> Option<Year> {
        let (start, end) = text.split_once('-')?;
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if start.len() != 4 || end.len() != 2 || !digits(start) || !digits(end) {
            return None;
        }
        let year = Year::starting(start.parse().ok()?)?;
        (end.parse() == Ok(year.end_digits())).then_some(year)
    }

    /// The calendar year in which it starts.
    pub const fn starts(self) -> i16 {
        self.starts
    }

    /// Its twelve months, April first.
    pub fn months(self) -> impl Iterator<Item = Month> {
        (1..=12).map(move |month| Month { year: self, month })
    }

    fn end_digits(self) -> i16 {
        (self.starts + 1) % 100
    }
}

impl Month {
    /// The month of that number, 1 for April to 12 for March.
    pub fn new(year: Year, month: u8) -> Option<Month> {
        (1..=12).contains(&month).then_some(Month { year, month })
    }

    /// The month in which the day lies.
    pub fn of_day(day: Date) -> Option<Month> {
        let calendar = u8::try_from(day.month()).ok()?;
        let (starts, month) =
            if calendar >= 4 { (day.year(), calendar - 3) } else { (day.year() - 1, calendar + 9) };
        Month::new(Year::starting(starts)?, month)
    }

    /// Reads `2025-04`, the month of a calendar year, and nothing else.
    pub fn parse(text: &str) -> Option<Month> {
        let (year, month) = text.split_once('-')?;
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if year.len() != 4 || month.len() != 2 || !digits(year) || !digits(month) {
            return None;
        }
        Month::of_day(Date::new(year.parse().ok()?, month.parse().ok()?, 1).ok()?)
    }

    /// As [`Month::parse`] reads it: `2025-04`.
    pub fn calendar(self) -> String {
        let (year, number) = (self.year.starts, self.month);
        if number <= 9 {
            format!("{year:04}-{:02}", number + 3)
        } else {
            format!("{:04}-{:02}", year + 1, number - 9)
        }
    }

    /// The financial year.
    pub const fn year(self) -> Year {
        self.year
    }

    /// Its number in the year, 1 for April.
    pub const fn number(self) -> u8 {
        self.month
    }

    /// The days of the month; `None` past the end of the calendar only.
    pub fn days(self) -> Option<Days> {
        let number = i8::try_from(self.month).ok()?;
        if number <= 9 {
            Days::month(self.year.starts, number + 3)
        } else {
            Days::month(self.year.starts + 1, number - 9)
        }
    }

    /// How many months lie between this one and an earlier one; less than nothing if that one is later.
    pub fn since(self, earlier: Month) -> i32 {
        self.position() - earlier.position()
    }

    fn position(self) -> i32 {
        i32::from(self.year.starts) * 12 + i32::from(self.month)
    }

    fn next(self) -> Option<Month> {
        match self.month {
            12 => Month::new(Year::starting(self.year.starts + 1)?, 1),
            month => Some(Month { month: month + 1, ..self }),
        }
    }
}

impl Months {
    /// From a first month to a last; `None` if the last is before the first.
    pub fn new(first: Month, last: Month) -> Option<Months> {
        (first <= last).then_some(Months { first, last })
    }

    /// Reads `2025-04` as the month, `2025-04..2025-09`, or `2025-26` as the whole financial year. What is both a month
    /// and a year, such as `2011-12`, is the month.
    pub fn parse(text: &str) -> Option<Months> {
        match text.split_once("..") {
            Some((first, last)) => Months::new(Month::parse(first)?, Month::parse(last)?),
            None => Month::parse(text)
                .and_then(|month| Months::new(month, month))
                .or_else(|| Year::parse(text).map(Months::of_year)),
        }
    }

    /// As [`Months::parse`] reads it: `2025-04..2025-09`, or `2025-04` where it is one.
    pub fn calendar(self) -> String {
        let (first, last) = (self.first.calendar(), self.last.calendar());
        if first == last { first } else { format!("{first}..{last}") }
    }

    /// The whole of a financial year.
    pub const fn of_year(year: Year) -> Months {
        Months { first: Month { year, month: 1 }, last: Month { year, month: 12 } }
    }

    /// The first month.
    pub const fn first(self) -> Month {
        self.first
    }

    /// The last month.
    pub const fn last(self) -> Month {
        self.last
    }

    /// How many they are; at least one.
    pub fn count(self) -> i32 {
        self.last.since(self.first) + 1
    }

    /// Whether the month is one of them.
    pub fn contains(self, month: Month) -> bool {
        self.first <= month && month <= self.last
    }

    /// Whether a month is among both.
    pub fn overlaps(self, others: Months) -> bool {
        self.first <= others.last && others.first <= self.last
    }

    /// Each of them in order.
    pub fn each(self) -> impl Iterator<Item = Month> {
        core::iter::successors(Some(self.first), |month| month.next())
            .take_while(move |month| *month <= self.last)
    }
}

impl fmt::Display for Year {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:04}-{:02}", self.starts, self.end_digits())
    }
}

impl fmt::Display for Month {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} month {}", self.year, self.month)
    }
}

impl fmt::Display for Months {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} to {}", self.first, self.last)
    }
}
