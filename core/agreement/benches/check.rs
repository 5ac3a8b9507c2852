//! How long it takes to check each shipped agreement: least and median of many runs, in milliseconds, the slowest last.
//!
//! `cargo bench -p accordant-agreement`; exits with an error if one takes longer than the limit.
#![expect(clippy::expect_used, reason = "a measurement stops at its first surprise")]

use accordant_agreement::{SourceFile, check};
use std::fs;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

const RUNS: usize = 51;
/// Checking the largest agreement takes less than this, on a machine that does nothing else: so the least counts.
const LIMIT_MILLISECONDS: f64 = 10.0;

/// Name, bytes of text, least and median time.
struct Measured {
    name: String,
    bytes: usize,
    least: f64,
    median: f64,
}

fn main() -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../agreements");
    let folders = fs::read_dir(root).expect("the repository has agreements");
    let folders =
        folders.map(|entry| entry.expect("an entry can be read").path()).filter(|path| path.is_dir());
    let mut all: Vec<Measured> = folders.map(|folder| measured(&folder)).collect();
    all.sort_by(|a, b| a.median.total_cmp(&b.median));
    println!("{:<36} {:>8} {:>9} {:>9}", "agreement", "bytes", "least ms", "median ms");
    for one in &all {
        println!("{:<36} {:>8} {:>9.3} {:>9.3}", one.name, one.bytes, one.least, one.median);
    }
    let is_within = all.last().is_some_and(|slowest| slowest.least < LIMIT_MILLISECONDS);
    if is_within { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn measured(folder: &Path) -> Measured {
    let files = read(folder);
    let sources: Vec<SourceFile<'_>> = files.iter().map(|(name, bytes)| SourceFile { name, bytes }).collect();
    let mut times: Vec<f64> = (0..RUNS).map(|_| milliseconds(&sources)).collect();
    times.sort_by(f64::total_cmp);
    let name = folder.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_string();
    let bytes = files.iter().map(|(_, bytes)| bytes.len()).sum();
    Measured { name, bytes, least: times[0], median: times[RUNS / 2] }
}

fn milliseconds(sources: &[SourceFile<'_>]) -> f64 {
    let begun = Instant::now();
    let checked = check(sources);
    let taken = begun.elapsed();
    assert!(checked.agreement.is_some(), "a shipped agreement is accepted");
    taken.as_secs_f64() * 1_000.0
}

fn read(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder can be read") {
        let path = entry.expect("an entry can be read").path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_string();
        if name.ends_with(".yaml") && !["columns.yaml", "counting.yaml"].contains(&name.as_str()) {
            files.push((name, fs::read(&path).expect("a file can be read")));
        }
    }
    files.sort();
    files
}
