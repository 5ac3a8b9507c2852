//! Which terms draw which warning, each beside a near twin that does not (L20).

use accordant_agreement::problem::Severity;
use accordant_agreement::{SourceFile, check};

const PARTIES: &str = "
  owner: { name: O, role: commissioner }
  builder: { name: B, role: provider }
  designer: { name: D, role: provider }";
const INPUTS: &str = "
    target: { unit: GBP }
    cost: { unit: GBP, total_cost_to: commissioners }
    margin: { unit: GBP, by: provider }";
const GAIN: &str = "
    gain: { of: 50% of saved, from: owner, to: { providers: by margin } }";
const LEVELS: &str = "levels: { failure: -100, minimum: 0, stretch: 100 }";

/// An agreement that draws no warning, part by part, so that a test changes only what it is about.
struct Text {
    parties: String,
    before_money: String,
    performance: String,
    inputs: String,
    tables: String,
    lines: String,
    postings: String,
    examples: &'static str,
}

impl Text {
    fn sound() -> Text {
        Text {
            parties: PARTIES.to_string(),
            before_money: String::new(),
            performance: String::new(),
            inputs: INPUTS.to_string(),
            tables: String::new(),
            lines: "\n    saved: { is: target - cost }".to_string(),
            postings: GAIN.to_string(),
            examples: "examples: { shown: { given: { target: 2, cost: 1 }, expect: { saved: 1 } } }\n",
        }
    }

    /// With one area `results` of these measures, and a gain that depends on their score.
    fn measured(measures: &str) -> Text {
        Text {
            performance: format!(
                "performance:\n  {LEVELS}\n  areas:\n    results:\n      measures:{measures}\n"
            ),
            postings: GAIN.replace("50% of saved", "saved * score / 100 points"),
            ..Text::sound()
        }
    }

    fn written(&self) -> String {
        let tables =
            if self.tables.is_empty() { String::new() } else { format!("\n  tables:{}", self.tables) };
        format!(
            "accordant: 1\nalliance: {{ name: A, term: {{ from: 2014-04-01, to: 2021-03-31 }}, settles: {{ every: year, \
             currency: GBP }} }}\nparties:{}\n{}{}money:\n  inputs:{}{tables}\n  lines:{}\n  rounding: pennies, half up\n  \
             postings:{}\n{}",
            self.parties,
            self.before_money,
            self.performance,
            self.inputs,
            self.lines,
            self.postings,
            self.examples
        )
    }
}

/// The measure of that name, linear and balanced by another unless the keys say otherwise.
fn measure(name: &str, keys: &str) -> String {
    let between = if keys.contains("between:") { "" } else { "between: linear, " };
    format!(
        "\n        {name}: {{ unit: weeks, levels: {{ failure: 0, minimum: 5, stretch: 10 }}, {between}{keys} }}"
    )
}

/// Code and term of every warning.
fn drawn(text: &str) -> Vec<String> {
    let checked = check(&[SourceFile { name: "alliance.yaml", bytes: text.as_bytes() }]);
    let problems: Vec<_> =
        checked.findings.iter().filter(|found| found.severity == Severity::Problem).collect();
    assert!(problems.is_empty(), "{problems:#?}\n{text}");
    for found in &checked.findings {
        let is_idle = found.code == "idle-answer";
        assert!(is_idle || (found.source.is_some() && found.help.is_some()), "{found:?}");
    }
    checked.findings.iter().map(|found| format!("{} {}", found.code, found.words)).collect()
}

/// Checks all warnings of an agreement, in the order in which they are written.
fn check_drawn(text: &Text, expected: &[&str]) {
    let written = text.written();
    assert_eq!(drawn(&written), expected, "{written}");
}

/// Checks the warnings of an agreement with these lines, and a posting that leans on the line `due`.
fn check_line(lines: &str, expected: &[&str]) {
    let text = Text {
        lines: format!("\n    saved: {{ is: target - cost }}{lines}"),
        postings: GAIN.replace("50% of saved", "due"),
        ..Text::sound()
    };
    check_drawn(&text, expected);
}

