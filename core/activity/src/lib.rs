//! Activity as contract monitoring tells it: lines gathered into cells, each with the rows of the file that say so.
//!
//! A provider sends, for a month, how much was planned and done at each point of delivery. [`Cells`] are those lines
//! with equal keys added up, exactly; [`Latest`] holds what the latest submission says of each provider, month and
//! commissioner. A [`Shelf`] of dated price books says what each cell comes to ([`price()`]), and what it would come to
//! at other prices ([`reprice()`]). A [`Plan`] is spread over the months of a year; [`shift()`]
//! compares two years site by site; [`mixes`] and [`overlaps`] look for steps that may be duplicate; and a [`Kernel`]
//! prices millions of rows.
//!
//! This crate will never know a file, a patient, or what an agreement does with a figure, and it holds no code of any
//! scheme: which point of delivery is a first appointment, which site is a hospital and which cells are a service are
//! told by the caller. What a line does not say stays unsaid; it is never nothing.
//!
//! Start with [`Line`], then [`Cells`], then [`Latest`].

#![no_std]
#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::float_arithmetic
)]

extern crate alloc;

mod aside;
mod book;
mod cell;
mod cells;
pub mod counting;
mod difference;
mod evidence;
mod group;
mod json;
mod kernel;
mod latest;
mod line;
mod month;
mod plan;
mod price;
mod reprice;
mod rows;
mod scaled;
mod shelf;
mod shift;
mod steps;
mod stranded;
mod sums;
mod valued;

pub use aside::{Aside, StatedBreak};
pub use book::{
    Book, BookProblem, Factor, FactorList, Item, Kind, MarketForces, Particulars, Price, Providers, Standing,
};
pub use cell::{Cell, Code, Key, Tariff};
pub use cells::Cells;
pub use difference::{Changed, Difference};
pub use evidence::Evidence;
pub use group::{Group, group};
pub use json::JsonProblem;
pub use kernel::{Axes, Block, Bulk, Counted, Kernel, KernelProblem};
pub use latest::{Latest, Scope, Submission};
pub use line::{Line, Said};
pub use month::{Month, Months, Year};
pub use plan::{Against, Phased, Phasing, PhasingProblem, Plan};
pub use price::{Figure, Priced, Unpriced, price, price_cell};
pub use reprice::{Both, Delta, Lost, Place, Repriced, reprice};
pub use rows::Rows;
pub use scaled::{Scaled, TooLarge};
pub use shelf::{Applied, AppliedFactor, Shelf, ShelfProblem, Why};
pub use shift::{
    AsideSite, Moved, MovedMoney, NotPublished, Period, Setting, SettingTotals, Shift, ShiftRefusal, Site,
    shift,
};
pub use steps::{Beyond, FollowUps, Mix, Overlap, Overlaps, Step, follow_ups_beyond, mixes, overlaps};
pub use stranded::{Stranded, StrandedCost, StrandedTerm};
pub use sums::{Amounts, Side, Stated, Sums, Total};
pub use valued::Valued;
