//! A point in the record, as people name it: an entry, an instant, or the end of a day where the alliance is.

use crate::{Alliance, HostProblem};
use accordant_alliance::State;
use accordant_record::Instant;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// Up to where the record is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AsAt {
    /// All of it.
    Now,
    /// Up to this entry, it included.
    Entry(u64),
    /// Up to this instant.
    Instant(Instant),
    /// Up to the end of this day, in the zone of the alliance.
    Day(Date),
}

impl AsAt {
    /// Reads an entry (`12`), a day (`2026-05-03`), an instant (`2026-05-03T10:00:00Z`, with up to six decimals), or the
    /// end of a minute or second as a log shows it (`2026-05-03 10:00`, `2026-05-03 10:00:00 UTC`).
    ///
    /// # Errors
    /// When the text is none of these.
    pub fn read(text: &str) -> Result<AsAt, String> {
        if let Ok(entry) = text.parse::<u64>() {
            return Ok(AsAt::Entry(entry));
        }
        if text.len() == 10
            && let Ok(day) = text.parse::<Date>()
        {
            return Ok(AsAt::Day(day));
        }
        let micros = text.parse::<jiff::Timestamp>().ok().map(jiff::Timestamp::as_microsecond);
        let instant = micros.or_else(|| last_of(text)).and_then(Instant::from_micros);
        instant.map(AsAt::Instant).ok_or_else(|| {
            format!("`{text}` is no entry, day or instant, such as 12, 2026-05-03 or `2026-05-03 10:00 UTC`")
        })
    }
}

/// The last microsecond of a minute or second that is written as a log shows it, in UTC.
fn last_of(text: &str) -> Option<i64> {
    let text = text.strip_suffix(" UTC").unwrap_or(text);
    let (form, seconds) = match text.len() {
        16 => ("%Y-%m-%d %H:%M", 60),
        19 => ("%Y-%m-%d %H:%M:%S", 1),
        _ => return None,
    };
    let first = DateTime::strptime(form, text).ok()?.to_zoned(TimeZone::UTC).ok()?;
    Some(first.timestamp().as_microsecond() + seconds * 1_000_000 - 1)
}

impl Alliance {
    /// The day that it is where the alliance is: now, on the day that is asked for, or when the last entry was recorded
    /// that is known.
    ///
    /// # Errors
    /// When the clock or the zone cannot be read.
    pub fn today(&self, state: &State, as_at: AsAt) -> Result<Date, HostProblem> {
        match as_at {
            AsAt::Now => day_in(self.world().clock.now().map_err(HostProblem::Fault)?, &zone_of(state)?),
            AsAt::Day(day) => Ok(day),
            AsAt::Instant(instant) => day_in(instant, &zone_of(state)?),
            AsAt::Entry(_) => day_of(state, &state.kept().last_at),
        }
    }
}

/// The day where the alliance is, of an instant as the record writes it.
///
/// # Errors
/// When it is no instant, or the zone is not known.
pub fn day_of(state: &State, at: &str) -> Result<Date, HostProblem> {
    let instant = at.parse::<jiff::Timestamp>().ok();
    let instant = instant.and_then(|instant| Instant::from_micros(instant.as_microsecond()));
    let instant = instant.ok_or_else(|| HostProblem::Altered { what: format!("`{at}` is no instant") })?;
    day_in(instant, &zone_of(state)?)
}

/// The zone of the alliance by its latest text; UTC where that names none, or there is none yet.
pub(crate) fn zone_of(state: &State) -> Result<TimeZone, HostProblem> {
    let text = state.latest_text();
    match text.and_then(|(_, agreement)| agreement.particulars.alliance.zone.as_deref()) {
        None => Ok(TimeZone::UTC),
        Some(name) => TimeZone::get(name)
            .map_err(|_| HostProblem::Fault(format!("the time zone `{name}` is not known to this program"))),
    }
}

/// The last microsecond of a day in a zone.
pub(crate) fn end_of(day: Date, zone: &TimeZone) -> Result<Instant, HostProblem> {
    let outside = || HostProblem::Fault(format!("{day} lies outside the calendar of the record"));
    let tomorrow = day.tomorrow().map_err(|_| outside())?;
    let first = tomorrow.to_zoned(zone.clone()).map_err(|_| outside())?;
    let micros = first.timestamp().as_microsecond().checked_sub(1).ok_or_else(outside)?;
    Instant::from_micros(micros).ok_or_else(outside)
}

/// What the clocks of a zone show.
pub(crate) fn time_in(instant: Instant, zone: &TimeZone) -> Result<DateTime, HostProblem> {
    let timestamp = jiff::Timestamp::from_microsecond(instant.micros())
        .map_err(|error| HostProblem::Fault(format!("the instant cannot be placed in a zone: {error}")))?;
    Ok(timestamp.to_zoned(zone.clone()).datetime())
}

/// The day that it is in a zone.
pub(crate) fn day_in(instant: Instant, zone: &TimeZone) -> Result<Date, HostProblem> {
    time_in(instant, zone).map(DateTime::date)
}

#[cfg(test)]
mod tests {
    use super::AsAt;

    #[test]
    fn what_a_log_shows_is_read_to_the_end_of_its_minute_or_second() {
        let instant = |text: &str| match AsAt::read(text) {
            Ok(AsAt::Instant(instant)) => instant.to_string(),
            other => panic!("{text}: {other:?}"),
        };
        assert_eq!(instant("2026-05-03 10:00"), "2026-05-03T10:00:59.999999Z");
        assert_eq!(instant("2026-05-03 10:00:07 UTC"), "2026-05-03T10:00:07.999999Z");
        assert_eq!(instant("2026-05-03T10:00:00Z"), "2026-05-03T10:00:00.000000Z");
        for wrong in ["2026-05-03 25:00", "2026-5-3 10:00", "yesterday at ten", "2026-05-03 10:00 BST"] {
            assert!(AsAt::read(wrong).is_err(), "{wrong}");
        }
    }
}
