//! The programs that the tests hold ours against: what is missing is installed where that is allowed, and named
//! where it is not.

use std::path::Path;
use std::process::Command;

use crate::check::Outcome;
use crate::process;

/// To test with one more program, add a row.
const TOOLS: &[Tool] = &[
    Tool {
        package: "postgresql",
        has: &["sh", "-c", "command -v initdb || ls /usr/lib/postgresql/*/bin/initdb"],
    },
    Tool { package: "hledger", has: &["hledger", "--version"] },
    Tool { package: "python3-cryptography", has: &["python3", "-c", "import cryptography"] },
    Tool { package: "python3-jsonschema", has: &["python3", "-c", "import jsonschema"] },
    Tool { package: "python3-yaml", has: &["python3", "-c", "import yaml"] },
    Tool { package: "chromium", has: &["chromium", "--version"] },
];

/// A program, and the Debian package that it comes in.
struct Tool {
    package: &'static str,
    /// The command that succeeds where it is there.
    has: &'static [&'static str],
}

/// Sees that every program is there; as root on Debian, what is missing is installed.
pub fn at_hand(root: &Path) -> Outcome {
    let missing = missing(root);
    if missing.is_empty() {
        return Outcome::Passed(String::new());
    }
    let install = format!("apt-get install {}", missing.join(" "));
    if !may_install(root) {
        return Outcome::Failed(format!("not everything is installed that the tests need: `{install}`"));
    }
    println!("installing {}", missing.join(", "));
    let update = run(root, &["apt-get", "update", "-qq"]);
    let words = ["apt-get", "install", "-y", "-qq", "--no-install-recommends"];
    let installed = update && run(root, &[&words[..], &missing[..]].concat());
    match (installed, self::missing(root)) {
        (true, still) if still.is_empty() => Outcome::Passed(format!("installed {}", missing.join(", "))),
        (_, still) => Outcome::Failed(format!("`{install}` did not help: {} missing", still.join(", "))),
    }
}

fn missing(root: &Path) -> Vec<&'static str> {
    let is_missing = |tool: &&Tool| !run(root, tool.has);
    TOOLS.iter().filter(is_missing).map(|tool| tool.package).collect()
}

/// Nothing is installed on a machine that is not the program's own: it takes root, apt-get and CI.
fn may_install(root: &Path) -> bool {
    std::env::var_os("CI").is_some()
        && run(root, &["sh", "-c", "test \"$(id -u)\" = 0 && command -v apt-get"])
}

fn run(root: &Path, words: &[&str]) -> bool {
    let Some((program, arguments)) = words.split_first() else { return false };
    let mut command = Command::new(program);
    command.current_dir(root).args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
    process::silent(&mut command).is_ok_and(|finished| finished.succeeded)
}
