//! A chart is rebased from a month that it has, once, and with a reason; a rebase is withdrawn with one.

use super::{Proposed, Seated, by};
use crate::command::Rebase;
use crate::event::{ChartRebased, Event, RebaseWithdrawn, Words};
use crate::refusal::Refusal;
use crate::state::State;
use alloc::format;
use alloc::string::ToString;
use alloc::vec;
use alloc::vec::Vec;
use jiff::civil::Date;

/// Decisions on charts follow one another, whatever the chart.
const STREAM: &str = "charts";

pub(super) fn rebase(
    state: &State,
    asked: &Rebase,
    today: Date,
    seat: &Seated,
) -> Result<Vec<Proposed>, Refusal> {
    let Rebase { measure, from, months, reason } = asked;
    if !is_of_the_agreement(state, measure) {
        return Err(Refusal::rule(format!("the agreement has no measure or fact `{measure}`"))
            .help("`accordant measure list` lists the measures"));
    }
    let month = from.strftime("%Y-%m");
    if !months.contains(from) {
        let help = match (months.first(), months.last()) {
            (Some(first), Some(last)) => {
                format!("it has those from {} to {}", first.strftime("%Y-%m"), last.strftime("%Y-%m"))
            }
            _ => "it has no months yet".to_string(),
        };
        return Err(Refusal::rule(format!("the chart of `{measure}` has no month {month}")).help(help));
    }
    if let Some(before) = state.rebases(measure).find(|before| before.body.from == from.to_string()) {
        let entry = before.entry;
        return Err(Refusal::rule(format!(
            "the chart of `{measure}` is rebased from {month} already, with entry {entry}"
        ))
        .help("withdraw that rebase with `--withdraw`, if another reason is to stand in its place"));
    }
    let words = said(reason, "a chart is rebased with a reason")?;
    let body = ChartRebased { measure: measure.clone(), from: from.to_string(), day: today.to_string() };
    Ok(vec![by(seat, Event::ChartRebased { body, reason: words }, STREAM.to_string())])
}

pub(super) fn withdraw(
    state: &State,
    (measure, from): (&str, Date),
    reason: &str,
    today: Date,
    seat: &Seated,
) -> Result<Vec<Proposed>, Refusal> {
    let day = from.to_string();
    let found = state.rebases(measure).find(|rebase| rebase.body.from == day).ok_or_else(|| {
        let month = from.strftime("%Y-%m");
        Refusal::rule(format!("the chart of `{measure}` is not rebased from {month}"))
            .help(format!("`accordant measure spc {measure}` shows from when it is"))
    })?;
    let words = said(reason, "a rebase is withdrawn with a reason")?;
    let rebase = found.entry;
    let body = RebaseWithdrawn { rebase, measure: measure.to_string(), from: day, day: today.to_string() };
    let event = Event::RebaseWithdrawn { body, reason: words };
    Ok(vec![Proposed { cause: Some(rebase), ..by(seat, event, STREAM.to_string()) }])
}

/// Whether the text in force names that measure, or a fact of that name.
fn is_of_the_agreement(state: &State, measure: &str) -> bool {
    let terms = state.latest_text().and_then(|(_, agreement)| agreement.terms.as_ref());
    let fact = measure.split_once('[').map_or(measure, |(name, _)| name);
    let value = format!("value[{measure}]");
    terms.is_some_and(|terms| {
        terms.inputs.iter().any(|input| input.name == fact)
            || terms.lines.iter().any(|line| line.name == value)
    })
}

fn said(words: &str, what: &str) -> Result<Words, Refusal> {
    if words.trim().is_empty() {
        return Err(Refusal::rule(what).help("say it with `--reason`"));
    }
    Ok(Words::Said(words.to_string()))
}
