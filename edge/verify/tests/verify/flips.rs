//! Every byte of a small bundle is altered, one at a time: nothing that is relied on can change unnoticed.

use crate::bundle::{Files, How, LIST, checked, named};
use crate::python::Python;
use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::Path;

const BUNDLE: &str = "good_and_small";
const HOW: How<'static> = How { held: &[], confirmed: true, without: None };

/// Without the long tests, the second verifier sees one alteration of so many.
const SAMPLE: usize = 50;

/// One altered bit.
struct Flip {
    file: String,
    at: usize,
    bit: u8,
    /// The line in which it lies, from 1.
    line: usize,
}

fn flips(files: &Files) -> Vec<Flip> {
    let is_deep = env::var_os("ACCORDANT_DEEP").is_some();
    let mut flips = Vec::new();
    for (file, content) in &files.0 {
        for at in 0..content.len() {
            let line = 1 + content[..at].iter().filter(|byte| **byte == b'\n').count();
            let bits = if is_deep { 0..8 } else { (at % 8) as u8..(at % 8) as u8 + 1 };
            flips.extend(bits.map(|bit| Flip { file: file.clone(), at, bit, line }));
        }
    }
    flips
}

fn flipped(files: &Files, flip: &Flip) -> Files {
    let mut files = files.clone();
    files.0.get_mut(&flip.file).unwrap()[flip.at] ^= 1 << flip.bit;
    files
}

/// Puts each altered bundle into one folder and hands it to `judge`, with how many came before.
fn for_each(alter: impl Fn(Files) -> Files, mut judge: impl FnMut(&Path, &Flip, usize)) {
    let good = Files::of(BUNDLE);
    let folder = tempfile::tempdir().unwrap();
    good.write(folder.path());
    for (count, flip) in flips(&good).iter().enumerate() {
        let altered = alter(flipped(&good, flip));
        for name in [flip.file.as_str(), LIST] {
            fs::write(folder.path().join(name), &altered.0[name]).unwrap();
        }
        judge(folder.path(), flip, count);
        for name in [flip.file.as_str(), LIST] {
            fs::write(folder.path().join(name), &good.0[name]).unwrap();
        }
    }
}

fn is_in_sample(count: usize) -> bool {
    env::var_os("ACCORDANT_DEEP").is_some() || count.is_multiple_of(SAMPLE)
}

fn both_agree(python: &mut Python, folder: &Path, flip: &Flip) {
    let report = checked(folder, &HOW).unwrap();
    let ours = (u64::from(!report.is_verified()), named(&report));
    let theirs = python.check(folder, HOW.held, HOW.confirmed);
    assert_eq!(ours, theirs, "{} byte {} bit {}", flip.file, flip.at, flip.bit);
}

#[test]
fn every_altered_byte_is_found_and_its_file_is_named() {
    let mut python = Python::start();
    for_each(
        |files| files,
        |folder, flip, count| {
            let report = checked(folder, &HOW).unwrap();
            let names_it = report.problems.iter().any(|found| {
                found.file == flip.file || flip.file == LIST && found.what.to_string().contains(LIST)
            });
            assert!(names_it, "{} byte {} bit {}: {:?}", flip.file, flip.at, flip.bit, report.problems);
            if is_in_sample(count) {
                both_agree(&mut python, folder, flip);
            }
        },
    );
}

/// Whoever alters a file can also alter the list of files, so the list alone protects nothing.
#[test]
fn with_the_list_made_to_fit_every_altered_byte_that_is_relied_on_is_still_found() {
    let mut python = Python::start();
    let mut not_relied_on = BTreeSet::new();
    for_each(Files::listed_again, |folder, flip, count| {
        if flip.file == LIST {
            return;
        }
        let report = checked(folder, &HOW).unwrap();
        let at_line = |file: &str, lines: &[usize]| {
            named(&report).iter().any(|(found, line)| found == file && lines.contains(line))
        };
        let is_named = match flip.file.as_str() {
            // A header that can still be read is found by the signed state that covers it.
            "headers.jsonl" => at_line("headers.jsonl", &[flip.line]) || at_line("checkpoints.txt", &[1]),
            "parts.jsonl" | "withheld.jsonl" => at_line(&flip.file, &[flip.line]),
            "checkpoints.txt" => at_line("checkpoints.txt", &[1]),
            page => {
                assert!(report.is_verified(), "{page} is asked for something");
                not_relied_on.insert(page.to_string());
                true
            }
        };
        assert!(is_named, "{} byte {} bit {}: {:?}", flip.file, flip.at, flip.bit, report.problems);
        if is_in_sample(count) {
            both_agree(&mut python, folder, flip);
        }
    });
    // Pages are for reading, and the sender's own claims about its keys are never asked.
    assert_eq!(not_relied_on.into_iter().collect::<Vec<_>>(), ["index.html", "keys.txt"]);
}
