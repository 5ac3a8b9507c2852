//! Facts as an event holds them: one line each, with the value as an exact decimal.

use accordant_facts::{Days, Fact, FactValue, Facts, RowPlace, Status};
use accordant_money::{Exact, Number};
use accordant_record::sha256;
use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

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

/// One fact, as the JSON in which it was written: most readers of a record pass over most of its facts.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FactLine(Box<RawValue>);

/// What the JSON of a fact says; most of its texts are borrowed from there.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Said<'a> {
    #[serde(borrow)]
    fact: Cow<'a, str>,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    of: Vec<String>,
    #[serde(borrow)]
    days: Cow<'a, str>,
    #[serde(borrow)]
    value: SaidValue<'a>,
    #[serde(borrow, skip_serializing_if = "Option::is_none", default)]
    known_to: Option<Cow<'a, str>>,
    #[serde(borrow)]
    status: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    owner: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    source: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    row: Option<String>,
    #[serde(borrow)]
    file: Cow<'a, str>,
    line: u64,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum SaidValue<'a> {
    #[serde(borrow)]
    Number(Cow<'a, str>),
    #[serde(borrow)]
    Word(Cow<'a, str>),
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
            FactValue::Number(number) => SaidValue::Number(Cow::Owned(decimal(number)?)),
            FactValue::Word(word) => SaidValue::Word(Cow::Borrowed(word)),
            FactValue::NotPublished => SaidValue::Unpublished,
        };
        let known_to = fact.known_to.as_ref().map(decimal).transpose()?;
        let said = Said {
            fact: Cow::Borrowed(&fact.name),
            of: fact.of.clone(),
            days: Cow::Owned(fact.days.to_string()),
            value,
            known_to: known_to.map(Cow::Owned),
            status: Cow::Borrowed(fact.status.word()),
            owner: fact.owner.clone(),
            source: fact.source.clone(),
            row: fact.row.clone(),
            file: Cow::Borrowed(&fact.at.file),
            line: fact.at.line,
        };
        let json = serde_json::value::to_raw_value(&said);
        json.map(FactLine).map_err(|error| FactLineProblem { what: error.to_string() })
    }

    /// Reads the fact back.
    ///
    /// # Errors
    /// When it is not written as [`FactLine::write`] writes it.
    pub fn read(&self) -> Result<Fact, FactLineProblem> {
        let said: Said<'_> = serde_json::from_str(self.0.get())
            .map_err(|error| FactLineProblem { what: error.to_string() })?;
        let wrong = |what: &str, text: &str| FactLineProblem {
            what: format!("`{text}` is no {what} of the fact `{}`", said.fact),
        };
        let decimal = |text: &str| Exact::parse_decimal(text).ok_or_else(|| wrong("value", text));
        let value = match &said.value {
            SaidValue::Number(text) => FactValue::Number(decimal(text)?),
            SaidValue::Word(word) => FactValue::Word(word.to_string()),
            SaidValue::Unpublished => FactValue::NotPublished,
        };
        let known_to = said.known_to.as_deref().map(decimal).transpose()?;
        let days = Days::parse(&said.days).ok_or_else(|| wrong("time", &said.days))?;
        let status = Status::parse(&said.status).ok_or_else(|| wrong("status", &said.status))?;
        Ok(Fact {
            name: said.fact.into_owned(),
            of: said.of,
            days,
            value,
            known_to,
            status,
            owner: said.owner,
            source: said.source,
            row: said.row,
            at: RowPlace { file: Arc::from(&*said.file), line: said.line },
        })
    }
}

impl PartialEq for FactLine {
    fn eq(&self, other: &FactLine) -> bool {
        self.0.get() == other.0.get()
    }
}

impl Eq for FactLine {}

/// SHA-256 of facts, a line of JSON each, by name, index and days.
///
/// # Errors
/// When a value is no decimal of finite length.
pub fn facts_sha256(facts: &Facts) -> Result<String, FactLineProblem> {
    let mut lines = Vec::new();
    for fact in facts.iter() {
        let line = FactLine::write(fact)?;
        lines.extend_from_slice(line.0.get().as_bytes());
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
