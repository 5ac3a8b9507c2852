//! Price books: activity comes to money by them, a book in the middle of the year changes it with its reason, and every
//! figure leads back to the rows of a file and the lines of a book.

use super::Ran;
use super::place::{MONITORING, Place, Written};
use std::ops::Deref;

const AGREEMENT: &str = r#"
accordant: 1
alliance:
  name: Ferry Lane Alliance
  term: { from: 2025-04-01, to: 2026-03-31 }
  settles: { every: month, from: 1 April, currency: GBP }
  zone: Europe/London
  illustrative: An invented alliance; no figure in it describes a real organisation.
parties:
  board: { name: Ferry Lane Care Board, role: commissioner }
  hospital: { name: Ferry Lane Hospital, role: provider }
services:
  eyes: { name: Eye clinics }
money:
  inputs:
    worth: { unit: GBP, by: service, kind: value, says: What the activity comes to at the prices of the books, clause: "4.1" }
  rounding: pennies, half away from zero
  lines:
    paid_for: { is: sum of worth, says: What is paid for, clause: "4.2" }
  postings:
    service: { of: paid_for, from: board, to: hospital, clause: "4.2" }
"#;
const SIGNATORIES: &str = "party,person,signed_copy\nboard,Amira Khan,Signed copy of 27 March 2025\n\
    hospital,Helen Marsh,Signed copy of 27 March 2025\n";
const COUNTING: &str = "organisations:\n  ACUTE: hospital\n  BOARD: board\n\
    services:\n  eyes: { functions: [\"130\"] }\ninputs:\n  worth: { sum: actual value, of: service }\n";
const SCHEME: &str = "currency,point_of_delivery,unit_price\nBZ34C,DC,900\nWF01B,OPFASPCL,180\n";
const FACTORS: &str = "provider,factor\nACUTE,1.02\n";
const LOCAL: &str = "currency,point_of_delivery,treatment_function,unit_price\nWF01B,OPFASPCL,130,200\n";

struct Story {
    place: Place,
}

impl Deref for Story {
    type Target = Place;

    fn deref(&self) -> &Place {
        &self.place
    }
}

impl Story {
    /// A record with the activity of April and May, and no price book.
    fn begin() -> Story {
        let written = Written { agreement: AGREEMENT, signatories: SIGNATORIES, counting: COUNTING };
        let story = Story { place: Place::of(&written) };
        story.writes("april.csv", &monitoring(1, &[4, 6]));
        story.writes("may.csv", &monitoring(2, &[12]));
        story
    }

    /// The same, imported and priced from the scheme with its factors.
    fn priced() -> Story {
        let story = Story::begin();
        story.done(&["import", "april.csv"]);
        story.done(&["import", "may.csv"]);
        story.adds("scheme", SCHEME, &["--kind", "scheme", "--factors", "on-top"]);
        story.adds("factors", FACTORS, &["--kind", "factors"]);
        story
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        self.run_flat(arguments)
    }

    /// Asks for a book of that name, for the year unless more is said.
    fn asks(&self, name: &str, content: &str, more: &[&str]) -> Ran {
        let file = format!("{name}.csv");
        self.writes(&file, content);
        let mut arguments = vec!["price", "add", &file, "--name", name, "--source", "A letter"];
        if !more.contains(&"--from") {
            arguments.extend(["--from", "2025-04-01", "--to", "2026-03-31"]);
        }
        arguments.extend(more);
        self.run(&arguments)
    }

    fn adds(&self, name: &str, content: &str, more: &[&str]) -> String {
        let ran = self.asks(name, content, more);
        assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
        ran.out
    }

    /// A local book for the hospital from May.
    fn adds_local(&self) -> String {
        self.adds("eyes from May", LOCAL, &LOCAL_FROM_MAY)
    }
}

