//! Days of the calendar that follow one another.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use jiff::ToSpan;
use jiff::civil::Date;

/// From a first day to a last day, both included.
///
/// Invariant: the last is not before the first. Ordered by the first day, then by the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Days {
    from: Date,
    to: Date,
}

impl Days {
    /// The days between two, both included; `None` if the last is before the first.
    pub fn new(from: Date, to: Date) -> Option<Days> {
        (from <= to).then_some(Days { from, to })
    }

    /// The days of a month; `None` if there is no such month.
    pub fn month(year: i16, month: i8) -> Option<Days> {
        let first = Date::new(year, month, 1).ok()?;
        Some(Days { from: first, to: first.last_of_month() })
    }

    /// Reads `2014-04-01..2014-09-30`; `None` for anything else, and if the last day is before the first.
    pub fn parse(text: &str) -> Option<Days> {
        let (from, to) = text.split_once("..")?;
        Days::new(day(from)?, day(to)?)
    }

    /// `2014-04` where they are a month, else as they are written.
    pub fn in_short(self) -> String {
        let is_month = self.from.day() == 1 && self.to == self.from.last_of_month();
        if is_month { self.from.strftime("%Y-%m").to_string() } else { self.to_string() }
    }

    /// The first day.
    pub const fn from(self) -> Date {
        self.from
    }

    /// The last day.
    pub const fn to(self) -> Date {
        self.to
    }

    /// How many days they are; at least one.
    pub fn count(self) -> i128 {
        // Every two days of the calendar are some days apart, so the default is never taken.
        self.from.until(self.to).map_or(0, |span| i128::from(span.get_days())) + 1
    }

    /// Whether the day is one of them.
    pub fn contains(self, day: Date) -> bool {
        self.from <= day && day <= self.to
    }

    /// Whether every one of the others is one of them.
    pub fn covers(self, others: Days) -> bool {
        self.from <= others.from && others.to <= self.to
    }

    /// Whether a day is among both.
    pub fn overlaps(self, others: Days) -> bool {
        self.from <= others.to && others.from <= self.to
    }

    /// The parts that begin on these days; a day that is not among them, or is the first, cuts nothing.
    pub fn cut(self, first_days: impl IntoIterator<Item = Date>) -> Vec<Days> {
        let mut starts: Vec<Date> = first_days.into_iter().filter(|day| self.contains(*day)).collect();
        starts.push(self.from);
        starts.sort();
        starts.dedup();
        let ends = starts.iter().skip(1).filter_map(|next| next.checked_sub(1.day()).ok());
        let ends: Vec<Date> = ends.chain([self.to]).collect();
        starts.into_iter().zip(ends).map(|(from, to)| Days { from, to }).collect()
    }
}

impl fmt::Display for Days {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}..{}", self.from, self.to)
    }
}

/// Reads a day as `2014-04-01` and in no other way: the calendar's own reader knows more.
fn day(text: &str) -> Option<Date> {
    let formed = text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if formed { text.parse().ok() } else { None }
}
