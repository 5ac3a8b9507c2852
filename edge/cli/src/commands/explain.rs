//! `explain`: why a figure, a posting, a pool or a fact is what it is.

use super::record::settle::on;
use super::settle;
use crate::each;
use crate::load::{self, Alliance};
use crate::print::{Face, data, message};
use crate::recorded::{self, Reading};
use crate::stamp::stamp;
use crate::stop::{Ended, Stop};
use crate::text::explanation::Explainer;
use crate::text::refusal;
use crate::text::tree::Branch;
use crate::text::wrapped;
use accordant_agreement::calendar::{Period, period_on};
use accordant_agreement::problem::nearest;
use accordant_alliance::command::SettleOn;
use accordant_documents::json::{self, Explained};
use accordant_documents::view::{FORECAST, StatementView};
use accordant_facts::{Days, Facts};
use accordant_settlement::{Brought, FactUsed, Settlement, example_facts, settle_example};
use clap::ArgMatches;
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// Explains what is asked for, in every part of the period that has it.
pub fn run(asked: &ArgMatches, face: Face, reading: Reading) -> Result<Ended, Stop> {
    let path = |name: &str| asked.get_one::<PathBuf>(name).map(PathBuf::as_path);
    let text = |name: &str| asked.get_one::<String>(name).map(String::as_str);
    let values: Vec<&OsString> = asked.get_many("asked").unwrap_or_default().collect();
    // A row may be explained whole: then what stands alone is the folder, and there is no figure.
    let (folder, figure) = match values.as_slice() {
        [only] if path("each").is_some() && Path::new(only).is_dir() => (Some(Path::new(only)), None),
        [figure] => (None, figure.to_str()),
        [folder, figure] => (Some(Path::new(folder)), figure.to_str()),
        _ => (None, None),
    };
    let on = on(asked)?;
    let folder = folder.unwrap_or(Path::new("."));
    let mut alliance = match on {
        SettleOn::Forecast => recorded::load::with_forecast(folder, reading)?,
        SettleOn::ToDate(_) | SettleOn::Whole => load::alliance(folder, path("facts"), reading)?,
    };
    if !settle::has_money(&alliance) {
        return Err(Stop::refusal("the agreement has no money terms, so there is no figure to explain")
            .help("`accordant settle` lists what it governs"));
    }
    let mut period = text("period").map(str::to_string);
    if let (Some(rows), Some(row)) = (path("each"), text("row")) {
        match (face.is_json(), figure) {
            // Without a figure the row is explained whole, by the writer of a million rows.
            (true, None) => return each::run(&alliance, rows, period.as_deref(), Some(row), face),
            (false, None) => {
                return Err(Stop::wrong_use("no figure of the row is named")
                    .help("name one before `--each`, or explain the row whole with `--json`"));
            }
            (_, Some(_)) => {}
        }
        let (facts, label) = each::row_facts(&alliance, rows, period.as_deref(), row, face)?;
        alliance.facts = facts;
        period = Some(label);
    }
    let (label, address) = match figure.unwrap_or_default().split_once('/') {
        Some((label, address)) => (Some(label), address),
        None => (None, figure.unwrap_or_default()),
    };
    let parts = match text("example") {
        Some(name) => {
            let (settlement, facts) = example(&alliance, name)?;
            alliance.facts = facts;
            vec![Part { settlement, brought: Brought::default() }]
        }
        None => parts(&alliance, period.as_deref(), label, on)?,
    };
    if face.is_json() {
        return as_json(&alliance, &parts, text("row"), address);
    }
    let trees: Vec<Branch> =
        parts.iter().flat_map(|part| trees(&alliance, &part.settlement, address)).collect();
    if trees.is_empty() {
        return Err(not_found(&alliance, &parts, address));
    }
    if on == SettleOn::Forecast {
        data(&if face.is_plain() { format!("{FORECAST}\n") } else { format!("{}\n", wrapped("", FORECAST)) });
    }
    let shown: Vec<String> = trees.iter().map(|tree| tree.shown(face)).collect();
    data(&shown.join(if face.is_plain() { "" } else { "\n" }));
    Ok(Ended::Done)
}

/// A settled part, and what was handed on to it.
struct Part {
    settlement: Settlement,
    brought: Brought,
}

/// A worked example settled, and the facts that it gives.
fn example(alliance: &Alliance, name: &str) -> Result<(Settlement, Facts), Stop> {
    let examples = &alliance.agreement.examples;
    let Some(example) = examples.iter().find(|example| example.name == name) else {
        let near = nearest(name, examples.iter().map(|example| example.name.as_str()));
        let help = near
            .map_or("`accordant examples` lists them".to_string(), |near| format!("did you mean `{near}`?"));
        return Err(Stop::wrong_use(format!("there is no worked example `{name}`")).help(help));
    };
    let settlement = settle_example(&alliance.agreement, example).ok_or_else(|| {
        Stop::refusal(format!("the worked example `{name}` is of a period outside the term"))
    })?;
    let facts = example_facts(example, settlement.setting.period);
    Ok((settlement, facts))
}

