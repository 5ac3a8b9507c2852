//! The reporting calendar: what is owed for a month, by which working day, and whether it came in time.

use accordant_agreement::calendar::Period;
use accordant_agreement::{Agreement, SourceFile, check};
use accordant_alliance::event::{QueryClosed, QueryOutcome, QueryRaised, Words};
use accordant_alliance::returns::{Arrival, Came, Due, QueryClock, Standing, clock, due};
use accordant_alliance::state::{Closing, QueryEntry, Reply};
use jiff::civil::Date;

/// Good Friday, Easter Monday and two bank holidays of 2025, and no closed day of a later year.
const TEXT: &str = "\
accordant: 1
alliance:
  name: Ferry Lane
  term: { from: 2025-04-01, to: 2026-03-31 }
  settles: { every: year, from: 1 April, currency: GBP }
  business_days: { week: monday to friday, closed: [2025-04-18, 2025-04-21, 2025-05-05, 2025-05-26] }
parties:
  board: { name: The board, role: commissioner }
  hospital: { name: The hospital, role: provider }
  community: { name: The community trust, role: provider }
reporting:
  returns:
    - { party: [hospital, community], kind: acm, flex: 10 working days, freeze: 20 working days }
    - { party: board, kind: costs, within: 5 working days, from: 2025-05-01 }
";

fn agreement() -> Agreement {
    agreed(TEXT)
}

fn agreed(text: &str) -> Agreement {
    let checked = check(&[SourceFile { name: "alliance.yaml", bytes: text.as_bytes() }]);
    checked.agreement.unwrap_or_else(|| panic!("{:?}", checked.findings))
}

fn day(text: &str) -> Date {
    text.parse().expect("a day")
}

fn came(party: &str, on: &str, entry: u64, freeze: bool) -> Arrival {
    let (party, kind) = (party.to_string(), "acm".to_string());
    Arrival { party, kind, month: day("2025-04-01"), day: day(on), entry, freeze, by_hand: false }
}

/// What is owed for the months up to one, in words.
fn owed(to: &str, arrivals: &[Arrival], today: &str) -> Vec<String> {
    let agreement = agreement();
    let within = Period::of_days(day("2025-04-01"), day(to)).expect("in order");
    let word = |due: &Due<'_>| {
        let by = due.by.map_or_else(|| "?".to_string(), |by| by.to_string());
        let month = due.month.strftime("%Y-%m").to_string();
        let days = due.standing.working_days().map_or_else(String::new, |days| format!(" {days}"));
        format!(
            "{by} {month} {} {} {}: {}{days}",
            due.owed.kind,
            due.stage.word(),
            due.party,
            due.standing.word()
        )
    };
    due(&agreement.particulars, &within, arrivals, day(today)).iter().map(word).collect()
}

fn standing(arrival: Option<&str>, today: &str) -> Standing {
    let agreement = agreement();
    let within = Period::of_days(day("2025-04-01"), day("2025-04-30")).expect("in order");
    let arrivals: Vec<Arrival> = arrival.iter().map(|on| came("hospital", on, 7, false)).collect();
    let all = due(&agreement.particulars, &within, &arrivals, day(today));
    let flex = all.iter().find(|due| due.party == "hospital" && due.stage.word() == "flex");
    flex.expect("it is owed").standing
}

#[test]
fn what_is_missing_comes_first_and_what_was_in_time_last() {
    let arrivals = [came("hospital", "2025-05-15", 7, false), came("community", "2025-05-19", 8, true)];
    assert_eq!(
        owed("2025-05-31", &arrivals, "2025-06-09"),
        [
            "2025-05-30 2025-04 acm freeze hospital: missing 6",
            "2025-06-06 2025-05 costs once board: missing 1",
            "2025-05-15 2025-04 acm flex community: late 2",
            "2025-06-13 2025-05 acm flex hospital: not yet due 4",
            "2025-06-13 2025-05 acm flex community: not yet due 4",
            "2025-06-27 2025-05 acm freeze hospital: not yet due 14",
            "2025-06-27 2025-05 acm freeze community: not yet due 14",
            "2025-05-15 2025-04 acm flex hospital: on time",
            "2025-05-30 2025-04 acm freeze community: early 8",
        ]
    );
}

#[test]
fn the_day_itself_is_in_time_and_the_next_is_not() {
    assert_eq!(standing(None, "2025-05-15"), Standing::NotYetDue(Some(0)));
    assert_eq!(standing(None, "2025-05-16"), Standing::Missing(Some(1)));
    assert_eq!(standing(Some("2025-05-15"), "2025-06-01"), Standing::OnTime);
    assert_eq!(standing(Some("2025-05-16"), "2025-06-01"), Standing::Late(Some(1)));
    assert_eq!(standing(Some("2025-05-14"), "2025-06-01"), Standing::Early(Some(1)));
}

#[test]
fn what_comes_on_a_weekend_counts_as_come_on_the_next_working_day() {
    assert_eq!(standing(Some("2025-05-17"), "2025-06-01"), Standing::Late(Some(2)), "a Saturday");
    assert_eq!(standing(Some("2025-05-11"), "2025-06-01"), Standing::Early(Some(3)), "a Sunday");
}

#[test]
fn an_arrival_may_come_before_its_month_has_ended() {
    assert_eq!(standing(Some("2025-04-30"), "2025-06-01"), Standing::Early(Some(10)));
}

