//! One row after another settled on the same terms (F9): reading, settling and writing in flat memory.
//!
//! Each worker settles a chunk of rows and writes its part of the output; the parts leave in the order of the rows.
//! Start with [`run`].

mod reasons;
mod row;
mod write;

use crate::load::{Alliance, rendered};
use crate::print::{Face, message};
use crate::stop::{Ended, Stop};
use accordant_agreement::calendar::Period;
use accordant_agreement::problem::Problems;
use accordant_agreement::terms::Terms;
use accordant_facts::{Days, Facts};
use accordant_intake::columns::{self, BoundMapping};
use accordant_intake::rows::{Chunk, Rows, RowsProblem, Stopped};
use accordant_settlement::{EachProblem, EachRow, Setting, whole};
use indicatif::{ProgressBar, ProgressStyle};
use row::{Asked, Worker};
use std::fs::File;
use std::io::{self, ErrorKind, IsTerminal, Read, Write};
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;
use std::thread;

/// What one chunk of rows came to.
struct Written {
    text: String,
    rows: u64,
    refused: u64,
}

/// Settles every row of a file, or only the one of that identity, and writes a line for each.
///
/// # Errors
/// When the terms cannot be settled row by row, the columns cannot be found, or the file cannot be read.
pub fn run(
    alliance: &Alliance,
    rows: &Path,
    period: Option<&str>,
    only: Option<&str>,
    face: Face,
) -> Result<Ended, Stop> {
    let Some(terms) = &alliance.agreement.terms else {
        return Err(Stop::refusal(
            "the agreement has no money terms, so there is nothing to settle row by row",
        ));
    };
    let source = open(rows, face)?;
    let file = Rows::open(source).map_err(|problem| unreadable(rows, &problem))?;
    let mappings = mappings(alliance, terms)?;
    let heading = file.heading().to_vec();
    let bound = columns::choose(&mappings, None, &heading).map_err(|problems| told(alliance, &problems))?;
    let setting = setting(alliance, period, &bound)?;
    let each = EachRow::new(terms, &setting, &alliance.facts).map_err(|EachProblem::Pool| {
        Stop::refusal(
            "a posting touches a pool, whose balance belongs to a series of periods and not to a row",
        )
        .help("settle the periods one after another, without `--each`")
    })?;
    let status = reasons::status(alliance.agreement.particulars.alliance.illustrative.is_some());
    let name = rows.file_name().unwrap_or(rows.as_os_str()).to_string_lossy().into_owned();
    let asked = Asked { file: name, label: setting.label.clone(), face, status, only };
    let worker = Worker::new(&each, terms, &bound, asked);
    write_all(file, &worker)
}

/// The facts of one row beside those of the folder, and the period that they are about: for whoever explains it.
///
/// # Errors
/// When the row is not there or cannot be read, or the columns cannot be found.
pub fn row_facts(
    alliance: &Alliance,
    rows: &Path,
    period: Option<&str>,
    only: &str,
    face: Face,
) -> Result<(Facts, String), Stop> {
    let terms =
        alliance.agreement.terms.as_ref().ok_or_else(|| Stop::refusal("the agreement has no money terms"))?;
    let file = Rows::open(open(rows, face)?).map_err(|problem| unreadable(rows, &problem))?;
    let mappings = mappings(alliance, terms)?;
    let heading = file.heading().to_vec();
    let bound = columns::choose(&mappings, None, &heading).map_err(|problems| told(alliance, &problems))?;
    let setting = setting(alliance, period, &bound)?;
    let status = reasons::status(alliance.agreement.particulars.alliance.illustrative.is_some());
    let name: Arc<str> = Arc::from(rows.display().to_string());
    let mut found = None;
    let work = |mut chunk: Chunk<'_>| {
        while let Some(row) = chunk.next_row() {
            if bound.identity(&row) == only.as_bytes() {
                return Some(bound.facts(&row, &name, setting.period, status));
            }
        }
        None
    };
    let sink = |facts| {
        found = found.take().or(facts);
        if found.is_some() { Err(()) } else { Ok(()) }
    };
    if let Err(Stopped::Rows(problem)) = file.each_chunk(NonZeroUsize::MIN, work, sink) {
        return Err(unreadable(rows, &problem));
    }
    match found {
        None => Err(Stop::wrong_use(format!("there is no row `{only}` in `{}`", rows.display()))),
        Some(Err(faults)) => {
            let told: Vec<String> = faults.into_iter().map(|fault| fault.what).collect();
            Err(Stop::problem(format!("the row `{only}` cannot be read: {}", told.join("; "))))
        }
        Some(Ok(facts)) => Ok((alliance.facts.replaced_by(&facts).0, setting.label)),
    }
}

