//! Who may import whom, and what each crate takes from outside: the table in `ARCHITECTURE.md` rules.

use std::collections::BTreeSet;

use super::Finding;
use super::manifest::{self, Dependency, Manifest, Purpose};
use super::table::{self, Row};
use super::text::words;
use super::tree::Tree;

const TABLE: &str = "ARCHITECTURE.md";
const HEADER: [&str; 4] = ["crate", "its one job", "may import", "outside dependencies"];

/// What every core crate denies, so that nothing in it panics by accident or computes with floats.
const DENIED_IN_CORE: [&str; 5] =
    ["unwrap_used", "expect_used", "indexing_slicing", "panic", "float_arithmetic"];

/// Every member stands in the table, and takes from others only what its row names.
pub fn keep_to_the_table(tree: &Tree) -> Vec<Finding> {
    let Some(rows) = tree.text(TABLE).and_then(|text| table::rows(text, &HEADER)) else {
        let header = HEADER.join(" | ");
        return vec![Finding::new(
            TABLE,
            1,
            "the table of crates is missing",
            format!("write `| {header} |`"),
        )];
    };
    let folders = manifest::members(tree);
    let row_of = |folder: &str| rows.iter().find(|row| row.cell(0) == folder);
    let mut findings: Vec<Finding> = rows
        .iter()
        .filter(|row| !folders.contains(&row.cell(0)))
        .map(|row| {
            let says = format!("`{}` is in the table but is no member of the workspace", row.cell(0));
            Finding::new(TABLE, row.line, says, "remove the row until the crate is born")
        })
        .collect();
    for folder in &folders {
        findings.extend(match (manifest::of(tree, folder), row_of(folder)) {
            (Err(why), _) => {
                vec![Finding::new(&format!("{folder}/Cargo.toml"), 1, why, "write the manifest")]
            }
            (Ok(manifest), None) => vec![unlisted(&manifest)],
            (Ok(manifest), Some(row)) => against_row(&manifest, row, &folders),
        });
    }
    findings
}

/// A core crate is `no_std`, or says why not in its head, and denies what would panic.
pub fn core_is_closed(tree: &Tree) -> Vec<Finding> {
    let members = manifest::members(tree);
    let core = members.iter().filter(|folder| folder.starts_with("core/"));
    core.flat_map(|folder| closed(tree, folder)).collect()
}

fn unlisted(manifest: &Manifest<'_>) -> Finding {
    let says = format!("`{}` is not in the table of crates", manifest.folder);
    Finding::new(&manifest.path, 1, says, format!("add its row to {TABLE}"))
}

fn against_row(manifest: &Manifest<'_>, row: &Row, folders: &[&str]) -> Vec<Finding> {
    let ours = |dependency: &Dependency| folder_of(&dependency.name, folders);
    let outside: BTreeSet<&str> = row.listed(3).into_iter().collect();
    let mut findings = Vec::new();
    let mut used = BTreeSet::new();
    for dependency in &manifest.dependencies {
        let name = dependency.name.as_str();
        let refused = match (ours(dependency), dependency.purpose) {
            // It switches on a feature of its own for its tests, and imports nobody by that.
            (Some(folder), Purpose::Tests) if folder == manifest.folder => false,
            (Some(folder), purpose) => !may_import(row, folder, purpose),
            (None, Purpose::Tests) => false,
            (None, Purpose::Product) => {
                used.insert(name);
                !outside.contains(name)
            }
        };
        if refused {
            let says = format!("`{}` may not import `{name}`", manifest.folder);
            let remedy =
                format!("do without it, or change its row in {TABLE} and record why in docs/decisions");
            findings.push(Finding::new(&manifest.path, dependency.line, says, remedy));
        }
    }
    for name in outside.difference(&used).filter(|name| **name != "none") {
        let says = format!("`{}` does not depend on `{name}`", manifest.folder);
        findings.push(Finding::new(TABLE, row.line, says, "take it out of the row"));
    }
    findings
}

/// A package of ours is named after its folder.
fn folder_of<'a>(name: &str, folders: &[&'a str]) -> Option<&'a str> {
    let short = name.strip_prefix("accordant-").unwrap_or(name);
    folders.iter().find(|folder| folder.rsplit('/').next() == Some(short)).copied()
}

fn may_import(row: &Row, folder: &str, purpose: Purpose) -> bool {
    let short = folder.rsplit('/').next().unwrap_or(folder);
    let for_tests = purpose == Purpose::Tests && folder.starts_with("testing/");
    for_tests
        || row.listed(2).into_iter().any(|allowed| match allowed {
            "anything" => true,
            "any core crate" => folder.starts_with("core/"),
            _ => allowed == short,
        })
}

fn closed(tree: &Tree, folder: &str) -> Vec<Finding> {
    let Some((path, source, code)) = manifest::root_source(tree, folder) else {
        let path = format!("{folder}/src/lib.rs");
        return vec![Finding::new(
            &path,
            1,
            "the crate has no root",
            "write it, with its head comment first",
        )];
    };
    let mut findings = Vec::new();
    let head: String = source.lines().take_while(|line| line.starts_with("//!")).collect();
    if head.is_empty() {
        let remedy = "say what the crate is for, what it will never know, and where to start";
        findings.push(Finding::new(&path, 1, "the crate has no head comment", remedy));
    }
    if !code.contains("#![no_std]") && !head.contains("no_std") {
        let remedy = "write `#![no_std]`, or say in the head comment why the crate cannot be `no_std`";
        findings.push(Finding::new(&path, 1, "a core crate that is not `no_std`", remedy));
    }
    let denied = denied_lints(&code);
    for lint in DENIED_IN_CORE.into_iter().filter(|lint| !denied.contains(lint)) {
        let remedy = format!("add it to `#![deny(...)]` at the head of {path}");
        findings.push(Finding::new(&path, 1, format!("`clippy::{lint}` is not denied"), remedy));
    }
    findings
}

fn denied_lints(code: &str) -> BTreeSet<&str> {
    let attributes = code.split("#![deny(").skip(1).filter_map(|after| after.split_once(")]"));
    attributes.flat_map(|(listed, _)| words(listed)).collect()
}
