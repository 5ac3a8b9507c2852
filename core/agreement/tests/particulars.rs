//! What does not go together beside money: days, roles, contracts, and what experience advises against.
#![expect(clippy::unwrap_used, reason = "a test stops at its first surprise")]

use accordant_agreement::particulars::{self, Particulars, Role};
use accordant_agreement::problem::Problems;
use accordant_agreement::{calendar, shape, tree};

const START: &str = "accordant: 1\n\
    alliance: { name: A, term: { from: 2014-04-01, to: 2017-03-31 } }\n\
    parties: { owner: { name: O, role: commissioner }, builder: { name: B, role: provider } }\n";

fn read(text: &str, problems: &mut Problems) -> Particulars {
    let tree = tree::read("alliance.yaml", text.as_bytes(), problems).unwrap();
    let sections = tree.as_map().unwrap();
    shape::check(sections, shape::Extent::Whole, problems);
    particulars::read(sections, problems)
}

/// Line, code and what is wrong, for a text that begins as it is given.
fn told(text: &str) -> Vec<String> {
    let mut problems = Problems::new();
    read(text, &mut problems);
    problems
        .sorted()
        .iter()
        .map(|found| format!("{} {}: {}", found.place.line, found.code, found.what))
        .collect()
}

/// Checks what is told of a text that goes on, from line 4, after a sound beginning.
fn check(text: &str, expected: &[&str]) {
    assert_eq!(told(&format!("{START}{text}")), expected);
}

/// Checks the periods of an agreement with that term and `settles`.
fn check_periods(term: &str, settles: &str, expected: &[&str]) {
    let text = format!(
        "accordant: 1\nalliance: {{ name: A, term: {term}, settles: {settles} }}\nparties: {{ owner: {{ name: O, role: commissioner }} }}\n"
    );
    let mut problems = Problems::new();
    let alliance = read(&text, &mut problems).alliance;
    assert!(problems.is_empty(), "{problems:?}");
    let shown = |period: &calendar::Period| {
        format!("{} {}..{} {}", period.label, period.from, period.to, period.days())
    };
    assert_eq!(
        calendar::periods(&alliance).take(4).map(|period| shown(&period)).collect::<Vec<_>>(),
        expected
    );
}

/// Checks which days a name of a period stands for in an alliance that settles years from 1 April.
fn check_named(name: &str, expected: Option<&str>) {
    let text = START.replace(" } }\nparties", " }, settles: { every: year } }\nparties");
    let alliance = read(&text, &mut Problems::new()).alliance;
    let found =
        calendar::parse_period(&alliance, name).map(|period| format!("{}..{}", period.from, period.to));
    assert_eq!(found.as_deref(), expected);
}

// spec: L10
#[test]
fn a_role_may_be_held_for_a_time_and_two_may_be_held_at_once() {
    let text = "accordant: 1\nalliance: { name: A, term: { from: 2014-04-01, to: 2017-03-31 } }\nparties:\n  \
        council: { name: C, role: [commissioner, { role: provider, from: 2015-04-01 }] }\n";
    let mut problems = Problems::new();
    let parties = read(text, &mut problems).parties;
    assert!(problems.is_empty(), "{problems:?}");
    let held =
        |role, day: &str| parties.iter().filter(|party| party.holds(role, day.parse().unwrap())).count();
    assert_eq!(held(Role::Commissioner, "2014-04-01"), 1);
    assert_eq!(held(Role::Provider, "2015-03-31"), 0);
    assert_eq!(held(Role::Provider, "2015-04-01"), 1);
}

// spec: L10
#[test]
fn a_party_has_a_role_unless_it_is_a_third_party() {
    let text = START.replace("name: B, role: provider", "name: B");
    assert_eq!(told(&text), ["3 missing-key: `builder` has no `role`"]);
    assert_eq!(told(&text.replace("name: B", "name: B, third_party: yes")), [""; 0]);
}

// spec: L7
#[test]
fn what_ends_before_it_begins_is_refused() {
    check(
        "services: { ent: { name: E, from: 2015-04-01, to: 2015-03-31 } }\n",
        &["4 ends-before-it-begins: `ent` ends on 2015-03-31, before it begins on 2015-04-01"],
    );
    assert_eq!(
        told(&START.replace("2017", "2012")),
        ["2 ends-before-it-begins: the term ends on 2012-03-31, before it begins on 2014-04-01"]
    );
}

// spec: L13
#[test]
fn services_and_allocation_lie_within_the_term_but_contracts_may_outlive_it() {
    check(
        "services: { ent: { name: E, to: 2017-04-01 } }\ncontracts: { c: { kind: grant, to: 2020-03-31 } }\n\
         work_allocation: [{ service: ent, responsible: builder, from: 2014-03-31 }]\n",
        &[
            "4 outside-the-term: 2017-04-01, a day of `ent`, lies outside the term",
            "6 outside-the-term: 2014-03-31, a day of `ent`, lies outside the term",
        ],
    );
}

