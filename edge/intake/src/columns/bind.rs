//! A mapping joined to the columns of a file.

use super::cell::{BoundInput, BoundSource};
use super::{ColumnName, ElementFrom, From, Mapping};
use crate::fault::{Fault, either, instead};
use crate::rows::Row;
use accordant_agreement::problem::{Problem, in_backticks};
use accordant_facts::{Days, Fact, Facts, RowPlace, Status};
use std::sync::Arc;

/// A mapping whose columns were found in a file.
#[derive(Debug, Clone)]
pub struct BoundMapping<'m> {
    mapping: &'m Mapping,
    row: usize,
    period_column: Option<usize>,
    inputs: Vec<BoundInput<'m>>,
}

/// Takes the mapping of that name, or of those all of whose columns stand in the heading the one that reads the most,
/// and joins it to them.
///
/// # Errors
/// No mapping of that name or for that heading, or what is missing of the one asked for.
pub fn choose<'m>(
    mappings: &'m [Mapping],
    asked: Option<&str>,
    heading: &[String],
) -> Result<BoundMapping<'m>, Vec<Problem>> {
    let names = mappings.iter().map(|mapping| mapping.name.as_str());
    if let Some(asked) = asked {
        let found = mappings.iter().find(|mapping| mapping.name == asked);
        let unknown = || {
            let what = format!("there is no mapping {}", in_backticks(asked));
            about(mappings, Fault::new("unknown-mapping", what, instead(asked, names.clone())))
        };
        return found.ok_or_else(unknown)?.bind(heading);
    }
    match mappings {
        // The only one is surely meant, so it says best what is missing.
        [only] => only.bind(heading),
        _ => widest(mappings.iter().filter_map(|mapping| mapping.bind(heading).ok())).ok_or_else(|| {
            let what = "no mapping has all its columns in the file".to_string();
            let help = format!("choose one to see what is missing: {}", either(names));
            about(mappings, Fault::new("no-mapping", what, help))
        }),
    }
}

/// The mapping that reads the most columns; of equals the first. One year's file often has all columns of an earlier
/// year's and more, and then the mapping made for it is meant.
fn widest<'m>(fitting: impl Iterator<Item = BoundMapping<'m>>) -> Option<BoundMapping<'m>> {
    fitting.fold(None, |best, next| match best {
        Some(best) if best.columns_read() >= next.columns_read() => Some(best),
        _ => Some(next),
    })
}

/// A fault in what the mappings say together.
fn about(mappings: &[Mapping], fault: Fault) -> Vec<Problem> {
    mappings.first().map(|first| fault.at(first.place.clone(), &first.name)).into_iter().collect()
}

impl Mapping {
    /// Finds its columns in the heading of a file.
    ///
    /// # Errors
    /// Every column that is missing or stands twice.
    pub fn bind(&self, heading: &[String]) -> Result<BoundMapping<'_>, Vec<Problem>> {
        let mut problems = Vec::new();
        let row = position(&self.row, heading, &mut problems);
        let mut inputs = Vec::new();
        for input in &self.inputs {
            let from = match &input.from {
                From::Column(name) => position(name, heading, &mut problems).map(BoundSource::Column),
                From::Constant(value) => Some(BoundSource::Constant(value)),
            };
            let apart = input.apart.iter().filter_map(ElementFrom::column);
            let apart = apart.filter_map(|name| position(name, heading, &mut problems)).collect();
            let only = input.only.as_ref().and_then(|only| position(&only.column, heading, &mut problems));
            inputs.extend(from.map(|from| BoundInput::new(input, from, apart, only)));
        }
        let period_column =
            self.period_column.as_ref().and_then(|name| position(name, heading, &mut problems));
        match row {
            Some(row) if problems.is_empty() => {
                Ok(BoundMapping { mapping: self, row, period_column, inputs })
            }
            _ => Err(problems),
        }
    }
}

