//! `cargo xtask`: all that this house asks of a change, as four commands.
//!
//! It knows the workspace and its rules, and nothing of alliances: it imports no crate of ours.
//! Start at [`check::STEPS`], the list of what is checked, and at [`tidy::RULES`], the rules of the house.

use std::env;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

mod bench;
mod bless;
mod check;
mod examples;
mod process;
mod tests_of_workspace;
mod tidy;
mod tools;

const USAGE: &str = "\
cargo xtask check [--deep]       everything that is checked; --deep runs the long tests too
cargo xtask bless                run the tests and rewrite their expected texts, then show what changed
cargo xtask tidy                 the rules of this house
cargo xtask tidy --hash FILE...  print rows for the table of vendored data
cargo xtask bench                measure speed";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let root = workspace_root();
    let done = match words.as_slice() {
        ["check"] => check::run(&root, check::Depth::Usual),
        ["check", "--deep"] => check::run(&root, check::Depth::Deep),
        ["bless"] => bless::run(&root),
        ["tidy"] => tidy::run(&root),
        ["tidy", "--hash", files @ ..] if !files.is_empty() => tidy::print_hashes(&root, files),
        ["bench"] => bench::run(&root),
        _ => Err(format!("no such command\n{USAGE}")),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("xtask: {message}");
            ExitCode::FAILURE
        }
    }
}

/// The folder above this package, wherever the command was called from.
fn workspace_root() -> PathBuf {
    let package = env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from("xtask"), PathBuf::from);
    package.parent().map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}
