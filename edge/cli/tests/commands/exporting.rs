//! What is exported: read back by this program and by no other, it says the same, digit for digit.

use super::imported::Story;
use super::root;
use std::fs;

const COSTS: &str = "party,service,element,period,basis,certified_by,allowable,reason,amount\n\
    ACUTE,all,staff,2025-04,ledger,\"=HYPERLINK(\"\"http://example.org\"\")\",yes,,1000000.01\n\
    ACUTE,all,drugs,2025-04,ledger,,disallowed,Not agreed,1234567890123456.78\n\
    community,all,staff,2025-04,ledger,,,,-250.5\n";

/// The rows of an exported file of facts, without where each stood before.
fn facts(story: &Story) -> Vec<String> {
    let text = story.done(&["export", "--csv", "-", "facts"]);
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("fact,of,period,value,known_to,status,owner,source,row,entry,file,line"));
    let before = |line: &str| line.rsplitn(4, ',').last().unwrap().to_string();
    lines.map(before).collect()
}

#[test]
fn exported_facts_are_read_again_as_the_same_facts() {
    let story = Story::begin();
    let odd = "fact,of,period,value,status,owner,source,row\n\
        told_once,,2025-26,above,,icb,\"=1+1, a minute\",3\n\
        in_control,,2025-26,0.7125,,icb,'=kept,@4\n\
        stranded_cost,,2028-29,not published,,acute,-,+5\n";
    fs::write(story.folder.join("odd.csv"), odd).unwrap();
    story.done(&["facts", "add", "odd.csv"]);
    let activity = root().join("agreements/harbour/facts/activity.csv").display().to_string();
    story.done(&["facts", "add", &activity]);
    let said = facts(&story);
    assert!(
        said.iter()
            .any(|row| row
                == "told_once,,2025-04-01..2026-03-31,above,,illustrative,icb,\"'=1+1, a minute\",3"),
        "{said:?}"
    );
    assert!(said.iter().any(|row| row.ends_with(",0.7125,,illustrative,icb,'=kept,'@4")), "{said:?}");

    story.done(&["export", "--csv", "facts.csv", "facts"]);
    let other = Story::begin();
    other.done(&["facts", "add", &story.folder.join("facts.csv").display().to_string()]);
    assert_eq!(facts(&other), said);
    let shown = other.done(&["facts", "show", "told_once", "--json"]);
    assert!(shown.contains("\"source\": \"=1+1, a minute\""), "{shown}");
}

#[test]
fn costs_in_every_form_are_read_back_to_the_last_digit() {
    let story = Story::begin();
    story.imports("costs.csv", COSTS, &[]);
    story.done(&["export", "--csv", "out.csv", "costs"]);
    story.done(&["export", "--parquet", "out.parquet", "costs"]);
    let wrote = story.run(&["export", "--xlsx", "out.xlsx", "costs", "facts"]);
    assert!(wrote.err.starts_with("wrote out.xlsx: costs with 3 rows, facts with "), "{}", wrote.err);
    for (file, more) in [("out.csv", &[][..]), ("out.parquet", &[]), ("out.xlsx", &["--sheet", "costs"])] {
        let said = story.done(&[&["import", file, "--check"], more].concat());
        for expected in [
            "a return of costs",
            "rows: 3 = 3 accepted + 0 fixed + 0 refused",
            "amount: 1,234,567,891,123,206.29 = 1,234,567,891,123,206.29 accepted",
        ] {
            assert!(said.contains(expected), "{file}: {expected}\n{said}");
        }
    }
    let lines = fs::read_to_string(story.folder.join("out.csv")).unwrap();
    assert!(lines.contains("\"'=HYPERLINK(\"\"http://example.org\"\")\",allowable,,counts,,open_book_cost[acute] 2025-04-01..2025-04-30,2,costs.csv,2"), "{lines}");
}

