//! Every agreement of `testing/wrong` is refused in the words of its `expected.txt`.
//!
//! `ACCORDANT_BLESS=1` rewrites these texts; a person reviews the difference.
#![expect(clippy::unwrap_used, reason = "a test stops at what it cannot read")]

use accordant_agreement::problem::{Place, Problem, Severity, render};
use accordant_agreement::{Checked, SourceFile, check};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

const FOLDERS_MIN: usize = 55;
const FOLDERS_WITH_THREE_FAULTS_MIN: usize = 20;

/// Words of the program that no author should ever read.
const TYPE_NAMES: &[&str] = &[
    "String", "Vec", "Option", "Some(", "None", "Result", "Err(", "Ok(", "usize", "i128", "u32", "bool",
    "str", "Exact", "Node", "NodeKind", "Expr", "Rule", "Span", "Place", "Shape", "Kind", "enum", "struct",
    "::",
];

struct Wrong {
    name: String,
    folder: PathBuf,
    files: Vec<(String, Vec<u8>)>,
}

impl Wrong {
    fn read(folder: PathBuf) -> Wrong {
        let mut files: Vec<(String, Vec<u8>)> = Vec::new();
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_string();
            if name.ends_with(".yaml") {
                files.push((name, fs::read(&path).unwrap()));
            }
        }
        files.sort();
        Wrong { name: folder.file_name().unwrap().to_str().unwrap().to_string(), folder, files }
    }

    fn all() -> Vec<Wrong> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testing/wrong");
        let mut folders: Vec<PathBuf> =
            fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
        folders.sort();
        folders.into_iter().filter(|path| path.is_dir()).map(Wrong::read).collect()
    }

    fn checked(&self) -> Checked {
        let sources: Vec<SourceFile<'_>> =
            self.files.iter().map(|(name, bytes)| SourceFile { name, bytes }).collect();
        check(&sources)
    }

    fn text(&self, file: &str) -> String {
        let found = self.files.iter().find(|(name, _)| name == file);
        found.map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default()
    }

    fn rendered(&self, checked: &Checked) -> String {
        let mut all = String::new();
        for found in &checked.findings {
            all.push_str(&render(found, Some(&self.text(found.place.file.as_str()))));
        }
        all
    }
}

/// spec: L4
#[test]
fn every_wrong_agreement_is_refused_in_the_expected_words() {
    let blesses = std::env::var_os("ACCORDANT_BLESS").is_some();
    let mut differences = String::new();
    let (mut folders, mut with_three_faults) = (0, 0);
    for wrong in Wrong::all() {
        let checked = wrong.checked();
        let rendered = wrong.rendered(&checked);
        let expected = wrong.folder.join("expected.txt");
        if blesses {
            fs::write(&expected, &rendered).unwrap();
        }
        let is_expected = fs::read_to_string(&expected).is_ok_and(|text| text == rendered);
        if !is_expected {
            writeln!(differences, "== {}\n{rendered}", wrong.name).unwrap();
        }
        assert!(checked.agreement.is_none(), "{} is accepted", wrong.name);
        let is_problem = |found: &&Problem| found.severity == Severity::Problem;
        folders += 1;
        with_three_faults += usize::from(checked.findings.iter().filter(is_problem).count() >= 3);
    }
    assert!(differences.is_empty(), "these are refused in other words:\n{differences}");
    assert!(folders >= FOLDERS_MIN, "only {folders} wrong agreements");
    assert!(with_three_faults >= FOLDERS_WITH_THREE_FAULTS_MIN, "only {with_three_faults} hold three faults");
}

/// spec: L4
#[test]
fn every_finding_says_where_and_what_to_do_in_words_for_people() {
    for wrong in Wrong::all() {
        for found in wrong.checked().findings {
            let said = format!("{} {}", found.what, found.help.clone().unwrap_or_default());
            let ours = without_the_authors_words(&said);
            let told = TYPE_NAMES.iter().find(|name| is_word_of(name, &ours));
            assert_eq!(told, None, "{}: {found:?}", wrong.name);
            assert!(found.help.as_ref().is_some_and(|help| !help.is_empty()), "{}: {found:?}", wrong.name);
            assert!(!found.what.ends_with('.') && !found.what.is_empty(), "{}: {found:?}", wrong.name);
            assert_written_there(&wrong, &found.place, &found);
        }
    }
}

/// The words of the author, as the finding has them, stand at the place that it points at.
fn assert_written_there(wrong: &Wrong, place: &Place, found: &Problem) {
    let text = wrong.text(place.file.as_str());
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let line = text.split('\n').nth(usize::try_from(place.line).unwrap() - 1).unwrap_or_default();
    let column = usize::try_from(place.column).unwrap();
    assert!(column <= line.chars().count() + 1, "{}: {found:?}", wrong.name);
    let length = usize::try_from(place.length).unwrap();
    let written: String = line.chars().skip(column - 1).take(length).collect();
    // A list or a map is pointed at by its bracket; what cannot be seen is replaced by a sign that can.
    let is_left_to_the_place = found.words.is_empty() || length == 0 || matches!(written.as_str(), "{" | "[");
    let is_seen = !found.words.contains('\u{fffd}');
    let is_same = written == found.words || written.trim_matches(['"', '\'']) == found.words;
    assert!(
        is_left_to_the_place || !is_seen || is_same,
        "{}: {written:?} stands there: {found:?}",
        wrong.name
    );
}

fn without_the_authors_words(said: &str) -> String {
    said.split('`').step_by(2).collect()
}

/// Whether the name stands in the text as a word of its own, or at all if it is no plain word.
fn is_word_of(name: &str, text: &str) -> bool {
    if !name.chars().all(char::is_alphanumeric) {
        return text.contains(name);
    }
    text.split(|character: char| !character.is_alphanumeric()).any(|word| word == name)
}

/// spec: L3
#[test]
fn a_file_of_a_hundred_megabytes_is_refused_unread() {
    let mut bytes = b"accordant: 1\npurpose: ".to_vec();
    bytes.resize(100 * 1024 * 1024, b'x');
    let checked = check(&[SourceFile { name: "alliance.yaml", bytes: &bytes }]);
    let rendered: String = checked.findings.iter().map(|found| render(found, None)).collect();
    assert_eq!(
        rendered,
        "problem: the file has 104857600 bytes; at most 4194304 (4 MiB) are read\n  \
         alliance.yaml:1:1\n  \
         help: keep figures in CSV files and each large schedule in a file of its own\n"
    );
}

/// spec: L3
#[test]
fn a_measure_that_is_agreed_and_not_said_to_be_is_told_what_its_levels_lack() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../agreements/lambeth");
    let mut wrong = Wrong::read(folder);
    for (_, bytes) in &mut wrong.files {
        let text = String::from_utf8(bytes.clone()).unwrap();
        *bytes = text.replacen("          kind: judged\n", "", 1).into_bytes();
    }
    let checked = wrong.checked();
    let said: Vec<&str> = checked.findings.iter().map(|found| found.what.as_str()).collect();
    assert!(said.contains(&"the level `failure` of `community_assets` says no threshold"), "{said:?}");
    assert!(checked.findings.iter().all(|found| found.code != "unread"), "{said:?}");
}
