//! Queries about a row: who may ask, answer and close, what is remembered of it, and that nothing is asked twice.

use crate::story::words::{APRIL, given};
use crate::story::{Sight, Story, cache, fold};
use accordant_alliance::Command;
use accordant_alliance::command::{AddFacts, QueryEnd, RaiseQuery};
use accordant_alliance::event::{QueryOutcome, Words};
use accordant_alliance::state::QueryEntry;

/// A query about row 4 of an import; more is said by changing what this gives.
fn query(import: u64) -> RaiseQuery {
    crate::story::words::query(import, 4, "hospital")
}

fn reply(query: u64, words: &str) -> Command {
    Command::ReplyToQuery { query, reply: words.to_string() }
}

fn close(query: u64, end: QueryEnd) -> Command {
    Command::CloseQuery { query, end }
}

/// Founded, with a file of the hospital; its entry.
fn begun() -> (Story, u64) {
    let mut story = Story::founded();
    let import = story.does("hospital", crate::story::words::submission("acm.csv", APRIL));
    (story, import)
}

/// With a query of the board; its entry.
fn asked() -> (Story, u64) {
    let (mut story, import) = begun();
    let asked = story.does("board", Command::RaiseQuery(query(import)));
    (story, asked)
}

fn last(story: &Story) -> &QueryEntry {
    story.state.kept().queries.last().expect("a query was raised")
}

#[test]
fn a_query_holds_what_was_sent_who_answers_and_the_day() {
    let (story, entry) = asked();
    let found = last(&story);
    assert_eq!(
        (found.entry, found.seat.as_deref(), found.body.of.as_str()),
        (entry, Some("board"), "hospital")
    );
    assert_eq!((found.body.import, found.body.row, found.body.day.as_str()), (entry - 1, 4, "2025-06-01"));
    assert_eq!(found.body.sent[0].value, "149");
    assert_eq!((found.body.minor.as_deref(), found.body.currency.as_deref()), (Some("12050"), Some("GBP")));
    let held = story.held.last().expect("it was recorded");
    assert_eq!((held.header.stream.as_str(), held.header.cause), ("import/1", Some(1)));
    let parts: Vec<(&str, &str)> =
        held.header.parts.iter().map(|part| (&*part.name, &*part.compartment)).collect();
    assert_eq!(parts, [("body", "alliance"), ("reason", "personal")]);
}

#[test]
fn a_query_is_raised_by_another_party_than_the_one_that_sent_the_row() {
    let (mut story, import) = begun();
    assert_eq!(
        story.refused("hospital", Command::RaiseQuery(query(import))),
        "`hospital` sent this row itself, and a query is raised by another party\n\
         what was sent wrongly is sent again, or taken back with `accordant imports undo`"
    );
    // Without a code that says whose row it is, it is that of the party for which the file was sent.
    let unsaid = RaiseQuery { of: None, ..query(import) };
    assert!(
        story
            .refused("hospital", Command::RaiseQuery(unsaid.clone()))
            .starts_with("`hospital` sent this row")
    );
    story.does("council", Command::RaiseQuery(unsaid));
    assert_eq!(last(&story).body.of, "hospital");
    // A host that imports for others is asked nothing: the party behind the code is.
    let community = RaiseQuery { of: Some("community".to_string()), row: 5, ..query(import) };
    story.does("hospital", Command::RaiseQuery(community));
    assert_eq!(last(&story).body.of, "community");
    let stranger = RaiseQuery { of: Some("nobody".to_string()), row: 6, ..query(import) };
    assert_eq!(
        story.refused("board", Command::RaiseQuery(stranger)),
        "nobody knows which party sent row 6 of entry 1\n\
         name the party behind its code under `organisations` in `counting.yaml`"
    );
}

#[test]
fn a_query_is_about_a_row_of_an_import_that_counts() {
    let (mut story, import) = begun();
    assert_eq!(
        story.refused("board", Command::RaiseQuery(query(0))),
        "entry 0 is no import\n`accordant imports list` shows which are"
    );
    let facts =
        story.does("hospital", Command::AddFacts(AddFacts { ..given("may.csv", crate::story::words::MAY) }));
    assert!(story.refused("board", Command::RaiseQuery(query(facts))).starts_with("entry 2 is no import"));
    let no_row = RaiseQuery { sent: Vec::new(), row: 99, ..query(import) };
    assert_eq!(
        story.refused("board", Command::RaiseQuery(no_row)),
        "entry 1 has no row 99\n`accordant imports show 1` tells which rows were sent"
    );
    let again = accordant_facts::Facts::new();
    let undone = story.does(
        "hospital",
        Command::WithdrawFacts { entry: import, reason: "the wrong month".to_string(), again },
    );
    assert_eq!(
        story.refused("board", Command::RaiseQuery(query(import))),
        format!("entry 1 was undone with entry {undone}, and counts no longer")
    );
}

