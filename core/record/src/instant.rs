//! When something was recorded: whole microseconds since the beginning of 1970, in UTC.
//!
//! This file will never know what time it is, nor any zone but UTC. Start with [`Instant`].

use core::fmt;
use core::str::FromStr;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
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

    /// Its written form, without taking memory.
    pub(crate) fn written(self) -> [u8; FORM.len()] {
        let civil = self.civil();
        let micros = (self.0 % MICROS).unsigned_abs();
        let fields = [
            (0..4, u64::from(civil.year().unsigned_abs())),
            (5..7, u64::from(civil.month().unsigned_abs())),
            (8..10, u64::from(civil.day().unsigned_abs())),
            (11..13, u64::from(civil.hour().unsigned_abs())),
            (14..16, u64::from(civil.minute().unsigned_abs())),
            (17..19, u64::from(civil.second().unsigned_abs())),
            (20..26, micros),
        ];
        let mut written = *FORM;
        for (place, value) in fields {
            let mut left = value;
            for digit in written.get_mut(place).unwrap_or_default().iter_mut().rev() {
                *digit += (left % 10) as u8;
                left /= 10;
            }
        }
        written
    }

    fn civil(self) -> DateTime {
        // Every second that an instant can be in is one that the calendar has.
        TimeZone::UTC.to_datetime(Timestamp::from_second(self.0 / MICROS).unwrap_or_default())
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(core::str::from_utf8(&self.written()).unwrap_or_default())
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
        text.as_bytes().try_into().ok().and_then(read).ok_or(InstantProblem)
    }
}

pub(crate) fn read(text: &[u8; FORM.len()]) -> Option<Instant> {
    let in_form = is_in_form(text, FORM);
    let day = text.first_chunk().and_then(read_date)?;
    if !in_form || !(1970..=LAST_YEAR).contains(&day.year()) {
        return None;
    }
    let number = |place| text.get(place).map(digits_value);
    let small = |place| number(place).and_then(|value| i8::try_from(value).ok());
    let time = Time::new(small(11..13)?, small(14..16)?, small(17..19)?, 0).ok()?;
    let second = TimeZone::UTC.to_timestamp(day.to_datetime(time)).ok()?.as_second();
    Instant::from_micros(second * MICROS + number(20..26)?)
}

/// A date written `2026-04-01`; nothing for any other way of writing one.
pub(crate) fn read_date(text: &[u8; 10]) -> Option<Date> {
    let in_form = is_in_form(text, FORM);
    let number = |place| text.get(place).map(digits_value);
    let small = |place| number(place).and_then(|value| i8::try_from(value).ok());
    let year = i16::try_from(number(0..4)?).ok().filter(|_| in_form)?;
    Date::new(year, small(5..7)?, small(8..10)?).ok()
}

/// Whether digits stand where the form has digits, and what the form has elsewhere.
fn is_in_form(text: &[u8], form: &[u8]) -> bool {
    text.iter().zip(form).all(|(byte, form)| match form {
        b'0' => byte.is_ascii_digit(),
        _ => byte == form,
    })
}

/// The number that these few digits are.
fn digits_value(digits: &[u8]) -> i64 {
    digits.iter().fold(0, |value, digit| value * 10 + i64::from(digit & 0x0f))
}
