//! Agreements and facts that nobody wrote: many, small, and often exactly on an edge.
//!
//! A case is fixed by its seed. Every primitive of the language is met in a full run, and every outcome of settling;
//! [`coverage`] counts them, and one that is never met is a failure.
//!
//! Start with [`generate::case`].

pub mod agree;
pub mod case;
pub mod coverage;
pub mod generate;
mod given;
pub mod random;
pub mod rows;
