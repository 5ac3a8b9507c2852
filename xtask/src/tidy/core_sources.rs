//! Nothing inexact, unordered or worldly in the sources of the core.

use std::collections::BTreeSet;

use super::table::{self, Row};
use super::text::{code_only, words};
use super::tree::Tree;
use super::{Finding, files};

const TABLE: &str = "ARCHITECTURE.md";
const HEADER: [&str; 3] = ["file", "word", "why it may stand there"];

/// Paths of the standard library that reach the world.
const WORLDLY: [&str; 3] = ["std::time", "std::fs", "std::env"];
/// Names of what has no fixed order or reads a clock.
const NAMES: [&str; 3] = ["HashMap", "HashSet", "SystemTime"];
/// Endings, so that `as_f64` and `1_f64` are found too.
const FLOATS: [&str; 2] = ["f32", "f64"];

/// Production sources of `core/` hold none of these words, save where the table of exceptions names the file.
pub fn hold_nothing_inexact(tree: &Tree) -> Vec<Finding> {
    let exceptions = tree.text(TABLE).and_then(|text| table::rows(text, &HEADER)).unwrap_or_default();
    let mut used = BTreeSet::new();
    let mut findings = Vec::new();
    for (path, source) in tree.texts().filter(|(path, _)| is_core_source(path)) {
        for (line, number) in code_only(source).lines().zip(1..) {
            for word in forbidden(line) {
                match exceptions.iter().find(|row| excuses(row, path, word)) {
                    Some(row) => drop(used.insert(row.line)),
                    None => {
                        findings.push(Finding::new(path, number, format!("`{word}` in the core"), REMEDY))
                    }
                }
            }
        }
    }
    findings.extend(exceptions.iter().filter_map(|row| flaw(row, &used)));
    findings
}

const REMEDY: &str = "use an exact value, an ordered map or an argument; or add a row with its reason to the table \
                      of exceptions in ARCHITECTURE.md";

fn is_core_source(path: &str) -> bool {
    path.starts_with("core/") && path.contains("/src/") && path.ends_with(".rs") && !files::is_test(path)
}

fn forbidden(line: &str) -> impl Iterator<Item = &'static str> {
    let named = NAMES.into_iter().filter(|name| words(line).any(|word| word == *name));
    let floats = FLOATS.into_iter().filter(|ending| words(line).any(|word| word.ends_with(ending)));
    let worldly = WORLDLY.into_iter().filter(|path| line.contains(path));
    named.chain(floats).chain(worldly)
}

fn excuses(row: &Row, path: &str, word: &str) -> bool {
    row.cell(0) == path && row.listed(1).contains(&word)
}

fn flaw(row: &Row, used: &BTreeSet<usize>) -> Option<Finding> {
    if row.cell(2).is_empty() {
        return Some(Finding::new(TABLE, row.line, "an exception without a reason", "write why"));
    }
    let remedy = "take the row out";
    (!used.contains(&row.line))
        .then(|| Finding::new(TABLE, row.line, "an exception that nothing needs", remedy))
}
