//! `import`: a file that a party sends comes into the record, with what became of every row.

use super::covers::covers;
use super::instead::{self, SentMonth};
use super::{Columns, Read, counting_of, mended, read};
use crate::load;
use crate::print::{Face, data, message};
use crate::recorded::{actor, folder, in_force, open, told};
use crate::stamp::hexadecimal;
use crate::stop::{Ended, Stop};
use crate::text::json::Json;
use accordant_activity::counting::{Unnamed, Worked};
use accordant_activity::{Cells, Latest, Month, Scope, Submission, TooLarge, Unpriced};
use accordant_agreement::Agreement;
use accordant_agreement::problem::Problems;
use accordant_alliance::command::{AddFacts, Import};
use accordant_alliance::event::{Covered, Imported, SentFor, Standing};
use accordant_alliance::state::Batch;
use accordant_alliance::{Command, State};
use accordant_facts::{FactValue, Facts, named, rows_in_short};
use accordant_host::{Alliance, Which};
use accordant_intake::counting::{self, COUNTING_FILE, CountingText, NotTaken, Returned};
use accordant_intake::folder::{COLUMNS_FILE, Folder, NamedBytes};
use accordant_intake::submission::{Content, Kind, Known, Report};
use clap::ArgMatches;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

/// So many lines that are in no fact are told one by one.
const LEFT_SHOWN: usize = 10;

/// Imports a file, or says what would become of it.
pub fn run(asked: &ArgMatches, face: Face) -> Result<Ended, Stop> {
    actor::until_first(|| once(asked, face))
}

/// Nothing if others wrote to the record meanwhile: the facts rest on all files, and theirs may be one.
fn once(asked: &ArgMatches, face: Face) -> Result<Option<Ended>, Stop> {
    let checks = asked.get_flag("check");
    if checks && !accordant_host::is_recorded(folder(asked)) {
        let read = read(asked, &Known::default(), None)?;
        write_rejects(asked, &read)?;
        return Ok(Some(told_of(&read, None, face)));
    }
    let alliance = open(asked)?;
    let state = alliance.state().map_err(told::stop)?;
    let agreement = in_force(&state)?;
    let columns = Columns::of(asked, alliance.folder(), agreement)?;
    let text = match counting_text(asked, &alliance, &state) {
        // A table of its own layout is explained by its columns alone.
        Err(_) if columns.is_some() => nothing_counted(),
        text => text?,
    };
    let counting = checked(&text, agreement, "nothing was imported")?;
    let known = counting.known(agreement);
    let read = read(asked, &known, columns.as_ref())?;
    let file = Again { report: &read.report, columns: columns.as_ref(), freeze: asked.get_flag("freeze") };
    if let Some(earlier) = file.held(&state)? {
        data(&format!("Entry {earlier} holds this very file already: nothing was changed.\n"));
        return Ok(Some(Ended::Done));
    }
    write_rejects(asked, &read)?;
    let taken = match &read.content {
        Content::Cells(cells) => of_cells(&alliance, &state, &read.report, cells, (&text, &counting))?,
        Content::Sessions(_) => of_nothing(&read),
        Content::Measures(_) | Content::Costs(_) | Content::Waits(_) | Content::Facts(_) => {
            of_return(&alliance, &state, &read, &counting)?
        }
    };
    if checks {
        let ended = told_of(&read, Some((None, &taken)), face);
        return instead::refused(if asked.get_flag("shorter") { &[] } else { &taken.months })
            .map(|()| Some(ended));
    }
    if !asked.get_flag("shorter") {
        instead::refused(&taken.months)?;
    }
    let covers = covers(&read.content, agreement, &counting.activity);
    let command = AddFacts {
        files: files(&read, columns),
        facts: taken.facts.clone(),
        standing: Standing::Actual,
        source: read.report.file.clone(),
        restated: Some(taken.reason.clone()),
        declared: Vec::new(),
        import: Some(Import {
            about: about(&read.report, &taken.scopes, covers, asked.get_flag("freeze")),
            activity: taken.activity.clone(),
            mapping: text.bytes,
            report: read.report.to_string().into_bytes(),
            keeps_files: !read.report.kind.is_of_patients(),
        }),
    };
    let answer = actor::submit_worked_out(&alliance, asked, &state, Command::AddFacts(command))?;
    Ok(answer.map(|answer| told_of(&read, Some((Some(answer.last), &taken)), face)))
}

