//! `target`: which figure of the agreement costs are held against, and how a year of costs is spread over its months.

use super::Reader;
use crate::fault::instead;
use accordant_activity::Scaled;
use accordant_agreement::problem::in_backticks;
use accordant_agreement::tree::{Entry, Node};

const TARGET_KEYS: [&str; 4] = ["is", "against", "adjustments", "phased"];

/// What costs are held against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The line that is the target.
    pub is: String,
    /// The line that is held against it.
    pub against: String,
    /// The inputs whose facts are approved changes of the target.
    pub adjustments: Vec<String>,
    /// How a year of costs is spread over its months; without it nothing is worked out from a run-rate.
    pub phased: Option<PhasedBy>,
}

/// How a year is spread over its months.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PhasedBy {
    /// By working days.
    WorkingDays,
    /// By weights, April first.
    Weights([Scaled; 12]),
}

impl Reader<'_> {
    pub(super) fn target(&mut self, entry: &Entry) -> Option<Target> {
        let entries = self.map(&entry.key, &entry.value)?;
        self.only(entries, &TARGET_KEYS);
        let is = self.line(entry, "is");
        let against = self.line(entry, "against");
        let adjustments = entry.value.entry("adjustments").map(|listed| self.adjustments(listed));
        let phased = match entry.value.entry("phased") {
            Some(phased) => Some(self.phased(phased)?),
            None => None,
        };
        Some(Target { is: is?, against: against?, adjustments: adjustments.unwrap_or_default(), phased })
    }

    /// A line of the agreement that is one amount of money.
    fn line(&mut self, entry: &Entry, key: &str) -> Option<String> {
        let Some(found) = entry.value.entry(key) else {
            let what = format!("{} has no `{key}`", in_backticks(&entry.key));
            let help = "write `is` with the line that is the target, and `against` with the line that is held against it";
            self.tell(&entry.key_place, &entry.key, "missing-key", what, help);
            return None;
        };
        let name = self.text(found)?;
        let agreement = self.agreement;
        let lines = agreement.terms.as_ref().map(|terms| terms.lines.as_slice()).unwrap_or_default();
        let is_money =
            |unit: Option<&accordant_agreement::unit::Unit>| unit.is_some_and(|unit| unit.is_money());
        let known = lines.iter().filter(|line| is_money(line.unit.as_ref()) && line.by.is_empty());
        let known: Vec<&str> = known.map(|line| line.name.as_str()).collect();
        if known.contains(&name) {
            return Some(name.to_string());
        }
        let what = format!("{} is no line of the agreement that is one amount of money", in_backticks(name));
        self.tell(&found.value.place, name, "unknown-line", what, &instead(name, known));
        None
    }

    fn adjustments(&mut self, listed: &Entry) -> Vec<String> {
        let nodes = listed.value.as_list().unwrap_or(std::slice::from_ref(&listed.value));
        let names = nodes.iter().filter_map(Node::as_text);
        names.filter(|name| self.asked(listed, name).is_some()).map(str::to_string).collect()
    }

    fn phased(&mut self, phased: &Entry) -> Option<PhasedBy> {
        let help = "write `working days`, or twelve weights, April first, such as `[8, 8, 9, 8, 8, 8, 9, 8, 8, 9, 8, 9]`";
        if phased.value.as_text() == Some("working days") {
            return Some(PhasedBy::WorkingDays);
        }
        let weights: Option<Vec<Scaled>> = phased.value.as_list().and_then(|nodes| {
            let weight =
                |node: &Node| Scaled::parse(node.as_text()?).filter(|weight| *weight >= Scaled::ZERO);
            nodes.iter().map(weight).collect()
        });
        let weights: Option<[Scaled; 12]> = weights.and_then(|weights| weights.try_into().ok());
        let weights = weights.filter(|weights| weights.iter().any(|weight| *weight > Scaled::ZERO));
        if weights.is_none() {
            let words = phased.value.as_text().unwrap_or_default();
            let what = "`phased` is no way to spread a year over its months".to_string();
            self.tell(&phased.key_place, words, "unknown-word", what, help);
        }
        weights.map(PhasedBy::Weights)
    }
}
