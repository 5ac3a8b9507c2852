//! Working days: Monday to Friday, without the days that the agreement lists as closed.
//!
//! Saturday and Sunday are never working days. Which further days are none is data of the agreement. In a year of which it
//! lists no day, and before its term, nobody can say which days those are: the answer is then that it is not known.
//! Nothing here knows today's date. Start with [`WorkingDays::of`].

use crate::particulars::{Alliance, BusinessDays};
use jiff::civil::{Date, Weekday};

/// The working days of an alliance.
#[derive(Debug, Clone, Copy)]
pub struct WorkingDays<'a> {
    /// The first day of the term.
    from: Date,
    closed: &'a [Date],
}

impl<'a> WorkingDays<'a> {
    /// By what an agreement says of its term and of the days on which no business is done.
    pub fn of(alliance: &'a Alliance) -> WorkingDays<'a> {
        let closed = |days: &'a BusinessDays| days.closed.as_slice();
        WorkingDays {
            from: alliance.term.from,
            closed: alliance.business_days.as_ref().map(closed).unwrap_or_default(),
        }
    }

    /// Whether it is a working day; nothing where that is not known.
    pub fn includes(&self, day: Date) -> Option<bool> {
        let is_known = self.from <= day && self.closed.iter().any(|closed| closed.year() == day.year());
        let is_weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        is_known.then(|| !is_weekend && !self.closed.contains(&day))
    }

    /// The working day that is so many after a day; nothing where one between is not known.
    pub fn after(&self, day: Date, count: u16) -> Option<Date> {
        let mut reached = day;
        let mut left = count;
        while left > 0 {
            reached = reached.tomorrow().ok()?;
            left -= u16::from(self.includes(reached)?);
        }
        Some(reached)
    }

    /// How many working days follow the first day up to the last, it included: none where that is not the later one, and
    /// nothing where one of them is not known.
    pub fn between(&self, first: Date, last: Date) -> Option<u32> {
        let mut day = first;
        let mut count: u32 = 0;
        while day < last {
            day = day.tomorrow().ok()?;
            count = count.saturating_add(u32::from(self.includes(day)?));
        }
        Some(count)
    }

    /// How many working days there are from the first day to the last, both included; nothing where one of them is not
    /// known.
    pub fn within(&self, first: Date, last: Date) -> Option<u32> {
        self.between(first.yesterday().ok()?, last)
    }

    /// The last day of which it is known; nothing where no closed day is listed.
    pub fn known_to(&self) -> Option<Date> {
        let year = self.closed.iter().map(|day| day.year()).max()?;
        Date::new(year, 12, 31).ok()
    }
}
