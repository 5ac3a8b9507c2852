//! What a host could not do, as a command tells it.

use crate::print::message;
use crate::stop::Stop;
use crate::text::refusal;
use accordant_alliance::Refusal;
use accordant_host::HostProblem;

/// The end of a command that a host stopped.
pub fn stop(problem: HostProblem) -> Stop {
    let said = problem.to_string();
    match problem {
        HostProblem::Refused(Refusal::Settlement { reasons, .. }) => {
            message(&refusal::refusals(reasons.iter()));
            Stop::refusal(said)
        }
        HostProblem::Refused(Refusal::Rule { help, .. }) => helped(Stop::refusal(said), help),
        HostProblem::Refused(Refusal::Problem { help, .. }) => helped(Stop::problem(said), help),
        HostProblem::Moved { .. } => {
            Stop::refusal(said).help("look at what came since with `accordant log`, then ask again")
        }
        HostProblem::OtherRequest => {
            Stop::refusal(said).help("leave `--key` out, or use a new one for a new request")
        }
        HostProblem::ReadOnly { help, .. } | HostProblem::Folder { help, .. } => Stop::refusal(said).help(help),
        HostProblem::Altered { .. } => Stop::fault(said).help(
            "nothing was changed; `accordant verify` tells all that is wrong, and those who hold matching copies can show what it was",
        ),
        HostProblem::Fold(_) | HostProblem::Fault(_) => Stop::fault(said),
        HostProblem::Store(problem) => {
            let help = problem.help().map(ToString::to_string);
            helped(Stop::fault(said), help)
        }
    }
}

fn helped(stop: Stop, help: Option<String>) -> Stop {
    match help {
        Some(help) => stop.help(help),
        None => stop,
    }
}
