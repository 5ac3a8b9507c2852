//! `completions`: a script that completes commands in a shell.

use crate::print::data;
use crate::stop::{Ended, Stop};
use clap::ArgMatches;
use clap_complete::Shell;

/// Shows the script of the shell that is asked for.
pub fn run(asked: &ArgMatches) -> Result<Ended, Stop> {
    let shell = asked.get_one::<Shell>("shell").copied().unwrap_or(Shell::Bash);
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut crate::arguments::command(), "accordant", &mut script);
    data(&String::from_utf8_lossy(&script));
    Ok(Ended::Done)
}
