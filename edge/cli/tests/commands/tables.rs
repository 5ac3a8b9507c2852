//! The tables of rooms and of forecasts: every version and every row, and nothing where nothing is known.

use super::imported::Story;
use super::place::{Place, Written, flat};
use super::root;
use std::fs;

const ROOMS: &str = "month,site,site_name,room,party,sessions_available,sessions_used,share_used,share_used_exact,\
    cost_of_lease,cost_of_unused,cost_of_unused_exact,entry,file,rows\n";
const FORECASTS: &str = "fact,of,party,service,month,period,unit,value,basis,by,recorded,version,standing,actual,\
    actual_less_value,entry,file,line\n";
const SESSIONS: &str = "Site,Room,Month,Sessions available,Sessions used,Party,Cost of lease\n";
const COSTS: &str = "party,service,element,period,basis,certified_by,allowable,reason,amount\n";
const FORECAST: &str = "fact,of,period,value,owner,source\n";

/// An agreement that says nothing of money.
const GOVERNANCE: &str = "accordant: 1\nalliance:\n  name: Ferry Lane Alliance\n  \
    term: { from: 2024-04-01, to: 2026-03-31 }\n  settles: { every: year, from: 1 April, currency: GBP }\n\
    parties:\n  board: { name: Ferry Lane Care Board, role: commissioner }\n  \
    hospital: { name: Ferry Lane Hospital, role: provider }\n";

impl Story {
    /// A table as lines of text, the instants of recording left out: they are different each time.
    fn table(&self, name: &str, more: &[&str]) -> String {
        let text = self.done(&[&["export", "--csv", "-", name], more].concat());
        let is_instant = |field: &&str| field.starts_with("20") && field.ends_with('Z');
        text.lines()
            .map(|line| {
                let fields = line.split(',').map(|field| if is_instant(&field) { "INSTANT" } else { field });
                fields.collect::<Vec<_>>().join(",") + "\n"
            })
            .collect()
    }

    /// Gives what is expected.
    fn expects(&self, name: &str, rows: &str) {
        fs::write(self.folder.join(name), format!("{FORECAST}{rows}")).unwrap();
        self.done(&["facts", "add", name, "--forecast", "--source", "Board of May"]);
    }

    /// The sessions of two months: one room with all that can be said, others of which less is known, and one mended.
    fn sends_sessions(&self) {
        let counting = fs::read_to_string(self.folder.join("counting.yaml")).unwrap();
        let (before, sites) = counting.split_once("\nsites:").unwrap();
        let (line, sites) = sites.split_once('\n').unwrap();
        let quay = "  QUAY1: { name: Quay Clinic, setting: community }";
        let counting = format!("{before}\nsites:{line}\n{quay}\n{sites}");
        fs::write(self.folder.join("counting.yaml"), counting).unwrap();
        let may = "QUAY1,Room 1,2025-05,20,15,COMMTY,2000\nQUAY1,Room 2,2025-05-14,3,2,GP,901.25\n\
            WEIR1,Hall,2025-05,0,0,COMMTY,100\nWEIR1,Gym,2025-05,12,,,\n";
        self.imports("may.csv", &format!("{SESSIONS}{may}"), &[]);
        let june = "QUAY1,Room 3,2025-06-02,2,1,COMMTY,10\nQUAY1,Room 3,2025-06-03,2,two,COMMTY,10\n\
            QUAY1,=1+1,2025-06-03,2,1,,\n";
        fs::write(self.folder.join("june.csv"), format!("{SESSIONS}{june}")).unwrap();
        assert_eq!(self.run(&["import", "june.csv", "--rejects", "mend.csv"]).code, 3);
        let mended = fs::read_to_string(self.folder.join("mend.csv")).unwrap().replace(",two,", ",2,");
        self.imports("mend.csv", &mended, &[]);
    }
}

#[test]
fn rooms_are_a_row_for_each_room_month_and_user_with_an_exact_share_and_nothing_where_it_is_not_known() {
    let story = Story::begin();
    story.sends_sessions();
    let expected = format!(
        "{ROOMS}\
         2025-05,QUAY1,Quay Clinic,Room 1,community,20,15,0.75,3/4,2000,500,500/1,2,may.csv,2\n\
         2025-05,QUAY1,Quay Clinic,Room 2,GP,3,2,,2/3,901.25,,3605/12,2,may.csv,3\n\
         2025-05,WEIR1,,Gym,,12,,,,,,,2,may.csv,5\n\
         2025-05,WEIR1,,Hall,community,0,0,,,100,,,2,may.csv,4\n\
         2025-06,QUAY1,Quay Clinic,'=1+1,,2,1,0.5,1/2,,,,3,june.csv,4\n\
         2025-06,QUAY1,Quay Clinic,Room 3,community,4,3,0.75,3/4,20,5,5/1,3 4,june.csv; mend.csv,june.csv 2; mend.csv 2\n"
    );
    assert_eq!(story.table("rooms", &[]), expected);
    let earlier = story.table("rooms", &["--as-at", "2"]);
    assert_eq!(earlier, expected.lines().take(5).map(|line| format!("{line}\n")).collect::<String>());
}

