//! The table behind a figure in sentences: its bands, the points that it lies between, its levels.

use super::plain;
use crate::figures::{shown, shown_value};
use crate::view::humanised;
use accordant_agreement::terms::Between;
use accordant_agreement::unit::Unit;
use accordant_money::Exact;
use accordant_settlement::{BandRow, PointRow, Reason, Scale, Value};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// The rates and thresholds that a figure was read off, with what of them was used.
pub fn scales(reason: &Reason) -> Vec<String> {
    let mut said = Vec::new();
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
        let name = if self.is_ladder() { String::new() } else { format!("{}: ", plain(of)) };
        let here = format!("{name}{}", shown(value, self.unit));
        let under = rising.iter().copied().rfind(|row| row.at <= *value);
        let over = rising.iter().copied().find(|row| row.at > *value);
        Some(match (under, over) {
            (Some(under), _) if under.at == *value => format!("{here} reaches {}", self.point(under)),
            (Some(under), Some(over)) => match between {
                Between::Step => {
                    format!("{here} lies from {} to {}, in steps", self.point(under), self.point(over))
                }
                Between::Linear | Between::LinearToLastWhole => {
                    let (first, last) = if self.falls() { (over, under) } else { (under, over) };
                    format!("{here} lies between {} and {}", self.point(first), self.point(last))
                }
            },
            (Some(under), None) => format!("{here} lies past {}", self.point(under)),
            (None, Some(over)) => format!("{here} lies before {}", self.point(over)),
            (None, None) => return None,
        })
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

    fn point(&self, row: &PointRow) -> String {
        let (at, value) = (shown(&row.at, self.unit), shown_value(&row.value, self.value_unit));
        match &row.name {
            Some(name) => format!("{} ({at}: {value})", humanised(name)),
            None => format!("{at} ({value})"),
        }
    }
}
