//! Rules that hold of every submission.

use super::{CLEAN, known, read};
use accordant_activity::Scaled;
use accordant_intake::submission::{self, Asked, Content, Kind, Known, Submission, detect, lines};
use std::fs;
use std::io::Cursor;
use std::num::NonZeroUsize;
use std::path::Path;

fn cells(submission: Submission) -> Vec<u8> {
    match submission.content {
        Content::Cells(cells) => cells.to_json_lines(),
        other => panic!("no contract monitoring: {other:?}"),
    }
}

/// Contract monitoring of so many rows, every seventh wrong, every fifth fixed.
fn long(rows: usize) -> String {
    let mut file = format!("{}\n", CLEAN.lines().next().unwrap());
    for number in 0..rows {
        let price = match number {
            _ if number % 7 == 0 => "TBC".to_string(),
            _ if number % 5 == 0 => format!("\"{},000.{:02}\"", number % 900 + 1, number % 100),
            _ => format!("{number}.{:02}", number % 100),
        };
        let (month, function) = (number % 12 + 1, 100 + number % 30);
        file.push_str(&format!(
            "{month},202526,2026-04-12T09:30:00,RWE,RWEAA,03W,{function},21,DC,FZ18K,Y,1,1,1.1,1,{price},1.1\n"
        ));
    }
    file
}

#[test]
fn the_result_does_not_depend_on_the_number_of_threads() {
    let file = long(30_000);
    let known = known();
    let of = |threads: usize| {
        let threads = NonZeroUsize::new(threads).unwrap();
        let mut rejects = Vec::new();
        let asked = Asked { threads, ..Asked::new("long.csv", &known) };
        let read = lines(file.as_bytes(), &asked, &mut rejects).unwrap();
        (read.report.to_string(), cells(read), rejects)
    };
    let one = of(1);
    assert!(one.0.contains("rows: 30,000 = "), "{}", one.0);
    assert_eq!(one, of(2));
    assert_eq!(one, of(5));
}

#[test]
fn what_is_taken_over_is_held_against_the_invoice() {
    let known = known();
    let asked = |invoice| Asked { invoice: Scaled::parse(invoice), ..Asked::new("clean.csv", &known) };
    let of = |invoice| lines(CLEAN.as_bytes(), &asked(invoice), &mut Vec::new()).unwrap().report;
    assert!(of("48253.76").is_whole());
    assert!(of("48253.76").to_string().contains("taken over 48,253.76: the same"));
    let less = of("48253.77");
    assert!(!less.is_whole());
    assert!(less.to_string().contains("0.01 less than the invoice"), "{less}");
    assert!(of("48000").to_string().contains("253.76 more than the invoice"));
}

#[test]
fn rejected_rows_are_accepted_when_they_are_mended_and_sent_again() {
    let wrong = CLEAN.replace(",16476,", ",TBC,").replace(",2064.5,", ",\"2.064,50\",");
    let (first, rejects) = read("wrong.csv", wrong.as_bytes());
    let first = first.unwrap();
    assert_eq!((first.report.rows.accepted, first.report.rows.refused), (2, 2));
    assert!(rejects.lines().next().unwrap().ends_with(",refused_because,row"));
    let mended = rejects.replace(",TBC,", ",16476,").replace(",\"2.064,50\",", ",2064.5,");
    let (second, rejects) = read("wrong.rejected.csv", mended.as_bytes());
    let second = second.unwrap();
    assert_eq!(rejects, "");
    assert!(second.report.is_mended && !first.report.is_mended);
    let total = |submission: &Submission| submission.report.controls.last().unwrap().1.taken().unwrap();
    let clean = read("clean.csv", CLEAN.as_bytes()).0.unwrap();
    assert_eq!(total(&first).plus(total(&second)).unwrap(), total(&clean));
}

#[test]
fn rows_that_are_rejected_a_second_time_have_the_two_columns_once() {
    let (_, first) = read("wrong.csv", CLEAN.replace(",16476,", ",TBC,").as_bytes());
    let (_, second) = read("wrong.rejected.csv", first.as_bytes());
    let heading = second.lines().next().unwrap();
    assert_eq!(heading.matches("refused_because").count(), 1);
    assert_eq!(first.lines().next(), Some(heading));
}

#[test]
fn lines_with_the_same_codes_become_one_cell_that_names_their_rows() {
    let twice = format!("{CLEAN}{}\n", CLEAN.lines().nth(1).unwrap().replace(",16476,", ",0.24,"));
    let Content::Cells(cells) = read("twice.csv", twice.as_bytes()).0.unwrap().content else { panic!() };
    let cell = cells.iter().find(|cell| cell.rows.count() == 2).unwrap();
    assert_eq!(cell.rows.to_string(), "2, 6");
    assert_eq!(cell.amounts.actual.price.known(), Scaled::parse("16476.24"));
    assert_eq!(cell.amounts.actual.activity.known(), Scaled::parse("24"));
}

#[test]
fn no_number_of_a_patient_comes_out_again() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testing/messy");
    let mut files = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_string();
        if !name.starts_with("plcm") || !name.ends_with(".csv") {
            continue;
        }
        files += 1;
        let (read, rejects) = read(&name, &fs::read(&path).unwrap());
        let told = match read {
            Ok(submission) => submission.report.to_string() + &String::from_utf8(cells(submission)).unwrap(),
            Err(refused) => refused.to_string(),
        };
        for secret in ["99900000", "LOCAL"] {
            assert!(!told.replace("LOCAL_PATIENT", "").contains(secret), "{name}: {told}");
            assert!(!rejects.replace("LOCAL_PATIENT", "").contains(secret), "{name}: {rejects}");
        }
    }
    assert!(files >= 5);
}

