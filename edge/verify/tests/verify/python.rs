//! The second verifier, kept running so that it can check thousands of bundles.

use crate::bundle::folder;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

pub fn tools() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tools")
}

pub struct Python {
    process: Child,
    asks: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Python {
    pub fn start() -> Python {
        let mut command = Command::new("python3");
        command.arg("-B").arg(tools().join("verify_many.py")).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = command.spawn().expect("install python3: the second verifier is written in it");
        let answers = BufReader::new(process.stdout.take().unwrap());
        Python { asks: process.stdin.take(), answers, process }
    }

    /// The exit code, and every place that is named as wrong.
    pub fn check(&mut self, bundle: &Path, held: &[&str], confirmed: bool) -> (u64, Vec<(String, usize)>) {
        self.check_with(&folder().join("pinned.txt"), bundle, held, confirmed)
    }

    /// The same, with another file of keys.
    pub fn check_with(
        &mut self,
        keys: &Path,
        bundle: &Path,
        held: &[&str],
        confirmed: bool,
    ) -> (u64, Vec<(String, usize)>) {
        let held: Vec<_> = held.iter().map(|name| folder().join(name)).collect();
        let asked = json!({
            "bundle": bundle, "keys": keys, "held": held, "require_witnesses": confirmed,
        });
        writeln!(self.asks.as_mut().unwrap(), "{asked}").unwrap();
        let mut answer = String::new();
        self.answers.read_line(&mut answer).unwrap();
        assert!(!answer.is_empty(), "the second verifier stopped: install python3-cryptography");
        let answer: Value = serde_json::from_str(&answer).unwrap();
        (answer["exit"].as_u64().unwrap(), places(&answer["problems"]))
    }
}

impl Drop for Python {
    fn drop(&mut self) {
        // It ends when nothing more is asked.
        self.asks = None;
        let _ = self.process.wait();
    }
}

/// Places in the JSON that both verifiers print.
pub fn places(findings: &Value) -> Vec<(String, usize)> {
    let place = |found: &Value| {
        let line = found["line"].as_u64().unwrap_or(0);
        (found["file"].as_str().unwrap().to_string(), usize::try_from(line).unwrap())
    };
    let mut places: Vec<_> = findings.as_array().unwrap().iter().map(place).collect();
    places.sort();
    places.dedup();
    places
}