const LOCAL_FROM_MAY: [&str; 10] = [
    "--kind",
    "local",
    "--stands",
    "before-national",
    "--factors",
    "within",
    "--provider",
    "ACUTE",
    "--from",
    "2025-05-01",
];

/// Contract monitoring of the hospital for a month of 2025-26: first appointments of eye clinics, so many on each line.
fn monitoring(month: u8, lines: &[u32]) -> String {
    let line = |done: &u32| {
        format!(
            "{month},202526,2025-07-12T10:00:00,ACUTE,,BOARD,130,OPFASPCL,21,WF01B,Y,5,900,1.02,{done},0,1.02\n"
        )
    };
    format!("{MONITORING}{}", lines.iter().map(line).collect::<String>())
}

/// JSON without spaces.
fn packed(json: &str) -> String {
    json.split_whitespace().collect()
}

#[test]
fn a_value_without_a_price_is_not_published_until_a_book_says_it() {
    let story = Story::begin();
    let told = story.done(&["import", "april.csv"]);
    assert!(told.contains("without a price: `WF01B` at `OPFASPCL` of `ACUTE`"), "{told}");
    assert!(told.contains("no price book holds for the month and provider"), "{told}");
    let settled = story.run(&["settle", "--period", "2025-04", "--record"]);
    assert_ne!(settled.code, 0, "{}", settled.out);
    let told = story.adds("scheme", SCHEME, &["--kind", "scheme", "--factors", "on-top"]);
    assert!(told.contains("It changes no fact."), "{told}");
    assert!(told.contains("the market forces factor of the provider is not known"), "{told}");
    let told = story.adds("factors", FACTORS, &["--kind", "factors"]);
    assert!(told.contains("1 fact said again"), "{told}");
    let settled = story.done(&["settle", "--period", "2025-04", "--record"]);
    // 10 x 180 x 1.02
    assert!(settled.contains("1,836.00"), "{settled}");
}

#[test]
fn a_figure_leads_to_the_rows_of_a_file_and_the_lines_of_books() {
    let story = Story::priced();
    let explained = story.done(&["explain", ".", "2025-04/paid_for"]);
    for place in ["april.csv 2-3", "scheme line 3", "factors line 2"] {
        assert!(explained.contains(place), "`{place}` is missing: {explained}");
    }
}

#[test]
fn a_book_in_the_middle_of_the_year_says_again_what_it_changes_and_nothing_else() {
    let story = Story::priced();
    story.done(&["settle", "--period", "2025-05", "--record"]);
    let told = story.adds_local();
    assert!(told.contains("1 fact said again with it"), "{told}");
    let settled = story.done(&["settle", "--period", "2025-05", "--record"]);
    // 12 x 200 in the place of 12 x 180 x 1.02: 2,400.00 and not 2,203.20
    assert!(settled.contains("196.80") && settled.contains("price: "), "{settled}");
    let explained = story.done(&["explain", ".", "2025-05/paid_for"]);
    assert!(explained.contains("may.csv 2") && explained.contains("eyes from May line 2"), "{explained}");
    let log = story.done(&["log"]);
    assert!(log.contains("price book added") && log.contains("facts restated"), "{log}");
}

#[test]
fn repricing_shows_the_difference_by_provider_service_and_month_exactly() {
    let story = Story::priced();
    let came = packed(&story.done(&["price", "reprice", "--as-at", "2", "--json"]));
    assert!(came.contains("\"difference\":\"0\",\"places\":[]"), "{came}");
    assert_eq!(came.matches("\"amount\":\"").count(), 2, "both months have a price only now: {came}");
    story.adds_local();
    let told = packed(&story.done(&["price", "reprice", "--json"]));
    assert!(told.contains("\"difference\":\"196.8\",\"places\":"), "{told}");
    for place in [
        "\"month\":\"2025-04\",\"before\":\"1836\",\"after\":\"1836\",\"difference\":\"0\"",
        "\"month\":\"2025-05\",\"before\":\"2203.2\",\"after\":\"2400\",\"difference\":\"196.8\"",
    ] {
        let whole = format!("\"provider\":\"hospital\",\"service\":\"eyes\",{place}");
        assert!(told.contains(&whole), "`{whole}` is missing: {told}");
    }
    let laid = story.done(&["price", "reprice"]);
    assert!(laid.contains("+£196.80") && laid.contains("hospital, eyes, 2025-05"), "{laid}");
    assert!(laid.contains("£4,039.20") && laid.contains("£4,236.00"), "the totals: {laid}");
    assert!(!laid.contains("hospital, eyes, 2025-04"), "{laid}");
    assert!(laid.contains("1 place without a difference left out"), "{laid}");
}

