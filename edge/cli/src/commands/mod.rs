//! The commands, each in its own file.

pub mod check;
pub mod completions;
pub mod licences;
pub mod schema;
pub mod settle;
