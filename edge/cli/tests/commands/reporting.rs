//! What is due and what is asked about it, as both sides see it: the calendar of returns, and a query from the question to
//! the credit.
//!
//! The term lies in 2020 and closed days are listed for that year alone, so nothing here depends on the day of the test: how
//! many working days have passed since is not known, and that is what is told.

use super::Ran;
use super::place::{MONITORING, Place, Written};
use std::fs;
use std::ops::Deref;

const AGREEMENT: &str = r#"
accordant: 1
alliance:
  name: Ferry Lane Alliance
  term: { from: 2020-04-01, to: 2020-06-30 }
  settles: { every: month, from: 1 April, currency: GBP }
  zone: Europe/London
  business_days: { week: monday to friday, closed: [2020-04-10, 2020-04-13, 2020-05-08, 2020-05-25, 2020-12-25] }
  illustrative: An invented alliance; no figure in it describes a real organisation.
parties:
  board: { name: Ferry Lane Care Board, role: commissioner }
  hospital: { name: Ferry Lane Hospital, role: provider }
  community: { name: Ferry Lane Community Trust, role: provider }
services:
  eyes: { name: Eye clinics }
reporting:
  returns:
    - { party: [hospital, community], kind: acm, flex: 10 working days, freeze: 20 working days, clause: "9.1" }
    - { party: hospital, kind: costs, within: 5 working days, from: 2020-05-01, clause: "9.2" }
    - { party: hospital, kind: measures, within: 5 working days, from: 2020-06-01, clause: "9.3" }
  queries: { answered_within: 10 working days, clause: "9.4" }
money:
  inputs:
    visits: { unit: case, by: service, says: Visits, clause: "4.1" }
    spend: { unit: GBP, by: party, says: What was spent, clause: "4.2" }
    waiting: { unit: case, says: Who waits, clause: "4.3" }
  rounding: pennies, half away from zero
  lines:
    paid_for: { is: sum of spend, says: What is paid for, clause: "4.2" }
  postings:
    service: { of: paid_for, from: board, to: hospital, clause: "4.2" }
"#;
const SIGNATORIES: &str = "party,person,signed_copy\nboard,Amira Khan,Signed copy of 27 March 2020\n\
    hospital,Helen Marsh,Signed copy of 27 March 2020\ncommunity,Priya Nair,Signed copy of 27 March 2020\n";
const COUNTING: &str = "organisations:\n  ACUTE: hospital\n  COMMTY: community\n  BOARD: board\n\
    services:\n  eyes: { functions: [\"130\"] }\ninputs:\n  visits: { sum: actual activity, of: service }\n\
    costs:\n  spend: { of: party }\nmeasures:\n  People who wait: { value: waiting }\n";

struct Story {
    place: Place,
}

impl Deref for Story {
    type Target = Place;

    fn deref(&self) -> &Place {
        &self.place
    }
}

/// Contract monitoring of a provider: one row for each activity.
fn monitoring(provider: &str, month: u32, activity: &[u32]) -> String {
    let row = |activity: &u32| {
        format!(
            "{month},202021,2020-12-01T10:00:00,{provider},,BOARD,130,OPFASPCL,21,WF01B,N,{activity},0,1,{activity},0,1\n"
        )
    };
    format!("{MONITORING}{}", activity.iter().map(row).collect::<String>())
}

impl Story {
    /// Founded, with the hospital's file of April as entry 1.
    fn begin() -> Story {
        let written = Written { agreement: AGREEMENT, signatories: SIGNATORIES, counting: COUNTING };
        let story = Story { place: Place::of(&written) };
        story.writes("april.csv", &monitoring("ACUTE", 1, &[40, 60]));
        story.done(&["import", "april.csv"]);
        story
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        self.run_flat(arguments)
    }

    /// What it says, with the day of the test as `TODAY-DATE`; it must be done, and fit on a page.
    fn done(&self, arguments: &[&str]) -> String {
        let ran = self.run(arguments);
        assert_eq!(ran.code, 0, "{arguments:?}\n{}{}", ran.out, ran.err);
        let free = arguments.iter().any(|argument| ["--plain", "--json"].contains(argument));
        assert!(free || ran.out.lines().all(|line| line.chars().count() <= super::COLUMNS), "{}", ran.out);
        ran.out.replace(&self.today(), "TODAY-DATE")
    }

