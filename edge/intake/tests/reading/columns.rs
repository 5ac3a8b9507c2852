//! F8 and F9: what the columns of another file mean. spec: F8, F9

use super::{periods, shown, terms, told, value};
use accordant_agreement::problem::Problems;
use accordant_agreement::terms::InputKind;
use accordant_facts::{Days, Status};
use accordant_intake::columns::{BoundInput, Cell, Mapping, choose, read};
use accordant_intake::rows::{Row, Rows};
use accordant_money::Number;
use std::num::NonZeroUsize;

const MAPPINGS: &str = r#"
small:
  row: id
  period: 2014-15
  absent: ["-"]
  codes: { "1": yes, "0": no }
  inputs:
    cost: Cost
    margin: [{ column: Builder, of: builder }, { column: Designer, of: designer }]
    quality: { column: Q, percent: text }
    track: { column: T, codes: { B: basic, others: enhanced } }
    met: M
    opened: { value: 1970-01-11 }
"#;

fn mappings(text: &str) -> (Vec<Mapping>, Vec<String>) {
    let mut problems = Problems::new();
    let mappings = read("columns.yaml", text.as_bytes(), &terms(), &periods(), &mut problems);
    (mappings, told(&problems))
}

fn heading(text: &str) -> Vec<String> {
    text.split(',').map(str::to_string).collect()
}

/// What the exact and the quick reading give for every row, which must be the same.
fn read_rows(mapping: &str, csv: &str) -> Vec<String> {
    let (mappings, problems) = mappings(mapping);
    assert!(problems.is_empty(), "{problems:?}");
    let rows = Rows::open(csv.as_bytes()).unwrap();
    let bound = choose(&mappings, None, rows.heading()).unwrap();
    let mut all = Vec::new();
    let work = |mut chunk: accordant_intake::rows::Chunk<'_>| {
        let mut found = Vec::new();
        while let Some(row) = chunk.next_row() {
            bound.inputs().iter().for_each(|input| same(input, &row));
            let days = bound.period().unwrap();
            found.push(match bound.facts(&row, &"rows.csv".into(), days, Status::Real) {
                Ok(facts) => facts.iter().map(shown).collect::<Vec<_>>().join("; "),
                Err(faults) => faults.into_iter().map(|fault| fault.what).collect::<Vec<_>>().join("; "),
            });
        }
        found
    };
    rows.each_chunk(NonZeroUsize::MIN, work, |found| {
        all.extend(found);
        Ok::<(), ()>(())
    })
    .unwrap();
    all
}

fn same(input: &BoundInput<'_>, row: &Row<'_>) {
    let quick = input.quick(row).map(|cell| match (cell, &terms().inputs[input.input().unwrap().0].kind) {
        (Cell::Absent, _) => None,
        (Cell::Number(number), _) => Some(number.to_exact().terminating().unwrap()),
        (Cell::Word(number), InputKind::Choice(words)) => Some(format!("word {}", words[number])),
        (Cell::NotPublished, _) => Some("not published".to_string()),
        (cell, _) => panic!("{cell:?} does not fit the input"),
    });
    assert_eq!(quick, input.exact(row).map(|exact| exact.as_ref().map(value)));
}

#[test]
fn columns_codes_percentages_and_constants_are_read() {
    let csv = "id,Cost,Builder,Designer,Q,T,M\nA1,\"1,000\",5.5,-,40.00%,B,1\nA2,not published,£5m,,-,x,no\n";
    let year = "2014-04-01..2015-03-31";
    let wanted = [
        format!(
            "2 cost {year} 1000; 2 margin/builder {year} 5.5; 2 met {year} word yes; 2 opened {year} 10; 2 quality {year} 0.4; 2 track {year} word basic"
        ),
        format!(
            "3 cost {year} not published; 3 margin/builder {year} 5000000; 3 met {year} word no; 3 opened {year} 10; 3 track {year} word enhanced"
        ),
    ];
    assert_eq!(read_rows(MAPPINGS, csv), wanted);
}

#[test]
fn a_value_that_cannot_be_read_names_its_column() {
    let csv = "id,Cost,Builder,Designer,Q,T,M\nA1,x,5%,1,40,B,maybe\nA2,1\n";
    let wanted = [
        "column `Cost`: `x` is not a number; column `Builder`: `5%` is a percentage; here GBP is needed; \
         column `Q`: `40` has no percent sign; column `M`: `maybe` is none of its words",
        "the row has 2 fields, which is not as many as the heading",
    ];
    assert_eq!(read_rows(MAPPINGS, csv), wanted);
}

#[test]
fn a_percentage_may_be_a_bare_number() {
    let mapping = "m: { row: id, period: 2014-15, inputs: { quality: { column: Q, percent: number } } }";
    let wanted = ["2 quality 2014-04-01..2015-03-31 0.405", "column `Q`: `40%` has a percent sign"];
    assert_eq!(read_rows(mapping, "id,Q\n1,40.5\n2,40%\n"), wanted);
}

#[test]
fn days_are_read_as_days_only() {
    let mapping = "m: { row: id, period: 2014-15, inputs: { opened: D } }";
    let wanted = ["2 opened 2014-04-01..2015-03-31 31", "column `D`: `12` is no day"];
    assert_eq!(read_rows(mapping, "id,D\n1,1970-02-01\n2,12\n"), wanted);
}

