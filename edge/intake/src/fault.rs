//! What is wrong with one value, before it is known where it stands.

use accordant_agreement::problem::{Place, Problem, Severity, in_backticks, nearest};
use accordant_facts::{Fact, named};

/// What is wrong with a value, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// A short stable name of this kind of problem.
    pub code: &'static str,
    /// What is wrong: lower case, no full stop, the author's words in backticks.
    pub what: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl Fault {
    pub(crate) fn new(code: &'static str, what: String, help: impl Into<Option<String>>) -> Fault {
        Fault { code, what, help: help.into() }
    }

    /// The problem that it is at a place.
    pub(crate) fn at(self, place: Place, words: &str) -> Problem {
        let Fault { code, what, help } = self;
        let words = words.to_string();
        Problem { severity: Severity::Problem, place, what, words, help, code, source: None }
    }
}

/// That two rows say one fact: which of them holds cannot be known.
pub(crate) fn said_twice(earlier: &Fact, later: &Fact, help: &str) -> Fault {
    let name = in_backticks(&named(&later.name, &later.of));
    let what = format!("rows {} and {} both say {name} for {}", earlier.at.line, later.at.line, later.days);
    Fault::new("duplicate-fact", what, help.to_string())
}

/// What to write instead of an unknown word: the one meant, or the choice.
pub(crate) fn instead<'a>(written: &str, known: impl IntoIterator<Item = &'a str> + Clone) -> String {
    match nearest(written, known.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("write {}", either(known)),
    }
}

/// The most words that are named; of the others only the number is told.
const NAMED_MAX: usize = 12;

/// `a`, `b` or `c`.
pub(crate) fn either<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let mut words: Vec<String> = words.into_iter().map(|word| format!("`{word}`")).collect();
    let more = words.len().saturating_sub(NAMED_MAX);
    words.truncate(NAMED_MAX);
    if more > 0 {
        words.push(format!("{more} others"));
    }
    match words.pop() {
        Some(last) if !words.is_empty() => format!("{} or {last}", words.join(", ")),
        Some(last) => last,
        None => "nothing: there is none".to_string(),
    }
}
