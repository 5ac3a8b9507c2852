//! What is done in each row.

use super::Operand;
use crate::graph::ConditionId;
use crate::kernel::table::Table;
use accordant_agreement::formula::Comparison;
use accordant_money::{Batch, Rounding};
use alloc::vec::Vec;

/// What is done for one operation.
#[derive(Debug)]
pub(in crate::kernel) enum Step {
    /// It is the same in every row.
    Constant(i128),
    Fact(usize),
    Total(Vec<Operand>),
    Product(usize, usize),
    /// The numerators of fractions whose denominators are the row's own.
    FreeProduct(Operand, Operand),
    /// Each numerator is first multiplied by the denominator of the other.
    Quotient(Operand, Operand),
    Smallest(Vec<Operand>),
    Largest(Vec<Operand>),
    Absolute(usize),
    Clamp(Operand, Operand, Operand),
    Threshold(Meaning, Operand, Operand),
    Rounded {
        of: usize,
        below: i128,
        to: Batch,
        rule: Rounding,
    },
    Gate(ConditionId, Operand),
    /// The second if the condition holds, else the third, which is needed in any case.
    When(ConditionId, Operand, Operand),
    Choose(Vec<(ConditionId, Operand)>, Operand),
    Pick(usize, Vec<Operand>),
    Judged(usize, Vec<i128>),
    Table(Table),
    /// The evaluator does it.
    Left,
}

/// What a threshold means (M8).
#[derive(Debug, Clone, Copy)]
pub(in crate::kernel) enum Meaning {
    Cliff,
    Deductible,
    Deadband,
}

/// How a condition is decided.
#[derive(Debug)]
pub(in crate::kernel) enum Test {
    Known(bool),
    /// Numerators over one denominator.
    Fixed(Comparison, Operand, Operand),
    /// Each numerator is multiplied by the denominator of the other.
    Free(Comparison, Operand, Operand),
    /// The words for which it holds, and those for which there is no answer, one bit for each.
    Word(usize, u128, u128),
    Both(ConditionId, ConditionId),
    Either(ConditionId, ConditionId),
    Not(ConditionId),
    Left,
}
