//! `imports diff`: what a later import says otherwise than an earlier one, where both were sent for the same.

use super::imports::{described, entry, submitted};
use super::show::shown;
use crate::print::{Face, data};
use crate::recorded::{in_force, open, told};
use crate::stop::{Ended, Stop};
use crate::text::json::Json;
use crate::text::sheet::{Fact, Sheet};
use accordant_activity::counting::Counting;
use accordant_activity::{Amounts, Cell, Cells, Difference, Scaled, Side, Stated, TooLarge};
use accordant_agreement::problem::Problems;
use accordant_facts::rows_in_short;
use accordant_intake::counting;
use clap::ArgMatches;

/// So many cells of a difference are told one by one.
const CELLS_SHOWN: usize = 20;

/// Shows what a later import says otherwise.
pub fn run(asked: &ArgMatches, face: Face) -> Result<Ended, Stop> {
    let alliance = open(asked)?;
    let state = alliance.state().map_err(told::stop)?;
    let (earlier, later) = (entry(asked, "entry"), entry(asked, "later"));
    let (before, after) = (submitted(&alliance, earlier)?, submitted(&alliance, later)?);
    let mut problems = Problems::new();
    let name = format!("counting of entry {later}");
    let counting = counting::read(&name, &after.mapping, in_force(&state)?, &mut problems).activity;
    // What only one of the two was sent for is no difference between them.
    let (cells_before, cells_after) =
        (before.cells().map_err(told::stop)?, after.cells().map_err(told::stop)?);
    let (scopes_before, scopes_after) = (cells_before.scopes(), cells_after.scopes());
    let both = |cells: &Cells| {
        cells.only(|key| scopes_before.contains(&key.scope()) && scopes_after.contains(&key.scope()))
    };
    let difference = Difference::between(&both(&cells_before), &both(&cells_after));
    if !face.is_json() && scopes_before.is_disjoint(&scopes_after) {
        data(&format!("Entries {earlier} and {later} were sent for no month of the same provider.\n"));
        return Ok(Ended::Done);
    }
    let files = [&before, &after]
        .map(|one| one.files.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", "));
    let differs = Differs { earlier, later, files, counting: &counting, difference: &difference };
    data(&if face.is_json() { differs.json()? } else { differs.laid(face)? });
    Ok(Ended::Done)
}

struct Differs<'a> {
    earlier: u64,
    later: u64,
    /// The names of the files of both.
    files: [String; 2],
    counting: &'a Counting,
    difference: &'a Difference,
}

/// A cell of the earlier, of the later, or of both.
type Line<'a> = (Option<&'a Cell>, Option<&'a Cell>);

