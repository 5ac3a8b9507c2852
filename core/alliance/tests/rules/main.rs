//! What the alliance allows, refuses and remembers: one story for each rule.
//!
//! Each file takes one kind of command; what holds for all of them stands in `laws`, `readers` and `kept`.
#![expect(clippy::expect_used, clippy::panic, reason = "a test stops at its first surprise")]

#[path = "../story/mod.rs"]
mod story;

mod charts;
mod erasing;
mod facts;
mod founding;
mod kept;
mod laws;
mod on_account;
mod people;
mod pools;
mod prices;
mod queries;
mod readers;
mod returns;
mod settling;
mod submissions;
