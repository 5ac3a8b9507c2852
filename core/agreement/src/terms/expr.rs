//! Quantities and conditions, with every name resolved (M7-M10).

use super::{IndexId, InputId, LineId};
use crate::formula::{Aggregate, Comparison, Function};
use crate::problem::Place;
use crate::unit::Unit;
use accordant_money::{Exact, Rounding};
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

/// A quantity: what it is and in which unit.
#[derive(Debug, Clone)]
pub struct Expr {
    /// Its unit; `None` for the literal 0, which fits every unit.
    pub unit: Option<Unit>,
    /// Where it is written.
    pub place: Place,
    /// The quantity in words.
    pub words: String,
    /// What it is.
    pub kind: ExprKind,
}

/// What a quantity is.
#[derive(Debug, Clone)]
pub enum ExprKind {
    /// A number; days count from 1970-01-01.
    Number(Exact),
    /// The value of something named.
    Reference(Subject, Vec<At>),
    /// A sum.
    Plus(Box<Expr>, Box<Expr>),
    /// A difference.
    Minus(Box<Expr>, Box<Expr>),
    /// A product.
    Times(Box<Expr>, Box<Expr>),
    /// A quotient.
    DividedBy(Box<Expr>, Box<Expr>),
    /// The same size with the other sign.
    Negative(Box<Expr>),
    /// The same, refused if it is below zero: what a waterfall draws (M15).
    NotNegative(Box<Expr>),
    /// A function of its arguments.
    Function(Function, Vec<Expr>),
    /// All elements put together, over these indexes.
    Aggregate(Aggregate, Vec<IndexId>, Box<Expr>),
    /// Rounded to a multiple.
    Rounded(Box<Expr>, Exact, Rounding),
}

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// A fact.
    Input(InputId),
    /// Something computed.
    Line(LineId),
    /// The opening balance of a pool, by its number in [`Terms::pools`].
    Opening(usize),
    /// Days of the whole period.
    DaysInPeriod,
    /// Days of the part that is settled.
    DaysInPart,
    /// 1 in the first twelve months of the term, then 2, ...
    TermYear,
    /// The first day of the part.
    PeriodStart,
    /// The last day of the part.
    PeriodEnd,
}

/// Which element of an index is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum At {
    /// The element that the surrounding line, posting or aggregate is at.
    Index(IndexId),
    /// This one.
    Named(String),
}

/// What decides a branch.
#[derive(Debug, Clone)]
pub struct Condition {
    /// Where it is written.
    pub place: Place,
    /// In words.
    pub words: String,
    /// What it is.
    pub kind: ConditionKind,
}

/// What a condition is.
#[derive(Debug, Clone)]
pub enum ConditionKind {
    /// Two quantities compared; never `Is` or `IsNot`.
    Compare(Comparison, Box<Expr>, Box<Expr>),
    /// A choice is one of these words.
    Word(Subject, Vec<At>, Vec<String>),
    /// The current element is one of these.
    Element(IndexId, Vec<String>),
    /// The responsible provider of a service is one of these parties.
    Responsible(At, Vec<String>),
    /// Both hold.
    Both(Box<Condition>, Box<Condition>),
    /// At least one holds.
    Either(Box<Condition>, Box<Condition>),
    /// It does not hold.
    Not(Box<Condition>),
}
