//! Working days, and what the parties report to each other by which of them.
#![expect(clippy::unwrap_used, reason = "a test stops at its first surprise")]

use accordant_agreement::particulars::{self, Particulars};
use accordant_agreement::problem::Problems;
use accordant_agreement::shape::working_days;
use accordant_agreement::working_days::WorkingDays;
use accordant_agreement::{shape, tree};
use jiff::civil::Date;

const START: &str = "accordant: 1\n\
    alliance: { name: A, term: { from: 2025-04-01, to: 2028-03-31 }, business_days: { week: monday to friday, closed: \
    [2025-04-18, 2025-04-21, 2025-05-05, 2025-12-25, 2025-12-26, 2027-01-01] } }\n\
    parties: { owner: { name: O, role: commissioner }, builder: { name: B, role: provider } }\n";

fn read(text: &str, problems: &mut Problems) -> Particulars {
    let tree = tree::read("alliance.yaml", text.as_bytes(), problems).unwrap();
    let sections = tree.as_map().unwrap();
    let form = shape::check(sections, shape::Extent::Whole, problems);
    particulars::read(&form.repairs.applied(sections), problems)
}

/// Line, code, what is wrong and what to do, of a text that goes on from line 4.
fn told(text: &str) -> Vec<String> {
    let mut problems = Problems::new();
    read(&format!("{START}{text}"), &mut problems);
    let line = |found: &accordant_agreement::problem::Problem| {
        let help = found.help.clone().unwrap_or_default();
        format!("{} {}: {} > {help}", found.place.line, found.code, found.what)
    };
    problems.sorted().iter().map(line).collect()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn after(from: &str, count: u16) -> Option<String> {
    let alliance = read(START, &mut Problems::new()).alliance;
    WorkingDays::of(&alliance).after(day(from), count).map(|day| day.to_string())
}

fn between(first: &str, last: &str) -> Option<u32> {
    let alliance = read(START, &mut Problems::new()).alliance;
    WorkingDays::of(&alliance).between(day(first), day(last))
}

// spec: L22
#[test]
fn saturdays_sundays_and_closed_days_are_no_working_days() {
    // Maundy Thursday; Good Friday, the weekend and Easter Monday are passed over.
    assert_eq!(after("2025-04-17", 1).as_deref(), Some("2025-04-22"));
    assert_eq!(after("2025-04-17", 0).as_deref(), Some("2025-04-17"));
    assert_eq!(after("2025-04-30", 10).as_deref(), Some("2025-05-15"));
    assert_eq!(between("2025-04-17", "2025-04-21"), Some(0));
    assert_eq!(between("2025-04-17", "2025-04-22"), Some(1));
    assert_eq!(between("2025-04-22", "2025-04-17"), Some(0));
}

// spec: L22
#[test]
fn a_year_without_closed_days_and_days_before_the_term_are_not_known() {
    assert_eq!(after("2025-12-24", 3).as_deref(), Some("2025-12-31"));
    assert_eq!(after("2025-12-24", 4), None, "no closed day of 2026 is listed");
    assert_eq!(between("2025-12-31", "2027-01-04"), None);
    assert_eq!(between("2026-12-31", "2027-01-04"), Some(1));
    assert_eq!(between("2025-03-28", "2025-04-02"), None, "before the term");
    let alliance = read(START, &mut Problems::new()).alliance;
    assert_eq!(WorkingDays::of(&alliance).known_to(), Some(day("2027-12-31")));
    let silent = "accordant: 1\nalliance: { name: A, term: { from: 2025-04-01 } }\n";
    let alliance = read(silent, &mut Problems::new()).alliance;
    assert_eq!(WorkingDays::of(&alliance).includes(day("2025-04-05")), None);
}

// spec: L22
#[test]
fn what_counts_comes_to_the_same_both_ways() {
    let alliance = read(START, &mut Problems::new()).alliance;
    let days = WorkingDays::of(&alliance);
    for count in 0..=120 {
        let reached = days.after(day("2025-05-31"), count).unwrap();
        assert_eq!(days.between(day("2025-05-31"), reached), Some(u32::from(count)));
    }
}

// spec: L22
#[test]
fn working_days_are_written_with_their_unit() {
    assert_eq!(working_days("10 working days"), Some(10));
    assert_eq!(working_days("1 working day"), Some(1));
    for wrong in [
        "10",
        "0 working days",
        "251 working days",
        "1 working days",
        "2 working day",
        "5 days",
        "-3 working days",
    ] {
        assert_eq!(working_days(wrong), None, "{wrong}");
    }
    assert_eq!(
        told("reporting: { queries: { answered_within: 10 days } }\n"),
        [
            "4 badly-written: `10 days` is not a number of working days from 1 to 250 > write it like `10 working days`"
        ]
    );
}

// spec: L22
#[test]
fn the_week_of_business_is_from_monday_to_friday() {
    let text = START.replace("monday to friday", "sunday to thursday");
    let mut problems = Problems::new();
    read(&text, &mut problems);
    let found = problems.sorted();
    assert_eq!(found[0].what, "`sunday to thursday` is none of the words that can stand here");
    assert_eq!(
        found[0].help.as_deref(),
        Some("did you mean `monday to friday`? it is one of `monday to friday`")
    );
}

// spec: L22
#[test]
fn a_return_says_who_owes_which_file_by_when() {
    let mut problems = Problems::new();
    let text = format!(
        "{START}reporting:\n  returns:\n    - {{ party: [builder, owner], kind: acm, flex: 10 working days, freeze: 20 working days, \
         clause: '7' }}\n    - {{ party: owner, kind: costs, within: 1 working day, from: 2026-04-01 }}\n  \
         queries: {{ answered_within: 5 working days }}\n"
    );
    let reporting = read(&text, &mut problems).reporting;
    assert!(problems.is_empty(), "{problems:?}");
    let said = |owed: &particulars::Return| {
        format!("{} {} {:?} {:?}", owed.parties.join("+"), owed.kind, owed.within, owed.days.from)
    };
    assert_eq!(
        reporting.returns.iter().map(said).collect::<Vec<_>>(),
        [
            "builder+owner acm Stages { flex: Some(10), freeze: 20 } None",
            "owner costs Once(1) Some(2026-04-01)"
        ]
    );
    assert_eq!(reporting.answered_within, Some(5));
}

// spec: L22
#[test]
fn a_return_is_sent_before_it_is_final_and_owed_once() {
    let returns = |rows: &str| told(&format!("reporting: {{ returns: [{rows}] }}\n"));
    assert_eq!(
        returns("{ party: builder, kind: acm, flex: 20 working days, freeze: 10 working days }"),
        [
            "4 freeze-before-flex: the return is final after 10 working days, and first sent after 20 > correct the one or the other"
        ]
    );
    assert_eq!(
        returns("{ party: builder, kind: acm, flex: 5 working days, within: 10 working days }"),
        [
            "4 flex-of-once: the return is sent once, and yet first as `flex` > say `freeze` in the place of `within`, or leave \
             `flex` out"
        ]
    );
    assert!(
        !returns("{ party: builder, kind: acm, freeze: 5 working days, within: 10 working days }").is_empty()
    );
    assert!(!returns("{ party: builder, kind: acm }").is_empty());
    let row = |more: &str| format!("{{ party: builder, kind: acm, freeze: 10 working days{more} }}");
    assert_eq!(
        returns(&[row(""), row(", from: 2026-04-01")].join(", ")),
        [
            "4 return-twice: `builder` owes the return `acm` twice for the same months > leave the party out of one of the two, \
             or say `from` and `to`"
        ]
    );
    assert_eq!(returns(&[row(", to: 2026-03-31"), row(", from: 2026-04-01")].join(", ")), [""; 0]);
    assert_eq!(
        returns(&row(", from: 2024-04-01")),
        [
            "4 outside-the-term: 2024-04-01, a day of the return, lies outside the term > the term is from 2025-04-01 to 2028-03-31; \
             correct the day, or the term"
        ]
    );
    assert_eq!(
        returns("{ party: builder, kind: acn, freeze: 10 working days }")[0],
        "4 unknown-word: `acn` is none of the words that can stand here > did you mean `acm`? it is one of `acm`, `plcm`, `drplcm`, \
         `deplcm`, `rtt`, `costs`, `measures` or `sessions`"
    );
}
