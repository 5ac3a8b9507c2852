//! Cells as JSON lines, one cell a line, with every number as the decimal that it is.
//!
//! This is what is stored, so one set of cells has one text: keys in a fixed order, what was not said left out.

use crate::{Amounts, Cell, Cells, Code, Key, Month, Rows, Scaled, Stated, Sums, Tariff, Total, Year};
use alloc::borrow::Cow;
use alloc::collections::BTreeSet;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use serde::{Deserialize, Serialize};

/// A line that is no cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JsonProblem {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong with it.
    pub what: String,
}

impl Cells {
    /// Writes them as JSON lines. Read again they are the same.
    pub fn to_json_lines(&self) -> Vec<u8> {
        let mut text = String::new();
        for cell in self {
            // Texts and whole numbers under fixed names: there is nothing that could not be written.
            text.push_str(&serde_json::to_string(&Written::from(cell)).unwrap_or_default());
            text.push('\n');
        }
        text.into_bytes()
    }

    /// Reads what was written.
    ///
    /// # Errors
    /// The first line that is no cell, or is not in order.
    pub fn from_json_lines(bytes: &[u8]) -> Result<Cells, JsonProblem> {
        let text = core::str::from_utf8(bytes).map_err(|_| problem(1, "not UTF-8"))?;
        let mut codes = Codes::default();
        let mut cells: Vec<Cell> = Vec::new();
        for (line, number) in text.lines().zip(1..) {
            let written: Written<'_> =
                serde_json::from_str(line).map_err(|error| problem(number, &error.to_string()))?;
            let cell = written.cell(&mut codes).map_err(|what| problem(number, what))?;
            if cells.last().is_some_and(|before| before.key >= cell.key) {
                return Err(problem(number, "cells are not in order, or one stands twice"));
            }
            cells.push(cell);
        }
        Ok(Cells::in_order(cells))
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written<'a> {
    #[serde(borrow)]
    provider: Cow<'a, str>,
    year: Cow<'a, str>,
    month: u8,
    #[serde(borrow)]
    commissioner: Cow<'a, str>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    site: Option<Cow<'a, str>>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    function: Option<Cow<'a, str>>,
    #[serde(borrow)]
    point_of_delivery: Cow<'a, str>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    currency: Option<Cow<'a, str>>,
    tariff: Cow<'a, str>,
    #[serde(default, skip_serializing_if = "WrittenSums::is_empty")]
    planned: WrittenSums,
    #[serde(default, skip_serializing_if = "WrittenSums::is_empty")]
    actual: WrittenSums,
    rows: String,
}

#[derive(Serialize, Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct WrittenSums {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    activity: Option<WrittenTotal>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    price: Option<WrittenTotal>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    market_forces_factor: Option<WrittenStated>,
}

/// `"12"`, `{"said":"12","unsaid":3}` or `{"unsaid":3}`.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum WrittenTotal {
    Known(String),
    Part(WrittenPart),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenPart {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    said: Option<String>,
    unsaid: u64,
}

/// `"1.028343"` or `{"least":"1","greatest":"1.028343"}`.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum WrittenStated {
    One(String),
    Between(WrittenEnds),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenEnds {
    least: String,
    greatest: String,
}

/// Codes that were met, so that a thousand cells of one provider hold its code once.
#[derive(Default)]
struct Codes(BTreeSet<Code>);

impl Codes {
    fn of(&mut self, text: &str) -> Code {
        if let Some(code) = self.0.get(text) {
            return code.clone();
        }
        let code = Code::from(text);
        self.0.insert(code.clone());
        code
    }
}

impl<'a> From<&'a Cell> for Written<'a> {
    fn from(cell: &'a Cell) -> Written<'a> {
        let borrowed = |code: &'a Code| Cow::Borrowed(&**code);
        let Key { provider, month, commissioner, site, function, point_of_delivery, currency, tariff } =
            &cell.key;
        Written {
            provider: borrowed(provider),
            year: Cow::Owned(month.year().to_string()),
            month: month.number(),
            commissioner: borrowed(commissioner),
            site: site.as_ref().map(borrowed),
            function: function.as_ref().map(borrowed),
            point_of_delivery: borrowed(point_of_delivery),
            currency: currency.as_ref().map(borrowed),
            tariff: Cow::Borrowed(tariff.word()),
            planned: WrittenSums::from(&cell.amounts.planned),
            actual: WrittenSums::from(&cell.amounts.actual),
            rows: cell.rows.to_string(),
        }
    }
}