#[test]
fn rooms_in_a_workbook_and_in_parquet_are_read_back_as_the_sessions_that_were_sent() {
    let story = Story::begin();
    story.sends_sessions();
    story.done(&["export", "--parquet", "rooms.parquet", "rooms"]);
    let wrote = story.run(&["export", "--xlsx", "out.xlsx", "rooms", "forecasts"]);
    assert_eq!(flat(&wrote.err), "wrote out.xlsx: rooms with 6 rows, forecasts with 0 rows");
    for (file, more) in [("rooms.parquet", &[][..]), ("out.xlsx", &["--sheet", "rooms"])] {
        let said = story.done(&[&["import", file, "--check"], more].concat());
        for expected in [
            "sessions of rooms",
            "rows: 6 = 6 accepted + 0 fixed + 0 refused",
            "sessions_available: 41 = 41 accepted",
            "sessions_used: 21 = 21 accepted",
            "cost_of_lease: 3,021.25 = 3,021.25 accepted",
        ] {
            assert!(said.contains(expected), "{file}: {expected}\n{said}");
        }
    }
}

#[test]
fn every_forecast_is_a_row_with_its_basis_and_version_beside_what_came() {
    let story = Story::begin();
    let month =
        |month: &str, amount: &str| format!("open_book_cost,acute,{month},{amount},acute,Winter ward\n");
    story.expects(
        "may.csv",
        &format!(
            "{}{}activity,dermatology,2025-07,400,,\nstranded_cost,,2028-29,not published,acute,\"Late, =1+1\"\n\
             told_once,,2025-26,above,icb,A guess\n",
            month("2025-07", "1550000"),
            month("2025-08", "1550000.55")
        ),
    );
    story.expects("june.csv", &month("2025-07", "1600000"));
    let before = format!(
        "{FORECASTS}\
         activity,dermatology,,dermatology,2025-07,2025-07-01..2025-07-31,contacts,400,Board of May,icb,INSTANT,1,latest,,,2,may.csv,4\n\
         open_book_cost,acute,acute,,2025-07,2025-07-01..2025-07-31,GBP,1550000,Winter ward,acute,INSTANT,1,replaced,,,2,may.csv,2\n\
         open_book_cost,acute,acute,,2025-07,2025-07-01..2025-07-31,GBP,1600000,Winter ward,acute,INSTANT,2,latest,,,3,june.csv,2\n\
         open_book_cost,acute,acute,,2025-08,2025-08-01..2025-08-31,GBP,1550000.55,Winter ward,acute,INSTANT,1,latest,,,2,may.csv,3\n\
         stranded_cost,,,,,2028-04-01..2029-03-31,GBP,not published,\"Late, =1+1\",acute,INSTANT,1,latest,,,2,may.csv,5\n\
         told_once,,,,,2025-04-01..2026-03-31,,above,A guess,icb,INSTANT,1,latest,,,2,may.csv,6\n"
    );
    assert_eq!(story.table("forecasts", &[]), before);

    story.imports(
        "costs.csv",
        &format!(
            "{COSTS}ACUTE,all,staff,2025-07,ledger,,,,1500000.25\nACUTE,all,staff,2025-08,ledger,,,,1600000\n"
        ),
        &[],
    );
    let known = before
        .replace(",1,replaced,,,2", ",1,replaced,1500000.25,-49999.75,2")
        .replace(",2,latest,,,3", ",2,latest,1500000.25,-99999.75,3")
        .replace("1,latest,,,2,may.csv,3", "1,latest,1600000,49999.45,2,may.csv,3");
    assert_eq!(story.table("forecasts", &[]), known);
    assert_eq!(story.table("forecasts", &["--as-at", "3"]), before);
    // What is said of the cost of a party is what `cost show` says of it.
    let book = flat(&story.done(&["cost", "show", "2025-26", "--party", "acute"]));
    assert!(book.contains("2025-07 £1,500,000.25 £1,600,000.00 3 −£99,999.75"), "{book}");
}

