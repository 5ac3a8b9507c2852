//! What moved between sites, which steps may be duplicate, and the plan of the year: from files that are imported.

use super::check_in;
use super::place::{MONITORING, Place, Written, flat};
use std::fmt::Write as _;
use std::fs;
use std::ops::Deref;

const AGREEMENT: &str = r#"
accordant: 1
alliance:
  name: Ferry Lane Alliance
  term: { from: 2024-04-01, to: 2026-03-31 }
  settles: { every: year, from: 1 April, currency: GBP }
  zone: Europe/London
  business_days:
    week: monday to friday
    closed: [2025-04-18, 2025-04-21, 2025-05-05, 2025-05-26, 2025-08-25, 2025-12-25, 2025-12-26, 2026-01-01]
  illustrative: An invented alliance; no figure in it describes a real organisation.
parties:
  board: { name: Ferry Lane Care Board, role: commissioner }
  hospital: { name: Ferry Lane Hospital, role: provider }
  community: { name: Ferry Lane Community Services, role: provider }
services:
  eyes: { name: Eye clinics }
  skin: { name: Skin clinics }
  feet: { name: Foot clinics }
sites:
  quay: { name: Quay Clinic, owner: community }
money:
  inputs:
    activity: { unit: pathways, by: service, kind: activity, says: What was done, clause: "4.1" }
    planned: { unit: pathways, by: service, kind: activity, says: What was planned, clause: "4.1" }
    rate: { unit: GBP per pathway, kind: price, says: What a pathway costs, clause: "4.2" }
  rounding: pennies, half away from zero
  lines:
    beyond_plan: { is: (sum of activity - sum of planned) * rate, says: What is paid beyond the plan, clause: "4.2" }
  postings:
    beyond: { of: beyond_plan, from: board, to: hospital, clause: "4.2" }
"#;
const SIGNATORIES: &str = "party,person,signed_copy\nboard,Amira Khan,Signed copy of 27 March 2024\n\
    hospital,Helen Marsh,Signed copy of 27 March 2024\ncommunity,Joe Penn,Signed copy of 27 March 2024\n";
const COUNTING: &str = r#"
organisations: { ACUTE: hospital, COMMTY: community, BOARD: board }
services:
  eyes: { functions: ["130"] }
  skin: { functions: ["330"] }
  feet: { functions: ["653"] }
inputs:
  activity: { sum: actual activity, of: service }
  planned: { sum: phased plan, of: service }