#[test]
fn what_changes_a_value_is_told_as_price_or_as_activity_by_what_brought_it() {
    let story = Story::priced();
    story.done(&["settle", "--period", "2025-05", "--record"]);
    let before = last_entry(&story);
    story.adds_local();
    story.writes("may-again.csv", &monitoring(2, &[15]));
    story.done(&["import", "may-again.csv"]);
    // The book: 12 x 200 in the place of 12 x 180 x 1.02. The file: three more at 200.
    let bridge = story.done(&["bridge", &before, "--period", "2025-05"]);
    let line = |what: &str| bridge.lines().find(|line| line.contains(what)).unwrap_or_default().to_string();
    assert!(line("because of prices").ends_with("£196.80"), "{bridge}");
    assert!(line("because of activity").ends_with("£600.00"), "{bridge}");
    let settled = story.done(&["settle", "--period", "2025-05", "--record"]);
    assert!(settled.contains("price: £196.80") && settled.contains("activity: £600.00"), "{settled}");
    // Of the file alone nothing is price.
    let after_book =
        story.done(&["bridge", &(before.parse::<u64>().unwrap() + 2).to_string(), "--period", "2025-05"]);
    assert!(
        after_book.contains("because of activity") && !after_book.contains("because of prices"),
        "{after_book}"
    );
}

/// The last entry of the record.
fn last_entry(story: &Story) -> String {
    let shown = packed(&story.done(&["show", "--json"]));
    let entries = shown.split("\"entries\":").nth(1).and_then(|rest| rest.split(',').next()).unwrap();
    (entries.parse::<u64>().unwrap() - 1).to_string()
}

#[test]
fn a_book_is_never_altered_and_contradicts_no_other() {
    let story = Story::priced();
    story.adds_local();
    let again = story.asks("scheme", LOCAL, &["--kind", "scheme", "--factors", "within"]);
    assert_eq!(again.code, 1, "{}", again.err);
    assert!(
        again.err.contains("holds another book `scheme`, and a price book is never altered"),
        "{}",
        again.err
    );
    let other = story.asks("other eyes", LOCAL, &LOCAL_FROM_MAY);
    assert_eq!(other.code, 1, "{}", other.err);
    assert!(
        other.err.contains("`eyes from May` line 2") && other.err.contains("`other eyes` line 2"),
        "{}",
        other.err
    );
    let replaces: Vec<&str> = LOCAL_FROM_MAY.into_iter().chain(["--replaces", "eyes from May"]).collect();
    story.adds("eyes after the award", &LOCAL.replace("200", "210.50"), &replaces);
    let listed = story.done(&["price", "list"]);
    assert!(
        listed.contains("in the place of eyes from May") && listed.contains("replaced, entry"),
        "{listed}"
    );
    let told = packed(&story.done(&["price", "reprice", "--json"]));
    assert!(told.contains("\"difference\":\"126\""), "12 x 10.50: {told}");
}