/// The parts of the period that is asked for, or the one part that the figure's address names.
fn parts(
    alliance: &Alliance,
    period: Option<&str>,
    label: Option<&str>,
    on: SettleOn,
) -> Result<Vec<Part>, Stop> {
    let part = label.and_then(Days::parse);
    let of_label: Option<Period> = match (label, part) {
        (_, Some(days)) => period_on(&alliance.agreement.particulars.alliance, days.from()),
        (Some(label), None) => Some(settle::period(alliance, Some(label))?),
        (None, None) => None,
    };
    let period = match (period, of_label) {
        (Some(name), Some(other)) if name != other.label => {
            return Err(Stop::wrong_use(format!(
                "the figure is of {}, and `--period` says {name}",
                other.label
            ))
            .help("leave one of the two out"));
        }
        (_, Some(period)) => period,
        (name, None) => settle::asked_period(alliance, name, on)?,
    };
    let wanted = |one: &Part| part.is_none_or(|days| one.settlement.setting.part == days);
    let parts: Vec<Part> = with_brought(alliance, &period, on)?.into_iter().filter(wanted).collect();
    if parts.is_empty() {
        let label = label.unwrap_or_default();
        let help = match part {
            // The days so far are settled only where that is asked for.
            Some(days) if days.to() < period.to && on == SettleOn::Whole => {
                format!("of a statement to date, say `--to {}`", days.to())
            }
            _ => "`accordant settle` names the parts".to_string(),
        };
        return Err(Stop::wrong_use(format!("the period {} has no part `{label}`", period.label)).help(help));
    }
    Ok(parts)
}

/// The parts of a period, each with what the part or period before handed on to it.
fn with_brought(alliance: &Alliance, period: &Period, on: SettleOn) -> Result<Vec<Part>, Stop> {
    let mut parts: Vec<Part> = Vec::new();
    let mut brought = Brought::default();
    for settled in settle::settled_series(alliance, period, on)? {
        parts.clear();
        for settlement in settled.parts {
            let handed_on = settlement.brought.clone();
            parts.push(Part { settlement, brought: std::mem::replace(&mut brought, handed_on) });
        }
    }
    if parts.is_empty() {
        return Err(Stop::refusal(format!("{} cannot be settled", period.label)));
    }
    Ok(parts)
}

/// The reasons in the shape that serves a million rows too: one object for each part and figure of that address.
fn as_json(alliance: &Alliance, parts: &[Part], row: Option<&str>, address: &str) -> Result<Ended, Stop> {
    let Some(terms) = &alliance.agreement.terms else {
        return Err(Stop::refusal("there are no money terms"));
    };
    let explanations = parts.iter().flat_map(|part| {
        let Part { settlement, brought } = part;
        let explained = Explained {
            terms,
            setting: &settlement.setting,
            facts: &alliance.facts,
            brought,
            settlement,
            forecast: alliance.recorded.as_ref().is_some_and(|recorded| recorded.forecast),
            row,
        };
        addresses(settlement, address).into_iter().filter_map(move |one| json::explain(&explained, one).ok())
    });
    let explanations: Vec<String> = explanations.collect();
    if explanations.is_empty() {
        return Err(not_found(alliance, parts, address));
    }
    explanations.iter().for_each(|one| data(&format!("{}\n", one.trim_end())));
    Ok(Ended::Done)
}

/// The addresses of postings, figures or else facts that are meant; a name without elements stands for all of its
/// elements.
fn addresses<'s>(settlement: &'s Settlement, address: &str) -> BTreeSet<&'s str> {
    for wanted in [Wanted::Exactly(address), Wanted::AllOf(address)] {
        let shares = settlement.shares.iter().map(|one| one.share.address.as_str());
        let figures = settlement.reasons.iter().map(|reason| reason.address.as_str());
        let found: BTreeSet<&str> = shares.chain(figures).filter(|one| wanted.is(one)).collect();
        let of_facts = || facts(settlement).into_iter().map(|fact| fact.address.as_str());
        let found = if found.is_empty() { of_facts().filter(|one| wanted.is(one)).collect() } else { found };
        if !found.is_empty() {
            return found;
        }
    }
    BTreeSet::new()
}

