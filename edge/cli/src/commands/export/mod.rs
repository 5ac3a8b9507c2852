//! `export`: what the record holds, as files that other programs read.

mod activity;
mod costs;
mod facts;
mod forecasts;
mod named;
mod rooms;
mod settled;

pub use named::Named;

use crate::export::{Cell, Holds, Table, columns, lines, parquet, workbook};
use crate::load::{self, counted};
use crate::print::{Face, data, message};
use crate::recorded::{self, Reading, open, told};
use crate::stop::{Ended, Stop};
use crate::text::json::Json;
use crate::text::wrapped;
use accordant_activity::Total;
use accordant_alliance::State;
use accordant_alliance::state::Pick;
use accordant_host::Alliance;
use clap::ArgMatches;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// What tables are made of.
struct From<'a> {
    alliance: &'a Alliance,
    state: &'a State,
    loaded: &'a load::Alliance,
    /// The entry as at which it is known.
    known: u64,
}

/// Writes tables into a file.
pub fn run(asked: &ArgMatches, face: Face, reading: Reading) -> Result<Ended, Stop> {
    let alliance = open(asked)?;
    let state = alliance.state_at(reading.as_at).map_err(told::stop)?;
    let loaded = recorded::load::of_state(&state, alliance.folder(), reading.on, Pick::Actual)?;
    let known = state.kept().size.saturating_sub(1);
    let from = From { alliance: &alliance, state: &state, loaded: &loaded, known };
    let named: Vec<Named> = asked.get_many("what").into_iter().flatten().copied().collect();
    let path = |form: &str| asked.get_one::<PathBuf>(form).map(PathBuf::as_path);
    let (file, bytes, written) = if let Some(file) = path("xlsx") {
        let tables = sheets(&from, &named)?;
        (file, workbook::write(&tables).map_err(Stop::refusal)?, tables)
    } else {
        let table = table(&from, one(&named)?)?;
        let (file, bytes) = match (path("csv"), path("parquet")) {
            (Some(file), _) => (file, lines::write(&table)),
            (None, Some(file)) => (file, parquet::write(&table).map_err(Stop::refusal)?),
            (None, None) => return Err(Stop::wrong_use("no file is named").help("write `--csv FILE`")),
        };
        (file, bytes, vec![table])
    };
    write(file, &bytes)?;
    tell(file, &written, face);
    Ok(Ended::Done)
}

/// The sheets of a workbook: those that are named, or else all. Of all, one that the record refuses is left out, and the
/// first sheet says which and why.
fn sheets(from: &From<'_>, named: &[Named]) -> Result<Vec<Table>, Stop> {
    let wanted = if named.is_empty() { &Named::ALL } else { named };
    let mut tables = Vec::new();
    let mut left_out = Vec::new();
    for one in wanted {
        match table(from, *one) {
            Ok(table) => tables.push(table),
            Err(stop) => match stop.refused() {
                Some(why) if named.is_empty() => left_out.push(format!("{}: {why}", one.name())),
                _ => return Err(stop),
            },
        }
    }
    left_out.iter().for_each(|why| message(&wrapped("left out: ", why)));
    tables.insert(0, about(from, left_out));
    Ok(tables)
}

/// The one table that a file of lines or of Parquet holds.
fn one(named: &[Named]) -> Result<Named, Stop> {
    match named {
        [one] => Ok(*one),
        [] => {
            let all = Named::ALL.map(Named::name).join(", ");
            Err(Stop::wrong_use("it is not said which table").help(format!("name one of {all}")))
        }
        _ => Err(Stop::wrong_use(format!("{} tables are named, and such a file holds one", named.len()))
            .help("name one, or write a workbook with `--xlsx`, which has a sheet for each")),
    }
}

fn table(from: &From<'_>, named: Named) -> Result<Table, Stop> {
    match named {
        Named::Facts => facts::table(from),
        Named::Activity => activity::table(from),
        Named::Rooms => rooms::table(from),
        Named::Costs => costs::table(from),
        Named::Forecasts => forecasts::table(from),
        Named::Measures => settled::measures(from),
        Named::Settlement => settled::settlement(from),
    }
}

/// A total of which every row says its part; nothing where one does not.
fn known(total: &Total) -> Cell {
    total.known().map_or(Cell::Nothing, |known| Cell::decimal(&known.to_exact()))
}

/// Of which alliance a workbook is, as at when, and what is left out of it.
fn about(from: &From<'_>, left_out: Vec<String>) -> Table {
    let particulars = &from.loaded.agreement.particulars.alliance;
    let recorded = from.loaded.recorded.as_ref();
    let said = [
        ("alliance", Some(particulars.name.clone())),
        ("notice", particulars.notice.clone()),
        ("illustrative", particulars.illustrative.clone()),
        ("as known at entry", Some(from.known.to_string())),
        ("recorded", Some(from.state.kept().last_at.clone())),
        ("record", Some(from.alliance.origin().to_string())),
        ("agreement sha256", recorded.map(|recorded| recorded.agreement_sha256.clone())),
        ("facts sha256", recorded.map(|recorded| recorded.facts_sha256.clone())),
        ("program", Some(recorded::SOFTWARE.to_string())),
    ];
    let said = said.into_iter().chain(left_out.into_iter().map(|why| ("left out", Some(why))));
    let row = |(what, says): (&str, Option<String>)| Some(vec![Cell::text(what), Cell::Text(says?)]);
    Table {
        name: "about",
        columns: columns(["what", "says"], Holds::Text),
        rows: said.filter_map(row).collect(),
    }
}

/// Writes the file; `-` is standard output.
fn write(file: &Path, bytes: &[u8]) -> Result<(), Stop> {
    let written = if file.as_os_str() == "-" {
        std::io::stdout().lock().write_all(bytes)
    } else {
        fs::write(file, bytes)
    };
    written.map_err(|error| Stop::fault(format!("`{}` cannot be written: {error}", file.display())))
}

fn tell(file: &Path, tables: &[Table], face: Face) {
    let rows = |table: &Table| (table.name, table.rows.len());
    if file.as_os_str() == "-" {
        return;
    }
    if face.is_json() {
        let tables = tables.iter().map(rows).map(|(name, rows)| {
            Json::Map(vec![("table", Json::text(name)), ("rows", Json::Whole(rows as u64))])
        });
        let file = Json::text(file.display().to_string());
        data(&Json::Map(vec![("file", file), ("tables", Json::List(tables.collect()))]).document());
        return;
    }
    let said = tables.iter().map(rows).filter(|(name, _)| *name != "about");
    let said: Vec<String> =
        said.map(|(name, rows)| format!("{name} with {}", counted(rows, "row"))).collect();
    message(&format!("wrote {}: {}\n", file.display(), said.join(", ")));
}
