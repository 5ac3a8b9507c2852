//! The one command that runs all tests, and the counts that it prints.

use std::path::Path;
use std::process::Command;

use crate::check::Depth;
use crate::process;

/// Every test of the workspace but the examples in documentation; all of them run, also after a failure.
pub fn command(root: &Path, depth: Depth) -> Command {
    let mut command = Command::new("cargo");
    command.current_dir(root);
    let profile = if has_nextest(root) {
        command.args(["nextest", "run", "--workspace", "--no-fail-fast"]);
        "--cargo-profile"
    } else {
        command.args(["test", "--workspace", "--tests", "--no-fail-fast"]);
        "--profile"
    };
    if depth == Depth::Deep {
        command.args([profile, "deep"]);
    }
    command
}

/// The counts, in words, from what a test command printed.
pub fn counts(lines: &[String]) -> String {
    let summary = lines.iter().rev().find_map(|line| line.trim().strip_prefix("Summary ["));
    if let Some((_, counted)) = summary.and_then(|line| line.split_once("] ")) {
        return counted.trim().to_owned();
    }
    let passed: usize = lines.iter().map(|line| number_before(line, " passed;")).sum();
    let failed: usize = lines.iter().map(|line| number_before(line, " failed;")).sum();
    format!("{passed} passed, {failed} failed")
}

fn has_nextest(root: &Path) -> bool {
    let mut asked = Command::new("cargo");
    process::silent(asked.current_dir(root).args(["nextest", "--version"])).is_ok_and(|found| found.succeeded)
}

/// The number that stands before `word` in a line such as `test result: ok. 3 passed; 0 failed; ...`.
fn number_before(line: &str, word: &str) -> usize {
    let before = if line.starts_with("test result:") { line.split_once(word) } else { None };
    before.and_then(|(text, _)| text.rsplit(' ').next()).and_then(|number| number.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::counts;

    fn check(printed: &str, expected: &str) {
        let lines: Vec<String> = printed.lines().map(str::to_owned).collect();
        assert_eq!(counts(&lines), expected);
    }

    #[test]
    fn the_summary_of_nextest_is_taken_as_it_stands() {
        check(
            "  PASS a\n     Summary [   0.013s] 7 tests run: 7 passed, 1 skipped\n",
            "7 tests run: 7 passed, 1 skipped",
        );
    }

    #[test]
    fn results_of_several_test_binaries_are_added_up() {
        check(
            "test result: ok. 3 passed; 0 failed; 0 ignored\ntest result: FAILED. 10 passed; 2 failed; 0 ignored",
            "13 passed, 2 failed",
        );
    }

    #[test]
    fn a_test_that_is_named_like_a_result_is_not_counted() {
        check("test all_3 passed; 9 failed; ok", "0 passed, 0 failed");
    }
}