    fn today(&self) -> String {
        let ran = self.run(&["calendar", "--from", "2020-04", "--to", "2020-04", "--json"]);
        let after = ran.out.split_once("\"today\": \"").map(|(_, after)| after.to_string());
        after.map_or_else(|| "no day".to_string(), |after| after[..10].to_string())
    }

    fn refused(&self, arguments: &[&str], code: i32) -> String {
        let ran = self.run(arguments);
        assert_eq!(ran.code, code, "{arguments:?}\n{}{}", ran.out, ran.err);
        ran.err
    }

    fn raises(&self) -> String {
        self.done(&[
            "query",
            "raise",
            "--file-entry",
            "1",
            "--row",
            "3",
            "--amount",
            "1,204.50",
            "--reason",
            "The list of the clinic has 54",
        ])
    }
}

const HOSPITAL: [&str; 2] = ["--as", "Helen Marsh"];

impl Story {
    /// With a final file of May and two returns.
    fn goes_on(&self) {
        self.writes("may.csv", &monitoring("COMMTY", 2, &[12]));
        self.done(&["import", "may.csv", "--freeze"]);
        let costs = "party,service,element,period,basis,certified_by,allowable,amount\n\
            hospital,all,all,2020-05,ledger,Finance,yes,9.00\n";
        self.writes("costs.csv", costs);
        self.done(&["import", "costs.csv"]);
        // A measure without a party is of the party for which the file was sent.
        self.writes(
            "measures.csv",
            "measure,period,value,numerator,denominator\nPeople who wait,2020-06,7,,\n",
        );
        self.done(&[&["import", "measures.csv"][..], &HOSPITAL].concat());
    }
}

#[test]
fn the_calendar_shows_first_what_is_missing_then_what_was_late() {
    let story = Story::begin();
    story.goes_on();
    assert_eq!(
        story.done(&["calendar"]),
        "\
Returns for 2020-04 to 2020-06, as they stand on TODAY-DATE
10 missing, 5 late, 0 in time, 0 not yet due. Days are working days.
Missing: community 4, hospital 6.

Missing
  due         month    return      how it stands  from
  2020-05-15  2020-04  acm flex    overdue        community
  2020-06-01  2020-04  acm freeze  overdue        hospital, community
  2020-06-12  2020-05  acm flex    overdue        hospital
  2020-06-26  2020-05  acm freeze  overdue        hospital
  2020-07-07  2020-06  costs       overdue        hospital
  2020-07-14  2020-06  acm flex    overdue        hospital, community
  2020-07-28  2020-06  acm freeze  overdue        hospital, community

Late
  due         month    return      came                 how it stands  from
  2020-05-15  2020-04  acm flex    TODAY-DATE, entry 1  late           hospital
  2020-06-05  2020-05  costs       TODAY-DATE, entry 3  late           hospital
  2020-06-12  2020-05  acm flex    TODAY-DATE, entry 2  late           community
  2020-06-26  2020-05  acm freeze  TODAY-DATE, entry 2  late, closed   community
  2020-07-07  2020-06  measures    TODAY-DATE, entry 4  late           hospital

The agreement lists closed days up to 2020: later working days are not known. They stand under
`business_days`.
"
    );
    assert_eq!(
        story.done(&["calendar", "--from", "2020-06", "--plain"]),
        "\
2020-07-07\t2020-06\tcosts\t-\toverdue\thospital
2020-07-14\t2020-06\tacm flex\t-\toverdue\thospital
2020-07-14\t2020-06\tacm flex\t-\toverdue\tcommunity
2020-07-28\t2020-06\tacm freeze\t-\toverdue\thospital
2020-07-28\t2020-06\tacm freeze\t-\toverdue\tcommunity
2020-07-07\t2020-06\tmeasures\tTODAY-DATE, entry 4\tlate\thospital
"
    );
}

