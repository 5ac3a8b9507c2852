//! Who may speak for whom, and who names whom.

use crate::story::words::{APRIL, day, facts, founding};
use crate::story::{AGREEMENT, Story};
use accordant_alliance::Command;
use accordant_record::{KeyKind, SigningKey};
use jiff::civil::Date;

#[test]
fn who_speaks_for_no_party_does_nothing() {
    let mut story = Story::founded();
    let asked = story.asked_as(&format!("person/{}", "f".repeat(32)), None);
    assert_eq!(
        story.refused_as(&asked, &facts("april.csv", APRIL)),
        "this person may speak for no party\n\
         a person with authority for the party names further ones with `accordant person add`"
    );
}

#[test]
fn who_speaks_for_one_party_need_not_say_for_which() {
    let mut story = Story::founded();
    let asked = story.asked_as(&story.person("hospital"), None);
    story.asks(&asked, &facts("april.csv", APRIL)).expect("nothing forbids it");
    let header = &story.held.last().expect("it was recorded").header;
    assert_eq!((header.seat.as_deref(), header.authority), (Some("hospital"), 0));
}

#[test]
fn who_speaks_for_several_parties_says_for_which() {
    let mut found = founding(AGREEMENT);
    found.signatories.iter_mut().for_each(|signatory| signatory.person /= 2);
    let mut story = Story::new();
    story.does("nobody", Command::Found(found));
    let asked = story.asked_as(&story.person("hospital"), None);
    assert_eq!(
        story.refused_as(&asked, &facts("april.csv", APRIL)),
        "this person may speak for community, hospital\nsay for which with `--for`"
    );
    let asked = story.asked_as(&story.person("hospital"), Some("community"));
    story.asks(&asked, &facts("april.csv", APRIL)).expect("nothing forbids it");
}

#[test]
fn nobody_speaks_for_another_party() {
    let mut story = Story::founded();
    let asked = story.asked_as(&story.person("hospital"), Some("board"));
    assert_eq!(
        story.refused_as(&asked, &facts("april.csv", APRIL)),
        "this person may not speak for `board` on 2025-06-01\n`accordant show people` lists who may"
    );
}

#[test]
fn authority_holds_from_its_first_day_to_its_last() {
    let mut story = Story::founded();
    let entry = story.does("hospital", names("hospital", "2025-07-01", Some("2025-07-31")));
    let person = story.state.kept().mandates["hospital"].last().expect("a mandate").person.clone();
    let asks = |story: &mut Story, today: &str| {
        story.today = day(today);
        story.asked_as(&person, Some("hospital"))
    };
    for (today, month) in [("2025-07-01", "2025-04"), ("2025-07-31", "2025-05")] {
        let asked = asks(&mut story, today);
        let given = facts("visits.csv", &format!("visits,hospital,{month},1"));
        story.asks(&asked, &given).expect("authority is in force");
        assert_eq!(story.held.last().expect("it was recorded").header.authority, entry);
    }
    for today in ["2025-06-30", "2025-08-01"] {
        let asked = asks(&mut story, today);
        assert_eq!(
            story.refused_as(&asked, &facts("april.csv", APRIL)),
            format!(
                "this person may not speak for `hospital` on {today}\n`accordant show people` lists who may"
            )
        );
        let asked = story.asked_as(&person, None);
        assert!(
            story.refused_as(&asked, &facts("april.csv", APRIL)).starts_with("this person may speak for no")
        );
    }
}

#[test]
fn a_person_is_named_by_the_own_party_only() {
    assert_eq!(
        Story::founded().refused("board", names("hospital", "2025-07-01", None)),
        "`board` cannot give authority for `hospital`\na person with authority for that party does"
    );
}

#[test]
fn authority_does_not_end_before_it_begins() {
    let mut story = Story::founded();
    assert_eq!(
        story.refused("board", names("board", "2025-07-01", Some("2025-06-30"))),
        "the authority would end before it begins"
    );
    story.does("board", names("board", "2025-07-01", Some("2025-07-01")));
}

#[test]
fn authority_rests_on_a_letter_or_a_minute() {
    let command = Command::NamePerson {
        party: "board".to_string(),
        from: day("2025-07-01"),
        to: None,
        under: " ".to_string(),
    };
    assert_eq!(
        Story::founded().refused("board", command),
        "nothing is named that gives the authority\nname the letter or the minute"
    );
}

#[test]
fn on_a_day_those_speak_whose_authority_holds_then() {
    let mut story = Story::founded();
    story.does("hospital", names("hospital", "2025-07-01", Some("2025-07-31")));
    let speakers = |on: &str| {
        let on = story.state.on(day(on)).expect("the text is in force");
        on.mandates.iter().filter(|(party, _)| *party == "hospital").count()
    };
    assert_eq!([speakers("2025-06-30"), speakers("2025-07-01"), speakers("2025-08-01")], [1, 2, 1]);
    assert!(story.state.on(Date::constant(2025, 3, 31)).is_none(), "before the text holds there is nothing");
}

#[test]
fn a_witness_is_named_by_the_own_party_only() {
    assert_eq!(
        Story::founded().refused("board", witness("hospital", &key(KeyKind::Witness))),
        "`board` cannot name the key of `hospital`\na party's own person names its key"
    );
}

#[test]
fn a_witness_has_a_key_for_matching_copies_and_no_other() {
    let no_key =
        "this is no key for matching copies\n`accordant witness key` makes one and prints what to give here";
    let mut story = Story::founded();
    assert_eq!(story.refused("board", witness("board", "none")), no_key);
    assert_eq!(story.refused("board", witness("board", &key(KeyKind::Log))), no_key);
    story.does("board", witness("board", &key(KeyKind::Witness)));
    assert_eq!(
        story.refused("board", witness("board", &key(KeyKind::Witness))),
        "this key has been named before"
    );
}

#[test]
fn a_clock_that_was_behind_is_noted_by_no_party() {
    let mut story = Story::founded();
    let last = story.state.kept().last_at.clone();
    story.does("nobody", Command::NoteClock { clock: "2025-05-01T00:00:00.000000Z".to_string() });
    let held = story.held.last().expect("it was recorded");
    assert_eq!((held.header.kind.as_str(), &held.header.seat), ("clock_behind", &None));
    let body = String::from_utf8(held.parts.concat()).expect("a body is text");
    assert_eq!(body, format!(r#"{{"clock":"2025-05-01T00:00:00.000000Z","last":"{last}"}}"#));
}

fn names(party: &str, from: &str, to: Option<&str>) -> Command {
    Command::NamePerson {
        party: party.to_string(),
        from: day(from),
        to: to.map(day),
        under: "letter of 20 May 2025".to_string(),
    }
}

fn witness(party: &str, key: &str) -> Command {
    Command::NameWitness { party: party.to_string(), key: key.to_string() }
}

fn key(kind: KeyKind) -> String {
    SigningKey::new("ferry-lane.example/board", kind, [7; 32]).expect("a key").verifier().to_string()
}
