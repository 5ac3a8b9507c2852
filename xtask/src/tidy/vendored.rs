//! Data that others published: each file with its source, its licence, its notice and its hash.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

use super::Finding;
use super::table::{self, Row};
use super::tree::Tree;

const TABLE: &str = "LICENSES/data.md";
const HEADER: [&str; 5] = ["path", "source", "licence", "notice file", "sha256"];

/// Every file under a `data/` folder of an agreement has a row that is whole and true; no row lacks its file.
pub fn is_listed(tree: &Tree) -> Vec<Finding> {
    let Some(rows) = table_rows(tree) else {
        let remedy = format!("write `| {} |`", HEADER.join(" | "));
        return vec![Finding::new(TABLE, 1, "the table of vendored data is missing", remedy)];
    };
    let mut findings = Vec::new();
    let mut listed = BTreeSet::new();
    for row in &rows {
        if !listed.insert(row.cell(0)) {
            let says = format!("`{}` is listed twice", row.cell(0));
            findings.push(Finding::new(TABLE, row.line, says, "keep one row"));
        }
        findings.extend(flaws(tree, row));
    }
    for path in tree.paths().filter(|path| must_be_listed(path) && !listed.contains(path)) {
        let remedy = format!("add its row to {TABLE}: `cargo xtask tidy --hash {path}` prints it");
        findings.push(Finding::new(path, 1, "vendored data without a row", remedy));
    }
    findings
}

/// The files that the table names; what others wrote is not ours to edit.
pub fn listed_paths(tree: &Tree) -> BTreeSet<String> {
    table_rows(tree).unwrap_or_default().iter().map(|row| row.cell(0).to_owned()).collect()
}

/// A row for `path` with its hash as it is now, and whatever an older row says of its source.
pub fn row_for(tree: &Tree, path: &str) -> Result<String, String> {
    let bytes = tree
        .bytes(path)
        .ok_or_else(|| format!("no file `{path}`: name it from the root of the workspace"))?;
    let rows = table_rows(tree).unwrap_or_default();
    let older = rows.iter().find(|row| row.cell(0) == path);
    let said = |index: usize| older.map_or("", |row| row.cell(index));
    Ok(format!("| `{path}` | {} | {} | {} | `{}` |", said(1), said(2), said(3), hash(bytes)))
}

fn table_rows(tree: &Tree) -> Option<Vec<Row>> {
    table::rows(tree.text(TABLE)?, &HEADER)
}

fn must_be_listed(path: &str) -> bool {
    path.starts_with("agreements/") && path.contains("/data/")
}

fn flaws(tree: &Tree, row: &Row) -> Vec<Finding> {
    let path = row.cell(0);
    let Some(bytes) = tree.bytes(path) else {
        return vec![Finding::new(TABLE, row.line, format!("there is no file `{path}`"), "take the row out")];
    };
    let mut flaws = Vec::new();
    let mut flaw = |says: String, remedy: &str| flaws.push(Finding::new(TABLE, row.line, says, remedy));
    for (name, _) in HEADER.iter().zip(0..).filter(|(_, index)| row.cell(*index).is_empty()) {
        flaw(format!("`{path}` has no {name}"), "fill the cell in");
    }
    if !row.cell(3).is_empty() && !tree.has(row.cell(3)) {
        flaw(format!("there is no notice `{}`", row.cell(3)), "name a file in LICENSES");
    }
    let now = hash(bytes);
    if row.cell(4) != now {
        flaw(
            format!("`{path}` has changed: its hash is `{now}`"),
            "restore the file, or record its new source",
        );
    }
    flaws
}

fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