/// What is taken of a file.
pub struct Taken {
    /// The facts that are worked out from it and the others.
    pub facts: Facts,
    /// What of it is in no fact, and why.
    pub left: Vec<Left>,
    /// Why facts are said otherwise than before, where they are.
    reason: String,
    /// What it was sent for.
    scopes: Vec<Scope>,
    /// What it is taken in the place of.
    months: Vec<SentMonth>,
    /// The facts of its months that are not known, because a row leaves unsaid what they add up.
    unknown: Vec<String>,
    /// Its activity, as the record keeps it.
    activity: Vec<u8>,
}

/// Something that is in no fact.
pub struct Left {
    /// What, and why.
    pub what: String,
    /// Where it stands.
    pub rows: String,
}

fn of_cells(
    alliance: &Alliance,
    state: &State,
    report: &Report,
    cells: &Cells,
    (text, counting): (&NamedBytes, &CountingText),
) -> Result<Taken, Stop> {
    let last = alliance.last_submission(state, None).map_err(told::stop)?;
    // Months of which the file says nothing come to what they came to, unless all lines are counted otherwise now.
    let is_counted_alike = last.as_ref().is_some_and(|last| last.mapping == text.bytes);
    let months = is_counted_alike.then(|| cells.iter().map(|cell| cell.key.month).collect());
    if report.is_mended
        && let Some(entry) = instead::added_already(alliance, state, cells).map_err(told::stop)?
    {
        return Err(Stop::refusal(format!("entry {entry} added these very rows already"))
            .help("they would count twice; undo that entry first, if these are to take their place"));
    }
    let sent = sent(alliance, state, report, cells, months)?;
    let shelf = alliance.shelf(state).map_err(told::stop)?;
    let too_large = |problem: TooLarge| Stop::problem(problem.to_string());
    let worked = counting.activity.facts(&sent.before, &sent.now, &shelf).map_err(too_large)?;
    // What the file leaves as it was is not said again: somebody may have corrected it meanwhile.
    let before = last.map(|last| counting_of(&last, state)).transpose()?.unwrap_or_default();
    let before = before.activity.facts(&Latest::none(), &sent.before, &shelf).map_err(too_large)?;
    let mut facts = worked.facts.said_otherwise_than(&before.facts);
    // What it says alike leads to its rows from now on. Mended rows only add to a file.
    if !report.is_mended {
        let moved = worked.facts.cited_otherwise_than(&before.facts, state.actual());
        moved.iter().cloned().for_each(|fact| drop(facts.replace(fact)));
    }
    let alone = counting.activity.facts(&Latest::none(), &sent.alone, &shelf).map_err(too_large)?;
    Ok(Taken {
        left: left(&alone),
        facts,
        reason: reason(&sent, report),
        unknown: unknown(&worked, cells),
        months: SentMonth::all(&sent.before, cells, report.is_mended),
        scopes: sent.scopes,
        activity: cells.to_json_lines(),
    })
}

/// The facts of the file's months that are not known, though no price is missing: a row leaves unsaid what they add up.
fn unknown(worked: &Worked, cells: &Cells) -> Vec<String> {
    let months: BTreeSet<_> = cells.iter().filter_map(|cell| cell.key.month.days()).collect();
    let unknown = worked.facts.iter().filter(|fact| {
        fact.value == FactValue::NotPublished && months.contains(&fact.days) && worked.unpriced.is_empty()
    });
    unknown.map(|fact| format!("{} of {}", named(&fact.name, &fact.of), fact.days.in_short())).collect()
}