// spec: L20
#[test]
fn a_sound_agreement_draws_no_warning() {
    check_drawn(&Text::sound(), &[]);
    let waits = measure("waits", "balanced_by: falls") + &measure("falls", "balanced_by: waits");
    check_drawn(&Text::measured(&waits), &[]);
}

// spec: L20
#[test]
fn an_agreement_without_money_draws_no_warning_about_money() {
    let waits = measure("waits", "between: step");
    let text = format!(
        "accordant: 1\nalliance: {{ name: A, term: {{ from: 2014-04-01 }} }}\nparties:{PARTIES}\nperformance:\n  {LEVELS}\n  \
         areas:\n    results:\n      measures:{waits}\n"
    );
    assert_eq!(drawn(&text), [""; 0]);
}

// spec: L20
#[test]
fn stated_weights_sum_to_a_hundred_per_cent() {
    let two = |first: &str, second: &str| {
        let first = measure("waits", &format!("balanced_by: falls, weight: {first}"));
        first + &measure("falls", &format!("balanced_by: waits, weight: {second}"))
    };
    check_drawn(&Text::measured(&two("60%", "40%")), &[]);
    check_drawn(&Text::measured(&two("60%", "39%")), &["weights results"]);
}

// spec: L20
#[test]
fn weights_of_areas_sum_too_and_what_is_not_paid_does_not_count() {
    let text = |second: &str, unpaid: &str| {
        let mut text = Text::measured(&measure("waits", "balanced_by: falls, weight: 100%"));
        text.performance = text.performance.replace("results:\n", "results:\n      weight: 60%\n")
            + &format!("    outcomes:\n      weight: {second}\n      measures:")
            + &measure("falls", "balanced_by: waits")
            + "\n    watched:\n      weight: 7%\n      measures:"
            + &measure("staff", unpaid)
            + "\n";
        text
    };
    check_drawn(&text("40%", "pays: no"), &["unpaid-measure staff"]);
    check_drawn(&text("30%", "pays: no"), &["weights areas", "unpaid-measure staff"]);
}

// spec: L20
#[test]
fn a_use_of_cliff_on_a_fact_is_a_cliff_and_deductible_is_none() {
    check_line("\n    due: { is: \"cliff(saved, £1k)\" }", &["cliff due"]);
    check_line("\n    due: { is: \"deductible(saved, £1k)\" }", &[]);
}

// spec: L20
#[test]
fn a_gate_on_an_amount_is_a_cliff_unless_the_amount_is_compared_with_nothing() {
    check_line("\n    due: { when: saved > £1k, is: saved }", &["cliff due"]);
    check_line("\n    due: { when: saved > 0, is: saved }", &[]);
    check_line("\n    due: { when: not saved / target < 2% and saved > 0, is: saved }", &["cliff due"]);
}

// spec: L20
#[test]
fn a_branch_or_step_on_an_amount_is_a_cliff_but_one_on_a_day_or_year_is_none() {
    let choice = |when: &str| {
        format!("\n    due: {{ choose: [ {{ when: {when}, is: saved }}, {{ otherwise: 50% of saved }} ] }}")
    };
    check_line(&choice("cost < 90% of target"), &["cliff due"]);
    check_line(&choice("period_start < 2016-04-01"), &[]);
    check_line(&choice("payment_day < 2016-04-01"), &[]);
    check_line(&choice("term_year > 2"), &[]);
    check_line("\n    due: { steps: [ saved, { step: less 2%, when: saved > £5 } ] }", &["cliff due"]);
}

