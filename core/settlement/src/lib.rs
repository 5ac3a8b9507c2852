//! From checked terms and facts to a statement: every figure exact, every posting explained.
//!
//! The terms of one period become a graph of small operations ([`compile`]); an [`Evaluator`] gives values to what
//! is asked for; postings are split; a [`Reason`] tells what a figure was computed from, by walking what the
//! evaluator looked at, so the two cannot disagree.
//!
//! This crate will never know files, clocks, people or how a statement looks. Start with [`settle`].
#![no_std]
#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::float_arithmetic
)]

extern crate alloc;

mod compile;
mod computed;
mod difference;
mod each;
mod evaluate;
mod examples;
mod graph;
mod kernel;
mod posting;
mod reads;
mod reason;
mod refusal;
mod series;
mod settle;
mod sources;
mod value;

pub use compile::{Setting, compile};
pub use computed::Computed;
pub use difference::{CAUSES, CauseKind, Difference, Effect, FigureDifference, Restated, Values, difference};
pub use each::{EachProblem, EachRow, EachShare, RowAmount, RowReader, kernel_figures};
pub use evaluate::{Evaluator, SlotValue, Stop, within};
pub use examples::{Compared, Ran, Verdict, example_facts, period, run_example, settle_example};
pub use graph::{Asks, ConditionId, Figure, FigureId, Graph, NodeId, Slot, SlotId};
pub use posting::{PostedShare, account_name};
pub use reason::{
    BandRow, FactUsed, FigureUsed, Held, Looked, PointRow, Reason, Scale, TableRow, Working, because,
    looked_at,
};
pub use refusal::{Refusal, RefusalKind};
pub use series::{SettledPeriod, series, series_to_date, whole};
pub use settle::{Settlement, Statement, money_by_status, settle};
pub use sources::{Brought, CLOSING_BALANCE, Source, SourceValue, Summand, code, sources};
pub use value::{Loose, Stated, Truth, Value};