/// What is in no fact, or only in facts that are not published for want of a price.
fn left(worked: &Worked) -> Vec<Left> {
    let uncounted = worked.uncounted.iter().map(|left| {
        let what = match &left.code {
            Unnamed::Organisation(code) => format!("organisation `{code}`"),
            Unnamed::Service(codes) => codes.clone(),
        };
        let rows: Vec<String> = left.rows.iter().map(|(file, rows)| format!("{file} {rows}")).collect();
        let what = format!("counted nowhere: {what}: activity {}, price {}", left.activity, left.price);
        Left { what, rows: rows.join("; ") }
    });
    let unpriced = worked.unpriced.iter().map(|left| {
        let unpriced = Unpriced { cell: &left.cell, why: left.why };
        Left {
            what: format!("without a price: {unpriced}"),
            rows: format!("{} {}", left.file, left.cell.rows),
        }
    });
    uncounted.chain(unpriced).collect()
}

/// A return that is for looking at: no fact of the agreement rests on it.
fn of_nothing(read: &Read) -> Taken {
    Taken {
        facts: Facts::new(),
        left: Vec::new(),
        reason: format!("{} says so", read.report.file),
        scopes: Vec::new(),
        months: Vec::new(),
        unknown: Vec::new(),
        activity: Vec::new(),
    }
}

fn of_return(
    alliance: &Alliance,
    state: &State,
    read: &Read,
    counting: &CountingText,
) -> Result<Taken, Stop> {
    let agreement = in_force(state)?;
    let terms = agreement.terms.as_ref();
    let terms =
        terms.ok_or_else(|| Stop::refusal("the agreement has no money terms, and asks for no figures"))?;
    let periods = load::named_days(&load::periods(agreement));
    let file = &read.report.file;
    let returned = match &read.content {
        Content::Measures(values) => counting::measures(file, values, counting, terms, &periods)
            .map_err(|fault| super::refused(file, &fault))?,
        Content::Costs(lines) => counting::costs(file, lines, counting, terms, &periods)
            .map_err(|problem| Stop::problem(problem.to_string()))?,
        Content::Waits(waits) => counting::waits(file, waits, counting),
        Content::Facts(said) => {
            let mut facts = Facts::new();
            said.iter().cloned().for_each(|fact| drop(facts.replace(fact)));
            Returned { facts, not_taken: Vec::new() }
        }
        Content::Cells(_) | Content::Sessions(_) => {
            return Err(Stop::fault("no fact rests on it as a return"));
        }
    };
    let facts = match &read.content {
        Content::Costs(_) if read.report.is_mended => {
            mended::with_earlier(&returned.facts, alliance, state, agreement)?
        }
        _ => returned.facts,
    };
    let left = |left: &NotTaken| Left { what: left.why.clone(), rows: format!("row {}", left.row) };
    Ok(Taken {
        left: returned.not_taken.iter().map(left).collect(),
        facts,
        reason: format!("{file} says so"),
        scopes: Vec::new(),
        months: Vec::new(),
        unknown: Vec::new(),
        activity: Vec::new(),
    })
}

/// The file, and beside one of its own layout the text that explains its columns.
fn files(read: &Read, columns: Option<Columns>) -> Vec<(String, Vec<u8>)> {
    let sent = (read.report.file.clone(), read.bytes.to_vec());
    let explained = columns.filter(|_| read.report.kind == Kind::Csv);
    let text = explained.map(|columns| (COLUMNS_FILE.to_string(), columns.text.bytes));
    std::iter::once(sent).chain(text).collect()
}

fn nothing_counted() -> NamedBytes {
    NamedBytes { name: COUNTING_FILE.to_string(), bytes: b"{}\n".to_vec() }
}

/// The text by which lines are counted: the one that is named, that of the folder, or that of the last import.
fn counting_text(asked: &ArgMatches, alliance: &Alliance, state: &State) -> Result<NamedBytes, Stop> {
    let named = asked.get_one::<PathBuf>("counting").cloned();
    let beside = alliance.folder().join(COUNTING_FILE);
    if let Some(path) = named.or_else(|| beside.is_file().then_some(beside)) {
        let bytes = fs::read(&path).map_err(|error| {
            Stop::problem(format!("`{}` cannot be read: {error}", path.display()))
                .help("name a file that says how lines are counted")
        })?;
        return Ok(NamedBytes { name: path.display().to_string(), bytes });
    }
    let last = alliance.last_submission(state, None).map_err(told::stop)?.ok_or_else(|| {
        Stop::refusal("nothing says how the lines of this file are counted")
            .help(format!("write a `{COUNTING_FILE}` beside the record, or name one with `--counting`; docs/counting.md shows one"))
    })?;
    Ok(NamedBytes { name: format!("{COUNTING_FILE} of entry {}", last.entry), bytes: last.mapping })
}

