//! A return of rooms: in how many sessions each can be used, in how many it was, and what it costs to lease.

use super::costs::{needed_text, text};
use super::layout::Layout;
use super::profile::Field;
use super::row::Reading;
use crate::fault::Fault;
use accordant_activity::{Month, Scaled, TooLarge};

/// A line of the return: a room in a month, or on a day of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sessions {
    /// The site.
    pub site: String,
    /// The room.
    pub room: String,
    /// The month.
    pub month: Month,
    /// Who uses it, if that is said.
    pub party: Option<String>,
    /// In how many sessions it can be used, if that is said.
    pub available: Option<Scaled>,
    /// In how many it was, if that is said.
    pub used: Option<Scaled>,
    /// What leasing it costs in the month, or on the day, if that is said.
    pub lease: Option<Scaled>,
    /// The row that says so.
    pub row: u32,
}

impl Sessions {
    /// Of what it tells the sessions: when, as it is written, for a room may be told of day by day.
    pub(crate) fn place<'a>(&'a self, when: &'a str) -> (&'a str, [&'a str; 2], Option<&'a str>) {
        (when, [&self.site, &self.room], self.party.as_deref())
    }
}

/// How sessions are read.
#[derive(Debug)]
pub(crate) struct SessionsLayout;

impl Layout for SessionsLayout {
    /// Each with its month or day, as it is written.
    type Gathered = Vec<(String, Sessions)>;

    fn row(&self, row: &mut Reading<'_>, gathered: &mut Self::Gathered) -> Result<(), TooLarge> {
        let (site, room) = (needed_text(row, Field::Site), needed_text(row, Field::Room));
        let written = needed_text(row, Field::Period);
        let month = written.as_deref().and_then(|written| month(row, written));
        let party = text(row, Field::Party);
        let available = number(row, Field::Available);
        let used = number(row, Field::Used);
        let lease = row.amount(Field::Amount);
        let (Some(site), Some(room), Some(written), Some(month)) = (site, room, written, month) else {
            return Ok(());
        };
        if !row.is_refused() {
            let row = row.number;
            gathered.push((written, Sessions { site, room, month, party, available, used, lease, row }));
        }
        Ok(())
    }

    fn absorb(all: &mut Self::Gathered, more: Self::Gathered) -> Result<(), TooLarge> {
        all.extend(more);
        Ok(())
    }
}

/// A month, or the month of a day.
fn month(row: &mut Reading<'_>, written: &str) -> Option<Month> {
    let month = Month::parse(written).or_else(|| written.parse().ok().and_then(Month::of_day));
    if month.is_none() {
        let what = format!("{} is no month and no day", row.habits.shown(written.as_bytes()));
        let help = "write the month such as `2025-04`, or the day such as `2025-04-17`".to_string();
        row.refuse(Some(Field::Period), Fault::new("not-a-month", what, help));
    }
    month
}

/// A number of sessions, if one is said.
fn number(row: &mut Reading<'_>, field: Field) -> Option<Scaled> {
    let number = row.amount(field)?;
    if number < Scaled::ZERO {
        let what = format!("`{number}` sessions are fewer than none");
        let help =
            "write how many there were; a mistake of another month is mended by sending that month again";
        row.refuse(Some(field), Fault::new("below-nothing", what, help.to_string()));
    }
    Some(number)
}
