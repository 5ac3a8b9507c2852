//! F1 to F7 and F10: files of facts. spec: F1, F2, F3, F4, F5, F6, F7, F10

use super::{periods, shown, terms, told};
use accordant_agreement::problem::Problems;
use accordant_facts::Status;
use accordant_intake::facts_csv::{FactsRead, FactsReader};

const HEAD: &str = "fact,of,period,value";
const YEAR: &str = "2014-04-01..2015-03-31";

fn read(files: &[(&str, &[u8])]) -> (FactsRead, Vec<String>) {
    let (terms, periods) = (terms(), periods());
    let mut reader = FactsReader::new(&terms, &periods, Status::Real);
    let mut problems = Problems::new();
    files.iter().for_each(|(name, bytes)| reader.read(name, bytes, &mut problems));
    (reader.finish(), told(&problems))
}

/// The facts, by name, that a file gives without a problem.
fn check(file: &str, wanted: &[&str]) {
    let (read, told) = read(&[("facts.csv", file.as_bytes())]);
    let facts: Vec<String> = read.facts.iter().map(shown).collect();
    assert_eq!(
        (facts.iter().map(String::as_str).collect::<Vec<_>>().as_slice(), told.as_slice()),
        (wanted, &[][..])
    );
}

/// All that is told of a file.
fn refused(file: &[u8], wanted: &[&str]) {
    let (_, told) = read(&[("facts.csv", file)]);
    assert_eq!(told, wanted);
}

#[test]
fn every_form_of_value_is_read() {
    let file = format!(
        "{HEAD}\ncost,,2014-15,\"1,250.50\"\nmargin,builder,2014-15,£5m\nhours,builder/plan,2014-15,12 hours\n\
         quality,,2014-15,94.5%\ntrack,,2014-15,enhanced\nopened,,2014-15,1970-01-11\nopening,fund,2014-15,5 GBP\n\
         cost,,2015-16,not published\n"
    );
    let wanted = [
        format!("2 cost {YEAR} 1250.5"),
        "9 cost 2015-04-01..2016-03-31 not published".to_string(),
        format!("4 hours/builder/plan {YEAR} 12"),
        format!("3 margin/builder {YEAR} 5000000"),
        format!("7 opened {YEAR} 10"),
        format!("8 opening/fund {YEAR} 5"),
        format!("5 quality {YEAR} 0.945"),
        format!("6 track {YEAR} word enhanced"),
    ];
    check(&file, &wanted.each_ref().map(String::as_str));
}

#[test]
fn a_figure_in_brackets_is_refused_as_it_may_be_less_than_nothing() {
    let file =
        format!("{HEAD}\ncost,,2014-15,(12)\nmargin,builder,2014-15,\"(1,250.50)\"\ncost,,2015-16,-12\n");
    let help = "write it without brackets, as -12 if it is less than nothing";
    let wanted = [
        format!("2:15-4 `(12)` stands in brackets, which may be a minus > {help}"),
        format!("3:24-12 `(1,250.50)` stands in brackets, which may be a minus > {help}"),
    ];
    refused(file.as_bytes(), &wanted.each_ref().map(String::as_str));
}

#[test]
fn periods_are_names_months_or_days() {
    let file = format!("{HEAD}\ncost,,2014-04,1\ncost,,2014-05-01..2014-05-02,2\ncost,,2014-15,3\n");
    let wanted = [
        "2 cost 2014-04-01..2014-04-30 1",
        "4 cost 2014-04-01..2015-03-31 3",
        "3 cost 2014-05-01..2014-05-02 2",
    ];
    check(&file, &wanted);
}

#[test]
fn what_spreadsheets_leave_behind_does_no_harm() {
    let file = format!(
        "\u{feff}\r\n{HEAD},,\r\n\r\n cost , , 2014-15 , 1 ,,\r\n,,,,,\r\n\"quality\",,\"2014-15\",2,,,\r\n,,,\r\n"
    );
    check(&file, &[&format!("4 cost {YEAR} 1"), &format!("6 quality {YEAR} 2")]);
}

#[test]
fn notes_may_hold_commas_quotes_and_line_feeds() {
    let file = format!("{HEAD},note\ncost,,2014-15,1,\"a, \"\"b\"\"\n\nand c\"\nquality,,2014-15,2,5\" pipe");
    check(&file, &[&format!("2 cost {YEAR} 1"), &format!("5 quality {YEAR} 2")]);
}

