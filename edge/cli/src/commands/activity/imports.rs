//! `imports list|show|diff|undo` and `rejects`: what was imported, and what became of it.

use super::{Columns, How, again, sheet_of};
use crate::load::counted;
use crate::print::{Face, data};
use crate::recorded::words::{moment, name};
use crate::recorded::{Reading, actor, in_force, open, told};
use crate::stop::{Ended, Stop};
use crate::text::json::Json;
use crate::text::record;
use crate::text::sheet::{Fact, Sheet};
use accordant_activity::{Cell, Cells, Difference, Latest, Side};
use accordant_agreement::problem::Problems;
use accordant_alliance::event::{Imported, SentFor, Words};
use accordant_alliance::state::Batch;
use accordant_alliance::{Command, State};
use accordant_facts::{self as facts, FactValue, Facts};
use accordant_host::{Alliance, Submitted, submissions};
use accordant_intake::counting;
use accordant_intake::submission::Kind;
use clap::ArgMatches;

/// So many cells of a difference are told one by one.
const CELLS_SHOWN: usize = 20;

/// Lists the imports.
pub fn list(asked: &ArgMatches, face: Face, reading: Reading) -> Result<Ended, Stop> {
    let alliance = open(asked)?;
    let state = alliance.state_at(reading.as_at).map_err(told::stop)?;
    let people = alliance.people().map_err(told::stop)?;
    if face.is_json() {
        let list = submissions(&state).map(|(batch, import)| {
            Json::Map(vec![
                ("entry", Json::Whole(batch.entry)),
                ("at", Json::text(batch.at.as_str())),
                ("kind", Json::text(&*import.kind)),
                (
                    "files",
                    Json::List(batch.given.files.iter().map(|file| Json::text(file.as_str())).collect()),
                ),
                ("accepted", Json::Whole(import.accepted)),
                ("fixed", Json::Whole(import.fixed)),
                ("refused", Json::Whole(import.refused)),
                ("facts", Json::Whole(batch.given.count as u64)),
                ("standing", Json::text(standing(&state, batch, import))),
            ])
        });
        data(&Json::List(list.collect()).document());
        return Ok(Ended::Done);
    }
    let mut sheet = Sheet::default();
    sheet.heading(counted(submissions(&state).count(), "import"));
    for (batch, import) in submissions(&state) {
        let label = format!("entry {}: {}", batch.entry, batch.given.files.join(", "));
        let mut fact = Fact::new(label, standing(&state, batch, import));
        fact.notes.push(format!(
            "{}{}: {} accepted, {} fixed, {} refused",
            import.kind,
            sent_for(&import.scopes),
            import.accepted,
            import.fixed,
            import.refused
        ));
        fact.notes.push(format!("{}, {} UTC", name(&people, &batch.actor), moment(&batch.at)));
        if let Some((by, Words::Said(why))) = &batch.withdrawn {
            fact.notes.push(format!("undone with entry {by}: {why}"));
        }
        sheet.fact(fact);
    }
    data(&sheet.shown(face));
    Ok(Ended::Done)
}

