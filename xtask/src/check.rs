//! Everything that is checked before a change is accepted, here and in continuous integration alike.
//!
//! [`STEPS`] is the whole of it. Every step runs, also after a failure, so that one run tells all.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use crate::{examples, process, tests_of_workspace, tidy, tools};

/// To add a check, add a row.
pub const STEPS: &[Step] = &[
    Step { name: "format", does: Work::Cargo(&["fmt", "--all", "--", "--check"]) },
    Step {
        name: "clippy",
        does: Work::Cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]),
    },
    Step { name: "tidy", does: Work::Own(house_rules) },
    Step { name: "programs to test against", does: Work::Own(|house| tools::at_hand(&house.root)) },
    Step { name: "release build", does: Work::Cargo(&["build", "--release"]) },
    Step { name: "tests", does: Work::Own(tests) },
    Step { name: "documentation tests", does: Work::Own(documentation_tests) },
    Step { name: "licences, bans, sources", does: Work::Own(dependencies) },
    Step { name: "advisories", does: Work::Own(advisories) },
    Step { name: "shipped agreements check clean", does: Work::Own(examples::agreements_check_clean) },
    Step { name: "worked examples", does: Work::Own(examples::worked_examples_hold) },
];

/// One thing that is checked.
pub struct Step {
    pub name: &'static str,
    pub does: Work,
}

/// How a step is done.
pub enum Work {
    /// `cargo` with these arguments, which must succeed.
    Cargo(&'static [&'static str]),
    /// A function of ours.
    Own(fn(&House) -> Outcome),
}

/// How a step ended, with what a reader of the summary should know.
pub enum Outcome {
    Passed(String),
    Failed(String),
    Skipped(String),
}

/// How much the tests do.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    Usual,
    /// The long tests too: they read `ACCORDANT_DEEP`.
    Deep,
}

/// Where the checks run.
pub struct House {
    pub root: PathBuf,
    pub depth: Depth,
}

impl House {
    /// `cargo` in the root of the workspace, told how deep the tests go.
    pub fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("cargo");
        command.args(arguments);
        self.prepared(command)
    }

    /// `command` in the root of the workspace, told how deep the tests go.
    pub fn prepared(&self, mut command: Command) -> Command {
        command.current_dir(&self.root);
        if self.depth == Depth::Deep {
            command.env("ACCORDANT_DEEP", "1");
        }
        command
    }
}

/// Runs every step and ends with a summary; the last line carries the counts of the tests.
pub fn run(root: &Path, depth: Depth) -> Result<(), String> {
    let house = House { root: root.to_path_buf(), depth };
    if depth == Depth::Deep {
        println!("deep: the long tests run too (ACCORDANT_DEEP=1)");
    }
    let begun = Instant::now();
    let mut summary = Vec::new();
    for step in STEPS {
        println!("\n== {}", step.name);
        let step_begun = Instant::now();
        let outcome = done(&step.does, &house);
        println!("== {}: {} ({:.1} s)", step.name, told(&outcome), step_begun.elapsed().as_secs_f64());
        summary.push((step.name, outcome));
    }
    println!("\nsummary");
    for (name, outcome) in &summary {
        println!("  {name:<32} {}", told(outcome));
    }
    let last_line = format!("{} ({:.0} s)", verdict(&summary), begun.elapsed().as_secs_f64());
    if failed(&summary).is_empty() {
        println!("{last_line}");
        Ok(())
    } else {
        Err(last_line)
    }
}

fn done(work: &Work, house: &House) -> Outcome {
    match work {
        Work::Cargo(arguments) => match process::shown(&mut house.cargo(arguments)) {
            Ok(finished) if finished.succeeded => Outcome::Passed(String::new()),
            Ok(_) => Outcome::Failed(format!("`cargo {}`", arguments.join(" "))),
            Err(fault) => Outcome::Failed(fault),
        },
        Work::Own(function) => function(house),
    }
}

fn told(outcome: &Outcome) -> String {
    let (word, more) = match outcome {
        Outcome::Passed(more) => ("passed", more),
        Outcome::Failed(more) => ("FAILED", more),
        Outcome::Skipped(more) => ("skipped", more),
    };
    if more.is_empty() { word.to_owned() } else { format!("{word}: {more}") }
}