/// A text that says how lines are counted, if it is sound; otherwise its problems are told, and what follows.
pub fn checked(text: &NamedBytes, agreement: &Agreement, follows: &str) -> Result<CountingText, Stop> {
    let mut problems = Problems::new();
    let counting = counting::read(&text.name, &text.bytes, agreement, &mut problems);
    if !problems.bar_acceptance() {
        return Ok(counting);
    }
    let files = Folder {
        agreement: vec![text.clone()],
        facts: Vec::new(),
        columns: None,
        counting: Some(text.clone()),
    };
    let all: Vec<String> = problems.sorted().iter().map(|problem| load::rendered(problem, &files)).collect();
    message(&all.join("\n"));
    Err(Stop::problem(format!("`{}` has problems, and {follows}", text.name)))
}

/// A file that may have been sent before.
struct Again<'a> {
    report: &'a Report,
    columns: Option<&'a Columns>,
    freeze: bool,
}

impl Again<'_> {
    /// The entry that holds a file of this content, explained by the same columns: to take it again would change nothing.
    /// What came in its place since is not undone by sending it once more.
    fn held(&self, state: &State) -> Result<Option<u64>, Stop> {
        let explained = self.columns.filter(|_| self.report.kind == Kind::Csv);
        let explained = explained.map(|columns| hexadecimal(&columns.text.bytes));
        let counting = accordant_host::submissions(state).filter(|(batch, _)| batch.withdrawn.is_none());
        // The last of them may have closed what an earlier one of the same content left open.
        for (batch, import) in counting.collect::<Vec<_>>().into_iter().rev() {
            let received = batch.given.received().map_err(|problem| Stop::fault(problem.to_string()))?;
            let holds = |sha256: &String| received.files.iter().any(|file| file.sha256 == *sha256);
            if !holds(&self.report.sha256) || !explained.as_ref().is_none_or(holds) {
                continue;
            }
            let entry = batch.entry;
            if let Some(by) = superseded_by(state, batch, import) {
                let what =
                    format!("entry {entry} holds this very file, and entry {by} came in its place since");
                let help = format!(
                    "if entry {by} was the mistake, `accordant imports undo {by} --reason TEXT` brings it back"
                );
                return Err(Stop::refusal(what).help(help));
            }
            if import.freeze || !self.freeze {
                return Ok(Some(entry));
            }
        }
        Ok(None)
    }
}

/// The first later file that took the place of any month of this one.
fn superseded_by(state: &State, batch: &Batch, import: &Imported<'_>) -> Option<u64> {
    let stands_over = |(later, other): &(&Batch, &Imported<'_>)| {
        let counts = later.entry > batch.entry && later.withdrawn.is_none() && !other.adds;
        counts && import.scopes.iter().any(|scope| other.scopes.contains(scope))
    };
    accordant_host::submissions(state).find(stands_over).map(|(later, _)| later.entry)
}

/// What was known before a file, what is known with it, what it says by itself, and what it was sent for.
struct Sent {
    before: Latest,
    now: Latest,
    alone: Latest,
    scopes: Vec<Scope>,
}

fn sent(
    alliance: &Alliance,
    state: &State,
    report: &Report,
    cells: &Cells,
    months: Option<BTreeSet<Month>>,
) -> Result<Sent, Stop> {
    let before = alliance.latest(state, &Which { without: None, months }).map_err(told::stop)?;
    let scopes: Vec<Scope> = cells.scopes().into_iter().collect();
    let (mut now, mut alone) = (before.clone(), Latest::none());
    let name = accordant_host::cited_name(state, &report.file);
    alone.receive(Submission::new(&name, cells.clone()));
    if report.is_mended {
        let added = now.receive_mended(&name, cells.clone());
        added.map_err(|problem| Stop::problem(problem.to_string()))?;
    } else {
        now.receive(Submission::new(&name, cells.clone()));
    }
    Ok(Sent { before, now, alone, scopes })
}

