//! A file of a month is sent again and undone: every figure leads to the rows of the file that counts.

use super::imported::Story;
use super::place::MONITORING;
use super::root;

/// August of the hospital; dermatology is the same in every file.
fn august(created: &str, eyes: u64) -> String {
    format!("{MONITORING}{}{}", line(5, created, "130", eyes), line(5, created, "330", 1158))
}

/// A line of the hospital, in a month that is counted from April.
fn line(month: u8, created: &str, function: &str, whole: u64) -> String {
    format!("{month},202526,{created},ACUTE,,BOARD,{function},OPFASPCL,21,WF01B,N,{whole},0,1,{whole},0,1\n")
}

fn add_book(story: &Story, name: &str, stands: &str, price: &str) {
    let text = format!("currency,point_of_delivery,unit_price\nWF01B,OPFASPCL,{price}\n");
    std::fs::write(story.folder.join("book.csv"), text).unwrap();
    let mut arguments = vec!["price", "add", "book.csv", "--name", name, "--source", "Letter"];
    arguments.extend(["--kind", "local", "--factors", "within", "--stands", stands]);
    arguments.extend(["--from", "2025-04-01", "--to", "2026-03-31"]);
    story.done(&arguments);
}

/// A month that is sent twice, with a book of prices after each; the entry of the second file is 5.
fn twice() -> Story {
    let story = Story::with_prices();
    story.imports("first.csv", &august("2025-09-12T10:00:00", 1975), &[]);
    add_book(&story, "of the year", "where-none-is-national", "118.50");
    story.imports("second.csv", &august("2025-09-25T10:00:00", 1989), &[]);
    add_book(&story, "pay award", "before-national", "121.00");
    story
}

/// The value of a fact as it was said last, and its source.
fn last(story: &Story, fact: &str) -> (String, String) {
    last_of(story, fact, "2025-08-10")
}

/// The same of another day.
fn last_of(story: &Story, fact: &str, day: &str) -> (String, String) {
    let said = story.done(&["facts", "show", fact, "--on", day, "--json"]);
    let of = |key: &str| {
        let (_, rest) = said.rsplit_once(&format!("\"{key}\": \"")).unwrap();
        rest.split_once('"').unwrap().0.to_string()
    };
    (of("value"), of("source"))
}

fn owned((value, source): (&str, &str)) -> (String, String) {
    (value.to_string(), source.to_string())
}

#[test]
fn a_figure_leads_to_the_latest_file_that_says_it_also_where_its_value_is_the_same() {
    let story = twice();
    assert_eq!(last(&story, "activity[dermatology]"), owned(("1158", "second.csv")));
    assert_eq!(last(&story, "worth[dermatology]"), owned(("140118", "second.csv; pay award")));
}

#[test]
fn no_figure_rests_on_a_file_that_was_undone() {
    let story = twice();
    let told = story.done(&["imports", "undo", "5", "--reason", "The wrong file"]);
    assert_eq!(
        told,
        "Recorded as entry 8: entry 5 counts no longer.\n\
         Recorded as entry 9: 2 facts said again from the files that count now.\n\
         what counts now\n  ACUTE for BOARD, 2025-08: held from first.csv\n"
    );
    assert_eq!(last(&story, "worth[dermatology]"), owned(("140118", "first.csv; pay award")));
    assert_eq!(last(&story, "worth[ophthalmology]"), owned(("238975", "first.csv; pay award")));
    let exported = story.done(&["export", "--csv", "-", "facts"]);
    assert!(exported.contains("first.csv") && !exported.contains("second.csv"), "{exported}");
    let again = story.done(&["imports", "undo", "2", "--reason", "Neither", "--json"]);
    assert!(again.contains("\"undone\": 2"), "{again}");
}

#[test]
fn the_difference_of_two_files_shows_what_was_planned_the_service_and_the_month() {
    let story = twice();
    let told = story.done(&["imports", "diff", "2", "5"]);
    let cell = "  2025-08, ophthalmology: ACUTE 130 OPFASPCL WF01B\n    \
        actual activity 1975 to 1989\n    planned activity 1975 to 1989\n    \
        rows 2 of the earlier, 2 of the later\n";
    assert!(told.ends_with(&format!("\n1 changed, 0 came, 0 went\n{cell}")), "{told}");
    assert!(told.contains("Planned activity") && told.contains("+14"), "{told}");
    let json = story.done(&["imports", "diff", "2", "5", "--json"]);
    for words in
        ["\"planned_activity\": \"14\"", "\"service\": \"ophthalmology\"", "\"what\": \"planned activity\""]
    {
        assert!(json.contains(words), "{words}: {json}");
    }
}

