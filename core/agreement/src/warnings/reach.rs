//! What a term leans on: the lines and facts that it uses, those that they use, and so on.

use super::sides;
use crate::terms::parts::{self, Part};
use crate::terms::{Expr, Input, InputId, Line, LineId, Subject, Terms};
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec;
use alloc::vec::Vec;

/// All lines and facts that something leans on, however far off.
///
/// A fact that is carried from a line leans on that line: it moves the money of the next period.
#[derive(Debug, Default)]
pub(super) struct Reach {
    pub(super) lines: BTreeSet<LineId>,
    pub(super) inputs: BTreeSet<InputId>,
}

impl Reach {
    /// What any posting leans on, by its amounts and by its weights.
    pub(super) fn of_postings(terms: &Terms) -> Reach {
        Reach::from(terms, terms.postings.iter().flat_map(sides::quantities).flat_map(named).collect())
    }

    /// These, and what they lean on.
    pub(super) fn from(terms: &Terms, mut open: Vec<Subject>) -> Reach {
        let mut reach = Reach::default();
        while let Some(subject) = open.pop() {
            match subject {
                Subject::Line(id) if reach.lines.insert(id) => {
                    open.extend(terms.lines.get(id.0).map(used).unwrap_or_default());
                }
                Subject::Input(id) if reach.inputs.insert(id) => {
                    open.extend(line_behind(terms, subject).map(Subject::Line));
                }
                _ => {}
            }
        }
        reach
    }

    /// The facts among them.
    pub(super) fn facts<'a>(&'a self, terms: &'a Terms) -> impl Iterator<Item = &'a Input> {
        self.inputs.iter().filter_map(|id| terms.inputs.get(id.0))
    }
}

/// The lines that lean on something which is so, however far off; they lean through what is carried too.
pub(super) fn leaning_on(terms: &Terms, is_so: impl Fn(Subject) -> bool) -> BTreeSet<LineId> {
    let mut users: BTreeMap<LineId, Vec<LineId>> = BTreeMap::new();
    let mut open: Vec<LineId> = Vec::new();
    for (number, line) in terms.lines.iter().enumerate() {
        let user = LineId(number);
        for subject in used(line) {
            if is_so(subject) {
                open.push(user);
            }
            if let Some(on) = line_behind(terms, subject) {
                users.entry(on).or_default().push(user);
            }
        }
    }
    let mut leaning = BTreeSet::new();
    while let Some(line) = open.pop() {
        if leaning.insert(line) {
            open.extend(users.get(&line).into_iter().flatten());
        }
    }
    leaning
}

/// What a quantity names.
pub(super) fn named(expr: &Expr) -> Vec<Subject> {
    subjects(vec![Part::Quantity(expr)])
}

/// The line that is named, or from which the fact that is named is carried.
fn line_behind(terms: &Terms, subject: Subject) -> Option<LineId> {
    match subject {
        Subject::Line(id) => Some(id),
        Subject::Input(id) => Some(terms.inputs.get(id.0)?.carried.as_ref()?.from),
        _ => None,
    }
}

/// What a line names in its own rule.
fn used(line: &Line) -> Vec<Subject> {
    subjects(parts::of_rule(&line.rule))
}

fn subjects(of: Vec<Part<'_>>) -> Vec<Subject> {
    let named = |part: Part<'_>| if let Part::Uses(subject, _) = part { Some(subject) } else { None };
    parts::all(of).into_iter().filter_map(named).collect()
}
