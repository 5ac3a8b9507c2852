//! How a line is computed (M11-M21).

use super::{Condition, Expr, IndexId, InputId, LineId};
use crate::problem::Place;
use accordant_money::{Exact, Rounding};
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

/// How a line is computed.
#[derive(Debug, Clone)]
pub enum Rule {
    /// A formula.
    Formula(Expr),
    /// The inner rule if the condition holds, else 0 with a reason (M13).
    Gate {
        /// The condition.
        when: Condition,
        /// The condition in words.
        words: String,
        /// Why the line is 0 if it does not hold.
        otherwise: Option<String>,
        /// The rule if it holds.
        then: Box<Rule>,
    },
    /// The first branch whose condition holds (M12).
    Choose(Vec<Branch>, Otherwise),
    /// A first formula, then what is done to it, in order (M14).
    Steps(Expr, Vec<Step>),
    /// One cell by the word of a choice (M16).
    PickByWord(InputId, Vec<(String, Cell)>, Option<Cell>),
    /// One cell by the element of the line's only index (M16).
    PickByElement(IndexId, Vec<(String, Cell)>, Option<Cell>),
    /// The marginal share of an amount (M17).
    Bands(Expr, Vec<Band>, Option<Expr>),
    /// A value read off points (M18, M19).
    Curve(Box<Curve>),
    /// The score of a measured value on its levels (M21).
    Levels(LineId, Ladder),
    /// The score of a level that was agreed or a milestone that was met.
    Judged(InputId, Vec<(String, Exact)>),
    /// A weighted mean (M21).
    Mean(Vec<Weighted>),
}

/// One branch of a choice.
#[derive(Debug, Clone)]
pub struct Branch {
    /// When it is taken.
    pub when: Condition,
    /// Its condition in words.
    pub words: String,
    /// Its value.
    pub is: Expr,
    /// Why, in words.
    pub says: Option<String>,
}

/// The last branch of a choice.
#[derive(Debug, Clone)]
pub struct Otherwise {
    /// Its value.
    pub is: Expr,
    /// Why, in words.
    pub says: Option<String>,
}

/// One step of several.
#[derive(Debug, Clone)]
pub struct Step {
    /// What is done.
    pub act: Act,
    /// When it is done; always, if absent.
    pub when: Option<Condition>,
    /// What it is in words.
    pub says: Option<String>,
    /// Its clause.
    pub clause: Option<String>,
    /// The step as written, in words.
    pub words: String,
}

/// What a step does to the result so far (M14).
#[derive(Debug, Clone)]
pub enum Act {
    /// Takes this away.
    Less(Expr),
    /// Takes this share of the result away.
    LessShare(Expr),
    /// Adds this.
    Plus(Expr),
    /// Adds this share of the result.
    PlusShare(Expr),
    /// Multiplies.
    Times(Expr),
    /// Divides.
    DividedBy(Expr),
    /// Holds it down to this.
    AtMost(Expr),
    /// Holds it up to this.
    AtLeast(Expr),
    /// Rounds it to a multiple.
    Rounded(Exact, Rounding),
}

/// A cell of a table of columns.
#[derive(Debug, Clone)]
pub enum Cell {
    /// A value.
    Formula(Expr),
    /// A word, in a column of words.
    Word(String),
    /// A value that must not be asked for.
    None(Place),
}

/// One band; it begins where the one before ended.
#[derive(Debug, Clone)]
pub struct Band {
    /// Where the first band begins; 0 if absent.
    pub from: Option<Expr>,
    /// Where it ends.
    pub to: Expr,
    /// The share within it.
    pub rate: Expr,
}

/// Points that a value is read off.
#[derive(Debug, Clone)]
pub struct Curve {
    /// What is looked up.
    pub of: Expr,
    /// The points, X rising; for days, X counts days from 1970-01-01.
    pub points: Vec<(Exact, Expr)>,
    /// What lies between points.
    pub between: Between,
    /// What lies under the first.
    pub below: Beyond,
    /// What lies past the last.
    pub above: Beyond,
}

/// What lies between two points of a curve or two levels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Between {
    /// A straight line.
    Linear,
    /// The last point reached.
    Step,
    /// A straight line that reaches the next value one before the next point.
    LinearToLastWhole,
}

/// What lies beyond the ends of a curve.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beyond {
    /// The value at the end.
    Hold,
    /// Nothing; asking is refused.
    Refuse,
}

/// The levels of a measure, worst first.
#[derive(Debug, Clone)]
pub struct Ladder {
    /// The levels, in order from the worst.
    pub levels: Vec<Level>,
    /// Straight lines or steps between them.
    pub between: Between,
    /// Which direction is better.
    pub better: Better,
}

/// One level of a measure.
#[derive(Debug, Clone)]
pub struct Level {
    /// Its name.
    pub name: String,
    /// The value at which it is reached.
    pub at: Exact,
    /// Its points.
    pub points: Exact,
    /// What it means in one line.
    pub says: Option<String>,
}

/// Which direction is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Better {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
}

/// One part of a weighted mean.
#[derive(Debug, Clone)]
pub struct Weighted {
    /// Its weight, not negative.
    pub weight: Exact,
    /// The score.
    pub score: LineId,
    /// What becomes of it when its facts are missing.
    pub missing: MissingMeasure,
}

/// What becomes of a measure without its fact (M21).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MissingMeasure {
    /// The settlement is refused.
    Refuse,
    /// It is left out, and the weights of the rest count.
    LeaveOut,
    /// It counts with zero points.
    ZeroPoints,
}
