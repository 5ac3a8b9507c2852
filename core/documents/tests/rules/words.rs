//! Reasons in sentences.

use super::{agreement, settled, view};
use accordant_documents::words;

/// All that is said of a posting of an example of `capital-works`, line by line.
fn check(example: &str, posting: &str, expected: &[&str]) {
    check_in("capital-works", example, posting, expected);
}

fn check_in(folder: &str, example: &str, posting: &str, expected: &[&str]) {
    let agreement = agreement(folder);
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
fn a_posting_below_zero_is_paid_back_the_other_way() {
    check_in(
        "harbour",
        "two_and_a_half_per_cent_saved",
        "variable_payment[musculoskeletal]",
        &[
            "Saltmarsh Community Health NHS Trust pays the pooled budget back",
            "it came out below zero, so £12,000.00 is paid back",
            "variable element = above plan × over rate × unit price, then less below plan × under rate × unit price, then rounded to 0.01, half up, where above plan = 0 contacts, over rate = 75%, below plan = 400 contacts, under rate = 50% and unit price = £60.00 per contact",
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

/// What is said of the table behind a figure of an example of `harbour`.
fn check_scales(address: &str, expected: &[&str]) {
    let agreement = agreement("harbour");
    let settlement = settled(&agreement, "two_and_a_half_per_cent_saved");
    let view = view(&agreement, &settlement);
    let reason = view.parts.first().unwrap().figure(address).unwrap();
    assert_eq!(words::scales(reason), expected);
}

#[test]
fn bands_tell_their_rates_and_thresholds() {
    check_scales(
        "cost_share",
        &[
            "the first £920,000.00 at 50% = £460,000.00; the next £230,000.00 (up to £2,300,000.00) at 30% = £69,000.00; above £2,300,000.00 at 0% is not reached",
        ],
    );
}

#[test]
fn levels_tell_their_thresholds_and_points() {
    check_scales(
        "score[urgent_two_hours]",
        &[
            "82% reaches stretch (82%: +60 points)",
            "the levels: failure (55%: −100 points), poor (62%: −60 points), below (68%: −30 points), minimum (70%: 0 points), above (76%: +30 points), stretch (82%: +60 points), game breaking (90%: +100 points)",
        ],
    );
}

#[test]
fn the_money_of_a_status_adds_up_to_its_heading() {
    let agreement = agreement("harbour");
    let settlement = settled(&agreement, "two_and_a_half_per_cent_saved");
    let view = view(&agreement, &settlement);
    let all = view.parts.iter().flat_map(|part| part.postings);
    let sizes: i128 = all.filter_map(|one| one.share.posted).map(|posted| posted.minor().abs()).sum();
    assert_eq!(view.evidence.iter().map(|one| one.amount.minor()).sum::<i128>(), sizes);
}
