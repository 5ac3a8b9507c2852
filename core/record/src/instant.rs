//! When something was recorded: whole microseconds since the beginning of 1970, in UTC.
//!
//! This file will never know what time it is, nor any zone but UTC. Start with [`Instant`].

use core::fmt;
use core::str::FromStr;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime, date};
use jiff::tz::TimeZone;

const MICROS: i64 = 1_000_000;
/// The last year in which something can be recorded.
const LAST_YEAR: i16 = 2255;
const LAST: i64 = 9_025_257_600 * MICROS - 1;
/// The written form, a digit wherever it has one.
const FORM: &[u8; 27] = b"0000-00-00T00:00:00.000000Z";

/// An instant from 1970 to the end of 2255; written `2026-11-22T10:41:33.000000Z`, so that it sorts as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(i64);

impl Instant {
    /// The instant this many microseconds after the beginning of 1970; nothing outside the years that it can be in.
    pub const fn from_micros(micros: i64) -> Option<Instant> {
        if micros >= 0 && micros <= LAST { Some(Instant(micros)) } else { None }
    }

    /// Microseconds since the beginning of 1970.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// Whole seconds since the beginning of 1970, as cosignatures say them.
    pub const fn seconds(self) -> u64 {
        (self.0 / MICROS).unsigned_abs()
    }

    /// One microsecond later: the earliest that the next event can be recorded.
    pub const fn next(self) -> Option<Instant> {
        Instant::from_micros(self.0 + 1)
    }

    /// The day in UTC.
    pub fn date(self) -> Date {
        self.civil().date()
    }

    fn civil(self) -> DateTime {
        // Every second that an instant can be in is one that the calendar has.
        TimeZone::UTC.to_datetime(Timestamp::from_second(self.0 / MICROS).unwrap_or_default())
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let civil = self.civil();
        write!(
            formatter,
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:06}Z",
            civil.year(),
            civil.month(),
            civil.day(),
            civil.hour(),
            civil.minute(),
            civil.second(),
            self.0 % MICROS
        )
    }
}

/// A text that is no instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InstantProblem;

impl fmt::Display for InstantProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "an instant is written as `2026-11-22T10:41:33.000000Z`, from 1970 to {LAST_YEAR}")
    }
}

impl core::error::Error for InstantProblem {}

impl FromStr for Instant {
    type Err = InstantProblem;

    fn from_str(text: &str) -> Result<Instant, InstantProblem> {
        read(text.as_bytes()).ok_or(InstantProblem)
    }
}

fn read(text: &[u8]) -> Option<Instant> {
    if text.len() != FORM.len() {
        return None;
    }
    let in_form = text.iter().zip(FORM).all(|(byte, form)| match form {
        b'0' => byte.is_ascii_digit(),
        _ => byte == form,
    });
    if !in_form {
        return None;
    }
    let day =
        Date::new(number(text.get(0..4)?)?, number(text.get(5..7)?)?, number(text.get(8..10)?)?).ok()?;
    if !(date(1970, 1, 1)..=date(LAST_YEAR, 12, 31)).contains(&day) {
        return None;
    }
    let (hour, minute) = (number(text.get(11..13)?)?, number(text.get(14..16)?)?);
    let civil = day.to_datetime(jiff::civil::Time::new(hour, minute, number(text.get(17..19)?)?, 0).ok()?);
    let second = TimeZone::UTC.to_timestamp(civil).ok()?.as_second();
    Instant::from_micros(second * MICROS + number::<i64>(text.get(20..26)?)?)
}

/// A date written `2026-04-01`; nothing for any other way of writing one.
pub(crate) fn read_date(text: &str) -> Option<Date> {
    let digits = |range| text.get(range).filter(|part: &&str| part.bytes().all(|byte| byte.is_ascii_digit()));
    let (year, month, day) = (digits(0..4)?, digits(5..7)?, digits(8..10)?);
    let joined = text.len() == 10 && text.get(4..5) == Some("-") && text.get(7..8) == Some("-");
    let read = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok();
    read.filter(|_| joined)
}

/// The number that these digits are.
fn number<T: FromStr>(digits: &[u8]) -> Option<T> {
    core::str::from_utf8(digits).ok()?.parse().ok()
}
