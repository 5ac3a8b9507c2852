//! `imports list|show` and `rejects`: what was imported, and what became of it.

use super::{COUNTED_NOWHERE, Columns, How, again, month_of, sheet_of};
use crate::load::counted;
use crate::print::{Face, data};
use crate::recorded::words::{moment, name};
use crate::recorded::{Reading, in_force, open, told};
use crate::stop::{Ended, Stop};
use crate::text::json::Json;
use crate::text::sheet::{Fact, Sheet};
use accordant_activity::Cell;
use accordant_activity::counting::Counting;
use accordant_agreement::problem::Problems;
use accordant_alliance::State;
use accordant_alliance::event::{Imported, SentFor, Words};
use accordant_alliance::state::Batch;
use accordant_host::{Alliance, Submitted, submissions};
use accordant_intake::counting;
use accordant_intake::submission::Kind;
use clap::ArgMatches;

/// Lists the imports.
pub fn list(asked: &ArgMatches, face: Face, reading: Reading) -> Result<Ended, Stop> {
    let alliance = open(asked)?;
    let state = alliance.state_at(reading.as_at).map_err(told::stop)?;
    let people = alliance.people().map_err(told::stop)?;
    if face.is_json() {
        let list = submissions(&state).map(|(batch, import)| {
            let standing = standing(&state, batch, import);
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
                ("standing", Json::text(standing.word())),
                ("superseded_by", standing.by().map_or(Json::Null, Json::Whole)),
            ])
        });
        data(&Json::List(list.collect()).document());
        return Ok(Ended::Done);
    }
    let mut sheet = Sheet::default();
    sheet.heading(counted(submissions(&state).count(), "import"));
    for (batch, import) in submissions(&state) {
        let label = format!("entry {}: {}", batch.entry, batch.given.files.join(", "));
        let standing = standing(&state, batch, import);
        let mut fact = Fact::new(label, standing.word());
        fact.notes.push(format!(
            "{}{}: {} accepted, {} fixed, {} refused",
            import.kind,
            sent_for(&import.scopes),
            import.accepted,
            import.fixed,
            import.refused
        ));
        fact.notes.push(format!("{}, {} UTC", name(&people, &batch.actor), moment(&batch.at)));
        if let Some(by) = standing.by() {
            fact.notes.push(format!("superseded by entry {by}"));
        }
        if let Some((by, Words::Said(why))) = &batch.withdrawn {
            fact.notes.push(format!("undone with entry {by}: {why}"));
        }
        sheet.fact(fact);
    }
    let is_final = |(batch, import): (&Batch, &Imported<'_>)| batch.withdrawn.is_none() && import.freeze;
    if submissions(&state).next().is_some() && !submissions(&state).any(is_final) {
        sheet.text("No month is final: no import that counts was sent with `--freeze`.");
    }
    data(&sheet.shown(face));
    Ok(Ended::Done)
}

/// Whether an import counts, and whether it closes its months.
#[derive(Clone, Copy)]
enum Standing {
    Undone,
    /// By the first import that was sent for all that this one was sent for.
    Superseded(u64),
    Freeze,
    Flex,
}

impl Standing {
    const fn word(self) -> &'static str {
        match self {
            Standing::Undone => "undone",
            Standing::Superseded(_) => "superseded",
            Standing::Freeze => "freeze",
            Standing::Flex => "flex",
        }
    }

    const fn by(self) -> Option<u64> {
        match self {
            Standing::Superseded(by) => Some(by),
            Standing::Undone | Standing::Freeze | Standing::Flex => None,
        }
    }
}

fn standing(state: &State, batch: &Batch, import: &Imported<'_>) -> Standing {
    let stands_over = |(later, other): &(&Batch, &Imported<'_>)| {
        // A return replaces figures and is sent for no month of a provider, so none stands over it as a whole.
        let counts = later.entry > batch.entry
            && later.withdrawn.is_none()
            && !other.adds
            && !import.scopes.is_empty();
        counts && import.scopes.iter().all(|scope| other.scopes.contains(scope))
    };
    match (&batch.withdrawn, import.freeze) {
        (Some(_), _) => Standing::Undone,
        (None, is_freeze) => match submissions(state).find(stands_over) {
            Some((by, _)) => Standing::Superseded(by.entry),
            None if is_freeze => Standing::Freeze,
            None => Standing::Flex,
        },
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

/// Shows the report of an import.
pub fn show(asked: &ArgMatches, face: Face) -> Result<Ended, Stop> {
    let alliance = open(asked)?;
    let submitted = submitted(&alliance, entry(asked, "entry"))?;
    if face.is_json() {
        let cells = String::from_utf8_lossy(&submitted.activity).into_owned();
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

/// A cell in words: its month, the service that it is counted as, and the codes of provider, function, point of delivery
/// and currency.
pub fn described(cell: &Cell, counting: Option<&Counting>) -> String {
    let key = &cell.key;
    let codes = [
        Some(key.provider.as_ref()),
        key.function.as_deref(),
        Some(key.point_of_delivery.as_ref()),
        key.currency.as_deref(),
    ];
    let codes: Vec<&str> = codes.into_iter().flatten().collect();
    let month = month_of(key.month);
    match counting.map(|counting| counting.service(key).unwrap_or(COUNTED_NOWHERE)) {
        Some(service) => format!("{month}, {service}: {}", codes.join(" ")),
        None => format!("{month}: {}", codes.join(" ")),
    }
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
            is_held: true,
            ..How::default()
        };
        let read = again(file, bytes, how, &known, columns.as_ref())?;
        data(&String::from_utf8_lossy(&read.rejects));
    }
    Ok(Ended::Done)
}

pub(super) fn entry(asked: &ArgMatches, name: &str) -> u64 {
    asked.get_one::<u64>(name).copied().unwrap_or_default()
}

/// The import of that entry.
pub fn submitted(alliance: &Alliance, entry: u64) -> Result<Submitted, Stop> {
    let found = alliance.submission(entry).map_err(told::stop)?;
    found.ok_or_else(|| {
        Stop::refusal(format!("entry {entry} is no import")).help("`accordant imports list` shows which are")
    })
}