#[test]
fn the_list_of_imports_says_by_which_entry_one_is_superseded_and_that_no_month_is_final() {
    let story = twice();
    let told = story.done(&["imports", "list"]);
    assert!(told.contains("superseded by entry 5\n"), "{told}");
    assert!(told.ends_with("No month is final: no import that counts was sent with `--freeze`.\n"), "{told}");
    let json = story.done(&["imports", "list", "--json"]);
    assert!(json.contains("\"superseded_by\": 5") && json.contains("\"superseded_by\": null"), "{json}");
    story.imports("third.csv", &august("2025-10-25T10:00:00", 1990), &["--freeze"]);
    assert!(!story.done(&["imports", "list"]).contains("No month is final"));
}

#[test]
fn a_file_of_the_same_name_is_told_apart_by_its_entry_also_after_the_other_is_undone() {
    let story = Story::with_prices();
    story.imports("august.csv", &august("2025-09-12T10:00:00", 1975), &[]);
    story.imports("august.csv", &august("2025-09-25T10:00:00", 1989), &[]);
    assert_eq!(last(&story, "activity[dermatology]"), owned(("1158", "august.csv of entry 3")));
    let told = story.done(&["imports", "undo", "2", "--reason", "Sent by mistake"]);
    let counts = "what counts now\n  ACUTE for BOARD, 2025-08: held from august.csv of entry 3\n";
    let said = format!("Recorded as entry 4: entry 2 counts no longer.\n{counts}");
    assert_eq!(told, said, "nothing rested on it any more");
    assert_eq!(last(&story, "activity[ophthalmology]"), owned(("1989", "august.csv of entry 3")));
}

#[test]
fn an_import_tells_only_what_of_its_own_rows_is_in_no_fact() {
    let story = Story::begin();
    let stray = format!("{MONITORING}{}", line(5, "2025-09-12T10:00:00", "888", 7));
    let told = story.imports("stray.csv", &stray, &[]);
    let nowhere =
        "counted nowhere: function 888, point of delivery OPFASPCL, currency WF01B: activity 7, price 0";
    assert!(told.contains(&format!("{nowhere} (stray.csv 2)\n")), "{told}");
    let july = format!("{MONITORING}{}", line(4, "2025-09-13T10:00:00", "130", 5));
    assert!(!story.imports("july.csv", &july, &[]).contains("counted nowhere"));
}

#[test]
fn what_is_left_when_a_file_is_undone_is_counted_as_the_last_file_that_counts_is() {
    let story = Story::begin();
    story.imports("first.csv", &august("2025-09-12T10:00:00", 1975), &[]);
    story.imports("second.csv", &august("2025-09-25T10:00:00", 1989), &[]);
    let counting = story.folder.join("counting.yaml");
    let text = std::fs::read_to_string(root().join("agreements/harbour/counting.yaml")).unwrap();
    let swapped = text.replace("[\"130\"]", "[\"-\"]").replace("[\"330\"]", "[\"130\"]");
    std::fs::write(&counting, swapped.replace("[\"-\"]", "[\"330\"]")).unwrap();
    let july = format!("{MONITORING}{}", line(4, "2025-09-13T10:00:00", "130", 5));
    story.imports("july.csv", &july, &[]);
    assert_eq!(last(&story, "activity[dermatology]"), owned(("1989", "second.csv")), "counted the other way");
    story.done(&["imports", "undo", "3", "--reason", "The wrong file"]);
    assert_eq!(last(&story, "activity[dermatology]"), owned(("1975", "first.csv")));
    story.done(&["imports", "undo", "4", "--reason", "Counted the wrong way"]);
    assert_eq!(last(&story, "activity[dermatology]"), owned(("1158", "first.csv")), "counted as before");
}

/// A month of the hospital in so many lines.
fn month(number: u8, created: &str, lines: u64) -> String {
    let lines = (1..=lines).map(|whole| line(number, created, "130", whole));
    lines.collect::<String>()
}

