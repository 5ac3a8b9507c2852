//! Works for a store until it is done or killed, and tells each answer that it was given, at once.
//!
//! It does what [`Orders`] say, and will never know who kills it.

use std::process::ExitCode;

use accordant_faults::child::Orders;

fn main() -> ExitCode {
    match Orders::read(std::env::args().skip(1)).and_then(|orders| orders.obey()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("writer: {why}");
            ExitCode::FAILURE
        }
    }
}
