//! Files that were altered at random: nothing panics, and rows and money always add up. `ACCORDANT_DEEP` makes it long.

use super::read;
use accordant_intake::submission::Submission;
use std::env;
use std::fs;
use std::path::Path;

/// A generator of numbers that gives the same on every machine.
pub(super) struct Numbers(pub(super) u64);

impl Numbers {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % below.max(1) as u64).unwrap()
    }
}

/// Pieces that files have in the wrong place.
const PIECES: &[&[u8]] = &[
    b",",
    b"\"",
    b"\n",
    b"\r",
    b"\0",
    b";",
    b"\t",
    b"-",
    b"(",
    b")",
    b"\xa3",
    b"\xc2\xa0",
    b"\xff\xfe",
    b"E",
    b".",
    b"99999999999999999999",
    b"TBC",
    b"\xe2\x88\x92",
    b"/",
    b"0",
    b"1E-400",
    b"1E999999999",
    b"%",
    b" ",
    b"O",
    b":",
    b"31/02/2025",
    b"99999",
    b"M",
    b"2025-02-30T25:61:61",
    b"C_",
    b"*",
    b"#REF!",
    b"+",
    b"\xf0\x9f\x98\x80",
];

pub(super) fn altered(file: &[u8], numbers: &mut Numbers) -> Vec<u8> {
    let mut file = file.to_vec();
    for _ in 0..=numbers.next(8) {
        let at = numbers.next(file.len() + 1);
        match numbers.next(5) {
            0 => file.truncate(at),
            1 if at < file.len() => file[at] ^= 1 << numbers.next(8),
            2 if at < file.len() => {
                file.remove(at);
            }
            3 => {
                let end = (at + numbers.next(60)).min(file.len());
                let piece = file[at..end].to_vec();
                let to = numbers.next(file.len() + 1);
                file.splice(to..to, piece);
            }
            _ => {
                let piece = PIECES[numbers.next(PIECES.len())];
                file.splice(at..at, piece.iter().copied());
            }
        }
    }
    file
}

fn files() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testing/messy");
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let is_file = |ending: &str| matches!(ending, "csv" | "xlsx" | "parquet");
    let mut paths: Vec<_> = paths
        .filter(|path| path.extension().is_some_and(|ending| is_file(ending.to_str().unwrap())))
        .collect();
    paths.sort();
    let name = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_string();
    paths.iter().map(|path| (name(path), fs::read(path).unwrap())).collect()
}

/// No row that was rejected is taken when it comes back as it went.
fn untaken(submission: &Submission, rejects: &str) {
    let Ok(again) = read("to-mend-let-in.csv", rejects.as_bytes()).0 else { return };
    let rows = again.report.rows;
    let is_same = again.report.kind == submission.report.kind;
    assert!(!is_same || rows.accepted + rows.fixed == 0, "{}{}", submission.report, again.report);
}

#[test]
fn whatever_is_sent_nothing_panics_and_everything_adds_up() {
    let cases = if env::var_os("ACCORDANT_DEEP").is_some() { 2_000 } else { 8 };
    let mut numbers = Numbers(0x5eed_5eed_5eed);
    for (name, file) in files() {
        for _ in 0..cases {
            let (Ok(submission), rejects) = read(&name, &altered(&file, &mut numbers)) else { continue };
            untaken(&submission, &rejects);
            let rows = submission.report.rows;
            assert_eq!(rows.rows(), rows.accepted + rows.fixed + rows.refused);
            for (_, control) in &submission.report.controls {
                let parts = control.accepted.units() + control.fixed.units() + control.refused.units();
                assert_eq!(control.came_in().unwrap().units(), parts);
            }
            assert!(!submission.report.to_string().is_empty());
        }
    }
}
