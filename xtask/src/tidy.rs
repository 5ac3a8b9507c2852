//! The rules of this house as a program: every finding in one run, each with its place and what to do.
//!
//! A rule is a function from the [`Tree`] of files to findings; it reads no disk, so it is tested on a few lines.
//! Start at [`RULES`].

use std::fmt;
use std::path::Path;

mod agreements;
mod core_sources;
mod crates;
mod decisions;
mod files;
mod manifest;
mod spec;
mod table;
mod text;
mod tree;
mod vendored;

#[cfg(test)]
mod tests;

use tree::Tree;

/// Every rule, with the name under which the summary counts it. To add a rule, add a row and its test.
pub const RULES: &[(&str, Rule)] = &[
    ("crates keep to the table in ARCHITECTURE.md", crates::keep_to_the_table),
    ("core crates are closed to the world", crates::core_is_closed),
    ("core sources hold nothing that is inexact or unordered", core_sources::hold_nothing_inexact),
    ("files stay short", files::stay_short),
    ("no word that does not belong in a file", files::hold_no_forbidden_word),
    ("every paragraph of the specification is cited", spec::paragraphs_are_cited),
    ("decisions are numbered without gaps", decisions::are_numbered),
    ("the changelog has a place for what is not released", decisions::changelog_is_open),
    ("vendored data is listed with its source and hash", vendored::is_listed),
    ("agreements and their wrong twins are whole", agreements::are_whole),
];

/// A rule of the house.
pub type Rule = fn(&Tree) -> Vec<Finding>;

/// A breach of a rule: where, what, and what to do.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    path: String,
    /// Counted from 1.
    line: usize,
    says: String,
    remedy: String,
}

impl Finding {
    fn new(path: &str, line: usize, says: impl Into<String>, remedy: impl Into<String>) -> Finding {
        Finding { path: path.to_owned(), line, says: says.into(), remedy: remedy.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}: {}: {}", self.path, self.line, self.says, self.remedy)
    }
}

/// Applies every rule to the files of the repository.
pub fn run(root: &Path) -> Result<(), String> {
    let tree = Tree::of_repository(root)?;
    let mut count = 0;
    for (name, rule) in RULES {
        let mut findings = rule(&tree);
        findings.sort();
        if !findings.is_empty() {
            println!("\n{name}");
        }
        for finding in &findings {
            println!("  {finding}");
        }
        count += findings.len();
    }
    match count {
        0 => {
            println!("tidy: {} rules hold", RULES.len());
            Ok(())
        }
        1 => Err("1 finding".to_owned()),
        count => Err(format!("{count} findings")),
    }
}

/// Prints a row of the table of vendored data for each of `files`, keeping what an older row says.
pub fn print_hashes(root: &Path, files: &[&str]) -> Result<(), String> {
    let tree = Tree::of_repository(root)?;
    for file in files {
        println!("{}", vendored::row_for(&tree, file)?);
    }
    Ok(())
}
