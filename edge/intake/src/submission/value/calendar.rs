//! Financial years, which begin in April, and their months.

use super::super::rule::{Fixes, Rule, Valued};
use super::date::{AMBIGUOUS, Order, month_of_name, read_date};
use super::{Habits, cleaned, no_value};
use crate::fault::Fault;
use jiff::civil::Date;

/// That a day or month is not in the financial year of its row.
pub(crate) const ANOTHER_YEAR: &str = "another-year";
/// A financial year, by the year in which it begins.
pub type YearStart = u16;

/// Reads a financial year; a blank field is [`None`].
///
/// # Errors
/// What stands there is none.
#[inline]
pub(crate) fn read_year(field: &[u8], habits: &Habits) -> Result<Option<Valued<YearStart>>, Fault> {
    match plain_year(field) {
        Some(year) => Ok(Some(Valued::plain(year))),
        None => year_otherwise(field, habits),
    }
}

/// `202526`.
#[inline]
fn plain_year(field: &[u8]) -> Option<YearStart> {
    let digits: [u8; 6] = field.try_into().ok()?;
    if !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let number =
        |digits: &[u8]| digits.iter().fold(0_u16, |number, digit| number * 10 + u16::from(digit - b'0'));
    let (start, end) = digits.split_at(4);
    follows(number(start), number(end)).then(|| number(start))
}

fn follows(start: u16, end: u16) -> bool {
    (2000..2100).contains(&start) && (start + 1) % 100 == end
}

#[cold]
fn year_otherwise(field: &[u8], habits: &Habits) -> Result<Option<Valued<YearStart>>, Fault> {
    let (text, fixes) = cleaned(field);
    if text.is_empty() {
        return Ok(None);
    }
    if let Some(fault) = no_value(&text, habits) {
        return Err(fault);
    }
    let bare = text.trim_start_matches(['F', 'f', 'Y', 'y', ' ']);
    let bare = bare.strip_suffix(".0").unwrap_or(bare);
    if bare == OF_TWO {
        let help = "write the two years together: `202021` or `202122`".to_string();
        let what = format!("{} may be 2020 to 2021, or begin in 2021", habits.shown(field));
        return Err(Fault::new("ambiguous-year", what, help));
    }
    let written = year_of_parts(bare).map(|year| (year, Rule::YearAsWritten));
    let start = || {
        let year: u16 = bare.parse().ok().filter(|year| (2000..2100).contains(year))?;
        Some((year, Rule::YearFromStart))
    };
    if let Some((value, rule)) = written.or_else(start) {
        let is_plain = plain_year(text.as_bytes()).is_some();
        let fixes = if is_plain { fixes } else { fixes.and(rule) };
        return Ok(Some(Valued { value, fixes }));
    }
    let help = "write the two years together, such as `202526`".to_string();
    Err(Fault::new("not-a-year", format!("{} is no financial year", habits.shown(field)), help))
}

/// The only year that is also two which follow each other.
const OF_TWO: &str = "2021";

/// `2025/26`, `2025-2026`, `25/26`, `202526`, `2526`.
fn year_of_parts(text: &str) -> Option<YearStart> {
    let (start, end) = match text.split_once(['/', '-', '_', ' ']) {
        Some((start, end)) => (start.trim(), end.trim()),
        None if text.len() == 6 => text.split_at_checked(4)?,
        None if text.len() == 8 => text.split_at_checked(4)?,
        // `2526`, but not `2025`, of which the second does not follow the first.
        None if text.len() == 4 && text != OF_TWO => text.split_at_checked(2)?,
        None => return None,
    };
    let number =
        |text: &str| text.parse::<u16>().ok().filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()));
    let full = |text: &str| match text.len() {
        4 => number(text),
        2 => number(text).map(|year| 2000 + year),
        _ => None,
    };
    let (start, end) = (full(start)?, full(end)?);
    (start + 1 == end && (2000..2100).contains(&start)).then_some(start)
}

/// The financial year in the name of a file, such as `acm_2526_m01.csv`; nothing if there is none, or more than one.
pub(crate) fn year_of_name(name: &str) -> Option<YearStart> {
    let bytes = name.as_bytes();
    let mut found = None;
    let mut at = 0;
    while at < bytes.len() {
        let rest = name.get(at..).unwrap_or_default();
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 {
            at += rest.chars().next().map_or(1, char::len_utf8);
            continue;
        }
        let run = rest.get(..digits).unwrap_or_default();
        let joined = rest.get(..digits + 3).filter(|_| digits == 4);
        let joined = joined.filter(|text| matches!(text.as_bytes().get(4), Some(b'-' | b'_' | b'/')));
        let ends = rest.as_bytes().get(digits + 3).is_none_or(|byte| !byte.is_ascii_digit());
        let year = match digits {
            4 | 6 | 8 => year_of_parts(run).or_else(|| joined.filter(|_| ends).and_then(year_of_parts)),
            _ => None,
        };
        match (year, found) {
            (Some(year), Some(before)) if year != before => return None,
            (Some(year), _) => found = Some(year),
            (None, _) => {}
        }
        at += digits;
    }
    found
}

/// A month of a financial year: 1 is April, 12 is March.
pub type FinancialMonth = u8;

