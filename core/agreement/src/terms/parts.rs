//! What a rule, a quantity or a condition is made of.

use crate::terms::{
    Act, At, Band, Cell, Condition, ConditionKind, Curve, Expr, ExprKind, Rule, Step, Subject,
};
use alloc::vec;
use alloc::vec::Vec;

/// One part of a term.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Part<'a> {
    /// A quantity in it.
    Quantity(&'a Expr),
    /// A condition that decides in it.
    Decides(&'a Condition),
    /// Something named, with the elements that are meant.
    Uses(Subject, &'a [At]),
}

/// The parts of a rule, one level down.
pub(crate) fn of_rule(rule: &Rule) -> Vec<Part<'_>> {
    match rule {
        Rule::Formula(expr) => vec![Part::Quantity(expr)],
        Rule::Gate { when, then, .. } => with(Part::Decides(when), of_rule(then)),
        Rule::Choose(branches, otherwise) => {
            let branches =
                branches.iter().flat_map(|branch| [Part::Decides(&branch.when), Part::Quantity(&branch.is)]);
            branches.chain([Part::Quantity(&otherwise.is)]).collect()
        }
        Rule::Steps(first, steps) => with(Part::Quantity(first), steps.iter().flat_map(of_step).collect()),
        Rule::PickByWord(input, cells, others) => {
            with(Part::Uses(Subject::Input(*input), &[]), of_cells(cells, others.as_ref()))
        }
        Rule::PickByElement(_, cells, others) => of_cells(cells, others.as_ref()),
        Rule::Bands(of, bands, beyond) => {
            let bands = bands.iter().flat_map(of_band).chain(beyond.iter().map(Part::Quantity));
            with(Part::Quantity(of), bands.collect())
        }
        Rule::Curve(curve) => of_curve(curve),
        Rule::Levels(value, _) => vec![Part::Uses(Subject::Line(*value), &[])],
        Rule::Judged(input, _) => vec![Part::Uses(Subject::Input(*input), &[])],
        Rule::Mean(parts) => parts.iter().map(|part| Part::Uses(Subject::Line(part.score), &[])).collect(),
    }
}

/// The parts of a part, one level down.
pub(crate) fn of_part(part: Part<'_>) -> Vec<Part<'_>> {
    match part {
        Part::Quantity(expr) => of_quantity(expr),
        Part::Decides(condition) => of_condition(condition),
        Part::Uses(..) => Vec::new(),
    }
}

/// These parts and all parts of theirs, however deep, in the order of the text.
pub(crate) fn all(parts: Vec<Part<'_>>) -> Vec<Part<'_>> {
    let mut open = parts;
    open.reverse();
    let mut found = Vec::new();
    while let Some(part) = open.pop() {
        found.push(part);
        open.extend(of_part(part).into_iter().rev());
    }
    found
}

fn of_quantity(expr: &Expr) -> Vec<Part<'_>> {
    match &expr.kind {
        ExprKind::Number(_) => Vec::new(),
        ExprKind::Reference(subject, at) => vec![Part::Uses(*subject, at)],
        ExprKind::Plus(left, right)
        | ExprKind::Minus(left, right)
        | ExprKind::Times(left, right)
        | ExprKind::DividedBy(left, right) => vec![Part::Quantity(left), Part::Quantity(right)],
        ExprKind::Negative(inner)
        | ExprKind::NotNegative(inner)
        | ExprKind::Aggregate(_, _, inner)
        | ExprKind::Rounded(inner, _, _) => {
            vec![Part::Quantity(inner)]
        }
        ExprKind::Function(_, arguments) => arguments.iter().map(Part::Quantity).collect(),
    }
}

fn of_condition(condition: &Condition) -> Vec<Part<'_>> {
    match &condition.kind {
        ConditionKind::Compare(_, left, right) => vec![Part::Quantity(left), Part::Quantity(right)],
        ConditionKind::Word(subject, at, _) => vec![Part::Uses(*subject, at)],
        ConditionKind::Element(..) | ConditionKind::Responsible(..) => Vec::new(),
        ConditionKind::Both(left, right) | ConditionKind::Either(left, right) => {
            vec![Part::Decides(left), Part::Decides(right)]
        }
        ConditionKind::Not(inner) => vec![Part::Decides(inner)],
    }
}

fn of_step(step: &Step) -> Vec<Part<'_>> {
    let acted = match &step.act {
        Act::Less(expr)
        | Act::LessShare(expr)
        | Act::Plus(expr)
        | Act::PlusShare(expr)
        | Act::Times(expr)
        | Act::DividedBy(expr)
        | Act::AtMost(expr)
        | Act::AtLeast(expr) => Some(Part::Quantity(expr)),
        Act::Rounded(..) => None,
    };
    step.when.iter().map(Part::Decides).chain(acted).collect()
}

fn of_cells<'a>(cells: &'a [(alloc::string::String, Cell)], others: Option<&'a Cell>) -> Vec<Part<'a>> {
    let all = cells.iter().map(|(_, cell)| cell).chain(others);
    all.filter_map(|cell| if let Cell::Formula(expr) = cell { Some(Part::Quantity(expr)) } else { None })
        .collect()
}

fn of_band(band: &Band) -> impl Iterator<Item = Part<'_>> {
    band.from.iter().chain([&band.to, &band.rate]).map(Part::Quantity)
}

fn of_curve(curve: &Curve) -> Vec<Part<'_>> {
    with(Part::Quantity(&curve.of), curve.points.iter().map(|(_, y)| Part::Quantity(y)).collect())
}

fn with<'a>(first: Part<'a>, mut rest: Vec<Part<'a>>) -> Vec<Part<'a>> {
    rest.insert(0, first);
    rest
}
