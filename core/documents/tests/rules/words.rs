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
            "to share: £3,200,000.00 = 25% of under run + pool earned; this party's part, by margin: £5,000,000.00 of £8,000,000.00",
            "where under run = £8,000,000.00 and pool earned = £1,200,000.00",
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
            "£50.005 posted as £50.01; rounding the parts down left 1 penny over; it came here",
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
            "to share: £0.00; this party's part, by margin: £5,000,000.00 of £8,000,000.00",
            "it is zero: actual cost equals target cost",
        ],
    );
}
