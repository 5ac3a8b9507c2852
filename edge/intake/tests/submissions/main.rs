//! What is read, fixed and refused of the files that parties send.
//!
//! Of the messy files `ACCORDANT_BLESS=1` rewrites the expected reports; a person reads the difference.

mod dense;
mod fuzz;
mod mapped;
mod mended;
mod messy;
mod one_row;
mod rules;

use accordant_intake::submission::{self, Answer, Asked, Known, Refused, Submission};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;
use std::num::NonZeroUsize;

/// A file of contract monitoring without a fault.
const CLEAN: &str = include_str!("../../../../testing/messy/clean.csv");

/// The codes that the files of the tests use.
fn known() -> Known {
    let set = |codes: &str| codes.split(' ').map(str::to_string).collect::<BTreeSet<String>>();
    Known {
        providers: set("RWE RT5 RYK"),
        commissioners: set("03W 04C 04V QK1"),
        points_of_delivery: set("DC EL OPFASPCL OPFUPSPCL DRUG DEVICE"),
        answers: BTreeMap::from([
            (
                "told_once".to_string(),
                Answer::Words(["poor", "above", "game_breaking"].map(str::to_string).to_vec()),
            ),
            ("clinic_opened".to_string(), Answer::Day),
        ]),
        reads_prices: None,
    }
}

/// Reads a file; its report and the file of rejected rows.
fn read(name: &str, bytes: &[u8]) -> (Result<Submission, Refused>, String) {
    let known = known();
    let asked = Asked {
        allows_nhs_numbers: name.ends_with("-let-in.csv"),
        threads: NonZeroUsize::new(2).unwrap(),
        ..Asked::new(name, &known)
    };
    let mut rejects = Vec::new();
    let read = submission::read(Cursor::new(bytes.to_vec()), &asked, &mut rejects);
    (read, String::from_utf8(rejects).unwrap())
}