#[test]
fn the_optional_columns_are_kept() {
    let file = "value,period,of,fact,row,source,owner,status,known_to\n5,2014-15,,cost,7,ledger.csv,owner,assumed,0.5\n6,2014-15,builder,margin,,,,,\n";
    let (read, told) = read(&[("facts/a.csv", file.as_bytes())]);
    assert!(told.is_empty(), "{told:?}");
    let facts: Vec<_> = read.facts.iter().collect();
    let said = |at: usize| {
        let fact = facts[at];
        let width = fact.known_to.as_ref().and_then(|width| width.terminating());
        (
            fact.status,
            fact.owner.as_deref(),
            fact.source.as_deref(),
            fact.row.as_deref(),
            width,
            fact.at.to_string(),
        )
    };
    let wanted = (
        Status::Assumed,
        Some("owner"),
        Some("ledger.csv"),
        Some("7"),
        Some("0.5".into()),
        "facts/a.csv:2".into(),
    );
    assert_eq!(said(0), wanted);
    assert_eq!(said(1), (Status::Real, None, None, None, None, "facts/a.csv:3".into()));
}

#[test]
fn without_a_status_a_fact_is_what_the_alliance_says() {
    let (terms, periods) = (terms(), periods());
    let mut reader = FactsReader::new(&terms, &periods, Status::Illustrative);
    reader.read("facts.csv", format!("{HEAD}\ncost,,2014-15,1").as_bytes(), &mut Problems::new());
    assert!(reader.finish().facts.iter().all(|fact| fact.status == Status::Illustrative));
}

#[test]
fn every_problem_of_every_row_is_told_in_one_run() {
    let file = format!(
        "{HEAD},status\ncots,,2014-15,1,\nmargin,bilder,2014-51,5%,reel\nhours,builder,2014-15,3 weeks,\n\
         track,builder,2014-15,basics,\nopened,,2014-15,12,\nhalf,,2014-15,1,\ncost,,2015-03-31..2014-04-01,many,\n"
    );
    refused(
        file.as_bytes(),
        &[
            "2:1-4 the agreement asks for no fact `cots` > did you mean `cost`?",
            "3:8-6 `bilder` is no provider > did you mean `builder`?",
            "3:15-7 `2014-51` is no period of the agreement > did you mean `2014-15`? a period is the name of one, a month such as `2014-04`, or days such as `2014-04-01..2014-09-30`",
            "3:23-2 `5%` is a percentage; here GBP is needed > write it in GBP",
            "3:26-4 `reel` is no status > did you mean `real`?",
            "4:7-7 `hours` is by provider and stage; `builder` does not fit > write one of each with `/` between in `of`, such as `builder/plan`",
            "4:23-7 `3 weeks` is in weeks; here hours is needed > write it in hours, or without a unit",
            "5:7-7 `track` has no index, so it is not of `builder` > leave `of` empty",
            "5:23-6 `basics` is none of its words > did you mean `basic`?",
            "6:17-2 `12` is no day > write the day such as `2014-04-01`",
            "7:1-4 `half` is computed by the agreement, not given > give the facts that it is computed from instead",
            "8:7-22 `2015-03-31..2014-04-01` ends before it begins > write the first day, two points, and the last day",
            "8:30-4 `many` is not a number > write a number such as 12, 0.5, 40%, 2.5m or 1,250.50, or `not published`",
        ],
    );
}

#[test]
fn a_place_is_right_behind_quotes_and_line_feeds() {
    let file = format!("note,{HEAD}\n\"é, two\nlines\",cost,,2014-15,\"1,5\"\n");
    let help = "write a number such as 12, 0.5, 40%, 2.5m or 1,250.50, or `not published`";
    refused(file.as_bytes(), &[&format!("3:22-5 `1,5` is not a number > {help}")]);
}

#[test]
fn the_same_fact_twice_names_both_rows_across_files() {
    let one = format!("{HEAD}\n\ncost,,2014-15,1\n");
    let two = format!(
        "{HEAD}\nmargin,builder,2014-15,1\nmargin,builder,2014-04-01..2015-03-31,1\ncost,,2014-15,1\n"
    );
    let (read, told) = read(&[("facts.csv", one.as_bytes()), ("facts/b.csv", two.as_bytes())]);
    let wanted = [
        "3:1-6 `margin` of `builder` for 2014-04-01..2015-03-31 is given twice: here and on line 2 of facts/b.csv > keep one of the two rows",
        "4:1-4 `cost` for 2014-04-01..2015-03-31 is given twice: here and on line 3 of facts.csv > keep one of the two rows",
    ];
    assert_eq!((told, read.facts.len()), (wanted.map(String::from).to_vec(), 2));
}

