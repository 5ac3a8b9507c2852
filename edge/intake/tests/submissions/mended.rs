//! Rows that were rejected, and come back: mended, or as they went.

use super::{CLEAN, read};
use accordant_intake::submission::{Content, Report};

/// The report of a file, and its rejected rows.
fn report(name: &str, file: &str) -> (Report, String) {
    let (read, rejects) = read(name, file.as_bytes());
    (read.unwrap().report, rejects)
}

/// The clean file, its first row written so.
fn first_row(row: &str) -> String {
    let mut lines: Vec<&str> = CLEAN.lines().collect();
    lines[1] = row;
    lines.join("\n")
}

const ROW: &str =
    "1,202526,2025-05-12T09:30:00,RWE,RWEAA,03W,100,21,DC,FZ18K,Y,10,13730,1.028343,12,16476,1.028343";

#[test]
fn a_row_that_was_rejected_as_a_whole_is_refused_again_until_a_person_has_mended_it() {
    let few = ROW.trim_end_matches(",1.028343");
    let many = ROW.replace(",16476,", ",16,476,");
    let moved = ROW.replace(",16476,1.028343", ",16,476");
    let damaged = ROW.replace(",16476,", ",164\x0076,");
    for row in [few, &many, &moved, &damaged] {
        let (_, first) = report("wrong.csv", &first_row(row));
        let (again, second) = report("wrong.rejected.csv", &first);
        assert_eq!((again.rows.accepted, again.rows.fixed, again.rows.refused), (0, 0, 1), "{row}");
        let (third, _) = report("wrong.rejected.csv", &second);
        assert_eq!(third.rows.refused, 1, "{row}");
        assert_eq!(second.matches("mend the row, then empty this cell").count(), 1, "{second}");
        let heading = first.lines().next().unwrap();
        let (mended, _) = report("mended.csv", &format!("{heading}\n{ROW},,2\n"));
        assert_eq!((mended.rows.accepted, mended.rows.refused), (1, 0), "{row}");
    }
}

#[test]
fn what_a_spreadsheet_would_work_out_comes_back_as_it_stood() {
    let heading = CLEAN.lines().next().unwrap();
    let file = |note: &str, price: &str| {
        format!("{heading},=NOTE()\n{},{note}\n", ROW.replace(",16476,", &format!(",{price},")))
    };
    for note in ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "'=1", "''=1", "'-1", "=\"001\""] {
        let quoted = format!("\"{}\"", note.replace('"', "\"\""));
        let (_, first) = report("wrong.csv", &file(&quoted, "TBC"));
        let fields = |text: &str| {
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
            let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
            records
        };
        let row = &fields(&first)[1];
        assert_eq!(row.get(17), Some(format!("'{note}").as_str()), "{first}");
        assert_eq!(fields(&first)[0].get(17), Some("'=NOTE()"));
        let (again, second) = report("wrong.rejected.csv", &first);
        assert_eq!(again.rows.refused, 1);
        assert_eq!(fields(&second)[1].get(17), row.get(17), "it does not grow");
        assert_eq!(fields(&second)[0], fields(&first)[0]);
    }
}

#[test]
fn a_formula_is_refused_again_and_an_amount_below_nought_stays_a_number() {
    let (_, formula) = report("wrong.csv", &first_row(&ROW.replace(",16476,", ",=12*1373,")));
    assert!(formula.contains(",'=12*1373,"), "{formula}");
    let (again, _) = report("wrong.rejected.csv", &formula);
    assert_eq!(again.refusals[0].fault.code, "formula");
    let row = ROW.replace(",12,16476,", ",-12,\"-16,476.50\",").replace(",Y,", ",perhaps,");
    let (_, credit) = report("wrong.csv", &first_row(&row));
    assert!(credit.contains(",-12,\"-16,476.50\","), "{credit}");
    let (read, _) = read("mended.csv", credit.replace(",perhaps,", ",Y,").as_bytes());
    let Content::Cells(cells) = read.unwrap().content else { panic!("no contract monitoring") };
    let price = cells.iter().next().unwrap().amounts.actual.price.known().unwrap();
    assert_eq!(price.to_string(), "-16476.5");
}

#[test]
fn a_rejected_row_says_the_year_that_only_the_name_of_its_file_said() {
    let row = ROW.replace(",202526,", ",,").replace(",16476,", ",TBC,");
    let (_, rejects) = report("acm_2526_m01.csv", &first_row(&row));
    let (mended, left) = report("to-mend.csv", &rejects.replace(",TBC,", ",16476,"));
    assert_eq!((mended.rows.accepted, left.as_str()), (1, ""), "{mended}");
}

#[test]
fn a_comma_that_may_stand_before_pence_is_not_taken_for_one_before_thousands_when_its_row_comes_back() {
    let semicolons = first_row(&ROW.replace(",16476,", ",16!476,")).replace(',', ";").replace('!', ",");
    let (first, rejects) = report("semicolons.csv", &semicolons);
    assert_eq!(first.refusals[0].fault.code, "decimal-comma");
    let (again, _) = report("semicolons.rejected.csv", &rejects);
    assert_eq!((again.rows.fixed, again.rows.refused), (0, 1), "{again}");
}