#[test]
fn a_query_says_what_is_asked_and_about_how_much_if_at_all() {
    let (mut story, import) = begun();
    let silent = RaiseQuery { reason: " ".to_string(), ..query(import) };
    assert_eq!(
        story.refused("board", Command::RaiseQuery(silent)),
        "a query says what is asked\nsay it with `--reason`"
    );
    for minor in [0, -5] {
        assert_eq!(
            story.refused("board", Command::RaiseQuery(RaiseQuery { minor: Some(minor), ..query(import) })),
            "an amount that is queried or credited is above nothing"
        );
    }
    story.does("board", Command::RaiseQuery(RaiseQuery { minor: None, ..query(import) }));
    assert_eq!((&last(&story).body.minor, &last(&story).body.currency), (&None, &None));
}

#[test]
fn a_row_is_queried_once_at_a_time() {
    let (mut story, asked) = asked();
    assert_eq!(
        story.refused("council", Command::RaiseQuery(query(asked - 1))),
        format!(
            "row 4 of entry 1 is queried already, with entry {asked}\n`accordant query show {asked}` shows how far that is"
        )
    );
    story.does("board", close(asked, QueryEnd::Withdrawn));
    story.does("council", Command::RaiseQuery(query(asked - 1)));
}

#[test]
fn only_the_party_that_sent_the_row_answers_and_never_after_the_end() {
    let (mut story, asked) = asked();
    assert_eq!(
        story.refused("board", reply(asked, "it is right")),
        "`hospital` answers this query, and `board` does not"
    );
    assert_eq!(story.refused("hospital", reply(asked, "")), "a reply says something\nsay it with `--text`");
    assert_eq!(
        story.refused("hospital", reply(0, "it is right")),
        "entry 0 raised no query\n`accordant query list` shows which did"
    );
    story.does("hospital", reply(asked, "it is being looked at"));
    story.does("hospital", reply(asked, "it is right"));
    let said: Vec<&Words> = last(&story).replies.iter().map(|reply| &reply.reply).collect();
    assert_eq!(
        said,
        [&Words::Said("it is being looked at".to_string()), &Words::Said("it is right".to_string())]
    );
    let closed = story.does("board", close(asked, QueryEnd::Accepted));
    for command in [reply(asked, "and another thing"), close(asked, QueryEnd::Withdrawn)] {
        for party in ["board", "hospital"] {
            assert_eq!(
                story.refused(party, command.clone()),
                format!(
                    "query {asked} was closed with entry {closed}\nanother query can be raised about the same row"
                )
            );
        }
    }
}

#[test]
fn a_credit_is_named_by_the_party_that_gives_it_and_moves_no_figure() {
    let (mut story, asked) = asked();
    let credit = |minor| close(asked, QueryEnd::Credit(minor));
    assert_eq!(story.refused("board", credit(12_050)), "`hospital` names a credit, and `board` does not");
    assert_eq!(
        story.refused("hospital", credit(12_051)),
        format!(
            "the credit goes beyond what query {asked} is about\nanother query can be raised about the rest"
        )
    );
    assert_eq!(
        story.refused("hospital", credit(0)),
        "an amount that is queried or credited is above nothing"
    );
    let before = story.state.actual().clone();
    story.does("hospital", credit(12_050));
    assert_eq!(story.state.actual(), &before);
    let closed = last(&story).closed.as_ref().expect("it is closed");
    assert_eq!((closed.body.outcome, closed.body.minor.as_deref()), (QueryOutcome::Credit, Some("12050")));
}

#[test]
fn the_party_that_asked_withdraws_or_accepts_an_answer_that_there_is() {
    let (mut story, asked) = asked();
    assert_eq!(
        story.refused("hospital", close(asked, QueryEnd::Withdrawn)),
        "`board` withdraws this query, and `hospital` does not"
    );
    assert_eq!(
        story.refused("council", close(asked, QueryEnd::Accepted)),
        "`board` accepts an answer to this query, and `council` does not"
    );
    assert_eq!(
        story.refused("board", close(asked, QueryEnd::Accepted)),
        format!("query {asked} has no answer that could be accepted\n`--withdrawn` takes the query back")
    );
    story.does("board", close(asked, QueryEnd::Withdrawn));
    assert!(!last(&story).is_open());
}

#[test]
fn question_and_answer_are_erased_one_by_one_and_the_rest_stays() {
    let (mut story, asked) = asked();
    let answered = story.does("hospital", reply(asked, "the patient was Ann Other"));
    for (entry, part) in [(asked, "reason"), (answered, "reply")] {
        let second = story.person("hospital");
        story.does(
            "board",
            Command::Erase {
                entry,
                part: 1,
                listed: (part.to_string(), "personal".to_string()),
                reason: "spill".to_string(),
                basis: "UK GDPR article 17".to_string(),
                second,
            },
        );
    }
    let found = last(&story);
    assert_eq!((&found.reason, &found.replies[0].reply), (&Words::Erased, &Words::Erased));
    assert!(!cache(&story.state).windows(9).any(|window| window == b"Ann Other"));
    let sight = |entry: usize, part: usize| {
        let erased = [asked, answered].contains(&(entry as u64)) && part == 1;
        if erased { Sight::Erased } else { Sight::Present }
    };
    assert_eq!(cache(&fold(&story.held, &sight).expect("it can be folded")), cache(&story.state));
}