#[test]
fn a_forecast_of_a_year_is_held_against_the_sum_of_its_months_only_where_the_figure_adds_up_and_all_are_known()
 {
    let story = Story::begin();
    // Costs are added over the months of a year; an amount that is spread over days is said of the year or not at all.
    story.expects(
        "year.csv",
        "open_book_cost,acute,2025-26,18000000,acute,Plan\nstranded_cost,,2028-29,190,acute,Plan\n",
    );
    let months = |year: u32| {
        (4..=15).map(move |month| format!("{}-{:02}", year + (month - 1) / 12, (month - 1) % 12 + 1))
    };
    let row = |of: &str| {
        let table = story.table("forecasts", &[]);
        table.lines().find(|line| line.starts_with(of)).unwrap().to_string()
    };
    for month in months(2025) {
        assert!(row("open_book_cost").contains(",1,latest,,,"), "{month}");
        let costs = format!("{COSTS}ACUTE,all,staff,{month},ledger,,,,1500000.5\n");
        story.imports(&format!("{month}.csv"), &costs, &[]);
    }
    let cost = row("open_book_cost");
    assert!(cost.contains(",acute,,,2025-04-01..2026-03-31,GBP,18000000,"), "of no single month: {cost}");
    assert!(cost.contains(",1,latest,18000006,6,2,year.csv,2"), "{cost}");
    let stranded: String =
        months(2028).map(|month| format!("stranded_cost,,{month},10,acute,Audit\n")).collect();
    fs::write(story.folder.join("stranded.csv"), format!("{FORECAST}{stranded}")).unwrap();
    story.done(&["facts", "add", "stranded.csv"]);
    assert!(
        row("stranded_cost").contains(",GBP,190,Plan,acute,INSTANT,1,latest,,,"),
        "{}",
        row("stranded_cost")
    );
}

#[test]
fn forecasts_in_a_workbook_and_in_parquet_are_read_back_to_the_last_digit() {
    let story = Story::begin();
    story.expects(
        "may.csv",
        "open_book_cost,acute,2025-07,1234567890123456.78,acute,Plan\nopen_book_cost,acute,2025-08,0.1,acute,Plan\n",
    );
    story.done(&["export", "--parquet", "out.parquet", "forecasts"]);
    story.done(&["export", "--xlsx", "out.xlsx", "forecasts"]);
    let columns = "costs:\n  period: { column: period }\n  inputs:\n    \
                   open_book_cost: { column: value, of: { column: party } }\n";
    fs::write(story.folder.join("columns.yaml"), columns).unwrap();
    for (file, more) in [("out.parquet", &[][..]), ("out.xlsx", &["--sheet", "forecasts"])] {
        let said = story.done(&[&["import", file, "--check", "--kind", "csv"], more].concat());
        for expected in ["rows: 2 = 2 accepted + 0 fixed + 0 refused", "value: 1,234,567,890,123,456.88 ="] {
            assert!(said.contains(expected), "{file}: {expected}\n{said}");
        }
    }
}

#[test]
fn a_record_that_knows_nothing_gives_tables_with_a_heading_and_no_row() {
    let story = Story::begin();
    assert_eq!(story.table("rooms", &[]), ROOMS);
    assert_eq!(story.table("forecasts", &[]), FORECASTS);
    for form in ["xlsx", "parquet"] {
        let file = format!("none.{form}");
        for (table, word) in [("rooms", "rooms"), ("forecasts", "forecasts")] {
            let ran = story.run(&["export", &format!("--{form}"), &file, table]);
            assert_eq!(flat(&ran.err), format!("wrote {file}: {word} with 0 rows"));
        }
    }
}

#[test]
fn a_table_that_there_is_not_is_refused_with_the_nearest() {
    let ran = Story::begin().run_flat(&["export", "--csv", "x.csv", "rums"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.contains("facts, activity, rooms, costs, forecasts, measures, settlement"),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("a similar value exists: 'rooms'"), "{}", ran.err);
}

#[test]
fn every_table_stands_in_the_page_that_says_what_leaves() {
    let page = fs::read_to_string(root().join("docs/exports.md")).unwrap();
    let rows = page.lines().filter_map(|line| line.strip_prefix("| `")?.split_once('`'));
    let said: Vec<&str> = rows.map(|(name, _)| name).collect();
    let ran = Story::begin().run_flat(&["export", "--csv", "x.csv"]);
    assert!(ran.err.contains(&format!("name one of {}", said.join(", "))), "{said:?}\n{}", ran.err);
}

#[test]
fn a_table_that_is_refused_is_left_out_of_a_workbook_of_all_and_refused_by_its_name() {
    let written = Written {
        agreement: GOVERNANCE,
        signatories: "party,person,signed_copy\nboard,Amira Khan,Copy of 27 March\nhospital,Helen Marsh,Copy of 27 March\n",
        counting: "",
    };
    let place = Place::of(&written);
    let ran = place.run_flat(&["export", "--xlsx", "all.xlsx"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    for said in [
        "left out: measures: the agreement has neither measures nor money terms",
        "rooms with 0 rows, costs with 0 rows, forecasts with 0 rows, settlement with 0 rows",
    ] {
        assert!(ran.err.contains(said), "{said}\n{}", ran.err);
    }
    for asked in
        [&["export", "--xlsx", "some.xlsx", "facts", "measures"][..], &["export", "--csv", "-", "measures"]]
    {
        let named = place.run_flat(asked);
        assert_eq!((named.code, named.out.as_str()), (1, ""));
        assert!(named.err.contains("refused: the agreement has neither"), "{}", named.err);
    }
}
