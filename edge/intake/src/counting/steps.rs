//! `steps`: which points of delivery are which step of a pathway, and how many follow-ups were agreed.

use super::Reader;
use accordant_activity::{Key, Scaled, Step};
use accordant_agreement::problem::in_backticks;
use accordant_agreement::tree::Entry;
use std::collections::BTreeMap;

const STEP_KEYS: [&str; 5] = ["first", "follow_up", "diagnostic", "follow_ups_agreed", "agreed_in"];
const STEPS: [(&str, Step); 3] =
    [("first", Step::First), ("follow_up", Step::FollowUp), ("diagnostic", Step::Diagnostic)];

/// Which lines are which step of a pathway.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StepsText {
    /// The step that a point of delivery is.
    pub points_of_delivery: BTreeMap<String, Step>,
    /// How many follow-ups were agreed for each first appointment, by treatment function.
    pub follow_ups_agreed: BTreeMap<String, Scaled>,
    /// Where that is agreed.
    pub agreed_in: Option<String>,
}

impl StepsText {
    /// The step that a cell is.
    pub fn step(&self, key: &Key) -> Option<Step> {
        self.points_of_delivery.get(&*key.point_of_delivery).copied()
    }
}

impl Reader<'_> {
    pub(super) fn steps(&mut self, entry: &Entry) -> StepsText {
        let mut text = StepsText::default();
        let entries = self.map(&entry.key, &entry.value).unwrap_or_default();
        self.only(entries, &STEP_KEYS);
        for one in entries {
            if let Some((_, step)) = STEPS.into_iter().find(|(word, _)| *word == one.key) {
                self.step(one, step, &mut text);
            }
            match one.key.as_str() {
                "agreed_in" => text.agreed_in = self.text(one).map(str::to_string),
                "follow_ups_agreed" => {
                    let ratios = self.map(&one.key, &one.value).unwrap_or_default();
                    let ratio = |ratio: &Entry| Some((ratio.key.clone(), self.number(ratio)?));
                    text.follow_ups_agreed = ratios.iter().filter_map(ratio).collect();
                }
                _ => {}
            }
        }
        text
    }

    fn step(&mut self, entry: &Entry, step: Step, text: &mut StepsText) {
        for code in self.codes(entry) {
            let before = text.points_of_delivery.insert(code.clone(), step);
            if before.is_some_and(|before| before != step) {
                let what = format!("{} is two steps at once", in_backticks(&code));
                self.tell(
                    &entry.key_place,
                    &entry.key,
                    "two-steps",
                    what,
                    "name each point of delivery once",
                );
            }
        }
    }
}