#[test]
fn a_return_entered_by_hand_is_received_and_says_by_whom_and_when() {
    let story = Story::begin();
    story.writes(
        "spend.csv",
        "fact,of,period,value,owner,source\nspend,hospital,2020-05,9.00,hospital,Letter\n",
    );
    story.done(&[&["facts", "add", "spend.csv"][..], &HOSPITAL].concat());
    let of_may = ["calendar", "--from", "2020-05", "--to", "2020-05"];
    let text = story.done(&of_may);
    for said in [
        "2020-06-05  2020-05  costs   TODAY-DATE, entry 2, by hand  late           hospital",
        "Entered by hand\n  Entry 2: Helen Marsh for hospital, TODAY-DATE ",
    ] {
        assert!(text.contains(said), "{said}\n{text}");
    }
    let json: String = story.done(&[&of_may[..], &["--json"]].concat()).split_whitespace().collect();
    assert!(json.contains("\"entry\":2,\"by_hand\":{\"by\":\"HelenMarsh\",\"for\":\"hospital\""), "{json}");
    assert!(!story.done(&[&of_may[..], &["--as-at", "1"]].concat()).contains("by hand"));
}

#[test]
fn the_calendar_as_it_was_known_shows_what_had_come_by_then() {
    let story = Story::begin();
    story.goes_on();
    story.done(&["imports", "undo", "2", "--reason", "The wrong month was sent"]);
    let of_may = |as_at: &str| {
        let said =
            story.done(&["calendar", "--from", "2020-05", "--to", "2020-05", "--plain", "--as-at", as_at]);
        said.lines().filter(|line| line.contains("community")).map(str::to_string).collect::<Vec<_>>()
    };
    let late = [
        "2020-06-12\t2020-05\tacm flex\tTODAY-DATE, entry 2\tlate\tcommunity",
        "2020-06-26\t2020-05\tacm freeze\tTODAY-DATE, entry 2\tlate, closed\tcommunity",
    ];
    let missing = [
        "2020-06-12\t2020-05\tacm flex\t-\toverdue\tcommunity",
        "2020-06-26\t2020-05\tacm freeze\t-\toverdue\tcommunity",
    ];
    assert_eq!(of_may("1"), missing);
    assert_eq!(of_may("2"), late);
    assert_eq!(of_may("5"), missing, "it was undone, and the month is open again");
}

#[test]
fn the_calendar_as_json_has_every_return_with_its_clause() {
    let story = Story::begin();
    story.goes_on();
    let said = story.done(&["calendar", "--from", "2020-05", "--to", "2020-05", "--json"]);
    let flat: String = said.split_whitespace().collect();
    assert!(
        flat.starts_with(
            "{\"today\":\"TODAY-DATE\",\"from\":\"2020-05\",\"to\":\"2020-05\",\
             \"working_days_known_to\":\"2020-12-31\",\"returns\":[{"
        ),
        "{said}"
    );
    for expected in [
        "{\"month\":\"2020-05\",\"kind\":\"acm\",\"stage\":\"freeze\",\"party\":\"community\",\"due\":\"2020-06-26\",\
         \"came\":\"TODAY-DATE\",\"entry\":2,\"by_hand\":null,\"standing\":\"late\",\"working_days\":null,\"closed\":true,\"clause\":\"9.1\"}",
        "{\"month\":\"2020-05\",\"kind\":\"acm\",\"stage\":\"flex\",\"party\":\"hospital\",\"due\":\"2020-06-12\",\
         \"came\":null,\"entry\":null,\"by_hand\":null,\"standing\":\"missing\",\"working_days\":null,\"closed\":false,\"clause\":\"9.1\"}",
        "{\"month\":\"2020-05\",\"kind\":\"costs\",\"stage\":\"once\",\"party\":\"hospital\",\"due\":\"2020-06-05\",\
         \"came\":\"TODAY-DATE\",\"entry\":3,\"by_hand\":null,\"standing\":\"late\",\"working_days\":null,\"closed\":false,\"clause\":\"9.2\"}",
    ] {
        assert!(flat.contains(expected), "{expected}\n{said}");
    }
}

