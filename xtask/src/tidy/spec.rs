//! The specification stands in numbered paragraphs, and every paragraph is cited by something that runs.

use std::collections::{BTreeMap, BTreeSet};

use super::tree::Tree;
use super::{Finding, files};

const MARK: &str = concat!("spec", ":");

/// Numbers are unique, every paragraph is cited by a test or an example, and every citation exists.
pub fn paragraphs_are_cited(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut paragraphs: BTreeMap<&str, (&str, usize)> = BTreeMap::new();
    for (path, number, name) in numbered(tree) {
        if let Some((first, line)) = paragraphs.get(name) {
            let says = format!("`{name}` is already the number of {first}:{line}");
            findings.push(Finding::new(path, number, says, "give the paragraph the next free number"));
        } else {
            paragraphs.insert(name, (path, number));
        }
    }
    let mut cited = BTreeSet::new();
    for (path, source) in tree.texts().filter(|(path, _)| may_cite(path)) {
        for (name, number) in citations(source) {
            cited.insert(name);
            if !paragraphs.contains_key(name) {
                let says = format!("the specification has no paragraph `{name}`");
                findings.push(Finding::new(path, number, says, "cite a paragraph of docs/spec, or write it"));
            }
        }
    }
    for (name, (path, number)) in paragraphs.iter().filter(|(name, _)| !cited.contains(*name)) {
        let remedy = format!("write a test or an example that shows it, with `{MARK} {name}`");
        findings.push(Finding::new(
            path,
            *number,
            format!("`{name}` is cited by no test or example"),
            remedy,
        ));
    }
    findings
}

/// Path, line and number of each paragraph that begins `**S7.**`.
fn numbered(tree: &Tree) -> impl Iterator<Item = (&str, usize, &str)> {
    let pages = tree.texts().filter(|(path, _)| path.starts_with("docs/spec/") && path.ends_with(".md"));
    pages.flat_map(|(path, source)| {
        source.lines().zip(1..).filter_map(move |(line, number)| {
            let (name, _) = line.strip_prefix("**")?.split_once(".**")?;
            is_paragraph(name).then_some((path, number, name))
        })
    })
}

/// Each citation `spec: S7, L12` with its line.
fn citations(source: &str) -> impl Iterator<Item = (&str, usize)> {
    source.lines().zip(1..).flat_map(|(line, number)| {
        let marks = line.split(MARK).skip(1);
        let names = marks.flat_map(|after| {
            let words =
                after.split([' ', ',', ';', '.', ')']).filter(|word| !word.is_empty() && *word != "and");
            words.take_while(|word| is_paragraph(word))
        });
        names.map(move |name| (name, number))
    })
}

/// One capital letter and a number.
fn is_paragraph(name: &str) -> bool {
    let mut letters = name.chars();
    letters.next().is_some_and(|letter| letter.is_ascii_uppercase())
        && name.len() > 1
        && letters.all(|letter| letter.is_ascii_digit())
}

/// Where something runs that can show a paragraph to hold.
fn may_cite(path: &str) -> bool {
    let core_test = path.starts_with("core/") && (files::is_test(path) || path.contains("/src/tests"));
    core_test || ["testing/", "agreements/", "edge/"].iter().any(|folder| path.starts_with(folder))
}
