//! Rows of a file, one after another and one alone.

use super::place::Place;
use super::{root, run, run_in};
use std::collections::BTreeMap;
use std::fs;

const POOLED: &str = "
accordant: 1
alliance:
  name: A small alliance
  term: { from: 2025-04-01, to: 2026-03-31 }
  settles: { every: year, from: 1 April, currency: GBP }
parties:
  owner: { name: The owner, role: commissioner }
  builder: { name: The builder, role: provider }
money:
  inputs: { cost: { unit: GBP } }
  pools: { pot: { says: The pot, in_books_of: owner, opening: 0 } }
  rounding: pennies, half up
  postings:
    paid: { of: cost, from: owner, to: pot }
    passed: { of: cost, from: pot, to: builder }
";
const FOLDER: &str = "agreements/medicare-shared-savings";
const ROWS: &str = "agreements/medicare-shared-savings/data/py2023.csv";

/// spec: F9
/// spec: S11
#[test]
fn the_line_of_a_row_is_byte_for_byte_the_explanation_of_that_row() {
    let all = run(&["settle", FOLDER, "--each", ROWS, "--json"]);
    assert_eq!(all.code, 0, "{}", all.err);
    assert_eq!(all.out.lines().count(), 453);
    for (number, line) in all.out.lines().enumerate().step_by(90) {
        let (_, after) = line.split_once("\"row\":\"").unwrap();
        let (row, _) = after.split_once('"').unwrap();
        let alone = run(&["explain", FOLDER, "--each", ROWS, "--row", row, "--json"]);
        assert_eq!(alone.code, 0, "{}", alone.err);
        assert_eq!(alone.out, format!("{line}\n"), "row {number}");
    }
}

/// spec: S11
#[test]
fn one_figure_of_a_row_is_explained_alone() {
    let row = ["--each", ROWS, "--row", "A1001"];
    let figure = run(&[&["explain", FOLDER, "saving", "--json"][..], &row].concat());
    assert_eq!(figure.code, 0, "{}", figure.err);
    assert!(
        figure.out.starts_with("{\"explains\":[\"2023/saving\"],\"row\":\"A1001\",\"reasons\":["),
        "{}",
        figure.out
    );
    let none = run(&[&["explain", FOLDER][..], &row].concat());
    assert_eq!(none.code, 2, "{}", none.err);
}

/// spec: F8
#[test]
fn the_mapping_that_reads_most_of_the_file_is_taken() {
    let explained = run(&["explain", FOLDER, "settlement", "--each", ROWS, "--row", "A1001"]);
    assert_eq!(explained.code, 0, "{}", explained.err);
    assert!(explained.out.contains("2023/settlement"), "{}", explained.out);
}

/// spec: S12
#[test]
fn every_zero_of_the_published_rows_says_why() {
    let all = run(&["settle", FOLDER, "--each", ROWS]);
    let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
    for line in all.out.lines().skip(1).filter(|line| line.split(',').nth(1) == Some("0.00")) {
        *reasons.entry(line.split(',').nth(4).unwrap_or_default().to_string()).or_default() += 1;
    }
    assert!(reasons.len() >= 3, "{reasons:?}");
    assert!(!reasons.contains_key(""), "{reasons:?}");
}

/// spec: F9
#[test]
fn a_row_that_cannot_be_settled_says_why_in_its_place_and_the_rest_go_on() {
    let folder = std::env::temp_dir().join(format!("accordant-rows-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let published = fs::read_to_string(root().join(ROWS)).unwrap();
    let (heading, rest) = published.split_once('\n').unwrap();
    let column = heading.split(',').position(|name| name == "ABtotBnchmk").unwrap();
    let mut rows: Vec<String> = rest.lines().take(3).map(str::to_string).collect();
    let mut fields: Vec<&str> = rows[1].split(',').collect();
    fields[column] = "unknown";
    rows[1] = fields.join(",");
    fs::write(folder.join("rows.csv"), format!("{heading}\n{}\n", rows.join("\n"))).unwrap();
    let agreement = root().join(FOLDER);
    let ran = run_in(&folder, &["settle", agreement.to_str().unwrap(), "--each", "rows.csv"], "");
    fs::remove_dir_all(&folder).unwrap();
    assert_eq!(ran.code, 1);
    assert_eq!(ran.out.lines().count(), 4, "{}", ran.out);
    let told = ran.out.lines().nth(2).unwrap();
    assert!(told.contains("line 3") && told.contains("ABtotBnchmk"), "{told}");
    assert!(ran.err.contains("1 of 3 rows"), "{}", ran.err);
}

/// spec: F9
#[test]
fn an_agreement_with_pools_is_not_settled_row_by_row() {
    let place = Place::empty();
    place.writes("alliance.yaml", POOLED);
    place.writes("columns.yaml", "rows:\n  row: id\n  period: 2025-26\n  inputs: { cost: cost }\n");
    place.writes("rows.csv", "id,cost\na,1\n");
    let ran = place.run_flat(&["settle", ".", "--each", "rows.csv"]);
    assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
    assert!(
        ran.err.contains("a posting touches a pool, whose balance belongs to a series of periods"),
        "{}",
        ran.err
    );
    assert_eq!(ran.out, "");
}
