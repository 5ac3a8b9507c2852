//! The money terms of an agreement, checked: every name resolved, every unit known, every place kept.
//!
//! Nothing here computes. `accordant-settlement` reads these terms one way, `accordant-oracle` another.
//! Start with [`Terms`]; everything that has a name and a value is an [`Input`] or a [`Line`].

use crate::formula::{Aggregate, Comparison, Function};
use crate::problem::Place;
use crate::unit::Unit;
use accordant_money::{Currency, Exact, Rounding};
use alloc::boxed::Box;
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

/// A pool, or the fund (M3, M24).
#[derive(Debug, Clone)]
pub struct Pool {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub says: Option<String>,
    /// Its clause.
    pub clause: Option<String>,
    /// Where it is written.
    pub place: Place,
    /// The party in whose books it lies.
    pub in_books_of: Option<String>,
    /// Its opening balance in the first period.
    pub opening: Option<Exact>,
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

/// Money that changes hands: one pot, one split (M22).
#[derive(Debug, Clone)]
pub struct Posting {
    /// Its name.
    pub name: String,
    /// What it is in words.
    pub says: Option<String>,
    /// Its clause.
    pub clause: Option<String>,
    /// Where it is written.
    pub place: Place,
    /// Made once for each element of this index.
    pub by: Option<IndexId>,
    /// The amount; the sum of the shares if absent.
    pub of: Option<Expr>,
    /// The one account on one side.
    pub pot: Account,
    /// Whether the pot pays or receives.
    pub direction: Direction,
    /// The accounts on the other side, in the author's order.
    pub shares: Vec<Share>,
}

/// Which way a posting goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// From the pot to the shares.
    PotPays,
    /// From the shares to the pot.
    PotReceives,
}

/// One named share of a pot.
#[derive(Debug, Clone)]
pub struct Share {
    /// The figure: the share's name, or the posting's.
    pub name: String,
    /// What it is in words.
    pub says: Option<String>,
    /// Its clause.
    pub clause: Option<String>,
    /// Where it is written.
    pub place: Place,
    /// Who gets or gives it.
    pub payees: Payees,
    /// How much.
    pub amount: Amount,
    /// The weights among several payees.
    pub weight: Option<Expr>,
    /// The rule in words.
    pub words: String,
}

/// Who gets or gives a share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Payees {
    /// One account.
    One(Account),
    /// Every element of an index of parties.
    Each(IndexId),
}

/// Where money comes from or goes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Account {
    /// A party.
    Party(String),
    /// A pool, by its name.
    Pool(String),
    /// Anywhere outside the alliance's own accounts.
    Outside,
    /// The element that an indexed posting is at.
    Current(IndexId),
    /// The responsible provider of the service that an indexed posting is at.
    Responsible(IndexId),
}

/// How much a share is.
#[derive(Debug, Clone)]
pub enum Amount {
    /// The whole pot.
    Whole,
    /// This exact amount.
    Exact(Expr),
    /// What the other shares leave.
    Rest,
}
