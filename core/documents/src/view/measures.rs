//! Measures with their values, the levels that they reached, and their scores.

use super::humanised;
use accordant_agreement::terms::{
    Better, Ladder, Level, Line, MissingMeasure, Origin, Rule, Terms, Weighted,
};
use accordant_money::{Exact, Number};
use accordant_settlement::Reason;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// A measure, an area or the whole, with its score.
#[derive(Debug, Clone)]
pub struct MeasureView<'a> {
    /// What it is a score of.
    pub kind: ScoreKind,
    /// Its name in words.
    pub title: String,
    /// The figure that is its value, for a measured one.
    pub value: Option<&'a Reason>,
    /// The level that it reached, in words.
    pub level: Option<String>,
    /// The figure that is its score; nothing if it has none.
    pub score: Option<&'a Reason>,
    /// What it counts for among its like; nothing for the whole.
    pub weight: Option<Weight>,
    /// Whether it is for information.
    pub standing: Standing,
    /// Its clause.
    pub clause: Option<&'a str>,
}

/// What a score counts for in the mean that it is a part of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weight {
    /// The weight that the agreement states.
    pub stated: Exact,
    /// The sum of the weights that count.
    pub of: Exact,
    /// The one over the other.
    pub effective: Exact,
    /// How many parts count alike; 1 where their weights differ.
    pub equal_among: usize,
}

/// Whether a measure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It counts in a score.
    Counts,
    /// It counts nowhere: `pays: no`.
    ReportedOnly,
}

impl Standing {
    /// What is said of a measure that counts nowhere.
    pub fn note(self) -> Option<&'static str> {
        (self == Standing::ReportedOnly).then_some("reported only: no effect on payment")
    }
}

/// What a score is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScoreKind {
    /// One measure.
    Measure,
    /// An area, or everything.
    Mean,
}

/// All measures and scores, in the agreement's order.
pub(super) fn measures<'a>(terms: &'a Terms, reasons: &'a [Reason]) -> Vec<MeasureView<'a>> {
    let by_address: BTreeMap<&str, &Reason> =
        reasons.iter().map(|reason| (reason.address.as_str(), reason)).collect();
    let reason = |line: &Line| by_address.get(line.name.as_str()).copied();
    let mut found = Vec::new();
    for (id, line) in terms.lines.iter().enumerate() {
        let (kind, value, level) = match &line.rule {
            Rule::Levels(of, ladder) => {
                let value = terms.lines.get(of.0).and_then(reason);
                (ScoreKind::Measure, value, value.and_then(|value| reached(ladder, value)))
            }
            Rule::Judged(input, _) => {
                let name = terms.inputs.get(input.0).map(|input| input.name.as_str()).unwrap_or_default();
                let fact =
                    reason(line).and_then(|score| score.facts.iter().find(|fact| fact.address == name));
                let level =
                    fact.map(|fact| crate::figures::shown_fact(fact.source.value.as_ref(), None, None));
                (ScoreKind::Measure, None, level)
            }
            Rule::Mean(_) => (ScoreKind::Mean, None, None),
            _ if line.origin == Origin::Value && !is_scored(terms, id) => {
                found.extend(reason(line).map(|value| shown_only(line, value)));
                continue;
            }
            _ => continue,
        };
        let score = reason(line);
        if score.is_none() && value.is_none() {
            continue;
        }
        let weight = weight(terms, id, &by_address);
        let counts = weight.is_some() || kind == ScoreKind::Mean;
        found.push(MeasureView {
            weight,
            standing: if counts { Standing::Counts } else { Standing::ReportedOnly },
            kind,
            title: title(line),
            value,
            level,
            score,
            clause: line.clause.as_deref(),
        });
    }
    found
}

/// The weight of a score among the parts of its mean that count: one left out counts for nothing.
fn weight(terms: &Terms, score: usize, known: &BTreeMap<&str, &Reason>) -> Option<Weight> {
    let means = terms.lines.iter().filter_map(|line| match &line.rule {
        Rule::Mean(parts) => Some(parts),
        _ => None,
    });
    let parts = means.into_iter().find(|parts| parts.iter().any(|part| part.score.0 == score))?;
    let counts = |part: &&Weighted| {
        let line = terms.lines.get(part.score.0);
        part.missing != MissingMeasure::LeaveOut
            || line.is_some_and(|line| known.contains_key(line.name.as_str()))
    };
    let stated = parts.iter().find(|part| part.score.0 == score)?.weight.clone();
    let counting: Vec<&Weighted> = parts.iter().filter(counts).collect();
    let sum = |sum: Exact, part: &&Weighted| sum.plus(&part.weight).unwrap_or(sum);
    let of = counting.iter().fold(Exact::zero(), sum);
    let alike = counting.iter().all(|part| part.weight == stated);
    let effective = stated.divided_by(&of).unwrap_or_else(|_| stated.clone());
    Some(Weight { stated, of, effective, equal_among: if alike { counting.len() } else { 1 } })
}

fn is_scored(terms: &Terms, value: usize) -> bool {
    terms.lines.iter().any(|line| matches!(&line.rule, Rule::Levels(of, _) if of.0 == value))
}

/// A measure without levels has no score.
fn shown_only<'a>(line: &'a Line, value: &'a Reason) -> MeasureView<'a> {
    let (kind, title, clause) = (ScoreKind::Measure, title(line), line.clause.as_deref());
    let (value, standing) = (Some(value), Standing::ReportedOnly);
    MeasureView { kind, title, value, level: None, score: None, weight: None, standing, clause }
}

fn title(line: &Line) -> String {
    match (&line.says, line.name.split_once('[')) {
        (Some(says), _) => says.clone(),
        (None, Some((_, of))) => super::sentence_case(&humanised(of.trim_end_matches(']'))),
        (None, None) => super::sentence_case(&humanised(&line.name)),
    }
}

/// The best level that a value reached, or that it is below all of them.
fn reached(ladder: &Ladder, value: &Reason) -> Option<String> {
    let value = value.value.exact()?;
    let best = ladder.levels.iter().rev().find(|level| reaches(ladder.better, value, level));
    match (best, ladder.levels.first()) {
        (Some(level), _) => Some(humanised(&level.name)),
        (None, Some(worst)) => Some(format!("short of {}", humanised(&worst.name))),
        (None, None) => Some("no levels".to_string()),
    }
}

fn reaches(better: Better, value: &Exact, level: &Level) -> bool {
    match better {
        Better::Higher => *value >= level.at,
        Better::Lower => *value <= level.at,
    }
}
