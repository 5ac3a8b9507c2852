//! Tables of a layout of their own: a `columns.yaml` says what their columns mean, and the report is that of any file.

use super::imported::Story;
use super::{program, root};
use std::fs;

const COLUMNS: &str = "\
ledger:
  period: { column: Month }
  inputs:
    open_book_cost: { column: Cost, of: { column: Trust, codes: { HUH: acute, SCH: community } } }
";
const LEDGER: &str = "\
Cost ledger of the alliance
Trust,Month,Cost,Note
HUH,2025-04,\"1,533,500.00\",
SCH,2025-04,(1127100.00),a credit
HUH,13/05/2025,1533500,
ABC,2025-05,12,
SCH,2025-05,TBC,late
gp_federation,2025-05,*,
";

#[test]
fn a_table_of_its_own_layout_is_imported_by_what_columns_yaml_says() {
    let story = Story::begin();
    fs::write(story.folder.join("columns.yaml"), COLUMNS).unwrap();
    fs::write(story.folder.join("ledger.csv"), LEDGER).unwrap();
    let ran = story.run(&["import", "ledger.csv", "--rejects", "rejects.csv"]);
    assert_eq!(ran.code, 3, "{}{}", ran.out, ran.err);
    for said in [
        "ledger.csv: a table of its own layout",
        "rows: 6 = 0 accepted + 4 fixed + 2 refused",
        "Cost: 1,939,912 = 0 accepted + 1,939,900 fixed + 12 refused; 1 cannot be read",
        "thousands-comma in `Cost`",
        "brackets-are-minus in `Cost`",
        "month-from-date in `Month`",
        "hidden-is-not-published in `Cost`",
        "row 6, `Trust`: `ABC` is no provider [unknown-element]",
        "row 7, `Cost`: `TBC` is not an amount yet [to-be-confirmed]",
        "Recorded as entry 2, with 4 facts worked out from it.",
    ] {
        assert!(ran.out.contains(said), "{said}\n{}", ran.out);
    }
    let rejects = fs::read_to_string(story.folder.join("rejects.csv")).unwrap();
    assert_eq!(story.done(&["rejects", "2"]), rejects);

    // Mended, the rows are accepted; the text that explained them is kept, and no longer needed beside the record.
    let mended = rejects.replace("ABC,2025-05,12", "charity,2025-05,73000").replace("TBC", "1255500");
    story.imports("mended.csv", &mended, &[]);
    // The same file again changes nothing; explained by other columns it says something else.
    let again = story.done(&["import", "mended.csv"]);
    assert!(again.contains("Entry 3 holds this very file already"), "{again}");
    fs::write(story.folder.join("columns.yaml"), COLUMNS.replace("SCH: community", "SCH: acute")).unwrap();
    story.done(&["import", "mended.csv"]);
    story.done(&["imports", "undo", "4", "--reason", "The columns were wrong"]);
    fs::remove_file(story.folder.join("columns.yaml")).unwrap();
    assert_eq!(story.done(&["rejects", "2"]), rejects);
    let shown = story.done(&["facts", "show", "open_book_cost[charity]", "--json"]);
    assert!(shown.contains("\"value\": \"73000\"") && shown.contains("\"row\": \"2\""), "{shown}");
    assert_eq!(story.run(&["import", "ledger.csv"]).code, 3);
}

#[test]
fn two_rows_that_say_one_fact_are_refused_with_the_file() {
    let story = Story::begin();
    fs::write(story.folder.join("own.yaml"), COLUMNS).unwrap();
    fs::write(story.folder.join("twice.csv"), "Trust,Month,Cost\nHUH,2025-04,1\nacute,2025-04,2\n").unwrap();
    let ran = story.run(&["import", "twice.csv", "--columns", "own.yaml", "--kind", "csv"]);
    assert_eq!(ran.code, 3, "{}{}", ran.out, ran.err);
    assert!(ran.err.contains("rows 2 and 3 both say `open_book_cost[acute]`"), "{}", ran.err);
    assert!(story.done(&["imports", "list"]).starts_with("0 imports"));
}

#[test]
fn a_mapping_that_names_what_is_not_there_is_told_with_its_place() {
    let story = Story::begin();
    let wrong = COLUMNS.replace("HUH: acute", "HUH: acutte").replace("of: {", "of: { kolumn: x, ");
    fs::write(story.folder.join("columns.yaml"), wrong).unwrap();
    fs::write(story.folder.join("ledger.csv"), LEDGER).unwrap();
    let ran = story.run(&["import", "ledger.csv"]);
    assert_eq!(ran.code, 3, "{}{}", ran.out, ran.err);
    assert!(
        ran.err.contains("`acutte` is no provider") && ran.err.contains("unknown key `kolumn`"),
        "{}",
        ran.err
    );
}

/// Every figure of a statement in JSON, with its exact value.
fn figures(json: &str) -> Vec<(String, String)> {
    let field = |text: &str, key: &str| {
        let (_, rest) = text.split_once(&format!("\"{key}\":\""))?;
        rest.split_once('"').map(|(value, _)| value.to_string())
    };
    let each = json.split("{\"figure\":\"").skip(1);
    each.filter_map(|text| Some((text.split_once('"')?.0.to_string(), field(text, "exact")?))).collect()
}

#[test]
fn leicester_takes_its_measures_from_the_tables_as_they_were_published() {
    let leicester = root().join("agreements/leicester");
    let signatories = ["uhl", "lpt", "gp_company", "elr_ccg", "wl_ccg"]
        .map(|party| format!("{party},Person of {party},Signed copy of March 2014\n"));
    let story = Story::empty();
    fs::write(
        story.folder.join("signatories.csv"),
        format!("party,person,signed_copy\n{}", signatories.concat()),
    )
    .unwrap();
    let folder = leicester.display().to_string();
    story.done(&["found", ".", "--agreement", &folder, "--signatories", "signatories.csv"]);
    // What no file of a measure says: activity, prices, costs and the trend.
    let facts = fs::read_to_string(leicester.join("facts.csv")).unwrap();
    let is_measure = |line: &&str| {
        ["waiting", "england_waiting", "oxford_"].iter().any(|measure| line.starts_with(measure))
    };
    let others: Vec<&str> = facts.lines().filter(|line| !is_measure(line)).collect();
    assert_eq!(facts.lines().count() - others.len(), 10);
    fs::write(story.folder.join("others.csv"), others.join("\n")).unwrap();
    story.done(&["facts", "add", "others.csv", "--source", "What the sources say"]);
    let columns = leicester.join("columns.yaml").display().to_string();
    for (table, rows) in
        [("ccg_2014-12_to_2015-05_incomplete.csv", 3), ("proms_time_series_2011-12_to_2018-19.csv", 4)]
    {
        let file = leicester.join("data").join(table).display().to_string();
        let said = story.done(&["import", &file, "--columns", &columns]);
        assert!(said.contains(&format!("rows: {rows} = {rows} accepted + 0 fixed + 0 refused")), "{said}");
    }
    let plain = program(&["settle", &folder, "--json"]).output().unwrap();
    let expected = figures(&String::from_utf8(plain.stdout).unwrap());
    let settled = story.done(&["settle", "--json"]);
    assert!(expected.iter().any(|(figure, _)| figure == "2014-15/score[within_18_weeks]"), "{expected:?}");
    assert_eq!(figures(&settled), expected);
    assert!(
        settled.contains("\"source\":\"proms_time_series_2011-12_to_2018-19.csv\",\"row\":\"4\""),
        "{settled}"
    );
}
