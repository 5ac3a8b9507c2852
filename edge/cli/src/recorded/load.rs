//! The alliance of a record, as the commands that settle and explain know it from a folder.

use super::{Reading, host, told};
use crate::load::{self, Alliance, Folders, Recorded};
use crate::stop::Stop;
use accordant_agreement::{Agreement, tree};
use accordant_alliance::State;
use accordant_alliance::event::Basis;
use accordant_alliance::state::{InForce, Pick};
use accordant_intake::counting::COUNTING_FILE;
use accordant_intake::folder::{self, COLUMNS_FILE, Folder, NamedBytes};
use jiff::civil::Date;
use std::path::Path;
use std::sync::Arc;

/// The text in force and the facts that were known, from the record.
pub fn alliance(path: &Path, facts_from: Option<&Path>, reading: Reading) -> Result<Alliance, Stop> {
    let opened = host().open(path).map_err(told::stop)?;
    let state = opened.state_at(reading.as_at).map_err(told::stop)?;
    let loaded = of_state(&state, path, reading.on, Pick::Actual)?;
    let mut loaded = with_facts(loaded, facts_from)?;
    if let Some(recorded) = &mut loaded.recorded {
        recorded.standing = super::words::standing(&opened, &state)?;
    }
    Ok(loaded)
}

/// The same, with what is expected where what happened is not known.
pub fn with_forecast(path: &Path, reading: Reading) -> Result<Alliance, Stop> {
    if !accordant_host::is_recorded(path) {
        return Err(Stop::wrong_use(
            "`--forecast` asks a record what is expected, and a plain folder keeps none",
        )
        .help("found the alliance with `accordant found`, then `accordant facts add --forecast`"));
    }
    let opened = host().open(path).map_err(told::stop)?;
    let state = opened.state_at(reading.as_at).map_err(told::stop)?;
    of_state(&state, path, reading.on, Pick::WithForecast)
}

/// The text in force, checked, with what stands beside the record today on how files are read and counted.
pub fn texts(path: &Path, reading: Reading) -> Result<Folders, Stop> {
    let opened = host().open(path).map_err(told::stop)?;
    let state = opened.state_at(reading.as_at).map_err(told::stop)?;
    let (text, _) = text(&state, reading.on)?;
    let beside = |name: &str| match reading {
        Reading::NOW => beside(path, name),
        _ => Ok(None),
    };
    let (columns, counting) = (beside(COLUMNS_FILE)?, beside(COUNTING_FILE)?);
    let folders = load::checked(path, Folder { columns, counting, ..files(text) });
    Ok(Folders { in_force: Some((text.effective.clone(), text.entry)), ..folders })
}

/// A text that lies in the folder of the record, if it does.
fn beside(path: &Path, name: &str) -> Result<Option<NamedBytes>, Stop> {
    let file = path.join(name);
    if !file.is_file() {
        return Ok(None);
    }
    let bytes = folder::read_file(&file, tree::BYTES_MAX);
    let bytes = bytes.map_err(|problem| Stop::problem(problem.to_string()).help(problem.help()))?;
    Ok(Some(NamedBytes { name: name.to_string(), bytes }))
}

/// The files of a text.
fn files(text: &InForce) -> Folder {
    let named =
        |(name, text): &(String, String)| NamedBytes { name: name.clone(), bytes: text.clone().into_bytes() };
    Folder {
        agreement: text.files.iter().map(named).collect(),
        facts: Vec::new(),
        columns: None,
        counting: None,
    }
}

/// The text in force on a day, or else the latest.
pub fn text(state: &State, on: Option<Date>) -> Result<(&InForce, &Arc<Agreement>), Stop> {
    let text = match on {
        Some(day) => state.text_on(day),
        None => state.latest_text(),
    };
    text.ok_or_else(|| {
        Stop::refusal("no agreement was in force then")
            .help("`accordant log` shows when the alliance was founded, and from when its text holds")
    })
}

/// The alliance of a state: by the text in force on a day, or else by the latest.
pub fn of_state(state: &State, path: &Path, on: Option<Date>, pick: Pick) -> Result<Alliance, Stop> {
    let (text, agreement) = text(state, on)?;
    let agreement = agreement.as_ref().clone();
    let files = files(text);
    let facts = state.facts(pick);
    let facts_sha256 =
        accordant_alliance::facts_sha256(&facts).map_err(|problem| Stop::fault(problem.to_string()))?;
    let rebases = state.kept().rebases.iter().filter(|rebase| rebase.withdrawn.is_none());
    let recorded = Recorded {
        agreement_sha256: text.sha256.clone(),
        facts_sha256,
        last_period: last_period(state),
        forecast: pick == Pick::WithForecast,
        rebases: rebases.cloned().collect(),
        standing: Vec::new(),
    };
    let periods = load::periods(&agreement);
    Ok(Alliance {
        path: path.to_path_buf(),
        files,
        agreement,
        facts,
        outside_term: Vec::new(),
        periods,
        recorded: Some(recorded),
    })
}

/// The period that was settled or opened last; what is only expected settles nothing.
fn last_period(state: &State) -> Option<String> {
    let opened = state.kept().periods.iter().map(|(label, period)| (period.entry, label));
    let settlements = state.kept().settlements.iter().filter(|one| one.body.basis != Basis::Forecast);
    let settled = settlements.map(|one| (one.entry, &one.body.period));
    opened.chain(settled).max_by_key(|(entry, _)| *entry).map(|(_, label)| label.clone())
}

fn with_facts(alliance: Alliance, facts_from: Option<&Path>) -> Result<Alliance, Stop> {
    let Some(from) = facts_from else { return Ok(alliance) };
    let files = load::given(from)?;
    let facts = load::facts_of(&alliance.agreement, &files, from)?;
    Ok(Alliance { facts, recorded: None, files: Folder { facts: files, ..alliance.files }, ..alliance })
}
