//! Days and moments, as spreadsheets and databases write them.

use super::super::rule::{Fixes, Rule, Valued};
use super::{Habits, cleaned, no_value};
use crate::fault::Fault;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{Offset, TimeZone};

/// That a text is no day.
pub(crate) const NOT_A_DATE: &str = "not-a-date";

/// What comes first in `01/02/2025`: what the file itself shows, by a day after the twelfth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// The file has no such date, or some of both kinds.
    Unsettled,
    /// The day, as in the United Kingdom.
    DayFirst,
    /// The month, as in the United States.
    MonthFirst,
}

/// The name of the fault that something could be two days.
pub(crate) const AMBIGUOUS: &str = "ambiguous-date";

/// Reads a moment; a blank field is [`None`]. A day alone is its first moment.
///
/// # Errors
/// What stands there is none, or could be two.
pub(crate) fn read_moment(field: &[u8], habits: &Habits) -> Result<Option<Valued<DateTime>>, Fault> {
    if let Some(moment) = plain_moment(field) {
        return Ok(Some(Valued::plain(moment)));
    }
    let (text, fixes) = cleaned(field);
    if text.is_empty() || text.eq_ignore_ascii_case("null") {
        return Ok(None);
    }
    if let Some(fault) = no_value(&text, habits) {
        return Err(fault);
    }
    if let Some(moment) = serial(&text) {
        return Ok(Some(Valued { value: moment, fixes: fixes.and(Rule::SpreadsheetSerial) }));
    }
    let (day, time) = day_and_time(&text);
    let (date, day_fixes) = read_day(day, habits, &text)?;
    let (time, ahead, time_fixes) = match time {
        "" => (Time::midnight(), None, Fixes::NONE.and(Rule::DateAsWritten)),
        time => read_time(time).ok_or_else(|| no_date(habits, &text))?,
    };
    let moment = date.to_datetime(time);
    let moment = match ahead {
        None => Some(moment),
        Some(ahead) => in_london(moment, ahead),
    };
    let value = moment.ok_or_else(|| no_date(habits, &text))?;
    let fixes = fixes.with(day_fixes).with(time_fixes);
    let fixes = if fixes.is_none() { fixes.and(Rule::DateAsWritten) } else { fixes };
    Ok(Some(Valued { value, fixes }))
}

/// Reads a day; a blank field is [`None`]. The time of a moment is left out.
///
/// # Errors
/// What stands there is none, or could be two.
pub(crate) fn read_date(field: &[u8], habits: &Habits) -> Result<Option<Valued<Date>>, Fault> {
    if let Some(date) = plain_date(field) {
        return Ok(Some(Valued::plain(date)));
    }
    Ok(read_moment(field, habits)?.map(|moment| Valued { value: moment.value.date(), fixes: moment.fixes }))
}

/// `2025-05-12T09:30:00`.
#[inline]
fn plain_moment(field: &[u8]) -> Option<DateTime> {
    let (day, rest) = field.split_at_checked(10)?;
    let [b'T', a, b, b':', c, d, b':', e, f] = rest else { return None };
    let date = plain_date(day)?;
    let time = Time::new(two(*a, *b)?, two(*c, *d)?, two(*e, *f)?, 0).ok()?;
    Some(date.to_datetime(time))
}

/// `2025-05-12`.
#[inline]
fn plain_date(field: &[u8]) -> Option<Date> {
    let [a, b, c, d, b'-', e, f, b'-', g, h] = field else { return None };
    let year = i16::from(two(*a, *b)?) * 100 + i16::from(two(*c, *d)?);
    Date::new(year, two(*e, *f)?, two(*g, *h)?).ok()
}

fn two(tens: u8, ones: u8) -> Option<i8> {
    let is_digits = tens.is_ascii_digit() && ones.is_ascii_digit();
    is_digits.then(|| (tens - b'0') as i8 * 10 + (ones - b'0') as i8)
}

/// The first serial that is taken for a day, 1 January 2000, and the last, 31 December 2099. Others are numbers.
const SERIALS: std::ops::RangeInclusive<i32> = 36_526..=73_050;
const SECONDS_OF_DAY: u64 = 86_400;
/// So many days more are counted from the end of 1899 than from the beginning of 1904.
const DAYS_TO_1904: i32 = 1_462;

/// `45789.39583`: days since the end of 1899, as spreadsheets count them.
fn serial(text: &str) -> Option<DateTime> {
    moment_of(text, 0)
}

