//! Formulas as a finance person writes them: text -> tree, and tree -> words.
//!
//! A formula knows names, not what they stand for; units and meanings are the business of `terms`.
//! Start with [`parse`].

mod parser;
mod token;
mod words;

pub use parser::parse;
pub use words::words;

use accordant_money::{Exact, Rounding};
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;
use jiff::civil::Date;

/// The longest formula, in characters (L3).
pub const FORMULA_CHARS_MAX: usize = 2_000;
/// The deepest nesting within a formula (L3).
pub const FORMULA_DEPTH_MAX: usize = 32;
/// The most terms in a formula (L3).
pub const FORMULA_TERMS_MAX: usize = 1_000;

/// Words that no input, line, column or measure may bear (M9).
pub const RESERVED: &[&str] = &[
    "or",
    "and",
    "not",
    "is",
    "one",
    "of",
    "over",
    "min",
    "max",
    "abs",
    "clamp",
    "sum",
    "largest",
    "smallest",
    "count",
    "rounded",
    "to",
    "cliff",
    "deductible",
    "deadband",
    "if",
    "otherwise",
    "the",
    "rest",
    "score",
    "value",
    "opening",
    "days_in_period",
    "days_in_part",
    "term_year",
    "period_start",
    "period_end",
    "payment_day",
    "outside",
    "responsible",
    "per",
    "none",
    "whole",
];

/// Part of a formula, in characters from its beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The first character; 0 is the first of the formula.
    pub start: usize,
    /// How many characters.
    pub length: usize,
}

/// A formula or a part of one, and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// Where it stands in the formula.
    pub span: Span,
    /// What it is.
    pub kind: TermKind,
}

/// A name inside a formula, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameAt {
    /// The name as written.
    pub name: String,
    /// Where it stands.
    pub span: Span,
}

/// What a term is.
#[derive(Debug, Clone, PartialEq)]
pub enum TermKind {
    /// A number, with the unit that was written after it.
    Number {
        /// Its value; a percentage is already divided by one hundred.
        value: Exact,
        /// The unit words, such as `points` or `GBP per attendance`.
        unit: Option<String>,
        /// The number as the author wrote it, without its unit.
        written: String,
    },
    /// A day.
    Date(Date),
    /// A name, with the elements in brackets after it.
    Name {
        /// The name.
        name: String,
        /// The elements, in the author's order.
        at: Vec<NameAt>,
    },
    /// Two quantities combined.
    Calculation(Operator, Box<Term>, Box<Term>),
    /// A quantity with its sign changed.
    Negative(Box<Term>),
    /// A function of its arguments.
    Function(Function, Vec<Term>),
    /// One quantity made of all elements of another.
    Aggregate {
        /// How they are put together.
        how: Aggregate,
        /// What is put together.
        of: Box<Term>,
        /// The one index that is gone through, or all of them.
        over: Option<NameAt>,
    },
    /// A quantity rounded to a multiple.
    Rounded {
        /// What is rounded.
        of: Box<Term>,
        /// To a multiple of this positive number.
        to: Exact,
        /// The unit written after that number, if any.
        unit: Option<String>,
        /// How ties and the rest go.
        rule: Rounding,
    },
    /// A condition on two quantities, or on a choice and a word.
    Compare(Comparison, Box<Term>, Box<Term>),
    /// A condition: the choice is one of these words.
    IsOneOf(Box<Term>, Vec<NameAt>),
    /// Both conditions hold.
    Both(Box<Term>, Box<Term>),
    /// At least one condition holds.
    Either(Box<Term>, Box<Term>),
    /// The condition does not hold.
    Not(Box<Term>),
}

/// What joins two quantities.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// `+`
    Plus,
    /// `-`
    Minus,
    /// `*`
    Times,
    /// `/`
    DividedBy,
    /// `of`: a share of something; multiplies.
    Of,
}

/// What compares two quantities.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `<`
    Below,
    /// `<=`
    AtMost,
    /// `=`
    Equal,
    /// `>`
    Above,
    /// `>=`
    AtLeast,
    /// `is`, between a choice and a word.
    Is,
    /// `is not`, between a choice and a word.
    IsNot,
}

impl Comparison {
    /// Whether it holds for two quantities that stand in this order.
    #[inline]
    pub fn holds(self, order: Ordering) -> bool {
        match self {
            Comparison::Below => order.is_lt(),
            Comparison::AtMost => order.is_le(),
            Comparison::Equal | Comparison::Is => order.is_eq(),
            Comparison::IsNot => order.is_ne(),
            Comparison::Above => order.is_gt(),
            Comparison::AtLeast => order.is_ge(),
        }
    }
}

/// The functions of the language (M8, M9). The set is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Function {
    /// The smallest of two or more.
    Min,
    /// The largest of two or more.
    Max,
    /// The size without its sign.
    Abs,
    /// Held between a low and a high.
    Clamp,
    /// All of it once the threshold is reached, else nothing.
    Cliff,
    /// Only what lies above the threshold.
    Deductible,
    /// Only what lies beyond the threshold on either side.
    Deadband,
}

/// How all elements of a quantity are put together (M8).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aggregate {
    /// Added up.
    Sum,
    /// The largest.
    Largest,
    /// The smallest.
    Smallest,
    /// How many there are.
    Count,
}

impl Function {
    /// The word that an author writes.
    pub fn name(self) -> &'static str {
        match self {
            Function::Min => "min",
            Function::Max => "max",
            Function::Abs => "abs",
            Function::Clamp => "clamp",
            Function::Cliff => "cliff",
            Function::Deductible => "deductible",
            Function::Deadband => "deadband",
        }
    }

    /// The function that an author means by a word.
    pub fn parse(word: &str) -> Option<Function> {
        use Function::{Abs, Clamp, Cliff, Deadband, Deductible, Max, Min};
        [Min, Max, Abs, Clamp, Cliff, Deductible, Deadband]
            .into_iter()
            .find(|function| function.name() == word)
    }

    /// How it is written.
    pub fn usage(self) -> &'static str {
        match self {
            Function::Min => "min(a, b)",
            Function::Max => "max(a, b)",
            Function::Abs => "abs(x)",
            Function::Clamp => "clamp(x, low, high)",
            Function::Cliff => "cliff(x, threshold)",
            Function::Deductible => "deductible(x, threshold)",
            Function::Deadband => "deadband(x, threshold)",
        }
    }

    /// How many arguments it takes, from and to.
    pub fn arguments(self) -> (usize, usize) {
        match self {
            Function::Min | Function::Max => (2, 64),
            Function::Abs => (1, 1),
            Function::Clamp => (3, 3),
            Function::Cliff | Function::Deductible | Function::Deadband => (2, 2),
        }
    }
}

impl Aggregate {
    /// The word that an author writes before `of`.
    pub fn name(self) -> &'static str {
        match self {
            Aggregate::Sum => "sum",
            Aggregate::Largest => "largest",
            Aggregate::Smallest => "smallest",
            Aggregate::Count => "count",
        }
    }

    /// The aggregate that an author means by a word.
    pub fn parse(word: &str) -> Option<Aggregate> {
        use Aggregate::{Count, Largest, Smallest, Sum};
        [Sum, Largest, Smallest, Count].into_iter().find(|aggregate| aggregate.name() == word)
    }
}

/// Why a formula cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormulaProblem {
    /// Where in the formula.
    pub span: Span,
    /// What is wrong, in the house style of messages.
    pub what: String,
    /// What to do about it.
    pub help: Option<String>,
}