/// Where the rows come from, with a progress bar for whoever waits at a terminal.
fn open(rows: &Path, face: Face) -> Result<Box<dyn Read + Send>, Stop> {
    if rows == Path::new("-") {
        return Ok(Box::new(io::stdin()));
    }
    let cannot = |error: io::Error| Stop::problem(format!("`{}` cannot be read: {error}", rows.display()));
    let file = File::open(rows).map_err(cannot)?;
    let bytes = file.metadata().map_err(cannot)?.len();
    if face.is_json() || !io::stderr().is_terminal() || io::stdout().is_terminal() {
        return Ok(Box::new(file));
    }
    let style = ProgressStyle::with_template("{bar:40} {percent:>3}% of {total_bytes}, {eta} left");
    let bar = ProgressBar::new(bytes).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    Ok(Box::new(bar.wrap_read(file)))
}

fn mappings(alliance: &Alliance, terms: &Terms) -> Result<Vec<columns::Mapping>, Stop> {
    let Some(file) = &alliance.files.columns else {
        return Err(Stop::problem("there is no `columns.yaml` beside the agreement")
            .help("it says which column of the file is which input; see docs/spec/facts.md, F8"));
    };
    let mut problems = Problems::new();
    let periods: Vec<(String, Days)> =
        alliance.periods.iter().filter_map(|period| Some((period.label.clone(), days(period)?))).collect();
    let mappings = columns::read(&file.name, &file.bytes, terms, &periods, &mut problems);
    if problems.bar_acceptance() {
        return Err(told(alliance, &problems.sorted()));
    }
    Ok(mappings)
}

fn told(alliance: &Alliance, problems: &[accordant_agreement::problem::Problem]) -> Stop {
    let texts: Vec<String> = problems.iter().map(|problem| rendered(problem, &alliance.files)).collect();
    message(&format!("{}\n", texts.join("\n")));
    Stop::problem("the columns of the file cannot be read")
}

fn days(period: &Period) -> Option<Days> {
    Days::new(period.from, period.to)
}

/// The period that every row is about: the one asked for, the mapping's, or the first of the term.
fn setting(alliance: &Alliance, asked: Option<&str>, bound: &BoundMapping<'_>) -> Result<Setting, Stop> {
    if bound.is_for_imports() {
        let what = format!("the rows of `{}` say themselves what they are about", bound.name());
        return Err(Stop::problem(what).help(
            "import the file with `accordant import`, or write their period and elements in columns.yaml",
        ));
    }
    let of_mapping = |period: &&Period| bound.period().is_some_and(|wanted| days(period) == Some(wanted));
    let found = match asked {
        Some(name) => alliance.periods.iter().find(|period| period.label == name),
        None => alliance.periods.iter().find(of_mapping).or(alliance.periods.first()),
    };
    found.and_then(|period| whole(&alliance.agreement, period)).ok_or_else(|| {
        Stop::wrong_use("the rows are about a period that the agreement does not have")
            .help("say which with `--period`, or with `period` in columns.yaml")
    })
}

fn write_all(file: Rows<Box<dyn Read + Send>>, worker: &Worker<'_>) -> Result<Ended, Stop> {
    let threads = thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    let mut out = io::stdout().lock();
    let (mut rows, mut refused) = (0_u64, 0_u64);
    let mut sink = |written: Written| {
        rows += written.rows;
        refused += written.refused;
        out.write_all(written.text.as_bytes())
    };
    let done = sink(Written { text: worker.heading(), rows: 0, refused: 0 });
    let done = match done {
        Ok(()) => file.each_chunk(threads, |chunk| worker.chunk(chunk), sink),
        Err(error) => Err(Stopped::Sink(error)),
    };
    match done {
        Ok(()) => {}
        Err(Stopped::Sink(error)) if error.kind() == ErrorKind::BrokenPipe => return Ok(Ended::Done),
        Err(Stopped::Sink(error)) => {
            return Err(Stop::fault(format!("the output cannot be written: {error}")));
        }
        Err(Stopped::Rows(problem)) => return Err(Stop::problem(problem.to_string()).help(problem.help())),
    }
    if let (0, Some(only)) = (rows, worker.asked.only) {
        return Err(Stop::wrong_use(format!("there is no row `{only}`")));
    }
    if refused == 0 {
        return Ok(Ended::Done);
    }
    message(&format!("{refused} of {rows} rows could not be settled; each says why in its place\n"));
    Ok(Ended::Refused)
}

fn unreadable(rows: &Path, problem: &RowsProblem) -> Stop {
    Stop::problem(format!("`{}`: {problem}", rows.display())).help(problem.help())
}
