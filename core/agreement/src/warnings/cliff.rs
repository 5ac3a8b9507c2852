//! `cliff`: steps in the money.

use super::sides;
use super::{Study, advise, measures, plain_name};
use crate::formula::{Comparison, Function};
use crate::problem::{Place, Problem, in_backticks};
use crate::terms::parts::{self, Part};
use crate::terms::{Between, ConditionKind, Expr, ExprKind, Line, Rule};
use crate::unit::Unit;
use accordant_money::Exact;
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

const SOURCE: &str = "LH Alliances, questions and answers: thresholds along a spectrum, so that nobody argues over 94.49% against 94.51%";
const MEND: &str = "let it rise with what it depends on (`between: linear`, bands or `deductible`)";

/// `cliff`: a term on which some posting leans and in which a small change of a fact can move a large amount.
///
/// Each such term is told once. It is a use of `cliff`; a `when`, of a line, a branch or a step, that compares a
/// quantity which depends on facts with anything but the literal 0; a table with `between: step` on such a quantity; a
/// measure with `between: step`; or a milestone. Dates, the year of the term and choices of words make no cliff, nor
/// does a judged measure: people agree which statement is met, so there is no edge in the figures.
pub(super) fn steps(study: &Study<'_>) -> Vec<Problem> {
    let terms = study.terms;
    let paying = study.paid.lines.iter().filter_map(|id| terms.lines.get(id.0));
    let mut found: Vec<Problem> =
        paying.filter_map(|line| drawn(plain_name(&line.name), &line.place, of_line(line, study)?)).collect();
    for posting in &terms.postings {
        let amounts = sides::quantities(posting).into_iter().map(Part::Quantity).collect();
        let step = in_parts(amounts, study);
        found.extend(step.and_then(|step| drawn(&posting.name, &posting.place, step)));
    }
    let mut told: BTreeSet<String> = BTreeSet::new();
    found.retain(|warning| told.insert(warning.words.clone()));
    found
}

fn drawn(name: &str, place: &Place, step: String) -> Option<Problem> {
    let what = format!("a step in the money: {} {step}", in_backticks(name));
    Some(advise("cliff", (name, place), what, MEND, SOURCE))
}

/// How the line steps, in words.
fn of_line(line: &Line, study: &Study<'_>) -> Option<String> {
    match &line.rule {
        Rule::Levels(_, ladder) if ladder.between == Between::Step => {
            Some("jumps from level to level".to_string())
        }
        Rule::Judged(..) if measures::is_milestone(study, plain_name(&line.name)) => {
            Some("is a milestone, and one day decides".to_string())
        }
        Rule::Curve(curve) if curve.between == Between::Step && moves(&curve.of, study) => {
            Some("jumps from point to point".to_string())
        }
        rule => in_parts(parts::of_rule(rule), study),
    }
}

fn in_parts(of: Vec<Part<'_>>, study: &Study<'_>) -> Option<String> {
    parts::all(of).into_iter().find_map(|part| match part {
        Part::Quantity(expr) => in_quantity(expr, study),
        Part::Decides(condition) => match &condition.kind {
            ConditionKind::Compare(comparison, left, right) if compares(*comparison, left, right, study) => {
                Some(format!("can jump where {} begins to hold", in_backticks(&condition.words)))
            }
            _ => None,
        },
        Part::Uses(..) => None,
    })
}

fn in_quantity(expr: &Expr, study: &Study<'_>) -> Option<String> {
    let ExprKind::Function(Function::Cliff, arguments) = &expr.kind else { return None };
    let moving = arguments.iter().any(|argument| moves(argument, study));
    moving.then(|| "pays by `cliff` nothing below the threshold, and all of it from there on".to_string())
}

/// Whether a comparison can turn by a small change of a fact. Against 0 the branches mostly meet.
fn compares(comparison: Comparison, left: &Expr, right: &Expr, study: &Study<'_>) -> bool {
    let ordered = !matches!(comparison, Comparison::Is | Comparison::IsNot);
    ordered && !is_zero(left) && !is_zero(right) && (moves(left, study) || moves(right, study))
}

/// Whether a quantity is no date and depends on a fact.
fn moves(expr: &Expr, study: &Study<'_>) -> bool {
    let is_date = expr.unit.as_ref().is_some_and(Unit::is_date);
    !is_date && study.moves(expr)
}

fn is_zero(expr: &Expr) -> bool {
    matches!(&expr.kind, ExprKind::Number(number) if *number == Exact::zero())
}
