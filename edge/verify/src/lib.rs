//! Checks an exported bundle of an alliance's record: whether anything in it was altered, and who confirms that.
//!
//! [`verify`] reads the folder, checks signatures with the keys that the auditor [`Pinned`] and no others, hashes every
//! event and every part that is shown again, and compares with the states that the auditor [`Held`]. It goes on after
//! a problem and tells all of them in one [`Report`]; [`face::in_words`] says it to people.
//!
//! This crate will never know what an event means for the alliance, nor a network, a clock or the program that wrote the
//! bundle. `tools/verify_bundle.py` checks the same in another language. Start with [`verify`].

mod checkpoints;
mod events;
pub mod face;
mod files;
mod parts;
mod pinned;
mod report;
mod what;

use checkpoints::Mode;
use files::Bundle;
use std::num::NonZeroUsize;
use std::path::Path;
use std::thread;

pub use files::Unreadable;
pub use pinned::{Held, KeysProblem, LineProblem, Pinned, PinnedKey, Role};
pub use report::{Confirmation, Counts, Finding, Report};
pub use what::{OfEvent, OfFile, OfLine, OfPart, OfState, PartOf, What};

/// What an auditor asks.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The folder of the bundle.
    pub bundle: &'a Path,
    /// The keys on which the auditor relies.
    pub pinned: &'a Pinned,
    /// States of the record that the auditor has kept.
    pub held: &'a [Held],
    /// Whether it is a problem that no commissioner and provider confirm the record.
    pub confirmation: Wanted,
    /// On how many threads events are read.
    pub threads: NonZeroUsize,
    /// A mechanism that is switched off.
    #[cfg(feature = "switches")]
    pub without: Option<Mechanism>,
}

impl<'a> Asked<'a> {
    /// Whether this bundle is sound by these keys, on all threads of the machine, with no earlier state to compare with.
    pub fn of(bundle: &'a Path, pinned: &'a Pinned) -> Asked<'a> {
        Asked {
            bundle,
            pinned,
            held: &[],
            confirmation: Wanted::Told,
            threads: thread::available_parallelism().unwrap_or(NonZeroUsize::MIN),
            #[cfg(feature = "switches")]
            without: None,
        }
    }
}

/// What it means that no commissioner and provider confirm the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// It is said.
    Told,
    /// It is a problem.
    Required,
}

/// What a guarantee rests on, so that a test can show that it fails without.
#[cfg(feature = "switches")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mechanism {
    /// Comparison with the states that the auditor has kept: no history that was seen can change unnoticed (G7).
    HeldStates,
}

/// Checks a bundle, and tells everything that is wrong with it.
///
/// # Errors
/// When the folder cannot be read as a bundle.
pub fn verify(asked: &Asked<'_>) -> Result<Report, Unreadable> {
    let mut report = Report::default();
    let bundle = Bundle::read(asked.bundle, &mut report)?;
    bundle.check_list(&mut report);

    // Signatures come first: no root is compared before a key that is relied on has vouched for it.
    let signed = checkpoints::read(
        files::CHECKPOINTS,
        bundle.file(files::CHECKPOINTS),
        asked.pinned,
        Mode::Signed,
        &mut report,
    );
    let held: Vec<_> = held(asked)
        .iter()
        .flat_map(|held| {
            checkpoints::read(&held.name, &held.content, asked.pinned, Mode::SignedOrOnPaper, &mut report)
        })
        .collect();

    let sizes = signed.iter().chain(&held).map(|state| state.checkpoint.size).collect();
    let headers = bundle.file(files::HEADERS);
    let followed = events::follow(headers, &asked.pinned.origin, &sizes, asked.threads, &mut report);
    checkpoints::check_roots(&signed, &held, &followed, &mut report);
    checkpoints::check_signed(&signed, &followed, asked, &mut report);
    parts::check(&bundle, &followed, &mut report);
    report.finish();
    Ok(report)
}

/// The states with which the record is compared.
fn held<'a>(asked: &Asked<'a>) -> &'a [Held] {
    #[cfg(feature = "switches")]
    if asked.without == Some(Mechanism::HeldStates) {
        return &[];
    }
    asked.held
}