#[test]
fn a_month_that_would_be_emptied_by_a_mistyped_one_is_refused_unless_it_is_meant() {
    let story = Story::begin();
    story.imports("august.csv", &format!("{MONITORING}{}", month(5, "2025-09-12T10:00:00", 9)), &[]);
    let created = "2025-10-12T10:00:00";
    let september = format!("{MONITORING}{}{}", month(6, created, 9), month(5, created, 1));
    story.writes("september.csv", &september);
    for more in [&[][..], &["--check"]] {
        let ran = story.run_flat(&[&["import", "september.csv"], more].concat());
        assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
        let why = "ACUTE for BOARD, 2025-08: 1 row, in the place of 9 of august.csv";
        assert!(ran.err.contains(why) && ran.err.contains("say `--shorter`"), "{}", ran.err);
    }
    assert_eq!(last(&story, "activity[ophthalmology]"), owned(("45", "august.csv")));
    let told = story.done(&["import", "september.csv", "--shorter"]);
    let months = "sent for\n  ACUTE for BOARD, 2025-08: 1 row, in the place of 9 of august.csv\n  \
                  ACUTE for BOARD, 2025-09: 9 rows, nothing was held\n";
    assert!(told.contains(months), "{told}");
    let again = story.run_flat(&["import", "august.csv"]);
    assert_eq!(again.code, 1, "{}{}", again.out, again.err);
    assert!(
        again.err.contains("entry 2 holds this very file, and entry 3 came in its place since"),
        "{}",
        again.err
    );
    assert!(again.err.contains("`accordant imports undo 3 --reason TEXT` brings it back"), "{}", again.err);
}

#[test]
fn a_final_file_may_be_the_very_file_that_was_sent_before() {
    let story = Story::begin();
    let file = august("2025-09-12T10:00:00", 1975);
    story.imports("august.csv", &file, &[]);
    assert!(story.imports("august.csv", &file, &["--freeze"]).contains("Recorded as entry 3"));
    assert_eq!(
        story.imports("august.csv", &file, &["--freeze"]),
        "Entry 3 holds this very file already: nothing was changed.\n"
    );
}

#[test]
fn a_month_of_which_a_later_file_says_nothing_of_a_service_cites_that_file() {
    let story = Story::begin();
    story.imports("first.csv", &august("2025-09-12T10:00:00", 1975), &[]);
    let second = format!("{MONITORING}{}", line(5, "2025-09-25T10:00:00", "130", 1989));
    story.imports("second.csv", &second, &[]);
    assert_eq!(last(&story, "activity[dermatology]"), owned(("0", "second.csv")));
}

#[test]
fn a_fact_that_is_not_known_for_want_of_an_amount_is_named_with_its_month() {
    let story = Story::begin();
    let empty = line(5, "2025-09-12T10:00:00", "330", 7).replace(",7,0,1,7,0,1\n", ",7,0,1,,0,1\n");
    let told = story.imports("empty.csv", &format!("{MONITORING}{empty}"), &[]);
    let why = "not known: activity[dermatology] of 2025-08: a row leaves unsaid what it adds up\n";
    assert!(told.contains(why), "{told}");
}

#[test]
fn files_that_are_imported_at_once_come_to_what_they_come_to_one_after_another() {
    let story = Story::begin();
    // Each commissioner has a file of its own, and the service is what all of them say.
    let wholes = [("BOARD", 10), ("03W", 200), ("04C", 3_000), ("04V", 40_000)];
    let created = "2025-09-12T10:00:00";
    for (commissioner, whole) in wholes {
        let said = line(5, created, "130", whole).replace("BOARD", commissioner);
        story.writes(&format!("{commissioner}.csv"), &format!("{MONITORING}{said}"));
    }
    let story = &story;
    std::thread::scope(|scope| {
        for (commissioner, _) in wholes {
            scope.spawn(move || story.done(&["import", &format!("{commissioner}.csv")]));
        }
    });
    assert_eq!(last(story, "activity[ophthalmology]").0, "43210");
}

#[test]
fn a_final_return_of_costs_closes_its_months_until_it_is_undone() {
    let story = Story::begin();
    let costs = |month: &str, amount: &str| {
        format!(
            "party,service,element,period,basis,certified_by,allowable,reason,amount\n\
             ACUTE,all,all,{month},ledger,Director of Finance,yes,,{amount}\n"
        )
    };
    story.imports("april.csv", &costs("2025-04", "1500000"), &["--freeze"]);
    story.writes("april_again.csv", &costs("2025-04", "1500001"));
    let ran = story.run_flat(&["import", "april_again.csv"]);
    assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
    let closed = "entry 2 closed 2025-04 of acute: all";
    assert!(ran.err.contains(closed) && ran.err.contains("undo that import"), "{}", ran.err);
    story.imports("may.csv", &costs("2025-05", "1500000"), &[]);
    story.done(&["imports", "undo", "2", "--reason", "Not final"]);
    story.done(&["import", "april_again.csv"]);
    assert_eq!(last_of(&story, "open_book_cost[acute]", "2025-04-10").0, "1500001");
}