// spec: L20
#[test]
fn a_cliff_is_told_only_where_it_moves_money_and_once_for_each_term() {
    let shown = "\n    due: { is: saved }\n    shown: { when: saved > £1k, is: saved }";
    check_line(shown, &["unused-line shown"]);
    let twice = "\n    due: { when: saved > £1k and cost > £1k, is: \"cliff(saved, £2k)\" }";
    check_line(twice, &["cliff due"]);
    let in_posting = GAIN.replace("50% of saved", "\"cliff(saved, £1k)\"");
    check_drawn(&Text { postings: in_posting, ..Text::sound() }, &["cliff gain"]);
}

// spec: L20
#[test]
fn a_step_table_on_a_fact_is_a_cliff_and_a_straight_or_dated_one_is_none() {
    let text = |table: &str| Text {
        tables: format!("\n    rate: {table}"),
        postings: GAIN.replace("50% of", "rate *"),
        ..Text::sound()
    };
    check_drawn(&text("{ of: cost / target, points: { 0: 50%, 1: 0% }, between: step }"), &["cliff rate"]);
    check_drawn(&text("{ of: cost / target, points: { 0: 50%, 1: 0% }, between: linear }"), &[]);
    check_drawn(&text("{ of: term_year, points: { 1: 50%, 2: 0% }, between: step }"), &[]);
    check_drawn(&text("{ dated: payment_day, from: { 2014-04-01: 50%, 2016-04-01: 0% } }"), &[]);
}

// spec: L20
#[test]
fn a_step_measure_or_milestone_that_pays_is_a_cliff_and_a_judged_one_is_none() {
    check_drawn(&Text::measured(&measure("waits", "balanced_by: waits, between: step")), &["cliff waits"]);
    let milestone = "\n        opened: { kind: milestone, balanced_by: opened, levels: { met: stretch, late: minimum, missed: failure } }";
    check_drawn(&Text::measured(milestone), &["cliff opened"]);
    check_drawn(&Text::measured("\n        told_once: { kind: judged, balanced_by: told_once }"), &[]);
    let unpaid = Text { postings: GAIN.to_string(), ..Text::measured(&measure("waits", "between: step")) };
    check_drawn(&unpaid, &["unpaid-measure waits"]);
}

// spec: L20
#[test]
fn a_measure_is_paid_for_by_its_score_or_its_value() {
    let watched = measure("waits", "balanced_by: falls") + &measure("falls", "pays: no");
    check_drawn(&Text::measured(&watched), &["unpaid-measure falls"]);
    let by_value = Text::measured(&watched);
    let postings = GAIN.replace("50% of saved", "\"saved * score / 100 points * value[falls] / 1 week\"");
    check_drawn(&Text { postings, ..by_value }, &["no-counter-measure falls"]);
}

// spec: L20
#[test]
fn more_than_twelve_paying_measures_are_many() {
    let measures = |count: usize| {
        (0..count).map(|number| measure(&format!("m{number}"), "balanced_by: m0")).collect::<String>()
    };
    check_drawn(&Text::measured(&measures(12)), &[]);
    check_drawn(&Text::measured(&measures(13)), &["many-measures performance"]);
    let watched = measures(12) + &measure("watched", "pays: no");
    check_drawn(&Text::measured(&watched), &["unpaid-measure watched"]);
}

// spec: L20
#[test]
fn some_payment_depends_on_a_cost_and_on_total_cost_to_commissioners() {
    let with = |key: &str| Text {
        inputs: format!("\n    rate: {{ unit: ratio }}\n    margin: {{ unit: GBP, by: provider{key} }}"),
        lines: "\n    saved: { is: rate * £5 }".to_string(),
        examples: "examples: { shown: { given: { rate: 1 }, expect: { saved: 5 } } }\n",
        ..Text::sound()
    };
    check_drawn(&with(""), &["not-total-cost money"]);
    check_drawn(&with(", total_cost_to: commissioners"), &[]);
    check_drawn(&with(", kind: price"), &["no-cost-measure money"]);
}

