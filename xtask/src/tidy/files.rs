//! What holds of every file: it is short, and says nothing that belongs to one machine or one day.

use super::tree::Tree;
use super::{Finding, vendored};

/// A production source file fits in a head.
const LINES_OF_SOURCE: usize = 500;
/// A file of tests, text or settings may be longer.
const LINES_OF_OTHERS: usize = 800;

/// The needles are put together here, so that this file does not hold them itself.
const FORBIDDEN: &[(&str, &str)] = &[
    (concat!("crates", ".io"), REGISTRY),
    (concat!("index.", "crates"), REGISTRY),
    (concat!("pypi", ".org"), REGISTRY),
    (concat!("registry.", "npmjs"), REGISTRY),
    (concat!("deb.", "debian.org"), REGISTRY),
    (concat!("/wo", "rk/"), MACHINE),
    (concat!("/tmp/", "brief"), MACHINE),
    (concat!("../", "shared"), MACHINE),
    (concat!("TO", "DO"), LATER),
    (concat!("FIX", "ME"), LATER),
];

const REGISTRY: &str = "leave the registry to the tools' own settings";
const MACHINE: &str = "name no place that only one machine has";
const LATER: &str = "do it now, or raise an issue";

/// No source file over 500 lines; no test, page or settings file over 800.
pub fn stay_short(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, source) in tree.texts() {
        let lines = source.lines().count();
        let Some(limit) = limit_of(path).filter(|limit| lines > *limit) else { continue };
        let says = format!("{lines} lines, over the limit of {limit}");
        findings.push(Finding::new(path, limit + 1, says, "look for the missing idea, and give it a file"));
    }
    findings
}

/// Registry hosts, places on one machine, and promises to do something later.
pub fn hold_no_forbidden_word(tree: &Tree) -> Vec<Finding> {
    let vendored = vendored::listed_paths(tree);
    let ours = |path: &str| !path.ends_with("Cargo.lock") && !vendored.contains(path);
    let mut findings = Vec::new();
    for (path, source) in tree.texts().filter(|(path, _)| ours(path)) {
        for (line, number) in source.lines().zip(1..) {
            for (needle, remedy) in FORBIDDEN.iter().filter(|(needle, _)| stands_in(line, needle)) {
                findings.push(Finding::new(path, number, format!("`{needle}`"), *remedy));
            }
        }
    }
    findings
}

/// Whether a source file holds tests only.
pub fn is_test(path: &str) -> bool {
    path.contains("/tests/") || path.ends_with("/tests.rs") || path.ends_with("_tests.rs")
}

fn limit_of(path: &str) -> Option<usize> {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    match ending {
        "rs" if is_test(path) => Some(LINES_OF_OTHERS),
        "rs" => Some(LINES_OF_SOURCE),
        // A history only grows.
        "md" if path == "CHANGELOG.md" => None,
        "md" | "yaml" | "yml" | "toml" | "sh" | "css" | "js" => Some(LINES_OF_OTHERS),
        _ => None,
    }
}

/// Whether the line holds the needle on its own: not as the end of a longer word or path.
fn stands_in(line: &str, needle: &str) -> bool {
    let joins = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '-';
    line.match_indices(needle).any(|(at, found)| {
        let before = line.get(..at).and_then(|text| text.chars().next_back());
        let after = line.get(at + found.len()..).and_then(|text| text.chars().next());
        let is_word = needle.chars().all(char::is_alphabetic);
        let is_joined = before.is_some_and(joins) || is_word && after.is_some_and(joins);
        !is_joined
    })
}
