//! Published waiting times, figure by figure: what follows from the bands, and what does not and is named.

use crate::made::exact;
use accordant_measures::waits::{Bands, Closed, Percentile, PercentileRule};
use accordant_money::{Exact, Number};
use std::collections::BTreeMap;
use std::path::Path;

/// A row by the names of its columns.
type Row = BTreeMap<String, String>;

fn rows(name: &str) -> Vec<Row> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testing/kept/rtt").join(name);
    let mut reader = csv::Reader::from_path(path).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

/// A blank means nil.
fn count(row: &Row, column: &str) -> u64 {
    let text = &row[column];
    if text.is_empty() { 0 } else { text.parse().unwrap() }
}

fn close_enough(ours: &Exact, published: &str) -> bool {
    let difference = ours.minus(&exact(published)).unwrap();
    difference < exact("0.000001") && difference > exact("-0.000001")
}

fn old_bands(row: &Row) -> Bands {
    let weeks = (0..52).map(|week| count(row, &format!(">{week}-{}", week + 1))).collect();
    Bands::new(Closed::Right, weeks, count(row, "52 plus")).unwrap()
}

/// The files of December 2014 to May 2015 with what each calls its pathways and its total.
fn old_files() -> Vec<(&'static str, Vec<Row>, &'static str, &'static str)> {
    let known = "Total number of completed pathways (with a known clock start)";
    let within = "Total (with a known clock start) within 18 weeks";
    let of = |name: &str| rows(&format!("ccg_2014-12_to_2015-05_{name}.csv"));
    vec![
        ("incomplete", of("incomplete"), "Total number of incomplete pathways", "Total within 18 weeks"),
        ("admitted", of("admitted"), known, within),
        ("nonadmitted", of("nonadmitted"), known, within),
    ]
}

/// How many published figures of a column follow from the bands, of how many, and which do not.
fn followed(column: &str, figure: impl Fn(&Bands) -> Percentile) -> (usize, usize, Vec<String>) {
    let (mut given, mut misses) = (0, Vec::new());
    for (file, rows, _, _) in old_files() {
        for row in rows {
            let ours = figure(&old_bands(&row));
            if row[column] == "-" {
                assert_eq!(ours, Percentile::TooFew { least: 50 });
                continue;
            }
            given += 1;
            if !matches!(&ours, Percentile::Weeks(weeks) if close_enough(weeks, &row[column])) {
                misses.push(format!(
                    "{file} {} {} {}",
                    row["period"], row["ccg_code"], row["treatment_function_code"]
                ));
            }
        }
    }
    (given - misses.len(), given, misses)
}

// spec: X11
#[test]
fn published_medians_follow_from_the_bands_save_in_one_workbook() {
    let rule = PercentileRule::rtt_2015();
    let column = "Average (median) waiting time (in weeks)";
    let (follow, given, misses) = followed(column, |bands| bands.median(&rule).unwrap());
    assert_eq!((follow, given), (1_115, 1_124), "{misses:?}");
    let functions = ["NP100", "NP101", "NP110", "NP120", "NP130", "NP150", "NP160", "NP170", "NP300"];
    assert_eq!(misses, functions.map(|function| format!("nonadmitted 2015-03 ENG {function}")));
}

#[test]
fn published_percentiles_follow_from_the_bands_save_in_one_workbook() {
    let rule = PercentileRule::rtt_2015();
    let column = "95th percentile waiting time (in weeks)";
    let (follow, given, misses) = followed(column, |bands| bands.percentile(&rule, &exact("0.95")).unwrap());
    assert_eq!((follow, given), (1_114, 1_124), "{misses:?}");
    let functions =
        ["NP100", "NP101", "NP110", "NP120", "NP130", "NP140", "NP150", "NP160", "NP170", "NP300"];
    assert_eq!(misses, functions.map(|function| format!("nonadmitted 2015-03 ENG {function}")));
}

