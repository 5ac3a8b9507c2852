//! Erasing: free text and personal data only, for a named reason, by two persons, once; and then it is gone.

use crate::story::words::{challenge, moves, restates, settle_to};
use crate::story::{Sight, Story, cache, fold};
use accordant_alliance::Command;
use accordant_alliance::event::{Move, Words};

const SPILL: &str = "a patient is named here by mistake";

#[test]
fn what_decides_money_or_agreement_is_not_erased() {
    let mut story = Story::with_spring();
    for (entry, part) in [(0, 0), (0, 1), (2, 0), (2, 1)] {
        let name = story.held[entry].header.parts[part].name.clone();
        let command = erase(&story, entry as u64, part as u64);
        assert_eq!(
            story.refused("board", command),
            format!(
                "the part `{name}` of entry {entry} decides money or agreement, and such a part is not erased\n\
                 free text and personal data are erasable; facts are corrected by restating them"
            )
        );
    }
}

#[test]
fn words_that_are_erased_are_gone_from_the_state_at_once() {
    let mut story = with_words();
    for entry in words(&story) {
        let command = erase(&story, entry, 1);
        story.does("board", command);
    }
    let kept = story.state.kept();
    assert_eq!(kept.batches.last().and_then(|batch| batch.restated.clone()), Some(Words::Erased));
    assert_eq!(kept.challenges.last().map(|challenge| &challenge.reason), Some(&Words::Erased));
    assert_eq!(kept.movements.last().map(|moved| moved.purpose.clone()), Some(Some(Words::Erased)));
    let marker = cache(&story.state).windows(SPILL.len()).any(|window| window == SPILL.as_bytes());
    assert!(!marker, "no cache keeps what was erased");
}

#[test]
fn folding_after_an_erasure_comes_to_the_state_that_met_it() {
    let mut story = with_words();
    let erased = words(&story);
    for entry in erased.clone() {
        let command = erase(&story, entry, 1);
        story.does("board", command);
    }
    let sight = |entry: usize, part: usize| {
        if part == 1 && erased.contains(&(entry as u64)) { Sight::Erased } else { Sight::Present }
    };
    let again = fold(&story.held, &sight).expect("it can be folded");
    assert_eq!(cache(&again), cache(&story.state));
}

#[test]
fn erasing_names_a_reason_of_the_list_and_its_legal_basis() {
    let mut story = with_words();
    let entry = words(&story)[0];
    assert_eq!(
        story.refused(
            "board",
            changed(erase(&story, entry, 1), "boredom", "UK GDPR article 17", "hospital", &story)
        ),
        "`boredom` is no reason for erasing\nthe reasons are spill, request, court-order, retention-ended"
    );
    assert_eq!(
        story.refused("board", changed(erase(&story, entry, 1), "spill", " ", "hospital", &story)),
        "erasing needs its legal basis\nname it with `--basis`"
    );
}

#[test]
fn erasing_needs_two_persons() {
    let mut story = with_words();
    let entry = words(&story)[0];
    for second in ["board", "nobody"] {
        let command = changed(erase(&story, entry, 1), "spill", "UK GDPR article 17", second, &story);
        assert_eq!(
            story.refused("board", command),
            "erasing needs a second person who may speak for a party\nname the second person with `--second`"
        );
    }
}

#[test]
fn a_part_is_erased_once() {
    let mut story = with_words();
    let entry = words(&story)[0];
    let command = erase(&story, entry, 1);
    story.does("board", command.clone());
    assert_eq!(
        story.refused("board", command),
        format!("the part `reason` of entry {entry} is erased already")
    );
}

#[test]
fn what_stands_in_a_record_that_is_closed_is_erased_there() {
    let mut story = with_words();
    let entry = words(&story)[0];
    let size = story.state.kept().size;
    story.does("nobody", Command::Continue { root: "0".repeat(64), known_size: size + 2 });
    let command = erase(&story, entry, 1);
    assert_eq!(story.refused("board", command), format!("entry {entry} stands in a record that is closed"));
    story.does("board", Command::MovePool(moves("fund", Move::PaidIn, 1, "2025-05-10")));
    let later = story.state.kept().size - 1;
    let command = erase(&story, later, 1);
    story.does("board", command);
    assert_eq!(story.state.kept().erased.iter().next(), Some(&(later, "purpose".to_string())));
}

/// A restatement, a challenge and a movement, each with words that name somebody by mistake.
fn with_words() -> Story {
    let mut story = Story::with_spring();
    story.does("hospital", restates("again.csv", "visits,hospital,2025-04,150", SPILL));
    let settled = story.does("board", settle_to("2025-04-30"));
    story.does("council", challenge(settled, None, SPILL));
    let mut moved = moves("fund", Move::Spent, 100, "2025-05-10");
    moved.purpose = SPILL.to_string();
    story.does("board", Command::MovePool(moved));
    story
}

/// The entries that have words as their second part.
fn words(story: &Story) -> Vec<u64> {
    let personal = |held: &crate::story::Held| {
        held.header.parts.get(1).is_some_and(|part| part.compartment == "personal")
    };
    (0..).zip(&story.held).filter(|(_, held)| personal(held)).map(|(entry, _)| entry).collect()
}

/// The board asks, and the hospital agrees.
fn erase(story: &Story, entry: u64, part: u64) -> Command {
    let of = |held: &crate::story::Held| {
        let listed = &held.header.parts[part as usize];
        (listed.name.clone(), listed.compartment.clone())
    };
    Command::Erase {
        entry,
        part,
        listed: of(&story.held[entry as usize]),
        reason: "spill".to_string(),
        basis: "UK GDPR article 17".to_string(),
        second: story.person("hospital"),
    }
}

fn changed(command: Command, reason: &str, basis: &str, second: &str, story: &Story) -> Command {
    let Command::Erase { entry, part, listed, .. } = command else { panic!("it erases nothing") };
    let (reason, basis) = (reason.to_string(), basis.to_string());
    Command::Erase { entry, part, listed, reason, basis, second: story.person(second) }
}