/// Whether an import counts, and whether it closes its months.
fn standing(state: &State, batch: &Batch, import: &Imported<'_>) -> &'static str {
    let stands_over = |(later, other): (&Batch, &Imported<'_>)| {
        // A return replaces figures and is sent for no month of a provider, so none stands over it as a whole.
        let counts = later.entry > batch.entry
            && later.withdrawn.is_none()
            && !other.adds
            && !import.scopes.is_empty();
        counts && import.scopes.iter().all(|scope| other.scopes.contains(scope))
    };
    match (&batch.withdrawn, import.freeze) {
        (Some(_), _) => "undone",
        (None, _) if submissions(state).any(stands_over) => "superseded",
        (None, true) => "freeze",
        (None, false) => "flex",
    }
}

/// Providers and months, briefly; nothing of a return.
fn sent_for(scopes: &[SentFor<'_>]) -> String {
    let mut providers: Vec<&str> = scopes.iter().map(|scope| &*scope.provider).collect();
    let mut months: Vec<&str> = scopes.iter().map(|scope| &*scope.month).collect();
    for list in [&mut providers, &mut months] {
        list.sort_unstable();
        list.dedup();
    }
    if scopes.is_empty() {
        return String::new();
    }
    format!(", {} for {}", providers.join(", "), months.join(", "))
}

/// Shows what became of every row.
pub fn show(asked: &ArgMatches, face: Face) -> Result<Ended, Stop> {
    let alliance = open(asked)?;
    let submitted = submitted(&alliance, entry(asked, "entry"))?;
    if face.is_json() {
        let cells = String::from_utf8_lossy(&submitted.cells.to_json_lines()).into_owned();
        data(
            &Json::Map(vec![
                ("entry", Json::Whole(submitted.entry)),
                ("report", Json::text(submitted.report)),
                ("cells", Json::List(cells.lines().map(Json::text).collect())),
            ])
            .document(),
        );
        return Ok(Ended::Done);
    }
    data(&submitted.report);
    Ok(Ended::Done)
}

/// Shows what a later import says otherwise.
pub fn diff(asked: &ArgMatches, face: Face) -> Result<Ended, Stop> {
    let alliance = open(asked)?;
    let (earlier, later) = (entry(asked, "entry"), entry(asked, "later"));
    let (before, after) = (submitted(&alliance, earlier)?, submitted(&alliance, later)?);
    // What only one of the two was sent for is no difference between them.
    let (scopes_before, scopes_after) = (before.cells.scopes(), after.cells.scopes());
    let both = |cells: &Cells| {
        cells.only(|key| scopes_before.contains(&key.scope()) && scopes_after.contains(&key.scope()))
    };
    let difference = Difference::between(&both(&before.cells), &both(&after.cells));
    let sum = |result: Result<accordant_activity::Scaled, _>| {
        result.map_err(|_: accordant_activity::TooLarge| Stop::fault("a sum is too large"))
    };
    let (activity, price) = (sum(difference.activity(Side::Actual))?, sum(difference.price(Side::Actual))?);
    let changed = difference.changed.iter().map(|changed| (Some(&changed.before), Some(&changed.after)));
    let came = difference.came.iter().map(|cell| (None, Some(cell)));
    let went = difference.went.iter().map(|cell| (Some(cell), None));
    let lines: Vec<_> = changed.chain(came).chain(went).collect();
    if face.is_json() {
        let list = lines.iter().map(|(before, after)| cell_json(*before, *after));
        let said = vec![
            ("earlier", Json::Whole(earlier)),
            ("later", Json::Whole(later)),
            ("activity", Json::text(activity.to_string())),
            ("price", Json::text(price.to_string())),
            ("cells", Json::List(list.collect())),
        ];
        data(&Json::Map(said).document());
        return Ok(Ended::Done);
    }
    let mut sheet = Sheet::default();
    sheet.heading(format!("From entry {earlier} to entry {later}, where both were sent for the same"));
    sheet.fact(Fact::new("Actual activity", signed(&activity.to_string())));
    sheet.fact(Fact::new("Actual price", signed(&price.to_string())));
    sheet.heading(format!(
        "{} changed, {} came, {} went",
        difference.changed.len(),
        difference.came.len(),
        difference.went.len()
    ));
    for (before, after) in lines.iter().take(CELLS_SHOWN) {
        let Some(cell) = after.or(*before) else { continue };
        let mut fact =
            Fact::new(described(cell), format!("{} to {}", activity_of(*before), activity_of(*after)));
        let rows =
            |cell: &Option<&Cell>| cell.map_or_else(|| "none".to_string(), |cell| cell.rows.to_string());
        fact.notes.push(format!("rows {} of the earlier, {} of the later", rows(before), rows(after)));
        sheet.fact(fact);
    }
    if lines.len() > CELLS_SHOWN {
        sheet.text(format!("And {} more; `--json` lists them all.", lines.len() - CELLS_SHOWN));
    }
    data(&sheet.shown(face));
    Ok(Ended::Done)
}

fn cell_json(before: Option<&Cell>, after: Option<&Cell>) -> Json {
    let cell = after.or(before);
    Json::Map(vec![
        ("cell", Json::maybe(cell.map(described))),
        ("before", Json::text(activity_of(before))),
        ("after", Json::text(activity_of(after))),
        ("rows", Json::maybe(cell.map(|cell| cell.rows.to_string()))),
    ])
}

fn signed(number: &str) -> String {
    if number.starts_with('-') || number == "0" { number.to_string() } else { format!("+{number}") }
}

fn activity_of(cell: Option<&Cell>) -> String {
    let said = cell.and_then(|cell| cell.amounts.actual.activity.said());
    said.map_or_else(|| "none".to_string(), |activity| activity.to_string())
}

/// A cell in words: month, provider, function, point of delivery, currency.
pub fn described(cell: &Cell) -> String {
    let key = &cell.key;
    let codes = [
        Some(key.provider.as_ref()),
        key.function.as_deref(),
        Some(key.point_of_delivery.as_ref()),
        key.currency.as_deref(),
    ];
    let codes: Vec<&str> = codes.into_iter().flatten().collect();
    format!("{}: {}", key.month, codes.join(" "))
}

/// Lets an import count no longer.
pub fn undo(asked: &ArgMatches, face: Face) -> Result<Ended, Stop> {
    let alliance = open(asked)?;
    let state = alliance.state().map_err(told::stop)?;
    let undone = submitted(&alliance, entry(asked, "entry"))?;
    let mut problems = Problems::new();
    let name = format!("counting of entry {}", undone.entry);
    let counting = counting::read(&name, &undone.mapping, in_force(&state)?, &mut problems);
    let without = alliance.latest(&state, Some(undone.entry)).map_err(told::stop)?;
    let with = alliance.latest(&state, None).map_err(told::stop)?;
    let shelf = alliance.shelf(&state).map_err(told::stop)?;
    let worked = |latest: &Latest| {
        let worked = counting.activity.facts(&Latest::none(), latest, &shelf);
        worked.map(|worked| worked.facts).map_err(|problem| Stop::fault(problem.to_string()))
    };
    let known = state.facts_without(undone.entry).map_err(|problem| Stop::fault(problem.to_string()))?;
    let (without, with) = (worked(&without)?, worked(&with)?);
    let again = missing(without.said_otherwise_than(&with), &without, &known);
    let again = no_longer_known(again, &without, &with, &known);
    let reason = asked.get_one::<String>("reason").cloned().unwrap_or_default();
    let command = Command::WithdrawFacts { entry: undone.entry, reason, again };
    let answer = actor::submit(&alliance, asked, command)?;
    let said = format!("entry {} counts no longer", undone.entry);
    data(&record::recorded(answer.last, &said, face));
    Ok(Ended::Done)
}

/// What is said again, and what only the import had said of all that still holds, such as the months of a plan.
fn missing(mut again: Facts, without: &Facts, known: &Facts) -> Facts {
    for fact in without.iter().filter(|fact| known.exact(&fact.name, &fact.of, fact.days).is_none()) {
        again.replace(fact.clone());
    }
    again
}

/// What is said again, and what is worked out without an import and with it: a fact that was said again since, with a
/// price book, and rests on nothing that is left, is known no longer. It is never nothing.
fn no_longer_known(mut again: Facts, without: &Facts, with: &Facts, known: &Facts) -> Facts {
    for fact in with.iter() {
        let is_left = without.exact(&fact.name, &fact.of, fact.days).is_some();
        if !is_left && known.exact(&fact.name, &fact.of, fact.days) == Some(fact) {
            let value = FactValue::NotPublished;
            again.replace(facts::Fact { value, source: None, row: None, ..fact.clone() });
        }
    }
    again
}

/// Gives the refused rows of an import.
pub fn rejects(asked: &ArgMatches) -> Result<Ended, Stop> {
    let alliance = open(asked)?;
    let state = alliance.state().map_err(told::stop)?;
    let wanted = submitted(&alliance, entry(asked, "entry"))?;
    let found = submissions(&state).find(|(batch, _)| batch.entry == wanted.entry);
    let import = found.map(|(_, import)| import).ok_or_else(|| Stop::fault("the import is not known"))?;
    let agreement = in_force(&state)?;
    let mut problems = Problems::new();
    let known = counting::read("counting.yaml", &wanted.mapping, agreement, &mut problems).known(agreement);
    let (sent, columns) = Columns::of_import(wanted.files, import, agreement)?;
    for (file, bytes) in sent {
        let bytes = bytes.ok_or_else(|| {
            Stop::refusal(format!("the file `{file}` is not kept, so its rows are not known any more"))
                .help("whoever sent it can read it again with `accordant import --check --rejects FILE`")
        })?;
        let how = How {
            kind: Kind::parse(&import.kind),
            sheet: sheet_of(&wanted.report).map(str::to_string),
            allows_nhs_numbers: import.nhs_numbers_let_in,
            ..How::default()
        };
        let read = again(file, bytes, how, &known, columns.as_ref())?;
        data(&String::from_utf8_lossy(&read.rejects));
    }
    Ok(Ended::Done)
}

fn entry(asked: &ArgMatches, name: &str) -> u64 {
    asked.get_one::<u64>(name).copied().unwrap_or_default()
}

/// The import of that entry.
pub fn submitted(alliance: &Alliance, entry: u64) -> Result<Submitted, Stop> {
    let found = alliance.submission(entry).map_err(told::stop)?;
    found.ok_or_else(|| {
        Stop::refusal(format!("entry {entry} is no import")).help("`accordant imports list` shows which are")
    })
}
