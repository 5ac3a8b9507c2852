//! What is done in each row.

use super::Operand;
use crate::graph::ConditionId;
use crate::kernel::table::Table;
use accordant_agreement::formula::Comparison;
use accordant_money::{Batch, Rounding};
use alloc::boxed::Box;
use alloc::vec::Vec;

/// What is done for one operation. What is long is kept elsewhere, so that the steps of a row lie close together.
#[derive(Debug)]
pub(in crate::kernel) enum Step {
    /// It is the same in every row: this numerator.
    Constant(i128),
    Fact(usize),
    Total(Vec<Operand>),
    Product(usize, usize),
    /// The numerators of fractions whose denominators are the row's own.
    FreeProduct(Box<[Operand; 2]>),
    /// Each numerator is first multiplied by the denominator of the other.
    Quotient(Box<[Operand; 2]>),
    Smallest(Vec<Operand>),
    Largest(Vec<Operand>),
    Absolute(usize),
    Clamp(Box<[Operand; 3]>),
    Threshold(Meaning, Box<[Operand; 2]>),
    Rounded(Box<Rounded>),
    Gate(ConditionId, Box<Operand>),
    /// The first if the condition holds, else the second, which is needed in any case.
    When(ConditionId, Box<[Operand; 2]>),
    Choose(Box<Choose>),
    Pick(usize, Vec<Operand>),
    Judged(usize, Vec<i128>),
    Table(Box<Table>),
    /// The evaluator does it.
    Left,
}

/// A value rounded to a multiple.
#[derive(Debug)]
pub(in crate::kernel) struct Rounded {
    pub of: usize,
    /// The denominator of the value.
    pub below: i128,
    pub to: Batch,
    pub rule: Rounding,
}

/// The first branch whose condition holds, else the last.
#[derive(Debug)]
pub(in crate::kernel) struct Choose {
    pub branches: Vec<(ConditionId, Operand)>,
    pub otherwise: Operand,
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
