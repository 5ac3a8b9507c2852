//! The commands, each in its own file.

pub mod activity;
pub mod check;
pub mod completions;
pub mod cost;
pub mod examples;
pub mod explain;
pub mod export;
pub mod init;
pub mod licences;
pub mod measure;
pub mod price;
pub mod record;
pub mod reporting;
pub mod restated;
pub mod schema;
pub mod settle;
