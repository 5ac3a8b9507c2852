//! Submissions: recorded once with what was made of them, closed by a freeze, undone by a later entry.

use crate::story::Story;
use crate::story::words::{APRIL, given};
use accordant_alliance::Command;
use accordant_alliance::command::{AddFacts, Import};
use accordant_alliance::event::{Covered, Imported, SentFor, Words};
use accordant_alliance::state::Pick;
use accordant_facts::{FactValue, Facts};
use std::borrow::Cow;

fn import(scopes: &[(&'static str, &'static str)], freeze: bool) -> Option<Import> {
    let scope = |(provider, month): &(&'static str, &'static str)| SentFor {
        provider: Cow::Borrowed(*provider),
        commissioner: Cow::Borrowed("QK1"),
        month: Cow::Borrowed(*month),
    };
    let about = Imported {
        kind: Cow::Borrowed("acm"),
        accepted: 2,
        fixed: 0,
        refused: 1,
        scopes: scopes.iter().map(scope).collect(),
        freeze,
        covers: Vec::new(),
        adds: false,
        nhs_numbers_let_in: false,
    };
    Some(Import {
        about,
        activity: b"cells".to_vec(),
        mapping: b"map".to_vec(),
        report: b"{}".to_vec(),
        keeps_files: true,
    })
}

fn sent(file: &str, rows: &str, freeze: bool) -> Command {
    let restated = Some("sent again".to_string());
    Command::AddFacts(AddFacts {
        import: import(&[("RH1", "2025-04")], freeze),
        restated,
        ..given(file, rows)
    })
}

fn undone(entry: u64, again: &str) -> Command {
    let facts = if again.is_empty() { Facts::new() } else { given("again.csv", again).facts };
    Command::WithdrawFacts { entry, reason: "the wrong month".to_string(), again: facts }
}

fn visits(story: &Story) -> Vec<String> {
    let number = |value: &FactValue| match value {
        FactValue::Number(number) => number.terminating().expect("it is a decimal"),
        other => format!("{other:?}"),
    };
    story.state.actual().iter().map(|fact| number(&fact.value)).collect()
}

#[test]
fn a_submission_is_recorded_with_what_was_made_of_it() {
    let mut story = Story::founded();
    let entry = story.does("hospital", sent("acm.csv", APRIL, false));
    let names: Vec<&str> = story.held[entry as usize].header.parts.iter().map(|part| &*part.name).collect();
    assert_eq!(names, ["body", "file", "activity", "mapping", "report"]);
    let batch = story.state.batch_of(entry).expect("it gave facts");
    let about = batch.given.import.as_ref().expect("it is a submission");
    assert_eq!((about.accepted, about.refused, about.scopes.len()), (2, 1, 1));
    assert_eq!(batch.restated, None, "it says nothing otherwise");
}

#[test]
fn a_file_about_single_patients_is_known_by_its_hash_alone() {
    let mut story = Story::founded();
    let kept = import(&[], false).map(|import| Import { keeps_files: false, ..import });
    let entry =
        story.does("hospital", Command::AddFacts(AddFacts { import: kept, ..given("plcm.csv", APRIL) }));
    let held = &story.held[entry as usize];
    let names: Vec<&str> = held.header.parts.iter().map(|part| &*part.name).collect();
    assert_eq!(names, ["body", "activity", "mapping", "report"]);
    let batch = story.state.batch_of(entry).expect("it gave facts");
    let received = batch.given.received().expect("it can be read back");
    assert_eq!((received.files[0].name.as_ref(), received.files[0].sha256.len()), ("plcm.csv", 64));
}

#[test]
fn the_same_submission_may_come_again_to_close_its_months() {
    let mut story = Story::founded();
    story.does("hospital", sent("acm.csv", APRIL, false));
    let entry = story.does("hospital", sent("acm.csv", APRIL, true));
    assert!(story.state.batch_of(entry).unwrap().given.import.as_ref().unwrap().freeze);
    let again = story.refused("hospital", sent("acm.csv", APRIL, true));
    assert!(again.contains("closed"), "{again}");
}

#[test]
fn the_same_submission_is_recorded_once() {
    let mut story = Story::founded();
    story.does("hospital", sent("acm.csv", APRIL, false));
    assert_eq!(
        story.refused("hospital", sent("copy.csv", APRIL, false)),
        "entry 1 holds these very files already\nnothing was added: the same content is recorded once"
    );
}

#[test]
fn a_submission_that_says_the_same_restates_nothing_and_is_cited_from_then_on() {
    let mut story = Story::founded();
    let first = story.does("hospital", sent("acm.csv", APRIL, false));
    let entry = story.does("hospital", sent("later.csv", &format!("{APRIL}\n"), false));
    let batch = story.state.batch_of(entry).expect("it gave facts");
    assert_eq!((batch.given.count, &batch.restated), (2, &None));
    let cited = |story: &Story| -> Vec<String> {
        story.state.actual().iter().map(|fact| fact.at.file.to_string()).collect()
    };
    assert_eq!(cited(&story), ["later.csv", "later.csv"]);
    story.does("hospital", undone(first, ""));
    assert_eq!((visits(&story).len(), cited(&story)), (2, vec!["later.csv".to_string(); 2]));
}