/// Everything of that address in one part; a name without elements stands for all of its elements.
fn trees(alliance: &Alliance, settlement: &Settlement, address: &str) -> Vec<Branch> {
    let Some(terms) = &alliance.agreement.terms else { return Vec::new() };
    let view = StatementView::of_settlement(&alliance.agreement, settlement, stamp(alliance));
    let Some(part) = view.parts.first() else { return Vec::new() };
    let mut explainer = Explainer::new(&view, part, terms);
    for wanted in [Wanted::Exactly(address), Wanted::AllOf(address)] {
        let mut found: Vec<Branch> = Vec::new();
        for statement in settlement.shares.iter().filter(|one| wanted.is(&one.share.address)) {
            found.push(explainer.posting(statement));
        }
        for reason in settlement.reasons.iter().filter(|reason| wanted.is(&reason.address)) {
            found.push(explainer.figure(reason));
        }
        if let Wanted::Exactly(name) = wanted {
            found.extend(explainer.pool(name));
        }
        if found.is_empty() {
            found = facts(settlement)
                .into_iter()
                .filter(|fact| wanted.is(&fact.address))
                .map(|fact| explainer.fact(fact))
                .collect();
        }
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

#[derive(Clone, Copy)]
enum Wanted<'a> {
    Exactly(&'a str),
    AllOf(&'a str),
}

impl Wanted<'_> {
    fn is(self, address: &str) -> bool {
        match self {
            Wanted::Exactly(wanted) => address == wanted,
            Wanted::AllOf(wanted) => address.split('[').next() == Some(wanted),
        }
    }
}

/// Every fact that something was computed from, once.
fn facts(part: &Settlement) -> Vec<&FactUsed> {
    let of_figures = part.reasons.iter().flat_map(|reason| &reason.facts);
    let of_postings = part.shares.iter().flat_map(|one| &one.facts);
    let mut told = BTreeSet::new();
    of_figures.chain(of_postings).filter(|fact| told.insert(fact.address.as_str())).collect()
}

/// The last day up to which the period of these parts can be settled, where it cannot be to its end.
fn reach(alliance: &Alliance, parts: &[Part]) -> Option<Date> {
    let last = parts.last()?.settlement.setting.part.to();
    let period = alliance.periods.iter().find(|period| period.includes(last))?;
    let settled = settle::settled(alliance, period, SettleOn::Whole).ok()?;
    settle::settles_to(alliance, &settled)
}

/// What cannot be given says why; what is given and not used says so; anything else is a slip of the pen.
fn not_found(alliance: &Alliance, parts: &[Part], address: &str) -> Stop {
    let mut lacking =
        parts.iter().flat_map(|part| part.settlement.open.iter().chain(&part.settlement.left_out));
    if let Some((figure, why)) = lacking.find(|(figure, _)| figure == address) {
        return Stop::refusal(format!("`{figure}` cannot be given: {why}"));
    }
    let name = address.split('[').next().unwrap_or_default();
    let mut known = names(alliance, parts);
    let refused = parts.iter().any(|part| !part.settlement.refusals.is_empty());
    if known.contains(address) || known.contains(name) {
        if refused {
            message(&refusal::refusals(parts.iter().flat_map(|part| &part.settlement.refusals)));
            let stop = Stop::refusal(format!("`{address}` has no value: the period cannot be settled"));
            return match reach(alliance, parts) {
                Some(day) => stop.help(format!("facts reach to {day}: `--to {day}` explains it to that day")),
                None => stop,
            };
        }
        return Stop::refusal(format!("nothing in this period was computed from `{address}`"))
            .help("ask for another period with `--period`, or for a figure that the statement shows");
    }
    known.extend(
        parts.iter().flat_map(|part| part.settlement.reasons.iter().map(|reason| reason.address.clone())),
    );
    let help = match nearest(address, known.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => {
            "`accordant settle` shows the figures; a figure is a line, a score, a posting, a pool or a fact"
                .to_string()
        }
    };
    Stop::wrong_use(format!("there is no figure `{address}`")).help(help)
}

fn names(alliance: &Alliance, parts: &[Part]) -> BTreeSet<String> {
    let mut known: BTreeSet<String> = BTreeSet::new();
    if let Some(terms) = &alliance.agreement.terms {
        known.extend(terms.lines.iter().map(|line| line.name.clone()));
        known.extend(terms.inputs.iter().map(|input| input.name.clone()));
        known.extend(terms.pools.iter().map(|pool| pool.name.clone()));
        known.extend(
            terms.postings.iter().flat_map(|posting| posting.shares.iter().map(|share| share.name.clone())),
        );
    }
    known.extend(
        parts.iter().flat_map(|part| part.settlement.shares.iter().map(|one| one.share.address.clone())),
    );
    known
}
