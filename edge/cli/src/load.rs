//! From a folder to a checked agreement with its facts, or to everything that is wrong with it.

use crate::print::message;
use crate::recorded::{self, Reading};
use crate::stop::Stop;
use accordant_agreement::calendar::{self, Period};
use accordant_agreement::check::MAIN_FILE;
use accordant_agreement::problem::{Problem, Problems, Severity, render};
use accordant_agreement::{Agreement, Checked, SourceFile};
use accordant_alliance::state::RebaseEntry;
use accordant_facts::{Days, Facts, Status};
use accordant_host::AsAt;
use accordant_intake::facts_csv::{FACTS_BYTES_MAX, FactsReader, OutsideTerm};
use accordant_intake::folder::{self, Folder, NamedBytes};
use accordant_intake::{columns, counting, period};
use std::io::Read;
use std::path::{Path, PathBuf};

/// The days of a month; nothing if there is no such month.
pub fn month(year: i16, month: i8) -> Option<Days> {
    Days::month(year, month)
}

/// A term without an end is looked at for so many periods; a century of months.
const PERIODS_MAX: usize = 1200;
/// What standard input is called where a file is named.
const STANDARD_INPUT: &str = "standard input";

/// A folder as it was read, with all that is to be said of its texts.
pub struct Folders {
    /// Where it lies, as the reader named it.
    pub path: PathBuf,
    /// Its files.
    pub files: Folder,
    /// The agreement, and what is to be said of it.
    pub checked: Checked,
    /// The text of the record that these are, if they are: since when it is in force, and by which entry.
    pub in_force: Option<(String, u64)>,
}

/// A checked agreement with its facts.
pub struct Alliance {
    /// Where it lies, as the reader named it.
    pub path: PathBuf,
    /// Its files; `facts` are those that were read.
    pub files: Folder,
    /// The agreement.
    pub agreement: Agreement,
    /// The facts.
    pub facts: Facts,
    /// Rows outside the term.
    pub outside_term: Vec<OutsideTerm>,
    /// The periods of the term, in order.
    pub periods: Vec<Period>,
    /// What is known of it from its record, if it has one.
    pub recorded: Option<Recorded>,
}

/// What a record says of what is read from it.
#[derive(Debug, Clone, Default)]
pub struct Recorded {
    /// SHA-256 of the text in force.
    pub agreement_sha256: String,
    /// SHA-256 of the facts, as lines of JSON.
    pub facts_sha256: String,
    /// The period that was settled or opened last; nothing if none was.
    pub last_period: Option<String>,
    /// Whether its facts are also those that are only expected.
    pub forecast: bool,
    /// The months from which charts are read anew, as far as that is in force.
    pub rebases: Vec<RebaseEntry>,
    /// The printed checkpoint, and who holds matching copies.
    pub standing: Vec<String>,
}

/// Reads a folder and checks its agreement.
pub fn check(path: &Path) -> Result<Folders, Stop> {
    let files =
        folder::read(path).map_err(|problem| Stop::problem(problem.to_string()).help(problem.help()))?;
    Ok(checked(path, files))
}

/// Reads a folder and checks its agreement. Where an alliance has a record it is the one in force, unless the folder holds
/// one of its own: that is one to be agreed.
pub fn texts(path: &Path, reading: Reading) -> Result<Folders, Stop> {
    let holds_its_own = path.join(MAIN_FILE).exists();
    if accordant_host::is_recorded(path) && (reading != Reading::NOW || !holds_its_own) {
        return recorded::load::texts(path, reading);
    }
    without_record(reading)?;
    check(path)
}

/// Checks the agreement among these files.
pub fn checked(path: &Path, files: Folder) -> Folders {
    let sources: Vec<SourceFile<'_>> =
        files.agreement.iter().map(|file| SourceFile { name: &file.name, bytes: &file.bytes }).collect();
    let checked = accordant_agreement::check(&sources);
    Folders { path: path.to_path_buf(), files, checked, in_force: None }
}

/// The agreement of a folder; its problems are told if it has none.
pub fn agreement(folder: &Folders) -> Result<&Agreement, Stop> {
    let Folders { path, files, checked, .. } = folder;
    checked.agreement.as_ref().ok_or_else(|| told(&checked.findings, files, path, "the agreement"))
}

/// Reads a folder whole, or its record if it has one; its facts come from `facts_from` instead, if that is given.
pub fn alliance(path: &Path, facts_from: Option<&Path>, reading: Reading) -> Result<Alliance, Stop> {
    if accordant_host::is_recorded(path) {
        return recorded::load::alliance(path, facts_from, reading);
    }
    without_record(reading)?;
    let mut folder = check(path)?;
    if let Some(from) = facts_from {
        folder.files.facts = given(from)?;
    }
    let agreement = agreement(&folder)?.clone();
    let Folders { path, files, .. } = folder;
    let mut problems = Problems::new();
    let (facts, outside_term) = facts(&agreement, &files.facts, &mut problems);
    if problems.bar_acceptance() {
        return Err(told(&problems.sorted(), &files, &path, "the facts"));
    }
    let periods = periods(&agreement);
    Ok(Alliance { path, files, agreement, facts, outside_term, periods, recorded: None })
}

/// The text of a file that somebody handed over.
pub fn text_of(path: &Path) -> Result<String, Stop> {
    std::fs::read_to_string(path).map_err(|error| {
        Stop::fault(format!("`{}` cannot be read: {error}", path.display()))
            .help("name a file of text that there is and that you may read")
    })
}