#[test]
fn the_calendar_says_what_is_wrong_with_what_was_asked() {
    let story = Story::begin();
    assert_eq!(
        story.refused(&["calendar", "--from", "April"], 2),
        "wrong use: `April` is no month help: write `--from` as 2025-04"
    );
    assert_eq!(
        story.refused(&["calendar", "--from", "2020-06", "--to", "2020-05"], 2),
        "wrong use: 2020-05 comes before 2020-06 help: say the earlier month with `--from`"
    );
    assert_eq!(
        story.refused(&["calendar", "--party", "hospitl"], 2),
        "wrong use: there is no party `hospitl` help: did you mean `hospital`?"
    );
}

#[test]
fn the_calendar_of_a_party_shows_only_what_it_owes() {
    let story = Story::begin();
    story.goes_on();
    let told = story.done(&["calendar", "--party", "community"]);
    assert!(told.contains("\n4 missing, 2 late,") && !told.contains("hospital"), "{told}");
    let json = story.done(&["calendar", "--party", "community", "--json"]);
    assert!(json.contains("\"community\"") && !json.contains("\"hospital\""), "{json}");
}

#[test]
fn a_query_goes_from_the_question_to_the_credit_and_both_sides_see_it() {
    let story = Story::begin();
    assert_eq!(story.done(&["query", "list"]), "No query has been raised.\n");
    assert_eq!(
        story.raises(),
        "Recorded as entry 2: query 2 about row 3 of entry 1, which Ferry Lane Hospital answers.\n"
    );
    assert_eq!(
        story.done(&["query", "list"]),
        "\
1 query open
  query  raised      row               asked of  in question  days  answer
  2      TODAY-DATE  row 3 of entry 1  hospital  £1,204.50    0     due on a day that is not known

The days are working days that a query is or was open.
"
    );
    let reply = ["query", "reply", "2", "--text", "Six were follow-ups."];
    assert_eq!(story.done(&[&reply[..], &HOSPITAL].concat()), "Recorded as entry 3: query 2 is answered.\n");
    let credit = ["query", "close", "2", "--credit", "600"];
    assert_eq!(
        story.done(&[&credit[..], &HOSPITAL].concat()),
        "\
Recorded as entry 4: query 2 is closed, with a credit of £600.00. It moves no figure: send it with a
later file, or say the facts again.
"
    );
    story.writes("april again.csv", &monitoring("ACUTE", 1, &[40, 54]));
    story.done(&[&["import", "april again.csv"][..], &HOSPITAL].concat());
    assert_eq!(story.done(&["query", "show", "2"]), SHOWN);
    // The other side sees the same.
    assert_eq!(story.done(&["query", "list"]), LISTED);
    assert_eq!(story.done(&["query", "list", "--open"]), "No query is open.\n");
    let log = story.done(&["log"]);
    for line in [
        "query raised\n      row 3 of entry 1",
        "query answered\n      query 2",
        "query closed\n      query 2: credit £600.00",
    ] {
        assert!(log.contains(line), "{log}");
    }
    story.done(&["bundle", "shown"]);
    let page = fs::read_to_string(story.folder.join("shown/index.html")).unwrap();
    for words in
        ["id=\"queries\"", "The list of the clinic has 54", "Six were follow-ups.", "a credit of £600.00"]
    {
        assert!(page.contains(words), "{words}");
    }
}

const LISTED: &str = "\
1 query closed
  query  raised      row               asked of  in question  days  outcome
  2      TODAY-DATE  row 3 of entry 1  hospital  £1,204.50    0     credit of £600.00

The days are working days that a query is or was open.
";
const SHOWN: &str = "\
Query 2, closed: row 3 of entry 1, april.csv
  Asked of Ferry Lane Hospital                                        TODAY-DATE
  In question                                                          £1,204.50
  Answer
    answered on TODAY-DATE; due on a day that is not known
  Was open for                                                    0 working days

