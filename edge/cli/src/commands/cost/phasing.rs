//! How a year of costs is spread over its months: by working days, or by stated weights.

use accordant_activity::{Month, Months, Phased, Phasing, Scaled};
use accordant_agreement::working_days::WorkingDays;
use accordant_facts::Days;
use accordant_intake::counting::PhasedBy;
use accordant_money::{Exact, Number};

/// The share of a period that falls to each of its months.
pub struct Plan {
    phased: Phased,
    months: Months,
}

impl Plan {
    /// The plan of a period; why there is none, if so.
    pub fn new(by: &PhasedBy, period: Days, calendar: WorkingDays<'_>) -> Result<Plan, String> {
        let months = months(period).ok_or("the period is no row of whole months")?;
        let year = months.first().year();
        if months.last().year() != year {
            return Err("the period does not lie in one year from April to March".to_string());
        }
        let one = Scaled::ONE;
        let phased = match by {
            PhasedBy::WorkingDays => {
                let within =
                    |month: Month| month.days().and_then(|days| calendar.within(days.from(), days.to()));
                Phased::by_working_days(year, one, within)
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
