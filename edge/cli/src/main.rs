//! The binary `accordant`: from arguments to one call of the core to text.
//!
//! It computes nothing that a contract says: the rules stand in the core, the words in [`text`], and every command
//! in a file of its own under [`commands`]. Start with [`run::run`].

mod arguments;
mod commands;
mod each;
mod export;
mod load;
mod print;
mod recorded;
mod run;
mod stamp;
mod stop;
mod text;

use mimalloc::MiMalloc;
use std::process::ExitCode;
use std::thread;

/// What one thread makes another lets go of, wherever a record is read ahead: see decision 13.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// Agreements nest as deep as the language's limits allow, and each level of nesting takes a frame or more.
const STACK_BYTES: usize = 64 * 1024 * 1024;

fn main() -> ExitCode {
    let working =
        thread::Builder::new().name("accordant".to_string()).stack_size(STACK_BYTES).spawn(run::run);
    match working.map(thread::JoinHandle::join) {
        Ok(Ok(code)) => code,
        // The panic has been told on standard error already.
        Ok(Err(_)) => ExitCode::from(stop::COULD_NOT),
        Err(error) => {
            eprintln!("fault: no thread can be started: {error}");
            ExitCode::from(stop::COULD_NOT)
        }
    }
}
