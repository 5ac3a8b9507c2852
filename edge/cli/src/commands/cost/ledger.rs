//! Every line of costs that was sent, in the order in which it came, and whether it counts.
//!
//! The files are read again from the record, so a line says what its party wrote. A later return stands in the place
//! of an earlier one figure by figure; lines that no figure takes are told apart by what they say of themselves.

use crate::commands::activity::{How, again, sheet_of};
use crate::load;
use crate::recorded::told;
use crate::stop::Stop;
use accordant_agreement::Agreement;
use accordant_alliance::State;
use accordant_alliance::state::Batch;
use accordant_facts::Days;
use accordant_host::{Alliance, submissions};
use accordant_intake::counting::{self, CostPlace, CountingText};
use accordant_intake::period::{Period, read_period};
use accordant_intake::submission::{Content, Cost, Kind, Standing};
use std::collections::BTreeMap;

/// A line of costs.
#[derive(Debug, Clone)]
pub struct Line {
    /// What the return says.
    pub cost: Cost,
    /// The party as the agreement knows it, or as the return writes it.
    pub party: String,
    /// The entry with which it came.
    pub entry: u64,
    /// When that was recorded.
    pub at: String,
    /// The file.
    pub file: String,
    /// The days that it is about, if they can be told.
    pub days: Option<Days>,
    /// The figures of the agreement that it belongs to, whether it counts or not.
    pub figures: Vec<CostPlace>,
    /// Whether it counts.
    pub counts: Counts,
}

/// Whether a line counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Counts {
    /// It is allowable, or nobody says that it is not.
    Yes,
    /// It is disallowed, for this reason.
    Disallowed(String),
    /// It is a party's own cost of the alliance.
    Own,
    /// The agreement has no figure for it.
    Nowhere(String),
    /// A later return stands in its place.
    Superseded(u64),
}

impl Counts {
    /// The word for it.
    pub const fn word(&self) -> &'static str {
        match self {
            Counts::Yes => "counts",
            Counts::Disallowed(_) => "disallowed",
            Counts::Own => "own",
            Counts::Nowhere(_) => "counted nowhere",
            Counts::Superseded(_) => "superseded",
        }
    }

    /// Why it does not, or by which entry.
    pub fn why(&self) -> Option<String> {
        match self {
            Counts::Yes | Counts::Own => None,
            Counts::Disallowed(why) | Counts::Nowhere(why) => Some(why.clone()),
            Counts::Superseded(by) => Some(format!("entry {by} says it again")),
        }
    }
}

/// What was sent of costs, and what of it cannot be shown any more.
pub struct Ledger {
    /// The lines.
    pub lines: Vec<Line>,
    /// Files that are not kept any more, with their entries.
    pub gone: Vec<(u64, String)>,
}

/// By what a line is told apart from others: a figure, or what it says of itself.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Of {
    Figure(CostPlace),
    Itself([String; 4]),
}

/// Reads every return of costs that counts.
pub fn ledger(alliance: &Alliance, state: &State, agreement: &Agreement) -> Result<Ledger, Stop> {
    let mut ledger = Ledger { lines: Vec::new(), gone: Vec::new() };
    let mut latest: BTreeMap<Of, u64> = BTreeMap::new();
    let counting = submissions(state).filter(|(batch, _)| batch.withdrawn.is_none());
    for (batch, import) in counting.filter(|(_, import)| import.kind == Kind::Costs.word()) {
        let from = ledger.lines.len();
        read(alliance, agreement, batch, &mut ledger)?;
        // Mended rows add to what was sent, and stand in the place of nothing.
        if !import.adds {
            let lines = ledger.lines.iter().skip(from);
            latest.extend(lines.flat_map(told_apart).map(|of| (of, batch.entry)));
        }
    }
    for line in &mut ledger.lines {
        let by = told_apart(line).iter().filter_map(|of| latest.get(of)).copied().min();
        if let Some(by) = by.filter(|by| *by > line.entry) {
            line.counts = Counts::Superseded(by);
        }
    }
    Ok(ledger)
}

fn read(alliance: &Alliance, agreement: &Agreement, batch: &Batch, ledger: &mut Ledger) -> Result<(), Stop> {
    let Some(submitted) = alliance.submission(batch.entry).map_err(told::stop)? else { return Ok(()) };
    let text = super::read(&submitted.mapping, agreement)?;
    let known = text.known(agreement);
    let periods = load::named_days(&load::periods(agreement));
    let sheet = sheet_of(&submitted.report).map(str::to_string);
    for (file, bytes) in submitted.files {
        let Some(bytes) = bytes else {
            ledger.gone.push((batch.entry, file));
            continue;
        };
        let how = How { kind: Some(Kind::Costs), sheet: sheet.clone(), is_held: true, ..How::default() };
        let Content::Costs(costs) = again(file.clone(), bytes, how, &known, None)?.content else { continue };
        let lines = costs.into_iter().map(|cost| line(cost, &file, batch, &text, agreement, &periods));
        ledger.lines.extend(lines);
    }
    Ok(())
}

fn line(
    cost: Cost,
    file: &str,
    batch: &Batch,
    text: &CountingText,
    agreement: &Agreement,
    periods: &[Period],
) -> Line {
    let figures = match &agreement.terms {
        // A party's own cost of the alliance belongs to no figure.
        _ if cost.standing == Standing::Own => Ok(Vec::new()),
        Some(terms) => counting::cost_places(&cost, text, terms, periods),
        None => Err("the agreement has no money terms".to_string()),
    };
    let counts = match (&cost.standing, &figures) {
        (Standing::Disallowed(reason), _) => Counts::Disallowed(reason.clone()),
        (Standing::Own, _) => Counts::Own,
        (Standing::Allowable | Standing::Unsaid, Ok(_)) => Counts::Yes,
        (Standing::Allowable | Standing::Unsaid, Err(why)) => Counts::Nowhere(why.clone()),
    };
    Line {
        party: text.activity.party(&cost.party).unwrap_or(&cost.party).to_string(),
        days: read_period(&cost.period, periods).ok(),
        entry: batch.entry,
        at: batch.at.clone(),
        file: file.to_string(),
        figures: figures.unwrap_or_default(),
        counts,
        cost,
    }
}

fn told_apart(line: &Line) -> Vec<Of> {
    if !line.figures.is_empty() {
        return line.figures.iter().cloned().map(Of::Figure).collect();
    }
    let Cost { service, element, period, .. } = &line.cost;
    vec![Of::Itself([&line.party, service, element, period].map(String::clone))]
}
