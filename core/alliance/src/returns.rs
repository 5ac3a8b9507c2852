//! What the parties owe each other each month, by which working day, and whether it came in time.
//!
//! The agreement says who owes which file; the caller says which files came, and which day it is. What comes on a day that
//! is no working day counts as come on the next. Start with [`due`]; for a query,
//! with [`clock`].

use crate::event::QueryOutcome;
use crate::state::QueryEntry;
use accordant_agreement::calendar::Period;
use accordant_agreement::particulars::{Particulars, Return, Within};
use accordant_agreement::working_days::WorkingDays;
use alloc::string::String;
use alloc::vec::Vec;
use core::iter;
use jiff::ToSpan;
use jiff::civil::Date;

/// A return that came for one month: a file, or figures that were entered by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// The party whose return it is.
    pub party: String,
    /// The kind of file, by its word.
    pub kind: String,
    /// The first day of the month.
    pub month: Date,
    /// The day on which it came.
    pub day: Date,
    /// The entry that recorded it.
    pub entry: u64,
    /// Whether it is final.
    pub freeze: bool,
    /// Whether it came as figures that were entered by hand; such are never final.
    pub by_hand: bool,
}

/// With what a return came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Came {
    /// The entry.
    pub entry: u64,
    /// The day.
    pub day: Date,
    /// Whether it came as figures that were entered by hand.
    pub by_hand: bool,
}

/// Once, or for the first time and for good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Once.
    Once,
    /// For the first time; later files may say it otherwise.
    Flex,
    /// For good: it closes the month.
    Freeze,
}

impl Stage {
    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Stage::Once => "once",
            Stage::Flex => "flex",
            Stage::Freeze => "freeze",
        }
    }
}

/// A return that is owed for a month.
#[derive(Debug, Clone)]
pub struct Due<'a> {
    /// The first day of the month.
    pub month: Date,
    /// The party that owes it.
    pub party: &'a str,
    /// Once, for the first time, or for good.
    pub stage: Stage,
    /// As it is agreed.
    pub owed: &'a Return,
    /// The last day on which it is in time; nothing where the working days until then are not known.
    pub by: Option<Date>,
    /// With what it came, if it came.
    pub came: Option<Came>,
    /// How it stands.
    pub standing: Standing,
}

/// How a return stands. Counts are of working days, and left out where these are not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// It did not come, and its day has passed by so many.
    Missing(Option<u32>),
    /// It came so many too late.
    Late(Option<u32>),
    /// It has not come, and so many are left for it.
    NotYetDue(Option<u32>),
    /// By which day it is due is not known.
    NotKnown,
    /// It came on its day.
    OnTime,
    /// It came so many before its day.
    Early(Option<u32>),
}

impl Standing {
    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Standing::Missing(_) => "missing",
            Standing::Late(_) => "late",
            Standing::NotYetDue(_) => "not yet due",
            Standing::NotKnown => "not known",
            Standing::OnTime => "on time",
            Standing::Early(_) => "early",
        }
    }

    /// By how many working days, where that is known.
    pub const fn working_days(self) -> Option<u32> {
        match self {
            Standing::Missing(days)
            | Standing::Late(days)
            | Standing::Early(days)
            | Standing::NotYetDue(days) => days,
            Standing::NotKnown | Standing::OnTime => None,
        }
    }
}

/// What is owed for the months whose first day lies within, as it stands on a day: what is missing first, then what was
/// late; of each, the month that is longest ago first.
pub fn due<'a>(particulars: &'a Particulars, within: &Period, came: &[Arrival], today: Date) -> Vec<Due<'a>> {
    let working = WorkingDays::of(&particulars.alliance);
    let mut all = Vec::new();
    for owed in &particulars.reporting.returns {
        let stages = match owed.within {
            Within::Once(days) => [Some((Stage::Once, days)), None],
            Within::Stages { flex, freeze } => {
                [flex.map(|days| (Stage::Flex, days)), Some((Stage::Freeze, freeze))]
            }
        };
        for month in months(particulars, owed, within) {
            for (stage, days) in stages.into_iter().flatten() {
                let by = working.after(month.last_of_month(), days);
                let one = |party: &'a String| {
                    let came = first(came, party, owed, month, stage);
                    let standing = standing(&working, by, came.map(|came| came.day), today);
                    Due { month, party, stage, owed, by, came, standing }
                };
                all.extend(owed.parties.iter().map(one));
            }
        }
    }
    all.sort_by_key(|due| (rank(due.standing), due.month, due.by, due.stage));
    all
}