/// `44327.39583`: days since the beginning of 1904, as some workbooks count them.
pub(crate) fn serial_from_1904(text: &str) -> Option<DateTime> {
    moment_of(text, DAYS_TO_1904)
}

fn moment_of(text: &str, days_before: i32) -> Option<DateTime> {
    let (days, part) = text.split_once('.').unwrap_or((text, ""));
    let is_digits = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
    if days.len() != 5 || !is_digits(days) || !is_digits(part) || part.len() > 12 {
        return None;
    }
    let days = days.parse::<i32>().ok()? + days_before;
    if !SERIALS.contains(&days) {
        return None;
    }
    let first = Date::new(1899, 12, 30).ok()?;
    let date = first.checked_add(jiff::Span::new().days(days)).ok()?;
    let scale = 10_u64.checked_pow(part.len() as u32)?;
    let part: u64 = if part.is_empty() { 0 } else { part.parse().ok()? };
    let seconds = (part * SECONDS_OF_DAY + scale / 2) / scale;
    date.to_datetime(Time::midnight()).checked_add(jiff::Span::new().seconds(seconds as i64)).ok()
}

fn day_and_time(text: &str) -> (&str, &str) {
    let is_time = |at: usize| {
        let rest = text.get(at + 1..).unwrap_or_default().trim_start();
        rest.starts_with(|letter: char| letter.is_ascii_digit()) && rest.contains(':')
    };
    let cut = text.char_indices().find(|(at, letter)| matches!(letter, 'T' | 't' | ' ') && is_time(*at));
    match cut.and_then(|(at, _)| text.split_at_checked(at)) {
        Some((day, time)) => (day.trim(), time.get(1..).unwrap_or_default().trim()),
        None => (text, ""),
    }
}

fn read_day(day: &str, habits: &Habits, whole: &str) -> Result<(Date, Fixes), Fault> {
    let fault = || no_date(habits, whole);
    if let Some(date) = plain_date(day.as_bytes()) {
        return Ok((date, Fixes::NONE));
    }
    let parts: Vec<&str> = day.split(['/', '-', '.', ' ']).filter(|part| !part.is_empty()).collect();
    let [first, second, third] = match *parts.as_slice() {
        [first, second, third] => [first, second, third],
        [digits] if digits.len() == 8 && digits.is_ascii() => {
            // `20250512`.
            let cut = |from, to| digits.get(from..to).unwrap_or_default();
            [cut(0, 4), cut(4, 6), cut(6, 8)]
        }
        _ => return Err(fault()),
    };
    let fixes = Fixes::NONE.and(Rule::DateAsWritten);
    let number =
        |part: &str| part.parse::<i8>().ok().filter(|_| part.bytes().all(|byte| byte.is_ascii_digit()));
    if let Some(month) = month_of_name(second) {
        let date = number(first).zip(year(third)).and_then(|(day, year)| Date::new(year, month, day).ok());
        return date.map(|date| (date, fixes)).ok_or_else(fault);
    }
    if first.len() == 4 {
        let date = year(first)
            .zip(number(second).zip(number(third)))
            .and_then(|(year, (month, day))| Date::new(year, month, day).ok());
        return date.map(|date| (date, fixes)).ok_or_else(fault);
    }
    let (Some(first), Some(second), Some(year)) = (number(first), number(second), year(third)) else {
        return Err(fault());
    };
    let (day, month) = match habits.order {
        _ if first == second => (first, second),
        _ if first > 12 => (first, second),
        _ if second > 12 => (second, first),
        Order::DayFirst => (first, second),
        Order::MonthFirst => (second, first),
        Order::Unsettled => {
            let what = format!("{} could be two days", habits.shown(whole.as_bytes()));
            let help = "write the year first, then the month, then the day: `2025-05-12`".to_string();
            return Err(Fault::new(AMBIGUOUS, what, help));
        }
    };
    Date::new(year, month, day).map(|date| (date, fixes)).map_err(|_| fault())
}

