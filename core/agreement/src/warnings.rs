//! Warnings of money terms; being written.
use crate::particulars::Particulars;
use crate::problem::Problem;
use crate::terms::Terms;
use crate::tree::{Entry, Node};
use alloc::string::String;
use alloc::vec::Vec;

/// What warnings remain after the author's answers.
pub struct Advice {
    /// Not answered.
    pub open: Vec<Problem>,
    /// Answered, with the reason.
    pub answered: Vec<(Problem, String)>,
}

/// Finds warnings.
pub fn find(_: &Particulars, _: Option<&Terms>, _: usize, _: &[Entry]) -> Vec<Problem> {
    Vec::new()
}

/// Sorts out the answered ones.
pub fn answer(warnings: Vec<Problem>, _: Option<&Node>) -> Advice {
    Advice { open: warnings, answered: Vec::new() }
}
