//! What a file is taken in the place of, month by month: a month that is mistyped would else empty another unseen.

use super::month_of;
use crate::load::counted;
use crate::stop::Stop;
use crate::text::json::Json;
use accordant_activity::{Cells, Latest, Scope};
use accordant_alliance::State;
use accordant_host::{Alliance, HostProblem, Submitted};

/// So many months are told one by one.
const SHOWN: usize = 24;
/// A month of fewer rows than this is never far shorter than it was.
const ROWS_FEW: u64 = 4;

/// What a file says of a provider, month and commissioner, beside what was held of it.
pub struct SentMonth {
    scope: Scope,
    /// How many rows it has.
    rows: u64,
    /// From which file it was held, and how many rows that has; nothing where it is the first.
    held: Option<(String, u64)>,
    /// Whether its rows add to what is held.
    adds: bool,
}

impl SentMonth {
    /// Every month of a file, beside what was held before it.
    pub fn all(before: &Latest, cells: &Cells, adds: bool) -> Vec<SentMonth> {
        let rows_of = |cells: &Cells, scope: &Scope| cells.only(|key| key.scope() == *scope).rows();
        let of_scope = |scope: Scope| {
            let held = before.source(&scope).map(|file| (file.to_string(), before.rows(&scope)));
            SentMonth { rows: rows_of(cells, &scope), held, adds, scope }
        };
        cells.scopes().into_iter().map(of_scope).collect()
    }

    /// Whether it has less than half of the rows of the file in whose place it would come.
    fn is_far_shorter(&self) -> bool {
        let held = self.held.as_ref().map_or(0, |(_, rows)| *rows);
        !self.adds && held >= ROWS_FEW && self.rows.saturating_mul(2) < held
    }

    fn whose(&self) -> String {
        let Scope { provider, month, commissioner } = &self.scope;
        format!("{provider} for {commissioner}, {}", month_of(*month))
    }

    fn told(&self) -> String {
        let rows = counted(usize::try_from(self.rows).unwrap_or(usize::MAX), "row");
        let what = match (&self.held, self.adds) {
            (None, _) => "nothing was held".to_string(),
            (Some((file, held)), true) => format!("added to {held} of {file}"),
            (Some((file, held)), false) => format!("in the place of {held} of {file}"),
        };
        format!("  {}: {rows}, {what}\n", self.whose())
    }

    fn json(&self) -> Json {
        let Scope { provider, month, commissioner } = &self.scope;
        Json::Map(vec![
            ("provider", Json::text(&**provider)),
            ("commissioner", Json::text(&**commissioner)),
            ("month", Json::text(month_of(*month))),
            ("rows", Json::Whole(self.rows)),
            ("held_from", Json::maybe(self.held.as_ref().map(|(file, _)| file.as_str()))),
            ("rows_held", self.held.as_ref().map_or(Json::Null, |(_, rows)| Json::Whole(*rows))),
        ])
    }
}

/// The months in words, for a report.
pub fn told(months: &[SentMonth]) -> String {
    if months.is_empty() {
        return String::new();
    }
    let mut text: String = "sent for\n".to_string();
    text.extend(months.iter().take(SHOWN).map(SentMonth::told));
    let more = months.len().saturating_sub(SHOWN);
    if more > 0 {
        text += &format!("  and {more} more; `--json` lists them all\n");
    }
    text + "\n"
}

/// The months as JSON.
pub fn json(months: &[SentMonth]) -> Json {
    Json::List(months.iter().map(SentMonth::json).collect())
}

/// Refuses a file that says far less of a month than what it would take the place of, unless that is meant.
pub fn refused(months: &[SentMonth]) -> Result<(), Stop> {
    let shorter: Vec<&SentMonth> = months.iter().filter(|month| month.is_far_shorter()).collect();
    let Some(first) = shorter.first() else { return Ok(()) };
    let more = shorter.len().saturating_sub(1);
    let others =
        if more > 0 { format!(", and {} like it", counted(more, "more month")) } else { String::new() };
    Err(Stop::refusal(format!(
        "the file says far less than what it would take the place of:{}{others}",
        first.told().trim_end().replacen("  ", " ", 1)
    ))
    .help("correct the month of its rows; or, if the month is really so short, say `--shorter`"))
}

/// The earlier import of mended rows that added these very rows already, if there is one.
pub fn added_already(alliance: &Alliance, state: &State, cells: &Cells) -> Result<Option<u64>, HostProblem> {
    let scopes = cells.scopes();
    let adds = accordant_host::submissions(state).filter(|(batch, import)| {
        let same = || import.scopes.iter().filter_map(accordant_host::scope).eq(scopes.iter().cloned());
        import.adds && batch.withdrawn.is_none() && same()
    });
    for (batch, _) in adds {
        let Some(earlier) = alliance.submission(batch.entry)?.as_ref().map(Submitted::cells).transpose()?
        else {
            continue;
        };
        let said =
            |cells: &Cells| cells.iter().map(|cell| (cell.key.clone(), cell.amounts)).collect::<Vec<_>>();
        if said(&earlier) == said(cells) {
            return Ok(Some(batch.entry));
        }
    }
    Ok(None)
}