What was sent
  FINANCIAL_MONTH                                                              1
  FINANCIAL_YEAR                                                          202021
  DATE_AND_TIME_DATA_SET_CREATED                             2020-12-01T10:00:00
  ORGANISATION_IDENTIFIER_(CODE_OF_PROVIDER)                               ACUTE
  ORGANISATION_IDENTIFIER_(CODE_OF_COMMISSIONER)                           BOARD
  ACTIVITY_TREATMENT_FUNCTION_CODE                                           130
  POINT_OF_DELIVERY_CODE                                                OPFASPCL
  COMMISSIONED_SERVICE_CATEGORY_CODE                                          21
  TARIFF_CODE                                                              WF01B
  NATIONAL_TARIFF_INDICATOR                                                    N
  CONTRACT_MONITORING_PLANNED_ACTIVITY                                        60
  CONTRACT_MONITORING_PLANNED_PRICE                                            0
  CONTRACT_MONITORING_PLANNED_MARKET_FORCES_FACTOR                             1
  CONTRACT_MONITORING_ACTUAL_ACTIVITY                                         60
  CONTRACT_MONITORING_ACTUAL_PRICE                                             0
  CONTRACT_MONITORING_ACTUAL_MARKET_FORCES_FACTOR                              1

What was said
  Amira Khan for Ferry Lane Care Board                                TODAY-DATE
    “The list of the clinic has 54”
  Helen Marsh for Ferry Lane Hospital                                 TODAY-DATE
    “Six were follow-ups.”

How it ended
  Credit of £600.00, entry 4                                          TODAY-DATE
    Helen Marsh for Ferry Lane Hospital
    It moves no figure: it is sent with a later file of the month, or with facts that are said
    again.
    Sent again since with entry 5: `accordant imports diff 1 5` shows whether the credit is in it.
";

#[test]
fn a_query_as_json_holds_the_row_the_words_and_the_clock() {
    let story = Story::begin();
    story.raises();
    let told = |arguments: &[&str]| story.done(arguments).split_whitespace().collect::<String>();
    let line = "\"query\":2,\"open\":true,\"import\":1,\"row\":3,\"raised\":\"TODAY-DATE\",\"for\":\"board\",\
        \"asked_of\":\"hospital\",\"minor\":\"120450\",\"currency\":\"GBP\",\"answer_due\":null,\"answered\":null,\
        \"answer\":\"notknown\",\"working_days_open\":0,\"outcome\":null,\"credit_minor\":null,\"closed\":null";
    assert_eq!(told(&["query", "list", "--json"]), format!("[{{{line}}}]"));
    let shown = told(&["query", "show", "2", "--json"]);
    assert!(
        shown.starts_with(&format!("{{{line},\"sent\":[{{\"column\":\"FINANCIAL_MONTH\",\"value\":\"1\"}}")),
        "{shown}"
    );
    assert!(
        shown.contains("{\"column\":\"CONTRACT_MONITORING_ACTUAL_ACTIVITY\",\"value\":\"60\"}"),
        "{shown}"
    );
    let end = "\"reason\":\"Thelistoftheclinichas54\",\"replies\":[],\"sent_again\":[]}";
    assert!(shown.ends_with(end), "{shown}");
    story.done(&["query", "close", "2", "--withdrawn"]);
    assert!(told(&["query", "list", "--json"]).contains("\"outcome\":\"withdrawn\",\"credit_minor\":null"));
    assert!(told(&["query", "list", "--json", "--as-at", "2"]).contains("\"open\":true"));
    assert_eq!(told(&["query", "list", "--json", "--as-at", "1"]), "[]");
}

