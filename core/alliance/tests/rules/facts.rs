//! Facts: taken up once, said again only with a reason, expected until they have happened.

use crate::story::Story;
use crate::story::words::{APRIL, MAY, YEAR, facts, forecast, given, restates};
use accordant_alliance::Command;
use accordant_alliance::command::AddFacts;
use accordant_alliance::event::Words;
use accordant_alliance::state::Pick;
use accordant_facts::FactValue;
use accordant_money::Exact;

#[test]
fn facts_are_taken_up_with_what_they_come_to() {
    let mut story = Story::founded();
    story.does("hospital", facts("april.csv", APRIL));
    let batch = story.state.kept().batches.first().expect("there is a batch");
    let received = batch.given.received().expect("it can be read back");
    assert_eq!((batch.entry, batch.given.count, received.unchanged), (1, 2, 0));
    assert_eq!(batch.seat.as_deref(), Some("hospital"));
    let totals: Vec<_> =
        received.totals.iter().map(|total| (&*total.fact, total.count, &*total.sum)).collect();
    assert_eq!(totals, [("visits", 2, "239")]);
}

#[test]
fn the_same_content_is_recorded_once_whatever_its_file_is_called() {
    let mut story = Story::founded();
    story.does("hospital", facts("april.csv", APRIL));
    assert_eq!(
        story.refused("community", facts("april copy.csv", APRIL)),
        "entry 1 holds these very files already\nnothing was added: the same content is recorded once"
    );
}

#[test]
fn facts_that_are_all_known_are_not_recorded_again() {
    let mut story = Story::founded();
    story.does("hospital", facts("april.csv", APRIL));
    let other_way_round = "visits,community,2025-04,90\nvisits,hospital,2025-04,149.0";
    assert_eq!(
        story.refused("hospital", facts("other.csv", other_way_round)),
        "every fact in it is known already, with the same value\nnothing was added"
    );
}

#[test]
fn of_a_file_that_repeats_what_is_known_only_what_is_new_is_recorded() {
    let mut story = Story::founded();
    story.does("hospital", facts("april.csv", APRIL));
    story.does("hospital", facts("two.csv", &format!("{APRIL}\n{MAY}")));
    let batch = story.state.kept().batches.last().expect("there is a batch");
    let received = batch.given.received().expect("it can be read back");
    assert_eq!((batch.given.count, received.unchanged), (2, 2));
    assert_eq!(story.state.actual().len(), 4);
}

#[test]
fn a_fact_said_otherwise_is_refused_with_old_new_and_where() {
    let mut story = Story::founded();
    story.does("hospital", facts("april.csv", APRIL));
    let again = "visits,community,2025-04,90\nvisits,hospital,2025-04,151.5";
    assert_eq!(
        story.refused("hospital", facts("again.csv", again)),
        "facts are said otherwise than before: visits[hospital] of 2025-04-01..2025-04-30 was 149 \
         (april.csv:1) and is 151.5 (again.csv:2)\n\
         say them again with `--restates` and the reason, and the difference will be shown by cause"
    );
}

#[test]
fn of_many_facts_said_otherwise_five_are_told() {
    let mut story = Story::founded();
    let rows = |value: u32| -> String {
        let row = |month: i32| format!("visits,hospital,2025-{month:02},{value}");
        (4..12).map(row).collect::<Vec<_>>().join("\n")
    };
    story.does("hospital", facts("first.csv", &rows(1)));
    let refused = story.refused("hospital", facts("second.csv", &rows(2)));
    assert_eq!(refused.matches("visits[hospital]").count(), 5);
    assert!(refused.contains("(second.csv:5); and 3 more\n"), "{refused}");
}

#[test]
fn a_restated_fact_takes_the_place_of_what_was_said_and_keeps_its_reason() {
    let mut story = Story::founded();
    story.does("hospital", facts("april.csv", APRIL));
    story.does("hospital", restates("again.csv", "visits,hospital,2025-04,151", "counted twice"));
    assert_eq!(visits(&story), ["90", "151"]);
    let reasons: Vec<_> = story.state.kept().batches.iter().map(|batch| batch.restated.clone()).collect();
    assert_eq!(reasons, [None, Some(Words::Said("counted twice".to_string()))]);
}

