//! Rebases: of what, from when and why a chart is read anew, and that each is decided once and withdrawn by a decision.

use crate::story::words::{day, rebase};
use crate::story::{Sight, Story, cache, fold};
use accordant_alliance::command::{Command, Rebase};
use accordant_alliance::event::Words;
use accordant_alliance::{Event, State};

const CHART: &str = "visits[hospital]";

fn withdraw(from: &str, reason: &str) -> Command {
    Command::WithdrawRebase { measure: CHART.to_string(), from: day(from), reason: reason.to_string() }
}

fn in_force(state: &State) -> Vec<(u64, &str)> {
    state.rebases(CHART).map(|rebase| (rebase.entry, rebase.body.from.as_str())).collect()
}

#[test]
fn a_rebase_holds_of_what_from_when_why_and_for_whom_it_is() {
    let mut story = Story::founded();
    let entry = story.does("hospital", Command::Rebase(rebase("2025-05-01")));
    let found = story.state.rebases(CHART).next().expect("it is in force");
    assert_eq!((found.entry, found.seat.as_deref()), (entry, Some("hospital")));
    assert_eq!((found.body.from.as_str(), found.body.day.as_str()), ("2025-05-01", "2025-06-01"));
    assert_eq!(found.reason, Words::Said("a new clinic opened".to_string()));
    assert_eq!(story.state.rebases("visits[community]").count(), 0);
    let listed = &story.held.last().expect("it was recorded").header.parts;
    let parts: Vec<(&str, &str)> = listed.iter().map(|part| (&*part.name, &*part.compartment)).collect();
    assert_eq!(parts, [("body", "alliance"), ("reason", "personal")]);
}

#[test]
fn a_chart_is_rebased_from_a_month_that_it_has_and_once() {
    let mut story = Story::founded();
    let outside = Command::Rebase(rebase("2025-07-01"));
    assert_eq!(
        story.refused("board", outside),
        "the chart of `visits[hospital]` has no month 2025-07\nit has those from 2025-04 to 2025-06"
    );
    let empty = Rebase { months: Vec::new(), ..rebase("2025-05-01") };
    assert!(story.refused("board", Command::Rebase(empty)).ends_with("it has no months yet"));
    let entry = story.does("board", Command::Rebase(rebase("2025-05-01")));
    let again = story.refused("hospital", Command::Rebase(rebase("2025-05-01")));
    let already = "the chart of `visits[hospital]` is rebased from 2025-05 already";
    assert!(again.starts_with(&format!("{already}, with entry {entry}\n")), "{again}");
    story.does("hospital", Command::Rebase(rebase("2025-06-01")));
    assert_eq!(in_force(&story.state), [(entry, "2025-05-01"), (entry + 1, "2025-06-01")]);
}

#[test]
fn a_rebase_is_of_a_measure_or_fact_of_the_agreement_and_has_a_reason() {
    let mut story = Story::founded();
    let unknown = Rebase { measure: "falls".to_string(), ..rebase("2025-05-01") };
    let refused = story.refused("board", Command::Rebase(unknown));
    assert!(refused.starts_with("the agreement has no measure or fact `falls`"), "{refused}");
    let unsaid = Rebase { reason: " ".to_string(), ..rebase("2025-05-01") };
    let refused = story.refused("board", Command::Rebase(unsaid));
    assert_eq!(refused, "a chart is rebased with a reason\nsay it with `--reason`");
}

#[test]
fn a_rebase_is_withdrawn_with_a_reason_and_stays_in_the_record() {
    let mut story = Story::founded();
    let refused = story.refused("board", withdraw("2025-05-01", "wrong month"));
    assert!(refused.starts_with("the chart of `visits[hospital]` is not rebased from 2025-05"), "{refused}");
    let entry = story.does("board", Command::Rebase(rebase("2025-05-01")));
    let refused = story.refused("board", withdraw("2025-05-01", ""));
    assert_eq!(refused, "a rebase is withdrawn with a reason\nsay it with `--reason`");
    let withdrawn = story.does("hospital", withdraw("2025-05-01", "wrong month"));
    assert!(in_force(&story.state).is_empty());
    let kept = story.state.kept().rebases.first().expect("it is remembered");
    let why = Words::Said("wrong month".to_string());
    assert_eq!((kept.entry, kept.withdrawn.as_ref()), (entry, Some(&(withdrawn, why))));
    assert_eq!(story.held.last().expect("it was recorded").header.cause, Some(entry));
    // It can be decided anew, with another reason.
    let again = story.does("board", Command::Rebase(rebase("2025-05-01")));
    assert_eq!(in_force(&story.state), [(again, "2025-05-01")]);
}

#[test]
fn reasons_are_erased_one_by_one_and_the_rebase_stays() {
    let mut story = Story::founded();
    let entry = story.does("board", Command::Rebase(rebase("2025-05-01")));
    let withdrawn = story.does("hospital", withdraw("2025-05-01", "wrong month"));
    for erased in [entry, withdrawn] {
        let second = story.person("board");
        story.does(
            "hospital",
            Command::Erase {
                entry: erased,
                part: 1,
                listed: ("reason".to_string(), "personal".to_string()),
                reason: "spill".to_string(),
                basis: "UK GDPR article 17".to_string(),
                second,
            },
        );
    }
    let kept = story.state.kept().rebases.first().expect("it is remembered");
    assert_eq!((&kept.reason, &kept.withdrawn), (&Words::Erased, &Some((withdrawn, Words::Erased))));
    let sight = |at: usize, part: usize| {
        let erased = [entry, withdrawn].contains(&(at as u64)) && part == 1;
        if erased { Sight::Erased } else { Sight::Present }
    };
    let met = fold(&story.held, &sight).expect("it can be folded");
    assert_eq!(cache(&met), cache(&story.state));
}

#[test]
fn a_reader_who_never_saw_a_rebase_reads_on_when_it_is_withdrawn() {
    let mut story = Story::founded();
    let entry = story.does("board", Command::Rebase(rebase("2025-05-01")));
    story.does("hospital", withdraw("2025-05-01", "wrong month"));
    let sight = |at: usize, _: usize| if at as u64 == entry { Sight::Withheld } else { Sight::Present };
    let met = fold(&story.held, &sight).expect("it can be folded");
    assert!(met.kept().rebases.is_empty());
    assert_eq!(Event::in_words("chart_rebased"), "chart rebased");
}
