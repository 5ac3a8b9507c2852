//! Rates: so many of so many, exactly, by definitions that are named where published ones differ.
//!
//! A rate never divides by nobody, and it need not be below one: planned theatre time can be overrun, and more forms can
//! come back than were counted out. What is shown of small numbers is decided in [`crate::protection`], before anyone
//! sees a figure.
//!
//! This module will never know whose measure it is or which level it reaches. Start with [`Rate`].

use accordant_money::{Exact, Number, NumberProblem};
use alloc::collections::BTreeMap;

/// So many of so many, with neither of them lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// Of these, what is counted.
    pub numerator: u64,
    /// All that it is held against.
    pub denominator: u64,
}

impl Rate {
    /// The quotient; nothing where there is nobody to divide by.
    #[must_use]
    pub fn value(self) -> Option<Exact> {
        Exact::ratio(i128::from(self.numerator), i128::from(self.denominator))
    }

    /// Both together, as for one larger group; nothing when they cannot be counted.
    #[must_use]
    pub fn plus(self, other: Rate) -> Option<Rate> {
        let numerator = self.numerator.checked_add(other.numerator)?;
        let denominator = self.denominator.checked_add(other.denominator)?;
        Some(Rate { numerator, denominator })
    }

    /// The rate of all of them together; nothing when they cannot be counted. It is not the mean of their rates.
    #[must_use]
    pub fn of_all(rates: impl IntoIterator<Item = Rate>) -> Option<Rate> {
        rates.into_iter().try_fold(Rate { numerator: 0, denominator: 0 }, Rate::plus)
    }
}

/// Appointments by how they ended, by the code of the data dictionary: 5 and 6 seen, 3 did not attend, 7 came too late
/// to be seen, 2 cancelled by the patient, 4 by the provider, 0 still to come.
pub type Outcomes = BTreeMap<u8, u64>;

/// Which codes are counted, and of which. A contract states both: published rates differ in them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodeRule<'a> {
    /// The codes that are counted.
    pub numerator: &'a [u8],
    /// The codes that they are held against; those counted belong here too where they are part of them.
    pub denominator: &'a [u8],
}

impl CodeRule<'static> {
    /// Did not attend, of all who were to be seen: cancellations are out, and so is coming too late.
    pub const DID_NOT_ATTEND: CodeRule<'static> = CodeRule { numerator: &[3], denominator: &[3, 5, 6] };
    /// Did not attend or came too late to be seen, of all who were to be seen.
    pub const DID_NOT_ATTEND_OR_LATE: CodeRule<'static> =
        CodeRule { numerator: &[3, 7], denominator: &[3, 5, 6, 7] };
    /// Did not attend, of all that was booked, with cancellations: the lower figure of headlines.
    pub const DID_NOT_ATTEND_OF_BOOKED: CodeRule<'static> =
        CodeRule { numerator: &[3], denominator: &[2, 3, 4, 5, 6, 7] };
}

/// The rate of coded outcomes by the rule; nothing when they cannot be counted.
#[must_use]
pub fn coded(outcomes: &Outcomes, rule: CodeRule<'_>) -> Option<Rate> {
    let sum = |codes: &[u8]| {
        let counted = outcomes.iter().filter(|(code, _)| codes.contains(code));
        counted.map(|(_, count)| *count).try_fold(0_u64, u64::checked_add)
    };
    Some(Rate { numerator: sum(rule.numerator)?, denominator: sum(rule.denominator)? })
}

/// Answers to the question of the Friends and Family Test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FriendsAndFamily {
    /// Very good.
    pub very_good: u64,
    /// Good.
    pub good: u64,
    /// Neither good nor poor.
    pub neither: u64,
    /// Poor.
    pub poor: u64,
    /// Very poor.
    pub very_poor: u64,
    /// Do not know: part of all answers.
    pub do_not_know: u64,
}

impl FriendsAndFamily {
    /// Good or very good, of all six answers; nothing when they cannot be counted.
    #[must_use]
    pub fn positive(&self) -> Option<Rate> {
        self.of_all(self.very_good.checked_add(self.good)?)
    }

    /// Poor or very poor, of all six answers; nothing when they cannot be counted.
    #[must_use]
    pub fn negative(&self) -> Option<Rate> {
        self.of_all(self.poor.checked_add(self.very_poor)?)
    }

    fn of_all(&self, numerator: u64) -> Option<Rate> {
        let all = [self.very_good, self.good, self.neither, self.poor, self.very_poor, self.do_not_know];
        Some(Rate { numerator, denominator: all.into_iter().try_fold(0_u64, u64::checked_add)? })
    }
}

