//! The periods of an agreement: how they follow one another, and what they are called.
//!
//! Nothing here knows today's date or which period has been settled. Start with [`periods`].

use crate::particulars::{Alliance, Days, Every, Settles, Term};
use crate::shape::scalar_date;
use alloc::format;
use alloc::string::{String, ToString};
use core::iter;
use jiff::ToSpan;
use jiff::civil::Date;

/// A span of days that is settled by itself: a period, or a part of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// How it is addressed: `2014-15`, `2014-15 Q1`, `2014-04` or `2014-04-01..2014-09-30`.
    pub label: String,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
}

impl Period {
    /// A span of days, called by them; nothing if the last day lies before the first.
    pub fn of_days(from: Date, to: Date) -> Option<Period> {
        (from <= to).then(|| Period { label: format!("{from}..{to}"), from, to })
    }

    /// How many days it has, the first and the last included.
    pub fn days(&self) -> u32 {
        u32::try_from(days_between(self.from, self.to).saturating_add(1)).unwrap_or_default()
    }

    /// Whether the day lies in it.
    pub fn includes(&self, day: Date) -> bool {
        self.from <= day && day <= self.to
    }
}

/// The periods within the term, in order; the first and the last may be short.
///
/// They are made one by one as they are asked for, since a term may have no end: whoever collects them takes only
/// as many as are needed. An agreement that does not say when it settles has none.
pub fn periods(alliance: &Alliance) -> impl Iterator<Item = Period> + '_ {
    alliance.settles.iter().flat_map(|settles| periods_of(&alliance.term, settles))
}

/// The period in which the day lies.
pub fn period_on(alliance: &Alliance, day: Date) -> Option<Period> {
    periods(alliance).take_while(|period| period.from <= day).find(|period| period.includes(day))
}

/// Finds a period by its name, or makes a part from days or a month: `2014-04-01..2014-09-30`, `2014-04`.
///
/// Days need not lie within the term, since facts may be given for others. Nothing if the text is none of these.
pub fn parse_period(alliance: &Alliance, text: &str) -> Option<Period> {
    let text = text.trim();
    let year: i16 = text.get(..4)?.parse().ok()?;
    let mut near = periods(alliance).take_while(|period| period.from.year() <= year.saturating_add(1));
    near.find(|period| period.label == text).or_else(|| days_or_month(text))
}

/// Which year of the term the day lies in: 1 in its first twelve months, then 2, and so on.
pub fn term_year(term: &Term, day: Date) -> u32 {
    let anniversaries = (1_i64..).map_while(|years| term.from.checked_add(years.years()).ok());
    let passed = anniversaries.take_while(|anniversary| *anniversary <= day).count();
    u32::try_from(passed).unwrap_or(u32::MAX).saturating_add(1)
}

fn periods_of<'a>(term: &'a Term, settles: &'a Settles) -> impl Iterator<Item = Period> + 'a {
    let next = |year: &Date| year.checked_add(1_i64.years()).ok();
    let years = iter::successors(year_around(term.from, settles), next);
    let within = years.take_while(|year| term.to.is_none_or(|last| *year <= last));
    let positions = 0..12 / settles.every.months();
    within.flat_map(move |year| {
        positions.clone().filter_map(move |position| period_of(year, position, term, settles.every))
    })
}

/// The first day of the year of periods in which the day lies.
fn year_around(day: Date, settles: &Settles) -> Option<Date> {
    let same_year = Date::new(day.year(), settles.from_month, settles.from_day).ok()?;
    if same_year <= day { Some(same_year) } else { same_year.checked_sub(1_i64.years()).ok() }
}

/// The period of that position in the year, cut to the term; nothing if it lies outside.
fn period_of(year: Date, position: u8, term: &Term, every: Every) -> Option<Period> {
    let start = |position: u8| year.checked_add(i64::from(position * every.months()).months()).ok();
    let from = start(position)?;
    let to = start(position + 1)?.yesterday().ok()?;
    if !term.days().meet(&Days { from: Some(from), to: Some(to) }) {
        return None;
    }
    let label = match every {
        Every::Year => year_label(year),
        Every::Quarter => format!("{} Q{}", year_label(year), position + 1),
        Every::Month => format!("{:04}-{:02}", from.year(), from.month()),
    };
    Some(Period { label, from: from.max(term.from), to: term.to.map_or(to, |last| to.min(last)) })
}

fn year_label(year: Date) -> String {
    if (year.month(), year.day()) == (1, 1) {
        return year.year().to_string();
    }
    format!("{:04}-{:02}", year.year(), (i32::from(year.year()) + 1) % 100)
}

fn days_or_month(text: &str) -> Option<Period> {
    if let Some((from, to)) = text.split_once("..") {
        return Period::of_days(scalar_date(from)?, scalar_date(to)?);
    }
    let from = scalar_date(&format!("{text}-01"))?;
    Some(Period { label: text.to_string(), from, to: from.last_of_month() })
}

fn days_between(from: Date, to: Date) -> i32 {
    (to - from).get_days()
}
