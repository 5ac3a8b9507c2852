//! The manifests of the workspace, read just enough to know who imports whom.

use toml::{Table, Value};

use super::text;
use super::tree::Tree;

/// A package of the workspace.
pub struct Manifest<'a> {
    /// Path of the manifest.
    pub path: String,
    /// Its folder, which is also its name in the table of `ARCHITECTURE.md`.
    pub folder: &'a str,
    /// Everything the built package depends on, with the line where it is named.
    pub dependencies: Vec<Dependency>,
}

/// Another package that this one names.
pub struct Dependency {
    /// The package's own name, also where the manifest renames it.
    pub name: String,
    /// Counted from 1.
    pub line: usize,
    pub purpose: Purpose,
}

/// What a dependency is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Part of what is built.
    Product,
    /// Only tests and benchmarks see it.
    Tests,
}

/// The folders that the workspace names as members.
pub fn members(tree: &Tree) -> Vec<&str> {
    let Some(workspace) = tree.text("Cargo.toml") else { return Vec::new() };
    let Some(listed) = workspace.split_once("members = [").and_then(|(_, after)| after.split_once(']'))
    else {
        return Vec::new();
    };
    listed.0.split(',').map(|name| name.trim().trim_matches('"')).filter(|name| !name.is_empty()).collect()
}

/// The manifest of the package in `folder`; an unreadable one says why.
pub fn of<'a>(tree: &Tree, folder: &'a str) -> Result<Manifest<'a>, String> {
    let path = format!("{folder}/Cargo.toml");
    let source = tree.text(&path).ok_or("there is no such manifest")?;
    let table: Table = source.parse().map_err(|error: toml::de::Error| error.message().to_owned())?;
    let mut dependencies = named_in(&table, source);
    let targets = table.get("target").and_then(Value::as_table);
    for target in targets.into_iter().flat_map(Table::values).filter_map(Value::as_table) {
        dependencies.extend(named_in(target, source));
    }
    Ok(Manifest { path, folder, dependencies })
}

fn named_in(table: &Table, source: &str) -> Vec<Dependency> {
    let kinds = [
        ("dependencies", Purpose::Product),
        ("build-dependencies", Purpose::Product),
        ("dev-dependencies", Purpose::Tests),
    ];
    let mut found = Vec::new();
    for (key, purpose) in kinds {
        let Some(named) = table.get(key).and_then(Value::as_table) else { continue };
        for (alias, value) in named {
            let name = value.get("package").and_then(Value::as_str).unwrap_or(alias).to_owned();
            found.push(Dependency { name, line: line_of(source, alias), purpose });
        }
    }
    found
}

fn line_of(source: &str, alias: &str) -> usize {
    let begins = |line: &str| line.trim_start().trim_start_matches('"').starts_with(alias);
    let heads = |line: &str| line.starts_with('[') && line.trim_end_matches(']').ends_with(alias);
    let at = source.lines().position(|line| begins(line) || heads(line));
    at.map_or(1, |index| index + 1)
}

/// The root source file of a package, with comments and quoted text blanked.
pub fn root_source<'a>(tree: &'a Tree, folder: &str) -> Option<(String, &'a str, String)> {
    let candidates = ["src/lib.rs", "src/main.rs"].map(|name| format!("{folder}/{name}"));
    let path = candidates.into_iter().find(|path| tree.has(path))?;
    let source = tree.text(&path)?;
    let code = text::code_only(source);
    Some((path, source, code))
}
