//! The built binary, run as people run it: what it says, how wide, and with which exit code.
//!
//! `ACCORDANT_BLESS=1` rewrites the expected texts; a person reviews the difference.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot run its program has failed")]

mod changes;
mod costs;
mod explaining;
mod exporting;
mod imported;
mod measuring;
mod own_layout;
mod place;
mod prices;
mod recorded;
mod reporting;
mod rows;
mod settling;
mod shifts;
mod starting;
mod tables;
mod to_date;
mod undone;
mod ways;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

const COLUMNS: usize = 100;
const CAPITAL_WORKS: &str = "agreements/capital-works";

/// What a run came to.
struct Ran {
    code: i32,
    out: String,
    err: String,
}

/// Runs the program in the root of the workspace.
fn run(arguments: &[&str]) -> Ran {
    run_in(&root(), arguments, "")
}

/// Runs the program in a folder, with that text on standard input.
fn run_in(folder: &Path, arguments: &[&str], input: &str) -> Ran {
    let mut child = program(arguments).current_dir(folder).stdin(Stdio::piped()).spawn().unwrap();
    // A program that reads nothing may have ended before it is written to.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let ended = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { code: ended.status.code().expect("a signal"), out: text(ended.stdout), err: text(ended.stderr) }
}

fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_accordant"));
    command.args(arguments).current_dir(root()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The run in the root ends with that code and says what is written in `tests/expected`.
fn check(name: &str, arguments: &[&str], code: i32) {
    check_in(&root(), name, arguments, "", code);
}

/// The run in a folder ends with that code and says what is written in `tests/expected`, within the width of a page.
fn check_in(folder: &Path, name: &str, arguments: &[&str], input: &str, code: i32) {
    let ran = run_in(folder, arguments, input);
    let free = arguments.iter().any(|argument| ["--plain", "--json"].contains(argument));
    if !free {
        check_width(&ran);
    }
    let mut said = format!("$ accordant {}\n{}", arguments.join(" "), ran.out);
    if !ran.err.is_empty() {
        said.push_str(&format!("--- standard error\n{}", ran.err));
    }
    said.push_str(&format!("--- exit {}\n", ran.code));
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/expected").join(format!("{name}.txt"));
    if std::env::var_os("ACCORDANT_BLESS").is_some() {
        fs::write(&path, &said).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert!(said == expected, "{} differs; it says:\n{said}", path.display());
    assert_eq!(ran.code, code, "{said}");
}

fn check_width(ran: &Ran) {
    for line in ran.out.lines().chain(ran.err.lines()) {
        let width = line.chars().count();
        assert!(width <= COLUMNS, "{width} columns: {line}");
    }
}

static NEXT: AtomicU32 = AtomicU32::new(0);

/// A folder of a test's own, removed when the test has ended.
struct Folder(PathBuf);

impl Folder {
    /// An empty folder.
    fn new() -> Folder {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("accordant-test-{}-{number}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    /// With a file of that text.
    fn with(self, name: &str, text: &str) -> Folder {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    /// As [`check_in`], in this folder.
    fn check(&self, name: &str, arguments: &[&str], code: i32) {
        check_in(&self.0, name, arguments, "", code);
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What cannot be removed lies in the system's temporary folder and harms nobody.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The smallest agreement that posts money.
const TINY: &str = "\
accordant: 1
alliance:
  name: Tiny
  term: { from: 2020-04-01, to: 2022-03-31 }
  settles: { every: year, from: 1 April, currency: GBP }
parties:
  payer: { name: The payer, role: commissioner }
  payee: { name: The payee, role: provider }
money:
  inputs:
    cost: { unit: GBP, says: What it cost, clause: \"1\" }
  rounding: pennies, half away from zero
  postings:
    due: { of: 50% of cost, from: payer, to: payee, clause: \"2\" }
examples:
  half:
    given: { cost: 10 }
    expect: { due: 5 }
";
