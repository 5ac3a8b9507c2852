//! `counting.yaml`: how the activity of files is counted in an agreement.
//!
//! It names the parties behind codes of organisations, which codes are which service, and which input of the agreement
//! is which sum of contract monitoring, which measure of a return, which cost. Every name is checked against the
//! agreement. Start with [`read`].

mod known;
mod plan;
mod returns;
mod sites;
mod steps;
mod target;
mod waiting;

pub use returns::{NotTaken, Place as CostPlace, Returned, cost_places, costs, measures};
pub use sites::{SiteText, StrandedText, setting_word};
pub use steps::StepsText;
pub use target::{PhasedBy, Target};
pub use waiting::{Waited, WaitsFigure, waits};

use crate::fault::{Fault, either, instead};
use crate::names::Names;
use accordant_activity::counting::{Counted, Counting, Dimension, Figure, Fits};
use accordant_activity::{Month, Months, Scaled, Side};
use accordant_agreement::Agreement;
use accordant_agreement::problem::{Place, Problems, in_backticks};
use accordant_agreement::resolve::{Given, read_value};
use accordant_agreement::terms::{Cause, InputKind};
use accordant_agreement::tree::{self, Entry, Node};
use accordant_agreement::unit::Unit;
use accordant_facts::Status;
use std::collections::BTreeMap;

/// The file beside the agreement.
pub const COUNTING_FILE: &str = "counting.yaml";
/// The name of the problem that a key stands in quotes: a code is someone else's text, and may need them.
const QUOTED_KEY: &str = "key-not-plain";
const KEYS: [&str; 10] =
    ["organisations", "services", "inputs", "measures", "costs", "target", "waits", "sites", "steps", "plan"];
const WAITS_KEYS: [&str; 5] = ["of", "count", "providers", "commissioners", "functions"];
const MEASURE_KEYS: [&str; 3] = ["value", "numerator", "denominator"];
const COST_KEYS: [&str; 1] = ["of"];
const APART: [(&str, Apart); 3] =
    [("party", Apart::Party), ("service", Apart::Service), ("element", Apart::Element)];
const FITS_KEYS: [&str; 4] = ["functions", "points_of_delivery", "currencies", "sites"];
const INPUT_KEYS: [&str; 2] = ["sum", "of"];
const SUMS: [(&str, Side, Figure); 7] = [
    ("actual activity", Side::Actual, Figure::Activity),
    ("planned activity", Side::Planned, Figure::Activity),
    ("actual price", Side::Actual, Figure::Price),
    ("planned price", Side::Planned, Figure::Price),
    ("actual value", Side::Actual, Figure::Value),
    ("planned value", Side::Planned, Figure::Value),
    ("phased plan", Side::Planned, Figure::PhasedPlan),
];
const DIMENSIONS: [(&str, Dimension); 3] = [
    ("service", Dimension::Service),
    ("provider", Dimension::Provider),
    ("commissioner", Dimension::Commissioner),
];

/// What a `counting.yaml` says.
#[derive(Debug, Clone, Default)]
pub struct CountingText {
    /// How contract monitoring is counted.
    pub activity: Counting,
    /// Which inputs a measure of a return gives, by the name of the measure in the return.
    pub measures: BTreeMap<String, Measured>,
    /// Which inputs costs add up to.
    pub costs: Vec<Costed>,
    /// Which inputs are counts of waiting times.
    pub waits: Vec<Waited>,
    /// What costs are held against.
    pub target: Option<Target>,
    /// What is said of each site of treatment, by its code.
    pub sites: BTreeMap<String, SiteText>,
    /// Which lines are which step of a pathway.
    pub steps: StepsText,
}

/// Which inputs a measure of a return gives.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Measured {
    /// The input that its value is.
    pub value: Option<String>,
    /// The input that those are who met it.
    pub numerator: Option<String>,
    /// The input that all of them are.
    pub denominator: Option<String>,
}

/// An input as a sum of allowable costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Costed {
    /// The input.
    pub input: String,
    /// What it is told apart by, in the order of the agreement.
    pub of: Vec<Apart>,
}

