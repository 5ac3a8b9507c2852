//! `settle --restated`: what facts said again, or a text agreed anew, change in a period.

use crate::commands::record::settle::to_date;
use crate::load::{self, Alliance};
use crate::print::{Face, data, message};
use crate::recorded::Reading;
use crate::stop::{Ended, Stop};
use crate::text::difference::{self as text, Points};
use crate::text::refusal;
use accordant_agreement::check::MAIN_FILE;
use accordant_agreement::{Agreement, calendar::Period};
use accordant_alliance::command::SettleOn;
use accordant_facts::Facts;
use accordant_settlement::{Difference, Restated, difference};
use std::path::Path;

/// Shows the difference statement of a period.
pub fn run(
    alliance: &Alliance,
    period: Option<&Period>,
    on: SettleOn,
    path: &Path,
    face: Face,
) -> Result<Ended, Stop> {
    let again = again(alliance, path)?;
    let wanted = match period {
        Some(period) => period.clone(),
        None => latest(alliance, &again.facts)?,
    };
    let new = again.agreement.as_ref().unwrap_or(&alliance.agreement);
    let (later, _) = alliance.facts.replaced_by(&again.facts);
    let state = Restated {
        old: &alliance.agreement,
        new,
        facts: &alliance.facts,
        later: &later,
        values: None,
        to_date: to_date(on, &wanted)?,
    };
    let Some(found) = difference(&state, &wanted) else {
        return Err(Stop::refusal(format!(
            "{} has not been settled before, so there is no difference",
            wanted.label
        ))
        .help("settle it without `--restated`"));
    };
    let refused: Vec<_> = found.before.refusals().chain(found.after.refusals()).collect();
    if !refused.is_empty() {
        message(&refusal::refusals(refused.into_iter()));
        return Err(Stop::refusal(format!(
            "{} cannot be settled before and after, so there is no difference",
            wanted.label
        )));
    }
    tell(alliance, &found, &wanted, None, face);
    Ok(Ended::Done)
}

/// Shows a difference; of two points of a record, if it is between such.
pub fn tell(
    alliance: &Alliance,
    found: &Difference,
    wanted: &Period,
    points: Option<&Points<'_>>,
    face: Face,
) {
    if face.is_json() {
        data(&text::as_json(alliance, found, wanted, points).document());
    } else {
        data(&text::statement(alliance, found, wanted, points).shown(face));
    }
}

/// What is said again: facts, and a text where the folder holds one.
struct Again {
    facts: Facts,
    agreement: Option<Agreement>,
}

fn again(alliance: &Alliance, path: &Path) -> Result<Again, Stop> {
    if path.join(MAIN_FILE).exists() {
        let new = load::alliance(path, None, Reading::NOW)?;
        return Ok(Again { facts: new.facts, agreement: Some(new.agreement) });
    }
    Ok(Again { facts: load::restated(&alliance.agreement, path)?, agreement: None })
}

/// The latest period about which something is said again.
fn latest(alliance: &Alliance, restated: &Facts) -> Result<Period, Stop> {
    let concerns = |period: &&Period| {
        restated.iter().any(|fact| fact.days.from() <= period.to && period.from <= fact.days.to())
    };
    alliance.periods.iter().rev().find(concerns).cloned().ok_or_else(|| {
        Stop::refusal("nothing is said again of any period of the term")
            .help("name the period with `--period`")
    })
}
