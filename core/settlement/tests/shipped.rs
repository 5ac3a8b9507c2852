//! Every shipped agreement checks clean, and its worked examples hold.
#![expect(clippy::unwrap_used, reason = "a test stops at what it cannot read")]

use accordant_agreement::problem::{Severity, render};
use accordant_agreement::{Agreement, SourceFile, check};
use accordant_settlement::{Verdict, run_example};
use std::fs;
use std::path::{Path, PathBuf};

fn folders() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../agreements");
    let mut found: Vec<PathBuf> = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
    found.retain(|path| path.is_dir());
    found.sort();
    found
}

fn read(folder: &Path) -> (Option<Agreement>, Vec<String>) {
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().to_string();
        if name.ends_with(".yaml") && !["columns.yaml", "counting.yaml"].contains(&name.as_str()) {
            files.push((name, fs::read(path).unwrap()));
        }
    }
    files.sort();
    let sources: Vec<SourceFile<'_>> = files.iter().map(|(name, bytes)| SourceFile { name, bytes }).collect();
    let checked = check(&sources);
    let problems = checked.findings.iter().filter(|finding| finding.severity == Severity::Problem);
    (checked.agreement, problems.map(|problem| render(problem, None)).collect())
}

/// spec: L4
/// spec: L18
#[test]
fn every_shipped_agreement_is_sound_and_its_examples_hold() {
    let mut faults = Vec::new();
    let mut examples = 0;
    for folder in folders() {
        let name = folder.file_name().unwrap().to_string_lossy().to_string();
        let (agreement, problems) = read(&folder);
        faults.extend(problems.iter().map(|problem| format!("{name}: {problem}")));
        let Some(agreement) = agreement else { continue };
        for example in &agreement.examples {
            examples += 1;
            for one in run_example(&agreement, example).compared {
                if one.verdict == Verdict::DoesNotHold {
                    faults.push(format!(
                        "{name}/{}: {} expected {}, found {}",
                        example.name, one.figure, one.expected, one.found
                    ));
                }
            }
        }
    }
    assert!(examples > 100, "only {examples} examples were found");
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}
