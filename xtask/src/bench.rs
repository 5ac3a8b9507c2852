//! Measuring speed, on the release build, as a user meets it.

use std::path::Path;
use std::process::Command;

use crate::process;

/// The binary as users have it, then what is measured: checking the largest agreement, settling a million rows, appending to
/// a record, folding and verifying a million events.
const STEPS: [&[&str]; 7] = [
    &["build", "--release"],
    &["bench", "--quiet", "--package", "accordant-agreement", "--bench", "check"],
    &["bench", "--quiet", "--package", "accordant-scenarios", "--bench", "medicare"],
    &["bench", "--quiet", "--package", "accordant-store", "--bench", "append"],
    &["bench", "--quiet", "--package", "accordant-alliance", "--bench", "fold"],
    &["bench", "--quiet", "--package", "accordant-record", "--bench", "verify"],
    &["bench", "--quiet", "--package", "accordant-verify", "--bench", "verify"],
];

/// Builds the binary, then runs every benchmark of the workspace.
pub fn run(root: &Path) -> Result<(), String> {
    for arguments in STEPS {
        if !process::shown(Command::new("cargo").current_dir(root).args(arguments))?.succeeded {
            return Err(format!("`cargo {}` failed", arguments.join(" ")));
        }
    }
    Ok(())
}
