//! Asking a witness over HTTP. There is no TLS in it: an address that needs it is reached through a proxy or a tunnel on
//! this machine. It will never know what the answer is worth: a signature is checked where it is taken up.

use super::{ADD_CHECKPOINT, REQUEST_BYTES_MAX};
use crate::HostProblem;
use accordant_record::{AddCheckpoint, SignatureLine, WitnessAnswer};
use std::time::Duration;

/// How long an answer is waited for.
const PATIENCE: Duration = Duration::from_secs(30);

/// What a witness answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// It countersigned.
    Signed(Vec<SignatureLine>),
    /// It holds a matching copy of so many entries.
    Holds(u64),
    /// It refuses.
    Refused {
        /// The status of its answer.
        status: u16,
        /// What it said.
        said: String,
    },
}

/// Sends a request to the witness at an address such as `http://127.0.0.1:8181`.
///
/// # Errors
/// When it cannot be reached, or answers something else than a witness does.
pub fn post(url: &str, request: &AddCheckpoint) -> Result<Reply, HostProblem> {
    let unasked = |what: String, help: &str| HostProblem::Folder { what, help: help.to_string() };
    if !url.starts_with("http://") {
        return Err(unasked(
            format!("`{url}` cannot be asked"),
            "name an address that begins with `http://`; where TLS is needed, let a proxy or tunnel on this machine add it",
        ));
    }
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .timeout_global(Some(PATIENCE))
        .http_status_as_error(false)
        .max_redirects(0)
        .proxy(None)
        .build()
        .into();
    let address = format!("{}{ADD_CHECKPOINT}", url.trim_end_matches('/'));
    let unreached = |error: ureq::Error| {
        unasked(
            format!("`{url}` does not answer: {error}"),
            "see that the party's witness runs, then ask again",
        )
    };
    let mut response =
        agent.post(&address).content_type("text/plain").send(request.to_string()).map_err(unreached)?;
    let status = response.status().as_u16();
    let limit = REQUEST_BYTES_MAX as u64;
    let said = response.body_mut().with_config().limit(limit).read_to_string().map_err(unreached)?;
    let answer = match status {
        200 | 409 => WitnessAnswer::read(&said).ok(),
        _ => None,
    };
    Ok(match (status, answer) {
        (200, Some(WitnessAnswer::Signed(lines))) => Reply::Signed(lines),
        (409, Some(WitnessAnswer::Holds(size))) => Reply::Holds(size),
        _ => Reply::Refused { status, said: said.trim_end().to_string() },
    })
}