impl Written<'_> {
    fn cell(&self, codes: &mut Codes) -> Result<Cell, &'static str> {
        let year = Year::parse(&self.year).ok_or("`year` is not written as `2025-26`")?;
        let mut code = |text: &Cow<'_, str>| codes.of(text);
        let key = Key {
            provider: code(&self.provider),
            month: Month::new(year, self.month).ok_or("`month` is not from 1 to 12")?,
            commissioner: code(&self.commissioner),
            site: self.site.as_ref().map(&mut code),
            function: self.function.as_ref().map(&mut code),
            point_of_delivery: code(&self.point_of_delivery),
            currency: self.currency.as_ref().map(&mut code),
            tariff: Tariff::parse(&self.tariff).ok_or("`tariff` is neither `national` nor `local`")?,
        };
        let amounts = Amounts { planned: self.planned.sums()?, actual: self.actual.sums()? };
        let rows = Rows::parse(&self.rows).ok_or("`rows` are not written as `2-31, 40`")?;
        Ok(Cell { key, amounts, rows })
    }
}

impl From<&Sums> for WrittenSums {
    fn from(sums: &Sums) -> WrittenSums {
        WrittenSums {
            activity: WrittenTotal::of(&sums.activity),
            price: WrittenTotal::of(&sums.price),
            market_forces_factor: WrittenStated::of(&sums.market_forces_factor),
        }
    }
}

impl WrittenSums {
    fn is_empty(&self) -> bool {
        self.activity.is_none() && self.price.is_none() && self.market_forces_factor.is_none()
    }

    fn sums(&self) -> Result<Sums, &'static str> {
        let total = |written: &Option<WrittenTotal>| {
            written.as_ref().map_or(Ok(Total::default()), WrittenTotal::total)
        };
        let stated = self.market_forces_factor.as_ref();
        Ok(Sums {
            activity: total(&self.activity)?,
            price: total(&self.price)?,
            market_forces_factor: stated.map_or(Ok(Stated::default()), WrittenStated::stated)?,
        })
    }
}

impl WrittenTotal {
    fn of(total: &Total) -> Option<WrittenTotal> {
        match (total.said(), total.unsaid()) {
            (None, 0) => None,
            (Some(said), 0) => Some(WrittenTotal::Known(said.to_string())),
            (said, unsaid) => {
                Some(WrittenTotal::Part(WrittenPart { said: said.map(|said| said.to_string()), unsaid }))
            }
        }
    }

    fn total(&self) -> Result<Total, &'static str> {
        match self {
            WrittenTotal::Known(said) => Ok(Total::new(Some(decimal(said)?), 0)),
            WrittenTotal::Part(part) => {
                let said = part.said.as_deref().map(decimal).transpose()?;
                Ok(Total::new(said, part.unsaid))
            }
        }
    }
}

impl WrittenStated {
    fn of(stated: &Stated) -> Option<WrittenStated> {
        let (least, greatest) = stated.ends()?;
        Some(match stated.one() {
            Some(one) => WrittenStated::One(one.to_string()),
            None => WrittenStated::Between(WrittenEnds {
                least: least.to_string(),
                greatest: greatest.to_string(),
            }),
        })
    }

    fn stated(&self) -> Result<Stated, &'static str> {
        match self {
            WrittenStated::One(one) => Ok(Stated::of(Some(decimal(one)?))),
            WrittenStated::Between(WrittenEnds { least, greatest }) => {
                Stated::between(decimal(least)?, decimal(greatest)?).ok_or("`least` is more than `greatest`")
            }
        }
    }
}

/// Reads a sum as it was written, which may have more digits than one line may state.
fn decimal(text: &str) -> Result<Scaled, &'static str> {
    Scaled::read_sum(text).ok_or("a number is no plain decimal with eight places or fewer")
}

fn problem(line: usize, what: &str) -> JsonProblem {
    JsonProblem { line, what: what.to_string() }
}

impl fmt::Display for JsonProblem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "line {}: {}", self.line, self.what)
    }
}

impl core::error::Error for JsonProblem {}