#[test]
fn published_bands_make_the_total_and_the_share_within_eighteen_weeks() {
    let mut compared = 0;
    for (file, rows, total, within) in old_files() {
        for row in rows {
            let bands = old_bands(&row);
            let (inside, outside) = (bands.within(18).unwrap(), bands.over(18).unwrap());
            assert_eq!(bands.total(), count(&row, total), "{file} {row:?}");
            assert_eq!(inside, count(&row, within));
            assert_eq!(inside + outside, bands.total());
            if bands.total() > 0 {
                assert!(close_enough(&bands.share_within(18).unwrap(), &row["% within 18 weeks"]));
            }
            compared += 1;
        }
    }
    assert_eq!(compared, 1_440);
}

#[test]
fn published_functions_make_the_total_of_each_commissioner() {
    for (file, rows, _, _) in old_files() {
        let mut parts: BTreeMap<(String, String), Bands> = BTreeMap::new();
        for row in rows.iter().filter(|row| !row["treatment_function_code"].ends_with("999")) {
            let key = (row["period"].clone(), row["ccg_code"].clone());
            let bands = old_bands(row);
            let sum = parts.get(&key).map_or(bands.clone(), |sum| sum.plus(&bands).unwrap());
            parts.insert(key, sum);
        }
        for row in rows.iter().filter(|row| row["treatment_function_code"].ends_with("999")) {
            let sum = &parts[&(row["period"].clone(), row["ccg_code"].clone())];
            assert_eq!(*sum, old_bands(row), "{file} {} {}", row["period"], row["ccg_code"]);
        }
        assert_eq!(parts.len(), 24);
    }
}

fn new_bands(row: &Row) -> Bands {
    let week = |week: u64| count(row, &format!("Gt {week:02} To {:02} Weeks SUM 1", week + 1));
    Bands::new(Closed::Right, (0..104).map(week).collect(), count(row, "Gt 104 Weeks SUM 1")).unwrap()
}

#[test]
fn published_rows_of_2025_add_up_to_total_all_and_functions_to_c_999() {
    let rows = rows("rtt_2025-03_uhl_llr.csv");
    let key = |row: &Row| (row["Commissioner Org Code"].clone(), row["RTT Part Type"].clone());
    let mut parts: BTreeMap<(String, String), (Bands, u64)> = BTreeMap::new();
    for row in &rows {
        let bands = new_bands(row);
        let all = count(row, "Total All");
        if row["RTT Part Type"] != "Part_3" {
            assert_eq!(bands.total() + count(row, "Patients with unknown clock start date"), all, "{row:?}");
        }
        if row["Treatment Function Code"] != "C_999" {
            let (sum, so_far) =
                parts.remove(&key(row)).unwrap_or((Bands::of_days(Closed::Right, 104, []), 0));
            parts.insert(key(row), (sum.plus(&bands).unwrap(), so_far + all));
        }
    }
    let totals: Vec<&Row> = rows.iter().filter(|row| row["Treatment Function Code"] == "C_999").collect();
    assert_eq!(totals.len(), 15);
    for row in totals {
        assert_eq!(parts[&key(row)], (new_bands(row), count(row, "Total All")), "{:?}", key(row));
    }
}

#[test]
fn published_rows_of_2025_make_what_others_added_up_from_them() {
    let totals = rows("uhl_totals_2025-03.csv");
    let rows = rows("rtt_2025-03_uhl_llr.csv");
    let mut compared = 0;
    for total in totals.iter().filter(|total| total["part_type"] != "Part_3") {
        let row = rows.iter().find(|row| {
            row["Treatment Function Code"] == "C_999"
                && row["RTT Part Type"] == total["part_type"]
                && row["Commissioner Org Code"] == total["commissioner_code"]
        });
        let bands = new_bands(row.unwrap());
        assert_eq!(bands.within(18).unwrap(), count(total, "within_18_weeks"));
        assert_eq!(bands.over(52).unwrap(), count(total, "over_52_weeks"));
        compared += 1;
    }
    assert_eq!(compared, 12);
}