#[test]
fn where_working_days_are_not_known_no_day_is_guessed() {
    assert_eq!(standing(Some("2026-02-02"), "2026-03-01"), Standing::Late(None));
    assert_eq!(standing(None, "2026-03-01"), Standing::Missing(None));
    let all = owed("2026-03-31", &[], "2025-05-01");
    assert!(all.contains(&"? 2025-12 acm flex hospital: not known".to_string()), "{all:?}");
    assert!(all.contains(&"2025-12-12 2025-11 acm flex hospital: not yet due 159".to_string()), "{all:?}");
}

#[test]
fn a_month_is_asked_for_once_its_first_day_lies_within_term_and_return() {
    let all = owed("2027-03-31", &[], "2025-04-01");
    assert_eq!(all.iter().filter(|line| line.contains("acm freeze hospital")).count(), 12);
    assert_eq!(all.iter().filter(|line| line.contains("costs")).count(), 11, "costs are owed from May");
}

#[test]
fn the_first_final_file_is_the_one_that_counts_as_final() {
    let arrivals = [
        came("hospital", "2025-05-12", 3, false),
        came("hospital", "2025-05-20", 5, true),
        came("hospital", "2025-05-21", 6, true),
    ];
    let agreement = agreement();
    let within = Period::of_days(day("2025-04-01"), day("2025-04-30")).expect("in order");
    let all = due(&agreement.particulars, &within, &arrivals, day("2025-06-30"));
    let file = |entry, on| Some(Came { entry, day: day(on), by_hand: false });
    let entries: Vec<_> =
        all.iter().filter(|due| due.party == "hospital").map(|due| (due.stage.word(), due.came)).collect();
    assert_eq!(entries, [("flex", file(3, "2025-05-12")), ("freeze", file(5, "2025-05-20"))]);
}

#[test]
fn figures_entered_by_hand_are_a_return_that_came_and_never_a_final_one() {
    let by_hand = Arrival { by_hand: true, ..came("hospital", "2025-05-12", 3, true) };
    let agreement = agreement();
    let within = Period::of_days(day("2025-04-01"), day("2025-04-30")).expect("in order");
    let all = due(&agreement.particulars, &within, &[by_hand], day("2025-06-30"));
    let mut came: Vec<_> =
        all.iter().filter(|due| due.party == "hospital").map(|due| (due.stage.word(), due.came)).collect();
    came.sort();
    let expected = Some(Came { entry: 3, day: day("2025-05-12"), by_hand: true });
    assert_eq!(came, [("flex", expected), ("freeze", None)]);
}

/// The clock of a query that was raised on 2 June 2025 and is answered within five working days, on a day.
fn told(replied: Option<&str>, ended: Option<(QueryOutcome, &str)>, today: &str) -> QueryClock {
    let text = TEXT.replace("reporting:\n", "reporting:\n  queries: { answered_within: 5 working days }\n");
    let agreement = agreed(&text);
    clock(&agreement.particulars, &query(replied, ended), day(today))
}

fn query(replied: Option<&str>, ended: Option<(QueryOutcome, &str)>) -> QueryEntry {
    let body = QueryRaised {
        import: 1,
        row: 4,
        of: "hospital".to_string(),
        sent: Vec::new(),
        minor: None,
        currency: None,
        day: "2025-06-02".to_string(),
    };
    let (actor, seat) = ("person/1".to_string(), Some("hospital".to_string()));
    let reply = |day: &str| Reply {
        entry: 3,
        actor: actor.clone(),
        seat: seat.clone(),
        day: day.to_string(),
        reply: Words::Said("it is right".to_string()),
    };
    let closing = |(outcome, day): (QueryOutcome, &str)| Closing {
        entry: 4,
        actor: actor.clone(),
        seat: seat.clone(),
        body: QueryClosed { query: 2, outcome, minor: None, currency: None, day: day.to_string() },
    };
    QueryEntry {
        entry: 2,
        at: "2025-06-02T12:00:00.000000Z".to_string(),
        actor: actor.clone(),
        seat: Some("board".to_string()),
        body,
        reason: Words::Said("why".to_string()),
        replies: replied.into_iter().map(reply).collect(),
        closed: ended.map(closing),
    }
}

#[test]
fn a_query_waits_for_its_answer_by_working_days() {
    let waiting = told(None, None, "2025-06-06");
    assert_eq!((waiting.open, waiting.due), (Some(4), Some(day("2025-06-09"))));
    assert_eq!((waiting.answered, waiting.standing), (None, Some(Standing::NotYetDue(Some(1)))));
    assert_eq!(told(None, None, "2025-06-11").standing, Some(Standing::Missing(Some(2))));
}

#[test]
fn an_answer_is_in_time_or_late_whatever_comes_after() {
    assert_eq!(told(Some("2025-06-09"), None, "2025-09-01").standing, Some(Standing::OnTime));
    let late = told(Some("2025-06-10"), Some((QueryOutcome::Accepted, "2025-06-12")), "2025-09-01");
    assert_eq!(
        (late.standing, late.open),
        (Some(Standing::Late(Some(1))), Some(8)),
        "the clock stops at the end"
    );
}

#[test]
fn a_credit_is_an_answer_and_a_query_that_was_taken_back_waits_for_none() {
    let credit = told(None, Some((QueryOutcome::Credit, "2025-06-04")), "2025-09-01");
    assert_eq!((credit.answered, credit.standing), (Some(day("2025-06-04")), Some(Standing::Early(Some(3)))));
    let withdrawn = told(None, Some((QueryOutcome::Withdrawn, "2025-06-20")), "2025-09-01");
    assert_eq!((withdrawn.answered, withdrawn.standing), (None, None));
}

#[test]
fn where_no_time_is_agreed_for_answers_none_is_late() {
    let clock = clock(&agreement().particulars, &query(None, None), day("2025-09-01"));
    assert_eq!((clock.due, clock.standing, clock.open), (None, None, Some(65)));
}
