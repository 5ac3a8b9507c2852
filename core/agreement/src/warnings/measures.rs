//! Warnings about measures: their weights, thresholds and number, and whether they are paid and balanced.

use super::{Study, advise, entries, plain_name};
use crate::problem::{Problem, in_backticks};
use crate::resolve::{Given, read_value};
use crate::terms::{Expr, ExprKind, Ladder, LineId, Origin, Rule, Subject};
use crate::tree::{Entry, Node};
use accordant_money::{Exact, Number, Rounding};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// Of more paying measures than this, no one keeps the aims in view. The seeds say "a small number"; the number is ours.
const PAYING_MAX: usize = 12;

const CORE_FEW: &str = "LH Alliances, questions and answers: a small number of core measures is far better than many peripheral ones";
const EDGES: &str = "LH Alliances, questions and answers: simple measures and thresholds, without arguing over 94.49% against 94.51%";

/// `weights`: weights that are stated, of the areas or of the measures of one area, and do not sum to 100%.
///
/// A measure with `pays: no` does not count, nor does an area that has no others. The term is `areas`, or the area.
pub(super) fn weights(study: &Study<'_>) -> Vec<Problem> {
    let Some(areas) = study.section("performance").and_then(|performance| performance.entry("areas")) else {
        return Vec::new();
    };
    let counted = entries(Some(&areas.value)).iter().filter(|area| !scored(area).is_empty()).collect();
    let of_areas = weigh(areas, counted);
    let of_measures = entries(Some(&areas.value)).iter().filter_map(|area| weigh(area, scored(area)));
    of_areas.into_iter().chain(of_measures).collect()
}

fn weigh(whole: &Entry, parts: Vec<&Entry>) -> Option<Problem> {
    let stated: Vec<Exact> = parts.iter().filter_map(|part| weight(part)).collect();
    let sum = stated.iter().try_fold(Exact::zero(), |sum, weight| sum.plus(weight)).ok()?;
    if stated.is_empty() || sum == Exact::from_i128(1) {
        return None;
    }
    let percent = sum.times(&Exact::from_i128(100)).ok()?.terminating()?;
    let name = in_backticks(&whole.key);
    Some(advise(
        "weights",
        (&whole.key, &whole.key_place),
        format!("the weights in {name} sum to {percent}%, not 100%"),
        "make them sum to 100%: each is divided by their sum, so none counts for what it says",
        "Slides on alliance contracts (2014), key result areas: all parties fully understand the thinking and the detail",
    ))
}

fn weight(part: &Entry) -> Option<Exact> {
    match read_value(part.value.entry("weight")?.value.as_text()?)? {
        Given::Number(weight, _) => Some(weight),
        _ => None,
    }
}

/// The measures of an area that count in its score.
fn scored(area: &Entry) -> Vec<&Entry> {
    let measures = entries(area.value.entry("measures").map(|measures| &measures.value)).iter();
    measures.filter(|measure| text(measure, "pays") != Some("no")).collect()
}

/// `fine-threshold`: a level or a point of a curve that the rounded value of the measure skips.
///
/// That is one which is no multiple of the measure's `precision`. It is told once for each measure, with all such
/// levels, and once for each curve on a measure.
pub(super) fn fine_thresholds(study: &Study<'_>) -> Vec<Problem> {
    let of_line = |rule: &Rule| match rule {
        Rule::Levels(value, ladder) => finer_levels(study, *value, ladder),
        Rule::Curve(curve) => {
            let points: Vec<&Exact> = curve.points.iter().map(|(x, _)| x).collect();
            finer(&points, &precision(study, value_of(&curve.of)?)?)
        }
        _ => None,
    };
    let lines = study.terms.lines.iter();
    let drawn = lines.filter_map(|line| {
        let finer = of_line(&line.rule)?;
        let name = plain_name(&line.name);
        let what = format!("{} asks for {finer}, finer than the measure is rounded", in_backticks(name));
        let mend = "move it to a multiple of `precision`, or measure more finely";
        Some(advise("fine-threshold", (name, &line.place), what, mend, EDGES))
    });
    drawn.collect()
}

fn finer_levels(study: &Study<'_>, value: LineId, ladder: &Ladder) -> Option<String> {
    let thresholds: Vec<&Exact> = ladder.levels.iter().map(|level| &level.at).collect();
    finer(&thresholds, &precision(study, value)?)
}