#[test]
fn a_table_of_any_form_is_explained_by_columns_yaml() {
    let story = Story::begin();
    story.imports("costs.csv", &COSTS.replace("1234567890123456.78", "5"), &[]);
    story.done(&["export", "--parquet", "out.parquet", "costs"]);
    story.done(&["export", "--xlsx", "out.xlsx", "costs"]);
    let columns = "costs:\n  period: { column: period }\n  inputs:\n    \
                   open_book_cost: { column: amount, of: { column: party } }\n";
    fs::write(story.folder.join("columns.yaml"), columns).unwrap();
    for (file, more) in [("out.parquet", &[][..]), ("out.xlsx", &["--sheet", "costs"])] {
        let ran = story.run(&[&["import", file, "--check", "--kind", "csv"], more].concat());
        // Two lines of one party are one fact said twice, and nobody said which of them is meant.
        assert!(
            ran.err.contains("rows") && ran.err.contains("both say `open_book_cost[acute]`"),
            "{}",
            ran.err
        );
    }
}

#[test]
fn the_same_record_gives_the_same_workbook() {
    let story = Story::begin();
    story.imports("costs.csv", COSTS, &[]);
    story.done(&["export", "--xlsx", "one.xlsx"]);
    story.done(&["export", "--xlsx", "two.xlsx"]);
    let bytes = |name: &str| fs::read(story.folder.join(name)).unwrap();
    assert!(bytes("one.xlsx") == bytes("two.xlsx"));
    story.done(&["export", "--xlsx", "before.xlsx", "--as-at", "1"]);
    let sheet = story.run(&["import", "before.xlsx", "--sheet", "costs", "--check"]);
    // Nothing was sent yet, and a file without rows is refused.
    assert!(sheet.err.contains("a heading and no row under it"), "{}{}", sheet.out, sheet.err);
}

#[test]
fn a_settlement_is_exported_with_its_postings_and_activity_with_its_rows() {
    let story = Story::begin();
    for file in ["activity.csv", "measures.csv", "spend.csv"] {
        let path = root().join("agreements/harbour/facts").join(file).display().to_string();
        story.done(&["facts", "add", &path]);
    }
    let lines = story.done(&["export", "--csv", "-", "settlement"]);
    let posted: Vec<&str> =
        lines.lines().filter(|line| line.contains(",posting,provider_gain[acute],")).collect();
    assert_eq!(posted.len(), 2, "{lines}");
    let statement = story.done(&["settle", "--period", "2025-26", "--json"]);
    let amount = posted[0].split(',').rev().nth(2).unwrap();
    assert!(posted[0].starts_with("2025-26,") && statement.contains(&format!("\"{amount}")), "{}", posted[0]);
    let measures = story.done(&["export", "--csv", "-", "measures"]);
    assert!(measures.contains("2025-26,told_once,"), "{measures}");

    let line = "1,202526,2026-05-12T10:00:00,ACUTE,,BOARD,130,OPFASPCL,21,WF01B,N,10,1000,1,12,1200.5,1\n";
    story.imports("acm.csv", &format!("{}{line}{line}", super::place::MONITORING), &[]);
    let cells = story.done(&["export", "--csv", "-", "activity"]);
    let cell = cells.lines().nth(1).unwrap();
    assert!(
        cell.starts_with("2025-04,ACUTE,BOARD,,130,OPFASPCL,WF01B,local,ophthalmology,20,2000,24,2401,,,,,")
            && cell.ends_with(",5,acm.csv,2-3"),
        "{cell}"
    );
}

#[test]
fn a_file_of_lines_holds_one_table_and_says_so() {
    let story = Story::begin();
    for (asked, said) in [
        (
            &["export", "--csv", "x.csv"][..],
            "name one of facts, activity, rooms, costs, forecasts, measures, settlement",
        ),
        (&["export", "--parquet", "x.parquet", "facts", "costs"], "write a workbook with `--xlsx`"),
        (&["export", "facts"], "--csv <FILE>"),
    ] {
        let ran = story.run(asked);
        assert_eq!(ran.code, 2, "{asked:?}");
        assert!(ran.err.contains(said), "{}", ran.err);
    }
}
