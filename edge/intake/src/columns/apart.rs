//! What a value is told apart by, where each row says it itself: a party, a service, a stage.

use super::ColumnName;
use crate::fault::{Fault, instead};
use accordant_agreement::problem::in_backticks;
use std::collections::BTreeMap;

/// Where the element of one index stands.
#[derive(Debug, Clone)]
pub enum ElementFrom {
    /// It is the same in every row.
    Same(String),
    /// In a column.
    Column(ElementColumn),
}

/// A column in which elements of an index stand.
#[derive(Debug, Clone)]
pub struct ElementColumn {
    /// The column.
    pub column: ColumnName,
    /// The index, such as `provider`.
    pub(super) index: String,
    /// The elements that it has.
    pub(super) elements: Vec<String>,
    /// What codes of the file stand for.
    pub(super) codes: BTreeMap<String, String>,
}

impl ElementFrom {
    /// The column, if it stands in one.
    pub const fn column(&self) -> Option<&ColumnName> {
        match self {
            ElementFrom::Same(_) => None,
            ElementFrom::Column(of) => Some(&of.column),
        }
    }
}

impl ElementColumn {
    /// The element that a text of the column stands for.
    ///
    /// # Errors
    /// When it is neither a code nor an element.
    pub(crate) fn element(&self, text: &str) -> Result<String, Fault> {
        let text = text.trim();
        let known = self.codes.get(text).or_else(|| self.elements.iter().find(|element| *element == text));
        known.cloned().ok_or_else(|| {
            let what = match text {
                "" => format!("nothing says of which {} it is", self.index),
                text => format!("{} is no {}", in_backticks(text), self.index),
            };
            let words = self.codes.keys().chain(&self.elements).map(String::as_str);
            Fault::new("unknown-element", what, instead(text, words))
        })
    }
}
