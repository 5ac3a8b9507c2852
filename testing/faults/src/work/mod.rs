//! Work for a store under attack, and what must hold of it afterwards, whatever happened meanwhile.
//!
//! Work is made of requests, each of which appends a few events that belong together; now and then a checkpoint is
//! signed or a part is erased. Each [`Answer`] that the store gives is a promise, and [`wrongs`] holds the store to it.
//!
//! Start with [`Request::make`]; then [`wrongs`].

mod answer;
mod opening;
mod request;
mod verdict;

pub use answer::Answer;
pub use opening::Opening;
pub use request::{LOG, LONG_BYTES, Request, SHORT_BYTES, erase, seal, signed};
pub use verdict::{is_signed, opened_wrongs, wrongs};
