//! `bridge`: why a figure moved between two points of the record: data, price, activity, allocation or text.

use crate::commands::record::settle::{on, said, to_date};
use crate::commands::restated::tell;
use crate::commands::settle::asked_period;
use crate::load::Alliance;
use crate::print::Face;
use crate::recorded::{Reading, folder, load, open, told};
use crate::stop::{Ended, Stop};
use crate::text::difference::Points;
use accordant_agreement::Agreement;
use accordant_agreement::calendar::Period;
use accordant_agreement::problem::nearest;
use accordant_alliance::State;
use accordant_alliance::command::SettleOn;
use accordant_alliance::event::Basis;
use accordant_alliance::state::{InForce, Kept};
use accordant_facts::Change;
use accordant_host::AsAt;
use accordant_settlement::{Difference, Restated, SettledPeriod, difference};
use clap::ArgMatches;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Shows the difference between what was known at two points.
pub fn run(asked: &ArgMatches, face: Face, reading: Reading) -> Result<Ended, Stop> {
    let alliance = open(asked)?;
    let (earlier, later) = points(asked, reading)?;
    let before = alliance.state_at(earlier).map_err(told::stop)?;
    let after = alliance.state_at(later).map_err(told::stop)?;
    let mut points = Points { earlier: before.kept(), later: after.kept(), read_by: None };
    if points.earlier.size > points.later.size {
        return Err(
            Stop::wrong_use("the first point is later than the second").help("name the earlier first")
        );
    }
    let on = on(asked)?;
    let loaded = load::of_state(&after, folder(asked), reading.on, on.pick())?;
    let facts = before.facts(on.pick());
    let period = match asked.get_one::<String>("period") {
        Some(label) => after.period(label).ok_or_else(|| {
            Stop::wrong_use(format!("the agreement has no period `{label}`"))
                .help("`accordant check` lists its periods")
        })?,
        None => latest(&loaded, &facts.changes_to(&loaded.facts), on)?,
    };
    let begins = reading.on.unwrap_or(period.from);
    let ((old_text, old), (new_text, new)) = (text(&before, begins)?, text(&after, begins)?);
    let values =
        old.terms.as_ref().map(|terms| after.values_since(points.earlier.size, on.pick(), terms)).transpose();
    let values = values.map_err(|problem| Stop::fault(problem.to_string()))?.flatten();
    let restated = Restated {
        old,
        // The same words read twice are no cause.
        new: if old_text.sha256 == new_text.sha256 { old } else { new },
        facts: &facts,
        later: &loaded.facts,
        values: values.as_ref(),
        to_date: to_date(on, &period)?,
    };
    let mut found = difference(&restated, &period).ok_or_else(|| {
        Stop::refusal(format!("{} cannot be settled, so no figure has moved", period.label))
            .help("`accordant settle` says what is missing")
    })?;
    for (settled, known) in [(&found.before, points.earlier), (&found.after, points.later)] {
        can_be_settled(settled, known, on)?;
    }
    if let Some(figure) = asked.get_one::<String>("figure") {
        only(&mut found, figure, &period)?;
        points.read_by = Some((figure, found.changes.len()));
        found.leaves_what_they_read(&restated, |posted| is_called(posted, figure));
    }
    tell(&loaded, &found, &period, Some(&points), face);
    Ok(Ended::Done)
}

fn can_be_settled(settled: &SettledPeriod, known: &Kept, on: SettleOn) -> Result<(), Stop> {
    let reasons = settled.refusals().count();
    if reasons == 0 {
        return Ok(());
    }
    let (label, entry) = (&settled.period.label, known.size.saturating_sub(1));
    let mut help = format!("`accordant settle --period {label}{} --as-at {entry}` lists them", said(on));
    let last = known.settlements.iter().rev().find(|one| one.body.period == *label);
    if let (SettleOn::Whole, Some(last)) = (on, last.filter(|one| one.body.basis == Basis::ToDate)) {
        help.push_str(&format!("; it was settled to date, and `--to {}` bridges that", last.body.to));
    }
    Err(Stop::refusal(format!(
        "{label} cannot be settled as known at entry {entry}: {} against it",
        if reasons == 1 { "one thing stands".to_string() } else { format!("{reasons} things stand") }
    ))
    .help(help))
}

