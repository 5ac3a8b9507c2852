//! `examples`: the worked examples of an agreement, run as tests of its terms.

use crate::load::{self, Folders, counted};
use crate::print::{Face, data, message};
use crate::recorded::Reading;
use crate::stop::{Ended, Stop, WRONG_USE};
use crate::text::json::{self, Json};
use crate::text::{broken, wrapped};
use accordant_agreement::examples::Example;
use accordant_settlement::{Compared, Ran, Verdict, run_example};
use clap::ArgMatches;
use std::path::PathBuf;

const FIGURE_COLUMNS: usize = 36;
const VALUE_COLUMNS: usize = 28;

/// Runs the examples of every folder that is named.
pub fn run(asked: &ArgMatches, face: Face, reading: Reading) -> Result<Ended, Stop> {
    let mut ended = Ended::Done;
    let mut folders = Vec::new();
    for path in asked.get_many::<PathBuf>("folder").into_iter().flatten() {
        match load::texts(path, reading).and_then(|folder| ran(&folder).map(|ran| (folder, ran))) {
            Ok((folder, all)) => {
                if all.iter().any(|(_, ran)| !ran.holds()) {
                    ended = Ended::WithProblems;
                }
                if face.is_json() {
                    folders.push(as_json(&folder, &all));
                } else {
                    data(&text(&folder, &all, face));
                }
            }
            Err(stop) if stop.code() == WRONG_USE => return Err(stop),
            Err(stop) => {
                message(&stop.to_string());
                ended = Ended::WithProblems;
            }
        }
    }
    if face.is_json() {
        data(&Json::List(folders).document());
    }
    Ok(ended)
}

fn ran(folder: &Folders) -> Result<Vec<(Example, Ran)>, Stop> {
    let agreement = load::agreement(folder)?;
    Ok(agreement.examples.iter().map(|example| (example.clone(), run_example(agreement, example))).collect())
}

fn text(folder: &Folders, all: &[(Example, Ran)], face: Face) -> String {
    let mut out = String::new();
    for (example, ran) in all {
        if face.is_plain() {
            ran.compared.iter().for_each(|one| out.push_str(&plain(folder, example, one)));
            continue;
        }
        let figures = counted(ran.compared.len(), "figure");
        let verdict = match ran.holds() {
            true => face.good("holds"),
            false => face.bad("does not hold"),
        };
        out.push_str(&format!("{}: {verdict} ({figures})\n", example.name));
        if !ran.holds() {
            out.push_str(&table(ran));
        }
    }
    let not = all.iter().filter(|(_, ran)| !ran.holds()).count();
    let count = counted(all.len(), "worked example");
    let verdict = match (all.len(), not) {
        (0, _) => "there is no worked example".to_string(),
        (1, 0) => format!("{count}, and it holds"),
        (_, 0) => format!("{count}, and all hold"),
        _ => format!("{count}, of which {not} {}", if not == 1 { "does not hold" } else { "do not hold" }),
    };
    out.push_str(&wrapped("", &format!("{}: {verdict}", folder.path.display())));
    out
}

fn plain(folder: &Folders, example: &Example, one: &Compared) -> String {
    let Compared { figure, expected, found, .. } = one;
    let path = folder.path.display();
    format!("{path}\t{}\t{figure}\t{}\texpected {expected}\tfound {found}\n", example.name, verdict(one))
}

fn verdict(one: &Compared) -> &'static str {
    match one.verdict {
        Verdict::Holds => "holds",
        Verdict::DoesNotHold => "does not hold",
    }
}

/// Expected and found side by side, those that differ marked with a word.
fn table(ran: &Ran) -> String {
    let mut out = row(["figure", "expected", "found"], "");
    for one in &ran.compared {
        let mark = if one.verdict == Verdict::Holds { "" } else { "differs" };
        out.push_str(&row([&one.figure, &one.expected, &one.found], mark));
    }
    out
}

fn row([figure, expected, found]: [&str; 3], mark: &str) -> String {
    let cells = [
        (broken(figure, FIGURE_COLUMNS - 2)),
        broken(expected, VALUE_COLUMNS - 2),
        broken(found, VALUE_COLUMNS - 2),
    ];
    let lines = cells.iter().map(Vec::len).max().unwrap_or_default();
    let mut out = String::new();
    for at in 0..lines {
        let [figure, expected, found] = cells.each_ref().map(|cell| cell.get(at).map_or("", String::as_str));
        let mark = if at == 0 { mark } else { "" };
        let line = format!(
            "  {figure:<0$}{expected:>1$}  {found:>1$}  {mark}",
            FIGURE_COLUMNS - 2,
            VALUE_COLUMNS - 2
        );
        out.push_str(&format!("{}\n", line.trim_end()));
    }
    out
}

fn as_json(folder: &Folders, all: &[(Example, Ran)]) -> Json {
    let examples = all.iter().map(|(example, ran)| {
        let compared = ran.compared.iter().map(|one| {
            Json::Map(vec![
                ("figure", Json::text(one.figure.as_str())),
                ("expected", Json::text(one.expected.as_str())),
                ("found", Json::text(one.found.as_str())),
                ("holds", Json::Flag(one.verdict == Verdict::Holds)),
            ])
        });
        Json::Map(vec![
            ("example", Json::text(example.name.as_str())),
            ("says", Json::maybe(example.says.as_deref())),
            ("holds", Json::Flag(ran.holds())),
            ("figures", Json::List(compared.collect())),
        ])
    });
    json::folder(&folder.path, vec![("examples", Json::List(examples.collect()))])
}
