//! Rewriting expected texts: the tests write what they now get, and a person reads the difference.

use std::path::Path;
use std::process::Command;

use crate::check::Depth;
use crate::{process, tests_of_workspace};

/// Runs every test with leave to rewrite its expected text, then shows what changed.
pub fn run(root: &Path) -> Result<(), String> {
    let mut tests = tests_of_workspace::command(root, Depth::Usual);
    let finished = process::shown(tests.env("UPDATE_EXPECT", "1").env("ACCORDANT_BLESS", "1"))?;
    println!("\nrewritten (read every line before you commit it):");
    process::shown(Command::new("git").current_dir(root).args(["diff", "--stat"]))?;
    if finished.succeeded {
        Ok(())
    } else {
        Err("some tests still fail: their expectation is not a text that can be rewritten".to_owned())
    }
}
