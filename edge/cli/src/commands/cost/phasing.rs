//! How a year of costs is spread over its months: by working days, or by stated weights.

use accordant_activity::{Month, Months, Phased, Phasing, Scaled};
use accordant_agreement::particulars::BusinessDays;
use accordant_facts::Days;
use accordant_intake::counting::PhasedBy;
use accordant_money::{Exact, Number};
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// The share of a period that falls to each of its months.
pub struct Plan {
    phased: Phased,
    months: Months,
}

impl Plan {
    /// The plan of a period; why there is none, if so.
    pub fn new(by: &PhasedBy, period: Days, calendar: Option<&BusinessDays>) -> Result<Plan, String> {
        let months = months(period).ok_or("the period is no row of whole months")?;
        let year = months.first().year();
        if months.last().year() != year {
            return Err("the period does not lie in one year from April to March".to_string());
        }
        let one = Scaled::ONE;
        let phased = match by {
            PhasedBy::WorkingDays => {
                let calendar = calendar.ok_or("the agreement names no business days")?;
                Phased::by_working_days(year, one, |month| working_days(month, calendar))
            }
            PhasedBy::Weights(weights) => Phased::by_profile(year, one, *weights),
        };
        Ok(Plan { phased: phased.map_err(|problem| problem.to_string())?, months })
    }

    /// How it is spread, in words.
    pub fn by(&self) -> &'static str {
        match self.phased.phasing() {
            Phasing::WorkingDays => "working days",
            Phasing::Profile => "the stated profile",
        }
    }

    /// The share of the period that falls to these months.
    pub fn share(&self, months: Months) -> Option<Exact> {
        self.phased.months(months).divided_by(&self.phased.months(self.months)).ok()
    }

    /// The share of the period that falls to one month.
    pub fn of_month(&self, month: Month) -> Option<Exact> {
        self.share(Months::new(month, month)?)
    }
}

/// The months of a period; nothing if it cuts one.
pub fn months(period: Days) -> Option<Months> {
    let months = Months::new(Month::of_day(period.from())?, Month::of_day(period.to())?)?;
    let is_whole =
        months.first().days()?.from() == period.from() && months.last().days()?.to() == period.to();
    is_whole.then_some(months)
}

/// The working days of a month; nothing where the week is not Monday to Friday, and past the last year of which closed
/// days are known.
fn working_days(month: Month, calendar: &BusinessDays) -> Option<u32> {
    if calendar.week.as_deref() != Some("monday to friday") {
        return None;
    }
    let days = month.days()?;
    calendar.closed.iter().any(|day| day.year() == days.from().year()).then_some(())?;
    let each = std::iter::successors(Some(days.from()), |day: &Date| day.checked_add(1.day()).ok());
    let open = each.take_while(|day| *day <= days.to()).filter(|day| {
        !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) && !calendar.closed.contains(day)
    });
    u32::try_from(open.count()).ok()
}