impl Differs<'_> {
    /// By how much each sum differs.
    fn sums(&self) -> Result<[(&'static str, Scaled); 4], Stop> {
        let of = |result: Result<Scaled, TooLarge>| result.map_err(|_| Stop::fault("a sum is too large"));
        Ok([
            ("Actual activity", of(self.difference.activity(Side::Actual))?),
            ("Actual price", of(self.difference.price(Side::Actual))?),
            ("Planned activity", of(self.difference.activity(Side::Planned))?),
            ("Planned price", of(self.difference.price(Side::Planned))?),
        ])
    }

    fn lines(&self) -> Vec<Line<'_>> {
        let changed = self.difference.changed.iter();
        let changed = changed.map(|changed| (Some(&changed.before), Some(&changed.after)));
        let came = self.difference.came.iter().map(|cell| (None, Some(cell)));
        let went = self.difference.went.iter().map(|cell| (Some(cell), None));
        changed.chain(came).chain(went).collect()
    }

    fn laid(&self, face: Face) -> Result<String, Stop> {
        let mut sheet = Sheet::default();
        let (earlier, later) = (self.earlier, self.later);
        sheet.heading(format!("From entry {earlier} to entry {later}, where both were sent for the same"));
        let [file_before, file_after] = &self.files;
        sheet.text(format!("From {file_before} to {file_after}"));
        for (what, by) in self.sums()? {
            sheet.fact(Fact::new(what, signed(&by.to_string())));
        }
        let Difference { changed, came, went } = self.difference;
        sheet.heading(format!("{} changed, {} came, {} went", changed.len(), came.len(), went.len()));
        let lines = self.lines();
        for line in lines.iter().take(CELLS_SHOWN) {
            let Some(cell) = line.1.or(line.0) else { continue };
            let mut fact = Fact::new(described(cell, Some(self.counting)), "");
            fact.notes
                .extend(changes(*line).map(|(what, before, after)| format!("{what} {before} to {after}")));
            let rows = |cell: Option<&Cell>| {
                cell.map_or("none".to_string(), |cell| rows_in_short(&cell.rows.to_string()).into_owned())
            };
            fact.notes.push(format!("rows {} of the earlier, {} of the later", rows(line.0), rows(line.1)));
            sheet.fact(fact);
        }
        if lines.len() > CELLS_SHOWN {
            sheet.text(format!("And {} more; `--json` lists them all.", lines.len() - CELLS_SHOWN));
        }
        Ok(sheet.shown(face))
    }

    fn json(&self) -> Result<String, Stop> {
        let [actual_activity, actual_price, planned_activity, planned_price] =
            self.sums()?.map(|(_, by)| Json::text(by.to_string()));
        let list = self.lines().into_iter().map(|line| self.line(line)).collect();
        Ok(Json::Map(vec![
            ("earlier", Json::Whole(self.earlier)),
            ("later", Json::Whole(self.later)),
            ("actual_activity", actual_activity),
            ("actual_price", actual_price),
            ("planned_activity", planned_activity),
            ("planned_price", planned_price),
            ("cells", Json::List(list)),
        ])
        .document())
    }

    fn line(&self, line: Line<'_>) -> Json {
        let (before, after) = line;
        let rows = |cell: Option<&Cell>| Json::maybe(cell.map(|cell| cell.rows.to_string()));
        let one = |(what, before, after): (&str, String, String)| {
            Json::Map(vec![
                ("what", Json::text(what)),
                ("before", Json::text(before)),
                ("after", Json::text(after)),
            ])
        };
        let cell = after.or(before);
        let service = cell.and_then(|cell| self.counting.service(&cell.key));
        Json::Map(vec![
            ("cell", Json::maybe(cell.map(|cell| described(cell, None)))),
            ("service", Json::maybe(service)),
            ("changes", Json::List(changes(line).map(one).collect())),
            ("rows_before", rows(before)),
            ("rows_after", rows(after)),
        ])
    }
}

/// Each figure that differs: what it is, and how it stands in the earlier and in the later.
fn changes((before, after): Line<'_>) -> impl Iterator<Item = (&'static str, String, String)> {
    let nothing = Amounts::default();
    let figures_of = |cell: Option<&Cell>| figures(cell.map_or(&nothing, |cell| &cell.amounts));
    let (is_before, is_after) = (before.is_some(), after.is_some());
    let differs =
        figures_of(before).into_iter().zip(figures_of(after)).filter(|(one, other)| one.1 != other.1);
    differs.map(move |((what, before), (_, after))| {
        let of = |is_there: bool, text: String| if is_there { text } else { "none".to_string() };
        (what, of(is_before, before), of(is_after, after))
    })
}

/// What the lines of a cell come to.
fn figures(amounts: &Amounts) -> [(&'static str, String); 6] {
    let (actual, planned) = (&amounts.actual, &amounts.planned);
    [
        ("actual activity", shown(&actual.activity)),
        ("actual price", shown(&actual.price)),
        ("actual market forces factor", stated(&actual.market_forces_factor)),
        ("planned activity", shown(&planned.activity)),
        ("planned price", shown(&planned.price)),
        ("planned market forces factor", stated(&planned.market_forces_factor)),
    ]
}

fn stated(factor: &Stated) -> String {
    match factor.ends() {
        None => "not said".to_string(),
        Some((least, greatest)) if least == greatest => least.to_string(),
        Some((least, greatest)) => format!("{least} to {greatest}"),
    }
}

fn signed(number: &str) -> String {
    if number.starts_with('-') || number == "0" { number.to_string() } else { format!("+{number}") }
}