fn points(asked: &ArgMatches, reading: Reading) -> Result<(AsAt, AsAt), Stop> {
    let point = |name: &str| {
        let text = asked.get_one::<String>(name);
        text.map(|text| AsAt::read(text)).transpose().map_err(|what| {
            Stop::wrong_use(what).help("a point is what `accordant log` shows: an entry, a day or an instant")
        })
    };
    let earlier = point("earlier")?.unwrap_or(AsAt::Now);
    match (point("later")?, reading.as_at) {
        (Some(later), AsAt::Now) => Ok((earlier, later)),
        (None, as_at) => Ok((earlier, as_at)),
        (Some(_), _) => Err(Stop::wrong_use("the second point and `--as-at` are two words for one thing")
            .help("leave one of them out")),
    }
}

/// The period of the day up to which is asked, or the one that was settled or opened last, if something was said
/// otherwise of it, or else the latest of which something was: what is planned for the next year does not come first.
fn latest(loaded: &Alliance, changes: &[Change], on: SettleOn) -> Result<Period, Stop> {
    if matches!(on, SettleOn::ToDate(_)) {
        return asked_period(loaded, None, on);
    }
    let concerns = |period: &&Period| {
        let days = changes.iter().map(|change| change.latest().days);
        days.into_iter().any(|days| days.from() <= period.to && period.from <= days.to())
    };
    let last = loaded.recorded.as_ref().and_then(|recorded| recorded.last_period.as_deref());
    let settled = loaded.periods.iter().filter(concerns).find(|period| last == Some(period.label.as_str()));
    settled.or_else(|| loaded.periods.iter().rev().find(concerns)).cloned().ok_or_else(|| {
        Stop::refusal("no fact of any period differs between the two points")
            .help("name the period with `--period` to see what another text changes")
    })
}

fn text(state: &State, day: Date) -> Result<(&InForce, &Agreement), Stop> {
    let (text, agreement) =
        state.text_on(day).ok_or_else(|| Stop::refusal(format!("no text was in force on {day}")))?;
    Ok((text, agreement.as_ref()))
}

/// Leaves the figure that is asked for; a name without elements stands for all of its elements. One that is posted and
/// did not move is not one that is posted nowhere.
fn only(found: &mut Difference, figure: &str, period: &Period) -> Result<(), Stop> {
    found.figures.retain(|moved| is_called(&moved.figure, figure));
    if found.figures.is_empty() {
        let parts = found.before.parts.iter().chain(&found.after.parts);
        let posted: BTreeSet<String> = parts
            .flat_map(|part| {
                let label = &part.setting.label;
                part.shares.iter().map(move |one| format!("{label}/{}", one.share.address))
            })
            .collect();
        if !posted.iter().any(|posted| is_called(posted, figure)) {
            let bare = posted.iter().filter_map(|posted| posted.split_once('/')).map(|(_, bare)| bare);
            let help = nearest(figure, bare).map_or_else(
                || "`accordant settle` shows what is posted; `bridge` tells of nothing else".to_string(),
                |near| format!("did you mean `{near}`?"),
            );
            return Err(Stop::wrong_use(format!(
                "no posted figure of {} is called `{figure}`",
                period.label
            ))
            .help(help));
        }
        return Err(Stop::refusal(format!("no figure `{figure}` of {} moved", period.label))
            .help("without `--figure` every figure that moved is shown"));
    }
    Ok(())
}

/// Whether a posted figure is the one that is asked for, with or without its part, with or without its elements.
fn is_called(posted: &str, asked: &str) -> bool {
    let bare = posted.split_once('/').map_or(posted, |(_, bare)| bare);
    let name = |of: &str| of.split('[').next() == Some(asked);
    posted == asked || bare == asked || name(posted) || name(bare)
}
