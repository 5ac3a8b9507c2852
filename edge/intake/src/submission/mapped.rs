//! Files of any other layout, whose columns a `columns.yaml` explains: each row gives the facts that it says.

use super::layout::Layout;
use super::row::Reading;
use super::rule::Rule;
use super::value::{amount, cleaned, date};
use super::{Mapped, Refused};
use crate::columns::{BoundInput, BoundMapping};
use crate::fault::{Fault, said_twice};
use crate::period::read_period;
use accordant_activity::{Scaled, TooLarge};
use accordant_agreement::terms::InputKind;
use accordant_facts::{Days, Fact, FactValue, RowPlace};
use accordant_money::Exact;
use std::collections::BTreeMap;
use std::sync::Arc;

/// How rows of such a file are read.
pub(crate) struct MappedLayout<'a> {
    /// Its columns.
    pub(crate) bound: BoundMapping<'a>,
    /// What is known of the agreement.
    pub(crate) mapped: Mapped<'a>,
    /// The file.
    pub(crate) file: Arc<str>,
}

impl Layout for MappedLayout<'_> {
    type Gathered = Vec<Fact>;

    fn row(&self, row: &mut Reading<'_>, gathered: &mut Vec<Fact>) -> Result<(), TooLarge> {
        let days = self.days(row);
        let (mut found, mut wrong) = (Vec::new(), Vec::new());
        let mut speaks = false;
        for input in self.bound.inputs() {
            if !input.is_spoken_of(|column| row.at(column)) {
                continue;
            }
            speaks = true;
            let of = input.elements(|column| row.at(column));
            // Inputs that are told apart by one column have its fault in common.
            let of = of.map_err(|(column, fault)| {
                if !wrong.contains(&column) {
                    wrong.push(column);
                    row.refuse_at(column, fault);
                }
            });
            let of = of.ok();
            let value = value(row, input);
            found.extend(of.zip(value).map(|(of, value)| (input.name(), of, value)));
        }
        if !speaks {
            let what = "the row is one of which no input of `columns.yaml` speaks".to_string();
            let help = "leave the row out, or let the `where` of an input name what stands in it".to_string();
            row.refuse(None, Fault::new("no-input", what, help));
        } else if found.is_empty() && !row.is_refused() {
            let what = "no value stands in the row".to_string();
            let help = "leave the row out, or write `not published` where there is a value".to_string();
            row.refuse(None, Fault::new("missing-value", what, help));
        }
        let Some(days) = days.filter(|_| !row.is_refused()) else { return Ok(()) };
        gathered.extend(found.into_iter().map(|(name, of, value)| Fact {
            name: name.to_string(),
            of,
            days,
            value,
            known_to: None,
            status: self.mapped.status,
            owner: None,
            source: Some(self.file.to_string()),
            row: Some(row.number.to_string()),
            at: RowPlace { file: Arc::clone(&self.file), line: u64::from(row.number) },
        }));
        Ok(())
    }

    fn absorb(all: &mut Vec<Fact>, more: Vec<Fact>) -> Result<(), TooLarge> {
        all.extend(more);
        Ok(())
    }
}

impl MappedLayout<'_> {
    /// The days that the row is about: its own, or those of every row.
    fn days(&self, row: &mut Reading<'_>) -> Option<Days> {
        let Some(column) = self.bound.period_column() else {
            let days = self.bound.period();
            if days.is_none() {
                let what = "nothing says what days the row is about".to_string();
                let help = "write `period` in `columns.yaml`: a period, or `{ column: Month }`".to_string();
                row.refuse(None, Fault::new("missing-period", what, help));
            }
            return days;
        };
        let field = row.at(column);
        let (text, _) = cleaned(field);
        let fault = match read_period(&text, self.mapped.periods) {
            Ok(days) => return Some(days),
            Err(fault) => fault,
        };
        let day = match date::read_date(field, row.habits) {
            Ok(day) => day,
            // What is written as a day, and could be two, is told so.
            Err(ambiguous) if text.contains('/') => {
                row.refuse_at(column, ambiguous);
                return None;
            }
            Err(_) => None,
        };
        let Some(days) = day.and_then(|day| Days::month(day.value.year(), day.value.month())) else {
            row.refuse_at(column, fault);
            return None;
        };
        row.fix(Some(column), Rule::MonthFromDate, days.to_string());
        Some(days)
    }
}

