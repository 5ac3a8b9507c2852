//! Values of measures: a number, or how many met it of how many.

use super::costs::{needed_text, text};
use super::layout::Layout;
use super::profile::Field;
use super::row::Reading;
use super::rule::Rule;
use super::value::amount::PARTS_OF_ONE;
use super::value::{cleaned, is_blank};
use crate::fault::Fault;
use accordant_activity::{Scaled, TooLarge};
use accordant_money::Exact;

/// A value of a measure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeasureValue {
    /// The measure.
    pub measure: String,
    /// The period, as it is written.
    pub period: String,
    /// The party, if it is one party's.
    pub party: Option<String>,
    /// The group of people, if it is of one group.
    pub group: Option<String>,
    /// The deprivation fifth, 1 for the most deprived, if it is of one.
    pub deprivation_fifth: Option<u8>,
    /// What was found.
    pub found: Found,
    /// The row that says so.
    pub row: u32,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// A number.
    Value(Exact),
    /// So many that met it, of so many.
    Rate {
        /// Those that met it.
        numerator: Scaled,
        /// All.
        denominator: Scaled,
    },
    /// There is a number, and it is hidden.
    NotPublished,
}

/// How values of measures are read.
#[derive(Debug)]
pub(crate) struct MeasuresLayout;

impl Layout for MeasuresLayout {
    type Gathered = Vec<MeasureValue>;

    fn row(&self, row: &mut Reading<'_>, gathered: &mut Vec<MeasureValue>) -> Result<(), TooLarge> {
        let measure = needed_text(row, Field::Measure);
        let period = needed_text(row, Field::Period);
        let party = text(row, Field::Party);
        let group = text(row, Field::Group);
        let deprivation_fifth = fifth(row);
        let found = found(row);
        let (Some(measure), Some(period), Some(found)) = (measure, period, found) else { return Ok(()) };
        if !row.is_refused() {
            let row = row.number;
            gathered.push(MeasureValue { measure, period, party, group, deprivation_fifth, found, row });
        }
        Ok(())
    }

    fn absorb(all: &mut Vec<MeasureValue>, more: Vec<MeasureValue>) -> Result<(), TooLarge> {
        all.extend(more);
        Ok(())
    }
}

fn fifth(row: &mut Reading<'_>) -> Option<u8> {
    let (text, _) = cleaned(row.field(Field::Deprivation));
    if text.is_empty() {
        return None;
    }
    let fifth = text.parse().ok().filter(|fifth| (1..=5).contains(fifth));
    if fifth.is_none() {
        let what = format!("{} is no deprivation fifth", row.habits.shown(text.as_bytes()));
        let help = "write 1, the most deprived, to 5".to_string();
        row.refuse(Some(Field::Deprivation), Fault::new("not-a-fifth", what, help));
    }
    fifth
}

fn found(row: &mut Reading<'_>) -> Option<Found> {
    let has = |row: &Reading<'_>, field| !is_blank(row.field(field));
    let of_two = (has(row, Field::Numerator), has(row, Field::Denominator));
    match (has(row, Field::Value), of_two) {
        (true, (false, false)) => value(row),
        (false, (true, true)) => rate(row),
        (true, _) => {
            let what = "there is a value and a numerator or denominator beside it".to_string();
            let help =
                "write the value alone, or numerator and denominator alone: two could disagree".to_string();
            row.refuse(Some(Field::Value), Fault::new("value-twice", what, help));
            None
        }
        (false, _) => {
            let what = "there is no value".to_string();
            let help = "write a value, or a numerator and a denominator, or `not published`".to_string();
            row.refuse(Some(Field::Value), Fault::new("missing-value", what, help));
            None
        }
    }
}

fn value(row: &mut Reading<'_>) -> Option<Found> {
    let column = row.binding.column(Field::Value)?;
    let field = row.at(column);
    let (text, _) = cleaned(field);
    if text.eq_ignore_ascii_case("not published") {
        return Some(Found::NotPublished);
    }
    if text.chars().all(|letter| letter == '*') {
        row.fix(Some(column), Rule::HiddenIsNotPublished, "not published".to_string());
        return Some(Found::NotPublished);
    }
    if let Some(hundredths) = text.strip_suffix('%').map(str::trim_end) {
        let number =
            Scaled::parse(hundredths).and_then(|scaled| Exact::ratio(scaled.units(), PARTS_OF_ONE * 100));
        if number.is_none() {
            let what = format!("{} is no percentage", row.habits.shown(field));
            row.refuse(
                Some(Field::Value),
                Fault::new("not-a-number", what, "write it as `93.2%`".to_string()),
            );
        }
        return number.map(Found::Value);
    }
    let amount = row.amount_at(column)?;
    if amount.is_none() {
        row.missing(Field::Value);
    }
    amount.and_then(|amount| Exact::ratio(amount.units(), PARTS_OF_ONE)).map(Found::Value)
}

fn rate(row: &mut Reading<'_>) -> Option<Found> {
    let numerator = row.amount(Field::Numerator);
    let denominator = row.amount(Field::Denominator);
    let (Some(numerator), Some(denominator)) = (numerator, denominator) else {
        if !row.is_refused() {
            row.missing(if numerator.is_none() { Field::Numerator } else { Field::Denominator });
        }
        return None;
    };
    if denominator <= Scaled::ZERO || numerator < Scaled::ZERO {
        let what = format!("{numerator} of {denominator} is no share");
        let help = "the denominator is more than 0, and the numerator not less".to_string();
        row.refuse(Some(Field::Denominator), Fault::new("not-a-share", what, help));
        return None;
    }
    Some(Found::Rate { numerator, denominator })
}
