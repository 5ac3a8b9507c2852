//! Values of measures: a number, how many met it of how many, an agreed word, or a day.

use super::costs::{needed_text, text};
use super::layout::Layout;
use super::profile::Field;
use super::row::Reading;
use super::rule::Rule;
use super::value::amount::PARTS_OF_ONE;
use super::value::{cleaned, date, is_blank};
use super::{Answer, Known};
use crate::fault::{Fault, either};
use accordant_activity::{Scaled, TooLarge};
use accordant_money::Exact;
use jiff::civil::Date;

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
    /// One of the words that were agreed for it.
    Word(String),
    /// A day.
    Day(Date),
    /// There is a number, and it is hidden.
    NotPublished,
}

/// How values of measures are read.
#[derive(Debug)]
pub(crate) struct MeasuresLayout<'a> {
    pub(crate) known: &'a Known,
}

impl Layout for MeasuresLayout<'_> {
    type Gathered = Vec<MeasureValue>;

    fn row(&self, row: &mut Reading<'_>, gathered: &mut Vec<MeasureValue>) -> Result<(), TooLarge> {
        let measure = needed_text(row, Field::Measure);
        let period = needed_text(row, Field::Period);
        let party = text(row, Field::Party);
        let group = text(row, Field::Group);
        let deprivation_fifth = fifth(row);
        let answer = measure.as_ref().and_then(|measure| self.known.answers.get(measure));
        let found = match answer {
            Some(answer) => answered(row, answer),
            None => found(row),
        };
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

/// What stands for a measure whose value is no number.
fn answered(row: &mut Reading<'_>, answer: &Answer) -> Option<Found> {
    let beside = [Field::Numerator, Field::Denominator].into_iter().find(|field| has(row, *field));
    if let Some(field) = beside {
        let what = format!("the value of this measure is {answer}, and no share of people");
        let help = "write it in `value`, and leave numerator and denominator empty".to_string();
        row.refuse(Some(field), Fault::new("not-a-share", what, help));
        return None;
    }
    let column = row.binding.column(Field::Value).filter(|column| !is_blank(row.at(*column)));
    let Some(column) = column else {
        let what = "there is no value".to_string();
        let help = format!("write {answer}, or `not published`");
        row.refuse(Some(Field::Value), Fault::new("missing-value", what, help));
        return None;
    };
    if let Some(hidden) = hidden(row, column) {
        return Some(hidden);
    }
    match answer {
        Answer::Words(words) => word(row, column, words),
        Answer::Day => {
            let read = date::read_date(row.at(column), row.habits).transpose()?;
            row.take(Some(column), read, ToString::to_string).map(Found::Day)
        }
    }
}

/// One of the agreed words; capitals, and spaces for `_`, do not count.
fn word(row: &mut Reading<'_>, column: usize, words: &[String]) -> Option<Found> {
    let field = row.at(column);
    let (text, _) = cleaned(field);
    let plain = text.to_lowercase().replace([' ', '-'], "_");
    let Some(word) = words.iter().find(|word| **word == plain) else {
        let what = format!("{} is none of the agreed words", row.habits.shown(field));
        // The nearest word may be the opposite of what was meant.
        let help = format!("write {}", either(words.iter().map(String::as_str)));
        row.refuse(Some(Field::Value), Fault::new("unknown-word", what, help));
        return None;
    };
    if word.as_bytes() != field {
        row.fix(Some(column), Rule::WordAsAgreed, word.clone());
    }
    Some(Found::Word(word.clone()))
}

/// That there is a value, and it is not published.
fn hidden(row: &mut Reading<'_>, column: usize) -> Option<Found> {
    let (text, _) = cleaned(row.at(column));
    if text.eq_ignore_ascii_case("not published") {
        return Some(Found::NotPublished);
    }
    if text.chars().all(|letter| letter == '*') {
        row.fix(Some(column), Rule::HiddenIsNotPublished, "not published".to_string());
        return Some(Found::NotPublished);
    }
    None
}

fn has(row: &Reading<'_>, field: Field) -> bool {
    !is_blank(row.field(field))
}

fn found(row: &mut Reading<'_>) -> Option<Found> {
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
    if let Some(hidden) = hidden(row, column) {
        return Some(hidden);
    }
    let field = row.at(column);
    let (text, _) = cleaned(field);
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
        let help =
            "correct them: the denominator is more than 0, and the numerator not less than 0".to_string();
        row.refuse(Some(Field::Denominator), Fault::new("not-a-share", what, help));
        return None;
    }
    Some(Found::Rate { numerator, denominator })
}