sites:
  FLH01:
    name: Ferry Lane Hospital
    setting: hospital
    stranded:
      eyes: { share: 60%, unit_cost: 150.00, stated_by: the hospital's return of May 2025 }
      skin: { figure: "9,000", months: 2025-26, stated_by: the hospital's return of May 2025 }
  QUAY1: { site: quay, setting: community }
  SAND1:
    name: Sands Surgery
    setting: primary care
    breaks: [{ from: 2025-04, why: group sessions count once and no longer for each person }]
  WEIR1: { name: Weir House, setting: community }
steps:
  first: OPFASPCL
  follow_up: OPFUPSPCL
  diagnostic: DAIMG
  follow_ups_agreed: { "130": 1.5, "653": 2 }
  agreed_in: schedule 2B
plan:
  2025-26:
    stated_in: Indicative Activity Plan of 27 March 2025
    phased: working days
    services:
      eyes: "2,530"
      skin: { providers: { hospital: 240, community: 120 }, phased: [2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0] }
"#;

/// Site, function, point of delivery and currency; planned activity, actual activity, actual price.
type Line = (&'static str, &'static str, &'static str, &'static str, &'static str, u32, u32);

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
    fn begin() -> Story {
        let written = Written { agreement: AGREEMENT, signatories: SIGNATORIES, counting: COUNTING };
        Story { place: Place::of(&written) }
    }

    /// April and May of two years, of the hospital and of the community provider.
    fn two_years() -> Story {
        let story = Story::begin();
        for month in [1, 2] {
            story.imports(month, "202425", "ACUTE", &HOSPITAL_BEFORE);
            story.imports(month, "202425", "COMMTY", &COMMUNITY_BEFORE);
            story.imports(month, "202526", "ACUTE", &HOSPITAL_AFTER);
            story.imports(month, "202526", "COMMTY", &COMMUNITY_AFTER);
        }
        story
    }

    fn imports(&self, month: u8, year: &str, provider: &str, lines: &[Line]) {
        let mut text = MONITORING.to_string();
        for (site, function, point, currency, planned, done, price) in lines {
            let _ = writeln!(
                text,
                "{month},{year},2025-07-12T10:00:00,{provider},{site},BOARD,{function},{point},21,{currency},N,\
                 {planned},0,1,{done},{price},1"
            );
        }
        let name = format!("{provider}_{year}_m{month}.csv");
        self.writes(&name, &text);
        self.done(&["import", &name]);
    }

    /// What the program says is what is written in `tests/expected`.
    fn check(&self, name: &str, arguments: &[&str], code: i32) {
        check_in(&self.folder, name, arguments, "", code);
    }
}

const HOSPITAL_BEFORE: [Line; 6] = [
    ("FLH01", "130", "OPFASPCL", "WF01B", "100", 100, 18_000),
    ("FLH01", "130", "OPFUPSPCL", "WF01A", "150", 150, 13_500),
    ("", "130", "OPFASPCL", "WF01B", "5", 5, 900),
    ("FLH01", "330", "OPFASPCL", "WF01B", "40", 40, 7_200),
    ("SAND1", "330", "OPFASPCL", "WF01B", "30", 30, 3_600),
    ("", "653", "OPFUPSPCL", "WF01A", "8", 8, 800),
];
const COMMUNITY_BEFORE: [Line; 3] = [
    ("QUAY1", "130", "OPFASPCL", "WF01B", "20", 20, 2_400),
    ("QUAY1", "130", "DAIMG", "RD20A", "10", 10, 750),
    ("WEIR1", "330", "OPFASPCL", "WF01B", "10", 10, 1_200),
];
const HOSPITAL_AFTER: [Line; 8] = [
    ("FLH01", "130", "OPFASPCL", "WF01B", "60", 70, 12_600),
    ("FLH01", "130", "OPFUPSPCL", "WF01A", "150", 130, 11_700),
    ("FLH01", "130", "DAIMG", "RD20A", "10", 13, 975),
    ("", "130", "OPFASPCL", "WF01B", "3", 3, 540),
    ("FLH01", "330", "OPFASPCL", "WF01B", "40", 25, 4_500),
    ("SAND1", "330", "OPFASPCL", "WF01B", "30", 12, 1_440),
    // The community provider counted Weir House before.
    ("WEIR1", "330", "OPFASPCL", "WF01B", "10", 22, 2_640),
    ("", "653", "OPFUPSPCL", "WF01A", "8", 9, 900),
];
const COMMUNITY_AFTER: [Line; 3] = [
    ("QUAY1", "130", "OPFASPCL", "WF01B", "60", 65, 7_800),
    ("QUAY1", "130", "DAIMG", "RD20A", "10", 12, 900),
    ("QUAY1", "100", "OPFASPCL", "WF01B", "1", 1, 90),
];

#[test]
fn a_shift_is_shown_by_site_with_its_money_and_what_cannot_be_compared() {
    let story = Story::two_years();
    story.check("activity-shift", &["activity", "shift"], 0);
    story.check("activity-shift-json", &["activity", "shift", "--service", "eyes", "--json"], 0);
    story.check("activity-shift-plain", &["activity", "shift", "--service", "skin", "--plain"], 0);
}

#[test]
fn a_shift_is_asked_for_by_months_and_service_and_refused_where_nothing_is_held() {
    let story = Story::two_years();
    let april = ["activity", "shift", "--service", "eyes", "--to", "2025-04"];
    assert!(story.done(&april).contains("From 2024-04 to 2025-04"));
    for (name, wrong) in [
        ("months", &["--from", "2025-Q1"][..]),
        ("held", &["--to", "2024-04"]),
        ("season", &["--from", "2024-04", "--to", "2025-05"]),
        ("service", &["--service", "teeth"]),
    ] {
        let arguments = [&["activity", "shift"], wrong].concat();
        story.check(&format!("activity-shift-{name}"), &arguments, if name == "held" { 1 } else { 2 });
    }
}

#[test]
fn what_was_known_before_a_later_file_is_shown_as_it_was() {
    let story = Story::two_years();
    let then = story.done(&["activity", "shift", "--service", "eyes"]);
    story.imports(2, "202526", "COMMTY", &[("QUAY1", "130", "OPFASPCL", "WF01B", "60", 90, 10_800)]);
    let now = story.done(&["activity", "shift", "--service", "eyes"]);
    assert_ne!(then, now);
    let entry = story.done(&["imports", "list", "--json"]).matches("\"entry\"").count();
    assert_eq!(entry, 9);
    let last = story.done(&["imports", "list", "--json"]);
    let before = last.rsplit("\"entry\": ").next().unwrap().split(',').next().unwrap();
    let before = before.parse::<u64>().unwrap() - 1;
    assert_eq!(story.done(&["activity", "shift", "--service", "eyes", "--as-at", &before.to_string()]), then);
}

#[test]
fn steps_that_may_be_duplicate_are_shown_with_rows_and_never_as_proof() {
    let story = Story::two_years();
    story.check("activity-steps", &["activity", "steps"], 0);
    story.check("activity-steps-json", &["activity", "steps", "--months", "2025-04", "--json"], 0);
    story.check("activity-steps-held", &["activity", "steps", "--months", "2023-24"], 1);
    let without = COUNTING.replace("steps:\n", "ignored:\n");
    let (head, rest) = without.split_once("ignored:\n").unwrap();
    let (_, plan) = rest.split_once("plan:\n").unwrap();
    story.writes("without.yaml", &format!("{head}plan:\n{plan}"));
    story.check("activity-steps-unsaid", &["activity", "steps", "--counting", "without.yaml"], 1);
}

#[test]
fn the_plan_of_the_year_is_facts_month_by_month_and_stands_beside_what_was_done() {
    let story = Story::two_years();
    // A year of 253 working days, of which April has 20; skin clinics have 12 parts, of which April has 2.
    let fact = |name: &str, day: &str| flat(&story.done(&["facts", "show", name, "--on", day]));
    let april = fact("planned[eyes]", "2025-04-10");
    assert!(april.contains("20 of 253 working days of 2530"), "{april}");
    assert!(april.contains("200"), "{april}");
    assert!(fact("planned[skin]", "2025-04-10").contains("60"));
    story.check("activity-show-plan", &["activity", "show", "--month", "2025-04"], 0);
    story.check("activity-show-plan-json", &["activity", "show", "--month", "2025-04", "--json"], 0);
}

#[test]
fn activity_is_told_apart_by_the_setting_of_its_site_and_nothing_is_lost() {
    let story = Story::two_years();
    let asked = ["activity", "show", "--month", "2025-04", "--json", "--by"];
    let [settings, sites] = ["setting", "site"].map(|by| story.done(&[&asked[..], &[by]].concat()));
    assert!(flat(&settings).contains("\"by\": \"setting\""), "{settings}");
    assert!(
        settings.contains("\"name\": \"hospital\"") && settings.contains("\"name\": \"community\""),
        "{settings}"
    );
    let rows = |text: &str| -> u64 {
        let all = text.lines().filter_map(|line| line.trim().strip_prefix("\"rows\": "));
        all.map(|rows| rows.trim_end_matches(',').parse::<u64>().unwrap()).sum()
    };
    assert!(rows(&settings) > 0);
    assert_eq!(rows(&settings), rows(&sites), "{settings}{sites}");
}

#[test]
fn where_files_hold_no_plan_what_was_done_stands_against_the_phased_plan() {
    let story = Story::two_years();
    let file = fs::read_to_string(story.folder.join("ACUTE_202526_m1.csv")).unwrap();
    let without =
        file.replace(",N,60,0,1,", ",N,,,,").replace(",N,150,0,1,", ",N,,,,").replace(",N,10,0,1,", ",N,,,,");
    story.writes("without_plan.csv", &without.replace(",N,3,0,1,", ",N,,,,"));
    story.done(&["import", "without_plan.csv"]);
    let file = fs::read_to_string(story.folder.join("COMMTY_202526_m1.csv")).unwrap();
    story.writes("nor_here.csv", &file.replace(",N,60,0,1,", ",N,,,,").replace(",N,10,0,1,", ",N,,,,"));
    story.done(&["import", "nor_here.csv"]);
    let shown = story.done(&["activity", "show", "--month", "2025-04", "--plain"]);
    let eyes = shown.lines().find(|line| line.contains("\teyes\t")).unwrap_or(&shown);
    assert!(eyes.contains("planned activity not said"), "{eyes}");
    assert!(eyes.contains("phased plan 200\t93 more than the phased plan"), "{eyes}");
}

#[test]
fn the_plan_is_known_when_the_import_that_first_said_it_is_undone() {
    let story = Story::two_years();
    let list = story.done(&["imports", "list", "--json"]);
    let first = list.split("\"entry\": ").nth(1).unwrap().split(',').next().unwrap();
    story.done(&["imports", "undo", first, "--reason", "It was sent twice"]);
    let april = flat(&story.done(&["facts", "show", "planned[eyes]", "--on", "2025-04-10"]));
    assert!(april.contains("20 of 253 working days of 2530"), "{april}");
}

#[test]
fn everything_that_is_wrong_with_sites_steps_and_plans_is_told_with_what_to_do() {
    let story = Story::two_years();
    let wrong = COUNTING
        .replace("setting: community }\n  SAND1", "setting: village }\n  SAND1")
        .replace("site: quay", "site: quey")
        .replace("from: 2025-04,", "from: spring,")
        .replace("share: 60%, ", "")
        .replace("diagnostic: DAIMG", "diagnostic: OPFASPCL")
        .replace("eyes: \"2,530\"", "eyes: many")
        .replace("1, 1, 0]", "1, 1]");
    story.writes("wrong.yaml", &wrong);
    story.check("counting-wrong", &["activity", "steps", "--counting", "wrong.yaml"], 3);
    // No closed day of that year is known, and no plan of skin clinics says who provides them.
    let later = COUNTING.replace("  2025-26:\n    stated_in", "  2026-27:\n    stated_in");
    let (head, _) = COUNTING.split_once("plan:\n").unwrap();
    let open = head.replace("sum: phased plan, of: service", "sum: phased plan, of: provider");
    let plan =
        "plan:\n  2025-26:\n    stated_in: A letter\n    phased: working days\n    services: { eyes: 10 }\n";
    for (name, text) in
        [("calendar", later), ("none", head.to_string()), ("provider", format!("{open}{plan}"))]
    {
        story.writes("wrong.yaml", &text);
        story.check(&format!("counting-plan-{name}"), &["activity", "steps", "--counting", "wrong.yaml"], 3);
    }
}

#[test]
fn a_shift_is_drawn_with_every_site_and_number_in_words() {
    let story = Story::two_years();
    story.done(&["activity", "shift", "--service", "skin", "--svg", "shift.svg"]);
    let drawn = fs::read_to_string(story.folder.join("shift.svg")).unwrap();
    for said in [
        "Skin clinics: what moved from hospital to community is not known",
        "Ferry Lane Hospital, hospital: 80 before, 50 after.",
        "Weir House, community: 20 before, 44 after: a break, no shift.",
    ] {
        assert!(drawn.contains(said), "{said}\n{drawn}");
    }
}

#[test]
fn rooms_are_shown_with_their_use_and_what_unused_sessions_cost() {
    let story = Story::begin();
    let heading = "Site,Room,Month,Sessions available,Sessions used,Party,Cost of lease\n";
    let may = "QUAY1,Room 1,2025-05,20,15,COMMTY,\"2,000.00\"\nQUAY1,Room 2,2025-05-14,3,2,GP,900\n";
    story.writes("may.csv", &format!("{heading}{may}"));
    let said = story.done(&["import", "may.csv"]);
    assert!(said.contains("sessions of rooms") && said.contains("1 accepted + 1 fixed"), "{said}");
    story.check("activity-rooms", &["activity", "rooms"], 0);
    // Sent again for one room, by the name of the party and not its code, the other stays; a room without a session has no share, and a cost that is not known.
    let again = "QUAY1,Room 1,2025-05,20,25,community,2000\nWEIR1,Hall,2025-05,0,0,COMMTY,100\n";
    story.writes("may-again.csv", &format!("{heading}{again}"));
    story.done(&["import", "may-again.csv"]);
    story.check("activity-rooms-party", &["activity", "rooms", "--by", "party"], 0);
    story.check("activity-rooms-json", &["activity", "rooms", "--by", "room", "--json"], 0);
    story.check("activity-rooms-held", &["activity", "rooms", "--months", "2025-07"], 1);
    // Days of a month come together, and so does one that was refused and mended.
    let days = "QUAY1,Room 3,2025-06-02,2,1,COMMTY,10\nQUAY1,Room 3,2025-06-03,2,two,COMMTY,10\n";
    story.writes("june.csv", &format!("{heading}{days}"));
    let ran = story.run(&["import", "june.csv", "--rejects", "mend.csv"]);
    assert_eq!(ran.code, 3);
    let mended = fs::read_to_string(story.folder.join("mend.csv")).unwrap().replace(",two,", ",2,");
    story.writes("mend.csv", &mended);
    story.done(&["import", "mend.csv"]);
    let june = story.done(&["activity", "rooms", "--months", "2025-06"]);
    assert!(june.contains("3 of 4 sessions used") && june.contains("£20.00, of which £5.00"), "{june}");
    let wrong = "QUAY1,Room 1,spring,-1,15,COMMTY,2000\n,Room 2,2025-05,3,2,GP,900\n";
    story.writes("wrong.csv", &format!("{heading}{wrong}"));
    story.check("activity-rooms-wrong", &["import", "wrong.csv", "--check"], 3);
}

#[test]
fn money_is_at_the_prices_of_books_where_there_are_any_and_as_files_state_it_where_that_is_asked() {
    let story = Story::two_years();
    story.writes(
        "book.csv",
        "currency,point_of_delivery,unit_price\nWF01B,OPFASPCL,200\nWF01A,OPFUPSPCL,100\n",
    );
    story.done(&[
        "price",
        "add",
        "book.csv",
        "--name",
        "local",
        "--source",
        "A letter",
        "--kind",
        "local",
        "--stands",
        "before-national",
        "--factors",
        "within",
        "--from",
        "2024-04-01",
        "--to",
        "2026-03-31",
    ]);
    // 80 at 200 before, 50 at 200 after; tests have no price.
    let skin = story.done(&["activity", "shift", "--service", "skin", "--plain"]);
    assert!(skin.contains("at the prices of the books"), "{skin}");
    assert!(skin.contains("£16,000.00 before, £10,000.00 after"), "{skin}");
    let eyes = story.done(&["activity", "shift", "--service", "eyes", "--plain"]);
    assert!(eyes.contains("what so many cost in hospital, on average before\t£10,360.00"), "{eyes}");
    assert!(eyes.contains("what so many cost elsewhere, on average after\tnot published"), "{eyes}");
    let stated = story.done(&["activity", "shift", "--service", "skin", "--plain", "--money", "files"]);
    assert!(stated.contains("£14,400.00 before, £9,000.00 after"), "{stated}");
}

#[test]
fn a_step_that_cannot_be_judged_is_told_with_its_rows() {
    let story = Story::two_years();
    let open = COUNTING.replace("{ \"130\": 1.5, \"653\": 2 }", "{ \"130\": 1.5 }");
    story.writes("open.yaml", &open);
    let file = fs::read_to_string(story.folder.join("COMMTY_202526_m1.csv")).unwrap();
    story.writes("no_plan.csv", &file.replace(",N,60,0,1,", ",N,,,,").replace(",RD20A,", ",,"));
    story.done(&["import", "no_plan.csv"]);
    let arguments = ["activity", "steps", "--months", "2025-04", "--counting", "open.yaml"];
    story.check("activity-steps-open", &arguments, 0);
}

#[test]
fn rooms_that_were_sent_again_are_as_before_when_that_is_undone() {
    let story = Story::begin();
    let file = |used: u32| {
        format!("site,room,month,sessions available,sessions used\nQUAY1,Room 1,2025-05,20,{used}\n")
    };
    story.writes("may.csv", &file(15));
    story.writes("again.csv", &file(18));
    story.done(&["import", "may.csv"]);
    story.done(&["import", "again.csv"]);
    let shown = || story.done(&["activity", "rooms", "--plain"]);
    assert!(shown().contains("90% used") && shown().contains("again.csv 2"), "{}", shown());
    story.done(&["imports", "undo", "2", "--reason", "A copy of June"]);
    assert!(shown().contains("75% used") && shown().contains("may.csv 2"), "{}", shown());
    assert!(story.done(&["activity", "rooms", "--plain", "--as-at", "2"]).contains("90% used"));
}
