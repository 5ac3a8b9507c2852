//! The files that people really have, as checked facts.
//!
//! [`folder`] reads an alliance's folder; [`facts_csv`] reads its facts; [`columns`] says what the columns of another
//! file mean; [`rows`] reads such a file, row by row, however long it is. What is wrong is told all at once, with file,
//! line, column, the author's words and what to do. [`submission`] reads what parties send each month: contract
//! monitoring, waiting times, costs, measures. [`prices`] reads price books. No row is dropped in silence.
//!
//! This crate will never know what a fact is worth to whom, or the name of a column of anyone's file but those of the
//! published layouts.
//!
//! Start with [`folder::read`] and [`facts_csv::FactsReader`].

mod fault;
mod names;
mod sheet;

pub mod columns;
pub mod counting;
pub mod facts_csv;
pub mod folder;
pub mod number;
pub mod period;
pub mod prices;
pub mod rows;
pub mod signatories;
pub mod submission;

pub use fault::Fault;
