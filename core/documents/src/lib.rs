//! A settlement as documents: one page in which every figure opens its reason, and JSON.
//!
//! [`view`] gathers what a reader meets, [`words`] puts a reason into sentences, [`figures`] shows a value; [`page`] and
//! [`json`] lay these out, and so does whoever writes to a terminal. [`bundle`] lays out a whole record.
//!
//! This crate computes no figure, and what it shows is never an input to one. It will never know files, clocks or the
//! screen. Start with [`view::StatementView`].
#![no_std]
#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::float_arithmetic
)]

extern crate alloc;

pub mod bundle;
pub mod chart;
pub mod figures;
mod html;
pub mod json;
pub mod page;
pub mod view;
pub mod words;
