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
            "what the other shares leave of £100.01 (under run)",
            "£50.005 posted as £50.01; the 4 parts of £100.01 (provider gain, unearned and owner gain), each rounded down, leave 1 penny over; it came here",
        ],
    );
}

#[test]
fn a_tie_names_the_rule_that_decided() {
    let first = "£0.005 posted as £0.01; the 4 parts of £0.04 (provider gain, unearned and owner gain), each rounded down, leave 1 penny over; it came here, because another lost as much and the agreement names this one first";
    let second = "£0.005 posted as £0.00; the 4 parts of £0.04 (provider gain, unearned and owner gain), each rounded down, leave 1 penny over; it did not come here, because one that it came to lost as much and the agreement names that one first";
    for (posting, expected) in [("provider_gain[builder]", first), ("provider_gain[designer]", second)] {
        let agreement = agreement("capital-works");
        let settlement = settled(&agreement, "a_tie_goes_to_the_first_named");
        let view = view(&agreement, &settlement);
        let part = view.parts.first().unwrap();
        let statement = part.postings.iter().find(|one| one.share.address == posting).unwrap();
        let said = words::posting(statement, part, agreement.terms.as_ref().unwrap());
        assert_eq!(said.last().map(String::as_str), Some(expected));
    }
}

#[test]
fn a_cap_that_holds_the_amount_is_named() {
    check(
        "beyond_the_cap",
        "provider_pain[builder]",
        &[
            "the builder pays the owner",
            "to share: £8,000,000.00 (pain); this party's part, by margin: £5,000,000.00 of £8,000,000.00",
            "pain: held to £8,000,000.00 (the sum of margin), for 50% of overrun is £10,000,000.00",
        ],
    );
}

#[test]
fn a_cap_on_the_way_is_told_as_that() {
    let text = "
accordant: 1
alliance: { name: A, term: { from: 2014-04-01, to: 2015-03-31 }, settles: { every: year, from: 1 April, currency: GBP } }
parties: { payer: { name: The payer, role: commissioner }, payee: { name: The payee, role: provider } }
money:
  inputs: { cost: { unit: GBP } }
  rounding: pennies, half away from zero
  lines:
    capped: { steps: [cost, at most £100, times 50%] }
  postings:
    payment: { of: capped, from: payer, to: payee }
examples:
  above: { given: { cost: 300 }, expect: { payment: 50.00 } }
";
    let agreement = super::written(text);
    let settlement = settled(&agreement, "above");
    let view = view(&agreement, &settlement);
    let reason = view.parts.first().unwrap().figure("capped").unwrap();
    let said: Vec<String> = reason.held.iter().map(|held| words::held(held, &reason.value)).collect();
    assert_eq!(said, ["on the way held to £100.00, for cost is £300.00"]);
}

#[test]
fn a_formula_that_is_written_in_the_posting_is_told_with_its_values() {
    check_in(
        "stockport",
        "half_way_to_the_best",
        "reward[charity_one]",
        &[
            "the Council pays the first third-sector provider",
            "to share: £2,500.00 = 50% of saved × (score, but not below 0) / 100 points; this party's part, equally: weight 1 of 2",
            "where saved = £10,000.00 and score = +50 points",
        ],
    );
}

#[test]
fn money_between_keeps_its_places() {
    let agreement = agreement("capital-works");
    let settlement = settled(&agreement, "pennies_that_do_not_divide");
    let view = view(&agreement, &settlement);
    let part = view.parts.first().unwrap();
    let statement = part.postings.iter().find(|one| one.share.address == "provider_gain[builder]").unwrap();
    let said: Vec<String> = words::workings_of_posting(statement).collect();
    assert_eq!(said, ["25% of under run = £25.0025"]);
}

#[test]
fn what_stays_in_one_partys_books_is_no_cash() {
    check_in(
        "leicester",
        "the_fund_pays_for_what_is_agreed",
        "incentive_released[ophthalmology]",
        &[
            "University Hospitals of Leicester NHS Trust sets it aside in the fund",
            "it stays in the books of one party, so no cash moves between parties",
            "all of £2,200.00",
            "incentive = surplus, but not below 0, where surplus = £2,200.00",
        ],
    );
}

/// Who sends whom how much, in an example.
fn check_cash(folder: &str, example: &str, expected: &[(&str, &str, &str)]) {
    let agreement = agreement(folder);
    let settlement = settled(&agreement, example);
    let view = view(&agreement, &settlement);
    let lines = view.cash.between.iter().chain(&view.cash.within);
    let found: Vec<(&str, &str, String)> = lines
        .map(|line| (line.from_title.as_str(), line.to_title.as_str(), line.amount.to_string()))
        .collect();
    let found: Vec<(&str, &str, &str)> =
        found.iter().map(|(from, to, amount)| (*from, *to, amount.as_str())).collect();
    assert_eq!(found, expected);
    assert!(view.cash.adds_up, "the lines do not come to the nets");
}

#[test]
fn cash_is_told_once_for_each_pair_net_and_adds_up() {
    check_cash(
        "capital-works",
        "beyond_the_cap",
        &[("The builder", "The owner", "£5,000,000.00"), ("The designer", "The owner", "£3,000,000.00")],
    );
}

#[test]
fn a_pool_counts_as_the_party_in_whose_books_it_lies() {
    let host = "University Hospitals of Leicester NHS Trust";
    check_cash(
        "leicester",
        "the_fund_pays_for_what_is_agreed",
        &[(host, "Outside the alliance", "£2,000.00"), (host, host, "£2,200.00")],
    );
}

#[test]
fn a_party_that_only_fills_its_own_pool_sends_no_cash() {
    let agreement = agreement("leicester");
    let settlement = settled(&agreement, "each_service_below_its_tariff");
    let view = view(&agreement, &settlement);
    let host = view.accounts.first().unwrap();
    assert_eq!(words::outcome(host, &view.cash), "sets aside £4,630.00 in its own books, and no cash moves");
    assert_eq!(
        words::opening(view.pools.first().unwrap(), &view.names),
        "as the agreement says (Killer contract, Risk management)"
    );
}

/// Whether any payment of an example turns on a score.
fn check_scores(folder: &str, example: &str, expected: Option<bool>) {
    let agreement = agreement(folder);
    let settlement = settled(&agreement, example);
    assert_eq!(view(&agreement, &settlement).parts.first().unwrap().scores_matter(), expected);
}

#[test]
fn a_payment_turns_on_a_score_unless_it_is_multiplied_by_nothing() {
    check_scores("stockport", "half_way_to_the_best", Some(true));
    check_scores("stockport", "far_over", Some(false));
    check_scores("capital-works", "saved_but_late_and_unsafe", Some(true));
}

#[test]
fn measures_that_count_equally_say_so() {
    let agreement = agreement("symphony");
    let example = agreement.examples.first().unwrap().name.clone();
    let settlement = settled(&agreement, &example);
    let view = view(&agreement, &settlement);
    let measures = &view.parts.first().unwrap().measures;
    let weights: Vec<String> =
        measures.iter().filter_map(|measure| measure.weight.as_ref()).map(words::weight).take(4).collect();
    let third = "weight 33.3333%, one of 3 that count equally";
    assert_eq!(weights, [third, third, third, "weight 40%"]);
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
            "variable element = above plan × over rate × unit price, then minus below plan × under rate × unit price, then rounded to 0.01, half up, where above plan = 0 contacts, over rate = 75%, below plan = 400 contacts, under rate = 50% and unit price = £60.00 per contact",
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
            "to share: £0.00 (pain); this party's part, by margin: £5,000,000.00 of £8,000,000.00",
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
