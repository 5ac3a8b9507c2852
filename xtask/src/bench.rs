//! Measuring speed, on the release build, as a user meets it.

use std::path::Path;
use std::process::Command;

use crate::process;

/// Builds the binary, then runs every benchmark of the workspace.
pub fn run(root: &Path) -> Result<(), String> {
    for arguments in [&["build", "--release"][..], &["bench", "--workspace", "--benches"]] {
        if !process::shown(Command::new("cargo").current_dir(root).args(arguments))?.succeeded {
            return Err(format!("`cargo {}` failed", arguments.join(" ")));
        }
    }
    Ok(())
}
