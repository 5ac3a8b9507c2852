//! The parties' answers to warnings: which warning each one answers, and which answer nothing (L19).

use crate::problem::{Place, Problem, Severity, in_backticks, nearest};
use crate::tree::Node;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// What remains of warnings once the author's answers are heard.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Advice {
    /// Warnings without an answer, and an `idle-answer` for each answer without a warning.
    pub open: Vec<Problem>,
    /// Warnings with the reason that answers them.
    pub answered: Vec<(Problem, String)>,
}

/// Sorts warnings into open and answered ones by the section `answers`.
///
/// An answer without `at` answers every warning of its code. With `at` it answers those about one term: `at` is the
/// name of the term, or a path of names with dots between that ends with it, such as `money.lines.gain`; only the last
/// name counts. Where two answers fit, one with `at` goes before one without, and then the first written. An answer
/// that answers nothing is itself a warning, `idle-answer`, which cannot be answered.
pub fn answer(warnings: Vec<Problem>, answers: Option<&Node>) -> Advice {
    let answers: Vec<Answer> =
        answers.and_then(Node::as_list).unwrap_or_default().iter().filter_map(Answer::read).collect();
    let idle: Vec<Problem> = answers
        .iter()
        .filter(|one| !warnings.iter().any(|warning| best(&answers, warning) == Some(*one)))
        .map(|one| one.idle(&warnings))
        .collect();
    let mut advice = Advice::default();
    for warning in warnings {
        match best(&answers, &warning) {
            Some(answer) => advice.answered.push((warning, answer.because.to_string())),
            None => advice.open.push(warning),
        }
    }
    advice.open.extend(idle);
    advice
}

/// One entry of `answers`.
#[derive(PartialEq)]
struct Answer<'a> {
    code: &'a str,
    place: &'a Place,
    /// The last name of the path.
    name: Option<&'a str>,
    because: &'a str,
}

impl<'a> Answer<'a> {
    fn read(node: &'a Node) -> Option<Answer<'a>> {
        let warning = &node.entry("warning")?.value;
        let at = node.entry("at").and_then(|at| at.value.as_text());
        Some(Answer {
            code: warning.as_text()?,
            place: &warning.place,
            name: at.map(|path| path.rsplit('.').next().unwrap_or(path).trim()),
            because: node.entry("because")?.value.as_text()?,
        })
    }

    fn fits(&self, warning: &Problem) -> bool {
        let named = self.name.is_none_or(|name| name == warning.words);
        warning.severity == Severity::Warning && warning.code == self.code && named
    }

    fn idle(&self, warnings: &[Problem]) -> Problem {
        let code = in_backticks(self.code);
        let of_code = warnings.iter().filter(|warning| warning.code == self.code);
        let names = of_code.map(|warning| warning.words.as_str());
        let (what, near) = match self.name {
            _ if warnings.iter().any(|warning| self.fits(warning)) => {
                ("another answer goes before this one".to_string(), None)
            }
            Some(name) => {
                (format!("no warning {code} is drawn at {}", in_backticks(name)), nearest(name, names))
            }
            None => (format!("no warning {code} is drawn"), None),
        };
        let help = near.map_or("delete this answer".to_string(), |near| format!("did you mean `{near}`?"));
        Problem {
            severity: Severity::Warning,
            place: self.place.clone(),
            what,
            words: self.code.to_string(),
            help: Some(help),
            code: "idle-answer",
            source: None,
        }
    }
}

/// The answer that counts for a warning.
fn best<'a, 'b>(answers: &'b [Answer<'a>], warning: &Problem) -> Option<&'b Answer<'a>> {
    let fitting = || answers.iter().filter(|answer| answer.fits(warning));
    fitting().find(|answer| answer.name.is_some()).or_else(|| fitting().next())
}
