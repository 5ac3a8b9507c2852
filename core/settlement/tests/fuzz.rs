//! Whatever is done to an agreement, what is still accepted settles or is refused: it never panics.
#![expect(clippy::expect_used, reason = "a test stops at its first surprise")]

#[path = "../../agreement/tests/mutation/mod.rs"]
mod mutation;

use accordant_agreement::calendar::periods;
use accordant_agreement::{Agreement, SourceFile, check};
use accordant_facts::Facts;
use accordant_settlement::{run_example, series};
use mutation::{Numbers, corpus, mutated, rounds};
use std::time::{Duration, Instant};

/// Many times what the slowest takes without optimisation.
const TIME_MAX: Duration = Duration::from_secs(10);

/// spec: S1
#[test]
fn whatever_is_accepted_settles_on_no_facts_and_on_those_of_its_examples() {
    let corpus = corpus();
    let mut numbers = Numbers::new(0xd1b5_4a32_d192_ed03);
    let (mut accepted, mut refusals, mut compared) = (0_usize, 0_usize, 0_usize);
    let rounds = rounds(1_000, 200_000);
    for round in 0..rounds {
        let folder = mutated(&corpus, &mut numbers);
        let sources: Vec<SourceFile<'_>> =
            folder.iter().map(|(name, bytes)| SourceFile { name, bytes }).collect();
        let Some(agreement) = check(&sources).agreement else { continue };
        accepted += 1;
        let begun = Instant::now();
        refusals += on_no_facts(&agreement);
        compared += agreement
            .examples
            .iter()
            .map(|example| run_example(&agreement, example).compared.len())
            .sum::<usize>();
        assert!(begun.elapsed() < TIME_MAX, "round {round} takes {:?}", begun.elapsed());
    }
    assert!(accepted > rounds / 15 && refusals > rounds / 10 && compared > rounds / 10);
}

/// Settles the first period; how many refusals it meets.
fn on_no_facts(agreement: &Agreement) -> usize {
    let Some(first) = periods(&agreement.particulars.alliance).next() else { return 0 };
    let settled = series(agreement, &Facts::new(), first.from);
    settled.iter().map(|period| period.refusals().count()).sum()
}
