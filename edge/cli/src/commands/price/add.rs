//! `price add`: a price book comes into the record, and what it changes is said again with it.

use crate::commands::activity::counted_by;
use crate::load::{counted, rendered};
use crate::print::{Face, data, message};
use crate::recorded::{actor, day, open, told};
use crate::stop::{Ended, Stop};
use crate::text::json::Json;
use accordant_activity::counting::Worked;
use accordant_activity::{Latest, Shelf, Unpriced};
use accordant_agreement::problem::Problems;
use accordant_alliance::command::AddPriceBook;
use accordant_alliance::event::{BookKind, MarketForces, PriceBook};
use accordant_alliance::{Command, State};
use accordant_facts::Facts;
use accordant_host::{Alliance, Listed, Which, listed, reliance, shelf_of};
use accordant_intake::folder::{Folder, NamedBytes};
use clap::ArgMatches;
use std::fs;
use std::path::{Path, PathBuf};

/// So many cells that have no price are told one by one.
const UNPRICED_SHOWN: usize = 10;

/// Adds a price book.
pub fn run(asked: &ArgMatches, face: Face) -> Result<Ended, Stop> {
    actor::until_first(|| once(asked, face))
}

/// Nothing if others wrote to the record meanwhile: what is said again rests on all files and all books.
fn once(asked: &ArgMatches, face: Face) -> Result<Option<Ended>, Stop> {
    let file = file(asked)?;
    let about = about(asked, &file.name)?;
    let alliance = open(asked)?;
    let state = alliance.state().map_err(told::stop)?;
    let new = read(&about, &file, &state)?;
    let is_replaced = |entry: u64| {
        state
            .kept()
            .books
            .iter()
            .any(|book| book.entry == entry && Some(&book.body.name) == about.replaces.as_ref())
    };
    let shelved = alliance.shelved(&state).map_err(told::stop)?;
    let others: Vec<(u64, Listed)> = shelved.into_iter().filter(|(entry, _)| !is_replaced(*entry)).collect();
    let against = others.iter().map(|(entry, _)| *entry).collect();
    let after = shelf_of(others.into_iter().map(|(_, listed)| listed).chain([new]));
    let (again, unpriced, contradictions) = match after {
        Ok(after) => {
            let (again, unpriced) = worked_again(&alliance, &state, &after)?;
            (again, unpriced, Vec::new())
        }
        Err(problems) => (Facts::new(), Vec::new(), problems.iter().map(ToString::to_string).collect()),
    };
    let name = about.name.clone();
    let said_again = again.len();
    let command = AddPriceBook { about, bytes: file.bytes, against, contradictions, again };
    let command = Command::AddPriceBook(command);
    let Some(answer) = actor::submit_worked_out(&alliance, asked, &state, command)? else { return Ok(None) };
    data(&told_of(&name, answer.last, said_again, &unpriced, face));
    Ok(Some(Ended::Done))
}

fn file(asked: &ArgMatches) -> Result<NamedBytes, Stop> {
    let path = asked.get_one::<PathBuf>("file").map_or(Path::new("-"), PathBuf::as_path);
    let bytes = fs::read(path).map_err(|error| {
        Stop::problem(format!("`{}` cannot be read: {error}", path.display()))
            .help("name the file of the book")
    })?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(NamedBytes { name, bytes })
}

