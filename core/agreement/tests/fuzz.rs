//! Whatever is done to an agreement, checking it ends soon, in words for people, at a place within the text.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test stops at its first surprise")]

mod mutation;

use accordant_agreement::formula::{parse, words};
use accordant_agreement::problem::{PROBLEMS_MAX, render};
use accordant_agreement::resolve::read_value;
use accordant_agreement::tree;
use accordant_agreement::{Checked, SourceFile, check};
use mutation::{Folder, Numbers, corpus, mutated, rounds};
use std::time::{Duration, Instant};

/// Many times what the slowest takes without optimisation.
const TIME_MAX: Duration = Duration::from_secs(5);

/// spec: L3
/// spec: L4
#[test]
fn no_change_to_an_agreement_makes_the_check_panic_hang_or_point_outside_the_text() {
    let corpus = corpus();
    let mut numbers = Numbers::new(0x9e37_79b9_7f4a_7c15);
    let (mut accepted, mut refused) = (0_usize, 0_usize);
    let rounds = rounds(3_000, 200_000);
    for round in 0..rounds {
        let folder = mutated(&corpus, &mut numbers);
        let sources: Vec<SourceFile<'_>> =
            folder.iter().map(|(name, bytes)| SourceFile { name, bytes }).collect();
        let begun = Instant::now();
        let checked = check(&sources);
        assert!(begun.elapsed() < TIME_MAX, "round {round} takes {:?}", begun.elapsed());
        sound(&checked, &folder, round);
        match checked.agreement {
            Some(_) => accepted += 1,
            None => refused += 1,
        }
    }
    assert!(accepted > rounds / 15 && refused > rounds / 15, "{accepted} accepted, {refused} refused");
}

fn sound(checked: &Checked, folder: &Folder, round: usize) {
    assert!(checked.findings.len() <= PROBLEMS_MAX + 1, "round {round}");
    assert!(
        checked.agreement.is_some() || !checked.findings.is_empty(),
        "round {round}: refused without a word"
    );
    for found in &checked.findings {
        let name = found.place.file.as_str();
        let bytes = folder.iter().find(|(file, _)| file == name).map(|(_, bytes)| bytes.as_slice());
        let text = String::from_utf8_lossy(bytes.unwrap_or_default());
        let rendered = render(found, Some(&text));
        assert!(rendered.lines().all(|line| line.chars().count() <= 100), "round {round}: {rendered}");
        assert!(found.help.as_ref().is_some_and(|help| !help.is_empty()), "round {round}: {found:?}");
        let plain = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let line = plain.split('\n').nth(usize::try_from(found.place.line).unwrap() - 1);
        let width = line.map(|line| line.chars().count());
        let column = usize::try_from(found.place.column).unwrap();
        assert!(width.is_some_and(|width| column <= width + 1), "round {round}: {found:?}");
        assert!(found.code != "unread", "round {round}: {found:?}");
    }
    if checked.agreement.as_ref().is_some_and(|agreement| agreement.terms.is_none()) {
        assert!(!has_terms(folder), "round {round}: terms are left out in silence");
    }
}

fn has_terms(folder: &Folder) -> bool {
    let mut problems = accordant_agreement::problem::Problems::new();
    let trees = folder.iter().filter_map(|(name, bytes)| tree::read(name, bytes, &mut problems));
    trees.into_iter().any(|tree| tree.entry("money").is_some() || tree.entry("performance").is_some())
}

const TOKENS: &[&str] = &[
    "+",
    "-",
    "*",
    "/",
    "of",
    "(",
    ")",
    "[",
    "]",
    ",",
    "<",
    "<=",
    "=",
    ">",
    ">=",
    "is",
    "is not",
    "is one of (",
    "and",
    "or",
    "not",
    "min(",
    "max(",
    "abs(",
    "clamp(",
    "cliff(",
    "sum of",
    "count of",
    "over",
    "rounded to",
    "half up",
    "whole points",
    "12",
    "0.5",
    "50%",
    "100m",
    "£5m",
    "6 weeks",
    "GBP per attendance",
    "2014-04-01",
    "x",
    "margin",
    "margin[builder]",
    "provider",
    "the rest",
    "2,000",
    "“",
    "−",
    "9999999999999999999999999999999999999999",
    " ",
    "",
];

/// spec: L3
#[test]
fn no_row_of_tokens_makes_the_formula_reader_panic_or_point_outside_the_formula() {
    let mut numbers = Numbers::new(0x2545_f491_4f6c_dd1d);
    let (mut read, mut refused) = (0_usize, 0_usize);
    for _ in 0..rounds(20_000, 1_000_000) {
        let count = if numbers.below(50) == 0 { numbers.below(1_500) } else { numbers.below(14) };
        let mut text = String::new();
        for _ in 0..count {
            text.push_str(numbers.one_of(TOKENS));
            text.push_str(numbers.one_of(&[" ", " ", "", "\t"]));
        }
        let length = text.chars().count();
        match parse(&text) {
            Ok(term) => {
                assert!(!words(&term).is_empty(), "{text:?}");
                assert!(term.span.start + term.span.length <= length, "{text:?}: {:?}", term.span);
                read += 1;
            }
            Err(problem) => {
                let end = problem.span.start + problem.span.length;
                assert!(end <= length.max(1), "{text:?}: {problem:?}");
                assert!(!problem.what.is_empty(), "{text:?}");
                refused += 1;
            }
        }
        // A value on its own is read by the same grammar.
        let _ = read_value(&text);
    }
    assert!(read > 300 && refused > 300, "{read} read, {refused} refused");
}
