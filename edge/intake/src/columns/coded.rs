//! Texts of a file that stand for words or values of an input.

use accordant_facts::FactValue;
use std::collections::BTreeMap;

/// What texts stand for.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Codes {
    meanings: BTreeMap<Box<[u8]>, FactValue>,
    others: Option<FactValue>,
}

impl Codes {
    pub(super) fn insert(&mut self, text: &str, meaning: FactValue) {
        self.meanings.insert(Box::from(text.as_bytes()), meaning);
    }

    /// What every text stands for that is not listed.
    pub(super) fn set_others(&mut self, meaning: FactValue) {
        self.others = Some(meaning);
    }

    /// What a text stands for, if it is a code.
    pub(super) fn meaning(&self, text: &[u8]) -> Option<&FactValue> {
        self.meanings.get(text).or(self.others.as_ref())
    }

    /// The texts that are listed, each with what it stands for.
    pub(super) fn listed(&self) -> impl Iterator<Item = (&[u8], &FactValue)> {
        self.meanings.iter().map(|(text, meaning)| (text.as_ref(), meaning))
    }

    /// What every text stands for that is not listed.
    pub(super) fn others(&self) -> Option<&FactValue> {
        self.others.as_ref()
    }
}
