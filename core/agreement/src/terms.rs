//! The money terms of an agreement, checked: every name resolved, every unit known, every place kept.
//!
//! Nothing here computes. `accordant-settlement` reads these terms one way, `accordant-oracle` another.
//! Start with [`Terms`]; everything that has a name and a value is an [`Input`] or a [`Line`].

mod expr;
mod on_account;
pub(crate) mod parts;
mod pool;
mod posting;
mod rule;

pub use expr::{At, Condition, ConditionKind, Expr, ExprKind, Subject};
pub use on_account::OnAccount;
pub use pool::{Contributors, Pool, YearEnd};
pub use posting::{Account, Amount, Direction, Payees, Posting, Share};
pub use rule::{
    Act, Band, Better, Between, Beyond, Branch, Cell, Curve, Ladder, Level, MissingMeasure, Otherwise, Rule,
    Step, Weighted,
};

use crate::problem::Place;
use crate::unit::Unit;
use accordant_money::{Currency, Exact, Rounding};
use alloc::string::String;
use alloc::vec::Vec;
use jiff::civil::Date;

/// The number of an index in [`Terms::indexes`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct IndexId(pub usize);
/// The number of an input in [`Terms::inputs`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct InputId(pub usize);
/// The number of a line in [`Terms::lines`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineId(pub usize);

/// All money terms and measures.
#[derive(Debug, Clone)]
pub struct Terms {
    /// The one currency of the agreement.
    pub currency: Currency,
    /// How posted money is rounded; absent only where nothing is posted.
    pub rounding: Option<MoneyRounding>,
    /// What quantities may be indexed by.
    pub indexes: Vec<Index>,
    /// The facts that the terms ask for.
    pub inputs: Vec<Input>,
    /// Everything that is computed and has a name: lines, tables, measures, scores.
    pub lines: Vec<Line>,
    /// Pools and the fund.
    pub pools: Vec<Pool>,
    /// Who pays whom, in the author's order.
    pub postings: Vec<Posting>,
    /// What is paid before a period is settled, if anything is.
    pub on_account: Option<OnAccount>,
    /// Who is responsible for a service from when to when; what `responsible` asks.
    pub responsible: Vec<Responsibility>,
    /// The overall score, if there are measures that pay or could.
    pub score: Option<LineId>,
}

/// How an amount becomes posted money (M23).
#[derive(Debug, Clone, PartialEq)]
pub struct MoneyRounding {
    /// To a multiple of this, in major units: 0.01 for pennies.
    pub to: Exact,
    /// How the rest goes.
    pub rule: Rounding,
}

/// Something that quantities are indexed by (M2).
#[derive(Debug, Clone)]
pub struct Index {
    /// Its name: `provider`, `service`, a list.
    pub name: String,
    /// Its elements, in the agreement's order, with the time that each belongs to it.
    pub elements: Vec<Element>,
    /// Whether every element is a party.
    pub of_parties: bool,
}

/// One element of an index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element {
    /// Its name.
    pub name: String,
    /// The first day on which it belongs, if it has one.
    pub from: Option<Date>,
    /// The last day on which it belongs, if it has one.
    pub to: Option<Date>,
}

/// A fact that the terms ask for (M1).
#[derive(Debug, Clone)]
pub struct Input {
    /// Its name.
    pub name: String,
    /// What it is in words.
    pub says: Option<String>,
    /// The clause that defines it.
    pub clause: Option<String>,
    /// Where it is written.
    pub place: Place,
    /// A quantity or a choice.
    pub kind: InputKind,
    /// What it is indexed by, in order.
    pub by: Vec<IndexId>,
    /// Its part in the causes of a difference (S25).
    pub cause: Cause,
    /// How closely its value is known, unless the fact says otherwise.
    pub known_to: Option<Exact>,
    /// The least it can be, where it is not published.
    pub at_least: Option<Exact>,
    /// The most it can be, where it is not published.
    pub at_most: Option<Exact>,
    /// What its absence means.
    pub missing: Missing,
    /// How a fact of the whole period serves a part of it.
    pub over: Option<Over>,
    /// The party answerable for it.
    pub owner: Option<String>,
    /// The line whose value of the period before it takes, and its first value.
    pub carried: Option<Carried>,
    /// Whether it is a cost to all commissioners in total.
    pub total_cost: TotalCost,
}

/// A quantity in a unit, or one of a closed list of words.
#[derive(Debug, Clone, PartialEq)]
pub enum InputKind {
    /// A number of something.
    Quantity(Unit),
    /// One of these words.
    Choice(Vec<String>),
}

/// The causes of a difference, in the order in which they are replaced (S25).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// Facts of no other kind.
    Data,
    /// Prices.
    Price,
    /// Activity.
    Activity,
    /// Activity at its prices: a change of it is one of price where a price book brought it, and else of activity.
    Value,
}

/// What the absence of a fact means (S5).
#[derive(Debug, Clone, PartialEq)]
pub enum Missing {
    /// The settlement is refused.
    Refuse,
    /// This value is taken.
    Number(Exact),
    /// This word is taken.
    Word(String),
    /// The value exists but is not published: it has bounds only (S8).
    NotPublished,
    /// The latest value of an earlier period is taken.
    LastValue,
}

/// How a fact of a longer period serves a part (S20).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Over {
    /// In proportion to days.
    ByDays,
    /// The value as it is.
    Same,
    /// The rows dated within the part, added.
    AsDated,
}

/// Whether an input says that it is total cost to commissioners (L20).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TotalCost {
    /// It says so.
    ToCommissioners,
    /// It says nothing.
    NotSaid,
}

/// An input that takes the value of a line of the period before (M24).
#[derive(Debug, Clone, PartialEq)]
pub struct Carried {
    /// The line.
    pub from: LineId,
    /// Its value in the first period, unless a fact gives it.
    pub first: Option<Exact>,
}

/// Something computed, with a name (M11, M16-M21).
#[derive(Debug, Clone)]
pub struct Line {
    /// Its name, as a figure is addressed: `pool`, `score`, `score[safety]`, `value[weeks_late]`.
    pub name: String,
    /// What it is in words.
    pub says: Option<String>,
    /// The clause that states it.
    pub clause: Option<String>,
    /// Where it is written.
    pub place: Place,
    /// What it is indexed by, in order.
    pub by: Vec<IndexId>,
    /// The unit of its value; `None` for the literal 0 alone, and for a column of words.
    pub unit: Option<Unit>,
    /// What kind of term it was written as.
    pub origin: Origin,
    /// The table of columns that it is a column of.
    pub table: Option<String>,
    /// Whether the author marked it as the soft landing of a party that loses activity.
    pub soft_landing: SoftLanding,
    /// How it is computed.
    pub rule: Rule,
    /// The rule in words.
    pub words: String,
}

/// What kind of term a line was written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// A line.
    Line,
    /// What a waterfall drew from one source.
    Draw,
    /// A column of a table.
    Column,
    /// A table of bands, a curve or a dated table.
    Table,
    /// The value of a measure, rounded to its precision.
    Value,
    /// The score of a measure, an area or everything.
    Score,
}

/// Whether a line is marked as a soft landing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SoftLanding {
    /// It is.
    Marked,
    /// It is not.
    NotMarked,
}

/// Who is responsible for a service, from when to when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Responsibility {
    /// The service.
    pub service: String,
    /// The responsible provider.
    pub party: String,
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub to: Option<Date>,
}
