//! The rows of tables of columns that a figure was read from, or that decided a condition.

use super::Background;
use super::walk::Looked;
use crate::graph::{Asks, Figure, Slot};
use crate::sources::SourceValue;
use accordant_agreement::terms::{Cell, InputId, Line, LineId, Origin, Rule};
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// A row of a table of columns, with the cell that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableRow {
    /// The table.
    pub table: String,
    /// What picks a row: an input with a choice of words, or an index.
    pub key: String,
    /// What the key was: a word, or an element.
    pub is: String,
    /// The row; `others` where the table has none of that name.
    pub row: String,
    /// The column.
    pub column: String,
    /// The cell as it is written, in words.
    pub cell: String,
}

/// The rows that a figure looked at, each cell once: its own if it is a column, then those that decided conditions.
pub(super) fn rows(background: Background<'_>, figure: &Figure, looked: &Looked) -> Vec<TableRow> {
    let mut found: Vec<TableRow> = Vec::new();
    if figure.origin == Origin::Column {
        let (name, of) = figure.address.split_once('[').unwrap_or((&figure.address, ""));
        let element = of.trim_end_matches(']');
        let line = background.terms.lines.iter().find(|line| line.name == name);
        found.extend(line.and_then(|line| row(background, line, element)));
    }
    for condition in &looked.conditions {
        let column = background.graph.condition(*condition).and_then(|condition| condition.column.as_ref());
        let Some((LineId(id), elements)) = column else { continue };
        let element = elements.first().map(String::as_str).unwrap_or_default();
        let line = background.terms.lines.get(*id);
        if let Some(row) = line.and_then(|line| row(background, line, element))
            && !found.contains(&row)
        {
            found.push(row);
        }
    }
    found
}

/// The row of a column at an element of its index, or at the word that its key was.
fn row(background: Background<'_>, line: &Line, element: &str) -> Option<TableRow> {
    let (key, is, cells, others) = match &line.rule {
        Rule::PickByElement(index, cells, others) => {
            let key = background.terms.indexes.get(index.0)?.name.clone();
            (key, element.to_string(), cells, others)
        }
        Rule::PickByWord(input, cells, others) => {
            let key = background.terms.inputs.get(input.0)?.name.clone();
            (key, word(background, *input)?, cells, others)
        }
        _ => return None,
    };
    let own = cells.iter().find(|(row, _)| *row == is);
    let (row, cell) = match own {
        Some((row, cell)) => (row.clone(), cell),
        None => ("others".to_string(), others.as_ref()?),
    };
    let cell = match cell {
        Cell::Formula(expr) => expr.words.clone(),
        Cell::Word(word) => word.clone(),
        Cell::None(_) => return None,
    };
    Some(TableRow { table: line.table.clone()?, key, is, row, column: line.name.clone(), cell })
}

/// What a choice of words was.
fn word(background: Background<'_>, input: InputId) -> Option<String> {
    let is_it = |slot: &Slot| slot.asks == Asks::Input(input) && slot.of.is_empty();
    let at = background.graph.slots().iter().position(is_it)?;
    match &background.sources.get(at)?.value {
        Some(SourceValue::Word(word)) => Some(word.clone()),
        _ => None,
    }
}