#[test]
fn all_that_is_wrong_with_a_book_is_told_with_its_places_and_nothing_is_added() {
    let story = Story::begin();
    let wrong = "currency,point_of_delivery,unit_price\nWF01B,,180\nBZ34C,DC,much\n";
    let ran = story.asks("scheme", wrong, &["--kind", "scheme", "--factors", "within"]);
    assert_eq!(ran.code, 3, "{}{}", ran.out, ran.err);
    assert!(ran.err.contains("scheme.csv:2") && ran.err.contains("scheme.csv:3"), "{}", ran.err);
    let unsaid = story.asks("scheme", SCHEME, &["--kind", "scheme"]);
    assert_eq!(unsaid.code, 2, "{}", unsaid.err);
    assert!(story.done(&["price", "list"]).contains("0 price books"));
}

#[test]
fn a_value_that_rested_on_an_import_alone_is_known_no_longer_without_it() {
    let story = Story::priced();
    story.done(&["settle", "--period", "2025-04", "--record"]);
    let imports = packed(&story.done(&["imports", "list", "--json"]));
    let entry = imports.split("\"entry\":").nth(1).and_then(|rest| rest.split(',').next()).unwrap();
    story.done(&["imports", "undo", entry, "--reason", "The wrong month was sent"]);
    let settled = story.run(&["settle", "--period", "2025-04", "--record"]);
    assert_ne!(settled.code, 0, "{}", settled.out);
}

#[test]
fn activity_that_was_sent_and_undone_again_moves_nothing_and_the_price_is_told_on_what_stands() {
    let story = Story::priced();
    let before = last_entry(&story);
    story.writes("may again.csv", &monitoring(2, &[20]).replace("07-12", "07-13"));
    let told = packed(&story.done(&["import", "may again.csv", "--json"]));
    let entry = told.split("\"entry\":").nth(1).and_then(|rest| rest.split(',').next()).unwrap();
    story.adds_local();
    story.done(&["imports", "undo", entry, "--reason", "The wrong file"]);
    let bridge = story.done(&["bridge", &before, "--period", "2025-05"]);
    let prices = bridge.lines().find(|line| line.contains("because of prices")).unwrap_or_default();
    assert!(prices.ends_with("£196.80"), "12 x (200 - 180 x 1.02): {bridge}");
    assert!(!bridge.contains("because of activity"), "{bridge}");
}

#[test]
fn the_lines_of_a_book_are_shown_as_they_were_added() {
    let story = Story::priced();
    let shown = story.done(&["price", "show", "scheme"]);
    for said in [
        "scheme: 2 lines, entry 3, on the shelf",
        "line  currency  point of delivery  function  unit price",
        "2     BZ34C     DC                 every     900",
    ] {
        assert!(shown.contains(said), "{said}\n{shown}");
    }
    assert_eq!(
        story.done(&["price", "show", "3", "--code", "wf01b", "--plain"]),
        "3\tWF01B\tOPFASPCL\tevery\t180\n"
    );
    let json = packed(&story.done(&["price", "show", "factors", "--provider", "ACUTE", "--json"]));
    assert!(json.ends_with("\"lines\":[{\"line\":2,\"provider\":\"ACUTE\",\"factor\":\"1.02\"}]}"), "{json}");
    story.adds_local();
    assert!(story.done(&["price", "show", "eyes from May", "--provider", "ACUTE"]).contains("130       200"));
    let refused = |arguments: &[&str]| {
        let ran = story.run(arguments);
        assert_eq!(ran.code, 1, "{}", ran.out);
        ran.err
    };
    let wrong = refused(&["price", "show", "schem"]);
    assert_eq!(wrong, "refused: there is no price book `schem` help: did you mean `scheme`?");
    assert!(refused(&["price", "show", "scheme", "--code", "XX01Z"]).contains("has no line of `XX01Z`"));
    let other = refused(&["price", "show", "eyes from May", "--provider", "COMMTY"]);
    assert!(other.contains("does not hold for `COMMTY` help: it holds for ACUTE"), "{other}");
    assert!(
        refused(&["price", "show", "scheme", "--as-at", "2"]).contains("there is no price book `scheme`")
    );
}
