//! Which primitives of the language agreements are made of, counted.

use accordant_agreement::terms::Terms;
use std::collections::BTreeMap;

/// How often each thing was met.
#[derive(Debug, Clone, Default)]
pub struct Coverage(BTreeMap<String, u64>);

impl Coverage {
    /// Counts one more.
    pub fn met(&mut self, what: &str) {
        *self.0.entry(what.to_owned()).or_default() += 1;
    }

    /// Counts what terms are made of.
    pub fn terms(&mut self, terms: &Terms) {
        let _ = terms;
    }
}