/// A folder of files has no past: what it says today is all that is known.
fn without_record(reading: Reading) -> Result<(), Stop> {
    let name = match (reading.as_at, reading.on) {
        (AsAt::Now, None) => return Ok(()),
        (AsAt::Now, Some(_)) => "on",
        _ => "as-at",
    };
    let what = format!("`--{name}` asks a record what was known or in effect, and a plain folder keeps none");
    Err(Stop::wrong_use(what).help("leave it out: a folder says only what its files say now"))
}

/// The facts of files; their problems are told if they have any.
pub fn facts_of(agreement: &Agreement, files: &[NamedBytes], path: &Path) -> Result<Facts, Stop> {
    let mut problems = Problems::new();
    let (facts, _) = facts(agreement, files, &mut problems);
    if problems.bar_acceptance() {
        let files = Folder { agreement: Vec::new(), facts: files.to_vec(), columns: None, counting: None };
        return Err(told(&problems.sorted(), &files, path, "the facts"));
    }
    Ok(facts)
}

/// Reads files of facts; without money terms nothing asks for any.
pub fn facts(
    agreement: &Agreement,
    files: &[NamedBytes],
    problems: &mut Problems,
) -> (Facts, Vec<OutsideTerm>) {
    let Some(terms) = &agreement.terms else { return (Facts::new(), Vec::new()) };
    let periods = named_days(&periods(agreement));
    let unless_said = match agreement.particulars.alliance.illustrative {
        Some(_) => Status::Illustrative,
        None => Status::Real,
    };
    let mut reader = FactsReader::new(terms, &periods, unless_said);
    for file in files {
        reader.read(&file.name, &file.bytes, problems);
    }
    let read = reader.finish();
    (read.facts, read.outside_term)
}

/// Reads facts that are said again: one file, or every CSV file of a folder.
pub fn restated(agreement: &Agreement, path: &Path) -> Result<Facts, Stop> {
    let mut files = Vec::new();
    if path.is_dir() {
        let listed = std::fs::read_dir(path).and_then(Iterator::collect::<Result<Vec<_>, _>>);
        let listed =
            listed.map_err(|error| Stop::fault(format!("`{}` cannot be read: {error}", path.display())))?;
        let mut paths: Vec<PathBuf> = listed.into_iter().map(|entry| entry.path()).collect();
        paths.retain(|path| path.extension().is_some_and(|extension| extension == "csv"));
        paths.sort();
        for path in &paths {
            files.extend(given(path)?);
        }
        if files.is_empty() {
            return Err(Stop::problem(format!("there is no CSV file in `{}`", path.display()))
                .help("name the file or folder in which the facts stand that are said again"));
        }
    } else {
        files = given(path)?;
    }
    facts_of(agreement, &files, path)
}

/// What is to be said of `columns.yaml`.
pub fn columns(agreement: &Agreement, files: &Folder, problems: &mut Problems) {
    if let (Some(terms), Some(file)) = (&agreement.terms, &files.columns) {
        columns::read(&file.name, &file.bytes, terms, &named_days(&periods(agreement)), problems);
    }
}

/// Looks at how the lines of files are counted, where the folder says so: its problems are told.
pub fn counting(agreement: &Agreement, files: &Folder, problems: &mut Problems) {
    if let Some(file) = &files.counting {
        counting::read(&file.name, &file.bytes, agreement, problems);
    }
}

/// The periods of the term.
pub fn periods(agreement: &Agreement) -> Vec<Period> {
    calendar::periods(&agreement.particulars.alliance).take(PERIODS_MAX).collect()
}

/// A problem as text, with the author's line.
pub fn rendered(problem: &Problem, files: &Folder) -> String {
    let all = files.agreement.iter().chain(&files.facts).chain(&files.columns).chain(&files.counting);
    let file = all.into_iter().find(|file| file.name == problem.place.file.as_str());
    let text = file.and_then(|file| str::from_utf8(&file.bytes).ok());
    render(problem, text)
}

/// `1 problem`, `3 problems`.
pub fn counted(number: usize, of: &str) -> String {
    if number == 1 { format!("1 {of}") } else { format!("{number} {of}s") }
}

/// `1 entry`, `3 entries`.
pub fn entries(number: u64) -> String {
    if number == 1 { "1 entry".to_string() } else { format!("{number} entries") }
}

fn told(findings: &[Problem], files: &Folder, path: &Path, what: &str) -> Stop {
    let barring = findings.iter().filter(|problem| problem.severity == Severity::Problem);
    let texts: Vec<String> = barring.map(|problem| rendered(problem, files)).collect();
    message(&format!("{}\n", texts.join("\n")));
    let count = counted(texts.len(), "problem");
    Stop::problem(format!("{what} in `{}` cannot be used: {count}", path.display()))
        .help("mend what is named above, then try again")
}

/// The file of that name, or standard input for `-`.
pub fn given(from: &Path) -> Result<Vec<NamedBytes>, Stop> {
    if from.as_os_str() != "-" {
        let bytes = folder::read_file(from, FACTS_BYTES_MAX)
            .map_err(|problem| Stop::problem(problem.to_string()).help(problem.help()))?;
        return Ok(vec![NamedBytes { name: from.display().to_string(), bytes }]);
    }
    let mut bytes = Vec::new();
    let read = std::io::stdin().lock().take(FACTS_BYTES_MAX as u64 + 1).read_to_end(&mut bytes);
    read.map_err(|error| Stop::fault(format!("standard input cannot be read: {error}")))?;
    Ok(vec![NamedBytes { name: STANDARD_INPUT.to_string(), bytes }])
}

/// The periods as readers of files know them.
pub fn named_days(periods: &[Period]) -> Vec<period::Period> {
    periods
        .iter()
        .filter_map(|period| Some((period.label.clone(), Days::new(period.from, period.to)?)))
        .collect()
}