#[test]
fn a_freeze_closes_the_month_until_it_is_undone() {
    let mut story = Story::founded();
    let frozen = story.does("hospital", sent("acm.csv", APRIL, true));
    let later = "visits,community,2025-04,91\nvisits,hospital,2025-04,149";
    assert_eq!(
        story.refused("hospital", sent("later.csv", later, false)),
        "entry 1 closed 2025-04 of RH1 for QK1\n\
         raise a query, or undo that import with its reason, and send it again"
    );
    story.does("hospital", undone(frozen, ""));
    story.does("hospital", sent("later.csv", later, false));
    assert_eq!(visits(&story), ["91", "149"]);
}

/// A return of costs about one service in April.
fn returned(
    kind: &'static str,
    of: &'static str,
    party: Option<&'static str>,
    visits: &str,
    freeze: bool,
) -> Command {
    let covered = Covered {
        party: party.map(Cow::Borrowed),
        days: Cow::Borrowed("2025-04-01..2025-04-30"),
        of: Cow::Borrowed(of),
    };
    let returned = |import: Import| {
        let about = Imported { kind: Cow::Borrowed(kind), covers: vec![covered], ..import.about };
        Import { about, ..import }
    };
    let facts = given("return.csv", &format!("visits,{visits}"));
    let file = format!("{kind}, {of}, {party:?}: {visits}");
    Command::AddFacts(AddFacts {
        files: vec![("return.csv".to_string(), file.into_bytes())],
        import: import(&[], freeze).map(returned),
        restated: Some("sent again".to_string()),
        ..facts
    })
}

#[test]
fn a_final_return_closes_what_it_covers_and_nothing_else() {
    let mut story = Story::founded();
    let april = |place: &str, visits: &str| format!("{place},2025-04,{visits}");
    let frozen = story.does("hospital", returned("costs", "wards", None, &april("hospital", "149"), true));
    // Who sends a return without a party is meant by its name too.
    let named = returned("costs", "wards", Some("hospital"), &april("community", "150"), false);
    let again = story.refused("hospital", named);
    assert!(again.starts_with("entry 1 closed 2025-04 of hospital: wards\nraise a query"), "{again}");
    // A figure is closed whatever it is said of, and whoever says it.
    for (party, of) in [("hospital", "theatres"), ("community", "wards")] {
        let figure = story.refused(party, returned("costs", of, None, &april("hospital", "5"), false));
        assert!(figure.starts_with("entry 1 closed visits[hospital] of 2025-04\n"), "{figure}");
    }
    story.does("hospital", returned("costs", "theatres", None, &april("community", "151"), false));
    story.does("hospital", returned("measures", "wards", None, &april("hospital", "152"), false));
    story.does("hospital", undone(frozen, ""));
    story.does("hospital", returned("costs", "wards", Some("hospital"), &april("hospital", "154"), false));
    assert_eq!(visits(&story), ["151", "154"]);
}

#[test]
fn what_is_undone_counts_no_longer_and_was_known_until_then() {
    let mut story = Story::founded();
    story.does("hospital", sent("first.csv", APRIL, false));
    let second = story.does("hospital", sent("second.csv", "visits,hospital,2025-04,151", false));
    assert_eq!(visits(&story), ["90", "151"]);
    let known = story.state.kept().size;
    let undone = story.does("hospital", undone(second, ""));
    assert_eq!(visits(&story), ["90", "149"]);
    let batch = story.state.batch_of(second).expect("it gave facts");
    assert_eq!(batch.withdrawn, Some((undone, Words::Said("the wrong month".to_string()))));
    let before = story.state.facts_at(known, Pick::Actual).expect("facts can be read back");
    assert_eq!(before.iter().filter(|fact| fact.of == ["hospital"]).count(), 1);
    assert_ne!(&before, story.state.actual());
}

#[test]
fn what_was_worked_out_from_several_submissions_is_said_again_without_the_one() {
    let mut story = Story::founded();
    let first = story.does("hospital", sent("first.csv", APRIL, false));
    let before = story.held.len();
    story.does("hospital", undone(first, "visits,hospital,2025-04,20"));
    assert_eq!(story.held.len(), before + 2, "one request, two entries");
    assert_eq!(visits(&story), ["20"]);
}

#[test]
fn what_rests_on_other_rows_now_is_said_again_also_where_its_value_is_the_same() {
    let mut story = Story::founded();
    story.does("hospital", sent("first.csv", "visits,hospital,2025-04,149", false));
    let second = story.does("hospital", sent("second.csv", "visits,community,2025-04,90", false));
    story.does("hospital", undone(second, "visits,hospital,2025-04,149"));
    let cited: Vec<&str> = story.state.actual().iter().map(|fact| &*fact.at.file).collect();
    assert_eq!((visits(&story), cited), (vec!["149".to_string()], vec!["again.csv"]));
}

#[test]
fn nothing_is_undone_twice_or_without_a_reason() {
    let mut story = Story::founded();
    let first = story.does("hospital", sent("first.csv", APRIL, false));
    let silent = Command::WithdrawFacts { entry: first, reason: " ".to_string(), again: Facts::new() };
    assert_eq!(
        story.refused("hospital", silent),
        "facts are withdrawn with a reason\nsay it with `--reason`"
    );
    story.does("hospital", undone(first, ""));
    assert_eq!(story.refused("hospital", undone(first, "")), "entry 1 was withdrawn already, with entry 2");
    assert_eq!(
        story.refused("hospital", undone(0, "")),
        "entry 0 gave no facts\n`accordant imports list` shows which did"
    );
}
