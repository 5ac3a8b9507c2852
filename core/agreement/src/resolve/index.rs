//! What quantities are indexed by (M2).

use super::{Resolver, Surroundings};
use crate::problem::nearest;
use crate::terms::{Element, Index, IndexId};
use crate::tree::{Entry, Node};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

/// The most indexes that a quantity may have.
const INDEXES_MAX: usize = 2;

pub(super) fn built_in(around: &Surroundings) -> Vec<Index> {
    let parties = |name: &str, elements: &[Element]| Index {
        name: name.to_string(),
        elements: elements.to_vec(),
        of_parties: true,
    };
    vec![
        parties("party", &around.parties),
        parties("provider", &around.providers),
        parties("commissioner", &around.commissioners),
        Index { name: "service".to_string(), elements: around.services.clone(), of_parties: false },
    ]
}

impl Resolver<'_> {
    /// Declares the lists of `money.lists`.
    pub(super) fn declare_lists(&mut self, lists: Option<&Entry>) {
        for entry in lists.and_then(|entry| entry.value.as_map()).unwrap_or_default() {
            let names: Vec<String> = texts(&entry.value);
            self.names_lost |= entry.value.as_list().is_none_or(|list| list.iter().any(Node::is_refused));
            let of_parties = !names.is_empty()
                && names.iter().all(|name| self.around.parties.iter().any(|party| party.name == *name));
            let elements = names.into_iter().map(|name| self.element(name, of_parties)).collect();
            if self.index(&entry.key).is_some() {
                let what = format!("the list `{}` has the name of another index", entry.key);
                let help = Some("choose another name; `party`, `provider`, `commissioner` and `service` are there already".to_string());
                self.problem("name-taken", entry.key_place.clone(), &entry.key, what, help);
                continue;
            }
            self.indexes.push(Index { name: entry.key.clone(), elements, of_parties });
        }
    }

    fn element(&self, name: String, of_parties: bool) -> Element {
        let party = self.around.parties.iter().find(|party| of_parties && party.name == name);
        party.cloned().unwrap_or(Element { name, from: None, to: None })
    }

    /// The index of that name; the plural of a role means the role.
    pub(super) fn index(&self, name: &str) -> Option<IndexId> {
        let singular = match name {
            "parties" => "party",
            "providers" => "provider",
            "commissioners" => "commissioner",
            "services" => "service",
            other => other,
        };
        self.indexes.iter().position(|index| index.name == singular).map(IndexId)
    }

    /// The indexes that `by` names: one, or a list of at most two. Nothing if there is a problem in it.
    pub(super) fn by(&mut self, node: Option<&Entry>) -> Option<Vec<IndexId>> {
        let Some(entry) = node else { return Some(Vec::new()) };
        let nodes: Vec<&Node> = match entry.value.as_list() {
            Some(list) => list.iter().collect(),
            None => vec![&entry.value],
        };
        if nodes.len() > INDEXES_MAX {
            let what =
                format!("a quantity is indexed by at most {INDEXES_MAX} things, not by {}", nodes.len());
            let help = Some(
                "divide it into several quantities, or make a list of what is meant together".to_string(),
            );
            self.problem_at("index", &entry.value, what, help);
            return None;
        }
        nodes.into_iter().map(|node| self.one_index(node)).collect()
    }

    /// The index that a scalar names; reports an unknown one.
    pub(super) fn one_index(&mut self, node: &Node) -> Option<IndexId> {
        let name = node.as_text()?;
        if let Some(index) = self.index(name) {
            return Some(index);
        }
        let known: Vec<&str> = self.indexes.iter().map(|index| index.name.as_str()).collect();
        let help = match nearest(name, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the indexes are {}; others are declared under `lists`", known.join(", ")),
        };
        self.problem_at("unknown-index", node, format!("unknown index `{name}`"), Some(help));
        None
    }

    /// Whether an element of `narrow` is always one of `wide`.
    pub(super) fn serves(&self, narrow: IndexId, wide: IndexId) -> bool {
        if narrow == wide {
            return true;
        }
        match (self.indexes.get(narrow.0), self.indexes.get(wide.0)) {
            (Some(narrow), Some(wide)) if narrow.of_parties && wide.of_parties => {
                narrow.elements.iter().all(|one| wide.elements.iter().any(|other| other.name == one.name))
            }
            _ => false,
        }
    }

    /// Whether an index has an element of that name.
    pub(super) fn has_element(&self, index: IndexId, name: &str) -> bool {
        self.indexes
            .get(index.0)
            .is_some_and(|index| index.elements.iter().any(|element| element.name == name))
    }

    /// The name of an index.
    pub(super) fn index_name(&self, index: IndexId) -> String {
        self.indexes.get(index.0).map(|index| index.name.clone()).unwrap_or_default()
    }
}

/// The scalars of a list, or the one scalar.
pub(super) fn texts(node: &Node) -> Vec<String> {
    match node.as_list() {
        Some(list) => list.iter().filter_map(Node::as_text).map(ToString::to_string).collect(),
        None => node.as_text().map(ToString::to_string).into_iter().collect(),
    }
}
