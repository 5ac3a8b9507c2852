//! Facts as an event holds them: one line each, with the value as an exact decimal.

use accordant_facts::{Days, Fact, FactValue, Facts, RowPlace, Status};
use accordant_money::{Exact, Number};
use accordant_record::sha256;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;
use serde::{Deserialize, Serialize};

/// A batch of facts that was given at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Received {
    /// The batch by its content: SHA-256 of the list of its files' hashes, in the form of `sha256sum`.
    pub batch: String,
    /// Whether it says what happened or what is expected.
    pub standing: Standing,
    /// Who sent it, or where it was found, in words.
    pub source: String,
    /// The files as they were given.
    pub files: Vec<FactsFile>,
    /// What the facts come to, name by name: to be held against the sender's own figures.
    pub totals: Vec<Total>,
    /// The facts that are new or changed, by name, index and days.
    pub facts: Vec<FactLine>,
    /// How many rows said what was known already.
    pub unchanged: u64,
}

/// Whether facts say what happened or what is expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// What happened.
    Actual,
    /// What is expected; it serves until what happened is known.
    Forecast,
}

/// A file of facts; its bytes are a part named `file`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FactsFile {
    /// Its name.
    pub name: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
}

/// What the facts of one name come to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Total {
    /// The name of the facts.
    pub fact: String,
    /// How many there are.
    pub count: u64,
    /// Their sum as a decimal; words and values that are not published add nothing.
    pub sum: String,
}

/// One fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FactLine {
    fact: String,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    of: Vec<String>,
    days: String,
    value: ValueLine,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    known_to: Option<String>,
    status: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    owner: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    source: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    row: Option<String>,
    file: String,
    line: u64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum ValueLine {
    Number(String),
    Word(String),
    Unpublished,
}

/// Why a fact cannot be written into the record, or read from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactLineProblem {
    what: String,
}

impl FactLine {
    /// Writes a fact.
    ///
    /// # Errors
    /// When its value is no decimal of finite length; files of facts give none such.
    pub fn write(fact: &Fact) -> Result<FactLine, FactLineProblem> {
        let decimal = |value: &Exact| {
            value.terminating().ok_or_else(|| FactLineProblem {
                what: format!("the value of `{}` has no end as a decimal", fact.name),
            })
        };
        let value = match &fact.value {
            FactValue::Number(number) => ValueLine::Number(decimal(number)?),
            FactValue::Word(word) => ValueLine::Word(word.clone()),
            FactValue::NotPublished => ValueLine::Unpublished,
        };
        Ok(FactLine {
            fact: fact.name.clone(),
            of: fact.of.clone(),
            days: fact.days.to_string(),
            value,
            known_to: fact.known_to.as_ref().map(decimal).transpose()?,
            status: fact.status.word().to_string(),
            owner: fact.owner.clone(),
            source: fact.source.clone(),
            row: fact.row.clone(),
            file: fact.at.file.to_string(),
            line: fact.at.line,
        })
    }

    /// Reads the fact back.
    ///
    /// # Errors
    /// When days, value or status are not written as [`FactLine::write`] writes them.
    pub fn read(&self) -> Result<Fact, FactLineProblem> {
        let wrong = |what: &str, text: &str| FactLineProblem {
            what: format!("`{text}` is no {what} of the fact `{}`", self.fact),
        };
        let decimal = |text: &String| Exact::parse_decimal(text).ok_or_else(|| wrong("value", text));
        let value = match &self.value {
            ValueLine::Number(text) => FactValue::Number(decimal(text)?),
            ValueLine::Word(word) => FactValue::Word(word.clone()),
            ValueLine::Unpublished => FactValue::NotPublished,
        };
        Ok(Fact {
            name: self.fact.clone(),
            of: self.of.clone(),
            days: Days::parse(&self.days).ok_or_else(|| wrong("time", &self.days))?,
            value,
            known_to: self.known_to.as_ref().map(decimal).transpose()?,
            status: Status::parse(&self.status).ok_or_else(|| wrong("status", &self.status))?,
            owner: self.owner.clone(),
            source: self.source.clone(),
            row: self.row.clone(),
            at: RowPlace { file: Arc::from(self.file.as_str()), line: self.line },
        })
    }
}

/// SHA-256 of facts, a line of JSON each, by name, index and days.
///
/// # Errors
/// When a value is no decimal of finite length.
pub fn facts_sha256(facts: &Facts) -> Result<String, FactLineProblem> {
    let mut lines = Vec::new();
    for fact in facts.iter() {
        let line = FactLine::write(fact)?;
        let json = serde_json::to_vec(&line).map_err(|error| FactLineProblem { what: error.to_string() })?;
        lines.extend_from_slice(&json);
        lines.push(b'\n');
    }
    Ok(sha256(&lines).to_string())
}

impl Total {
    /// What these facts come to, name by name.
    pub fn of<'a>(facts: impl Iterator<Item = &'a Fact>) -> Vec<Total> {
        let mut sums: alloc::collections::BTreeMap<&str, (u64, Exact)> = alloc::collections::BTreeMap::new();
        for fact in facts {
            let (count, sum) = sums.entry(&fact.name).or_insert_with(|| (0, Exact::zero()));
            *count = count.saturating_add(1);
            if let FactValue::Number(number) = &fact.value
                && let Ok(next) = sum.plus(number)
            {
                *sum = next;
            }
        }
        let written = |(fact, (count, sum)): (&str, (u64, Exact))| Total {
            fact: fact.to_string(),
            count,
            sum: sum.terminating().unwrap_or_else(|| sum.fraction()),
        };
        sums.into_iter().map(written).collect()
    }
}

impl fmt::Display for FactLineProblem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.what)
    }
}

impl core::error::Error for FactLineProblem {}
