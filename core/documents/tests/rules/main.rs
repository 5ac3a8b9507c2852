//! What the documents of a settlement say, against expected texts that `ACCORDANT_BLESS=1` rewrites.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test stops at the first surprise")]

mod between;
mod chart;
mod figures;
mod json;
mod page;
mod words;

use accordant_agreement::{Agreement, SourceFile, check as check_text};
use accordant_documents::view::{Stamp, StatementView};
use accordant_settlement::{Settlement, settle_example};
use std::fs;
use std::path::{Path, PathBuf};

/// The agreement of a shipped folder.
fn agreement(folder: &str) -> Agreement {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../agreements").join(folder);
    let mut names: Vec<String> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.retain(|name| {
        name.ends_with(".yaml") && !["columns.yaml", "counting.yaml"].contains(&name.as_str())
    });
    names.sort();
    let bytes: Vec<Vec<u8>> = names.iter().map(|name| fs::read(folder.join(name)).unwrap()).collect();
    let files: Vec<SourceFile<'_>> =
        names.iter().zip(&bytes).map(|(name, bytes)| SourceFile { name, bytes }).collect();
    let checked = check_text(&files);
    checked.agreement.unwrap_or_else(|| panic!("{:#?}", checked.findings))
}

/// An agreement of its own, in one file.
fn written(text: &str) -> Agreement {
    let checked = check_text(&[SourceFile { name: "alliance.yaml", bytes: text.as_bytes() }]);
    checked.agreement.unwrap_or_else(|| panic!("{:#?}", checked.findings))
}

fn settled(agreement: &Agreement, example: &str) -> Settlement {
    let example = agreement.examples.iter().find(|one| one.name == example).unwrap();
    settle_example(agreement, example).unwrap()
}

fn stamp() -> Stamp {
    Stamp {
        version: "0.0.0".to_string(),
        agreement_sha256: "aa".repeat(32),
        facts_sha256: "ff".repeat(32),
        forecast: false,
        standing: Vec::new(),
    }
}

fn view<'a>(agreement: &'a Agreement, settlement: &'a Settlement) -> StatementView<'a> {
    StatementView::of_settlement(agreement, settlement, stamp())
}

/// Compares with the expected text of that name, or rewrites it.
fn check_expected(name: &str, actual: &str) {
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/expected").join(name);
    if std::env::var_os("ACCORDANT_BLESS").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, actual).unwrap();
        return;
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert!(expected == actual, "{name} differs; run with ACCORDANT_BLESS=1 and read the difference");
}