fn position(column: &ColumnName, heading: &[String], problems: &mut Vec<Problem>) -> Option<usize> {
    let mut found =
        heading.iter().enumerate().filter(|(_, name)| **name == column.name).map(|(number, _)| number);
    let shown = in_backticks(&column.name);
    let fault = match (found.next(), found.next()) {
        (Some(number), None) => return Some(number),
        (None, _) => {
            let help = instead(&column.name, heading.iter().map(String::as_str));
            Fault::new("missing-column", format!("the file has no column {shown}"), help)
        }
        (Some(_), Some(_)) => {
            let help = "give the columns of the file different names".to_string();
            Fault::new("duplicate-column", format!("the file has the column {shown} twice"), help)
        }
    };
    problems.push(fault.at(column.place.clone(), &column.name));
    None
}

impl<'m> BoundMapping<'m> {
    /// How many inputs are read from columns.
    fn columns_read(&self) -> usize {
        self.inputs.iter().filter(|input| input.column().is_some()).count()
    }

    /// The name of the mapping.
    pub fn name(&self) -> &'m str {
        &self.mapping.name
    }

    /// The days that every row is about, if they are the same.
    pub fn period(&self) -> Option<Days> {
        self.mapping.period
    }

    /// The column in which each row says what days it is about.
    pub(crate) const fn period_column(&self) -> Option<usize> {
        self.period_column
    }

    /// Every column that is read, each once, in the order of the file.
    pub(crate) fn columns(&self) -> Vec<usize> {
        let of_inputs = self.inputs.iter().flat_map(BoundInput::columns);
        let mut all: Vec<usize> = of_inputs.chain(self.period_column).chain([self.row]).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// Whether its rows say themselves what they are about. Such a file is imported, and not settled row by row.
    pub fn is_for_imports(&self) -> bool {
        self.period_column.is_some() || self.inputs.iter().any(BoundInput::is_told_by_rows)
    }

    /// What each input is read from, in the author's order.
    pub fn inputs(&self) -> &[BoundInput<'m>] {
        &self.inputs
    }

    /// What identifies a row, without spaces around it.
    pub fn identity<'r>(&self, row: &Row<'r>) -> &'r [u8] {
        row.field(self.row).unwrap_or_default().trim_ascii()
    }

    /// The facts that a row of a file gives for these days.
    ///
    /// # Errors
    /// Everything that is wrong with the row, each with the name of its column.
    pub fn facts(
        &self,
        row: &Row<'_>,
        file: &Arc<str>,
        days: Days,
        status: Status,
    ) -> Result<Facts, Vec<Fault>> {
        if let Some(fields) = row.ragged() {
            return Err(vec![ragged(fields)]);
        }
        let mut facts = Facts::new();
        let mut faults = Vec::new();
        let identity = String::from_utf8_lossy(self.identity(row));
        for input in &self.inputs {
            match input.exact(row) {
                Ok(None) => {}
                Err(fault) => faults.push(fault),
                Ok(Some(value)) => {
                    let fact = Fact {
                        name: input.name().to_string(),
                        of: input.of().to_vec(),
                        days,
                        value,
                        known_to: None,
                        status,
                        owner: None,
                        source: Some(file.to_string()),
                        row: Some(identity.to_string()),
                        at: RowPlace { file: Arc::clone(file), line: row.line() },
                    };
                    // No input of a mapping stands in it twice, so there is no earlier fact.
                    let _ = facts.insert(fact);
                }
            }
        }
        if faults.is_empty() { Ok(facts) } else { Err(faults) }
    }
}

/// That a row does not have the columns of the heading.
pub(super) fn ragged(fields: usize) -> Fault {
    let help = "put quotes round a value that holds a comma, and a comma for every empty field".to_string();
    Fault::new(
        "ragged-row",
        format!("the row has {fields} fields, which is not as many as the heading"),
        help,
    )
}
