//! A settlement as JSON, in the shapes that `docs/json.md` documents.
//!
//! Numbers are strings: a decimal as people expect it, and beside it the exact value as `n/d`. [`ReasonWriter`] writes
//! the reasons of a million rows and of a single figure with the same code; [`statement_json`] writes a whole statement.

mod explain;
mod reasons;
mod statement;
mod text;

pub use explain::{Explained, NoSuchFigure, explain};
pub use reasons::{Origin, Origins, PostingHead, PostingLine, ReasonLine, ReasonWriter, Subject, Template};
pub use statement::statement_json;
