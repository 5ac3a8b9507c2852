//! Price books: added once and never altered, held against the others, and what they change said again.

use crate::story::Story;
use crate::story::words::{APRIL, book, facts, given};
use accordant_alliance::Command;
use accordant_alliance::command::AddPriceBook;
use accordant_alliance::event::{BookKind, MarketForces, PriceBook};
use accordant_facts::{FactValue, Facts};

const LINES: &str = "currency,point_of_delivery,unit_price\nWF01B,OPFASPCL,180\n";
const OTHER_LINES: &str = "currency,point_of_delivery,unit_price\nWF01B,OPFASPCL,185\n";

fn add(book: AddPriceBook) -> Command {
    Command::AddPriceBook(book)
}

/// The book with other particulars.
fn about(book: AddPriceBook, change: impl FnOnce(PriceBook) -> PriceBook) -> AddPriceBook {
    AddPriceBook { about: change(book.about), ..book }
}

fn with_scheme() -> Story {
    let mut story = Story::founded();
    story.does("board", add(book("scheme", LINES)));
    story
}

#[test]
fn a_book_is_kept_with_its_lines_and_what_it_says_of_itself() {
    let story = with_scheme();
    let held = story.held.last().expect("it was recorded");
    let names: Vec<&str> = held.header.parts.iter().map(|part| &*part.name).collect();
    assert_eq!((names.as_slice(), held.parts[1].as_slice()), (&["body", "book"][..], LINES.as_bytes()));
    assert_eq!(held.header.effective.map(|day| day.to_string()).as_deref(), Some("2025-04-01"));
    let [entry] = &story.state.kept().books[..] else { panic!("one book") };
    assert_eq!((entry.entry, entry.body.name.as_str(), entry.body.sha256.len()), (1, "scheme", 64));
}

#[test]
fn a_name_stands_for_one_content_for_ever() {
    let mut story = with_scheme();
    assert_eq!(
        story.refused("board", add(book("scheme", LINES))),
        "entry 1 holds this very book `scheme` already\nnothing was added: the same content is recorded once"
    );
    assert_eq!(
        story.refused("board", add(book("scheme", OTHER_LINES))),
        "entry 1 holds another book `scheme`, and a price book is never altered\n\
         give the new one a name of its own, and `--replaces 'scheme'` if it takes the place of that one"
    );
}

#[test]
fn a_book_that_contradicts_another_is_refused_with_both() {
    let mut story = with_scheme();
    let contradictions = vec!["`WF01B` stands in `scheme` line 2 and in `award` line 2".to_string()];
    let award = AddPriceBook { against: vec![1], contradictions, ..book("award", OTHER_LINES) };
    assert_eq!(
        story.refused("board", add(award)),
        "the price book contradicts another: `WF01B` stands in `scheme` line 2 and in `award` line 2\n\
         let the months or providers of the two not overlap, or say with `--replaces` which one it takes the place of"
    );
}

#[test]
fn a_book_that_was_not_held_against_every_other_is_asked_again() {
    let mut story = with_scheme();
    let said = "another price book was added in the meantime\nask again: the book will be held against it";
    assert_eq!(story.refused("board", add(book("award", OTHER_LINES))), said);
    let replaces = |about| PriceBook { replaces: Some("scheme".to_string()), ..about };
    story.does("board", add(about(book("award", OTHER_LINES), replaces)));
    let late = AddPriceBook { against: vec![1], ..book("late", LINES) };
    assert_eq!(story.refused("board", add(late)), said, "what was replaced is on the shelf no longer");
    story.does("board", add(AddPriceBook { against: vec![2], ..book("later", LINES) }));
}