#[test]
fn ragged_rows_are_told() {
    let help = "put quotes round a value that holds a comma, and a comma for every empty field";
    let file = format!("{HEAD}\ncost,,2014-15\ncost,,2014-15,1,250\n");
    refused(
        file.as_bytes(),
        &[
            &format!("2:14-0 the row has 3 fields, the heading 4 > {help}"),
            &format!("3:17-3 the row has 5 fields, the heading 4 > {help}"),
        ],
    );
}

#[test]
fn bytes_that_are_not_utf_8_are_told_and_the_other_rows_read() {
    let help = "save the file again with the encoding UTF-8 (spreadsheets call it `CSV UTF-8`)";
    let mut file = format!("{HEAD}\ncost,,2014-15,").into_bytes();
    file.extend_from_slice(b"\xa35\ncots,,2014-15,1\n");
    let told = [
        format!("2:15-2 a byte that is not UTF-8 > {help}"),
        "3:1-4 the agreement asks for no fact `cots` > did you mean `cost`?".to_string(),
    ];
    refused(&file, &told.each_ref().map(String::as_str));
    refused(b"\xff\xfef\0a\0", &[&format!("1:1-0 the file is saved as UTF-16 > {help}")]);
}

#[test]
fn a_quote_that_never_closes_hides_nothing_before_it() {
    let file = format!("{HEAD}\ncots,,2014-15,1\ncost,,2014-15,\"1\nquality,,2014-15,1\n");
    refused(
        file.as_bytes(),
        &[
            "2:1-4 the agreement asks for no fact `cots` > did you mean `cost`?",
            "3:1-0 the quote that opens on line 3 is never closed > close it, or write a quote within quotes twice",
        ],
    );
}

#[test]
fn the_heading_is_checked() {
    let columns = "the columns are `fact`, `of`, `period`, `value`, `known_to`, `status`, `owner`, `source`, `row` or `note`";
    refused(b"", &["1:1-0 the file has no heading row > the first row names the columns"]);
    refused(
        b"fact;of;period;value\n",
        &[
            "1:1-20 unknown column `fact;of;period;value` > leave it out, or call it `note`",
            "1:1-20 the heading has no column `fact`, `of`, `period`, `value` > separate the columns with commas",
        ],
    );
    refused(
        b"fact,of,perod,value\n",
        &[
            &format!("1:1-4 the heading has no column `period` > {columns}"),
            "1:9-5 unknown column `perod` > did you mean `period`?",
        ],
    );
    refused(b"fact,of,period,value,of\n", &["1:22-2 the column `of` stands twice > leave one of them out"]);
}

#[test]
fn a_precision_is_a_positive_number_of_the_unit() {
    let help = "`known_to: 1` says that the true value lies within half of 1";
    let file = format!(
        "{HEAD},known_to\ncost,,2014-15,1,0\ntrack,,2014-15,basic,1\nopened,,2014-15,2014-05-01,2 days\n"
    );
    refused(
        file.as_bytes(),
        &[
            &format!("2:17-1 `0` is no precision > {help}"),
            &format!("3:22-1 `track` is a word, and known or not > {help}"),
        ],
    );
}

#[test]
fn rows_outside_the_term_are_kept_and_named() {
    let file = format!("{HEAD}\ncost,,2014-03,1\ncost,,2014-15,1\ncost,,2016-03-31..2016-04-01,1\n");
    let (read, told) = read(&[("facts.csv", file.as_bytes())]);
    let outside: Vec<_> =
        read.outside_term.iter().map(|row| format!("{} {} {}", row.at, row.name, row.days)).collect();
    let wanted = ["facts.csv:2 cost 2014-03-01..2014-03-31", "facts.csv:4 cost 2016-03-31..2016-04-01"];
    assert_eq!(
        (outside.as_slice(), read.facts.len(), told.len()),
        (wanted.map(String::from).as_slice(), 3, 0)
    );
}
