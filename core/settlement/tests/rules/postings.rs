//! Postings: rounding, splits, pools.

use crate::{HEAD, check, check_text, problems, with_head};

// spec: S14
#[test]
fn pennies_left_over_go_to_the_largest_remainders_and_ties_to_the_first_named() {
    let money = "
        inputs: { a: { unit: GBP }, weight: { unit: ratio, by: provider } }
        postings:
          gain: { of: a, from: owner, to: { providers: by weight } }
    ";
    let facts = |a: &str, builder: &str| {
        format!("a 2014-15 = {a}\nweight[builder] 2014-15 = {builder}\nweight[designer] 2014-15 = 1\n")
    };
    check(
        money,
        &facts("0.05", "1"),
        "
        2014-15
          gain[builder]: owner -> builder 0.03
          gain[designer]: owner -> designer 0.02
    ",
    );
    check(
        money,
        &facts("-0.05", "1"),
        "
        2014-15
          gain[builder]: owner -> builder -0.03
          gain[designer]: owner -> designer -0.02
    ",
    );
    check(
        money,
        &facts("0.10", "2"),
        "
        2014-15
          gain[builder]: owner -> builder 0.07
          gain[designer]: owner -> designer 0.03
    ",
    );
}

// spec: S14
#[test]
fn the_total_is_rounded_first_and_the_parts_sum_to_it() {
    check(
        "
        inputs: { a: { unit: GBP } }
        postings:
          gain:
            of: a
            from: outside
            to:
              half: { to: builder, is: a / 2 }
              others: { to: owner, is: the rest }
        ",
        "a 2014-15 = 0.015",
        "
        2014-15
          half: outside -> builder 0.01
          others: outside -> owner 0.01
        ",
    );
}

// spec: M23
#[test]
fn money_is_rounded_by_the_rule_that_the_agreement_names() {
    let rules = [
        ("pennies, half away from zero", "0.13", "-0.13"),
        ("pennies, half even", "0.12", "-0.12"),
        ("pennies, half up", "0.13", "-0.12"),
        ("pennies, half down", "0.12", "-0.13"),
        ("pennies, away from zero", "0.13", "-0.13"),
        ("pennies, toward zero", "0.12", "-0.12"),
        ("pennies, up", "0.13", "-0.12"),
        ("pennies, down", "0.12", "-0.13"),
    ];
    for (rule, gain, pain) in rules {
        let money = "
            inputs: { a: { unit: GBP } }
            postings: { paid: { of: a, from: owner, to: builder } }
        ";
        let text = with_head(HEAD, money).replace("pennies, half away from zero", rule);
        let expected =
            format!("2014-15\n  paid: owner -> builder {gain}\n2015-16\n  paid: owner -> builder {pain}");
        check_text(&text, "a 2014-15 = 0.125\na 2015-16 = -0.125", &expected);
    }
}

// spec: M23
#[test]
fn whole_pounds_are_split_in_whole_pounds() {
    let money = "
        inputs: { a: { unit: GBP } }
        lines: { equally: { by: provider, is: 1 } }
        postings: { gain: { of: a, from: owner, to: { providers: by equally } } }
    ";
    let text = with_head(HEAD, money).replace("pennies, half away from zero", "whole pounds, half even");
    check_text(
        &text,
        "a 2014-15 = 102.50\n",
        "
        2014-15
          equally[builder] = 1
          equally[designer] = 1
          gain[builder]: owner -> builder 51
          gain[designer]: owner -> designer 51
    ",
    );
}

/// Shares of ten pounds.
fn shares(shares: &str, facts: &str, expected: &str) {
    let money = format!(
        "inputs: {{ a: {{ unit: GBP }}, b: {{ unit: GBP }} }}\npostings:\n  gain: {{ of: a, from: outside, to: {{ {shares} }} }}\n"
    );
    check(&money, facts, expected);
}

// spec: S15
#[test]
fn named_shares_must_come_to_the_amount() {
    shares(
        "first: { to: owner, is: b }, second: { to: builder, is: b }",
        "a 2014-15 = 10\nb 2014-15 = 4",
        "
        2014-15
          refused: the shares of `gain` do not come to the amount that is shared
    ",
    );
    shares(
        "first: { to: owner, is: b }, second: { to: builder, is: the rest }",
        "a 2014-15 = 10\nb 2014-15 = 11",
        "
        2014-15
          refused: the shares of `gain` come to more than the amount that is shared
    ",
    );
    shares(
        "first: { to: owner, is: b }, second: { to: builder, is: the rest }",
        "a 2014-15 = -10\nb 2014-15 = -4",
        "
        2014-15
          first: outside -> owner -4
          second: outside -> builder -6
    ",
    );
}