/// What costs are told apart by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Apart {
    /// The party.
    Party,
    /// The service.
    Service,
    /// The element of cost.
    Element,
}

/// Reads a `counting.yaml`. All that is wrong is added to `problems`; what has a problem is left out.
pub fn read(file: &str, bytes: &[u8], agreement: &Agreement, problems: &mut Problems) -> CountingText {
    let mut found = Problems::new();
    let root = tree::read(file, bytes, &mut found);
    problems.extend(found.sorted().into_iter().filter(|problem| problem.code != QUOTED_KEY));
    let mut text = CountingText::default();
    let Some(root) = root else { return text };
    let mut reader = Reader { agreement, problems };
    let Some(entries) = reader.map("the file", &root) else { return text };
    let counting = &mut text.activity;
    if agreement.particulars.alliance.illustrative.is_some() {
        counting.status = Status::Illustrative;
    }
    reader.only(entries, &KEYS);
    for entry in entries {
        let inner = reader.map(&entry.key, &entry.value).unwrap_or_default();
        match entry.key.as_str() {
            "organisations" => {
                counting.organisations.extend(inner.iter().filter_map(|one| reader.organisation(one)))
            }
            "services" => counting.services.extend(inner.iter().flat_map(|one| reader.service(one))),
            "inputs" => counting.inputs.extend(inner.iter().filter_map(|one| reader.input(one))),
            "measures" => text.measures.extend(inner.iter().filter_map(|one| reader.measure(one))),
            "costs" => text.costs.extend(inner.iter().filter_map(|one| reader.cost(one))),
            "target" => text.target = reader.target(entry),
            "waits" => text.waits.extend(inner.iter().filter_map(|one| reader.waits(one))),
            "sites" => text.sites.extend(inner.iter().filter_map(|one| reader.site(one))),
            "steps" => text.steps = reader.steps(entry),
            "plan" => counting.plans.extend(inner.iter().filter_map(|one| reader.plan(one))),
            _ => {}
        }
    }
    reader.plan_fits(&root, counting);
    text
}

struct Reader<'a> {
    agreement: &'a Agreement,
    problems: &'a mut Problems,
}

