//! Whatever a reader is shown of a record, folding it is defined, and what is not known is told as such.

use crate::story::words::pools;
use crate::story::{Held, Sight, Story, cache, fold, folded};
use accordant_alliance::State;
use accordant_alliance::event::{Unseen, Words};
use accordant_alliance::state::Kept;
use std::collections::BTreeSet;

const KINDS: [&str; 20] = [
    "alliance_founded",
    "record_continued",
    "facts_received",
    "facts_restated",
    "facts_withdrawn",
    "price_book_added",
    "period_opened",
    "period_settled",
    "settlement_challenged",
    "query_raised",
    "query_answered",
    "query_closed",
    "chart_rebased",
    "rebase_withdrawn",
    "paid_on_account",
    "pool_moved",
    "witness_named",
    "part_erased",
    "person_named",
    "clock_behind",
];

#[test]
fn the_long_story_tells_every_kind_of_event() {
    let story = Story::long();
    let told: BTreeSet<&str> = story.held.iter().map(|held| held.header.kind.as_str()).collect();
    assert_eq!(told, KINDS.into_iter().collect());
}

#[test]
fn each_part_of_each_event_may_be_withheld_or_erased() {
    let story = Story::long();
    let all = folded(&story.held);
    for (entry, held) in story.held.iter().enumerate() {
        for place in 0..held.parts.len() {
            for (sight, why) in [(Sight::Withheld, Unseen::Withheld), (Sight::Erased, Unseen::Erased)] {
                let only = |at: usize, part: usize| {
                    if (at, part) == (entry, place) { sight } else { Sight::Present }
                };
                let met = fold(&story.held, &only);
                if held.header.kind == "record_continued" {
                    // A reader who may not see how the record goes on cannot tell that it is the same.
                    assert!(met.is_err());
                    continue;
                }
                let met = met.unwrap_or_else(|problem| panic!("{problem}"));
                told_as_unknown(&met, &all, (entry, held, place), why);
                comes_back_from_its_cache(&met);
            }
        }
    }
}

#[test]
fn of_headers_alone_a_reader_knows_what_happened_and_nothing_of_it() {
    let mut story = Story::long();
    let continued = story.held.iter().position(|held| held.header.kind == "record_continued");
    story.held.truncate(continued.expect("it is continued"));
    for sight in [Sight::Withheld, Sight::Erased] {
        let met = fold(&story.held, &|_, _| sight).expect("headers alone can be folded");
        let kept = met.kept();
        assert_eq!((kept.size, kept.unseen.len()), (story.held.len() as u64, story.held.len()));
        let kinds = kept.unseen.iter().map(|unseen| unseen.kind.as_str());
        assert!(kinds.eq(story.held.iter().map(|held| held.header.kind.as_str())));
        assert!(met.ledger().is_none() && met.actual().is_empty() && met.latest_text().is_none());
        let empty = Kept {
            size: kept.size,
            origin: kept.origin.clone(),
            last_at: kept.last_at.clone(),
            streams: kept.streams.clone(),
            unseen: kept.unseen.clone(),
            ..Kept::default()
        };
        assert_eq!(kept, &empty);
        comes_back_from_its_cache(&met);
    }
}

#[test]
fn who_does_not_see_every_event_decides_nothing() {
    let mut story = Story::with_spring();
    let only = |entry: usize, _: usize| if entry == 3 { Sight::Withheld } else { Sight::Present };
    story.state = fold(&story.held, &only).expect("it can be folded");
    assert_eq!(
        story.refused("board", crate::story::words::settle_to("2025-05-31")),
        "entry 3 cannot be seen here, so nothing is decided here\ndecide where the whole record is held"
    );
}

#[test]
fn what_a_later_program_wrote_stops_with_what_to_install() {
    let story = Story::founded();
    let (kinds, versions) = (["part_shredded", "facts_received"], [1, 2]);
    for (kind, version) in kinds.into_iter().zip(versions) {
        let mut newer = story.held.clone();
        let mut event = Story::with_spring().held.remove(1);
        (event.header.kind, event.header.kind_version) = (kind.to_string(), version);
        newer.push(event);
        // Nor is it passed over where its body cannot be seen.
        for sight in [Sight::Present, Sight::Withheld, Sight::Erased] {
            let last = |entry: usize, _: usize| if entry == 1 { sight } else { Sight::Present };
            let problem = fold(&newer, &last).expect_err("it is not known");
            assert_eq!(
                problem.to_string(),
                format!(
                    "entry 1 cannot be understood: this program does not know `{kind}` in version {version}: \
                     install the version that wrote it"
                )
            );
        }
    }
}