// spec: S16
#[test]
fn weights_are_not_negative_and_not_all_nothing() {
    let money = "
        inputs: { a: { unit: GBP }, weight: { unit: ratio, by: provider } }
        postings: { gain: { of: a, from: owner, to: { providers: by weight } } }
    ";
    let facts = |a: &str, builder: &str| {
        format!("a 2014-15 = {a}\nweight[builder] 2014-15 = {builder}\nweight[designer] 2014-15 = 0\n")
    };
    check(
        money,
        &facts("10", "-1"),
        "
        2014-15
          refused: the weight of `gain[builder]` is below zero
    ",
    );
    check(
        money,
        &facts("10", "0"),
        "
        2014-15
          refused: all weights of `gain` are zero
    ",
    );
    check(
        money,
        &facts("0", "0"),
        "
        2014-15
          gain[builder]: owner -> builder 0, because a is 0
          gain[designer]: owner -> designer 0, because a is 0
    ",
    );
}

// spec: S17, M22
#[test]
fn a_posting_of_nothing_is_listed_with_its_reason() {
    check(
        "
        inputs: { a: { unit: GBP }, weight: { unit: ratio, by: provider } }
        postings:
          gain: { of: a, from: owner, to: { providers: by weight } }
          small: { of: a / 10000, from: owner, to: builder }
        ",
        "
        a 2014-15 = 10
        weight[builder] 2014-15 = 1
        weight[designer] 2014-15 = 0
        ",
        "
        2014-15
          gain[builder]: owner -> builder 10
          gain[designer]: owner -> designer 0, because weight[designer] is 0
          small: owner -> builder 0, because it is less than half of the smallest unit of money
        ",
    );
}

// spec: M22
#[test]
fn a_posting_by_service_may_go_to_whoever_is_responsible() {
    let head = format!(
        "{HEAD}work_allocation:\n  - {{ service: hips, responsible: builder }}\n  - {{ service: eyes, responsible: designer }}\n"
    );
    let money = "
        inputs: { surplus: { unit: GBP, by: service } }
        postings: { released: { by: service, of: surplus, from: owner, to: responsible } }
    ";
    check_text(
        &with_head(&head, money),
        "surplus[hips] 2014-15 = 3\nsurplus[eyes] 2014-15 = 4",
        "
        2014-15
          released[hips]: owner -> builder 3
          released[eyes]: owner -> designer 4
    ",
    );
}

// spec: M3
#[test]
fn money_has_its_sections_and_no_other() {
    let pool = "pools: { fund: { says: What is kept, in_books_of: builder, uses: [care], opening: 0 } }";
    assert_eq!(problems(&with_head(HEAD, pool)), Vec::<String>::new());
    let twins = [
        "levies: { one_off: 5 }",
        "pools: { fund: { in_books_of: the bank } }",
        "pools: { fund: { colour: red } }",
    ];
    for wrong in twins {
        assert_ne!(problems(&with_head(HEAD, wrong)), Vec::<String>::new(), "{wrong}");
    }
}

// spec: S18
#[test]
fn a_pool_is_never_overdrawn_in_the_order_written() {
    let money = |postings: &str| {
        format!(
            "inputs: {{ a: {{ unit: GBP }} }}\npools: {{ fund: {{ opening: 5 }} }}\npostings:\n{postings}"
        )
    };
    let pay = "  paid_in: { of: a, from: owner, to: fund }\n";
    let draw = "  drawn: { of: a + a, from: fund, to: builder }\n";
    check(
        &money(&format!("{pay}{draw}")),
        "a 2014-15 = 5",
        "
        2014-15
          paid_in: owner -> fund 5
          drawn: fund -> builder 10
          pool fund: 0
    ",
    );
    let below = "inputs: { a: { unit: GBP } }\npools: { fund: {} }\npostings:\n".to_string() + pay + draw;
    check(
        &below,
        "a 2014-15 = 0\nopening[fund] 2014-15 = -5\na 2015-16 = 2",
        "
        2014-15
          paid_in: owner -> fund 0, because a is 0
          drawn: fund -> builder 0, because a is 0
          pool fund: -5
        2015-16
          refused: the pool `fund` holds −£3.00, and £4.00 would be drawn from it
          paid_in: owner -> fund 2
          drawn: fund -> builder 4
          pool fund: -7
    ",
    );
    check(
        &money(&format!("{draw}{pay}")),
        "a 2014-15 = 5",
        "
        2014-15
          refused: the pool `fund` holds £5.00, and £10.00 would be drawn from it
          drawn: fund -> builder 10
          paid_in: owner -> fund 5
          pool fund: 0
    ",
    );
}
