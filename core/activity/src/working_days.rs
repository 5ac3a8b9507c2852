//! How many days of a month business is done on.

use crate::Month;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// How many days of the month, from Monday to Friday, are none that is closed; `None` past the end of the calendar only.
pub fn working_days(month: Month, is_closed: impl Fn(Date) -> bool) -> Option<u32> {
    let days = month.days()?;
    let each = days.from().series(1.day()).take_while(|day| *day <= days.to());
    let works =
        |day: &Date| !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) && !is_closed(*day);
    u32::try_from(each.filter(works).count()).ok()
}