// spec: L20
#[test]
fn a_cost_of_each_case_counts_as_a_cost() {
    let text = Text {
        inputs: "\n    unit_cost: { unit: GBP per case, total_cost_to: commissioners }\n    cases: { unit: cases }\n    \
                 part: { unit: ratio, by: provider }"
            .to_string(),
        lines: "\n    saved: { is: cases * unit_cost }".to_string(),
        postings: GAIN.replace("margin", "part"),
        examples: "examples: { shown: { given: { cases: 1 }, expect: { saved: refused } } }\n",
        ..Text::sound()
    };
    check_drawn(&text, &[]);
}

/// Checks an agreement with a further input and, beside the shared gain, a further posting.
fn check_own(input: &str, posting: &str, expected: &[&str]) {
    let text = Text {
        inputs: format!("{INPUTS}\n    {input}"),
        postings: format!("{GAIN}\n    {posting}"),
        ..Text::sound()
    };
    check_drawn(&text, expected);
}

// spec: L20
#[test]
fn what_one_provider_is_paid_by_its_own_fact_is_own_performance() {
    let bonus = "bonus: { unit: GBP, by: provider }";
    let each = "paid: { of: bonus, by: provider, from: owner, to: provider }";
    check_own(bonus, each, &["own-performance paid"]);
    check_own(&bonus.replace("GBP", "GBP, kind: price"), each, &[]);
    check_own(bonus, "paid: { of: \"bonus[builder]\", from: owner, to: builder }", &["own-performance paid"]);
    check_own(bonus, "paid: { of: \"bonus[builder]\", from: owner, to: designer }", &[]);
    check_own(bonus, "paid: { of: sum of bonus, from: owner, to: builder }", &[]);
}

// spec: L20
#[test]
fn what_one_provider_pays_by_its_own_fact_is_own_performance_but_a_commissioner_contributes() {
    let late = "fine: { unit: GBP, by: party }";
    check_own(
        late,
        "fined: { of: fine, by: provider, from: provider, to: owner }",
        &["own-performance fined"],
    );
    check_own(late, "given: { of: fine, by: commissioner, from: commissioner, to: outside }", &[]);
}

// spec: L20
#[test]
fn what_providers_divide_is_own_performance_by_weights_of_activity_or_points_alone() {
    let divided = "paid: { of: saved, from: owner, to: { providers: by w } }";
    check_own("w: { unit: ratio, by: provider }", divided, &[]);
    check_own("w: { unit: cases, by: provider }", divided, &[]);
    check_own("w: { unit: cases, by: provider, kind: activity }", divided, &["own-performance paid"]);
    check_own("w: { unit: points, by: provider }", divided, &["own-performance paid"]);
}

// spec: L20
#[test]
fn own_performance_is_found_through_lines_but_not_through_sums_and_soft_landings() {
    let text = |line: &str| Text {
        inputs: format!("{INPUTS}\n    result: {{ unit: GBP, by: provider }}"),
        lines: format!("\n    saved: {{ is: target - cost }}\n    due: {{ by: provider, {line} }}"),
        postings: format!("{GAIN}\n    paid: {{ of: due, by: provider, from: owner, to: provider }}"),
        ..Text::sound()
    };
    check_drawn(&text("is: 5% of result"), &["own-performance paid"]);
    check_drawn(&text("is: 5% of sum of result"), &[]);
    check_drawn(&text("is: 5% of result, soft_landing: yes"), &[]);
}

// spec: L20
#[test]
fn activity_of_the_responsible_provider_or_of_its_owner_is_own_performance() {
    let text = |input: &str, posting: &str| Text {
        before_money:
            "services: { ent: { name: E } }\nwork_allocation: [{ service: ent, responsible: builder }]\n"
                .to_string(),
        inputs: format!("{INPUTS}\n    cases: {{ unit: cases, {input} }}"),
        postings: format!("{GAIN}\n    paid: {{ {posting}, from: owner }}"),
        ..Text::sound()
    };
    let by_service = "of: cases * £5 / 1 case, by: service, to: responsible";
    check_drawn(&text("by: service, kind: activity", by_service), &["own-performance paid"]);
    check_drawn(&text("by: service", by_service), &[]);
    let by_owner = "of: cases * £5 / 1 case, to: builder";
    check_drawn(&text("kind: activity, owner: builder", by_owner), &["own-performance paid"]);
    check_drawn(&text("kind: activity, owner: designer", by_owner), &[]);
}