#[test]
fn of_a_file_of_patients_only_the_shape_of_a_value_is_told() {
    let file = include_str!("../../../../testing/messy/plcm.csv").replacen("BZ34C", "smith", 1);
    let (read, _) = read("plcm.csv", file.as_bytes());
    let told = read.unwrap().report.to_string();
    assert!(told.contains("`AAAAA` is read as AAAAA"), "{told}");
    assert!(!told.to_lowercase().contains("smith"), "{told}");
}

#[test]
fn a_heading_is_known_by_its_names_alone() {
    let of = |heading: &str| {
        let names: Vec<String> = heading.split(',').map(str::to_string).collect();
        detect(&names).map_err(|fault| fault.help.unwrap_or_default())
    };
    assert_eq!(of(CLEAN.lines().next().unwrap()), Ok(Kind::Acm));
    assert_eq!(of("amount,period,party,service,element"), Ok(Kind::Costs));
    assert_eq!(of("value,period,measure"), Ok(Kind::Measures));
    assert_eq!(of("Site,Room,Month,Sessions available,Sessions used"), Ok(Kind::Sessions));
    assert_eq!(
        of("amount,period,party,service"),
        Err("it comes nearest to a return of costs, and lacks `ELEMENT`: name that column so".to_string())
    );
}

#[test]
fn real_waiting_times_add_up_and_their_totals_tie() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/submissions/rtt_2024-04_uhl_llr.csv");
    let (read, rejects) = read("rtt_2024-04_uhl_llr.csv", &fs::read(path).unwrap());
    let submission = read.unwrap();
    assert_eq!(rejects, "");
    assert_eq!(submission.report.rows.refused + submission.report.rows.fixed, 0);
    assert!(submission.report.warnings.is_empty(), "{}", submission.report);
    let Content::Waits(waits) = submission.content else { panic!("no waiting times") };
    let incomplete = waits.iter().filter(|(key, _)| key.part.name() == "Part_2");
    let (mut within_18, mut all) = (0, 0);
    for (key, waits) in incomplete {
        assert_ne!(&*key.function, "999");
        assert_eq!(waits.bands.len(), 105);
        within_18 += waits.bands.iter().take(18).sum::<u64>();
        all += waits.all;
    }
    // 58.1% within 18 weeks, as published.
    assert_eq!((within_18 * 1000 + all / 2) / all, 581);
}

#[test]
fn a_file_that_ends_where_a_sheet_ends_may_have_been_cut_off() {
    let remark = "row 65,536 is the last that a spreadsheet holds: see whether rows are missing";
    let of = |rows: usize| read("long.csv", long(rows).as_bytes()).0.unwrap().report.to_string();
    assert!(of(65_535).contains(remark));
    assert!(!of(65_536).contains(remark) && !of(65_534).contains(remark));
}

#[test]
fn a_file_without_rows_is_refused_unless_it_was_taken_already() {
    let known = known();
    let heading = CLEAN.lines().next().unwrap();
    let of = |is_held| {
        let asked = Asked { is_held, ..Asked::new("none.csv", &known) };
        lines(heading.as_bytes(), &asked, &mut Vec::new())
    };
    assert_eq!(of(false).unwrap_err().fault.code, "no-rows");
    assert_eq!(of(true).unwrap().report.rows.rows(), 0);
}

/// A clean file with no price in so many of its four rows, by what is known of whether a figure reads the price.
fn without_prices(rows: usize, reads_prices: Option<bool>) -> String {
    let unpriced = |(number, line): (usize, &str)| {
        let mut fields: Vec<&str> = line.split(',').collect();
        if (1..=rows).contains(&number) {
            fields[15] = "0";
        }
        fields.join(",")
    };
    let file: Vec<String> = CLEAN.lines().enumerate().map(unpriced).collect();
    let known = Known { reads_prices, ..known() };
    let asked = Asked::new("file.csv", &known);
    let read = submission::read(Cursor::new(file.join("\n").into_bytes()), &asked, &mut Vec::new()).unwrap();
    assert_eq!(read.report.warnings.len(), 1, "nothing is left out of what is kept");
    read.report.to_string()
}

#[test]
fn activity_without_price_is_quiet_where_it_is_usual_or_no_figure_reads_it_and_never_where_one_does() {
    let is_quiet = |rows, reads| {
        let said = without_prices(rows, reads);
        assert_ne!(said.contains("\nwarned\n"), said.contains("\nnoted; "), "{said}");
        said.contains(&format!("noted; `--json` has the rows\n  activity-without-price in {rows} of 4 rows"))
    };
    assert!(is_quiet(4, None) && is_quiet(3, None) && !is_quiet(2, None));
    assert!(is_quiet(4, Some(false)) && is_quiet(1, Some(false)));
    assert!(!is_quiet(4, Some(true)) && !is_quiet(1, Some(true)));
}

#[test]
fn the_same_row_in_most_rows_is_still_warned_of_and_first() {
    let row = CLEAN.lines().nth(1).unwrap().replace(",16476,", ",-16476,");
    let file = [CLEAN.lines().next().unwrap(), &row, &row, &row, &row].join("\n");
    let said = read("file.csv", file.as_bytes()).0.unwrap().report.to_string();
    assert!(said.contains("\nwarned\n  duplicate-row, 3 times, rows 3-5\n"), "{said}");
    assert!(!said.contains("noted"), "{said}");
}
