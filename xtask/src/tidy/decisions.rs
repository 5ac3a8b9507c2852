//! What was decided and what has changed, kept in order.

use super::Finding;
use super::tree::Tree;

const FOLDER: &str = "docs/decisions";
const CHANGELOG: &str = "CHANGELOG.md";

/// Decisions are files `NNNN-title.md`, numbered from 0001 without gaps.
pub fn are_numbered(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut next = 1;
    for name in tree.names_under(FOLDER) {
        let path = format!("{FOLDER}/{name}");
        match number_of(name) {
            Some(number) if number == next => next += 1,
            Some(_) => {
                let says = format!("the next decision is {next:04}");
                findings.push(Finding::new(&path, 1, says, "number decisions without gaps or doubles"));
            }
            None => {
                let remedy = "name it NNNN-title.md, in small letters joined by hyphens";
                findings.push(Finding::new(&path, 1, "not the name of a decision", remedy));
            }
        }
    }
    findings
}

/// The changelog says what the next release will change.
pub fn changelog_is_open(tree: &Tree) -> Vec<Finding> {
    let heading = |line: &str| line.starts_with("## ") && line.contains("Unreleased");
    if tree.text(CHANGELOG).is_some_and(|text| text.lines().any(heading)) {
        return Vec::new();
    }
    vec![Finding::new(CHANGELOG, 1, "no heading `## [Unreleased]`", "add it above the last release")]
}

fn number_of(name: &str) -> Option<usize> {
    let (digits, title) = name.strip_suffix(".md")?.split_once('-')?;
    let plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
    let well_formed = digits.len() == 4 && !title.is_empty() && title.chars().all(plain);
    if well_formed { digits.parse().ok() } else { None }
}
