//! What holds of the agreements that are shipped, and of the pages that speak of them.
#![expect(clippy::unwrap_used, reason = "a test stops at what it cannot read")]

mod cited_facts;
mod folder;
mod kept;
mod mechanisms;
mod mutants;
mod outside_schema;
mod particulars;
mod published;
mod published_rows;
mod random_rows;
