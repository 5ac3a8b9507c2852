//! The form of a text: which keys stand where, and how their values are written.
#![expect(clippy::unwrap_used, reason = "a test stops at its first surprise")]

use accordant_agreement::problem::Problems;
use accordant_agreement::{references, shape, tree};

const START: &str = "accordant: 1\n\
    alliance: { name: A, term: { from: 2014-04-01, to: 2017-03-31 } }\n\
    parties: { owner: { name: O, role: commissioner }, builder: { name: B, role: provider } }\n";

/// What is told about a text: line and column, what is wrong, what to do.
fn told(text: &str) -> Vec<String> {
    let mut problems = Problems::new();
    let tree = tree::read("alliance.yaml", text.as_bytes(), &mut problems).unwrap();
    let sections = tree.as_map().unwrap();
    let mut form = shape::check(sections, shape::Extent::Whole, &mut problems);
    references::check(sections, &mut form, &mut problems);
    let line = |found: &accordant_agreement::problem::Problem| {
        let help = found.help.clone().unwrap_or_default();
        format!("{}:{} {} > {help}", found.place.line, found.place.column, found.what)
    };
    problems.sorted().iter().map(line).collect()
}

/// Checks what is told of a text that goes on, from line 4, after a sound beginning.
fn check(text: &str, expected: &[&str]) {
    assert_eq!(told(&format!("{START}{text}")), expected);
}

// spec: L8
#[test]
fn the_smallest_agreement_has_edition_alliance_and_parties() {
    check("", &[]);
    assert_eq!(
        told("purpose: To be brief\n"),
        [
            "1:1 the agreement has no `accordant` > add `accordant: 1`: the edition of this language, at present `1`",
            "1:1 the agreement has no `alliance` > add `alliance: { name: some words, term: { from: 2026-04-01 } }`: what the alliance is and when it settles",
            "1:1 the agreement has no `parties` > add `parties: { a_name: { name: some words } }`: those who sign, \
             each under a short name",
        ]
    );
}

// spec: L2
#[test]
fn an_unknown_key_is_refused_with_the_one_that_was_meant() {
    check(
        "principals: { trust: We trust }\n",
        &["4:1 unknown key `principals` > did you mean `principles`?"],
    );
    check(
        "costs: { zebra: each its own }\n",
        &[
            "4:10 unknown key `zebra` > who bears the costs of taking part can have `own`, `further`, `says`, `clause` \
           or `status`",
        ],
    );
}

// spec: L4
#[test]
fn all_problems_are_told_in_one_run() {
    check(
        "services: { ent: { nam: Ear } }\nsites: { a b: { name: S } }\nleases: 5\n",
        &[
            "4:20 unknown key `nam` > did you mean `name`?",
            "5:10 `a b` is not a name > write it with the letters a to z, digits and `_` only, and no digit first, \
             such as `a_b`",
            "6:9 `leases` is a single value, where a map of names is wanted > write it like `leases: { a_name: { \
             sites: the_site, signed_by: the_party } }`",
        ],
    );
}

// spec: L7
#[test]
fn a_date_is_year_month_and_day() {
    check(
        "services: { ent: { name: E, from: 1 April 2014, to: 2014-02-30 } }\n",
        &[
            "4:35 `1 April 2014` is not a day > write year, month and day with hyphens between, such as `2026-04-01`",
            "4:53 `2014-02-30` is not a day > write year, month and day as they stand in the calendar, such as \
             `2026-04-01`",
        ],
    );
}

// spec: L11
#[test]
fn a_word_outside_its_list_is_refused() {
    check(
        "groups: { gps: { name: G, speaks_for: builder, legal_entity: maybe } }\n",
        &["4:62 `maybe` is none of the words that can stand here > write `yes` or `no`"],
    );
    check(
        "performance: { levels: { low: 0 }, areas: { a: { measures: { m: { better: lowr } } } } }\n",
        &[
            "4:75 `lowr` is none of the words that can stand here > did you mean `lower`? it is one of `higher` or \
           `lower`",
        ],
    );
}

// spec: L6
#[test]
fn a_word_of_formulas_is_no_name_but_may_be_one_of_an_inputs_words() {
    check(
        "services: { score: { name: S } }\n",
        &[
            "4:13 `score` is a word of the formula language, and cannot be a name > call it `the_score`, for example",
        ],
    );
    check(
        "objectives: { value: Value for money }\nmoney: { inputs: { met: { one_of: [full, none] } } }\n",
        &[],
    );
}

