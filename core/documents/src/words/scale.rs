//! The table behind a figure in sentences: its bands, the points that it lies between, its levels.

use super::plain;
use crate::figures::{number, shown, shown_value};
use crate::view::humanised;
use accordant_agreement::terms::Between;
use accordant_agreement::unit::Unit;
use accordant_money::Exact;
use accordant_settlement::{BandRow, PointRow, Reason, Scale, TableRow, Value};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// The rates, thresholds and rows that a figure was read off, with what of them was used.
pub fn scales(reason: &Reason) -> Vec<String> {
    let mut said: Vec<String> = reason.rows.iter().map(row).collect();
    for scale in reason.scale.iter() {
        match scale {
            Scale::Bands { unit, rows, .. } => said.extend(bands(rows, unit.as_ref(), reason.unit.as_ref())),
            Scale::Points { of, unit, at, value_unit, between, rows } => {
                let table = Table { unit: unit.as_ref(), value_unit: value_unit.as_ref(), rows };
                said.extend(table.place(of, at, *between));
                said.extend(table.levels());
            }
        }
    }
    said
}

/// `service = pain: row others of the table variable terms says over rate = 0%`.
fn row(row: &TableRow) -> String {
    let TableRow { table, key, is, row, column, cell } = row;
    let (table, column) = (humanised(table), plain(column));
    format!(
        "{} = {}: row {} of the table {table} says {column} = {}",
        plain(key),
        plain(is),
        plain(row),
        plain(cell)
    )
}

/// `the first £933,000.00 at 50% = £466,500.00; the next £207,486.00 (up to £2,332,500.00) at 30% = £62,245.80`.
fn bands(rows: &[BandRow], unit: Option<&Unit>, of_share: Option<&Unit>) -> Option<String> {
    let mut said: Vec<String> = Vec::new();
    for row in rows {
        let rate = shown_value(&row.rate, Some(&Unit::ratio()));
        if super::is_zero(&row.portion) {
            said.push(format!("{} at {rate} is not reached", reach(row, unit)));
            continue;
        }
        let portion = shown_value(&row.portion, unit);
        let (is_first, is_whole) =
            (super::is_zero(&row.from), row.to.as_ref().and_then(Value::exact) == row.portion.exact());
        let part = match (is_first, is_whole) {
            (true, true) => format!("the first {portion}"),
            (true, false) => format!("the first {portion} ({})", reach(row, unit)),
            (false, _) => format!("the next {portion} ({})", reach(row, unit)),
        };
        said.push(format!("{part} at {rate} = {}", shown_value(&row.share, of_share)));
    }
    (!said.is_empty()).then(|| said.join("; "))
}

fn reach(row: &BandRow, unit: Option<&Unit>) -> String {
    match &row.to {
        Some(to) => format!("up to {}", shown_value(to, unit)),
        None => format!("above {}", shown_value(&row.from, unit)),
    }
}

struct Table<'s> {
    unit: Option<&'s Unit>,
    value_unit: Option<&'s Unit>,
    rows: &'s [PointRow],
}

impl Table<'_> {
    /// `97.6% lies between minimum (95%: 0 points) and above (98%: +30 points)`.
    fn place(&self, of: &str, at: &Value<Exact>, between: Between) -> Option<String> {
        let value = at.exact()?;
        let mut rising: Vec<&PointRow> = self.rows.iter().collect();
        rising.sort_by(|a, b| a.at.cmp(&b.at));
        let name = if self.is_ladder() { String::new() } else { format!("{} ", plain(of)) };
        let here = format!("{name}{}", self.at(value));
        let under = rising.iter().copied().rfind(|row| row.at <= *value);
        let over = rising.iter().copied().find(|row| row.at > *value);
        Some(match (under, over) {
            (Some(under), _) if under.at == *value && !self.is_ladder() => {
                format!("{here}: the table says {}", shown_value(&under.value, self.value_unit))
            }
            (Some(under), _) if under.at == *value => format!("{here} reaches {}", self.point(under)),
            (Some(under), Some(over)) => self.amid(&here, under, over, between),
            (Some(end), None) | (None, Some(end)) => self.outside(&here, end),
            (None, None) => return None,
        })
    }

    /// A value between two points: on a line between them, or at the last one reached.
    fn amid(&self, here: &str, under: &PointRow, over: &PointRow, between: Between) -> String {
        let (worse, better) = if self.falls() { (over, under) } else { (under, over) };
        let (first, second) = (self.point(worse), self.point(better));
        match (between, self.is_ladder()) {
            (Between::Step, true) => format!("{here} reaches {first} and falls short of {second}"),
            (Between::Step, false) => {
                let value = shown_value(&under.value, self.value_unit);
                format!(
                    "{here}: the table says {value} from {} until {}",
                    self.at(&under.at),
                    self.at(&over.at)
                )
            }
            _ => format!("{here} lies between {first} and {second}"),
        }
    }

    /// A value beyond the first or the last point.
    fn outside(&self, here: &str, end: &PointRow) -> String {
        let is_first = self.rows.first().is_some_and(|first| first.at == end.at);
        match (self.is_ladder(), is_first) {
            (true, true) => format!("{here} falls short of {}", self.point(end)),
            (true, false) => format!("{here} goes beyond {}", self.point(end)),
            (false, _) => format!("{here} lies outside the table, whose end is {}", self.point(end)),
        }
    }

    /// Whether the levels, from the worst, stand at ever smaller values.
    fn falls(&self) -> bool {
        matches!((self.rows.first(), self.rows.last()), (Some(first), Some(last)) if first.at > last.at)
    }

    /// All levels of a measure, from the worst.
    fn levels(&self) -> Option<String> {
        let all: Vec<String> = self.rows.iter().map(|row| self.point(row)).collect();
        self.is_ladder().then(|| format!("the levels: {}", all.join(", ")))
    }

    fn is_ladder(&self) -> bool {
        self.rows.iter().any(|row| row.name.is_some())
    }

    /// Where something stands; a table of whole numbers, such as years, is not one of percentages.
    fn at(&self, value: &Exact) -> String {
        let is_whole = |value: &Exact| value.fraction().ends_with("/1");
        let counts = self.unit.is_none_or(Unit::is_ratio)
            && self.rows.iter().all(|row| is_whole(&row.at))
            && self.rows.iter().any(|row| row.at > Exact::from_i128(1));
        if counts { number(value) } else { shown(value, self.unit) }
    }

    fn point(&self, row: &PointRow) -> String {
        let (at, value) = (self.at(&row.at), shown_value(&row.value, self.value_unit));
        match &row.name {
            Some(name) => format!("{} ({at}: {value})", humanised(name)),
            None => format!("{at} ({value})"),
        }
    }
}