/// Those of the values that are no multiples of the precision, in words.
fn finer(values: &[&Exact], precision: &Exact) -> Option<String> {
    let is_multiple =
        |value: &Exact| value.rounded(precision, Rounding::HalfUp).is_ok_and(|nearest| nearest == *value);
    let finer: Vec<String> = values
        .iter()
        .filter(|value| !is_multiple(value))
        .map(|value| value.terminating().unwrap_or_else(|| value.fraction()))
        .collect();
    (!finer.is_empty()).then(|| finer.join(", "))
}

/// The multiple to which the value of a measure is rounded, if it is.
fn precision(study: &Study<'_>, value: LineId) -> Option<Exact> {
    let line = study.terms.lines.get(value.0).filter(|line| line.origin == Origin::Value)?;
    match &line.rule {
        Rule::Formula(Expr { kind: ExprKind::Rounded(_, to, _), .. }) => Some(to.clone()),
        _ => None,
    }
}

/// The line that a quantity is nothing but a reference to.
fn value_of(expr: &Expr) -> Option<LineId> {
    if let ExprKind::Reference(Subject::Line(line), _) = &expr.kind { Some(*line) } else { None }
}

/// `unpaid-measure`, `many-measures` and `no-counter-measure`.
///
/// A measure pays if some posting leans on its score or its value. One that does not is told, whether the author wrote
/// `pays: no` or no posting asks for the score; more than twelve that do are told once, about `performance`; and one
/// that does, without `balanced_by`, is told by itself.
pub(super) fn of_pay(study: &Study<'_>) -> Vec<Problem> {
    let (paying, unpaid): (Vec<&Entry>, Vec<&Entry>) =
        all(study).into_iter().partition(|measure| pays(study, &measure.key));
    let mut found: Vec<Problem> = unpaid.into_iter().map(unpaid_measure).collect();
    found.extend(many(study, paying.len()));
    let unbalanced = paying.into_iter().filter(|measure| measure.value.entry("balanced_by").is_none());
    found.extend(unbalanced.map(no_counter_measure));
    found
}

fn unpaid_measure(measure: &Entry) -> Problem {
    advise(
        "unpaid-measure",
        (&measure.key, &measure.key_place),
        format!("nobody is paid for {}", in_backticks(&measure.key)),
        "let the score in which it counts decide some money, or take the measure out",
        "LH Alliances, questions and answers: the financial incentives are linked to the measures of each strategic objective",
    )
}

fn many(study: &Study<'_>, paying: usize) -> Option<Problem> {
    let performance = study.sections.iter().find(|entry| entry.key == "performance")?;
    let what = format!("money depends on {paying} measures; more than {PAYING_MAX} are too many to aim at");
    let mend = "keep the few that are at the heart of the aims, and watch the others with `pays: no`";
    let term = (performance.key.as_str(), &performance.key_place);
    (paying > PAYING_MAX).then(|| advise("many-measures", term, what, mend, CORE_FEW))
}

fn no_counter_measure(measure: &Entry) -> Problem {
    advise(
        "no-counter-measure",
        (&measure.key, &measure.key_place),
        format!("{} is paid for, and nothing says what must not suffer for it", in_backticks(&measure.key)),
        "add `balanced_by:` with the measure that would show it if this one were gained unfairly",
        "LH Alliances, questions and answers: a blend of measures, so that none is sacrificed to do better in another",
    )
}

/// All measures, in the author's order.
fn all<'a>(study: &Study<'a>) -> Vec<&'a Entry> {
    let of_area = |area: &'a Entry| entries(area.value.entry("measures").map(|measures| &measures.value));
    areas(study).iter().flat_map(of_area).collect()
}

fn areas<'a>(study: &Study<'a>) -> &'a [Entry] {
    let areas = study.section("performance").and_then(|performance| performance.entry("areas"));
    entries(areas.map(|areas| &areas.value))
}

/// Whether a posting leans on the measure: on its score, its value, or the fact of its name.
fn pays(study: &Study<'_>, measure: &str) -> bool {
    let lines = [format!("score[{measure}]"), format!("value[{measure}]")];
    let by_line =
        lines.iter().filter_map(|name| study.line_of(name)).any(|id| study.paid.lines.contains(&id));
    by_line || study.paid.facts(study.terms).any(|input| input.name == measure)
}

/// Whether the measure of that name is a milestone.
pub(super) fn is_milestone(study: &Study<'_>, name: &str) -> bool {
    all(study).into_iter().any(|measure| measure.key == name && text(measure, "kind") == Some("milestone"))
}

fn text<'a>(entry: &'a Entry, key: &str) -> Option<&'a str> {
    entry.value.entry(key).map(|entry| &entry.value).and_then(Node::as_text)
}