#[test]
fn a_query_is_about_a_row_that_was_sent_and_the_party_behind_its_code_answers() {
    let story = Story::begin();
    story.goes_on();
    let raise = |entry: &'static str, row: &'static str| {
        vec!["query", "raise", "--file-entry", entry, "--row", row, "--reason", "Why?"]
    };
    assert_eq!(
        story.refused(&raise("1", "4"), 1),
        "refused: entry 1 has no row 4 help: `accordant imports show 1` tells which rows were sent"
    );
    assert_eq!(
        story.refused(&raise("9", "2"), 1),
        "refused: entry 9 is no import help: `accordant imports list` shows which are"
    );
    // The board imported the file for the community trust: the trust answers, and not the board.
    story.done(&raise("2", "2"));
    assert!(story.done(&["query", "show", "5"]).contains("Asked of Ferry Lane Community Trust"));
    assert_eq!(
        story.refused(&["query", "reply", "5", "--text", "It is right"], 1),
        "refused: `community` answers this query, and `board` does not"
    );
    // A line of costs names its party itself.
    story.done(&raise("3", "2"));
    assert!(story.done(&["query", "show", "6"]).contains("Asked of Ferry Lane Hospital"));
    let own = [&raise("1", "2")[..], &HOSPITAL].concat();
    assert!(story.refused(&own, 1).starts_with("refused: `hospital` sent this row itself"));
    assert!(story.refused(&["query", "close", "5"], 2).contains("--withdrawn"));
    assert!(
        story
            .refused(&["query", "close", "5", "--withdrawn", "--accepted"], 2)
            .contains("cannot be used with")
    );
    assert_eq!(
        story.refused(&["query", "show", "1"], 1),
        "refused: entry 1 raised no query help: `accordant query list` shows which did"
    );
    assert_eq!(
        story.refused(&["query", "close", "5", "--credit", "1.005"], 2),
        "wrong use: `1.005` is no amount of money help: write it as 1,250.00, above zero and with no part of a penny"
    );
}

#[test]
fn the_same_request_raises_one_query() {
    let story = Story::begin();
    let raise = ["query", "raise", "--file-entry", "1", "--row", "2", "--reason", "Why?", "--key", "k1"];
    let first = story.done(&raise);
    assert!(first.starts_with("Recorded as entry 2: query 2"), "{first}");
    assert_eq!(story.done(&raise), first);
    assert!(
        story
            .refused(&raise[..8], 1)
            .starts_with("refused: row 2 of entry 1 is queried already, with entry 2")
    );
}

#[test]
fn of_a_file_about_patients_a_query_shows_the_sum_of_which_the_row_is_a_part() {
    let story = Story::begin();
    let heading = "FINANCIAL_MONTH,FINANCIAL_YEAR,DATE_AND_TIME_DATA_SET_CREATED,\
        ORGANISATION_IDENTIFIER_(CODE_OF_PROVIDER),ORGANISATION_SITE_IDENTIFIER_(OF_TREATMENT),\
        ORGANISATION_IDENTIFIER_(CODE_OF_COMMISSIONER),ACTIVITY_TREATMENT_FUNCTION_CODE,NHS_NUMBER,\
        COMMISSIONED_SERVICE_CATEGORY_CODE,POINT_OF_DELIVERY_CODE,TARIFF_CODE,NATIONAL_TARIFF_INDICATOR,\
        ACTIVITY_START_DATE_(CONTRACT_MONITORING),ACTIVITY_COUNT_(POINT_OF_DELIVERY),ACTIVITY_UNIT_PRICE,TOTAL_COST\n";
    let row = |number: &str| {
        format!(
            "3,202021,2020-12-01T09:30:00,ACUTE,,BOARD,130,{number},21,DC,BZ34C,Y,2020-06-11,1,1373,1373\n"
        )
    };
    let rows: String = ["9990000018", "9990000026", "9990000034"].map(row).concat();
    story.writes("plcm.csv", &format!("{heading}{rows}"));
    story.done(&["import", "plcm.csv", "--allow-nhs-numbers"]);
    story.done(&["query", "raise", "--file-entry", "2", "--row", "3", "--reason", "Why?"]);
    let shown = story.done(&["query", "show", "3"]);
    let words = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("sum_of_rows 3 actual_activity 3"), "{shown}");
    assert!(!shown.contains("999000"), "{shown}");
    assert!(
        story
            .refused(&["query", "raise", "--file-entry", "2", "--row", "9", "--reason", "Why?"], 1)
            .contains("no row 9")
    );
}

#[test]
fn what_was_asked_can_be_erased_and_the_query_stays() {
    let story = Story::begin();
    story.raises();
    let basis = ["--reason", "spill", "--basis", "UK GDPR article 17", "--second", "Helen Marsh"];
    story.done(&[&["erase", "2", "reason"][..], &basis].concat());
    assert!(story.done(&["query", "show", "2"]).contains("(the words were erased)"));
    assert!(story.done(&["query", "show", "2", "--json"]).contains("\"reason\": null"));
}
