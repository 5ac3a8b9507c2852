//! Facts as an event holds them: one line each, with the value as an exact decimal.

use accordant_facts::{Days, Fact, FactValue, Facts, RowPlace, Status};
use accordant_money::{Exact, Number};
use accordant_record::sha256;
use alloc::borrow::Cow;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;
use serde::{Deserialize, Serialize};

/// A batch of facts that was given at once: the JSON of its event, most of whose texts are borrowed from there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Received<'a> {
    /// The batch by its content: SHA-256 of the list of its files' hashes, in the form of `sha256sum`.
    #[serde(borrow)]
    pub batch: Cow<'a, str>,
    /// Whether it says what happened or what is expected.
    pub standing: Standing,
    /// Who sent it, or where it was found, in words.
    #[serde(borrow)]
    pub source: Cow<'a, str>,
    /// The files as they were given.
    #[serde(borrow)]
    pub files: Vec<FactsFile<'a>>,
    /// What the facts come to, name by name: to be held against the sender's own figures.
    #[serde(borrow)]
    pub totals: Vec<Total<'a>>,
    /// The facts that are new or changed, by name, index and days.
    #[serde(borrow)]
    pub facts: Vec<FactLine<'a>>,
    /// How many rows said what was known already.
    pub unchanged: u64,
    /// How the files were read, where they are not of our own layout.
    #[serde(borrow, skip_serializing_if = "Option::is_none", default)]
    pub import: Option<Imported<'a>>,
}

/// How a submission was read: a file that a party sends in a layout of the field. The facts are worked out from it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Imported<'a> {
    /// The kind of the submission, such as `acm`.
    #[serde(borrow)]
    pub kind: Cow<'a, str>,
    /// How many rows were taken as they stand.
    pub accepted: u64,
    /// How many rows were taken after something in them was fixed.
    pub fixed: u64,
    /// How many rows were refused.
    pub refused: u64,
    /// What it was sent for: a later submission for the same stands in its place.
    #[serde(borrow)]
    pub scopes: Vec<SentFor<'a>>,
    /// Of what it speaks, where it was sent for no scope: a return of costs, measures, waits, sessions or figures.
    #[serde(borrow, skip_serializing_if = "Vec::is_empty", default)]
    pub covers: Vec<Covered<'a>>,
    /// Whether it closes the months that it was sent for, and what it covers.
    pub freeze: bool,
    /// Whether it adds to what was sent before: rows that were refused and mended since.
    #[serde(skip_serializing_if = "is_false", default)]
    pub adds: bool,
    /// Whether a file with a column of NHS numbers was let in.
    #[serde(skip_serializing_if = "is_false", default)]
    pub nhs_numbers_let_in: bool,
}

/// What a submission was sent for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SentFor<'a> {
    /// The code of the organisation that provides.
    #[serde(borrow)]
    pub provider: Cow<'a, str>,
    /// The code of the organisation that commissions.
    #[serde(borrow)]
    pub commissioner: Cow<'a, str>,
    /// The month, as `2025-04`.
    #[serde(borrow)]
    pub month: Cow<'a, str>,
}

/// Something of which a return speaks.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Covered<'a> {
    /// The party, by its name or a code; nothing where it is the one that sent the return.
    #[serde(borrow, skip_serializing_if = "Option::is_none", default)]
    pub party: Option<Cow<'a, str>>,
    /// The days, as `2025-04-01..2025-04-30`.
    #[serde(borrow)]
    pub days: Cow<'a, str>,
    /// The service, the measure, the room or the figure.
    #[serde(borrow)]
    pub of: Cow<'a, str>,
}

impl Covered<'_> {
    /// The party, the days and what of them, with the party that sent the return where none is named.
    pub fn whole<'a>(&'a self, sent_by: &'a str) -> (&'a str, &'a str, &'a str) {
        (self.party.as_deref().unwrap_or(sent_by), &self.days, &self.of)
    }
}

impl Imported<'_> {
    /// The same, on its own.
    pub fn into_owned(self) -> Imported<'static> {
        let own = |text: Cow<'_, str>| Cow::Owned(text.into_owned());
        let scope = |scope: SentFor<'_>| SentFor {
            provider: own(scope.provider),
            commissioner: own(scope.commissioner),
            month: own(scope.month),
        };
        let covered = |covered: Covered<'_>| Covered {
            party: covered.party.map(own),
            days: own(covered.days),
            of: own(covered.of),
        };
        Imported {
            kind: own(self.kind),
            covers: self.covers.into_iter().map(covered).collect(),
            scopes: self.scopes.into_iter().map(scope).collect(),
            accepted: self.accepted,
            fixed: self.fixed,
            refused: self.refused,
            freeze: self.freeze,
            adds: self.adds,
            nhs_numbers_let_in: self.nhs_numbers_let_in,
        }
    }
}