fn failed<'a>(summary: &[(&'a str, Outcome)]) -> Vec<&'a str> {
    let is_failure = |outcome: &Outcome| matches!(outcome, Outcome::Failed(_));
    summary.iter().filter(|(_, outcome)| is_failure(outcome)).map(|(name, _)| *name).collect()
}

/// The last line of the run: every failing step by name, and the counts of steps and tests.
fn verdict(summary: &[(&str, Outcome)]) -> String {
    let failed = failed(summary);
    let result = if failed.is_empty() {
        "check passed".to_owned()
    } else {
        format!("check failed: {}", failed.join("; "))
    };
    let skipped = summary.iter().filter(|(_, outcome)| matches!(outcome, Outcome::Skipped(_))).count();
    let tests = summary.iter().find(|(name, _)| *name == "tests").map(|(_, outcome)| told(outcome));
    format!(
        "{result}; steps: {} passed, {} failed, {skipped} skipped; tests {}",
        summary.len() - failed.len() - skipped,
        failed.len(),
        tests.unwrap_or_else(|| "did not run".to_owned()),
    )
}

fn house_rules(house: &House) -> Outcome {
    match tidy::run(&house.root) {
        Ok(()) => Outcome::Passed(String::new()),
        Err(message) => Outcome::Failed(message),
    }
}

fn tests(house: &House) -> Outcome {
    counted(house.prepared(tests_of_workspace::command(&house.root, house.depth)))
}

fn documentation_tests(house: &House) -> Outcome {
    counted(house.cargo(&["test", "--workspace", "--doc"]))
}

fn counted(mut command: Command) -> Outcome {
    match process::shown(&mut command) {
        Ok(finished) if finished.succeeded => Outcome::Passed(tests_of_workspace::counts(&finished.lines)),
        Ok(finished) => Outcome::Failed(tests_of_workspace::counts(&finished.lines)),
        Err(fault) => Outcome::Failed(fault),
    }
}

fn dependencies(house: &House) -> Outcome {
    with_cargo_deny(house, |house| {
        done(&Work::Cargo(&["deny", "check", "bans", "licenses", "sources"]), house)
    })
}

/// The database of advisories is fetched, so it may not be at hand; then the check says so, and claims nothing.
fn advisories(house: &House) -> Outcome {
    with_cargo_deny(house, |house| match process::silent(&mut house.cargo(&["deny", "fetch", "db"])) {
        Ok(fetched) if fetched.succeeded => done(&Work::Cargo(&["deny", "check", "advisories"]), house),
        Ok(_) => {
            Outcome::Skipped("not checked, the database of advisories cannot be fetched here".to_owned())
        }
        Err(fault) => Outcome::Failed(fault),
    })
}

/// In continuous integration its absence is a failure: there it is installed first.
fn with_cargo_deny(house: &House, check: fn(&House) -> Outcome) -> Outcome {
    let found = process::silent(&mut house.cargo(&["deny", "--version"])).is_ok_and(|asked| asked.succeeded);
    let missing = "not checked, cargo-deny is not installed (`cargo install cargo-deny --locked`)".to_owned();
    match (found, env::var_os("CI").is_some()) {
        (true, _) => check(house),
        (false, true) => Outcome::Failed(missing),
        (false, false) => Outcome::Skipped(missing),
    }
}

#[cfg(test)]
mod tests {
    use super::{Outcome, verdict};

    const TESTS: &str = "7 tests run: 7 passed, 0 skipped";

    fn passed(counts: &str) -> Outcome {
        Outcome::Passed(counts.to_owned())
    }

    fn check(summary: &[(&str, Outcome)], expected: &str) {
        assert_eq!(verdict(summary), expected);
    }

    #[test]
    fn the_last_line_names_every_failing_step_and_carries_the_counts_of_the_tests() {
        check(
            &[
                ("format", Outcome::Failed(String::new())),
                ("tests", passed(TESTS)),
                ("tidy", Outcome::Failed("2 findings".to_owned())),
            ],
            "check failed: format; tidy; steps: 1 passed, 2 failed, 0 skipped; \
             tests passed: 7 tests run: 7 passed, 0 skipped",
        );
    }

    #[test]
    fn a_skipped_step_is_counted_as_neither_passed_nor_failed() {
        check(
            &[("advisories", Outcome::Skipped("no network".to_owned())), ("tests", passed(TESTS))],
            "check passed; steps: 1 passed, 0 failed, 1 skipped; tests passed: 7 tests run: 7 passed, 0 skipped",
        );
    }
}
