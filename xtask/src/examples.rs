//! The shipped agreements, met as a user meets them: through the release binary.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::check::{House, Outcome};
use crate::process;

/// `accordant check` on every shipped agreement.
pub fn agreements_check_clean(house: &House) -> Outcome {
    on_every_agreement(house, "check")
}

/// `accordant examples` on every shipped agreement.
pub fn worked_examples_hold(house: &House) -> Outcome {
    on_every_agreement(house, "examples")
}

fn on_every_agreement(house: &House, command: &str) -> Outcome {
    let binary = binary(house);
    match has_command(&binary, command) {
        Ok(true) => {}
        Ok(false) => return Outcome::Skipped(format!("`accordant --help` names no command `{command}` yet")),
        Err(fault) => return Outcome::Failed(fault),
    }
    let folders = match agreements(&house.root) {
        Ok(folders) => folders,
        Err(fault) => return Outcome::Failed(fault),
    };
    let failed: Vec<&str> =
        folders.iter().filter(|folder| !holds(house, &binary, command, folder)).map(String::as_str).collect();
    match (folders.len(), failed.as_slice()) {
        (0, _) => Outcome::Failed("no agreement is shipped".to_owned()),
        (count, []) => Outcome::Passed(format!("{count} agreements")),
        (_, failed) => Outcome::Failed(failed.join(", ")),
    }
}

fn binary(house: &House) -> PathBuf {
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| house.root.join("target"), PathBuf::from);
    target.join("release").join("accordant")
}

/// Only a binary that runs and does not name the command may be excused.
fn has_command(binary: &Path, command: &str) -> Result<bool, String> {
    let help = process::silent(Command::new(binary).arg("--help"))?;
    if help.succeeded {
        Ok(help.lines.iter().any(|line| line.split_whitespace().any(|word| word == command)))
    } else {
        Err("`accordant --help` failed".to_owned())
    }
}

/// Every folder directly under `agreements/`, in order of name.
fn agreements(root: &Path) -> Result<Vec<String>, String> {
    let folder = root.join("agreements");
    let entries = fs::read_dir(&folder).map_err(|error| format!("cannot read `agreements`: {error}"))?;
    let mut names: Vec<String> = entries
        .filter_map(Result::ok)
        .filter(|entry| entry.path().is_dir())
        .map(|entry| format!("agreements/{}", entry.file_name().to_string_lossy()))
        .collect();
    names.sort();
    Ok(names)
}

fn holds(house: &House, binary: &Path, command: &str, folder: &str) -> bool {
    println!("-- accordant {command} {folder}");
    let mut run = Command::new(binary);
    run.current_dir(&house.root).args([command, folder]);
    process::shown(&mut run).is_ok_and(|finished| finished.succeeded)
}
