//! What an agreement may say, but experience with alliances advises against (L19, L20).
//!
//! A warning is drawn from what the terms lean on: a posting leans on its amounts and weights, these on lines, lines
//! on facts. It bars nothing; the parties mend the term, or answer the warning with their reason.
//! Start with [`find`] and [`answer`].

mod answers;
mod cliff;
mod cost;
mod landing;
mod measures;
mod own;
mod pools;
mod reach;
mod sides;
mod stakes;
mod unused;

pub use answers::{Advice, answer};

use crate::particulars::Particulars;
use crate::problem::{Place, Problem};
use crate::shape::wrong::warning;
use crate::terms::{Expr, LineId, Subject, Terms};
use crate::tree::{Entry, Node};
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use reach::Reach;

/// Finds the warnings about measures and money; those about other particulars are drawn where these are read.
///
/// `weights` and `fine-threshold` need only measures. All others are about money: they are drawn only where there is a
/// section `money`, and those about who is paid for what only where it has postings. Each warning bears, as its
/// `words`, the name of the term that it is about.
pub fn find(
    particulars: &Particulars,
    terms: Option<&Terms>,
    examples_count: usize,
    sections: &[Entry],
) -> Vec<Problem> {
    let Some(terms) = terms else { return Vec::new() };
    let study = Study {
        particulars,
        terms,
        sections,
        paid: Reach::of_postings(terms),
        moving: reach::leaning_on(terms, |subject| matches!(subject, Subject::Input(_))),
    };
    let mut found = measures::weights(&study);
    found.extend(measures::fine_thresholds(&study));
    let Some(money) = sections.iter().find(|entry| entry.key == "money") else { return found };
    found.extend(unused::lines(&study));
    found.extend(no_example(examples_count, money));
    found.extend(pools::without_year_end(terms));
    if !terms.postings.is_empty() {
        found.extend(cliff::steps(&study));
        found.extend(measures::of_pay(&study));
        found.extend(cost::compared(&study, money));
        found.extend(own::performance(&study));
        found.extend(stakes::nothing_at_risk(&study));
        found.extend(stakes::no_upside(&study));
        found.extend(landing::missing(&study));
    }
    found
}

/// An agreement that is looked at for warnings.
struct Study<'a> {
    particulars: &'a Particulars,
    terms: &'a Terms,
    sections: &'a [Entry],
    /// All that some posting leans on.
    paid: Reach,
    /// The lines that lean on some fact.
    moving: BTreeSet<LineId>,
}

impl<'a> Study<'a> {
    fn section(&self, key: &str) -> Option<&'a Node> {
        self.sections.iter().find(|entry| entry.key == key).map(|entry| &entry.value)
    }

    /// Whether a quantity depends on a fact.
    fn moves(&self, quantity: &Expr) -> bool {
        reach::named(quantity).into_iter().any(|subject| match subject {
            Subject::Input(_) => true,
            Subject::Line(id) => self.moving.contains(&id),
            _ => false,
        })
    }

    fn line_of(&self, name: &str) -> Option<LineId> {
        self.terms.lines.iter().position(|line| line.name == name).map(LineId)
    }
}

/// `no-example`: money terms of which no worked example shows what they do.
fn no_example(examples_count: usize, money: &Entry) -> Option<Problem> {
    let drawn = || {
        advise(
            "no-example",
            (&money.key, &money.key_place),
            "there are money terms, and no worked example".to_string(),
            "add `examples:` with facts and the figures that the parties expect of them",
            "Alliance Contracting in the NHS: clarity on what follows from success and from failure is crucial",
        )
    };
    (examples_count == 0).then(drawn)
}

/// A warning about the term of that name, which the author may mend or answer.
fn advise(
    code: &'static str,
    (name, place): (&str, &Place),
    what: String,
    mend: &str,
    source: &'static str,
) -> Problem {
    let help = format!("{mend}; if it is meant, give the reason under `answers`");
    warning(code, place, name, what, help, source)
}

/// The name by which an author knows a line: `waits` for `score[waits]` and `value[waits]`.
fn plain_name(line: &str) -> &str {
    let inner = line.strip_prefix("score[").or_else(|| line.strip_prefix("value["));
    inner.and_then(|inner| inner.strip_suffix(']')).unwrap_or(line)
}

/// The entries of a map; none where there is no map.
fn entries(node: Option<&Node>) -> &[Entry] {
    node.and_then(Node::as_map).unwrap_or_default()
}