// spec: L20
#[test]
fn a_single_provider_has_no_performance_apart_from_the_whole() {
    let text = Text {
        parties: PARTIES.replace("\n  designer: { name: D, role: provider }", ""),
        inputs: format!("{INPUTS}\n    bonus: {{ unit: GBP, by: provider }}"),
        postings: format!("{GAIN}\n    paid: {{ of: bonus, by: provider, from: owner, to: provider }}"),
        ..Text::sound()
    };
    check_drawn(&text, &[]);
}

// spec: L20
#[test]
fn a_commissioner_in_no_posting_that_a_fact_moves_has_nothing_at_risk() {
    let parties = format!("{PARTIES}\n  council: {{ name: C, role: commissioner }}");
    let text = |posting: &str| Text {
        parties: parties.clone(),
        postings: format!("{GAIN}\n    more: {{ {posting} }}"),
        ..Text::sound()
    };
    check_drawn(&text("of: £5, from: council, to: builder"), &["nothing-at-risk council"]);
    check_drawn(&text("of: 1% of saved, from: council, to: builder"), &[]);
    check_drawn(&text("of: 1% of saved, from: builder, to: { commissioners: by 1 }"), &[]);
}

// spec: L20
#[test]
fn a_provider_that_is_never_paid_has_no_upside() {
    let parties = |more: &str| format!("{PARTIES}\n  team: {{ name: T, role: provider{more} }}");
    let text = |more: &str, postings: &str| Text {
        parties: parties(more),
        postings: format!(
            "\n    gain: {{ of: saved, from: owner, to: builder }}\n    more: {{ {postings} }}"
        ),
        ..Text::sound()
    };
    let to_designer = "of: 1% of saved, from: team, to: designer";
    check_drawn(&text("", to_designer), &["no-upside team"]);
    check_drawn(&text(", in_house_team: builder", to_designer), &[]);
    check_drawn(&text("", "of: 1% of saved, from: owner, to: { providers: by margin }"), &[]);
}

// spec: L20
#[test]
fn a_party_that_loses_activity_is_paid_a_soft_landing() {
    let text = |marked: &str, to: &str| Text {
        parties: PARTIES.replace("name: B, role: provider", "name: B, role: provider, loses_activity: yes"),
        lines: format!("\n    saved: {{ is: target - cost }}\n    landing: {{ is: 5% of saved{marked} }}"),
        postings: format!("{GAIN}\n    cushion: {{ of: landing, from: owner, to: {to} }}"),
        ..Text::sound()
    };
    check_drawn(&text(", soft_landing: yes", "builder"), &[]);
    check_drawn(&text("", "builder"), &["no-soft-landing builder"]);
    check_drawn(&text(", soft_landing: yes", "designer"), &["no-soft-landing builder"]);
    check_drawn(&text(", soft_landing: yes", "{ providers: by margin }"), &[]);
}

// spec: L20
#[test]
fn a_party_loses_activity_where_another_takes_its_service_over() {
    let text = |rows: &str| Text {
        before_money: format!(
            "services: {{ ent: {{ name: E }}, eye: {{ name: Y }} }}\nwork_allocation:{rows}\n"
        ),
        ..Text::sound()
    };
    let first = "\n  - { service: ent, responsible: builder, setting: hospital, to: 2016-03-31 }";
    let next = "\n  - { service: ent, responsible: designer, setting: community, from: 2016-04-01 }";
    check_drawn(&text(&format!("{first}{next}")), &["no-soft-landing builder"]);
    check_drawn(&text(first), &[]);
    check_drawn(&text(&format!("{first}{}", next.replace("ent", "eye"))), &[]);
    let stays = "\n  - { service: ent, responsible: builder, setting: hub, from: 2016-04-01 }";
    check_drawn(&text(&format!("{first}{next}{stays}")), &[]);
}