/// Why facts are said otherwise than before.
fn reason(sent: &Sent, report: &Report) -> String {
    let stood: BTreeSet<&str> = sent.scopes.iter().filter_map(|scope| sent.before.source(scope)).collect();
    let stood: Vec<&str> = stood.into_iter().collect();
    match (stood.as_slice(), report.is_mended) {
        ([], _) => format!("{} adds to what other files say", report.file),
        (files, true) => format!("rows of {}, mended", files.join(", ")),
        (files, false) => format!("{} was sent in the place of {}", report.file, files.join(", ")),
    }
}

fn about(
    report: &Report,
    scopes: &[Scope],
    covers: Vec<Covered<'static>>,
    freeze: bool,
) -> Imported<'static> {
    let sent_for = |scope: &Scope| SentFor {
        provider: Cow::Owned(scope.provider.to_string()),
        commissioner: Cow::Owned(scope.commissioner.to_string()),
        month: Cow::Owned(
            scope.month.days().map_or_else(String::new, |days| days.from().strftime("%Y-%m").to_string()),
        ),
    };
    Imported {
        kind: Cow::Borrowed(report.kind.word()),
        accepted: report.rows.accepted,
        fixed: report.rows.fixed,
        refused: report.rows.refused,
        scopes: scopes.iter().map(sent_for).collect(),
        covers,
        freeze,
        adds: report.is_mended,
        nhs_numbers_let_in: report.nhs_numbers_let_in,
    }
}

fn write_rejects(asked: &ArgMatches, read: &Read) -> Result<(), Stop> {
    let Some(path) = asked.get_one::<PathBuf>("rejects") else { return Ok(()) };
    fs::write(path, &read.rejects)
        .map_err(|error| Stop::fault(format!("`{}` cannot be written: {error}", path.display())))
}

/// Tells what became of the file: of the entry if it was recorded.
fn told_of(read: &Read, taken: Option<(Option<u64>, &Taken)>, face: Face) -> Ended {
    let ended = if read.report.rows.refused == 0 { Ended::Done } else { Ended::WithProblems };
    if face.is_json() {
        data(&super::report_json(&read.report, taken).document());
        return ended;
    }
    let mut text = read.report.to_string();
    text.push('\n');
    if let Some((entry, taken)) = taken {
        text += &instead::told(&taken.months);
        for left in taken.left.iter().take(LEFT_SHOWN) {
            text += &format!("{} ({})\n", left.what, rows_in_short(&left.rows));
        }
        let more = taken.left.len().saturating_sub(LEFT_SHOWN);
        if more > 0 {
            text += &format!("and {more} more that are in no fact; `--json` lists them all\n");
        }
        for fact in &taken.unknown {
            text += &format!("not known: {fact}: a row leaves unsaid what it adds up\n");
        }
        let facts = load::counted(taken.facts.len(), "fact");
        text += &match entry {
            Some(entry) => format!("Recorded as entry {entry}, with {facts} worked out from it.\n"),
            None => format!("{facts} would be worked out from it. Nothing was recorded.\n"),
        };
    } else {
        text += "Nothing was recorded.\n";
    }
    if read.report.rows.refused > 0 {
        text += "Rows were refused: `--rejects FILE` writes them down, to be mended and imported again.\n";
    }
    data(&text);
    ended
}

/// What was taken, as JSON.
pub fn taken_json(taken: &Taken) -> Vec<(&'static str, Json)> {
    let left = taken.left.iter().map(|left| {
        Json::Map(vec![("what", Json::text(left.what.as_str())), ("rows", Json::text(left.rows.as_str()))])
    });
    vec![
        ("facts", Json::Whole(taken.facts.len() as u64)),
        ("months", instead::json(&taken.months)),
        ("not_known", Json::List(taken.unknown.iter().map(|fact| Json::text(fact.as_str())).collect())),
        ("left", Json::List(left.collect())),
    ]
}