/// Cancelled operations of a quarter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cancellations {
    /// Elective operations that the provider cancelled for reasons that are not clinical, on the day of admission or later.
    pub last_minute: u64,
    /// Of these, patients who were not treated within 28 days.
    pub not_treated_in_28_days: u64,
    /// All elective activity.
    pub elective_activity: u64,
}

impl Cancellations {
    /// Last-minute cancellations of all elective activity.
    #[must_use]
    pub fn last_minute_rate(&self) -> Rate {
        Rate { numerator: self.last_minute, denominator: self.elective_activity }
    }

    /// Breaches of the 28 days, of the last-minute cancellations.
    #[must_use]
    pub fn breach_rate(&self) -> Rate {
        Rate { numerator: self.not_treated_in_28_days, denominator: self.last_minute }
    }
}

/// A planned theatre session and the times in it when a patient was being cared for, in minutes from any one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session<'a> {
    /// When it was planned to begin.
    pub begins: u32,
    /// When it was planned to end.
    pub ends: u32,
    /// From when to when each patient was being cared for. Times between patients belong to nobody.
    pub touch: &'a [(u32, u32)],
}

/// Theatre use that counts overruns and early starts: it can pass the whole.
#[must_use]
pub fn theatre_use_uncapped(sessions: &[Session<'_>]) -> Option<Rate> {
    theatre_use(sessions, |_, touch| touch)
}

/// Theatre use inside the planned sessions only: it cannot pass the whole where patients follow one another.
#[must_use]
pub fn theatre_use_capped(sessions: &[Session<'_>]) -> Option<Rate> {
    theatre_use(sessions, |session, (from, to)| (from.max(session.begins), to.min(session.ends)))
}

fn theatre_use(
    sessions: &[Session<'_>],
    counted: impl Fn(&Session<'_>, (u32, u32)) -> (u32, u32),
) -> Option<Rate> {
    let lasts = |(from, to): (u32, u32)| u64::from(to.saturating_sub(from));
    Rate::of_all(sessions.iter().map(|session| Rate {
        numerator: session.touch.iter().map(|touch| lasts(counted(session, *touch))).sum(),
        denominator: lasts((session.begins, session.ends)),
    }))
}

/// What patients reported before and after, on one scale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reported {
    /// The score before the operation.
    pub before: Exact,
    /// The score about six months after it.
    pub after: Exact,
}

/// The mean gain, after less before, not adjusted for case mix; nothing where nobody answered twice.
///
/// # Errors
/// When a number grows larger than is computed with.
pub fn mean_gain(answers: &[Reported]) -> Result<Option<Exact>, NumberProblem> {
    let gains: Result<alloc::vec::Vec<Exact>, _> =
        answers.iter().map(|answer| answer.after.minus(&answer.before)).collect();
    crate::numbers::average(&gains?)
}

/// Forms and operations of a measure that patients report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Forms {
    /// Operations for which a form was to be filled in.
    pub eligible: u64,
    /// Forms filled in before the operation.
    pub before: u64,
    /// Forms sent after it.
    pub sent_after: u64,
    /// Of these, forms that came back.
    pub returned_after: u64,
}

impl Forms {
    /// Forms before the operation, of the operations counted: as counts come from two sources it can pass the whole.
    #[must_use]
    pub fn participation(&self) -> Rate {
        Rate { numerator: self.before, denominator: self.eligible }
    }

    /// Forms that came back, of those sent.
    #[must_use]
    pub fn response(&self) -> Rate {
        Rate { numerator: self.returned_after, denominator: self.sent_after }
    }
}

/// Answers to a statement such as "I know who to call", by how far people agree, on a scale that the survey names.
pub type Answers<'a> = BTreeMap<&'a str, u64>;

/// Those who gave one of the answers that count, of all who gave an answer that is not left out, such as "does not apply".
/// Nothing when they cannot be counted.
#[must_use]
pub fn agreeing(answers: &Answers<'_>, count: &[&str], left_out: &[&str]) -> Option<Rate> {
    let sum = |wanted: &dyn Fn(&str) -> bool| {
        let counted = answers.iter().filter(|(answer, _)| wanted(answer));
        counted.map(|(_, people)| *people).try_fold(0_u64, u64::checked_add)
    };
    let asked = |answer: &str| !left_out.contains(&answer);
    let agrees = |answer: &str| count.contains(&answer) && asked(answer);
    Some(Rate { numerator: sum(&agrees)?, denominator: sum(&asked)? })
}

/// How far one rate lies above another; nothing where one of them has no value.
///
/// # Errors
/// When a number grows larger than is computed with.
pub fn gap(one: Rate, other: Rate) -> Result<Option<Exact>, NumberProblem> {
    match (one.value(), other.value()) {
        (Some(one), Some(other)) => one.minus(&other).map(Some),
        _ => Ok(None),
    }
}