// spec: L13
#[test]
fn one_service_in_one_setting_and_site_is_allocated_once_at_a_time() {
    check(
        "services: { ent: { name: E } }\nwork_allocation:\n  \
         - { service: ent, responsible: builder, to: 2016-03-31 }\n  \
         - { service: ent, responsible: builder, from: 2014-05-01, to: 2014-05-31 }\n  \
         - { service: ent, responsible: builder, from: 2016-03-31 }\n  \
         - { service: ent, responsible: builder, setting: community }\n",
        &[
            "7 overlapping-allocation: `ent` is allocated twice at the same time, in one setting and site: also on \
             line 6",
            "8 overlapping-allocation: `ent` is allocated twice at the same time, in one setting and site: also on \
             line 6",
        ],
    );
}

// spec: L13
#[test]
fn rows_that_follow_one_another_do_not_overlap() {
    check(
        "services: { ent: { name: E } }\nwork_allocation:\n  \
         - { service: ent, responsible: builder, to: 2016-03-31 }\n  \
         - { service: ent, responsible: builder, from: 2016-04-01 }\n",
        &[],
    );
}

// spec: L15
#[test]
fn a_services_contract_has_one_provider_and_a_sub_contract_its_head() {
    check(
        "contracts:\n  a: { kind: GMS, provider: [builder, owner] }\n  b: { kind: sub-contract }\n  \
         c: { kind: grant, head_contract: a }\nprecedence: [a]\n",
        &[
            "5 several-providers: `a` has 2 providers; a services contract has one",
            "6 head-contract: the sub-contract `b` names no head contract",
            "7 head-contract: `c` has the head contract `a`, but is no sub-contract",
        ],
    );
}

// spec: L20
#[test]
fn services_contracts_without_precedence_draw_a_warning() {
    check(
        "contracts: { a: { kind: NHS Standard Contract } }\n",
        &["4 no-precedence: there are services contracts, but no order of precedence"],
    );
    check("contracts: { a: { kind: grant } }\n", &[]);
}

// spec: L11
#[test]
fn a_group_that_is_no_legal_entity_names_its_signatories() {
    let group = |rest: &str| format!("groups: {{ gps: {{ name: G, speaks_for: builder{rest} }} }}\n");
    check(
        &group(", legal_entity: no"),
        &["4 no-signatories: `gps` is no legal entity, and nobody is named who signs for its members"],
    );
    check(&group(", legal_entity: no, signatories: [Dr A, Dr B]"), &[]);
    check(&group(", legal_entity: yes"), &[]);
}

// spec: L15
#[test]
fn an_investment_is_recovered_within_the_term() {
    let over =
        |years: &str| format!("investments: {{ x: {{ amount: 2m, by: builder, repaid_over: {years} }} }}\n");
    check(&over("3 years"), &[]);
    check(
        &over("4"),
        &["4 short-term: `x` is repaid over 4 years, longer than the term from 2014-04-01 to 2017-03-31"],
    );
    check(&over("long"), &["4 badly-written: `long` is not a number of years"]);
}

// spec: S19
#[test]
fn years_begin_on_the_day_that_is_agreed_and_are_cut_to_the_term() {
    check_periods(
        "{ from: 2014-10-01, to: 2016-05-31 }",
        "{ every: year, from: 1 April }",
        &[
            "2014-15 2014-10-01..2015-03-31 182",
            "2015-16 2015-04-01..2016-03-31 366",
            "2016-17 2016-04-01..2016-05-31 61",
        ],
    );
    check_periods(
        "{ from: 2023-01-01, to: 2023-12-31 }",
        "{ every: year, from: 1 January }",
        &["2023 2023-01-01..2023-12-31 365"],
    );
}

// spec: L7
#[test]
fn a_term_without_an_end_has_periods_without_end() {
    check_periods(
        "{ from: 2013-01-01 }",
        "{ every: year, from: 1 January }",
        &[
            "2013 2013-01-01..2013-12-31 365",
            "2014 2014-01-01..2014-12-31 365",
            "2015 2015-01-01..2015-12-31 365",
            "2016 2016-01-01..2016-12-31 366",
        ],
    );
}

// spec: S19
#[test]
fn quarters_and_months_are_named_by_their_year() {
    check_periods(
        "{ from: 2014-07-01, to: 2014-12-31 }",
        "{ every: quarter, from: 1 April }",
        &["2014-15 Q2 2014-07-01..2014-09-30 92", "2014-15 Q3 2014-10-01..2014-12-31 92"],
    );
    check_periods(
        "{ from: 2016-01-01, to: 2016-02-29 }",
        "{ every: month, from: 1 April }",
        &["2016-01 2016-01-01..2016-01-31 31", "2016-02 2016-02-01..2016-02-29 29"],
    );
}

// spec: F4
#[test]
fn a_period_is_given_by_name_by_days_or_by_month() {
    check_named("2015-16", Some("2015-04-01..2016-03-31"));
    check_named("2014-04-01..2014-09-30", Some("2014-04-01..2014-09-30"));
    check_named("2014-05", Some("2014-05-01..2014-05-31"));
    check_named("2017-18", None);
    check_named("2014-09-30..2014-04-01", None);
}

// spec: M10
#[test]
fn a_year_of_the_term_begins_on_each_anniversary() {
    let term = read(START, &mut Problems::new()).alliance.term;
    let year = |day: &str| calendar::term_year(&term, day.parse().unwrap());
    assert_eq!([year("2014-04-01"), year("2015-03-31"), year("2015-04-01")], [1, 1, 2]);
}
