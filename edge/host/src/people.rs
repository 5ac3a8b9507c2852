//! Who stands behind a reference. Names are kept outside the record, so that they can be erased.

use crate::HostProblem;
use accordant_store::Store;
use serde::{Deserialize, Serialize};

/// A person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// The name.
    pub name: String,
    /// What the person is, such as chief finance officer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// Where the person is reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

pub(crate) fn put(store: &dyn Store, reference: &str, person: &Person) -> Result<(), HostProblem> {
    let bytes = serde_json::to_vec(person).map_err(|error| HostProblem::Fault(error.to_string()))?;
    Ok(store.directory_put(reference, &bytes)?)
}

pub(crate) fn get(store: &dyn Store, reference: &str) -> Result<Option<Person>, HostProblem> {
    let Some(bytes) = store.directory_get(reference)? else { return Ok(None) };
    let person = serde_json::from_slice(&bytes).map_err(|error| HostProblem::Altered {
        what: format!("what stands behind `{reference}` is no person: {error}"),
    })?;
    Ok(Some(person))
}
