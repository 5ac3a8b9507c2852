//! Every byte of a small bundle is altered, one at a time: nothing that is relied on can change unnoticed.
//!
//! Our verifier sees every byte altered in one bit, and in the long tests (`ACCORDANT_DEEP`) in each of its eight. The
//! second verifier, which takes most of the time, sees one of these alterations in fifty; in the long tests it sees every
//! byte altered in one bit (byte `n` of a file in bit `n` modulo 8), and one byte in fifty of each file in all eight.

use crate::bundle::{Files, How, LIST, checked, named};
use crate::python::Python;
use accordant_verify::Report;
use std::collections::BTreeSet;
use std::env;
use std::fs::File;
use std::io::Write;
use std::path::Path;

const BUNDLE: &str = "good_and_small";
const HOW: How<'static> = How { held: &[], confirmed: true, without: None };

/// The second verifier sees one alteration of so many; in the long tests, all bits of one byte of so many.
const SAMPLE: usize = 50;

/// One altered bit.
struct Flip {
    file: String,
    at: usize,
    bit: u8,
    /// The line in which it lies, from 1.
    line: usize,
}

fn is_deep() -> bool {
    env::var_os("ACCORDANT_DEEP").is_some()
}

/// The bit of a byte that is always altered: all eight have their turn.
fn bit_of(at: usize) -> u8 {
    (at % 8) as u8
}

fn flips(files: &Files) -> Vec<Flip> {
    let mut flips = Vec::new();
    for (file, content) in &files.0 {
        for at in 0..content.len() {
            let line = 1 + content[..at].iter().filter(|byte| **byte == b'\n').count();
            let bits = if is_deep() { 0..8 } else { bit_of(at)..bit_of(at) + 1 };
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

/// Puts each altered bundle into one folder, has our verifier check it, and hands what that says to `judge`. Then the
/// second verifier must say the same, for the alterations that it sees.
fn for_each(alter: impl Fn(Files) -> Files, mut judge: impl FnMut(&Flip, &Report)) {
    let mut python = Python::start();
    let good = Files::of(BUNDLE);
    let folder = tempfile::tempdir().unwrap();
    good.write(folder.path());
    for (count, flip) in flips(&good).iter().enumerate() {
        let altered = alter(flipped(&good, flip));
        if altered.0 == good.0 {
            // The list was altered, and then made to fit again.
            continue;
        }
        put(folder.path(), &altered, flip);
        let report = checked(folder.path(), &HOW).unwrap();
        judge(flip, &report);
        if is_seen_by_both(flip, count) {
            let ours = (u64::from(!report.is_verified()), named(&report));
            let theirs = python.check(folder.path(), HOW.held, HOW.confirmed);
            assert_eq!(ours, theirs, "{} byte {} bit {}", flip.file, flip.at, flip.bit);
        }
        put(folder.path(), &good, flip);
    }
}

/// Writes the file that is altered, and the list, over what stands there: a file that is emptied first is sent to the
/// disk each time.
fn put(folder: &Path, files: &Files, flip: &Flip) {
    for name in [flip.file.as_str(), LIST] {
        let mut file = File::options().write(true).open(folder.join(name)).unwrap();
        let content = &files.0[name];
        assert_eq!(file.metadata().unwrap().len(), content.len() as u64, "{name} keeps its length");
        file.write_all(content).unwrap();
    }
}

fn is_seen_by_both(flip: &Flip, count: usize) -> bool {
    match is_deep() {
        true => flip.bit == bit_of(flip.at) || flip.at.is_multiple_of(SAMPLE),
        false => count.is_multiple_of(SAMPLE),
    }
}

#[test]
fn every_altered_byte_is_found_and_its_file_is_named() {
    for_each(
        |files| files,
        |flip, report| {
            let names_it = report.problems.iter().any(|found| {
                found.file == flip.file || flip.file == LIST && found.what.to_string().contains(LIST)
            });
            assert!(names_it, "{} byte {} bit {}: {:?}", flip.file, flip.at, flip.bit, report.problems);
        },
    );
}

/// Whoever alters a file can also alter the list of files, so the list alone protects nothing.
#[test]
fn with_the_list_made_to_fit_every_altered_byte_that_is_relied_on_is_still_found() {
    let mut not_relied_on = BTreeSet::new();
    for_each(Files::listed_again, |flip, report| {
        let at_line = |file: &str, lines: &[usize]| {
            named(report).iter().any(|(found, line)| found == file && lines.contains(line))
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
    });
    // Pages are for reading, and the sender's own claims about its keys are never asked.
    assert_eq!(not_relied_on.into_iter().collect::<Vec<_>>(), ["index.html", "keys.txt"]);
}
