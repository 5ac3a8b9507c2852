//! `unused-line`: lines for which nobody asks.

use super::reach::Reach;
use super::{Study, advise, entries};
use crate::problem::{Problem, in_backticks};
use crate::terms::{Line, LineId, Origin, Subject};
use crate::tree::Entry;
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::vec::Vec;

/// `unused-line`: a line, table or column on which nothing leans that is asked for.
///
/// Asked for are postings, what is carried into the next period, measures, and figures that an example expects. A
/// waterfall and all that it draws are one: it is used if any of them is.
pub(super) fn lines(study: &Study<'_>) -> Vec<Problem> {
    let used = used(study);
    let lines = study.terms.lines.iter().enumerate().map(|(id, line)| (LineId(id), line));
    let idle =
        lines.filter(|(id, line)| is_written(line) && !family(study, *id).iter().any(|id| used.contains(id)));
    idle.map(|(_, line)| drawn(line)).collect()
}

fn drawn(line: &Line) -> Problem {
    advise(
        "unused-line",
        (&line.name, &line.place),
        format!("{} is used by no posting, measure or example", in_backticks(&line.name)),
        "use it, expect it in an example, or take it out",
        "LH Alliances, questions and answers: an overall principle is to keep it simple",
    )
}

fn used(study: &Study<'_>) -> BTreeSet<LineId> {
    let terms = study.terms;
    let carried = terms.inputs.iter().filter_map(|input| input.carried.as_ref()).map(|carried| carried.from);
    let expected = expected(study);
    let asked = terms.lines.iter().enumerate().filter(|(_, line)| {
        let base = line.name.split('[').next().unwrap_or_default();
        let is_expected = expected.contains(line.name.as_str()) || expected.contains(base);
        is_expected || matches!(line.origin, Origin::Value | Origin::Score)
    });
    let roots = carried.chain(asked.map(|(id, _)| LineId(id))).map(Subject::Line).collect();
    let mut used = Reach::from(terms, roots).lines;
    used.extend(study.paid.lines.iter().copied());
    used
}

/// The names of the figures that examples expect, without their elements.
fn expected<'a>(study: &Study<'a>) -> BTreeSet<&'a str> {
    let of_example = |example: &'a Entry| entries(example.value.entry("expect").map(|expect| &expect.value));
    let figures = entries(study.section("examples")).iter().flat_map(of_example);
    figures.map(|figure| figure.key.split('[').next().unwrap_or(&figure.key)).collect()
}

/// Whether the author wrote it as a term that stands by itself.
fn is_written(line: &Line) -> bool {
    matches!(line.origin, Origin::Line | Origin::Column | Origin::Table)
}

/// A line with what its waterfall draws: these stand just before it.
fn family(study: &Study<'_>, id: LineId) -> Vec<LineId> {
    let before = (0..id.0).rev().map(LineId);
    let is_draw = |id: &LineId| study.terms.lines.get(id.0).is_some_and(|line| line.origin == Origin::Draw);
    let draws = before.take_while(is_draw);
    core::iter::once(id).chain(draws).collect()
}