/// What a row says of an input: as it stands, or else as a figure that people write otherwise.
fn value(row: &mut Reading<'_>, input: &BoundInput<'_>) -> Option<FactValue> {
    let Some(column) = input.value_column() else { return input.constant().cloned() };
    let field = row.at(column);
    if is_figure(input.kind()) && !is_plain(field) && !input.is_marked(field) {
        return figure(row, input, column);
    }
    match input.read(field) {
        Ok(value) => {
            if let (true, Some(FactValue::Number(number))) = (is_figure(input.kind()), &value) {
                row.control(column, scaled(number));
            }
            value
        }
        Err(fault) => {
            let hidden = hidden(row, column);
            if hidden.is_none() {
                row.refuse_at(column, fault);
            }
            hidden
        }
    }
}

/// A figure that is not written in digits alone: as amounts are written in files, so that `(12)` is less than nothing;
/// else as a value of the language, such as `2.5m`.
fn figure(row: &mut Reading<'_>, input: &BoundInput<'_>, column: usize) -> Option<FactValue> {
    let field = row.at(column);
    if let Some(hidden) = hidden(row, column) {
        return Some(hidden);
    }
    let fault = match amount::read(field, row.habits) {
        Ok(valued) => {
            let amount = row.amount_at(column).flatten();
            if valued.value.is_some() {
                row.control(column, amount);
            }
            return amount
                .and_then(|amount| Exact::ratio(amount.units(), amount::PARTS_OF_ONE))
                .map(FactValue::Number);
        }
        Err(fault) => fault,
    };
    if let Ok(Some(value)) = input.read(field) {
        if let FactValue::Number(number) = &value {
            row.control(column, scaled(number));
        }
        return Some(value);
    }
    row.control(column, None);
    row.refuse_at(column, fault);
    None
}

/// That there is a value, and it is hidden behind an asterisk.
fn hidden(row: &mut Reading<'_>, column: usize) -> Option<FactValue> {
    let (text, _) = cleaned(row.at(column));
    let is_hidden = !text.is_empty() && text.chars().all(|letter| letter == '*');
    is_hidden.then(|| {
        row.fix(Some(column), Rule::HiddenIsNotPublished, "not published".to_string());
        FactValue::NotPublished
    })
}

/// Digits, with a minus before them and a point among them.
fn is_plain(field: &[u8]) -> bool {
    let digits = field.strip_prefix(b"-").unwrap_or(field);
    digits.first().is_some_and(u8::is_ascii_digit)
        && digits.iter().all(|byte| byte.is_ascii_digit() || *byte == b'.')
}

/// Whether a control total of the column says something: not of shares, days and words.
pub(crate) fn is_figure(kind: &InputKind) -> bool {
    matches!(kind, InputKind::Quantity(unit) if !unit.is_ratio() && !unit.is_date())
}

/// The number as it can be added up; nothing if it has more places than that.
fn scaled(number: &Exact) -> Option<Scaled> {
    number.terminating().and_then(|text| Scaled::parse(&text))
}

/// The facts in the order of the rows, each said once: two rows that say the same amount may be two payments.
///
/// # Errors
/// When two rows say the same fact: which of them holds cannot be known.
pub(crate) fn once(mut facts: Vec<Fact>) -> Result<Vec<Fact>, Refused> {
    facts.sort_by_key(|fact| fact.at.line);
    let mut rows: BTreeMap<(&str, &[String], Days), &Fact> = BTreeMap::new();
    for fact in &facts {
        let Some(earlier) = rows.insert((&fact.name, &fact.of, fact.days), fact) else { continue };
        let help = "leave one of them out, or say in `columns.yaml` by what they are told apart";
        return Err(Refused { fault: said_twice(earlier, fact, help), line: Some(fact.at.line) });
    }
    Ok(facts)
}