#[test]
fn a_row_is_known_by_its_column_and_its_line() {
    let (mappings, _) = mappings(MAPPINGS);
    let bound = choose(&mappings, Some("small"), &heading("M,T,Q,Designer,Builder,Cost,id")).unwrap();
    assert_eq!((bound.name(), bound.period()), ("small", Days::parse("2014-04-01..2015-03-31")));
    let rows = Rows::open("M,T,Q,Designer,Builder,Cost,id\n,,,,,5, A7 \n".as_bytes()).unwrap();
    let work = |mut chunk: accordant_intake::rows::Chunk<'_>| {
        let row = chunk.next_row().unwrap();
        let facts = bound.facts(&row, &"rows.csv".into(), bound.period().unwrap(), Status::Derived).unwrap();
        let cost = facts.iter().next().unwrap().clone();
        assert_eq!((cost.row.as_deref(), cost.source.as_deref()), (Some("A7"), Some("rows.csv")));
        assert_eq!(
            (cost.status, cost.at.to_string(), bound.identity(&row)),
            (Status::Derived, "rows.csv:2".into(), &b"A7"[..])
        );
    };
    rows.each_chunk(NonZeroUsize::MIN, work, Ok::<(), ()>).unwrap();
}

#[test]
fn every_problem_of_a_mapping_is_told_in_one_run() {
    let text = "m:
  row: id
  perod: 2014-15
  period: 2013-14
  inputs:
    cots: C
    cost: { column: C, value: 1 }
    margin: M
    hours: { column: H, of: builder/pln }
    quality: { percent: text }
    track: { column: T, percent: text, codes: { A: basics } }
    met: { value: maybe, colunm: M }
n: { inputs: { quality: { column: Q, percent: words } } }
";
    let (mappings, told) = mappings(text);
    let period =
        "a period is the name of one, a month such as `2014-04`, or days such as `2014-04-01..2014-09-30`";
    let wanted = [
        "3:3-5 unknown key `perod` > did you mean `period`?",
        &format!("4:11-7 `2013-14` is no period of the agreement > did you mean `2014-15`? {period}"),
        "6:5-4 the agreement asks for no fact `cots` > did you mean `cost`?",
        "7:24-5 `cost` has both `column` and `value` > write one of them",
        "8:5-6 `margin` does not say of which provider > write one of its elements in `of`, such as `builder`",
        "9:29-11 `pln` is no stage > did you mean `plan`?",
        "10:14-1 `quality` has no `column` > write the column that it stands in, or the `value` that it has in every row",
        "11:25-7 `track` is no ratio, so it is not given in percent > leave `percent` out",
        "11:52-6 `basics` is none of its words > did you mean `basic`?",
        "12:19-5 `maybe` is none of its words > write `yes` or `no`",
        "12:26-6 unknown key `colunm` > did you mean `column`?",
        "13:1-1 `n` has no `row` > write `row` with the column that identifies a row",
        "13:47-5 `words` is no way to write percentages > write `text` where the file says 40%, and `number` where it says 40",
    ];
    let found: Vec<_> = told.iter().map(String::as_str).collect();
    assert_eq!((found.as_slice(), mappings.len()), (&wanted[..], 1));
}

#[test]
fn an_input_is_mapped_once() {
    let text = "m: { row: id, inputs: { margin: [{ column: A, of: builder }, { column: B, of: builder }] } }";
    assert_eq!(
        mappings(text).1,
        ["1:15-6 `margin` of `builder` is mapped twice > keep one of the two columns"]
    );
}

#[test]
fn the_mapping_asked_for_is_taken_else_the_first_that_fits() {
    let text = "a: { row: id, inputs: { cost: A } }\nb: { row: id, inputs: { cost: B } }\n";
    let (mappings, _) = mappings(text);
    let chosen = |asked, columns: &str| match choose(&mappings, asked, &heading(columns)) {
        Ok(bound) => bound.name().to_string(),
        Err(problems) => problems
            .into_iter()
            .map(|problem| format!("{} > {}", problem.what, problem.help.unwrap()))
            .collect(),
    };
    assert_eq!(chosen(None, "id,A,B"), "a");
    assert_eq!(chosen(None, "id,B"), "b");
    assert_eq!(chosen(Some("b"), "id,A,B"), "b");
    assert_eq!(chosen(Some("b"), "id,A"), "the file has no column `B` > did you mean `A`?");
    assert_eq!(chosen(Some("c"), "id,A"), "there is no mapping `c` > did you mean `a`?");
    let none = "no mapping has all its columns in the file > choose one to see what is missing: `a` or `b`";
    assert_eq!(chosen(None, "id,C"), none);
    assert_eq!(
        chosen(Some("a"), "id,A,A"),
        "the file has the column `A` twice > give the columns of the file different names"
    );
}

#[test]
fn what_a_file_lacks_is_told_at_the_words_of_the_mapping() {
    let (mappings, _) = mappings(MAPPINGS);
    let mut problems = Problems::new();
    problems.extend(choose(&mappings, None, &heading("id,cost,Builder,Designer,Q,T,M")).unwrap_err());
    assert_eq!(told(&problems), ["8:11-4 the file has no column `Cost` > did you mean `cost`?"]);
}
