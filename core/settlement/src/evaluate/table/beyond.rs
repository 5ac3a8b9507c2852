//! What is told of a value that lies beyond the points of a table (M18, M19).

use crate::graph::{ConstantId, Graph, NodeId, Op};
use crate::refusal::{Refusal, RefusalKind};
use crate::value::Value;
use accordant_agreement::unit::Unit;
use accordant_money::{Exact, Number, format_money};
use alloc::format;
use alloc::string::{String, ToString};
use jiff::civil::date;
use jiff::{Span, civil::Date};

/// On which side of its points a table has no value.
#[derive(Clone, Copy)]
pub(super) enum Side {
    Below,
    Above,
}

/// The refusal of a value beyond the points of a table: which table, what was looked up, and what would help.
pub(super) fn refusal(
    graph: &Graph,
    table: NodeId,
    of: NodeId,
    x: &Value<Exact>,
    (first, last): (ConstantId, ConstantId),
    side: Side,
) -> Refusal {
    let looked_up = graph.node(of);
    let unit = looked_up.and_then(|node| node.unit.as_ref());
    let words = looked_up.map(|node| node.words.as_str()).unwrap_or_default();
    let end =
        |id: ConstantId| graph.constants.get(id.0 as usize).map(|at| said(at, unit)).unwrap_or_default();
    let is_dated = unit.is_some_and(Unit::is_date);
    let what = format!(
        "the table {} has no value where {words} is {}: its {} run from {} to {}",
        name(graph, table),
        value_said(x, unit),
        if is_dated { "dates" } else { "points" },
        end(first),
        end(last),
    );
    let help = match (side, is_dated) {
        (Side::Below, true) => "give the value from that day or an earlier one",
        (Side::Above, true) => "give the value from a later day",
        (Side::Below, false) => {
            "add a point there, or write `below: first` to take the value of the first point"
        }
        (Side::Above, false) => {
            "add a point there, or write `above: last` to take the value of the last point"
        }
    };
    let place = graph.node(table).map(|node| node.place.clone());
    Refusal { kind: RefusalKind::Rule, what, place, help: Some(help.to_string()) }
}

/// The name of the figure that an operation computes.
fn name(graph: &Graph, table: NodeId) -> String {
    let is_named = |node: NodeId| {
        graph.node(node).is_some_and(|node| matches!(node.op, Op::Figure(_, body) if body == table))
    };
    let figure = graph.figures().iter().find(|figure| is_named(figure.node));
    figure.map_or_else(|| "here".to_string(), |figure| format!("`{}`", figure.address))
}

fn value_said(value: &Value<Exact>, unit: Option<&Unit>) -> String {
    match value {
        Value::Exact(value) => said(value, unit),
        Value::Loose(loose) => match (&loose.low, &loose.high) {
            (Some(low), Some(high)) => {
                format!("anywhere between {} and {}", said(low, unit), said(high, unit))
            }
            (Some(low), None) => format!("at least {}", said(low, unit)),
            (None, Some(high)) => format!("at most {}", said(high, unit)),
            (None, None) => "not known".to_string(),
        },
    }
}

/// A value as the author would write it.
fn said(value: &Exact, unit: Option<&Unit>) -> String {
    let plain = |value: &Exact| value.terminating().unwrap_or_else(|| value.fraction());
    let Some(unit) = unit else { return plain(value) };
    if let Some(currency) = unit.currency() {
        return format_money(value, currency, currency.minor_digits());
    }
    if unit.is_date() {
        return day(value).map_or_else(|| plain(value), |day| day.to_string());
    }
    if !unit.is_ratio() {
        return format!("{} {unit}", plain(value));
    }
    let is_whole = value.fraction().ends_with("/1");
    match value.times(&Exact::from_i128(100)) {
        Ok(hundredths) if !is_whole => format!("{}%", plain(&hundredths)),
        _ => plain(value),
    }
}

/// The day that a value counts from 1970-01-01.
fn day(value: &Exact) -> Option<Date> {
    let days: i64 = value.fraction().strip_suffix("/1")?.parse().ok()?;
    date(1970, 1, 1).checked_add(Span::new().try_days(days).ok()?).ok()
}