/// What the arguments say of the book.
fn about(asked: &ArgMatches, file: &str) -> Result<PriceBook, Stop> {
    let text = |name: &str| asked.get_one::<String>(name).cloned();
    let stands = text("stands");
    let kind = match (text("kind").as_deref(), stands.as_deref()) {
        (Some("local"), Some("before-national")) => BookKind::LocalBeforeNational,
        (Some("local"), _) => BookKind::LocalWhereNoneIsNational,
        (_, Some(_)) => {
            return Err(
                Stop::wrong_use("only local prices stand to national ones").help("leave out `--stands`")
            );
        }
        (Some("national"), None) => BookKind::NationalTariff,
        (Some("scheme"), None) => BookKind::PaymentScheme,
        (_, None) => BookKind::MarketForcesFactors,
    };
    let market_forces = text("factors").map(|how| match how.as_str() {
        "on-top" => MarketForces::OnTop,
        _ => MarketForces::Within,
    });
    if kind != BookKind::MarketForcesFactors && market_forces.is_none() {
        return Err(Stop::wrong_use("nothing says how the prices stand to the market forces factor")
            .help("say `--factors within` or `--factors on-top`; there is no default"));
    }
    let from = day(&text("from").unwrap_or_default(), "--from")?;
    let to = text("to").map(|to| day(&to, "--to")).transpose()?;
    if to.is_some_and(|to| to < from) {
        return Err(
            Stop::wrong_use("the price book would end before it begins").help("`--to` comes after `--from`")
        );
    }
    Ok(PriceBook {
        name: text("name").unwrap_or_default(),
        kind,
        from: from.to_string(),
        to: to.map(|to| to.to_string()),
        providers: asked.get_many::<String>("provider").into_iter().flatten().cloned().collect(),
        market_forces,
        source: text("source").unwrap_or_default(),
        file: file.to_string(),
        // The hash is worked out of the bytes where it is decided.
        sha256: String::new(),
        replaces: text("replaces"),
    })
}

fn read(about: &PriceBook, file: &NamedBytes, state: &State) -> Result<Listed, Stop> {
    let mut problems = Problems::new();
    let read = listed(about, &file.bytes, reliance(state), &mut problems);
    read.ok_or_else(|| {
        let files =
            Folder { agreement: vec![file.clone()], facts: Vec::new(), columns: None, counting: None };
        let all: Vec<String> = problems.sorted().iter().map(|problem| rendered(problem, &files)).collect();
        message(&all.join("\n"));
        Stop::problem(format!("`{}` has problems, and nothing was added", file.name))
    })
}

/// The facts that come to something else with the shelf as it will be, and the cells that have no price on it, in words.
fn worked_again(alliance: &Alliance, state: &State, after: &Shelf) -> Result<(Facts, Vec<String>), Stop> {
    let counting = counted_by(alliance, state)?.map(|counting| counting.activity.of_values());
    let Some(counting) = counting.filter(|counting| !counting.inputs.is_empty()) else {
        return Ok((Facts::new(), Vec::new()));
    };
    let latest = alliance.latest(state, &Which::ALL).map_err(told::stop)?;
    let before = alliance.shelf(state).map_err(told::stop)?;
    let worked = |shelf: &Shelf| {
        let worked = counting.facts(&Latest::none(), &latest, shelf);
        worked.map_err(|problem| Stop::problem(problem.to_string()))
    };
    let Worked { facts, unpriced, .. } = worked(after)?;
    let worked_before = worked(&before)?.facts;
    let mut again = facts.said_otherwise_than(&worked_before);
    // What comes to the same at a price of this book cites it, and no book that it takes the place of.
    let moved = facts.cited_otherwise_than(&worked_before, state.actual());
    moved.iter().cloned().for_each(|fact| drop(again.replace(fact)));
    let unpriced = unpriced.iter().map(|left| {
        let unpriced = Unpriced { cell: &left.cell, why: left.why };
        format!("{unpriced} of {}", left.file)
    });
    Ok((again, unpriced.collect()))
}

fn told_of(name: &str, last: u64, again: usize, unpriced: &[String], face: Face) -> String {
    if face.is_json() {
        let unpriced = unpriced.iter().map(|what| Json::text(what.as_str()));
        return Json::Map(vec![
            ("name", Json::text(name)),
            ("last", Json::Whole(last)),
            ("facts", Json::Whole(again as u64)),
            ("unpriced", Json::List(unpriced.collect())),
        ])
        .document();
    }
    let mut text = match again {
        0 => format!("Recorded as entry {last}: the price book `{name}`. It changes no fact.\n"),
        _ => format!(
            "Recorded up to entry {last}: the price book `{name}`, and {} said again with it.\n",
            counted(again, "fact")
        ),
    };
    for what in unpriced.iter().take(UNPRICED_SHOWN) {
        text += &format!("without a price: {what}\n");
    }
    let more = unpriced.len().saturating_sub(UNPRICED_SHOWN);
    if more > 0 {
        text += &format!("and {more} more without a price; `--json` lists them all\n");
    }
    text
}
