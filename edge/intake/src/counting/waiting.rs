//! Waiting times as the counts that an agreement asks for. Start with [`waits`].

use super::CountingText;
use super::returns::{Returned, said};
use crate::submission::{Part, Waits, WaitsKey};
use accordant_activity::{Month, Rows};
use accordant_facts::FactValue;
use accordant_money::Exact;
use std::collections::BTreeMap;

/// The parts of the return, as people call them.
pub(super) const PARTS: [(&str, Part); 5] = [
    ("incomplete", Part::Incomplete),
    ("incomplete with a decision to admit", Part::IncompleteDecided),
    ("completed admitted", Part::CompletedAdmitted),
    ("completed not admitted", Part::CompletedNotAdmitted),
    ("new", Part::New),
];
/// How a count is written.
pub(super) const COUNT_HELP: &str = "write `all`, `within 18 weeks` or `over 52 weeks`";

/// An input as a count of waiting times, month by month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waited {
    /// The input.
    pub input: String,
    /// The part of the return.
    pub part: Part,
    /// What is counted.
    pub figure: WaitsFigure,
    /// Whose waits; of an empty list everybody's.
    pub providers: Vec<String>,
    /// For whom; of an empty list for everybody.
    pub commissioners: Vec<String>,
    /// In which treatment functions; of an empty list in all.
    pub functions: Vec<String>,
}

/// What is counted of waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaitsFigure {
    /// Everybody.
    All,
    /// Those who wait not more than so many weeks: 18 weeks are 126 days.
    Within(usize),
    /// Those who wait more than so many weeks.
    Over(usize),
}

impl WaitsFigure {
    /// Reads `all`, `within 18 weeks` or `over 52 weeks`.
    pub(super) fn read(text: &str) -> Option<WaitsFigure> {
        if text == "all" {
            return Some(WaitsFigure::All);
        }
        let weeks = |rest: &str| rest.strip_suffix(" weeks")?.parse().ok();
        let within = text.strip_prefix("within ").and_then(weeks).map(WaitsFigure::Within);
        within.or_else(|| text.strip_prefix("over ").and_then(weeks).map(WaitsFigure::Over))
    }

    /// How many of these waits; nothing where the bands end before so many weeks.
    fn count(self, waits: &Waits) -> Option<u64> {
        let sum = |bands: &[u64]| bands.iter().sum::<u64>();
        match self {
            WaitsFigure::All => Some(waits.all),
            // The last band is open: no count is known beyond its lower edge.
            WaitsFigure::Within(weeks) if weeks < waits.bands.len() => waits.bands.get(..weeks).map(sum),
            WaitsFigure::Over(weeks) if weeks < waits.bands.len() => waits.bands.get(weeks..).map(sum),
            WaitsFigure::Within(_) | WaitsFigure::Over(_) => None,
        }
    }
}

impl Waited {
    fn holds(&self, key: &WaitsKey) -> bool {
        let one = |list: &[String], code: &str| list.is_empty() || list.iter().any(|listed| listed == code);
        self.part == key.part
            && one(&self.providers, &key.provider)
            && one(&self.commissioners, &key.commissioner)
            && one(&self.functions, &key.function)
    }
}

/// The facts of a return of waiting times. A count of which one row cannot say enough is not published.
pub fn waits(file: &str, all: &BTreeMap<WaitsKey, Waits>, text: &CountingText) -> Returned {
    let mut returned = Returned::default();
    for waited in &text.waits {
        let mut months: BTreeMap<Month, (Option<u64>, Rows)> = BTreeMap::new();
        for (key, waits) in all.iter().filter(|(key, _)| waited.holds(key)) {
            let (sum, rows) = months.entry(key.month).or_insert((Some(0), Rows::none()));
            *sum = sum.zip(waited.figure.count(waits)).and_then(|(sum, more)| sum.checked_add(more));
            rows.add(waits.row);
        }
        for (month, (sum, rows)) in months {
            // A month has days, save past the end of the calendar.
            let Some(days) = month.days() else { continue };
            let value = sum
                .map_or(FactValue::NotPublished, |sum| FactValue::Number(Exact::from_i128(i128::from(sum))));
            let place = (waited.input.clone(), Vec::new(), days);
            returned.facts.replace(said((file, text.activity.status), place, value, &rows, None));
        }
    }
    returned
}