impl Reader<'_> {
    fn organisation(&mut self, entry: &Entry) -> Option<(String, String)> {
        let party = self.text(entry)?;
        self.known_party(&entry.value.place, party)?;
        Some((entry.key.clone(), party.to_string()))
    }

    fn known_party(&mut self, place: &Place, party: &str) -> Option<()> {
        let parties = self.agreement.particulars.parties.iter().map(|party| party.name.as_str());
        if parties.clone().any(|name| name == party) {
            return Some(());
        }
        let what = format!("{} is no party of the agreement", in_backticks(party));
        self.tell(place, party, "unknown-party", what, &instead(party, parties));
        None
    }

    /// A service is one map of codes, or a list of them of which any may fit.
    fn service(&mut self, entry: &Entry) -> Vec<(String, Fits)> {
        if self.known_service(entry).is_none() {
            return Vec::new();
        }
        let nodes = entry.value.as_list().unwrap_or(std::slice::from_ref(&entry.value));
        nodes.iter().filter_map(|node| Some((entry.key.clone(), self.fits(&entry.key, node)?))).collect()
    }

    fn fits(&mut self, service: &str, node: &Node) -> Option<Fits> {
        let entries = self.map(service, node)?;
        self.only(entries, &FITS_KEYS);
        if entries.is_empty() {
            let what = format!("nothing says which lines are {}", in_backticks(service));
            let help = "write its `functions`, `points_of_delivery`, `currencies` or `sites`";
            self.tell(&node.place, service, "missing-key", what, help);
            return None;
        }
        let mut codes = |key: &str| node.entry(key).map(|entry| self.codes(entry)).unwrap_or_default();
        Some(Fits {
            functions: codes("functions"),
            points_of_delivery: codes("points_of_delivery"),
            currencies: codes("currencies"),
            sites: codes("sites"),
        })
    }

    fn input(&mut self, entry: &Entry) -> Option<Counted> {
        let entries = self.map(&entry.key, &entry.value)?;
        self.only(entries, &INPUT_KEYS);
        let by = self.quantity(entry, &entry.key)?;
        let sum = self.word(entry, "sum", SUMS.map(|(word, ..)| word))?;
        let (_, side, figure) = SUMS.into_iter().find(|(word, ..)| *word == sum)?;
        if figure == Figure::Value {
            self.is_money(entry)?;
        }
        let of = match entry.value.entry("of") {
            Some(of) => self.each_of(of, &DIMENSIONS)?,
            None => Vec::new(),
        };
        self.one_for_each(entry, &by, of.len(), &DIMENSIONS.map(|(word, _)| word))?;
        Some(Counted { input: entry.key.clone(), of, side, figure })
    }

    fn measure(&mut self, entry: &Entry) -> Option<(String, Measured)> {
        let entries = self.map(&entry.key, &entry.value)?;
        self.only(entries, &MEASURE_KEYS);
        let mut measured = Measured::default();
        for one in entries {
            let input = self.text(one)?.to_string();
            match one.key.as_str() {
                // What is judged has a word for its value, and a milestone too.
                "value" => self.asked(one, &input).map(drop)?,
                _ => self.quantity(one, &input).map(drop)?,
            }
            match one.key.as_str() {
                "value" => measured.value = Some(input),
                "numerator" => measured.numerator = Some(input),
                _ => measured.denominator = Some(input),
            }
        }
        if measured == Measured::default() {
            let what = format!("nothing says which input {} is", in_backticks(&entry.key));
            self.tell(
                &entry.key_place,
                &entry.key,
                "missing-key",
                what,
                "write its `value`, or its `numerator` and `denominator`",
            );
            return None;
        }
        Some((entry.key.clone(), measured))
    }

    fn cost(&mut self, entry: &Entry) -> Option<Costed> {
        let entries = self.map(&entry.key, &entry.value)?;
        self.only(entries, &COST_KEYS);
        let by = self.quantity(entry, &entry.key)?;
        let of = match entry.value.entry("of") {
            Some(of) => self.each_of(of, &APART)?,
            None => Vec::new(),
        };
        self.one_for_each(entry, &by, of.len(), &APART.map(|(word, _)| word))?;
        Some(Costed { input: entry.key.clone(), of })
    }

    fn waits(&mut self, entry: &Entry) -> Option<Waited> {
        let entries = self.map(&entry.key, &entry.value)?;
        self.only(entries, &WAITS_KEYS);
        let by = self.quantity(entry, &entry.key)?;
        self.one_for_each(entry, &by, 0, &[])?;
        let part = self.word(entry, "of", waiting::PARTS.map(|(word, _)| word))?;
        let (_, part) = waiting::PARTS.into_iter().find(|(word, _)| *word == part)?;
        let count = entry.value.entry("count");
        let Some(count) = count else {
            let what = format!("{} has no `count`", in_backticks(&entry.key));
            self.tell(&entry.key_place, &entry.key, "missing-key", what, waiting::COUNT_HELP);
            return None;
        };
        let text = self.text(count)?;
        let figure = WaitsFigure::read(text);
        if figure.is_none() {
            let what = format!("{} is no count of waits", in_backticks(text));
            self.tell(&count.value.place, text, "unknown-word", what, waiting::COUNT_HELP);
        }
        let mut codes = |key: &str| entry.value.entry(key).map(|entry| self.codes(entry)).unwrap_or_default();
        Some(Waited {
            input: entry.key.clone(),
            part,
            figure: figure?,
            providers: codes("providers"),
            commissioners: codes("commissioners"),
            functions: codes("functions"),
        })
    }

    /// The indexes of an input, and whether it is a choice of words.
    fn asked(&mut self, entry: &Entry, input: &str) -> Option<(Vec<String>, bool)> {
        let agreement = self.agreement;
        let names = Names::new(agreement.terms.as_ref()?);
        let asked = self.note(&entry.key_place, input, names.asked(input))?;
        let by = asked.indexes().into_iter().map(str::to_string).collect();
        Some((by, matches!(asked.kind, InputKind::Choice(_))))
    }

    /// The indexes of an input that is a quantity.
    fn quantity(&mut self, entry: &Entry, input: &str) -> Option<Vec<String>> {
        let (by, is_choice) = self.asked(entry, input)?;
        if is_choice {
            let what = format!("{} is a choice of words, not a number", in_backticks(input));
            self.tell(&entry.key_place, input, "unit", what, "count it as an input with a unit");
            return None;
        }
        Some(by)
    }

    /// Whether an input that is a quantity is money, as what activity comes to at prices is.
    fn is_money(&mut self, entry: &Entry) -> Option<()> {
        let names = Names::new(self.agreement.terms.as_ref()?);
        let asked = names.asked(&entry.key).ok()?;
        if matches!(&asked.kind, InputKind::Quantity(unit) if unit.is_money()) {
            return self.is_value(entry);
        }
        let what = format!("{} is not money", in_backticks(&entry.key));
        let help = "a value is activity at a price: count it as an input with a unit such as `GBP`";
        self.tell(&entry.key_place, &entry.key, "unit", what, help);
        None
    }

    /// Whether the agreement says of it that it is a value: else a difference would call it all price, or all activity.
    fn is_value(&mut self, entry: &Entry) -> Option<()> {
        let inputs = &self.agreement.terms.as_ref()?.inputs;
        if inputs.iter().any(|input| input.name == entry.key && input.cause == Cause::Value) {
            return Some(());
        }
        let what = format!("the agreement does not say that {} is a value", in_backticks(&entry.key));
        let help = "write `kind: value` at the input: what changes it is then told as price or as activity";
        self.tell(&entry.key_place, &entry.key, "kind", what, help);
        None
    }

    /// Whether there is one dimension for each index.
    fn one_for_each(&mut self, entry: &Entry, by: &[String], given: usize, words: &[&str]) -> Option<()> {
        if given == by.len() {
            return Some(());
        }
        let what = format!("{} is given by {}", in_backticks(&entry.key), given_by(by));
        let help = match words {
            [] => "count it as an input that is given for nothing separately".to_string(),
            words => format!("write `of` with {} for each, in that order", either(words.iter().copied())),
        };
        self.tell(&entry.key_place, &entry.key, "wrong-number", what, &help);
        None
    }

    fn each_of<T: Copy>(&mut self, entry: &Entry, known: &[(&'static str, T)]) -> Option<Vec<T>> {
        let mut all = Vec::new();
        for node in entry.value.as_list().unwrap_or(std::slice::from_ref(&entry.value)) {
            let text = node.as_text().unwrap_or_default();
            let Some((_, one)) = known.iter().find(|(word, _)| *word == text) else {
                let what = format!("{} tells nothing apart", in_backticks(text));
                self.tell(
                    &node.place,
                    text,
                    "unknown-word",
                    what,
                    &instead(text, known.iter().map(|(word, _)| *word)),
                );
                return None;
            };
            all.push(*one);
        }
        Some(all)
    }

    fn word<const N: usize>(
        &mut self,
        entry: &Entry,
        key: &str,
        words: [&'static str; N],
    ) -> Option<&'static str> {
        let Some(found) = entry.value.entry(key) else {
            let what = format!("{} has no `{key}`", in_backticks(&entry.key));
            self.tell(&entry.key_place, &entry.key, "missing-key", what, &instead("", words));
            return None;
        };
        let text = self.text(found)?;
        let word = words.into_iter().find(|word| *word == text);
        if word.is_none() {
            let what = format!("{} is no word for `{key}`", in_backticks(text));
            self.tell(&found.value.place, text, "unknown-word", what, &instead(text, words));
        }
        word
    }

    fn codes(&mut self, entry: &Entry) -> Vec<String> {
        let nodes = entry.value.as_list().unwrap_or(std::slice::from_ref(&entry.value));
        let codes: Vec<String> = nodes.iter().filter_map(Node::as_text).map(str::to_string).collect();
        if codes.len() != nodes.len() || codes.is_empty() {
            let what = format!("{} is no list of codes", in_backticks(&entry.key));
            self.tell(&entry.key_place, &entry.key, "wrong-kind", what, "write it like `[\"130\", \"300\"]`");
        }
        codes
    }

    fn text<'n>(&mut self, entry: &'n Entry) -> Option<&'n str> {
        let text = entry.value.as_text();
        if text.is_none() && !entry.value.is_refused() {
            let what = format!("{} is not a single value", in_backticks(&entry.key));
            self.tell(&entry.key_place, &entry.key, "wrong-kind", what, "write one value behind it");
        }
        text
    }

    /// An entry of a map that must be there.
    fn needed<'n>(&mut self, entry: &Entry, node: &'n Node, key: &str, help: &str) -> Option<&'n Entry> {
        let found = node.entry(key);
        if found.is_none() && !node.is_refused() {
            let what = format!("{} has no `{key}`", in_backticks(&entry.key));
            self.tell(&node.place, &entry.key, "missing-key", what, help);
        }
        found
    }

    /// A number: `12,400`, `60%`, `118.40`, `GBP 118.40`.
    fn number(&mut self, entry: &Entry) -> Option<Scaled> {
        let text = self.text(entry)?;
        let number = match read_value(text) {
            Some(Given::Number(number, unit)) if unit.as_ref().is_none_or(Unit::is_money) => Some(number),
            _ => None,
        };
        let scaled = number.and_then(|number| Scaled::parse(&number.terminating()?));
        if scaled.is_none() {
            let what = format!("{} is no number", in_backticks(text));
            self.tell(&entry.value.place, text, "number", what, "write it like `12,400`, `118.40` or `60%`");
        }
        scaled
    }

    fn month(&mut self, entry: &Entry) -> Option<Month> {
        let text = self.text(entry)?;
        let month = Month::parse(text);
        if month.is_none() {
            let what = format!("{} is no month", in_backticks(text));
            self.tell(&entry.value.place, text, "bad-period", what, "write it like `2025-10`");
        }
        month
    }

    fn months(&mut self, entry: &Entry) -> Option<Months> {
        let text = self.text(entry)?;
        let months = Months::parse(text);
        if months.is_none() {
            let what = format!("{} are no months", in_backticks(text));
            let help = "write them like `2025-04..2025-09`, or `2025-26` for a financial year";
            self.tell(&entry.value.place, text, "bad-period", what, help);
        }
        months
    }

    fn map<'n>(&mut self, key: &str, node: &'n Node) -> Option<&'n [Entry]> {
        if node.as_map().is_none() && !node.is_refused() {
            let what = format!("{} is not a map", in_backticks(key));
            let words = node.as_text().unwrap_or_default();
            self.tell(&node.place, words, "wrong-kind", what, "write names with values");
        }
        node.as_map()
    }

    fn only(&mut self, entries: &[Entry], known: &[&str]) {
        for entry in entries.iter().filter(|entry| !known.contains(&entry.key.as_str())) {
            let what = format!("unknown key {}", in_backticks(&entry.key));
            let help = instead(&entry.key, known.iter().copied());
            self.tell(&entry.key_place, &entry.key, "unknown-key", what, &help);
        }
    }

    fn note<T>(&mut self, place: &Place, words: &str, read: Result<T, Fault>) -> Option<T> {
        read.map_err(|fault| self.problems.push(fault.at(place.clone(), words))).ok()
    }

    fn tell(&mut self, place: &Place, words: &str, code: &'static str, what: String, help: &str) {
        self.problems.push(Fault::new(code, what, help.to_string()).at(place.clone(), words));
    }
}

fn given_by(indexes: &[String]) -> String {
    if indexes.is_empty() { "nothing".to_string() } else { indexes.join(" and ") }
}