// spec: L20
#[test]
fn a_paying_measure_is_balanced_by_another() {
    check_drawn(&Text::measured(&measure("waits", "balanced_by: waits")), &[]);
    check_drawn(&Text::measured(&measure("waits", "precision: 1")), &["no-counter-measure waits"]);
}

// spec: L20
#[test]
fn a_threshold_is_a_multiple_of_the_precision() {
    let text = |keys: &str| Text::measured(&measure("waits", &format!("balanced_by: waits, {keys}")));
    check_drawn(&text("precision: 2.5"), &[]);
    check_drawn(&text("precision: 2"), &["fine-threshold waits"]);
}

// spec: L20
#[test]
fn a_point_of_a_curve_on_a_measure_is_a_multiple_of_its_precision() {
    let text = |point: &str| Text {
        tables: format!(
            "\n    rate: {{ of: \"value[waits]\", points: {{ 0: 50%, {point}: 0% }}, between: linear }}"
        ),
        postings: GAIN.replace("50% of", "rate *"),
        ..Text::measured(&measure("waits", "balanced_by: waits, precision: 1"))
    };
    check_drawn(&text("7"), &[]);
    check_drawn(&text("7.5"), &["fine-threshold rate"]);
}

// spec: L20
#[test]
fn a_line_is_used_by_a_posting_an_example_a_measure_or_what_is_carried() {
    let line = "\n    due: { is: saved }\n    shown: { is: 5% of cost }";
    check_line(line, &["unused-line shown"]);
    check_line(&line.replace("is: saved", "is: saved + shown"), &[]);
    let text = |input: &str, measures: &str, examples: &'static str| Text {
        inputs: format!("{INPUTS}{input}"),
        lines: "\n    saved: { is: target - cost }\n    shown: { is: 5% of cost }".to_string(),
        examples,
        ..if measures.is_empty() { Text::sound() } else { Text::measured(measures) }
    };
    let plain = Text::sound().examples;
    check_drawn(&text("", "", plain), &["unused-line shown"]);
    check_drawn(&text("", "", "examples: { shown: { given: { cost: 20 }, expect: { shown: 1 } } }\n"), &[]);
    check_drawn(&text("\n    before: { unit: GBP, carried_from: shown, first: 0 }", "", plain), &[]);
    let measured = "\n        dear: { unit: GBP, is: shown, between: linear, levels: { failure: 0, stretch: 9 }, balanced_by: dear }";
    check_drawn(&text("", measured, plain), &[]);
}

// spec: L20
#[test]
fn a_waterfall_and_what_it_draws_are_used_together() {
    let waterfall = "\n    ladder: { waterfall: { of: \"max(cost - target, 0)\", from: [ { first: £5 }, { second: the rest } ] } }";
    check_line(&format!("{waterfall}\n    due: {{ is: first }}"), &[]);
    check_line(&format!("{waterfall}\n    due: {{ is: saved }}"), &["unused-line ladder"]);
}

// spec: L20
#[test]
fn a_column_that_nobody_asks_for_is_an_unused_line() {
    let text = Text {
        tables:
            "\n    shares: { by: provider, columns: [part, spare], builder: [60%, 1%], designer: [40%, 2%] }"
                .to_string(),
        postings: GAIN.replace("margin", "part"),
        ..Text::sound()
    };
    check_drawn(&text, &["unused-line spare"]);
}

// spec: L20
#[test]
fn money_terms_are_shown_by_a_worked_example() {
    check_drawn(&Text { examples: "", ..Text::sound() }, &["no-example money"]);
}
