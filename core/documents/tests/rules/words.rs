//! Reasons in sentences.

use super::{agreement, settled, view};
use accordant_documents::words;

/// All that is said of a posting of an example of `capital-works`, line by line.
fn check(example: &str, posting: &str, expected: &[&str]) {
    let agreement = agreement("capital-works");
    let settlement = settled(&agreement, example);
    let view = view(&agreement, &settlement);
    let part = view.parts.first().unwrap();
    let statement = part.postings.iter().find(|one| one.share.address == posting).unwrap();
    let mut said = vec![words::direction(statement, &view.names)];
    said.extend(words::posting(statement, part, agreement.terms.as_ref().unwrap()));
    assert_eq!(said, expected);
}

#[test]
fn a_share_by_weight_names_the_weights() {
    check(
        "eight_under_with_a_stretch",
        "provider_gain[builder]",
        &[
            "from outside the alliance to the builder",
            "= 25% of under run + pool earned",
            "62.5% of £3,200,000.00, by margin: £5,000,000.00 of £8,000,000.00",
            "rounded once, with the rest of gain: pennies by largest remainder; nothing was left over here",
        ],
    );
}

#[test]
fn the_odd_penny_is_told() {
    check(
        "pennies_that_do_not_divide",
        "owner_gain",
        &[
            "from outside the alliance to the owner",
            "what the other shares leave of £100.01",
            "rounded once from £50.005, with the rest of gain: pennies by largest remainder; one of the odd pennies went here",
        ],
    );
}

#[test]
fn a_zero_says_why() {
    check(
        "on_target_exactly",
        "provider_pain[builder]",
        &[
            "the builder pays the owner",
            "62.5% of £0.00, by margin: £5,000,000.00 of £8,000,000.00",
            "it is zero: actual cost equals target cost",
        ],
    );
}
