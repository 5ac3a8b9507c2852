//! What a host could not do, as a command tells it.

use crate::print::message;
use crate::stop::Stop;
use crate::text::refusal;
use accordant_alliance::Refusal;
use accordant_host::HostProblem;

/// The end of a command that a host stopped.
pub fn stop(problem: HostProblem) -> Stop {
    let said = problem.to_string();
    let stop = match &problem {
        HostProblem::Refused(Refusal::Settlement { reasons, .. }) => {
            message(&refusal::refusals(reasons.iter()));
            Stop::refusal(said)
        }
        HostProblem::Refused(Refusal::Problem { .. }) => Stop::problem(said),
        HostProblem::Refused(Refusal::Rule { .. })
        | HostProblem::Moved { .. }
        | HostProblem::Overtaken { .. }
        | HostProblem::OtherRequest
        | HostProblem::ReadOnly { .. }
        | HostProblem::Folder { .. } => Stop::refusal(said),
        HostProblem::Altered { .. }
        | HostProblem::Fold(_)
        | HostProblem::Store(_)
        | HostProblem::Fault(_) => Stop::fault(said),
    };
    match problem.help() {
        Some(help) => stop.help(help),
        None => stop,
    }
}

impl From<HostProblem> for Stop {
    fn from(problem: HostProblem) -> Stop {
        stop(problem)
    }
}