fn is_false(is: &bool) -> bool {
    !is
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
pub struct FactsFile<'a> {
    /// Its name.
    #[serde(borrow)]
    pub name: Cow<'a, str>,
    /// SHA-256 of its bytes.
    #[serde(borrow)]
    pub sha256: Cow<'a, str>,
}

/// What the facts of one name come to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Total<'a> {
    /// The name of the facts.
    #[serde(borrow)]
    pub fact: Cow<'a, str>,
    /// How many there are.
    pub count: u64,
    /// Their sum as a decimal; words and values that are not published add nothing.
    #[serde(borrow)]
    pub sum: Cow<'a, str>,
}

/// One fact as its JSON says it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FactLine<'a> {
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

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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

impl<'a> FactLine<'a> {
    /// Writes a fact.
    ///
    /// # Errors
    /// When its value is no decimal of finite length; files of facts give none such.
    pub fn write(fact: &'a Fact) -> Result<FactLine<'a>, FactLineProblem> {
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
        Ok(FactLine {
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
        })
    }

    /// Reads the fact back; its file takes the name of the last one, if they are equal.
    ///
    /// # Errors
    /// When it is not written as [`FactLine::write`] writes it.
    pub fn read(self, last_file: Option<&Arc<str>>) -> Result<Fact, FactLineProblem> {
        let wrong = |what: &str, text: &str| FactLineProblem {
            what: format!("`{text}` is no {what} of the fact `{}`", self.fact),
        };
        let decimal = |text: &str| Exact::parse_decimal(text).ok_or_else(|| wrong("value", text));
        let value = match &self.value {
            SaidValue::Number(text) => FactValue::Number(decimal(text)?),
            SaidValue::Word(word) => FactValue::Word(word.to_string()),
            SaidValue::Unpublished => FactValue::NotPublished,
        };
        let known_to = self.known_to.as_deref().map(decimal).transpose()?;
        let days = Days::parse(&self.days).ok_or_else(|| wrong("time", &self.days))?;
        let status = Status::parse(&self.status).ok_or_else(|| wrong("status", &self.status))?;
        let file = match last_file {
            Some(last) if **last == *self.file => Arc::clone(last),
            _ => Arc::from(&*self.file),
        };
        Ok(Fact {
            name: self.fact.into_owned(),
            of: self.of,
            days,
            value,
            known_to,
            status,
            owner: self.owner,
            source: self.source,
            row: self.row,
            at: RowPlace { file, line: self.line },
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
        let line = serde_json::to_vec(&FactLine::write(fact)?).map_err(|error| unread(&error))?;
        lines.extend_from_slice(&line);
        lines.push(b'\n');
    }
    Ok(sha256(&lines).to_string())
}

impl<'a> Total<'a> {
    /// What these facts come to, name by name.
    pub fn of(facts: impl Iterator<Item = &'a Fact>) -> Vec<Total<'a>> {
        let mut sums: alloc::collections::BTreeMap<&'a str, (u64, Exact)> =
            alloc::collections::BTreeMap::new();
        for fact in facts {
            let (count, sum) = sums.entry(&fact.name).or_insert_with(|| (0, Exact::zero()));
            *count = count.saturating_add(1);
            if let FactValue::Number(number) = &fact.value
                && let Ok(next) = sum.plus(number)
            {
                *sum = next;
            }
        }
        let written = |(fact, (count, sum)): (&'a str, (u64, Exact))| Total {
            fact: Cow::Borrowed(fact),
            count,
            sum: Cow::Owned(sum.terminating().unwrap_or_else(|| sum.fraction())),
        };
        sums.into_iter().map(written).collect()
    }
}

/// JSON that could not be written or read.
pub(super) fn unread(error: &serde_json::Error) -> FactLineProblem {
    FactLineProblem { what: error.to_string() }
}

impl fmt::Display for FactLineProblem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.what)
    }
}

impl core::error::Error for FactLineProblem {}