#[test]
fn an_event_of_another_record_is_not_folded() {
    let mut story = Story::with_spring();
    let of =
        |story: &Story| fold(&story.held, &|_, _| Sight::Present).map(|_| ()).expect_err("it is not folded");
    story.held.remove(2);
    assert_eq!(of(&story).to_string(), "entry 2 cannot be understood: the event has index 3");
    let mut story = Story::with_spring();
    story.held[2].header.log = "records.other.example/log/1".to_string();
    assert_eq!(
        of(&story).to_string(),
        "entry 2 cannot be understood: the event belongs to another record, `records.other.example/log/1`"
    );
}

/// An event whose body or text is not seen is listed as unseen; words and documents alone are told as kept back.
fn told_as_unknown(met: &State, all: &State, of: (usize, &Held, usize), why: Unseen) {
    let (entry, held, place) = of;
    let name = held.header.parts[place].name.as_str();
    let unseen: Vec<(u64, Unseen)> =
        met.kept().unseen.iter().map(|unseen| (unseen.entry, unseen.why)).collect();
    assert_eq!(met.kept().size, all.kept().size);
    match name {
        "body" | "text" => assert_eq!(unseen, [(entry as u64, why)], "{name} of entry {entry}"),
        _ => assert_eq!(unseen, [], "{name} of entry {entry}"),
    }
    match (name, held.header.kind.as_str()) {
        ("body" | "text", "alliance_founded" | "paid_on_account" | "pool_moved") => {
            assert!(met.ledger().is_none(), "no balance is known without entry {entry}");
        }
        _ => assert_eq!(pools(met), pools(all)),
    }
    let words = if why == Unseen::Erased { Words::Erased } else { Words::Withheld };
    if matches!(name, "reason" | "purpose" | "reply")
        && !all.kept().erased.contains(&(entry as u64, name.to_string()))
    {
        assert_eq!(words_of(met.kept(), entry as u64), Some(&words));
        assert!(matches!(words_of(all.kept(), entry as u64), Some(Words::Said(_))));
    }
    if matches!(name, "file" | "document" | "book") {
        assert_eq!(cache(met), cache(all), "documents decide nothing");
    }
}

fn words_of(kept: &Kept, entry: u64) -> Option<&Words> {
    let batch =
        kept.batches.iter().find(|batch| batch.entry == entry).and_then(|batch| batch.restated.as_ref());
    let challenge =
        kept.challenges.iter().find(|challenge| challenge.entry == entry).map(|found| &found.reason);
    let moved =
        kept.movements.iter().find(|moved| moved.entry == entry).and_then(|moved| moved.purpose.as_ref());
    let query = kept.queries.iter().find(|query| query.entry == entry).map(|query| &query.reason);
    let mut replies = kept.queries.iter().flat_map(|query| &query.replies);
    let reply = replies.find(|reply| reply.entry == entry).map(|reply| &reply.reply);
    let mut withdrawn = kept.batches.iter().filter_map(|batch| batch.withdrawn.as_ref());
    let withdrawn = withdrawn.find(|(by, _)| *by == entry).map(|(_, why)| why);
    let rebase = kept.rebases.iter().find(|rebase| rebase.entry == entry).map(|rebase| &rebase.reason);
    let mut ended = kept.rebases.iter().filter_map(|rebase| rebase.withdrawn.as_ref());
    let ended = ended.find(|(by, _)| *by == entry).map(|(_, why)| why);
    batch.or(withdrawn).or(challenge).or(moved).or(query).or(reply).or(rebase).or(ended)
}

fn comes_back_from_its_cache(state: &State) {
    let again = State::from_cache(&cache(state)).unwrap_or_else(|problem| panic!("{problem}"));
    assert_eq!(again.kept(), state.kept());
    assert_eq!((again.ledger(), again.actual()), (state.ledger(), state.actual()));
}
