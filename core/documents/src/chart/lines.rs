//! Mean, limits, targets and the way from value to value, each with its name beside it.

use super::svg::{BOTTOM, Ground, INK, QUIET, RIGHT, Stroke, TOP, Text, path, rule, whole, write};
use crate::figures::shown;
use crate::html::Html;
use accordant_measures::spc::Phase;
use accordant_money::Exact;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

const LIMIT: Stroke<'static> = Stroke { colour: "#a6a6a6", width: 20, dashes: "90 60" };
const MEAN: Stroke<'static> = Stroke { colour: "#000000", width: 16, dashes: "" };
const TARGET: Stroke<'static> = Stroke { colour: "#de1b1b", width: 20, dashes: "30 40" };
const WAY: Stroke<'static> = Stroke { colour: "#768692", width: 14, dashes: "" };
const BETWEEN: Stroke<'static> = Stroke { colour: "#768692", width: 10, dashes: "20 40" };
/// Names of lines stand at least so far from each other.
const APART: i128 = 170;
/// How many letters of the reason of a phase stand on a line.
const REASON_LETTERS: usize = 30;

/// What stands at the right end of a line.
struct Name {
    y: i128,
    text: String,
    fill: &'static str,
}

/// Lines of every phase, and of targets; those of the last phase are named.
pub(super) fn lines(ground: &Ground<'_, '_>, svg: &mut Html) {
    let mut names: Vec<Name> = Vec::new();
    let phases = &ground.view.chart.phases;
    for (number, phase) in phases.iter().enumerate() {
        let [from, to] = extent(ground, number);
        for (what, value, stroke) in of_phase(phase) {
            let y = ground.y(value);
            if ground.scale.holds(value) {
                rule(svg, [from, y, to, y], &stroke);
            }
            if number + 1 == phases.len() {
                let beyond = if ground.scale.holds(value) { "" } else { ", off the chart" };
                names.push(Name { y, text: format!("{what} {}{beyond}", ground.shown(value)), fill: INK });
            }
        }
        if number > 0 {
            begun(phase, from, svg);
        }
    }
    names.extend(targets(ground, svg));
    apart(&mut names);
    for name in names {
        let text = Text { size: 135, fill: name.fill, ..Text::at(RIGHT + 80, name.y + 45) };
        write(svg, &text, &name.text);
    }
}

fn of_phase(phase: &Phase) -> Vec<(&'static str, &Exact, Stroke<'static>)> {
    let limits = phase.limits.as_ref();
    let upper = limits.map(|limits| ("upper limit", &limits.upper, LIMIT));
    let mean = phase.mean.as_ref().map(|mean| ("mean", mean, MEAN));
    let lower = limits.map(|limits| ("lower limit", &limits.lower, LIMIT));
    [upper, mean, lower].into_iter().flatten().collect()
}

/// From half a month before the first point of a phase to half a month after its last.
pub(super) fn extent(ground: &Ground<'_, '_>, number: usize) -> [i128; 2] {
    let of_phase =
        |place: &usize| ground.view.chart.points.get(*place).is_some_and(|point| point.phase == number);
    let mut places = (0..ground.view.chart.points.len()).filter(of_phase);
    let half = (ground.x(1) - ground.x(0)) / 2;
    let first = places.next().unwrap_or(0);
    let last = places.next_back().unwrap_or(first);
    [ground.x(first) - half, ground.x(last) + half]
}

/// Where the process is read anew, and why.
fn begun(phase: &Phase, x: i128, svg: &mut Html) {
    rule(svg, [x, TOP - 60, x, BOTTOM], &BETWEEN);
    let reason = phase.reason.as_deref().unwrap_or("read anew");
    let mut said: String = reason.chars().take(REASON_LETTERS).collect();
    if said.len() < reason.len() {
        said.push('…');
    }
    write(svg, &Text { fill: QUIET, size: 125, ..Text::at(x + 40, TOP - 20) }, &said);
}

/// Each target from its day on.
fn targets(ground: &Ground<'_, '_>, svg: &mut Html) -> Option<Name> {
    let points = &ground.view.series.points;
    let half = (ground.x(1) - ground.x(0)) / 2;
    let target = |place: usize| points.get(place).and_then(|point| ground.view.series.target_on(point.date));
    let mut from = 0;
    for place in 0..points.len() {
        if target(place) == target(place + 1) {
            continue;
        }
        if let Some(value) = target(place) {
            let y = ground.y(value);
            rule(svg, [ground.x(from) - half, y, ground.x(place) + half, y], &TARGET);
        }
        from = place + 1;
    }
    let target = target(points.len().checked_sub(1)?)?;
    let text = format!("target {}", shown(target, ground.view.unit));
    Some(Name { y: ground.y(target), text, fill: "#b01515" })
}

/// Moves names down, and then up, until none covers another.
fn apart(names: &mut [Name]) {
    names.sort_by_key(|name| name.y);
    let mut least = i128::MIN;
    for name in names.iter_mut() {
        name.y = name.y.max(least);
        least = name.y + APART;
    }
    let mut most = BOTTOM + APART / 2;
    for name in names.iter_mut().rev() {
        name.y = name.y.min(most);
        most = name.y - APART;
    }
}

/// The way from each value to the next; a gap stays a gap.
pub(super) fn values(ground: &Ground<'_, '_>, svg: &mut Html) {
    let mut along = String::new();
    let mut before: Option<usize> = None;
    for (place, (point, judged)) in ground.view.points().enumerate() {
        let Some(value) = &point.value else {
            before = None;
            continue;
        };
        let goes_on = before.is_some_and(|phase| phase == judged.phase);
        along.push_str(&format!(
            "{}{} {}",
            if goes_on { 'L' } else { 'M' },
            ground.x(place),
            ground.y(value)
        ));
        before = Some(judged.phase);
    }
    if !along.is_empty() && whole(ground.view.series.points.len()) > 1 {
        path(svg, &along, "none", &WAY);
    }
}