#[test]
fn a_restatement_differs_from_what_is_known() {
    let mut story = Story::founded();
    story.does("hospital", facts("april.csv", APRIL));
    assert_eq!(
        story.refused("hospital", restates("may.csv", MAY, "counted twice")),
        "nothing that was known is said otherwise here\nadd new facts without `--restates`"
    );
}

#[test]
fn a_restatement_says_why() {
    let mut story = Story::founded();
    story.does("hospital", facts("april.csv", APRIL));
    assert_eq!(
        story.refused("hospital", restates("again.csv", "visits,hospital,2025-04,151", " ")),
        "facts that are said again need a reason\nsay it with `--reason`"
    );
}

#[test]
fn a_restatement_can_be_taken_back_by_the_first_file() {
    let mut story = Story::founded();
    story.does("hospital", facts("april.csv", APRIL));
    story.does("hospital", restates("again.csv", "visits,hospital,2025-04,151", "counted twice"));
    let refused = story.refused("hospital", facts("april.csv", APRIL));
    assert!(refused.starts_with("facts are said otherwise than before: visits[hospital]"), "{refused}");
    story.does("hospital", restates("april.csv", APRIL, "the first count was right"));
    assert_eq!(visits(&story), ["90", "149"]);
}

#[test]
fn what_is_expected_gives_way_to_what_happened() {
    let mut story = Story::founded();
    story.does("hospital", forecast("expected.csv", &format!("{APRIL}\n{MAY}")));
    story.does("hospital", facts("april.csv", "visits,hospital,2025-04,151"));
    let numbers = |pick| -> Vec<String> { shown(story.state.facts(pick).iter().map(|fact| &fact.value)) };
    assert_eq!(numbers(Pick::Actual), ["151"]);
    assert_eq!(numbers(Pick::WithForecast), ["90", "150", "151", "200"]);
}

#[test]
fn what_is_expected_changes_without_a_reason() {
    let mut story = Story::founded();
    story.does("hospital", forecast("first.csv", APRIL));
    story.does("hospital", forecast("second.csv", "visits,hospital,2025-04,160"));
    let first = story.does("hospital", forecast("first.csv", APRIL));
    assert_eq!(first, 3);
    assert_eq!(shown(story.state.expected().iter().map(|fact| &fact.value)), ["90", "149"]);
    assert!(story.state.actual().is_empty());
}

#[test]
fn control_totals_are_held_against_the_facts() {
    let declared = |totals: &[(&str, i128)]| {
        let totals = totals.iter().map(|(name, sum)| ((*name).to_string(), Exact::from_i128(*sum)));
        Command::AddFacts(AddFacts { declared: totals.collect(), ..given("april.csv", APRIL) })
    };
    let mut story = Story::founded();
    assert_eq!(
        story.refused("hospital", declared(&[("visits", 240), ("price", 10)])),
        "`visits` comes to 239, not to 240; there is no fact `price`, and its total was to be 10\n\
         ask the sender for the file that the total is of"
    );
    story.does("hospital", declared(&[("visits", 239)]));
}

#[test]
fn a_file_without_facts_is_refused() {
    assert_eq!(
        Story::founded().refused("hospital", facts("empty.csv", "")),
        "there is no fact in what was given\na file of facts has a heading row and one fact in each further row"
    );
}

#[test]
fn a_fact_dated_back_is_in_effect_then_and_was_not_known_then() {
    let mut story = Story::founded();
    story.does("board", facts("year.csv", YEAR));
    let known = story.state.kept().size;
    story.does("hospital", facts("april.csv", APRIL));
    let before = story.state.facts_at(known, Pick::Actual).expect("facts can be read back");
    assert_eq!((before.len(), story.state.actual().len()), (3, 5));
}

fn visits(story: &Story) -> Vec<String> {
    let visits = story.state.actual().iter().filter(|fact| fact.name == "visits");
    shown(visits.map(|fact| &fact.value))
}

fn shown<'a>(values: impl Iterator<Item = &'a FactValue>) -> Vec<String> {
    let number = |value: &FactValue| match value {
        FactValue::Number(number) => number.terminating().expect("it is a decimal"),
        other => format!("{other:?}"),
    };
    values.map(number).collect()
}
