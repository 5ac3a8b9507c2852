//! Which facts serve a part of a period (S20).

use crate::{Days, Fact, Facts};
use alloc::string::String;
use alloc::vec::Vec;
use jiff::ToSpan;
use jiff::civil::Date;

/// How facts of other days serve a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spread {
    /// The fact of the period, in proportion to days.
    ByDays,
    /// The fact of the period, as it is.
    Same,
    /// The facts dated within the part, added.
    AsDated,
}

/// What serves a part of a period.
#[derive(Debug, Clone, PartialEq)]
pub enum Picked<'a> {
    /// This fact as it is.
    Row(&'a Fact),
    /// The sum of these facts, which cover each day of the part once; by first day, at least one.
    Sum(Vec<&'a Fact>),
    /// This fact of the period, times `days` over `of_days`.
    Share {
        /// The fact of the whole period.
        fact: &'a Fact,
        /// How many days the part has.
        days: i128,
        /// How many days the period has.
        of_days: i128,
    },
    /// Nothing: no fact that could serve.
    Absent,
    /// Nothing: this fact covers the part and more, and nothing says how it is divided.
    SpansCut(&'a Fact),
    /// Nothing: the dated facts leave out days of the part.
    Gap {
        /// The first days left out.
        days: Days,
        /// The dated facts, by first day.
        rows: Vec<&'a Fact>,
        /// A fact that covers the first day left out, and days outside the part too.
        across: Option<&'a Fact>,
    },
    /// Nothing: two dated facts cover the same day.
    Twice(&'a Fact, &'a Fact),
}

impl Facts {
    /// What serves a part of a period, given how facts of other days are to be spread. An uncut period is its own
    /// only part.
    ///
    /// A fact of exactly the days of the part always comes first.
    pub fn pick(
        &self,
        name: &str,
        of: &[String],
        part: Days,
        period: Days,
        spread: Option<Spread>,
    ) -> Picked<'_> {
        if let Some(fact) = self.exact(name, of, part) {
            return Picked::Row(fact);
        }
        let of_period = self.exact(name, of, period);
        match (spread, of_period) {
            (Some(Spread::Same), Some(fact)) => Picked::Row(fact),
            (Some(Spread::ByDays), Some(fact)) => {
                Picked::Share { fact, days: part.count(), of_days: period.count() }
            }
            (Some(Spread::AsDated), _) => self.pick_dated(name, of, part),
            (Some(Spread::Same | Spread::ByDays) | None, _) => self.undivided(name, of, part),
        }
    }

    fn pick_dated(&self, name: &str, of: &[String], part: Days) -> Picked<'_> {
        let rows: Vec<&Fact> = self.within(name, of, part).collect();
        if rows.is_empty() {
            return self.undivided(name, of, part);
        }
        let mut next = part.from();
        let mut before: Option<&Fact> = None;
        for row in &rows {
            if let Some(before) = before.filter(|before| before.days.overlaps(row.days)) {
                return Picked::Twice(before, row);
            }
            if row.days.from() > next {
                return self.gap(name, of, (next, day_before(row.days.from())), rows);
            }
            before = Some(row);
            next = day_after(row.days.to());
        }
        // At the very end of the calendar there is no day after, and nothing can be left out.
        let complete = before.is_some_and(|last| last.days.to() == part.to());
        if complete { Picked::Sum(rows) } else { self.gap(name, of, (next, part.to()), rows) }
    }

    fn gap<'a>(
        &'a self,
        name: &str,
        of: &[String],
        left_out: (Date, Date),
        rows: Vec<&'a Fact>,
    ) -> Picked<'a> {
        let (from, to) = left_out;
        let Some((days, first)) = Days::new(from, to).zip(Days::new(from, from)) else {
            return Picked::Absent;
        };
        Picked::Gap { days, rows, across: self.covering(name, of, first) }
    }

    fn undivided(&self, name: &str, of: &[String], part: Days) -> Picked<'_> {
        self.covering(name, of, part).map_or(Picked::Absent, Picked::SpansCut)
    }
}

fn day_before(day: Date) -> Date {
    day.checked_sub(1.day()).unwrap_or(day)
}

fn day_after(day: Date) -> Date {
    day.checked_add(1.day()).unwrap_or(day)
}