#[test]
fn a_book_takes_the_place_of_one_that_is_on_the_shelf_and_of_its_kind() {
    let mut story = with_scheme();
    let replaces = |name: &'static str| move |about| PriceBook { replaces: Some(name.to_string()), ..about };
    assert_eq!(
        story.refused("board", add(about(book("award", OTHER_LINES), replaces("tariff")))),
        "no price book `tariff` is on the shelf\n`accordant price list` shows which are"
    );
    let factors = about(book("factors", "provider,factor\nRH1,1.02\n"), |about| PriceBook {
        kind: BookKind::MarketForcesFactors,
        market_forces: None,
        ..replaces("scheme")(about)
    });
    assert_eq!(
        story.refused("board", add(factors)),
        "`scheme` and `factors` are not of one kind\nprices take the place of prices, and factors of factors"
    );
    let entry = story.does("board", add(about(book("award", OTHER_LINES), replaces("scheme"))));
    let kept = story.state.kept().books.iter().map(|book| (book.body.name.as_str(), book.replaced));
    assert_eq!(kept.collect::<Vec<_>>(), [("scheme", Some(entry)), ("award", None)]);
}

#[test]
fn what_a_book_does_not_say_of_itself_is_asked_and_never_assumed() {
    let mut story = Story::founded();
    let mut refused = |change: fn(PriceBook) -> PriceBook| {
        let said = story.refused("board", add(about(book("scheme", LINES), change)));
        said.lines().next().unwrap_or_default().to_string()
    };
    let no_name = refused(|about| PriceBook { name: " ".to_string(), ..about });
    assert_eq!(no_name, "a price book has a name");
    let no_source = refused(|about| PriceBook { source: String::new(), ..about });
    assert_eq!(no_source, "a price book has a source");
    let unsaid = refused(|about| PriceBook { market_forces: None, ..about });
    assert_eq!(unsaid, "nothing says how the prices stand to the market forces factor");
    let of_factors = refused(|about| PriceBook { kind: BookKind::MarketForcesFactors, ..about });
    assert_eq!(of_factors, "a list of market forces factors does not stand to them");
    let within = refused(|about| PriceBook { from: "2025-04-02".to_string(), ..about });
    assert_eq!(within, "a price book holds for whole months, and 2025-04-02 begins none");
    let short = refused(|about| PriceBook { to: Some("2026-02-27".to_string()), ..about });
    assert_eq!(short, "a price book holds for whole months, and 2026-02-27 ends none");
    let backwards = refused(|about| PriceBook { to: Some("2025-03-31".to_string()), ..about });
    assert_eq!(backwards, "the price book would end before it begins");
    let open = about(book("scheme", LINES), |about| PriceBook { to: None, ..about });
    story.does("board", add(open));
}

#[test]
fn what_comes_to_something_else_with_a_book_is_said_again_in_the_same_request() {
    let mut story = Story::founded();
    story.does("hospital", facts("april.csv", APRIL));
    let before = story.held.len();
    let again = given("april.csv", "visits,hospital,2025-04,151\nvisits,community,2025-04,90").facts;
    let last = story.does("board", add(AddPriceBook { again, ..book("scheme", LINES) }));
    assert_eq!(story.held.len(), before + 2, "one request, two entries");
    let batch = story.state.batch_of(last).expect("it gave facts");
    assert_eq!(batch.given.count, 1, "what comes to the same from the same rows is not said again");
    assert!(format!("{:?}", batch.restated).contains("the price book `scheme` was added"));
    let number = |value: &FactValue| match value {
        FactValue::Number(number) => number.terminating(),
        _ => None,
    };
    let known: Vec<_> = story.state.actual().iter().map(|fact| number(&fact.value)).collect();
    assert_eq!(known, [Some("90".to_string()), Some("151".to_string())]);
}

#[test]
fn a_book_that_changes_no_fact_is_an_entry_alone() {
    let mut story = Story::founded();
    let before = story.held.len();
    let on_top = |about| PriceBook { market_forces: Some(MarketForces::OnTop), ..about };
    story.does("board", add(AddPriceBook { again: Facts::new(), ..about(book("scheme", LINES), on_top) }));
    assert_eq!(story.held.len(), before + 1);
}