/// A year of four digits, or of two in this century.
fn year(text: &str) -> Option<i16> {
    let is_digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let year: i16 = text.parse().ok().filter(|_| is_digits)?;
    match text.len() {
        4 if (2000..2100).contains(&year) => Some(year),
        2 => Some(2000 + year),
        _ => None,
    }
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The number of a month in the calendar, by its name or the first three letters of it.
pub(crate) fn month_of_name(text: &str) -> Option<i8> {
    let name = text.to_ascii_lowercase();
    let is_name = |month: &&str| {
        *month == name
            || name.len() >= 3 && month.starts_with(&name)
            || name == "sept" && month.starts_with("sep")
    };
    (1..).zip(MONTHS.iter()).find(|(_, month)| is_name(month)).map(|(number, _)| number)
}

/// Clocks in the United Kingdom: an hour ahead from the last Sunday of March to the last Sunday of October.
const LONDON: &str = "GMT0BST,M3.5.0/1,M10.5.0";

/// What clocks in the United Kingdom show at a moment elsewhere, where they are so many seconds ahead of the world's:
/// the last day of a month may be the first of the next.
fn in_london(moment: DateTime, ahead: i32) -> Option<DateTime> {
    let elsewhere = Offset::from_seconds(ahead).ok()?.to_timestamp(moment).ok()?;
    Some(elsewhere.to_zoned(TimeZone::posix(LONDON).ok()?).datetime())
}

/// `Z`, `+01:00`, `-0500`, `+01`: so many seconds ahead of the world's time.
fn seconds_ahead(zone: &str) -> Option<i32> {
    let (sign, digits) = match zone.split_at_checked(1)? {
        ("Z", "") => return Some(0),
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    let digits = digits.replace(':', "");
    let (hours, minutes) = match digits.len() {
        2 => (digits.as_str(), "0"),
        4 => digits.split_at_checked(2)?,
        _ => return None,
    };
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours <= 15 && minutes < 60).then_some(sign * (hours * 60 + minutes) * 60)
}

/// `9:30`, `09:30:00.123`, `9:30:00 PM`, `09:30:00Z`: the time, how far the clock is ahead of the world's if that is
/// said, and the rules.
fn read_time(text: &str) -> Option<(Time, Option<i32>, Fixes)> {
    let mut fixes = Fixes::NONE;
    let upper = text.to_ascii_uppercase();
    let mut rest = upper.as_str();
    let half = ["AM", "PM"].into_iter().find(|half| rest.ends_with(half));
    if let Some(half) = half {
        rest = rest.strip_suffix(half)?.trim();
        fixes = fixes.and(Rule::DateAsWritten);
    }
    let zone = rest.find(['Z', '+']).or_else(|| rest.rfind('-'));
    let mut ahead = None;
    if let Some(at) = zone {
        ahead = Some(seconds_ahead(rest.get(at..)?)?);
        rest = rest.get(..at)?.trim();
        fixes = fixes.and(Rule::ZoneToLondon);
    }
    let mut parts = rest.split(':');
    let mut hour: i8 = parts.next()?.parse().ok()?;
    let minute: i8 = parts.next()?.parse().ok()?;
    let seconds = parts.next().unwrap_or("0");
    let second: i8 = seconds.split_once('.').map_or(seconds, |(whole, _)| whole).parse().ok()?;
    if parts.next().is_some() {
        return None;
    }
    if let Some(half) = half {
        if !(1..=12).contains(&hour) {
            return None;
        }
        hour = hour % 12 + if half == "PM" { 12 } else { 0 };
    }
    Time::new(hour, minute, second, 0).ok().map(|time| (time, ahead, fixes))
}

fn no_date(habits: &Habits, text: &str) -> Fault {
    let help = "write it as `2025-05-12T09:30:00`, or the day alone as `2025-05-12`".to_string();
    Fault::new(NOT_A_DATE, format!("{} is no day", habits.shown(text.as_bytes())), help)
}

/// What the dates of a sample of the file settle.
pub(crate) fn settled<'f>(fields: impl Iterator<Item = &'f [u8]>) -> Order {
    let mut found = Order::Unsettled;
    for field in fields {
        let (text, _) = cleaned(field);
        let mut parts = day_and_time(&text).0.split(['/', '-', '.']);
        let number = |part: Option<&str>| part.and_then(|part| part.trim().parse::<u8>().ok());
        let (first, second) = (number(parts.next()), number(parts.next()));
        let (Some(first), Some(second), Some(_)) = (first, second, parts.next()) else { continue };
        let order = match (first, second) {
            (13..=31, 1..=12) => Order::DayFirst,
            (1..=12, 13..=31) => Order::MonthFirst,
            _ => continue,
        };
        if found != Order::Unsettled && found != order {
            return Order::Unsettled;
        }
        found = order;
    }
    found
}