// spec: L5
#[test]
fn another_edition_says_what_to_install() {
    assert_eq!(
        told(&START.replace("accordant: 1", "accordant: 2")),
        [
            "1:12 the agreement is written in edition `2`; this program reads edition `1` > write `accordant: 1`, or \
          install the program `accordant` that reads edition `2`"
        ]
    );
}

// spec: M11
#[test]
fn a_line_is_computed_in_exactly_one_way() {
    check(
        "money: { lines: { a: 2, b: { is: 2, choose: [] }, c: { when: 1 > 0 } } }\n",
        &[
            "4:37 `b` has both `is` and `choose` > write exactly one of `is`, `choose`, `steps` or `waterfall`",
            "4:51 `c` has none of `is`, `choose`, `steps` or `waterfall` > write exactly one of `is`, `choose`, \
             `steps` or `waterfall`",
        ],
    );
}

// spec: M16
#[test]
fn a_table_is_known_by_its_keys() {
    check(
        "money:\n  inputs: { track: { one_of: [A, B] }, day: { unit: date } }\n  tables:\n    \
         t: { by: track, columns: [x, y], A: [1, none], others: [2, 3] }\n    \
         b: { of: 5m GBP, bands: [ { to: 2, rate: 10% }, { beyond: 20% } ] }\n    \
         c: { of: score, points: { 0: 0%, 5.5: 10% }, between: step }\n    \
         d: { dated: day, from: { 2013-01-01: 2% } }\n    \
         e: { by: track }\n",
        &[
            "11:8 `e` is a map, where a table of columns or a table of bands or a table with a curve or a dated table \
           is wanted > give it one of the keys `columns`, `bands`, `points` or `dated`",
        ],
    );
}

// spec: M22
#[test]
fn a_posting_goes_to_one_account_to_several_by_weight_or_to_named_shares() {
    check(
        "money:\n  lists: { pair: [owner, builder], sizes: [small, large] }\n  pools: { fund: {} }\n  postings:\n    \
         a: { of: x, from: outside, to: fund }\n    \
         b: { of: x, from: { pair: by w }, to: owner }\n    \
         c: { from: owner, to: { gain: { to: providers, is: the rest, by: w } } }\n    \
         d: { of: x, from: sizes, to: { providers: w } }\n",
        &[
            "11:23 unknown party, pool or list of parties `sizes` > declare it first, or write `owner`, \
             `builder`, `fund`, `pair`, `outside`, `providers`, `commissioners`, `parties`, `party`, `provider`, \
             `commissioner` or `responsible`",
            "11:47 `w` is not a weight > write it like `by margin`",
        ],
    );
}

// spec: L13
#[test]
fn what_is_mentioned_must_be_declared() {
    check(
        "services: { ent: { name: E } }\nwork_allocation:\n  - { service: ebt, responsible: bulder, site: x }\n",
        &[
            "6:16 unknown service `ebt` > did you mean `ent`?",
            "6:34 unknown party `bulder` > did you mean `builder`?",
            "6:48 unknown site `x` > declare it first: this agreement names no site",
        ],
    );
}

// spec: L15
#[test]
fn documents_and_third_parties_may_be_named_by_title() {
    check(
        "contracts: { c: { kind: sub-contract, commissioner: builder, provider: \"Smith\", head_contract: c } }\n\
         precedence: [alliance_agreement, c, NHS Standard Contract, \"Deed\", Deed]\n",
        &["5:68 unknown contract `Deed` > declare it first, or write `c` or `alliance_agreement`; \
             otherwise put a title in quotes"],
    );
}

// spec: L18
#[test]
fn an_example_expects_values_reasons_and_bounds() {
    check(
        "examples:\n  e:\n    given: { cost: 5m, margin: { builder: 1 }, opening: { fund: 3 } }\n    expect:\n      \
         a: 1\n      b: { builder: { is: 0, because: none } }\n      c: { from: 1, to: 2 }\n      d[builder]: 2\n",
        &[],
    );
    check(
        "examples: { e: { given: {}, expect: { a: { is: 1 } } } }\n",
        &["4:39 `a` has no `because` > add `because: some words`: the reason, as the explanation gives it"],
    );
}