fn months<'a>(
    particulars: &Particulars,
    owed: &Return,
    within: &Period,
) -> impl Iterator<Item = Date> + use<'a> {
    let term = &particulars.alliance.term;
    let from = within.from.max(term.from).max(owed.days.from.unwrap_or(term.from));
    let ends = [Some(within.to), term.to, owed.days.to];
    let to = ends.into_iter().flatten().min().unwrap_or(within.to);
    let next = |month: &Date| month.checked_add(1_i64.months()).ok();
    let months = iter::successors(Some(from.first_of_month()), next);
    months.skip_while(move |month| *month < from).take_while(move |month| *month <= to)
}

/// What came for it first: for a return that is to be final, the first final file.
fn first(came: &[Arrival], party: &str, owed: &Return, month: Date, stage: Stage) -> Option<Came> {
    let fits = |arrival: &&Arrival| {
        let is_it = arrival.party == party && arrival.kind == owed.kind && arrival.month == month;
        is_it && (stage != Stage::Freeze || arrival.freeze && !arrival.by_hand)
    };
    let came = came.iter().filter(fits);
    came.map(|&Arrival { entry, day, by_hand, .. }| Came { entry, day, by_hand }).min()
}

fn standing(working: &WorkingDays<'_>, by: Option<Date>, came: Option<Date>, today: Date) -> Standing {
    let Some(by) = by else { return Standing::NotKnown };
    let Some(came) = came else {
        return if today <= by {
            Standing::NotYetDue(working.between(today, by))
        } else {
            Standing::Missing(working.between(by, today))
        };
    };
    let counted = working_day_from(working, came);
    if came <= by {
        return match counted.and_then(|counted| working.between(counted, by)) {
            Some(0) => Standing::OnTime,
            days => Standing::Early(days),
        };
    }
    Standing::Late(counted.and_then(|counted| working.between(by, counted)))
}

/// The day itself, or the next working day.
fn working_day_from(working: &WorkingDays<'_>, day: Date) -> Option<Date> {
    if working.includes(day)? { Some(day) } else { working.after(day, 1) }
}

/// What is missing is to be seen first, and what was in time last.
const fn rank(standing: Standing) -> u8 {
    match standing {
        Standing::Missing(_) => 0,
        Standing::Late(_) => 1,
        Standing::NotYetDue(_) => 2,
        Standing::NotKnown => 3,
        Standing::OnTime | Standing::Early(_) => 4,
    }
}

/// The clock of a query. Days are working days, and left out where these are not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QueryClock {
    /// How many it is, or was, open.
    pub open: Option<u32>,
    /// By which day an answer was due, where that is agreed.
    pub due: Option<Date>,
    /// The day of the first answer.
    pub answered: Option<Date>,
    /// How the answer stands; nothing where none is waited for, or the agreement does not say how soon one is due.
    pub standing: Option<Standing>,
}

/// How far a query is on a day: answers count from the day after it was raised. A credit is an answer too; a query that
/// was taken back without one waits for none.
pub fn clock(particulars: &Particulars, query: &QueryEntry, today: Date) -> QueryClock {
    let working = WorkingDays::of(&particulars.alliance);
    let day = |text: &String| text.parse::<Date>().ok();
    let raised = day(&query.body.day);
    let closed = query.closed.as_ref();
    let ended = closed.and_then(|closed| day(&closed.body.day));
    let credited = ended.filter(|_| closed.is_some_and(|closed| closed.body.outcome == QueryOutcome::Credit));
    let answered = query.replies.first().and_then(|reply| day(&reply.day)).or(credited);
    let waits = answered.is_some() || ended.is_none();
    let within = particulars.reporting.answered_within;
    let due = within.and_then(|days| working.after(raised?, days));
    QueryClock {
        open: raised.and_then(|raised| working.between(raised, ended.unwrap_or(today))),
        due,
        answered,
        standing: within.filter(|_| waits).map(|_| standing(&working, due, answered, today)),
    }
}