/// Reads the month of a financial year; a blank field is [`None`].
///
/// # Errors
/// What stands there is none, could be two, or is a day of another financial year.
#[inline]
pub(crate) fn read_month(
    field: &[u8],
    year: Option<YearStart>,
    habits: &Habits,
) -> Result<Option<Valued<FinancialMonth>>, Fault> {
    let plain = match field {
        [digit @ b'1'..=b'9'] => Some(digit - b'0'),
        [b'1', digit @ b'0'..=b'2'] => Some(10 + digit - b'0'),
        [b'0', digit @ b'1'..=b'9'] => Some(digit - b'0'),
        _ => None,
    };
    match plain {
        Some(month) => Ok(Some(Valued::plain(month))),
        None => month_otherwise(field, year, habits),
    }
}

#[cold]
fn month_otherwise(
    field: &[u8],
    year: Option<YearStart>,
    habits: &Habits,
) -> Result<Option<Valued<FinancialMonth>>, Fault> {
    let (text, fixes) = cleaned(field);
    if text.is_empty() {
        return Ok(None);
    }
    if let Some(fault) = no_value(&text, habits) {
        return Err(fault);
    }
    let done = |value, rule| Ok(Some(Valued { value, fixes: fixes.and(rule) }));
    let bare = text.trim_start_matches(['M', 'm']).trim_start_matches(['_', '-', ' ']);
    let bare = bare.strip_suffix(".0").unwrap_or(bare);
    let is_digits = !bare.is_empty() && bare.bytes().all(|byte| byte.is_ascii_digit());
    if is_digits && bare.len() <= 2 {
        let month: u8 = bare.parse().unwrap_or_default();
        if (1..=12).contains(&month) {
            let is_plain = bare.len() == text.len();
            return if is_plain {
                Ok(Some(Valued { value: month, fixes }))
            } else {
                done(month, Rule::MonthAsWritten)
            };
        }
        let help = "months are 1 to 12: 1 is April, 12 is March".to_string();
        return Err(Fault::new("no-such-month", format!("there is no month {}", habits.shown(field)), help));
    }
    if let Some(month) = month_of_name(&text) {
        return done(financial(month), Rule::MonthFromName);
    }
    if let Some((month, of_year)) = named_month_of_year(&text) {
        return in_year(month, of_year, year, habits, field)
            .map(|month| Some(Valued { value: month, fixes: fixes.and(Rule::MonthFromName) }));
    }
    let day = match read_date(field, habits) {
        Err(fault) if fault.code == AMBIGUOUS => day_of_year(field, year, habits).ok_or_else(|| {
            let help = "write 1 for April to 12 for March, or the year first: `2025-05-12`".to_string();
            Fault { help: Some(help), ..fault }
        })?,
        Err(_) => {
            let help = "write 1 for April to 12 for March".to_string();
            return Err(Fault::new("no-such-month", format!("{} is no month", habits.shown(field)), help));
        }
        Ok(None) => return Ok(None),
        Ok(Some(day)) => day,
    };
    let month = in_year(day.value.month(), day.value.year(), year, habits, field)?;
    let told = [Rule::SpreadsheetSerial, Rule::ZoneToLondon].into_iter().filter(|rule| day.fixes.has(*rule));
    Ok(Some(Valued { value: month, fixes: told.fold(fixes.and(Rule::MonthFromDate), Fixes::and) }))
}

/// Of the two days that `01/04/2025` could be, the only one in the financial year of the row.
pub(crate) fn day_of_year(field: &[u8], year: Option<YearStart>, habits: &Habits) -> Option<Valued<Date>> {
    let year = year?;
    let of = |order| read_date(field, &Habits { order, ..*habits }).ok()?;
    let mut days = [Order::DayFirst, Order::MonthFirst].into_iter().filter_map(of);
    let mut in_year = days.by_ref().filter(|day| financial_year(day.value.year(), day.value.month()) == year);
    in_year.next().filter(|_| in_year.next().is_none())
}

/// The month of a financial year that a month of the calendar is.
pub(crate) const fn financial(month: i8) -> FinancialMonth {
    ((month + 8) % 12 + 1).unsigned_abs()
}

/// The financial year in which a month of the calendar lies.
pub(crate) fn financial_year(year: i16, month: i8) -> YearStart {
    let start = if month < 4 { year - 1 } else { year };
    start.unsigned_abs()
}

fn in_year(
    month: i8,
    of_year: i16,
    year: Option<YearStart>,
    habits: &Habits,
    field: &[u8],
) -> Result<FinancialMonth, Fault> {
    match year {
        Some(year) if financial_year(of_year, month) != year => {
            let what = format!("{} is not in the financial year of its row", habits.shown(field));
            let help = "correct the month or the year of the row".to_string();
            Err(Fault::new(ANOTHER_YEAR, what, help))
        }
        _ => Ok(financial(month)),
    }
}

/// `Apr-25`, `April 2025`.
fn named_month_of_year(text: &str) -> Option<(i8, i16)> {
    let (name, year) = text.split_once([' ', '-', '/'])?;
    let year = year.trim();
    let is_digits = year.bytes().all(|byte| byte.is_ascii_digit());
    let number: i16 = year.parse().ok().filter(|_| is_digits)?;
    let number = match year.len() {
        2 => 2000 + number,
        4 => number,
        _ => return None,
    };
    Some((month_of_name(name)?, number))
}
